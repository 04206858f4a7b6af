// The log of what was done on this device: its rules, without a browser. Entries in, entries out.
//
// An entry goes from `kept` (may still change) to `sending` (never changes again: it is sent as it is
// until it is answered) and then to `sent`, `clash` or `refused`. One that this release cannot
// understand is `newer`: it is shown and exported, stays as it is, and holds up nothing else. See
// docs/decisions/0017.

/**
 * @typedef {object} Entry
 * @property {number} seq its place in the order, given by the store
 * @property {string} key
 * @property {string} kind
 * @property {string} inspection opaque id, or empty
 * @property {string} target an indicator's code, a record's id, or `key:` and the key that made it
 * @property {number} based_on
 * @property {string} made_at by the device's clock
 * @property {Record<string, any>} fields
 * @property {Record<string, string>} reasons why identifiers stay, by digest
 * @property {string | null} after the entry before it on the same record
 * @property {string | null} replaces the refused entry whose text it carries
 * @property {'kept'|'sending'|'sent'|'clash'|'refused'|'newer'} state
 * @property {number} [sent_seq] its place in the order when it was first sent
 * @property {number} quiet_until ms: not sent before, as it is still being typed
 * @property {object | null} answer
 * @property {number | null} sent_at ms
 * @property {object | null} attempt how it was last tried to settle, when that did not go through
 * @property {number} format
 */

export const FORMAT = 1;
/** By the format an entry has: what makes it one of the next. A release that changes entries adds one. */
export const MIGRATIONS = {};
export const EDITS = new Set(['evaluation.save', 'view.save', 'evidence.edit']);
export const TEXT_FIELDS = new Set(
  ['rationale', 'single_source_reason', 'reason', 'text', 'quote', 'why', 'what', 'where', 'told_already']);
export const MOST_AT_ONCE = 50;
export const LARGEST_BATCH = 900_000;
const MADE_BY = 'key:';

/**
 * An entry of an earlier release as one of this; one of a later release as it is, to be left alone.
 * @returns {Entry}
 */
export function brought(entry, migrations = MIGRATIONS, format = FORMAT) {
  if (entry.format > format) return entry.state === 'sent' ? entry : { ...entry, was: entry.state, state: 'newer' };
  let one = entry;
  for (let at = one.format ?? 0; at < format; at += 1) {
    one = { ...(migrations[at]?.(one) ?? one), format: at + 1 };
  }
  return one;
}

/** What stands for a row that cannot be opened: it was sealed under another key, or was damaged. */
export function unreadable({ key, seq }) {
  return {
    key, seq, kind: 'unreadable', inspection: '', target: '', based_on: 0, made_at: '', fields: {}, reasons: {},
    after: null, replaces: null, state: 'newer', quiet_until: 0, answer: null, sent_at: null, attempt: null,
  };
}

/** Which record an entry changes; entries with the same are of one record. */
export function recordOf({ kind, inspection, target, key }) {
  const family = kind.split('.')[0];
  const which = kind === 'evidence.add' ? MADE_BY + key : target;
  return kind === 'concern.raise' || kind === 'settle' ? `${family}/${key}` : `${family}/${inspection}/${which}`;
}

const unsent = (one) => one.state === 'kept' || one.state === 'sending';
const sameFields = (one, other) => {
  const names = Object.keys(one.fields);
  return names.length === Object.keys(other.fields).length && names.every((name) => name in other.fields);
};

/**
 * The entry that new work can be written into, as it has not been sent: the same fields of the same
 * record, or the new evidence that is being changed. Null: it needs an entry of its own.
 * @param {Entry[]} entries in order
 * @param {Pick<Entry, 'kind'|'inspection'|'target'|'fields'>} work
 */
export function goesInto(entries, work) {
  if (!EDITS.has(work.kind)) return null;
  const record = recordOf(work);
  const made = entries.find((one) => one.kind === 'evidence.add' && recordOf(one) === record);
  if (made?.state === 'kept') return made;
  const same = entries.filter((one) => recordOf(one) === record && unsent(one) && sameField(one, work));
  const last = same.at(-1);
  return last?.state === 'kept' && last.kind === work.kind && sameFields(last, work) ? last : null;
}

function sameField(one, work) {
  return Object.keys(work.fields).some((name) => name in one.fields);
}

/**
 * The refused entry that new work on the same fields takes the place of: its text is in the new work,
 * or was typed over. Null: there is none.
 */
export function takesPlaceOf(entries, work) {
  if (!EDITS.has(work.kind)) return null;
  const record = recordOf(work);
  return entries.findLast((one) => one.state === 'refused' && recordOf(one) === record
    && (one.kind === 'evidence.add' || Object.keys(one.fields).every((name) => name in work.fields))) ?? null;
}

/** The last entry on the same record that waits to be sent or taken, for `after`. */
export function lastOf(entries, work) {
  const record = recordOf(work);
  return entries.filter((one) => recordOf(one) === record && one.state !== 'sent' && one.state !== 'newer').at(-1)?.key ?? null;
}

/**
 * Why an entry cannot be sent yet: what it builds on waits to be settled. Null when it can.
 * @returns {string | null} the key of what it waits for
 */
export function heldBy(entries, entry) {
  const record = recordOf(entry);
  for (const one of entries) {
    if (one.seq >= entry.seq || one.key === entry.key) continue;
    const maker = one.kind === 'evidence.add' && recordOf(one) === record && one.state !== 'sent';
    if (maker && ['refused', 'clash', 'newer'].includes(one.state)) return one.key;
    const meets = one.state === 'clash' && recordOf(one) === record
      && (one.answer?.fields ?? []).some((name) => name in entry.fields);
    if (meets) return one.key;
  }
  return null;
}

/** An entry as it is sent. Made of nothing that changes once it is `sending`. */
export function wire(entry) {
  const { key, kind, inspection, target, based_on, made_at, fields, reasons, after, replaces } = entry;
  const seq = entry.sent_seq ?? entry.seq;
  return { key, seq, kind, inspection, target, based_on, made_at, fields, reasons, after, replaces };
}

/**
 * What to send next, in order: what is on its way already, then what is ready.
 * @param {Entry[]} entries
 * @param {number} now ms
 * @returns {Entry[]}
 */
export function nextBatch(entries, now) {
  const batch = [];
  let size = 0;
  for (const one of entries) {
    const ready = one.state === 'sending'
      || (one.state === 'kept' && one.quiet_until <= now && heldBy(entries, one) === null);
    if (!ready) continue;
    size += JSON.stringify(wire(one)).length;
    if (batch.length === MOST_AT_ONCE || (batch.length && size > LARGEST_BATCH)) break;
    batch.push(one);
  }
  return batch;
}

/** When the next entry that is still being typed may be sent; null when none is. @returns {number|null} */
export function nextQuiet(entries, now) {
  const times = entries.filter((one) => one.state === 'kept' && one.quiet_until > now)
    .map((one) => one.quiet_until);
  return times.length ? Math.min(...times) : null;
}

/**
 * The log after an answer. A repeat of an answer changes nothing.
 * @param {Entry[]} entries
 * @param {object} answer
 * @param {number} now ms
 * @returns {{put: Entry[], remove: Entry[], record: object | null, entry: Entry | null}} what changes
 *   in the log, and the record that the answer brought for the entry's place in the document
 */
export function answered(entries, answer, now) {
  const entry = entries.find((one) => one.key === answer.key);
  const nothing = { put: [], remove: [], record: null, entry: null };
  if (!entry || entry.state !== 'sending' || answer.state === 'again') return nothing;
  if (entry.kind === 'settle') return settled(entries, entry, answer, now);
  if (answer.state === 'done') {
    const done = { ...entry, state: 'sent', answer: null, sent_at: now };
    const replaced = entries.filter((one) => one.key === entry.replaces);
    return { put: [done], remove: replaced, record: answer.record ?? null, entry };
  }
  const waits = { ...entry, state: answer.state === 'clash' ? 'clash' : 'refused', answer };
  const replaced = entries.filter((one) => one.key === entry.replaces);
  return { put: [waits], remove: replaced, record: answer.current ?? null, entry: answer.current ? entry : null };
}

// What became of a choice: the entry that waited goes, or waits on with newer sides.
function settled(entries, entry, answer, now) {
  const waiting = entries.find((one) => one.key === entry.target);
  const put = [];
  const remove = [entry];
  if (!waiting) return { put, remove, record: null, entry: null };
  const over = answer.state === 'done' && !answer.reopened;
  if (over || entry.fields.give_up) {
    remove.push(waiting, ...incorporated(entries, waiting, entry));
  } else if (answer.reopened) {
    put.push({ ...waiting, state: 'clash', answer: { ...waiting.answer, ...answer.reopened }, attempt: null });
  } else {
    const said = { said: answer.said, found: answer.found, settled: answer.settled };
    put.push({ ...waiting, answer: { ...waiting.answer, ...said }, attempt: entry.fields });
  }
  const record = answer.reopened?.current ?? answer.record ?? null;
  return { put, remove, record, entry: record ? waiting : null };
}

// Later edits of the fields that met were held, and were part of the text that was settled.
function incorporated(entries, waiting, choice) {
  const names = waiting.answer?.fields ?? [];
  return entries.filter((one) => one.state === 'kept' && one.seq < choice.seq && one.seq > waiting.seq
    && recordOf(one) === recordOf(waiting) && Object.keys(one.fields).every((name) => names.includes(name)));
}

/** This person's side of a field that met another's: the latest they typed. */
export function mineOf(entries, waiting, name) {
  const later = entries.filter((one) => one.seq >= waiting.seq && name in one.fields
    && recordOf(one) === recordOf(waiting));
  return later.at(-1)?.fields[name];
}

/** What waits for a decision, with this person's latest text of each field, and whether one is on its way. */
export function waitingIn(entries) {
  return entries.filter((one) => one.state === 'clash' || one.state === 'refused').map((one) => ({
    ...one,
    mine: Object.fromEntries(Object.keys(one.fields).map((name) => [name, mineOf(entries, one, name)])),
    settling: entries.some((each) => each.kind === 'settle' && each.target === one.key),
  }));
}

/** Choices as the site takes them: "mine" of a text that was typed on after it met is that later text. */
export function chosenOf(entries, key, choices) {
  const waiting = entries.find((one) => one.key === key);
  return Object.fromEntries(Object.entries(choices).map(([name, choice]) => {
    const latest = waiting && mineOf(entries, waiting, name);
    const later = choice.keep === 'mine' && typeof latest === 'string' && latest !== waiting.fields[name];
    return [name, later ? { keep: 'text', text: latest } : choice];
  }));
}

/**
 * Where a field stands: 'refused', 'clash', 'sending', 'here' (kept, will be sent), 'sent', or null
 * when nothing was typed here since the document came.
 */
export function fieldState(entries, place, name) {
  const found = entries.filter((one) => recordOf(one) === recordOf(place) && name in one.fields);
  const named = { kept: 'here' };
  for (const state of ['clash', 'refused', 'kept', 'sending', 'sent']) {
    const one = found.findLast((each) => each.state === state);
    if (one) return { state: named[state] ?? state, at: one.sent_at ?? Date.parse(one.made_at), key: one.key };
  }
  return null;
}

/** How many entries are in which state, and how many wait for another. */
export function counts(entries) {
  const found = { kept: 0, sending: 0, sent: 0, clash: 0, refused: 0, newer: 0, held: 0 };
  for (const one of entries) {
    found[one.state] += 1;
    if (one.state === 'kept' && heldBy(entries, one)) found.held += 1;
  }
  return { ...found, unsent: found.kept + found.sending + found.newer };
}
