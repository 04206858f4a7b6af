// The evidence that bears on an indicator, newest first; each can be edited or withdrawn by its author.

import { announce, day, fill, icon, make, part, say, unique, word } from './dom.js';
import { differing, missing, prepare, read, write } from './evidence-form.js';
import { bearingOn, nameOfPerson } from './figures.js';
import { Findings } from './identify.js';
import { sayState } from './live.js';

const LOOK = {
  strength: ['ins_ev--s', 'strength'], improvement: ['ins_ev--a', 'improve'], contrary: ['ins_ev--c', 'contrary'],
};
const STATES = ['clash', 'refused', 'here', 'sending', 'sent'];
let made = 0;

export class EvidenceList {
  #workspace;
  #place;
  #held = null;
  /** @type {Map<string, Element>} by what stays the same when the site has given it a number */
  #rows = new Map();

  /** @param {import('../workspace.js').Workspace} workspace @param {Element} place the list */
  constructor(workspace, place) {
    this.#workspace = workspace;
    this.#place = place;
  }

  /** @returns {object[]} the pieces that are shown */
  draw(held, code) {
    this.#held = held;
    const pieces = bearingOn(held.evidence, code);
    const rows = pieces.map((one) => this.#row(one));
    const there = [...this.#place.children];
    for (const gone of there.filter((one) => !rows.includes(one))) gone.remove();
    rows.forEach((row, at) => {
      if (this.#place.children[at] !== row) this.#place.insertBefore(row, this.#place.children[at] ?? null);
    });
    return pieces;
  }

  #row(one) {
    const id = one.client_key ?? one.id;
    const row = this.#rows.get(id) ?? this.#fresh(id);
    const { terms, cases } = this.#held;
    const label = (name) => terms[name].find((each) => each.code === one[name])?.label ?? one[name];
    const [style, shape] = LOOK[one.bearing] ?? LOOK.strength;
    if (row.className !== style) {
      row.className = style;
      const mark = icon(shape);
      mark.classList.add('ins_ev__mark');
      row.firstElementChild.replaceWith(mark);
    }
    const about = cases.find((each) => each.id === one.sampled_case);
    fill(row, {
      bearing: label('bearing'), source: label('source_kind'), level: label('level_of_service'),
      case: about ? word('case', { name: about.pseudonym }) : '', reference: one.reference ?? '',
      text: this.#text(one), quote: one.quote ? `“${one.quote}”` : '', who: this.#who(one),
    });
    row.querySelector('blockquote').hidden = !one.quote;
    this.#actions(row, one);
    return row;
  }

  #text(one) {
    if (one.withdrawn) return word('withdrawn', { why: one.withdrawn_why });
    return one.hidden ? word('medical-hidden') : one.text;
  }

  #who(one) {
    return [nameOfPerson(this.#held, one.author) || word('the-return'), day(one.happened_on)].filter(Boolean).join(', ');
  }

  #actions(row, one) {
    const mine = this.#held.team.some((each) => each.me && (each.person === one.author || each.role === 'lead'));
    const may = mine && !one.withdrawn && !one.hidden && !this.#held.inspection.not_now;
    part(row, 'edit').hidden = !may;
    part(row, 'withdraw').hidden = !may;
    sayState(part(row, 'save'), this.#state(one), { storage: this.#workspace.state.storage });
  }

  // The piece's state is that of the field which needs attention first.
  #state(one) {
    const places = [{ kind: 'evidence.edit', inspection: this.#held.inspection.id, target: one.id }];
    if (one.client_key) places.push({ ...places[0], target: `key:${one.client_key}` });
    const found = places.flatMap((place) => ['text', 'bearing', 'source_kind', 'level_of_service', 'happened_on',
      'sampled_case', 'services', 'indicators', 'quote', 'medical', 'why']
      .map((name) => this.#workspace.fieldState(place, name)).filter(Boolean));
    return found.sort((left, right) => STATES.indexOf(left.state) - STATES.indexOf(right.state))[0] ?? null;
  }

  #fresh(id) {
    const row = make('evidence');
    this.#rows.set(id, row);
    part(row, 'edit').addEventListener('click', () => this.#edit(row, id));
    part(row, 'withdraw').addEventListener('click', () => this.#withdraw(row, id));
    return row;
  }

  #piece(id) {
    return this.#held.evidence.find((one) => (one.client_key ?? one.id) === id);
  }

  #open(row, form, back) {
    const place = part(row, 'open');
    place.replaceChildren(form);
    const close = () => { place.replaceChildren(); part(row, back).focus(); };
    part(form, 'cancel').addEventListener('click', close);
    form.addEventListener('keydown', (event) => { if (event.key === 'Escape') { event.stopPropagation(); close(); } });
    form.querySelector('textarea, input[type="text"], input:not([type])')?.focus();
    return close;
  }

  #edit(row, id) {
    const form = unique(make('evidence-edit'), made += 1);
    const before = structuredClone(this.#piece(id));
    prepare(form, this.#held, this.#workspace.now);
    write(form, before);
    const findings = new Findings(this.#held.identifiers, part(form, 'identifiers'), () => {});
    const close = this.#open(row, form, 'edit');
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const lacks = missing(form);
      if (lacks) { say(part(form, 'save'), lacks.said, 'bad', 'alert'); lacks.box.focus(); return; }
      if (!await findings.look([form.elements.text, form.elements.quote])) { findings.focus(); return; }
      const fields = differing(read(form, []), before);
      if (Object.keys(fields).length) await this.#keep('evidence.edit', id, fields, findings.reasons);
      close();
    });
  }

  #withdraw(row, id) {
    const form = unique(make('evidence-withdraw'), made += 1);
    const close = this.#open(row, form, 'withdraw');
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const why = form.elements.why.value.trim();
      if (!why) { say(part(form, 'save'), word('say-why-withdrawn'), 'bad', 'alert'); form.elements.why.focus(); return; }
      await this.#keep('evidence.withdraw', id, { why });
      close();
    });
  }

  async #keep(kind, id, fields, reasons = {}) {
    const { id: target } = this.#piece(id);
    await this.#workspace.record({ kind, inspection: this.#held.inspection.id, target, fields, reasons });
    announce(word('field-here', { time: '' }));
  }
}
