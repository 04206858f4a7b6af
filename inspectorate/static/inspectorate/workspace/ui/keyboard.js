// Keys on the recording page. Single keys act only outside fields, and can be switched off.

import { make, part } from './dom.js';

const FIELDS = 'textarea, select, input:not([type="radio"]):not([type="checkbox"])';
let single = true;

/** @param {Element} node the recording page @returns {() => void} stop */
export function bindKeys(node) {
  const dialog = make('keys');
  node.append(dialog);
  const box = dialog.querySelector('#keys-on');
  box.checked = single;
  box.addEventListener('change', () => { single = box.checked; });
  const show = () => dialog.showModal();
  part(node, 'keys').addEventListener('click', show);
  const to = (selector) => {
    const target = node.querySelector(selector);
    target?.focus();
    target?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by) => {
    const all = [...node.querySelectorAll('.ins_qi')];
    all[all.findIndex((one) => one.hasAttribute('aria-current')) + by]?.click();
  };
  const scale = part(node, 'scale');
  const keys = {
    n: () => to('#new-text'), e: () => to('#evidence'), r: () => to('#rationale'),
    l: () => (scale.querySelector('input:checked') ?? scale.querySelector('input')).focus(),
    '[': () => step(-1), ']': () => step(1), '?': show,
  };
  const pressed = (event) => {
    const inField = event.target.closest?.(FIELDS);
    if (inField && event.key === 'Escape') return void inField.blur();
    const level = event.target.closest?.('[data-p="scale"]')
      && scale.querySelector(`input[data-number="${CSS.escape(event.key)}"]`);
    if (level && !scale.disabled) return void choose(event, level);
    if (inField || !single || event.ctrlKey || event.altKey || event.metaKey || dialog.open) return undefined;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    return undefined;
  };
  addEventListener('keydown', pressed);
  return () => removeEventListener('keydown', pressed);
}

function choose(event, level) {
  event.preventDefault();
  level.checked = true;
  level.focus();
  level.dispatchEvent(new Event('change', { bubbles: true }));
}
