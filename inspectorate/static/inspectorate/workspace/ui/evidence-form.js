// The fields of a piece of evidence: filled from the inspection's own lists, read into an operation.

import { dateOf, option, part, word } from './dom.js';

/** Fill the lists of a form from the document. @param {number} now ms, see Workspace.now */
export function prepare(form, held, now) {
  for (const list of form.querySelectorAll('select[data-terms]')) {
    list.replaceChildren(...held.terms[list.dataset.terms].map((one) => option(one.code, one.label)));
  }
  const cases = form.elements.sampled_case;
  cases.append(...held.cases.filter((one) => !one.withdrawn_at).map((one) => option(one.id, one.pseudonym)));
  form.elements.happened_on.value = form.elements.happened_on.max = dateOf(now);
  part(form, 'medical').hidden = !held.team.some((one) => one.me && one.role === 'medical');
  const services = part(form, 'services');
  services.replaceChildren(...held.services.map((one) => serviceBox(form, one)));
}

function serviceBox(form, { code, name }) {
  const box = document.createElement('div');
  box.className = 'ds_checkbox ds_checkbox--small';
  const input = document.createElement('input');
  Object.assign(input, { type: 'checkbox', className: 'ds_checkbox__input', name: 'services', value: code });
  input.id = `${form.elements.text.id}-${code}`;
  const label = document.createElement('label');
  Object.assign(label, { className: 'ds_checkbox__label', htmlFor: input.id, textContent: name });
  box.append(input, label);
  return box;
}

/** What the form says, as an operation's fields. @param {string[]} always codes it bears on anyway */
export function read(form, always) {
  const { elements } = form;
  const also = elements.indicators.value.split(/[\s,;]+/).filter(Boolean);
  return {
    bearing: elements.bearing.value,
    source_kind: elements.source_kind.value,
    level_of_service: elements.level_of_service.value,
    services: [...form.querySelectorAll('[name="services"]:checked')].map((one) => one.value),
    indicators: [...new Set([...always, ...also])],
    happened_on: elements.happened_on.value,
    sampled_case: elements.sampled_case.value || null,
    medical: elements.medical.checked,
    text: elements.text.value.trim(),
    quote: elements.quote.value.trim(),
  };
}

/** Put a piece of evidence, or a draft of one, into the form. */
export function write(form, one) {
  const { elements } = form;
  for (const name of ['bearing', 'source_kind', 'level_of_service', 'happened_on', 'text', 'quote']) {
    if (one[name]) elements[name].value = one[name];
  }
  elements.sampled_case.value = one.sampled_case ?? '';
  elements.medical.checked = Boolean(one.medical);
  elements.indicators.value = (one.indicators ?? []).join(' ');
  for (const box of form.querySelectorAll('[name="services"]')) box.checked = (one.services ?? []).includes(box.value);
}

/** Only what differs from what is there: two people who change different fields both succeed. */
export function differing(fields, one) {
  const same = (left, right) => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !same(value, one[name])));
}

/** What is missing before it can be added: the box to go to and the sentence; null when nothing is. */
export function missing(form) {
  const { text, happened_on: on } = form.elements;
  if (!text.value.trim()) return { box: text, said: word('write-first') };
  return on.value ? null : { box: on, said: word('date-first') };
}
