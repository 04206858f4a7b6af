// The log of what was done on this device, kept sealed and in order, by however many tabs.
//
// Each change is made under one lock for all tabs: read what is there, work out what changes (by the
// rules in log-rules.js), seal it, write it in one transaction. What cannot be written stays in
// memory, is shown, sent and exported like the rest, and is written as soon as there is room.

import { WrongKey, seal, unseal } from './crypto.js';
import {
  FORMAT, answered, brought, goesInto, heldBy, lastOf, nextBatch, takesPlaceOf, unreadable, wire,
} from './log-rules.js';
import { Full, Gone } from './store.js';

const QUIET = 2_000;
const SENT_KEPT = 15 * 60_000;

/** @typedef {import('./log-rules.js').Entry} Entry */

export class Log {
  #store;
  #keys;
  #held;
  #documents;
  #clock;
  #news;
  /** @type {Map<string, Entry>} by key; what is written, as far as this tab has read it */
  #entries = new Map();
  #rows = new Map();
  /** @type {Map<string, Entry>} what could not be written */
  #unkept = new Map();
  #last = Number.MAX_SAFE_INTEGER / 2;

  /**
   * @param {object} parts
   * @param {import('./store.js').Store} parts.store
   * @param {import('./crypto.js').Keys} parts.keys
   * @param {import('./documents.js').Documents} parts.documents
   * @param {import('./clock.js').Clock} parts.clock
   * @param {(what: string) => void} parts.news called when something changed here
   */
  constructor({ store, keys, documents, clock, news }) {
    this.#store = store;
    this.#keys = keys;
    this.#documents = documents;
    this.#clock = clock;
    this.#news = news;
    this.#held = `inspectorate-log-${store.slug}-${store.person}`;
  }

  /** Every entry in order. @returns {Entry[]} */
  get entries() {
    const all = new Map([...this.#entries, ...this.#unkept]);
    return [...all.values()].sort((one, other) => one.seq - other.seq);
  }

  /** How many entries are in memory alone, because the device has no room. */
  get unkept() {
    return this.#unkept.size;
  }

  /** Read what is kept; what other tabs wrote included. */
  async load() {
    const rows = await this.#store.all('log');
    const seen = new Set();
    for (const row of rows) {
      seen.add(row.key);
      if (this.#rows.get(row.key) === row.rev) continue;
      this.#entries.set(row.key, { ...await this.#opened(row), seq: row.seq });
      this.#rows.set(row.key, row.rev);
    }
    for (const key of this.#entries.keys()) {
      if (!seen.has(key)) { this.#entries.delete(key); this.#rows.delete(key); }
    }
  }

  // A row that does not open stops none of the others.
  async #opened(row) {
    try {
      return brought(await unseal(this.#keys.data, row.sealed, `log/${row.key}`));
    } catch (error) {
      if (error instanceof WrongKey) return unreadable(row);
      throw error;
    }
  }

  /**
   * Work that was done. Written into an entry that was not sent yet where there is one for it.
   * @param {{kind: string, inspection?: string, target?: string, fields: object, reasons?: object,
   *   instead?: string}} work instead: the refused entry whose place it takes
   * @param {{typing?: boolean}} [how] typing: more will follow; it is not sent for two seconds
   * @returns {Promise<string>} the entry's key
   */
  async record(work, { typing = false } = {}) {
    const asked = { inspection: '', target: '', reasons: {}, ...work };
    const key = crypto.randomUUID();
    const quiet_until = typing ? this.#clock.now() + QUIET : 0;
    return this.#change(async () => {
      const into = asked.instead ? null : goesInto(this.entries, asked);
      if (into) {
        const fields = { ...into.fields, ...asked.fields };
        const reasons = { ...into.reasons, ...asked.reasons };
        return { put: [{ ...into, fields, reasons, quiet_until }], value: into.key };
      }
      return this.#added(key, asked, quiet_until);
    });
  }

  async #added(key, asked, quiet_until) {
    const before = this.entries.find((one) => one.key === asked.instead) ?? takesPlaceOf(this.entries, asked);
    const version = asked.based_on ?? await this.#documents.versionOf(asked);
    const entry = {
      key, kind: asked.kind, inspection: asked.inspection, target: asked.target,
      based_on: before?.answer?.current?.version ?? before?.based_on ?? version, made_at: this.#clock.said(),
      fields: { ...before?.fields, ...asked.fields }, reasons: { ...before?.reasons, ...asked.reasons },
      after: before ? before.after : lastOf(this.entries, asked), replaces: before?.key ?? null,
      state: 'kept', quiet_until, answer: null, sent_at: null, attempt: null, format: FORMAT,
    };
    if (before?.kind !== 'evidence.add') return { add: [entry], remove: before ? [before] : [], value: key };
    const follows = this.entries.filter((one) => one.state === 'kept' && one.target === `key:${before.key}`);
    const put = follows.map((one) => ({ ...one, target: `key:${key}` }));
    return { add: [{ ...entry, kind: 'evidence.add', target: '' }], put, remove: [before], value: key };
  }

  /** Nothing more will be typed into these for now: they may be sent. */
  async settleDown() {
    await this.#change(async () => ({
      put: this.entries.filter((one) => one.state === 'kept' && one.quiet_until)
        .map((one) => ({ ...one, quiet_until: 0 })),
    }));
  }

  /**
   * Choose between two texts that met, or give an entry up.
   * @param {string} key of the entry that waits
   * @param {{choices?: object, give_up?: boolean}} fields as the site takes them
   * @param {Record<string, string>} [reasons]
   */
  async settle(key, fields, reasons = {}) {
    return this.#change(async () => {
      const waiting = this.#entries.get(key) ?? this.#unkept.get(key);
      if (!waiting) return {};
      const made = crypto.randomUUID();
      const entry = {
        key: made, kind: 'settle', inspection: waiting.inspection, target: key,
        based_on: waiting.answer?.current?.version ?? waiting.based_on, made_at: this.#clock.said(),
        fields, reasons, after: null, replaces: null, state: 'kept', quiet_until: 0, answer: null,
        sent_at: null, attempt: null, format: FORMAT,
      };
      const before = this.entries.filter((one) => one.kind === 'settle' && one.target === key && one.state === 'kept');
      return { add: [entry], remove: before, value: made };
    });
  }

  /** What to send now, as it is sent. It is marked as on its way before that. @returns {Promise<object[]>} */
  async takeBatch() {
    return this.#change(async () => {
      const batch = nextBatch(this.entries, this.#clock.now());
      const put = batch.filter((one) => one.state === 'kept').map((one) => ({ ...one, state: 'sending', sent_seq: one.seq }));
      const changed = new Map(put.map((one) => [one.key, one]));
      return { put, value: batch.map((one) => wire(changed.get(one.key) ?? one)) };
    });
  }

  /** Take answers to what was sent: the log and the documents change together. */
  async take(answers) {
    for (const answer of answers) {
      await this.#change(async () => {
        const change = answered(this.entries, answer, this.#clock.now());
        const documents = change.record
          ? await this.#documents.changedBy(change.entry, change.record) : [];
        return { put: change.put, remove: change.remove, documents };
      });
    }
  }

  /** Forget what was sent a while ago: the document has it. */
  async prune() {
    const long = this.#clock.now() - SENT_KEPT;
    await this.#change(async () => ({
      remove: this.entries.filter((one) => one.state === 'sent' && one.sent_at < long),
    }));
  }

  /** Try again to write what is in memory alone. */
  async keepUnkept() {
    if (this.#unkept.size) await this.#change(async () => ({ put: [...this.#unkept.values()] }));
  }

  heldBy(entry) {
    return heldBy(this.entries, entry);
  }

  // One change for all tabs at a time. `work` says what changes; `value` is what is answered.
  async #change(work) {
    return navigator.locks.request(this.#held, async () => {
      await this.#reload();
      const change = await work();
      const { add = [], put = [], remove = [], documents = [], value } = change;
      if (add.length + put.length + remove.length + documents.length === 0) return value;
      await this.#write(add, put, remove, documents);
      this.#news('log');
      return value;
    });
  }

  async #reload() {
    try {
      await this.load();
    } catch (error) {
      if (error instanceof Gone) throw error;
      await this.load();
    }
  }

  async #write(add, put, remove, documents) {
    const rows = new Map();
    for (const one of [...add, ...put]) rows.set(one.key, await this.#row(one));
    const kept = put.filter((one) => this.#entries.has(one.key));
    const fresh = [...add, ...put.filter((one) => !this.#entries.has(one.key))];
    const change = {
      add: fresh.map((one) => rows.get(one.key)),
      put: kept.map((one) => rows.get(one.key)),
      remove: remove.filter((one) => this.#entries.has(one.key)).map((one) => one.seq),
      documents,
    };
    try {
      await this.#tried(change);
    } catch (error) {
      if (error instanceof Gone) throw error;
      this.#inMemory(add, put, remove);
      this.#news(error instanceof Full ? 'full' : 'unkept');
      return;
    }
    for (const one of fresh) one.seq = rows.get(one.key).seq;
    for (const one of [...fresh, ...kept]) {
      this.#unkept.delete(one.key);
      this.#entries.set(one.key, one);
      this.#rows.set(one.key, rows.get(one.key).rev);
    }
    for (const one of remove) { this.#entries.delete(one.key); this.#unkept.delete(one.key); }
    for (const [inspection] of documents) this.#documents.wasChanged(inspection);
  }

  // A transaction that was broken off is tried again; one for which there is no room is not.
  async #tried(change) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#store.write(change);
      } catch (error) {
        for (const row of change.add) delete row.seq;
        if (error instanceof Full || error instanceof Gone || attempt === 3) throw error;
      }
    }
  }

  #inMemory(add, put, remove) {
    for (const one of add) this.#unkept.set(one.key, { ...one, seq: one.seq ?? (this.#last += 1) });
    for (const one of put) this.#unkept.set(one.key, one);
    for (const one of remove) this.#unkept.delete(one.key);
  }

  async #row(entry) {
    const { seq, ...value } = entry;
    const row = { key: entry.key, state: entry.state, rev: crypto.randomUUID(), sealed: await seal(this.#keys.data, value, `log/${entry.key}`) };
    return this.#entries.has(entry.key) ? { ...row, seq } : row;
  }
}
