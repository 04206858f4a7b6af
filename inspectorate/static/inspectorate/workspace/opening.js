// Whose store this is, and how it is opened: by keys that are still in memory, by the site, or by the
// passphrase. Says how that went in one word; see `Lock`.

import { WrongKey } from './crypto.js';
import { askForKeys, openWithParts, openWithPassphrase, prepare } from './keys.js';
import { NoAnswer, NotYours, Revoked, SaidNo, SignIn } from './site.js';
import { Store, nameOf, peopleHere } from './store.js';

/**
 * @typedef {'open'|'locked'|'sign-in'|'expired'|'revoked'|'empty'|'refused'} Lock
 *   open; locked: needs the site or the passphrase; sign-in: the site asks to sign in first; expired:
 *   held too long without contact, opens again with the site; revoked: must be emptied; empty: nothing
 *   is here and there is no network; refused: the site has no workspace for this person.
 */

/**
 * Ask the site who is signed in; null when there is no answer, 'sign-in' when nobody is.
 * @param {import('./site.js').Site} site
 */
export async function whoIsIt(site) {
  try {
    return await site.status();
  } catch (error) {
    if (error instanceof SignIn) return 'sign-in';
    if (error instanceof NoAnswer) return null;
    if (error instanceof SaidNo) return 'refused';
    throw error;
  }
}

/** The person whose store was opened last on this device. @returns {Promise<string | null>} */
export async function lastPerson(slug) {
  let last = null;
  for (const person of await peopleHere(slug)) {
    const store = await Store.open(slug, person);
    const opened = await store.get('meta', 'opened') ?? 0;
    store.close();
    if (!last || opened > last.opened) last = { person, opened };
  }
  return last?.person ?? null;
}

/** The store of the person who is signed in; made when there is none. */
export async function storeOf(slug, status, deviceName) {
  const store = await Store.open(slug, status.person.id);
  await prepare(store, { name: status.person.name, deviceName });
  await store.put('meta', 'opened', Date.now());
  return store;
}

/** The keys that another tab or the service worker still holds. */
export function keysInMemory(store) {
  return askForKeys(nameOf(store.slug, store.person));
}

/**
 * Open with the site's part of the key; registers the device on the way.
 * @returns {Promise<{lock: Lock, keys: import('./crypto.js').Keys | null, said?: string}>}
 */
export async function openBySite(site, store) {
  const device = await store.get('meta', 'device');
  site.as(device);
  try {
    const { body } = await site.post('devices', { key: device, name: await store.get('meta', 'device name') });
    return { lock: 'open', keys: await openWithParts(store, body.parts) };
  } catch (error) {
    return { lock: lockOf(error), keys: null, said: error.said ?? error.message };
  }
}

function lockOf(error) {
  if (error instanceof Revoked) return 'revoked';
  if (error instanceof SignIn) return 'sign-in';
  if (error instanceof NotYours || error instanceof SaidNo) return 'refused';
  if (error instanceof NoAnswer || error instanceof WrongKey) return 'locked';
  throw error;
}

/** Open with the passphrase. @returns {Promise<import('./crypto.js').Keys | null>} null: it does not fit */
export async function openByPassphrase(store, passphrase) {
  try {
    return await openWithPassphrase(store, passphrase);
  } catch (error) {
    if (error instanceof WrongKey) return null;
    throw error;
  }
}
