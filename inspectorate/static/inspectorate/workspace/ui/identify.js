// Words that could tell who somebody is: found here, before anything is sent, each with its answer.

import { find } from '../../identifiers.js';
import { make, part, replace, unique, word } from './dom.js';

/** The findings of some texts beside their fields, and the answers that were given. */
export class Findings {
  #names;
  #place;
  #answered;
  #given = new Map();
  #found = [];
  #drawn = '';

  /**
   * @param {{salt: string, digests: string[]} | null} names declared for the inspection
   * @param {Element} place where findings are shown
   * @param {() => void} answered called when somebody answered or removed one
   */
  constructor(names, place, answered) {
    this.#names = names ?? { salt: '00', digests: [] };
    this.#place = place;
    this.#answered = answered;
  }

  /** Why each finding stays, by digest: what is sent beside the text. */
  get reasons() {
    return Object.fromEntries(this.#found.map((one) => [one.digest, this.#given.get(one.digest) ?? ''])
      .filter(([, why]) => why.trim()));
  }

  /**
   * Look at the boxes. @param {(HTMLInputElement|HTMLTextAreaElement)[]} boxes
   * @returns {Promise<boolean>} whether nothing was found, or everything has its answer
   */
  async look(boxes) {
    const found = [];
    for (const box of boxes) {
      for (const one of box.value ? await find(box.value, this.#names) : []) {
        found.push({ ...one, box, words: box.value.slice(one.start, one.end) });
      }
    }
    this.#found = found;
    this.#draw();
    return this.clear;
  }

  get clear() {
    return this.#found.every((one) => (this.#given.get(one.digest) ?? '').trim());
  }

  /** Begin anew, for another text. */
  forget() {
    this.#found = [];
    this.#given.clear();
    this.#draw();
  }

  focus() {
    this.#place.querySelector('input')?.focus();
  }

  #draw() {
    const mark = this.#found.map((one) => `${one.digest}/${one.words}`).join();
    if (mark === this.#drawn) return;
    this.#drawn = mark;
    if (!this.#found.length) return void replace(this.#place, []);
    const box = make('identifiers');
    part(box, 'rows').append(...this.#found.map((one, number) => this.#row(one, number)));
    this.#place.replaceChildren(box);
    return undefined;
  }

  #row(one, number) {
    const row = make('identifier', {
      label: word('why-stays', { words: one.words }), said: word(`id-${one.kind}`),
    });
    const input = row.querySelector('input');
    input.id = 'stays';
    row.querySelector('label').htmlFor = 'stays';
    unique(row, `${one.box.id}-${number}`);
    input.value = this.#given.get(one.digest) ?? '';
    input.addEventListener('input', () => {
      this.#given.set(one.digest, input.value);
      this.#answered();
    });
    part(row, 'remove').addEventListener('click', () => this.#remove(one));
    return row;
  }

  #remove({ box, words }) {
    const at = box.value.indexOf(words);
    if (at < 0) return;
    box.setRangeText('…', at, at + words.length, 'end');
    box.focus();
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
