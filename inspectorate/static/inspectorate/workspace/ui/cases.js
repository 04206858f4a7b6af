// The sampled cases of an inspection, and noting which service's record was read.

import { announce, dateOf, day, fill, icon, make, option, part, replace, say, time, unique, word } from './dom.js';
import { nameOfPerson } from './figures.js';

/** @param {import('../workspace.js').Workspace} workspace @param {string} id of the inspection */
export async function casesPlace(workspace, id) {
  const node = make('cases');
  const held = await workspace.document(id);
  const rows = new Map();
  const medical = held.team.some((one) => one.me && one.role === 'medical');
  for (const [at, one] of held.cases.filter((each) => !each.withdrawn_at).entries()) {
    rows.set(one.id, caseRow(workspace, held, one, { at, medical }));
  }
  part(node, 'rows').append(...rows.values());
  part(node, 'none').hidden = rows.size > 0;
  part(node, 'back').href = `#/i/${id}`;
  fill(node, { area: held.inspection.area_name });
  return {
    node,
    async draw() {
      const now = await workspace.document(id);
      for (const one of now?.cases ?? []) if (rows.has(one.id)) drawReadings(rows.get(one.id), now, one);
    },
  };
}

function caseRow(workspace, held, one, { at, medical }) {
  const row = unique(make('case'), at);
  const category = held.terms.category.find((each) => each.code === one.category)?.label ?? '';
  const reader = one.reader_name ? word('reader', { name: one.reader_name }) : word('nobody-reads');
  fill(row, { name: one.pseudonym, facts: [category, reader].filter(Boolean).join('. ') });
  const form = part(row, 'form');
  form.hidden = Boolean(held.inspection.not_now);
  form.elements.service.append(...held.services.map((each) => option(each.code, each.name)));
  form.elements.read_on.value = form.elements.read_on.max = dateOf(workspace.now);
  part(row, 'medical').hidden = !medical;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { service, read_on: on, medical: box } = form.elements;
    const fields = { service: service.value, read_on: on.value, medical: box.checked };
    await workspace.record({ kind: 'record.read', inspection: held.inspection.id, target: one.id, fields });
    const said = word('field-here', { time: time(Date.now()) });
    say(part(row, 'save'), said, 'kept', 'kept');
    announce(said);
  });
  return row;
}

function drawReadings(row, held, one) {
  replace(part(row, 'readings'), one.readings.map((each) => {
    const kept = String(each.id).startsWith('key:');
    const service = held.services.find((other) => other.code === each.service)?.name ?? each.service;
    const name = nameOfPerson(held, each.reader) || each.reader_name || '';
    const line = make('reading', { said: word('read-by', { service, name, date: day(each.read_on) }) });
    part(line, 'icon').replaceWith(icon(kept ? 'kept' : 'sent', kept ? 'mine' : 'done'));
    return line;
  }));
}
