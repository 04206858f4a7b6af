// The bar and the strip below it: whether there is a connection, and what waits on this device.

import { about, fill, icon, replace, time, word } from './dom.js';

/** How things stand, in the fewest words: [words, icon, whether it is pressing]. */
export function standing({ network, storage, counts }) {
  const waits = counts.clash + counts.refused;
  const kept = counts.unsent;
  if (storage !== 'ok') return [word('chip-full'), 'alert', true];
  if (waits) return [word('chip-settle', { n: waits }), 'clash', true];
  if (network === 'sign-in' && kept) return [word('chip-sign-in', { n: kept }), 'lock', true];
  if (network === 'offline' || network === 'unknown') return [word('chip-offline', { n: kept }), 'offline', kept > 0];
  return kept ? [word('chip-kept', { n: kept }), 'kept', true] : [word('chip-sent'), 'sent', false];
}

let since = null;
let wasOffline = false;

/** @param {import('../workspace.js').Workspace} workspace */
export function drawBar(workspace) {
  const { state } = workspace;
  const open = state.lock === 'open';
  document.querySelector('[data-concern]').hidden = !open;
  const chip = document.querySelector('[data-chip]');
  chip.hidden = !open;
  if (open) {
    const [said, shape, pressing] = standing(state);
    chip.className = pressing ? 'ins_sync ins_sync--kept' : 'ins_sync';
    chip.href = state.counts.clash + state.counts.refused ? '#/settle' : '#/device';
    replace(chip, [icon(shape), Object.assign(document.createElement('span'), { textContent: said })]);
  }
  fill(document.querySelector('.ins_here'), { who: state.name });
  drawPlaces();
  drawStrip(state, open);
}

function drawPlaces() {
  const first = location.hash.split('/')[1] ?? '';
  for (const link of document.querySelectorAll('[data-nav]')) {
    const here = link.dataset.nav === (first === '' || first === 'i' ? 'list' : first);
    link.classList.toggle('ds_current', here);
    if (here) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

function drawStrip(state, open) {
  const offline = state.network === 'offline';
  if (offline && !wasOffline) since = Date.now();
  wasOffline = offline;
  replace(document.querySelector('[data-strip]'), open ? strips(state, offline) : []);
}

function strips({ network, storage, counts }, offline) {
  if (storage !== 'ok') {
    return [strip('ins_notice--bad', 'alert', word(storage === 'full' ? 'strip-full' : 'strip-failing'), ['#/device', word('strip-full-do')])];
  }
  if (network === 'sign-in') return [strip('ins_offline', 'lock', word('strip-sign-in'), [signIn(), word('strip-sign-in-do')])];
  if (network === 'another') return [strip('ins_offline', 'lock', word('strip-another'))];
  if (offline) return [strip('ins_offline', 'offline', word('strip-offline-since', { time: time(since) }))];
  const waits = counts.clash + counts.refused;
  return waits && network === 'online' ? [strip('ins_back', 'online', word('strip-settle', { n: waits }))] : [];
}

/** Where to sign in, and come back to this place. */
export function signIn() {
  const back = location.pathname + location.hash;
  return `${about.signIn.split('?')[0]}?next=${encodeURIComponent(back)}`;
}

function strip(style, shape, said, link = null) {
  const bar = document.createElement('div');
  bar.className = style === 'ins_notice--bad' ? 'ins_notice ins_notice--bad ins_notice--strip' : style;
  const inside = document.createElement('div');
  inside.className = 'ds_wrapper';
  inside.append(icon(shape), ` ${said}`);
  if (link) {
    const to = document.createElement('a');
    [to.href, to.textContent] = link;
    inside.append(' ', to);
  }
  bar.append(inside);
  return bar;
}
