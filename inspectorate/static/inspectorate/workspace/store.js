// What is kept on this device: one IndexedDB database for an inspectorate and a person.
//
// `meta` holds nothing that was read or typed: keys (the data key sealed), times, names of devices.
// Every value of the other stores is sealed; in clear are only opaque ids, the order of the log and
// how far each operation is, so that what waits can be counted while the store is locked.

const VERSION = 1;
const PREFIX = 'inspectorate-';

/** The storage has no room. What was to be kept is still in memory. */
export class Full extends Error {}
/** The database was taken away: wiped here or in another tab, or a newer release changed it. */
export class Gone extends Error {}

/** The database's name. @param {string} slug @param {string} person opaque id of the membership */
export function nameOf(slug, person) {
  return `${PREFIX}${slug}-${person}`;
}

/** The people of an inspectorate whose work is on this device. @returns {Promise<string[]>} ids */
export async function peopleHere(slug) {
  const start = `${PREFIX}${slug}-`;
  const all = await indexedDB.databases();
  return all.map((one) => one.name).filter((name) => name.startsWith(start))
    .map((name) => name.slice(start.length));
}

/** The names of every database of ours, of any inspectorate and person. */
export async function databasesHere() {
  return (await indexedDB.databases()).map((one) => one.name).filter((one) => one.startsWith(PREFIX));
}

/** Delete a person's database. Open connections are asked to close; waits until it is gone. */
export function remove(slug, person) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(nameOf(slug, person));
    asked.onsuccess = () => resolve();
    asked.onerror = () => reject(asked.error);
  });
}

function upgrade(database) {
  database.createObjectStore('meta');
  database.createObjectStore('documents');
  database.createObjectStore('drafts');
  const log = database.createObjectStore('log', { keyPath: 'seq', autoIncrement: true });
  log.createIndex('key', 'key', { unique: true });
}

/** What a failed write means. */
function meant(error) {
  if (error?.name === 'QuotaExceededError') return new Full('This device has no room left.', { cause: error });
  if (error?.name === 'InvalidStateError') return new Gone('The store was closed.', { cause: error });
  return error ?? new Error('The write was broken off.');
}

export class Store {
  #database;
  #closed = false;

  constructor(database, slug, person) {
    this.#database = database;
    this.slug = slug;
    this.person = person;
    database.onversionchange = () => this.close();
    database.onclose = () => { this.#closed = true; };
  }

  /**
   * Open the store of a person, made when there is none; one that a later release has changed is
   * opened as it is, because stores are added and never taken away. @returns {Promise<Store>}
   */
  static open(slug, person, version = VERSION) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(nameOf(slug, person), version ?? undefined);
      asked.onupgradeneeded = () => upgrade(asked.result);
      asked.onsuccess = () => resolve(new Store(asked.result, slug, person));
      asked.onerror = () => {
        if (version && asked.error.name === 'VersionError') resolve(Store.open(slug, person, null));
        else reject(meant(asked.error));
      };
    });
  }

  get closed() {
    return this.#closed;
  }

  close() {
    this.#closed = true;
    this.#database.close();
  }

  /**
   * Do several things in one transaction; all of it is kept or none.
   * @param {string[]} stores
   * @param {'readonly'|'readwrite'} mode
   * @param {(at: (name: string) => IDBObjectStore) => IDBRequest | void} work nothing in it may wait
   * @returns {Promise<any>} what the request that `work` returns found
   */
  #transaction(stores, mode, work) {
    return new Promise((resolve, reject) => {
      let asked;
      try {
        const one = this.#database.transaction(stores, mode, { durability: 'strict' });
        one.oncomplete = () => resolve(asked?.result);
        one.onabort = () => reject(meant(one.error));
        asked = work((name) => one.objectStore(name));
      } catch (error) {
        reject(meant(error));
      }
    });
  }

  get(store, key) {
    return this.#transaction([store], 'readonly', (at) => at(store).get(key));
  }

  all(store) {
    return this.#transaction([store], 'readonly', (at) => at(store).getAll());
  }

  keys(store) {
    return this.#transaction([store], 'readonly', (at) => at(store).getAllKeys());
  }

  put(store, key, value) {
    return this.#transaction([store], 'readwrite', (at) => at(store).put(value, key));
  }

  delete(store, key) {
    return this.#transaction([store], 'readwrite', (at) => at(store).delete(key));
  }

  clear(store) {
    return this.#transaction([store], 'readwrite', (at) => at(store).clear());
  }

  /**
   * Change the log and documents together.
   * @param {{add?: object[], put?: object[], remove?: number[], documents?: [string, object][]}} change
   *   rows of the log to add (each is given its seq) or replace, seqs to remove, sealed documents
   */
  write({ add = [], put = [], remove: gone = [], documents = [] }) {
    return this.#transaction(['log', 'documents'], 'readwrite', (at) => {
      for (const row of add) at('log').add(row).onsuccess = (event) => { row.seq = event.target.result; };
      for (const row of put) at('log').put(row);
      for (const seq of gone) at('log').delete(seq);
      for (const [key, value] of documents) at('documents').put(value, key);
    });
  }
}
