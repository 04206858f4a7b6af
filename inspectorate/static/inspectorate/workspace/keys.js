// From a locked store to an open one, and who may pass the key on.
//
// The keys are CryptoKeys that cannot be read out. They are held in memory only: by each open tab,
// and by the service worker as long as it runs, so that a page that is loaded again, or a tab that
// crashed, opens without a network. A browser that was closed needs the site, or the passphrase.

import { WrongKey, newDataKey, newDevicePart, passphraseKey, rewrap, unwrap, wrappingKey } from './crypto.js';

// Long enough for a busy machine: without an answer a page that is loaded again stays sealed.
const WAIT = 1_500;
const CHANNEL = 'inspectorate-keys';

/** Make what a new store needs before anything is kept in it. */
export async function prepare(store, { name, deviceName }) {
  if (await store.get('meta', 'device')) return;
  await store.put('meta', 'device', crypto.randomUUID());
  await store.put('meta', 'device part', await newDevicePart());
  await store.put('meta', 'name', name);
  await store.put('meta', 'device name', deviceName);
}

/**
 * Open with the session parts that the site gave, the present one first.
 * @param {import('./store.js').Store} store
 * @param {string[]} parts
 * @returns {Promise<import('./crypto.js').Keys>} rejects with WrongKey when none of them fits
 */
export async function openWithParts(store, parts) {
  const devicePart = await store.get('meta', 'device part');
  const wrapped = await store.get('meta', 'data key');
  const present = await wrappingKey(devicePart, parts[0]);
  if (!wrapped) return made(store, present);
  for (const part of parts) {
    const wrapping = await wrappingKey(devicePart, part);
    try {
      const data = await unwrap(wrapping, wrapped);
      if (part !== parts[0]) await store.put('meta', 'data key', await rewrap(wrapping, wrapped, present));
      return { data, wrapping: present };
    } catch (error) {
      if (!(error instanceof WrongKey)) throw error;
    }
  }
  throw new WrongKey('What is kept here was sealed under another key.');
}

// Two tabs may come here at once: whichever key is kept first is the one.
async function made(store, wrapping) {
  return navigator.locks.request(`inspectorate-new-${store.slug}-${store.person}`, async () => {
    const kept = await store.get('meta', 'data key');
    if (kept) return { data: await unwrap(wrapping, kept), wrapping };
    const { key, wrapped } = await newDataKey(wrapping);
    await store.put('meta', 'data key', wrapped);
    return { data: key, wrapping };
  });
}

/** Set the passphrase by which the store opens without a network. */
export async function setPassphrase(store, keys, passphrase) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const wrapping = await passphraseKey(await store.get('meta', 'device part'), passphrase, salt);
  const wrapped = await rewrap(keys.wrapping, await store.get('meta', 'data key'), wrapping);
  await store.put('meta', 'passphrase', { salt, wrapped });
}

export function removePassphrase(store) {
  return store.delete('meta', 'passphrase');
}

/** Open with the passphrase. Rejects with WrongKey; null when none was set. */
export async function openWithPassphrase(store, passphrase) {
  const kept = await store.get('meta', 'passphrase');
  if (!kept) return null;
  const wrapping = await passphraseKey(await store.get('meta', 'device part'), passphrase, kept.salt);
  return { data: await unwrap(wrapping, kept.wrapped), wrapping: null };
}

/** Ask the other tabs and the service worker for the keys of a store. @returns {Promise<object|null>} */
export async function askForKeys(name) {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel(CHANNEL);
    const port = new MessageChannel();
    const done = (keys) => { channel.close(); port.port1.close(); clearTimeout(timer); resolve(keys); };
    const timer = setTimeout(() => done(null), WAIT);
    channel.onmessage = ({ data }) => { if (data.given === name) done(data.keys); };
    port.port1.onmessage = ({ data }) => { if (data) done(data); };
    channel.postMessage({ asked: name });
    navigator.serviceWorker?.controller?.postMessage({ keys: 'ask', name }, [port.port2]);
  });
}

/**
 * Give the keys to tabs that ask, and to the service worker to hold.
 * @returns {() => void} stop, and have them forgotten
 */
export function shareKeys(name, keys) {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data.asked === name) channel.postMessage({ given: name, keys });
  };
  const worker = () => navigator.serviceWorker?.controller;
  const hold = () => worker()?.postMessage({ keys: 'hold', name, value: keys });
  hold();
  const often = setInterval(hold, 15_000);
  // The first visit opens before there is a service worker; a new release brings another.
  navigator.serviceWorker?.addEventListener('controllerchange', hold);
  return () => {
    clearInterval(often);
    navigator.serviceWorker?.removeEventListener('controllerchange', hold);
    channel.close();
    worker()?.postMessage({ keys: 'forget', name });
  };
}

/**
 * In the service worker: hold keys in memory for pages that are loaded again.
 * @param {ServiceWorkerGlobalScope} scope
 */
export function holdKeys(scope) {
  const held = new Map();
  scope.addEventListener('message', ({ data, ports }) => {
    if (data?.keys === 'hold') held.set(data.name, data.value);
    else if (data?.keys === 'forget') held.delete(data.name);
    else if (data?.keys === 'ask') ports[0].postMessage(held.get(data.name) ?? null);
  });
}
