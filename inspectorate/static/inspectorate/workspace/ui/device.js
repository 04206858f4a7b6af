// This device: what is kept here, the passphrase, sending now, taking out, and leaving nothing behind.

import { about, announce, download, fact, fill, icon, make, part, replace, say, time, word } from './dom.js';
import { standing } from './bar.js';
import { factsOf } from './places.js';
import { named } from './settle.js';
import { whatIsLeft } from '../wipe.js';

const SHORTEST = 12;
const MEGABYTE = 1024 * 1024;
const SHOWN = 100;

const exported = (workspace) => download(`not-sent-${new Date().toISOString().slice(0, 10)}.json`, workspace.exportUnsent());
const waits = ({ counts }) => counts.unsent + counts.clash + counts.refused;

/** @param {import('../workspace.js').Workspace} workspace */
export function devicePlace(workspace) {
  const node = make('device');
  part(node, 'send').addEventListener('click', () => { workspace.syncNow(); announce(word('field-sending')); });
  part(node, 'export').addEventListener('click', () => exported(workspace));
  part(node, 'remove').addEventListener('click', () => removeAll(workspace, part(node, 'removed')));
  passphrase(workspace, node);
  return {
    node,
    async draw() {
      const { state } = workspace;
      const held = await workspace.inspections();
      const [said, shape] = standing(state);
      replace(part(node, 'icon'), [icon(shape)]);
      fill(node, { standing: said });
      replace(part(node, 'facts'), [...factsOf(workspace, held), ...await room()]);
      part(node, 'others').hidden = !state.others;
      part(node, 'others').textContent = state.others ? word('others') : '';
      part(node, 'unset').hidden = !state.hasPassphrase;
      replace(part(node, 'kept'), [...unsentRows(workspace), ...await heldRows(workspace, held)]);
    },
  };
}

async function room() {
  const found = await navigator.storage?.estimate?.().catch(() => null);
  if (!found?.quota) return [];
  const name = document.getElementById('t-fact-names').content.querySelector('[data-n="room"]').textContent;
  const used = (found.usage / MEGABYTE).toFixed(1);
  return fact(name, word('room', { used, all: Math.floor(found.quota / MEGABYTE) }));
}

function unsentRows(workspace) {
  const found = workspace.entries().filter((one) => one.state !== 'sent');
  const states = { kept: 'field-here', sending: 'field-sending', clash: 'field-clash', refused: 'field-refused', newer: 'field-newer' };
  const shapes = { kept: 'kept', sending: 'kept', clash: 'clash', refused: 'stuck', newer: 'stuck' };
  return found.slice(0, SHOWN).map((one) => line(shapes[one.state], named(one), word(one.kind === 'unreadable' ? 'field-unreadable' : states[one.state], { time: time(one.made_at) })));
}

async function heldRows(workspace, held) {
  const documents = await Promise.all(held.map((one) => workspace.asGiven(one.id)));
  return documents.filter(Boolean).map((one) => line('lock', word('held-line', {
    area: one.inspection.area_name, n: one.evidence.length, cases: one.cases.length,
  }), word('as-at', { time: time(one.as_at) })));
}

function line(shape, what, when) {
  const row = make('came', { what, when });
  part(row, 'icon').replaceWith(icon(shape));
  return row;
}

function passphrase(workspace, node) {
  const form = part(node, 'pass');
  const said = part(node, 'pass-save');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { one, two } = form.elements;
    if (one.value.length < SHORTEST) { say(said, word('passphrase-short'), 'bad', 'alert'); one.focus(); return; }
    if (one.value !== two.value) { say(said, word('passphrase-differ'), 'bad', 'alert'); two.focus(); return; }
    const set = await workspace.setPassphrase(one.value);
    say(said, word(set ? 'passphrase-set' : 'passphrase-needs-site'), set ? 'sent' : 'bad', set ? 'sent' : 'alert');
    if (set) { form.reset(); part(node, 'unset').hidden = false; }
  });
  part(node, 'unset').addEventListener('click', async () => {
    await workspace.removePassphrase();
    part(node, 'unset').hidden = true;
    say(said, word('passphrase-gone'));
    form.elements.one.focus();
  });
}

async function removeAll(workspace, place) {
  const n = waits(workspace.state);
  if (!confirm(n ? word('sure-remove', { n }) : word('sure-remove-sent'))) return false;
  const { person } = workspace.state;
  await workspace.leave();
  const left = await whatIsLeft(about.slug, person);
  const still = [...left.databases, ...left.storage];
  const said = still.length ? word('something-left', { what: still.join(', ') }) : word('nothing-left');
  say(place, said, still.length ? 'bad' : 'sent', still.length ? 'alert' : 'sent');
  const shown = document.querySelector('#workspace [data-t="site"]');
  if (shown) shown.textContent = said;
  announce(said);
  return !still.length;
}

/** What is asked before signing out while something was not sent. */
export function signOutPlace(workspace) {
  const node = make('out');
  const line = part(node, 'save');
  const out = () => { location.href = about.signOut; };
  let leaving = false;
  const leaveSent = async () => {
    if (!leaving || waits(workspace.state)) return;
    leaving = false;
    await workspace.leave();
    out();
  };
  part(node, 'send').addEventListener('click', () => {
    leaving = true;
    say(line, word('field-sending'), 'kept', 'kept');
    workspace.syncNow();
    leaveSent();
  });
  part(node, 'export').addEventListener('click', () => exported(workspace));
  part(node, 'remove').addEventListener('click', async () => { if (await removeAll(workspace, line)) out(); });
  return {
    node,
    draw() {
      const n = waits(workspace.state);
      fill(node, { said: n ? word('unsent', { n }) : word('all-sent') });
      return leaveSent();
    },
  };
}
