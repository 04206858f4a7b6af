// A child at risk now: written in two presses, kept at once, routed as soon as there is a connection.
// Nobody is asked here to take a name or an address out: it may be what the child is found by.

import { announce, icon, make, option, part, replace, say, time, word } from './dom.js';

const DRAFT = 'concern';

/** @param {import('../workspace.js').Workspace} workspace @param {string} about the inspection, if any */
export async function concernPlace(workspace, about) {
  const node = make('concern');
  const form = node.querySelector('form');
  const { inspection, sampled_case: cases } = form.elements;
  const held = await workspace.inspections();
  inspection.append(...held.map((one) => option(one.id, one.area_name)));
  inspection.value = held.some((one) => one.id === about) ? about : (held.length === 1 ? held[0].id : '');
  const chosen = async () => {
    const document = inspection.value ? await workspace.asGiven(inspection.value) : null;
    cases.replaceChildren(cases.options[0], ...(document?.cases ?? []).map((one) => option(one.id, one.pseudonym)));
  };
  inspection.addEventListener('change', chosen);
  const { what } = form.elements;
  what.value = await workspace.draft(DRAFT).catch(() => null) ?? '';
  what.addEventListener('input', () => workspace.saveDraft(DRAFT, what.value || null).catch(() => {}));
  await chosen();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!form.elements.what.value.trim()) { lacks(node, form); return; }
    await raise(workspace, form);
    form.reset();
    inspection.value = about;
    await workspace.saveDraft(DRAFT, null).catch(() => {});
    part(node, 'question').classList.remove('ds_question--error');
    node.querySelector('#concern-what-error').hidden = true;
    const said = word('concern-kept', { time: time(Date.now()) });
    say(part(node, 'save'), said, 'kept', 'kept');
    announce(said);
  });
  return { node, draw: () => draw(workspace, node) };
}

function lacks(node, form) {
  const fault = node.querySelector('#concern-what-error');
  fault.hidden = false;
  fault.textContent = word('concern-what');
  part(node, 'question').classList.add('ds_question--error');
  form.elements.what.focus();
}

function raise(workspace, form) {
  const { what, where, told_already: told, sampled_case: about, inspection } = form.elements;
  const fields = {
    what: what.value.trim(), where: where.value.trim(), told_already: told.value.trim(),
    noticed_at: new Date().toISOString(), sampled_case: about.value || null,
  };
  return workspace.record({ kind: 'concern.raise', inspection: inspection.value, fields });
}

function draw(workspace, node) {
  part(node, 'offline').hidden = workspace.state.network === 'online';
  const raised = workspace.entries().filter((one) => one.kind === 'concern.raise');
  part(node, 'raised').hidden = !raised.length;
  replace(part(node, 'rows'), raised.map((one) => {
    const sent = one.state === 'sent';
    const when = sent ? word('concern-sent', { time: time(one.sent_at) }) : word('concern-kept', { time: time(one.made_at) });
    const line = make('came', { what: one.fields.what, when: one.state === 'refused' ? word('field-refused') : when });
    part(line, 'icon').replaceWith(icon(sent ? 'sent' : 'kept', sent ? 'done' : 'mine'));
    return line;
  }));
}
