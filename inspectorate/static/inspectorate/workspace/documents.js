// The inspections held on this device, sealed; each a document as the site gave it.

import { seal, unseal } from './crypto.js';
import { versionOf, withRecord } from './overlay.js';

/** @typedef {{etag: string, document: object}} Held */

export class Documents {
  #store;
  #keys;
  /** @type {Map<string, {mark: string, held: Held}>} what this tab has opened already */
  #opened = new Map();

  constructor(store, keys) {
    this.#store = store;
    this.#keys = keys;
  }

  /** The ids of the inspections held here. @returns {Promise<string[]>} */
  ids() {
    return this.#store.keys('documents');
  }

  /** @param {string} inspection @returns {Promise<Held | null>} */
  async get(inspection) {
    const row = await this.#store.get('documents', inspection);
    if (!row) return null;
    const known = this.#opened.get(inspection);
    if (known?.mark === row.mark) return known.held;
    const held = await unseal(this.#keys.data, row.sealed, `documents/${inspection}`);
    this.#opened.set(inspection, { mark: row.mark, held });
    return held;
  }

  /** A document as a row of the store. */
  async row(inspection, held) {
    return { mark: crypto.randomUUID(), sealed: await seal(this.#keys.data, held, `documents/${inspection}`) };
  }

  async put(inspection, held) {
    this.wasChanged(inspection);
    await this.#store.put('documents', inspection, await this.row(inspection, held));
  }

  async delete(inspection) {
    this.#opened.delete(inspection);
    await this.#store.delete('documents', inspection);
  }

  /** Somebody else may have written it. */
  wasChanged(inspection) {
    this.#opened.delete(inspection);
  }

  /** The rows to write when an answer brought a record. @returns {Promise<[string, object][]>} */
  async changedBy(entry, record) {
    const held = entry.inspection ? await this.get(entry.inspection) : null;
    if (!held) return [];
    const document = withRecord(held.document, entry, record);
    return [[entry.inspection, await this.row(entry.inspection, { ...held, document })]];
  }

  /** The version that work done now is based on. */
  async versionOf(work) {
    const held = work.inspection ? await this.get(work.inspection) : null;
    return versionOf(held?.document, work);
  }
}
