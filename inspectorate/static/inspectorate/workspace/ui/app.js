// The workspace's page: opens what is held here and shows the place that the address names.

import { Workspace } from '../workspace.js';
import { concernPlace } from './concern.js';
import { casesPlace } from './cases.js';
import { devicePlace, signOutPlace } from './device.js';
import { about, announce, make } from './dom.js';
import { closedPlace, lockedPlace } from './locked.js';
import { inspectionPlace, listPlace } from './places.js';
import { recordingPlace } from './recording.js';
import { watchRelease } from './release.js';
import { settleListPlace, settlePlace } from './settle.js';
import { drawBar } from './bar.js';

const root = document.getElementById('workspace');
const workspace = new Workspace({ slug: about.slug, release: about.release, deviceName: deviceName() });

// Each place is {node, draw?, focus?}: what is shown, drawn again whenever something changed.
let shown = null;
let shownFor = '';

function deviceName() {
  const agent = navigator.userAgentData;
  const brand = agent?.brands.find((one) => !/not|chromium/i.test(one.brand))?.brand;
  return [brand ?? (/Firefox|Safari/.exec(navigator.userAgent)?.[0] ?? 'Browser'), agent?.platform ?? navigator.platform]
    .filter(Boolean).join(', ').slice(0, 120);
}

/** The place that an address names. */
async function placeOf(hash) {
  const [first = '', second = '', third = ''] = hash.replace(/^#\//, '').split('/').map(decodeURIComponent);
  if (first === 'concern') return concernPlace(workspace, second);
  if (first === 'settle') return second ? settlePlace(workspace, second) : settleListPlace(workspace);
  if (first === 'device') return devicePlace(workspace);
  if (first === 'sign-out') return signOutPlace(workspace);
  if (first !== 'i') return listPlace(workspace);
  const held = await workspace.document(second);
  if (!held) return { node: make('missing') };
  if (third === 'cases') return casesPlace(workspace, second);
  return third ? recordingPlace(workspace, second, third) : inspectionPlace(workspace, second);
}

let going = 0;
async function go({ focus = true } = {}) {
  const turn = going += 1;
  const { lock } = workspace.state;
  shownFor = `${lock} ${location.hash}`;
  await shown?.leave?.();
  let place;
  if (lock === 'open') place = await placeOf(location.hash.startsWith('#/') ? location.hash : '#/');
  else place = lock === 'locked' ? lockedPlace(workspace) : closedPlace(workspace, lock);
  if (turn !== going || !place) return;
  shown = place;
  root.replaceChildren(place.node);
  drawBar(workspace);
  await place.draw?.();
  for (const link of document.querySelectorAll('[data-skip]')) {
    link.hidden = !document.querySelector(link.getAttribute('href'));
  }
  document.querySelector('details.ins_nav')?.removeAttribute('open');
  if (matchMedia('(max-width: 48rem)').matches) root.querySelector('.ins_fold')?.removeAttribute('open');
  const heading = root.querySelector('h1');
  if (heading) document.title = `${heading.textContent} - ${document.title.split(' - ').at(-1)}`;
  if (focus) { heading?.focus({ preventScroll: true }); scrollTo(0, 0); }
}

let drawing = null;
let again = false;
async function changed() {
  drawBar(workspace);
  if (shownFor !== `${workspace.state.lock} ${location.hash}`) return void go();
  if (drawing) { again = true; return undefined; }
  drawing = Promise.resolve(shown?.draw?.()).finally(() => {
    drawing = null;
    if (again) { again = false; changed(); }
  });
  return drawing;
}

addEventListener('hashchange', () => { if (location.hash.startsWith('#/')) go(); });
// A skip link is no place: it goes to a part of the one that is shown.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-skip], .ds_skip-links__link');
  const target = link && document.querySelector(link.getAttribute('href'));
  if (!target) return;
  event.preventDefault();
  if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '-1');
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
});
workspace.addEventListener('change', changed);
watchRelease(workspace, document.querySelector('[data-version]'));
await workspace.open();
if (shownFor !== `${workspace.state.lock} ${location.hash}`) await go({ focus: false });
announce(document.querySelector('#workspace h1')?.textContent ?? '');
root.dataset.ready = '';
