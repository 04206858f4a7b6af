// A text that is kept as it is typed: the box, the line that says what became of it, and the draft in
// which it waits while something in it could tell who somebody is.

import { pause } from '../pause.js';
import { say, time, word } from './dom.js';
import { Findings } from './identify.js';

const LOOK = 200;

/** The line of a field, from its state in the log. */
export function sayState(line, state, { storage = 'ok', empty = '' } = {}) {
  if (storage !== 'ok' && state?.state === 'here') return say(line, word('field-memory'), 'bad', 'alert');
  switch (state?.state) {
    case 'here': return say(line, word('field-here', { time: time(state.at) }), 'kept', 'kept');
    case 'sending': return say(line, word('field-sending'), 'kept', 'kept');
    case 'sent': return say(line, word('field-sent', { time: time(state.at) }), 'sent', 'sent');
    case 'clash': case 'refused': {
      say(line, word(`field-${state.state}`), 'bad', state.state === 'clash' ? 'clash' : 'stuck');
      return linked(line, state.state === 'clash' ? `#/settle/${state.key}` : '#/settle');
    }
    default: return say(line, empty);
  }
}

function linked(line, href) {
  const said = line.querySelector('span:last-child');
  if (!said || said.querySelector('a')) return;
  const link = document.createElement('a');
  link.href = href;
  link.textContent = said.textContent;
  said.replaceChildren(link);
}

export class LiveText {
  #workspace;
  #place;
  #name;
  #draft;
  #timer = null;
  #since = 0;
  #looks = 0;
  #looked = 0;
  #waiting = false;
  #held = null;
  #last = '';

  /**
   * @param {import('../workspace.js').Workspace} workspace
   * @param {{kind: string, inspection: string, target: string}} place the record
   * @param {string} name of its field
   * @param {{box: HTMLTextAreaElement, line: Element, identifiers: Element, names: object, empty?: string}} parts
   */
  constructor(workspace, place, name, { box, line, identifiers, names, empty = '' }) {
    this.#workspace = workspace;
    this.#place = place;
    this.#name = name;
    this.#draft = `${place.kind}/${place.inspection}/${place.target}/${name}`;
    this.box = box;
    this.line = line;
    this.empty = empty;
    this.findings = new Findings(names, identifiers, () => this.#typed());
    box.addEventListener('input', () => this.#typed());
    box.addEventListener('blur', () => this.leave());
    this.flush = () => this.leave();
    addEventListener('pagehide', this.flush);
  }

  /** What was left unanswered here before. */
  async restore() {
    const kept = await this.#workspace.draft(this.#draft).catch(() => null);
    if (!kept) return;
    this.#held = Date.parse(kept.at);
    this.box.value = this.#last = kept.text;
    await this.findings.look([this.box]);
    this.draw(null);
  }

  /** Show what the record has, unless it is being typed here. @param {string|null} text null: as it is */
  draw(text) {
    const busy = this.#timer || this.#held !== null || (document.activeElement === this.box && this.#waiting);
    if (text !== null && !busy && this.box.value !== text) this.box.value = this.#last = text;
    if (this.#timer) return;
    if (this.#held !== null) return void say(this.line, word('field-held', { time: time(this.#held) }), 'kept', 'kept');
    const state = this.#workspace.fieldState(this.#place, this.#name);
    const { storage } = this.#workspace.state;
    sayState(this.line, state, { storage, empty: this.empty });
    if (state && state.state !== 'here') this.#waiting = false;
    return undefined;
  }

  #typed() {
    say(this.line, word('writing'));
    if (!this.#timer) this.#since = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), pause(LOOK, this.#since));
    this.#waiting = true;
  }

  async #keep() {
    clearTimeout(this.#timer);
    this.#timer = null;
    const text = this.box.value;
    const turn = this.#looks += 1;
    const clear = await this.findings.look([this.box]);
    // Looking takes a while: what was looked at later has been kept already.
    if (turn < this.#looked) return;
    this.#looked = turn;
    if (!clear) return void this.#hold(text);
    const wasHeld = this.#held !== null;
    this.#held = null;
    if (text === this.#last && !wasHeld) return void this.draw(null);
    this.#last = text;
    this.#workspace.type({ ...this.#place, fields: { [this.#name]: text }, reasons: this.findings.reasons });
    if (wasHeld) await this.#workspace.saveDraft(this.#draft, null).catch(() => {});
    return undefined;
  }

  async #hold(text) {
    this.#held = Date.now();
    this.#last = text;
    await this.#workspace.saveDraft(this.#draft, { text, at: new Date().toISOString() }).catch(() => {});
    this.draw(null);
  }

  /** Keep at once what is here, before this goes. */
  async leave() {
    if (this.#timer) await this.#keep();
    await this.#workspace.flush();
  }

  stop() {
    removeEventListener('pagehide', this.flush);
    return this.leave();
  }
}
