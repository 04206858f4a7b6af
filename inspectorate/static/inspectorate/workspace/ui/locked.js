// What is shown while nothing can be read: sealed, signed out, expired, revoked, or never held.

import { fill, make, part, say, word } from './dom.js';
import { signIn } from './bar.js';

const again = (workspace, node) => part(node, 'again').addEventListener('click', () => workspace.open());

function others(workspace, node) {
  const place = part(node, 'others');
  place.hidden = !workspace.state.others;
  place.textContent = workspace.state.others ? word('others') : '';
}

/** @param {import('../workspace.js').Workspace} workspace */
export function lockedPlace(workspace) {
  const { name, hasPassphrase, said } = workspace.state;
  const node = make('locked', { who: [name, said].filter(Boolean).join('. ') });
  const form = part(node, 'form');
  form.hidden = !hasPassphrase;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const box = form.querySelector('input');
    if (await workspace.unlockWith(box.value)) return;
    if (workspace.state.lock !== 'locked') return;
    say(part(node, 'save'), word('passphrase-wrong'), 'bad');
    box.focus();
  });
  again(workspace, node);
  others(workspace, node);
  return { node };
}

/** @param {import('../workspace.js').Workspace} workspace @param {string} lock */
export function closedPlace(workspace, lock) {
  const texts = document.getElementById('t-closed-words').content;
  const said = (tag) => texts.querySelector(`${tag}[data-c="${lock}"]`)?.textContent ?? '';
  const node = make('closed');
  fill(node, { heading: said('dt'), said: said('dd'), site: workspace.state.said });
  const link = part(node, 'sign-in');
  link.href = signIn();
  link.hidden = lock === 'revoked';
  again(workspace, node);
  others(workspace, node);
  return { node };
}
