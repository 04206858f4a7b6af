// New evidence: kept as a draft while it is written, added with its own key, and the next one at once.

import { pause } from '../pause.js';
import { announce, part, say, time, word } from './dom.js';
import { missing, prepare, read, write } from './evidence-form.js';
import { Findings } from './identify.js';

const DRAFT = 300;

export class QuickAdd {
  #workspace;
  #inspection;
  #code;
  #form;
  #line;
  #findings;
  #timer = null;
  #since = 0;
  #id;

  /** @param {import('../workspace.js').Workspace} workspace @param {object} held the document */
  constructor(workspace, held, code, form) {
    this.#workspace = workspace;
    this.#inspection = held.inspection.id;
    this.#code = code;
    this.#form = form;
    this.#id = `evidence/${this.#inspection}/${code}`;
    this.#line = part(form, 'save');
    this.#findings = new Findings(held.identifiers, part(form, 'identifiers'), () => {});
    prepare(form, held, workspace.now);
    say(this.#line, word('field-empty'), '', 'kept');
    form.addEventListener('input', () => this.#later());
    form.addEventListener('submit', (event) => { event.preventDefault(); this.#add(); });
    form.addEventListener('keydown', (event) => {
      if (event.ctrlKey && event.key === 'Enter') { event.preventDefault(); form.requestSubmit(); }
    });
    this.flush = () => this.#keep();
    addEventListener('pagehide', this.flush);
  }

  /** What was half written here. */
  async restore() {
    const kept = await this.#workspace.draft(this.#id).catch(() => null);
    if (!kept) return;
    write(this.#form, { ...kept.fields, indicators: kept.fields.indicators.filter((one) => one !== this.#code) });
    say(this.#line, word('view-draft', { time: time(kept.at) }), 'kept', 'kept');
    await this.#look();
  }

  #later() {
    if (!this.#timer) {
      say(this.#line, word('writing'));
      this.#since = performance.now();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(), pause(DRAFT, this.#since));
  }

  async #keep() {
    if (!this.#timer) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const fields = read(this.#form, [this.#code]);
    const empty = !fields.text && !fields.quote;
    try {
      await this.#workspace.saveDraft(this.#id, empty ? null : { fields, at: new Date().toISOString() });
    } catch {
      say(this.#line, word('field-memory'), 'bad', 'alert');
      return;
    }
    say(this.#line, empty ? word('field-empty') : word('view-draft', { time: time(Date.now()) }), 'kept', 'kept');
    await this.#look();
  }

  #look() {
    return this.#findings.look([this.#form.elements.text, this.#form.elements.quote]);
  }

  async #add() {
    const lacks = missing(this.#form);
    if (lacks) {
      say(this.#line, lacks.said, 'bad', 'alert');
      lacks.box.focus();
      return;
    }
    if (!await this.#look()) { this.#findings.focus(); return; }
    clearTimeout(this.#timer);
    this.#timer = null;
    const work = { kind: 'evidence.add', inspection: this.#inspection, fields: read(this.#form, [this.#code]), reasons: this.#findings.reasons };
    await this.#workspace.record(work);
    await this.#workspace.saveDraft(this.#id, null).catch(() => {});
    const { text, quote } = this.#form.elements;
    text.value = quote.value = '';
    this.#findings.forget();
    say(this.#line, word('added', { time: time(Date.now()) }), 'kept', 'kept');
    announce(word('added', { time: time(Date.now()) }));
    text.focus();
  }

  stop() {
    removeEventListener('pagehide', this.flush);
    return this.#keep();
  }
}
