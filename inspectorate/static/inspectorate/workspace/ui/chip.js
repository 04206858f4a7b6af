// In the bar of every page: how work on this device stands; and no sign-out that leaves work behind.
// Where nothing of this person's is kept, it does nothing at all.

import { Workspace } from '../workspace.js';
import { peopleHere } from '../store.js';

const chip = document.querySelector('[data-sync]');

function show(state) {
  const { counts, lock } = state;
  const waits = counts.clash + counts.refused;
  const kept = counts.unsent;
  const shape = lock !== 'open' ? 'lock' : (waits && 'clash') || (kept && 'kept') || 'sent';
  for (const one of chip.querySelectorAll('[data-sync-icon]')) one.hidden = one.dataset.syncIcon !== shape;
  const said = chip.querySelector('[data-sync-said]');
  if (waits) said.textContent = chip.dataset.settle.replace('{n}', waits);
  else if (kept) said.textContent = chip.dataset.kept.replace('{n}', kept);
  else if (lock === 'open') said.textContent = chip.dataset.sent;
  chip.classList.toggle('ins_sync--kept', waits + kept > 0);
  chip.href = waits ? `${chip.pathname}#/settle` : `${chip.pathname}#/device`;
  tell(said.textContent, chip.dataset.what);
}

/** The box of the start page: how things stand, and the way to more. */
function tell(standing, more) {
  const box = document.querySelector('[data-device]');
  if (!box) return;
  const said = document.createElement('p');
  const link = document.createElement('a');
  Object.assign(link, { href: chip.href, textContent: more });
  said.append(Object.assign(document.createElement('strong'), { textContent: standing }));
  box.replaceChildren(...(standing ? [said] : []), link);
}

/** Signing out asks first if something has not been sent, and then leaves nothing here. */
function guardSignOut(workspace) {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!form.action.endsWith('/accounts/logout/')) return;
    event.preventDefault();
    const { counts, lock } = workspace.state;
    const waits = counts.unsent + counts.clash + counts.refused;
    if (waits || lock !== 'open') { location.href = `${chip.pathname}#/sign-out`; return; }
    await workspace.leave();
    HTMLFormElement.prototype.submit.call(form);
  }, true);
}

async function start() {
  const { slug, person } = chip.dataset;
  chip.hidden = false;
  if (!(await peopleHere(slug)).includes(person)) return tell('', chip.dataset.open);
  const workspace = new Workspace({ slug, release: '', deviceName: '', sync: false });
  workspace.addEventListener('change', () => show(workspace.state));
  await workspace.open();
  show(workspace.state);
  return guardSignOut(workspace);
}

if (chip && 'databases' in indexedDB) start();
