// The recording page by keyboard, and no text lost by leaving. Everything works without it.
const $ = selector => document.querySelector(selector);
const form = $('#record');
const quick = $('[data-quick]');
const scale = $('[data-scale]');
const dialog = $('#keys');
const SWITCH = 'inspectorate.single-keys';
const changed = new Set();

// ---------- what the buttons say ----------

function name(button, words, label) {
  if (button) button.textContent = label ? `${words}: ${label}` : words;
}
scale?.addEventListener('change', event => {
  const give = $('[data-give]');
  if (event.target.name === 'mine') name(give, give?.dataset.giveWords, event.target.dataset.label);
});
$('[data-agreed]')?.addEventListener('change', event => {
  const agree = $('[data-agree]');
  name(agree, agree?.dataset.agreeWords, event.target.selectedOptions[0]?.dataset.label);
});
for (const box of document.querySelectorAll('[name="among"]')) {
  box.addEventListener('change', () => { $('[data-agreed]').value = 'set'; });
}

// ---------- leaving with something unsaved asks first ----------

for (const one of [form, quick]) {
  one?.addEventListener('input', () => changed.add(one));
  one?.addEventListener('submit', () => changed.clear());
}
// What is in the form beside the one that is sent would be lost: it is asked for.
addEventListener('submit', event => {
  const others = [form, quick].filter(one => one && one !== event.target);
  if (others.some(one => isFilled(one))) changed.add(others[0]);
}, true);
addEventListener('beforeunload', event => { if (changed.size) event.preventDefault(); });

function isFilled(one) {
  return [...one.elements].some(field => (field.tagName === 'TEXTAREA' && field.value !== field.defaultValue)
    || (field.type === 'radio' && one === form && field.checked !== field.defaultChecked));
}

// ---------- keys ----------

function single() {
  try { return localStorage.getItem(SWITCH) !== 'off'; } catch { return true; }
}
function keep(on) {
  try { localStorage.setItem(SWITCH, on ? 'on' : 'off'); } catch { /* private windows: for this page */ }
  singleKeys = on;
}
let singleKeys = single();

function go(selector) {
  const target = $(selector);
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}
function choose(radio) {
  if (!radio || radio.disabled || scale.disabled) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event('input', { bubbles: true }));
  radio.dispatchEvent(new Event('change', { bubbles: true }));
}
function send(target) {
  if (quick?.contains(target)) { quick.requestSubmit(); return; }
  form?.requestSubmit(form.querySelector('[data-save]') ?? form.querySelector('[value="text"]'));
}
const keys = {
  n: () => go('#ev-text'),
  e: () => go('#evidence'),
  l: () => go(scale?.querySelector('input:checked') ? '[data-scale] input:checked' : '[data-scale] input'),
  r: () => go('#rationale'),
  a: () => go('[data-agreed]'),
  '[': () => $('a[rel="prev"]')?.click(),
  ']': () => $('a[rel="next"]')?.click(),
  '?': () => dialog?.showModal(),
};
addEventListener('keydown', event => {
  const typing = event.target.closest('textarea, input:not([type="radio"]):not([type="checkbox"]), select');
  if (event.ctrlKey && event.key === 'Enter') { event.preventDefault(); send(event.target); return; }
  if (typing && event.key === 'Escape') { event.target.blur(); return; }
  if (typing || !singleKeys || event.ctrlKey || event.altKey || event.metaKey || dialog?.open) return;
  const level = /^[0-9]$/.test(event.key) && scale?.querySelector(`[data-number="${event.key}"]`);
  if (level) { event.preventDefault(); choose(level); }
  else if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
const line = $('[data-keys-line]');
if (line) line.hidden = false;
$('[data-keys]')?.addEventListener('click', () => dialog.showModal());
const box = $('#keys-on');
if (box) {
  box.checked = singleKeys;
  box.addEventListener('change', () => keep(box.checked));
}

// On a small screen the list of indicators starts closed.
if (matchMedia('(max-width: 48rem)').matches) $('#indicators details')?.removeAttribute('open');
