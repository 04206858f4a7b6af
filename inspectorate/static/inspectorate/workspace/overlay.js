// An inspection as this person sees it on this device: the document with what was done here on top.
// Plain values in, plain values out; the document that comes in is not changed.


const NO_VALUE = { level: null, level_set: null, non_grade: null };
const MADE_BY = 'key:';

/**
 * The document with every entry that is not in it yet. What met somebody else's text shows theirs,
 * until it is settled; what was refused shows what was typed.
 * @param {object} document as the site gave it
 * @param {import('./log-rules.js').Entry[]} entries in order
 * @returns {object}
 */
export function overlaid(document, entries) {
  const shown = structuredClone(document);
  shown.raised = [];
  for (const one of entries) {
    if (one.inspection !== document.inspection.id) continue;
    if (one.state === 'kept' || one.state === 'sending' || one.state === 'refused') lay(shown, one);
  }
  return shown;
}

function lay(shown, entry) {
  const { fields, target } = entry;
  switch (entry.kind) {
    case 'evaluation.save': return layOn(shown, target, 'evaluation', fields);
    case 'view.save': return layOn(shown, target, 'my_view', fields);
    case 'evidence.add': return addEvidence(shown, entry);
    case 'evidence.edit': return change(piece(shown, target), fields);
    case 'evidence.withdraw':
      return change(piece(shown, target), { withdrawn_at: entry.made_at, withdrawn_why: fields.why });
    case 'record.read': return readRecord(shown, target, { ...fields, id: MADE_BY + entry.key });
    case 'concern.raise': return shown.raised.push({ ...fields, key: entry.key, made_at: entry.made_at });
    default: return undefined;
  }
}

function layOn(shown, code, what, { value, ...rest }) {
  const line = shown.indicators[code];
  if (!line) return;
  const chosen = value === undefined ? {} : { ...NO_VALUE, ...value };
  const nothing = { version: 0, indicator_code: code, ...NO_VALUE, rationale: '', reason: '', given: false };
  line[what] = { ...(line[what] ?? nothing), ...chosen, ...rest };
}

/** The piece of evidence that a target names: by its id, or by the key that made it. */
export function piece(document, target) {
  return document.evidence.find((one) => one.id === target
    || (target.startsWith(MADE_BY) && one.client_key === target.slice(MADE_BY.length)));
}

function addEvidence(shown, { key, fields, made_at }) {
  if (piece(shown, MADE_BY + key)) return;
  shown.evidence.unshift({
    id: MADE_BY + key, client_key: key, version: 0, reference: null, author: me(shown)?.person ?? null,
    author_name: me(shown)?.name ?? null, services: [], indicators: [], tags: [], quote: '', text: '',
    sampled_case: null, pseudonym: null, medical: false, hidden: false, withdrawn_at: null,
    withdrawn_why: '', entered_at: made_at, changed_at: made_at, ...fields,
  });
}

function change(record, fields) {
  if (record) Object.assign(record, fields);
}

function readRecord(shown, target, reading) {
  const found = shown.cases.find((one) => one.id === target);
  if (!found) return;
  const same = (one) => one.id === reading.id || (one.service === reading.service
    && one.medical === Boolean(reading.medical) && one.reader === (me(shown)?.person ?? null));
  const by = { reader: me(shown)?.person ?? null, reader_name: me(shown)?.name ?? null };
  found.readings = [...found.readings.filter((one) => !same(one)), { medical: false, ...by, ...reading }];
}

const me = (shown) => shown.team.find((one) => one.me);

/**
 * The document with a record that an answer brought, in the place of the one that the entry changed.
 * @returns {object} another document; the same when the record has no place in it
 */
export function withRecord(document, entry, record) {
  const next = structuredClone(document);
  const line = next.indicators[entry.target];
  if (entry.kind === 'evaluation.save' && line && !older(record, line.evaluation)) line.evaluation = record;
  if (entry.kind === 'view.save' && line && !older(record, line.my_view)) line.my_view = record;
  if (entry.kind.startsWith('evidence.')) putEvidence(next, entry, record);
  if (entry.kind === 'record.read') readRecord(next, entry.target, record);
  return next;
}

const older = (record, held) => Boolean(held) && record.version < held.version;

function putEvidence(next, entry, record) {
  const made = entry.kind === 'evidence.add' ? entry.key : null;
  const at = next.evidence.findIndex((one) => one.id === record.id);
  const held = at < 0 ? { client_key: made } : next.evidence[at];
  if (at >= 0 && older(record, held)) return;
  const whole = { ...held, ...record, client_key: record.client_key ?? held.client_key ?? made };
  if (at >= 0) next.evidence[at] = whole;
  else next.evidence.unshift(whole);
}

/** The version an edit made now would be based on; 0 when there is no record yet. */
export function versionOf(document, work) {
  const line = document?.indicators[work.target];
  if (work.kind === 'evaluation.save') return line?.evaluation?.version ?? 0;
  if (work.kind === 'view.save') return line?.my_view?.version ?? 0;
  if (work.kind.startsWith('evidence.') && work.target) return piece(document, work.target)?.version ?? 0;
  return 0;
}

