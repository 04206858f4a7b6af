// Whether what is written here is kept: says when there is no room, and looks until there is some.

import { Full } from './store.js';

const LOOK = 3_000;

export class Room {
  #tryAgain;
  #tell;
  #timer = null;
  #state = 'ok';

  /**
   * @param {() => Promise<boolean>} tryAgain write what is in memory alone; whether all of it is kept
   * @param {() => void} tell called when that has changed
   */
  constructor(tryAgain, tell) {
    this.#tryAgain = tryAgain;
    this.#tell = tell;
  }

  /** @returns {'ok'|'full'|'failing'} */
  get state() { return this.#state; }

  /** Everything is kept again. */
  isKept() {
    this.#state = 'ok';
    this.stop();
  }

  /** Something was not kept. @param {'full'|'failing'} why */
  isNotKept(why) {
    this.#state = why;
    this.stop();
    this.#timer = setTimeout(() => this.#look(), LOOK);
    this.#tell();
  }

  /** After a failed write: one for which there was no room is said so, any other is thrown on. */
  excuse(error) {
    if (!(error instanceof Full)) throw error;
    this.isNotKept('full');
  }

  stop() {
    clearTimeout(this.#timer);
  }

  async #look() {
    try {
      if (await this.#tryAgain()) this.isKept();
      else this.isNotKept(this.#state);
    } catch (error) {
      return this.excuse(error);
    }
    return this.#tell();
  }
}
