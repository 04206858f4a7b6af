// What is held here: the inspections, and one inspection with its indicators at a glance.

import { fact, fill, icon, make, part, replace, time, word } from './dom.js';
import { gapsOf, restsOn, stateOf } from './figures.js';

const EVIDENCE = 'evidence';

/** @param {import('../workspace.js').Workspace} workspace */
export function listPlace(workspace) {
  const node = make('list');
  return {
    node,
    async draw() {
      const held = await workspace.inspections();
      const entries = workspace.entries();
      part(node, 'none').hidden = held.length > 0;
      replace(part(node, 'rows'), held.map((one) => {
        const unsent = entries.filter((each) => each.inspection === one.id && each.state !== 'sent').length;
        const row = make('list-row', {
          area: one.area_name, reference: one.reference, status: one.status_label,
          'as-at': word('as-at', { time: time(one.as_at) }), waits: unsent ? word('unsent', { n: unsent }) : '',
        });
        part(row, 'link').href = `#/i/${one.id}`;
        return row;
      }));
      replace(part(node, 'notices'), workspace.state.notices.map((one) => make('notice', { text: one.text })));
      replace(part(node, 'facts'), factsOf(workspace, held));
    },
  };
}

/** Last contact, what is held and until when, and the connection, as pairs for a list of facts. */
export function factsOf(workspace, held) {
  const { lastContact, heldUntil, network, name } = workspace.state;
  const names = document.getElementById('t-fact-names').content;
  const term = (which) => names.querySelector(`[data-n="${which}"]`).textContent;
  const areas = held.map((one) => one.area_name).join(', ');
  const connection = { online: 'online', 'sign-in': 'sign-in' }[network] ?? 'offline';
  return [
    ...fact(term('who'), name),
    ...fact(term('sent'), lastContact ? time(lastContact) : word('never')),
    ...fact(term('held'), areas ? `${areas}, ${word('until', { time: time(heldUntil) })}` : word('nothing')),
    ...fact(term('connection'), word(connection)),
  ];
}

/** @param {import('../workspace.js').Workspace} workspace @param {string} id */
export function inspectionPlace(workspace, id) {
  const node = make('inspection');
  return {
    node,
    async draw() {
      const held = await workspace.document(id);
      if (!held) return;
      const { inspection, terms } = held;
      fill(node, {
        area: inspection.area_name, status: inspection.status_label, reference: inspection.reference,
        'as-at': word('as-at', { time: time(held.as_at) }),
      });
      part(node, 'go').href = `#/i/${id}/${next(held)}`;
      part(node, 'cases').href = `#/i/${id}/cases`;
      const notice = part(node, 'not-now');
      notice.hidden = !inspection.not_now;
      notice.textContent = inspection.not_now;
      const heads = terms.source_kind.map((one) => Object.assign(make('kind-heading'), { textContent: one.label }));
      const kinds = part(node, 'kinds');
      replace(kinds, [kinds.firstElementChild, ...heads, make('kind-heading')]);
      replace(part(node, 'rows'), held.edition.sections.flatMap((one) => sectionRows(workspace, held, one)));
    },
  };
}

/** Where recording goes on: the first indicator without this person's level. */
function next(held) {
  const codes = held.edition.sections.flatMap((one) => one.indicators.map((each) => each.code));
  return codes.find((code) => !held.indicators[code]?.my_view?.given) ?? codes[0];
}

function sectionRows(workspace, held, section) {
  const heading = make('section-row');
  heading.firstElementChild.textContent = `${section.code} ${section.title}`;
  return [heading, ...section.indicators.map((one) => row(workspace, held, one))];
}

function row(workspace, held, indicator) {
  const line = make('matrix-row', { code: indicator.code, title: indicator.title });
  part(line, 'link').href = `#/i/${held.inspection.id}/${indicator.code}`;
  const counted = restsOn(held[EVIDENCE], indicator.code);
  for (const { code } of held.terms.source_kind) {
    line.append(Object.assign(make('matrix-cell'), { textContent: counted.bySource[code] || '–' }));
  }
  const cell = document.createElement('td');
  const { shape, words, tone } = stateOf(workspace, held, indicator.code);
  const said = [words, ...(counted.pieces ? gapsOf(counted, held.terms) : [])].join('; ');
  const state = make('state', { words: said });
  if (tone) state.classList.add(`ins_state--${tone}`);
  part(state, 'icon').replaceWith(icon(shape));
  cell.append(state);
  line.append(cell);
  return line;
}
