// Leave nothing on this device, and show that nothing is left.

import { databasesHere, nameOf, remove } from './store.js';

const CACHES = 'inspectorate-';

/**
 * What of ours is on this device. Empty lists: nothing is left.
 * @param {string} [slug] of one inspectorate and
 * @param {string} [person] of one person alone
 * @returns {Promise<{databases: string[], caches: string[], storage: string[]}>} caches hold the empty
 *   page and its files, never anything that was read or typed
 */
export async function whatIsLeft(slug, person) {
  const all = await databasesHere();
  const databases = person ? all.filter((name) => name === nameOf(slug, person)) : all;
  const named = 'caches' in globalThis ? await caches.keys() : [];
  const storage = [...Object.keys(localStorage), ...Object.keys(sessionStorage)]
    .filter((name) => name.startsWith(CACHES));
  return { databases, caches: named.filter((name) => name.startsWith(CACHES)), storage };
}

/**
 * Remove everything of a person, and, when nobody else's work is left, the page's files too.
 * @returns {Promise<Awaited<ReturnType<typeof whatIsLeft>>>} what is left of this person
 */
export async function wipe(slug, person) {
  await remove(slug, person);
  if (!(await databasesHere()).length && 'caches' in globalThis) {
    for (const name of (await whatIsLeft()).caches) await caches.delete(name);
  }
  return whatIsLeft(slug, person);
}
