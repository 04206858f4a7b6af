// What is half written and no edit of anything yet, such as new evidence; sealed like the rest.

import { seal, unseal } from './crypto.js';

export class Drafts {
  #store;
  #keys;

  constructor(store, keys) {
    this.#store = store;
    this.#keys = keys;
  }

  /** @param {string} id @returns {Promise<any>} null when there is none */
  async get(id) {
    const place = await this.#place(id);
    const sealed = await this.#store.get('drafts', place);
    return sealed ? unseal(this.#keys.data, sealed, `drafts/${place}`) : null;
  }

  /** Keep it; null forgets it. Rejects with Full. */
  async put(id, value) {
    const place = await this.#place(id);
    if (value === null) return this.#store.delete('drafts', place);
    return this.#store.put('drafts', place, await seal(this.#keys.data, value, `drafts/${place}`));
  }

  // Which draft it is says what somebody works on: on the disk it is a digest.
  async #place(id) {
    const device = await this.#store.get('meta', 'device');
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${device}/${id}`));
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}
