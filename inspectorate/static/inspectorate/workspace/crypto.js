// How what is kept on this device is sealed. See docs/decisions/0017.
//
// A data key (AES-GCM, 256 bits) seals every value. It is itself kept sealed under a key made of two
// parts: the device part, a CryptoKey in IndexedDB that scripts cannot read out, and the session
// part, which the site gives to a signed-in session of the device's person and which is never
// stored. A passphrase can take the place of the session part, so that a browser that was closed can
// be opened without a network.

export const PASSPHRASE_ROUNDS = 600_000;
const INFO = new TextEncoder().encode('inspectorate workspace 1');
const AES = { name: 'AES-GCM', length: 256 };
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The key does not open it: another session part, another passphrase, or it was changed. */
export class WrongKey extends Error {}

/** @typedef {{iv: Uint8Array, data: ArrayBuffer}} Sealed */
/** @typedef {{data: CryptoKey, wrapping: CryptoKey}} Keys the data key, and the key that wraps it */

/** A device part: random, and not to be read out by any script. @returns {Promise<CryptoKey>} */
export async function newDevicePart() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const part = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  bytes.fill(0);
  return part;
}

/**
 * The wrapping key of a device part and a session part.
 * @param {CryptoKey} devicePart
 * @param {string} sessionPart hex, as the site gives it
 */
export async function wrappingKey(devicePart, sessionPart) {
  const salt = Uint8Array.from(sessionPart.match(/../g), (pair) => parseInt(pair, 16));
  return derive(devicePart, salt);
}

/**
 * The wrapping key of a device part and a passphrase.
 * @param {CryptoKey} devicePart
 * @param {string} passphrase
 * @param {Uint8Array} salt 16 random bytes, kept beside what is wrapped
 */
export async function passphraseKey(devicePart, passphrase, salt) {
  const typed = encoder.encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: PASSPHRASE_ROUNDS };
  return derive(devicePart, new Uint8Array(await crypto.subtle.deriveBits(how, base, 256)));
}

function derive(devicePart, salt) {
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info: INFO };
  return crypto.subtle.deriveKey(how, devicePart, AES, false, ['encrypt', 'decrypt']);
}

/** A new data key and its sealed form. @returns {Promise<{key: CryptoKey, wrapped: Sealed}>} */
export async function newDataKey(wrapping) {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await encrypt(wrapping, bytes, 'data key');
  return { key: await dataKey(bytes), wrapped };
}

/** The data key out of its sealed form. Rejects with WrongKey. */
export async function unwrap(wrapping, wrapped) {
  return dataKey(new Uint8Array(await decrypt(wrapping, wrapped, 'data key')));
}

/** The same data key, sealed under another wrapping key. Rejects with WrongKey. */
export async function rewrap(wrapping, wrapped, other) {
  const bytes = new Uint8Array(await decrypt(wrapping, wrapped, 'data key'));
  const again = await encrypt(other, bytes, 'data key');
  bytes.fill(0);
  return again;
}

async function dataKey(bytes) {
  const key = await crypto.subtle.importKey('raw', bytes, AES, false, ['encrypt', 'decrypt']);
  bytes.fill(0);
  return key;
}

/**
 * A value sealed for one place.
 * @param {CryptoKey} key
 * @param {unknown} value what JSON can hold
 * @param {string} place where it is kept; what is moved elsewhere does not open
 * @returns {Promise<Sealed>}
 */
export function seal(key, value, place) {
  return encrypt(key, encoder.encode(JSON.stringify(value)), place);
}

/** The value again. Rejects with WrongKey. */
export async function unseal(key, sealed, place) {
  return JSON.parse(decoder.decode(await decrypt(key, sealed, place)));
}

async function encrypt(key, bytes, place) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: 'AES-GCM', iv, additionalData: encoder.encode(place) };
  return { iv, data: await crypto.subtle.encrypt(how, key, bytes) };
}

async function decrypt(key, sealed, place) {
  const how = { name: 'AES-GCM', iv: sealed.iv, additionalData: encoder.encode(place) };
  try {
    return await crypto.subtle.decrypt(how, key, sealed.data);
  } catch (error) {
    throw new WrongKey('This does not open what is kept here.', { cause: error });
  }
}
