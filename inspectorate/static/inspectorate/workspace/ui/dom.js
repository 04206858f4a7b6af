// How pages of the workspace are put together: markup and words come from the page's <template>s, what
// was read or typed goes in as text and never as markup.

const ROOT = document.getElementById('workspace');
const SVG = 'http://www.w3.org/2000/svg';

/** What the page says about itself: slug, release, addresses. */
export const about = ROOT?.dataset ?? {};

const words = new Map();
for (const one of document.getElementById('words')?.content.querySelectorAll('[data-w]') ?? []) {
  words.set(one.dataset.w, one.textContent);
}

/** A sentence of the page, with {name} replaced. Throws for a word the page does not have. */
export function word(name, values = {}) {
  const found = words.get(name);
  if (found === undefined) throw new Error(`There are no words for ${name}.`);
  return found.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** Whether the page has words of that name. */
export const hasWord = (name) => words.has(name);

/** A copy of the first element of a template. @param {string} name @param {Record<string, string>} texts */
export function make(name, texts = {}) {
  const copy = document.getElementById(`t-${name}`).content.firstElementChild.cloneNode(true);
  return fill(copy, texts);
}

/** Put texts where the markup names them by data-t. */
export function fill(node, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const place of node.querySelectorAll(`[data-t="${name}"]`)) {
      if (place.textContent !== String(text ?? '')) place.textContent = text ?? '';
    }
  }
  return node;
}

/** The part of a piece that the markup names by data-p. */
export const part = (node, name) => node.querySelector(`[data-p="${name}"]`);

/** A shape of the sprite. */
export function icon(name, tone = '') {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `ins_icon${tone ? ` ins_i-${tone}` : ''}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${about.icons}#${name}`);
  svg.append(use);
  return svg;
}

/** A term and its value, for a list of facts. */
export function fact(name, value) {
  const pair = make('fact');
  pair.querySelector('dt').textContent = name;
  pair.querySelector('dd').textContent = value;
  return [...pair.children];
}

/** Give a copied piece ids of its own, so that labels and descriptions still point within it. */
export function unique(node, suffix) {
  for (const one of node.querySelectorAll('[id]')) one.id = `${one.id}-${suffix}`;
  for (const name of ['for', 'aria-describedby', 'aria-labelledby']) {
    for (const one of node.querySelectorAll(`[${name}]`)) {
      const ids = one.getAttribute(name).split(' ').map((id) => `${id}-${suffix}`);
      one.setAttribute(name, ids.join(' '));
    }
  }
  return node;
}

/** Replace what stands in a place, but only when it differs, so that focus and reading stay. */
export function replace(place, nodes) {
  const mark = nodes.map((one) => one.outerHTML ?? one.textContent).join('');
  if (place.__mark === mark && place.childNodes.length === nodes.length) return;
  place.__mark = mark;
  place.replaceChildren(...nodes);
}

/** An option of a list. */
export function option(value, label) {
  const one = document.createElement('option');
  one.value = value;
  one.textContent = label;
  return one;
}

/** The line under a field: what became of what was typed there. */
export function say(line, text, tone = '', shape = '') {
  const wanted = `ins_save${tone ? ` ins_save--${tone}` : ''}`;
  if (line.className !== wanted) line.className = wanted;
  if (line.textContent === text) return;
  const said = document.createElement('span');
  said.textContent = text;
  line.replaceChildren(...(shape ? [icon(shape)] : []), said);
}

/** Told to whoever does not see the page. */
export function announce(text) {
  const place = document.querySelector('[data-said]');
  place.textContent = '';
  setTimeout(() => { place.textContent = text; }, 50);
}

const lang = ROOT?.getAttribute('lang') || 'en-GB';
const CLOCK = new Intl.DateTimeFormat(lang, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(lang, { day: 'numeric', month: 'long' });
const BOTH = new Intl.DateTimeFormat(lang, { weekday: 'short', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });

/** An instant: the clock today, with its day otherwise. @param {number|string|Date} at */
export function time(at) {
  const when = new Date(at);
  if (Number.isNaN(when.getTime())) return '';
  return when.toDateString() === new Date().toDateString() ? CLOCK.format(when) : BOTH.format(when);
}

/** A date as one says it. @param {string} on ISO 8601 */
export const day = (on) => (on ? DAY.format(new Date(`${on.slice(0, 10)}T12:00:00`)) : '');

/** The day of an instant as a date field has it. @param {number} at ms; see Workspace.now */
export function dateOf(at) {
  const now = new Date(at);
  const two = (n) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Hand a text to the person as a file. */
export function download(name, content) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
