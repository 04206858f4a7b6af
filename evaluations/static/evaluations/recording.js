// The recording page: a level by its number, indicators by [ and ], and no text lost by leaving.
const form = document.querySelector('#record');
const text = document.querySelector('#rationale');
const give = document.querySelector('[data-give]');
const scale = document.querySelector('[data-scale]');
let changed = false;

function choose(radio) {
  if (!radio || radio.disabled || scale.disabled) return;
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event('change', { bubbles: true }));
}

scale?.addEventListener('change', event => {
  changed = true;
  const label = event.target.dataset.label;
  if (give && label !== undefined) give.textContent = label ? `${give.dataset.giveWords}: ${label}` : give.dataset.giveWords;
  if (event.target.name === 'among') document.querySelector('#as-set').checked = true;
});
text?.addEventListener('input', () => { changed = true; });
form?.addEventListener('submit', () => { changed = false; });
addEventListener('beforeunload', event => { if (changed) event.preventDefault(); });

const keys = {
  '[': () => document.querySelector('a[rel="prev"]')?.click(),
  ']': () => document.querySelector('a[rel="next"]')?.click(),
  k: () => document.querySelector('a[rel="prev"]')?.click(),
  j: () => document.querySelector('a[rel="next"]')?.click(),
  r: () => text?.focus(),
};
addEventListener('keydown', event => {
  const typing = event.target.closest('textarea, input:not([type="radio"]):not([type="checkbox"]), select');
  if (event.ctrlKey && event.key === 'Enter') { form?.requestSubmit(give); return; }
  if (typing && event.key === 'Escape') { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const level = scale?.querySelector(`[data-number="${CSS.escape(event.key)}"]`);
  if (level) { event.preventDefault(); choose(level); }
  else if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
});
// On a small screen the list of indicators starts closed.
if (matchMedia('(max-width: 48rem)').matches) document.querySelector('#indicators details')?.removeAttribute('open');
