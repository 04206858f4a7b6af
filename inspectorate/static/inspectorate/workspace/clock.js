// What time it is, when the clock of the device cannot be trusted.
//
// Contact with the site tells by how much the device's clock is wrong. Between contacts time is taken
// to go forward only: a clock that was set back does not prolong what is held, and what was once
// seen as the latest time stays the least it can be.

/** @typedef {{offset: number, latest: number}} Reading ms the device is behind; the latest time seen */

export class Clock {
  #offset;
  #latest;
  #wall;
  #ticks;
  #mark;

  /**
   * @param {Partial<Reading>} [kept] what was kept from before
   * @param {() => number} [wall] the device's clock in ms
   * @param {() => number} [ticks] ms since some start, which nobody can set
   */
  constructor(kept = {}, wall = Date.now, ticks = () => performance.now()) {
    this.#wall = wall;
    this.#ticks = ticks;
    this.#offset = kept.offset ?? 0;
    this.#latest = kept.latest ?? 0;
    this.#mark = ticks();
  }

  /** The site said what time it is. @param {string} serverTime ISO 8601 */
  contact(serverTime) {
    const there = Date.parse(serverTime);
    this.#offset = there - this.#wall();
    this.#latest = there;
    this.#mark = this.#ticks();
  }

  /** Ms since 1970, never less than at any time before. */
  now() {
    const ticks = this.#ticks();
    const least = this.#latest ? this.#latest + Math.max(0, ticks - this.#mark) : 0;
    this.#latest = Math.max(this.#wall() + this.#offset, least);
    this.#mark = ticks;
    return this.#latest;
  }

  /** By the device's own clock, as the person sees it; for `made_at`. */
  said() {
    return new Date(this.#wall()).toISOString();
  }

  /** @param {string | undefined} until ISO 8601 */
  isPast(until) {
    return until !== undefined && this.now() >= Date.parse(until);
  }

  /** To be kept. @returns {Reading} */
  get reading() {
    return { offset: this.#offset, latest: this.now() };
  }
}
