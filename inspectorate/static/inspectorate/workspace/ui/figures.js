// What an indicator rests on, where it stands, and how a level looks: plain values in and out.
// The rules of triangulation are those of evaluations/rules/triangulation.py; the colours of a scale
// are those of inspectorate/kernel/web/charts.py.

import { word } from './dom.js';

const BY_SIZE = { 2: [1, 6], 3: [1, 3, 6], 4: [1, 2, 5, 6], 5: [1, 2, 3, 5, 6], 6: [1, 2, 3, 4, 5, 6] };
const STAKEHOLDERS = 'stakeholder-views';
const OUTCOMES = 'outcomes';
const COLOURS = 6;
const SHADES = 3;

/** The pieces of evidence that bear on an indicator and stand, newest first. */
export const bearingOn = (evidence, code) => evidence.filter((one) => one.indicators.includes(code));

/** How many pieces an indicator rests on, by kind of source, level of service and what they show. */
export function restsOn(evidence, code) {
  const found = { pieces: 0, bySource: {}, byLevel: {}, cells: {}, byBearing: {} };
  for (const one of bearingOn(evidence, code)) {
    if (one.withdrawn) continue;
    found.pieces += 1;
    add(found.bySource, one.source_kind);
    add(found.byLevel, one.level_of_service);
    add(found.byBearing, one.bearing);
    add(found.cells, `${one.level_of_service}/${one.source_kind}`);
  }
  return found;
}

const add = (counted, name) => { counted[name] = (counted[name] ?? 0) + 1; };

/** What is missing, in words, the gravest first; a single kind of source hides the smaller gaps. */
export function gapsOf(counted, terms) {
  if (!counted.pieces) return [word('gap-none')];
  const only = onlyKind(counted);
  if (only) {
    const label = terms.source_kind.find((one) => one.code === only)?.label ?? only;
    return [word('gap-one', { kind: label.toLocaleLowerCase() })];
  }
  const outcomes = counted.byLevel[OUTCOMES] ?? 0;
  return [
    ...(counted.bySource[STAKEHOLDERS] ? [] : [word('gap-stakeholders')]),
    ...(outcomes === 0 ? [word('gap-outcomes')] : []),
    ...(outcomes === 1 && counted.pieces > 1 ? [word('gap-outcomes-one')] : []),
  ];
}

/** The kind of source, when there is a single one. */
export function onlyKind(counted) {
  const kinds = Object.keys(counted.bySource);
  return kinds.length === 1 ? kinds[0] : null;
}

/** How dark a cell is drawn, 0 to 3, beside the fullest cell there is. */
export function shade(pieces, most) {
  return pieces ? Math.min(SHADES, 1 + Math.floor((SHADES * (pieces - 1)) / Math.max(most, SHADES))) : 0;
}

const has = (record) => Boolean(record && (record.level || record.level_set || record.non_grade));

/** Where an indicator stands for this person. @returns {{shape: string, tone: string, words: string}} */
export function stateOf(workspace, held, code) {
  const line = held.indicators[code] ?? {};
  const clash = workspace.waiting().some((one) => one.target === code
    && one.inspection === held.inspection.id && one.state === 'clash');
  if (clash) return { shape: 'clash', tone: 'warn', words: word('state-clash') };
  if (has(line.evaluation)) return { shape: 'agreed', tone: 'good', words: word('state-agreed') };
  if (line.my_view?.given) return { shape: 'given', tone: 'brand', words: word('state-given') };
  const counted = restsOn(held.evidence, code);
  if (!counted.pieces) return { shape: 'todo', tone: '', words: word('state-todo') };
  if (onlyKind(counted)) {
    return { shape: 'look', tone: 'warn', words: word('state-look') };
  }
  return { shape: 'half', tone: '', words: word('state-half') };
}

/** The class and the mark of a level's box. */
export function boxOf(level, levels) {
  const size = levels.length;
  const spread = Math.min(COLOURS, 1 + Math.floor(((level.rank - 1) * COLOURS) / size));
  const fill = BY_SIZE[size]?.[level.rank - 1] ?? spread;
  const initials = level.label.split(/\s+/).map((one) => one[0]).join('').slice(0, 2).toUpperCase();
  return { style: `ins_level__n ins_l${fill}`, mark: String(level.number ?? initials) };
}

/** A value in words: a level's label, the labels of a set, or the reason for none; empty when nothing. */
export function valueInWords(edition, value) {
  if (!value) return '';
  const label = (all, code) => all.find((one) => one.code === code)?.label ?? code;
  if (value.level) return label(edition.levels, value.level);
  if (value.level_set?.length) return value.level_set.map((code) => label(edition.levels, code)).join(' / ');
  return value.non_grade ? label(edition.non_grades, value.non_grade) : '';
}

/** With a capital, for where it begins a line. */
export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** The name of a person of the team by their opaque id. */
export function nameOfPerson(held, person) {
  const found = held.team.find((one) => one.person === person);
  if (!found) return '';
  return found.me ? word('you') : found.name;
}
