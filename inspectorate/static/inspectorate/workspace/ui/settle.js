// What waits for a decision: two texts that met, work that was not accepted; and what came through.

import { announce, download, fill, icon, make, part, replace, say, time, unique, word, hasWord } from './dom.js';
import { capital, valueInWords } from './figures.js';
import { Findings } from './identify.js';
import { marks, merged } from '../merge.js';
import { TEXT_FIELDS } from '../log-rules.js';

/** What an entry is, in words. */
export function named(one) {
  const name = `kind-${one.kind}`;
  return word(hasWord(name) ? name : 'kind-unknown', { code: one.target ?? '' });
}

const fieldWord = (name) => (hasWord(`field-${name}`) ? word(`field-${name}`) : name);

/** A value of a field as one reads it. */
export function shownValue(held, name, value) {
  if (name === 'value' || (value && typeof value === 'object' && !Array.isArray(value))) {
    return capital(held ? valueInWords(held.edition, value) : Object.values(value ?? {}).flat().join(' ')) || word('nothing');
  }
  if (Array.isArray(value)) return value.join(', ') || word('nothing');
  if (typeof value === 'boolean') return word(value ? 'yes' : 'no');
  const term = held?.terms[name]?.find((one) => one.code === value)?.label;
  const about = name === 'sampled_case' ? held?.cases.find((one) => one.id === value)?.pseudonym : null;
  return term ?? about ?? (value === null || value === undefined || value === '' ? word('nothing') : String(value));
}

const areaOf = (held) => held?.inspection.area_name ?? '';

/** @param {import('../workspace.js').Workspace} workspace */
export function settleListPlace(workspace) {
  const node = make('settle-list');
  const rows = new Map();
  return {
    node,
    async draw() {
      const waiting = workspace.waiting().filter((one) => !one.settling);
      const met = waiting.filter((one) => one.state === 'clash');
      const refused = waiting.filter((one) => one.state === 'refused');
      const held = await documents(workspace, waiting);
      part(node, 'none').hidden = waiting.length > 0;
      part(node, 'clashes').hidden = !met.length;
      replace(part(node, 'met'), met.map((one) => metRow(one, held.get(one.inspection))));
      part(node, 'stuck').hidden = !refused.length;
      drawRefused(workspace, part(node, 'refused'), rows, refused, held);
      const sent = workspace.entries().filter((one) => one.state === 'sent' && one.kind !== 'settle');
      part(node, 'through').hidden = !sent.length;
      replace(part(node, 'sent'), sent.reverse().map((one) => cameRow(one)));
    },
  };
}

async function documents(workspace, waiting) {
  const ids = [...new Set(waiting.map((one) => one.inspection).filter(Boolean))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await workspace.asGiven(id)])));
}

function metRow(one, held) {
  const names = (one.answer?.fields ?? []).map(fieldWord).join(', ');
  const row = make('met', { what: word('settle-heading', { field: names, code: one.target }), where: areaOf(held) });
  part(row, 'icon').replaceWith(icon('clash', 'warn'));
  part(row, 'link').href = `#/settle/${one.key}`;
  return row;
}

function cameRow(one) {
  const row = make('came', { what: named(one), when: word('sent-at', { time: time(one.sent_at) }) });
  part(row, 'icon').replaceWith(icon('sent', 'done'));
  return row;
}

// Rows stay the same nodes: what is being corrected in one is not lost when another goes.
function drawRefused(workspace, place, rows, refused, held) {
  const keys = new Set(refused.map((one) => one.key));
  for (const [key, row] of rows) if (!keys.has(key)) { row.remove(); rows.delete(key); }
  for (const one of refused) {
    if (!rows.has(one.key)) {
      rows.set(one.key, refusedRow(workspace, one, held.get(one.inspection)));
      place.append(rows.get(one.key));
    }
    fill(rows.get(one.key), { said: one.answer?.said ?? '' });
  }
}

function refusedRow(workspace, one, held) {
  const row = make('refused', { what: named(one), where: [areaOf(held), time(one.made_at)].filter(Boolean).join(', ') });
  part(row, 'icon').replaceWith(icon('stuck'));
  const boxes = new Map();
  const place = part(row, 'fields');
  for (const [name, value] of Object.entries(one.mine)) {
    if (TEXT_FIELDS.has(name)) boxes.set(name, textBox(place, one, name, value));
    else if (value !== null && value !== '') place.append(make('refused-fact', { name: capital(fieldWord(name)), value: shownValue(held, name, value) }));
  }
  const findings = new Findings(held?.identifiers, part(row, 'identifiers'), () => {});
  if (one.answer?.found?.length) findings.look([...boxes.values()]);
  part(row, 'form').addEventListener('submit', async (event) => {
    event.preventDefault();
    if (!await findings.look([...boxes.values()])) { findings.focus(); return; }
    const texts = Object.fromEntries([...boxes].map(([name, box]) => [name, box.value]));
    await workspace.resend(one.key, texts, findings.reasons);
    announce(word('sent-again'));
  });
  part(row, 'export').addEventListener('click', () => download(`not-accepted-${one.key.slice(0, 8)}.json`, one));
  part(row, 'give-up').addEventListener('click', async () => {
    if (!confirm(word('sure-give-up'))) return;
    await workspace.giveUp(one.key);
    announce(word('given-up'));
  });
  return row;
}

function textBox(place, one, name, value) {
  const field = make('refused-text');
  const box = field.querySelector('textarea');
  const label = field.querySelector('label');
  box.id = label.htmlFor = name;
  label.textContent = capital(fieldWord(name));
  box.value = value ?? '';
  unique(field, one.key.slice(0, 8));
  place.append(field);
  return box;
}

/** @param {import('../workspace.js').Workspace} workspace @param {string} key of what waits */
export async function settlePlace(workspace, key) {
  const one = workspace.waiting().find((each) => each.key === key);
  if (!one || one.state !== 'clash') return settleListPlace(workspace);
  const held = one.inspection ? await workspace.asGiven(one.inspection) : null;
  const names = one.answer?.fields ?? [];
  const texts = names.every((name) => TEXT_FIELDS.has(name));
  const about = { field: names.map(fieldWord).join(', '), code: one.target };
  const node = make('settle', { heading: word(texts ? 'settle-heading' : 'settle-heading-choice', about) });
  const fields = names.map((name) => new Choice(one, held, name));
  part(node, 'fields').append(...fields.map((each) => each.node));
  part(node, 'later').href = one.inspection && held?.indicators[one.target] ? `#/i/${one.inspection}/${one.target}` : '#/settle';
  part(node, 'export').addEventListener('click', () => download(`to-settle-${key.slice(0, 8)}.json`, one));
  part(node, 'form').addEventListener('submit', async (event) => {
    event.preventDefault();
    const line = part(node, 'save');
    for (const each of fields) {
      if (!each.kept) { say(line, word('choose-side-for', { field: fieldWord(each.name) }), 'bad', 'alert'); each.focus(); return; }
      if (!await each.clear()) { each.findings.focus(); return; }
    }
    await workspace.settle(key, Object.fromEntries(fields.map((each) => [each.name, each.kept])), Object.assign({}, ...fields.map((each) => each.findings.reasons)));
    announce(word('settled'));
    location.hash = '#/settle';
  });
  return { node };
}

/** One field of which a side is chosen: both texts by default where they fit, never a level by default. */
class Choice {
  #box;
  #sides;
  #merged = null;

  constructor(one, held, name) {
    this.name = name;
    const side = (record) => valueOf(record, name);
    this.#sides = { base: side(one.answer.base), mine: one.mine[name], theirs: side(one.answer.current) };
    this.text = TEXT_FIELDS.has(name);
    this.node = unique(make('settle-field', {
      name: capital(fieldWord(name)), 'mine-meta': word('mine-meta', { time: time(one.made_at) }), 'theirs-meta': word('theirs-meta'),
    }), name);
    this.#box = this.node.querySelector('textarea');
    this.#box.id = `keep-${name}`;
    part(this.node, 'text').querySelector('label').htmlFor = this.#box.id;
    this.findings = new Findings(held?.identifiers, part(this.node, 'identifiers'), () => {});
    this.#nameRadios();
    if (this.text) this.#showTexts();
    else this.#showValues(held);
    this.node.addEventListener('change', ({ target }) => { if (target.type === 'radio') this.#chosen(target.value); });
  }

  #nameRadios() {
    for (const one of this.node.querySelectorAll('input[type="radio"]')) {
      one.name = `keep-${this.name}`;
      one.id = `keep-${this.name}-${one.value}`;
      one.nextElementSibling.htmlFor = one.id;
    }
  }

  #showTexts() {
    const { base, mine, theirs } = this.#sides;
    part(this.node, 'base').textContent = base || word('nothing');
    part(this.node, 'mine').replaceChildren(...marked(base ?? '', mine ?? ''));
    part(this.node, 'theirs').replaceChildren(...marked(base ?? '', theirs ?? ''));
    this.#merged = merged(base ?? '', mine ?? '', theirs ?? '');
    part(this.node, 'text').hidden = false;
    if (this.#merged === null) {
      part(this.node, 'both').hidden = true;
      part(this.node, 'not-both').hidden = false;
      part(this.node, 'not-both').textContent = word('both-do-not-fit');
      this.#box.value = mine ?? '';
      return;
    }
    this.#radio('both').checked = true;
    this.#box.value = this.#merged;
  }

  #showValues(held) {
    for (const [name, value] of Object.entries(this.#sides)) part(this.node, name).textContent = shownValue(held, this.name, value);
    part(this.node, 'both').hidden = true;
    part(this.node, 'not-both').hidden = false;
    part(this.node, 'not-both').textContent = word('choose-side');
  }

  #radio(value) {
    return this.node.querySelector(`input[type="radio"][value="${value}"]`);
  }

  #chosen(value) {
    if (!this.text) return;
    this.#box.value = (value === 'both' ? this.#merged : this.#sides[value]) ?? '';
  }

  /** What is to be kept, as the engine takes it; null: nothing was chosen. */
  get kept() {
    const value = this.node.querySelector('input[type="radio"]:checked')?.value;
    if (!value) return null;
    if (!this.text) return { keep: value };
    const text = this.#box.value.trim();
    return value !== 'both' && text === (this.#sides[value] ?? '').trim() ? { keep: value } : { keep: 'text', text };
  }

  clear() {
    return this.text && this.kept?.keep === 'text' ? this.findings.look([this.#box]) : Promise.resolve(true);
  }

  focus() {
    [...this.node.querySelectorAll('input[type="radio"]')].find((one) => !one.closest('[hidden]'))?.focus();
  }
}

const valueOf = (record, name) => {
  if (!record) return null;
  if (name !== 'value') return record[name];
  return { level: record.level, level_set: record.level_set, non_grade: record.non_grade };
};

const TAGS = { ins: 'ins', del: 'del', same: 'span' };

function marked(before, after) {
  return marks(before, after).map(({ kind, text }) => Object.assign(document.createElement(TAGS[kind]), { textContent: text }));
}
