// The offline workspace without its pages: what pages call, and the state that they show.
//
//   const workspace = new Workspace({ slug: 'hmie', release: 'abc', deviceName: 'Chromium on Linux' });
//   await workspace.open();
//   workspace.addEventListener('change', draw);     // whenever state, the log or a document changed
//   workspace.type({ kind, inspection, target, fields });   // at every keystroke
//   await workspace.record({ kind, inspection, target, fields });   // a deed, kept when it resolves

import { Clock } from './clock.js';
import { Documents } from './documents.js';
import { Drafts } from './drafts.js';
import { removePassphrase, setPassphrase, shareKeys } from './keys.js';
import { Log } from './log.js';
import { chosenOf, counts, fieldState, recordOf, waitingIn } from './log-rules.js';
import { keysInMemory, lastPerson, openByPassphrase, openBySite, storeOf, whoIsIt } from './opening.js';
import { keepContact, read } from './meta.js';
import { overlaid } from './overlay.js';
import { pause } from './pause.js';
import { Room } from './room.js';
import { Site } from './site.js';
import { Full, Store, nameOf } from './store.js';
import { Sync } from './sync.js';
import { wipe } from './wipe.js';

const TYPING = 300;
const CHECK = 60_000;

/**
 * @typedef {object} State
 * @property {import('./opening.js').Lock} lock
 * @property {'unknown'|'online'|'offline'|'sign-in'|'another'} network
 * @property {'ok'|'full'|'failing'} storage full: there is no room, what is unkept is in memory alone
 * @property {string | null} person opaque id
 * @property {string} name of the person
 * @property {number} others how many other people's work is on this device, sealed
 * @property {ReturnType<typeof counts> & {unkept: number}} counts
 * @property {number | null} lastContact ms
 * @property {string | null} heldUntil ISO 8601
 * @property {boolean} hasPassphrase
 * @property {{here: string, there: string | null}} release
 * @property {object[]} notices what this person is to be told
 * @property {string} said the site's sentence, when it refused
 */

export class Workspace extends EventTarget {
  #options;
  #site;
  #store = null;
  #keys = null;
  #log = null;
  #documents = null;
  #drafts = null;
  #sync = null;
  #clock = new Clock();
  #channel = null;
  #stopSharing = () => {};
  #checking = null;
  #typed = new Map();
  #room = new Room(() => this.#keepAgain(), () => this.#emit());
  #state = {
    lock: 'empty', network: 'unknown', person: null, name: '', others: 0,
    lastContact: null, heldUntil: null, hasPassphrase: false, notices: [], said: '',
    release: { here: '', there: null },
  };

  /**
   * @param {{slug: string, release: string, deviceName: string, sync?: boolean}} options sync: false to
   *   look and not send, for the chip on other pages
   */
  constructor(options) {
    super();
    this.#options = { sync: true, ...options };
    this.#site = new Site(`/${options.slug}/workspace/`);
    this.#state.release.here = options.release;
    addEventListener('pagehide', () => this.flush());
    addEventListener('online', () => this.#sync?.wake({ now: true }));
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.flush();
      else this.#sync?.wake();
    });
  }

  /** @returns {State} */
  get state() {
    const log = this.#log;
    return { ...this.#state, storage: this.#room.state, counts: { ...counts(log?.entries ?? []), unkept: log?.unkept ?? 0 } };
  }

  get isOpen() { return this.#state.lock === 'open'; }
  /** What time it is as far as the site has told it, ms; not what the device's clock says. */
  get now() { return this.#clock.now(); }

  /** Find whose store this is, and open it. */
  async open() {
    await this.#close();
    const who = await whoIsIt(this.#site);
    const signedIn = who && typeof who === 'object' ? who : null;
    if (signedIn) {
      this.#store = await storeOf(this.#options.slug, signedIn, this.#options.deviceName);
    } else {
      const last = await lastPerson(this.#options.slug);
      if (!last) return this.#become(who === null ? 'empty' : who);
      this.#store = await Store.open(this.#options.slug, last);
    }
    await this.#readMeta();
    if (!signedIn && await this.#expired()) return this.state;
    const keys = await keysInMemory(this.#store);
    if (keys) return this.#opened(keys);
    return signedIn ? this.unlock() : this.#become(who === 'sign-in' ? 'sign-in' : 'locked');
  }

  /** Open with the site. */
  async unlock() {
    const { lock, keys, said } = await openBySite(this.#site, this.#store);
    if (keys) return this.#opened(keys);
    if (lock === 'revoked') return this.leave('revoked');
    this.#state.said = said ?? '';
    return this.#become(lock);
  }

  /** Open with the passphrase; whether it fits. */
  async unlockWith(passphrase) {
    if (await this.#expired()) return false;
    const keys = await openByPassphrase(this.#store, passphrase);
    if (keys) await this.#opened(keys);
    return keys !== null;
  }

  /** Set the passphrase that opens this device without a network; needs to have been opened by the site. */
  async setPassphrase(passphrase) {
    if (!this.#keys.wrapping) return false;
    await setPassphrase(this.#store, this.#keys, passphrase);
    await this.#readMeta();
    return true;
  }

  removePassphrase() {
    this.#state.hasPassphrase = false;
    return removePassphrase(this.#store);
  }

  async #opened(keys) {
    const store = this.#store;
    this.#keys = keys;
    this.#documents = new Documents(store, keys);
    this.#drafts = new Drafts(store, keys);
    this.#log = new Log({
      store, keys, documents: this.#documents, clock: this.#clock, news: (what) => this.#changedHere(what),
    });
    await this.#log.load();
    this.#site.as(await store.get('meta', 'device'));
    this.#stopSharing = shareKeys(nameOf(store.slug, store.person), keys);
    this.#channel = new BroadcastChannel(`inspectorate-news-${nameOf(store.slug, store.person)}`);
    this.#channel.onmessage = ({ data }) => this.#changedElsewhere(data);
    this.#checking = setInterval(() => this.#check(), CHECK);
    const parts = { site: this.#site, log: this.#log, documents: this.#documents, store, clock: this.#clock };
    this.#sync = new Sync({ ...parts, tell: (what, detail) => this.#told(what, detail) });
    this.#become('open');
    if (this.#options.sync) this.#sync.start();
    this.#channel.postMessage('hello');
    return this.state;
  }

  /** The inspections held here, as far as a list shows them. @returns {Promise<object[]>} */
  async inspections() {
    const held = await Promise.all((await this.#documents.ids()).map((id) => this.#documents.get(id)));
    return held.filter(Boolean).map(({ document }) => ({ ...document.inspection, as_at: document.as_at }));
  }

  /** One inspection with what was done here on top; null when it is not held. */
  async document(inspection) {
    const held = await this.#documents.get(inspection);
    return held && overlaid(held.document, this.#log.entries);
  }

  /** As the site gave it, without what was done here. */
  async asGiven(inspection) {
    return (await this.#documents.get(inspection))?.document ?? null;
  }

  /**
   * Keep a deed. Resolves with its key when it is kept (in memory alone when the device is full: see
   * `state.storage`).
   * @param {{kind: string, inspection?: string, target?: string, fields: object, reasons?: object}} work
   */
  async record(work, how = {}) {
    const key = await this.#log.record(await this.#named(work), how);
    if (!how.typing) this.#ask();
    return key;
  }

  /** Keep what is being typed, 0.3 s after the last keystroke or a second after the first. One field only. */
  type(work) {
    const id = `${recordOf(work)}/${Object.keys(work.fields)}`;
    const { timer: before, since = performance.now() } = this.#typed.get(id) ?? {};
    clearTimeout(before);
    const timer = setTimeout(() => this.#keepTyped(id), pause(TYPING, since));
    this.#typed.set(id, { timer, work, since });
  }

  /** Keep at once what is being typed: on blur, and when the page goes. */
  async flush() {
    await Promise.all([...this.#typed.keys()].map((id) => this.#keepTyped(id)));
    if (this.isOpen) { await this.#log.settleDown(); this.#ask(); }
  }

  async #keepTyped(id) {
    const typed = this.#typed.get(id);
    if (!typed) return;
    this.#typed.delete(id);
    clearTimeout(typed.timer);
    await this.record(typed.work, { typing: true });
    this.#ask();
  }

  // Evidence made here is named by the key that made it, as long as that is in the log.
  async #named(work) {
    if (!work.kind.startsWith('evidence.') || !work.target || work.target.startsWith('key:')) return work;
    const held = await this.#documents.get(work.inspection);
    const made = held?.document.evidence.find((one) => one.id === work.target)?.client_key;
    const here = made && this.#log.entries.some((one) => one.key === made);
    return here ? { ...work, target: `key:${made}` } : work;
  }

  /** Where a field stands, see log-rules.fieldState. */
  fieldState(place, name) { return fieldState(this.#log.entries, place, name); }

  /** What waits for a decision: two texts that met, and what was refused. See log-rules.js. */
  waiting() {
    return waitingIn(this.#log.entries);
  }

  entries() { return this.#log.entries; }

  /** Choose, field by field: {rationale: {keep: 'mine' | 'theirs' | 'text', text?}}. */
  async settle(key, choices, reasons = {}) {
    await this.#log.settle(key, { choices: chosenOf(this.#log.entries, key, choices) }, reasons);
    this.#ask();
  }

  /** Give up what was refused or has met: it is not sent, and the site forgets the text. */
  async giveUp(key) {
    await this.#log.settle(key, { give_up: true });
    this.#ask();
  }

  /** Send refused work again, changed or with reasons why identifiers stay. */
  async resend(key, fields = {}, reasons = {}) {
    const one = this.#log.entries.find((each) => each.key === key);
    const { kind, inspection, target } = one;
    const now = { fields: { ...one.fields, ...fields }, reasons: { ...one.reasons, ...reasons } };
    return this.record({ kind, inspection, target, ...now, instead: key });
  }

  /** Send and fetch now. */
  syncNow() {
    this.#sync?.wake({ refresh: true, now: true });
    this.#channel?.postMessage('wake now');
  }

  #ask() {
    this.#sync?.wake();
    this.#channel?.postMessage('wake');
  }

  /** Something half written that is no edit yet, such as new evidence; null forgets it. */
  async saveDraft(id, value) {
    await this.#drafts.put(id, value).catch((error) => {
      this.#room.isNotKept(error instanceof Full ? 'full' : 'failing');
      throw error;
    });
  }

  draft(id) { return this.#drafts.get(id); }

  /** Everything that the site has not taken, to be kept elsewhere. In clear: for this person's own hands. */
  exportUnsent() {
    const entries = this.#log.entries.filter((one) => one.state !== 'sent');
    return { format: 1, person: this.#state.name, exported_at: this.#clock.said(), entries };
  }

  /**
   * Remove everything of this person from this device, here and in every tab.
   * @param {'empty'|'revoked'} [lock] what to be afterwards
   * @returns {Promise<State & {left: object}>} `left`: what was found afterwards, see wipe.js
   */
  async leave(lock = 'empty') {
    const store = this.#store;
    const device = await store.get('meta', 'device');
    this.#channel?.postMessage('wiped');
    await this.#close();
    const left = await wipe(store.slug, store.person);
    if (!left.databases.length) await this.#site.post(`devices/${device}/wiped`, {}).catch(() => {});
    this.#state = { ...this.#state, person: null, name: '', heldUntil: null, hasPassphrase: false };
    return { ...this.#become(lock), left };
  }

  async #close() {
    this.#stopSharing();
    this.#stopSharing = () => {};
    clearInterval(this.#checking);
    this.#room.stop();
    const sync = this.#sync;
    this.#sync = null;
    this.#store?.close();
    await sync?.stop();
    this.#channel?.close();
    this.#keys = this.#log = this.#documents = this.#drafts = this.#channel = null;
  }

  async #readMeta() {
    const { clock, ...known } = await read(this.#store);
    this.#clock = new Clock(clock);
    Object.assign(this.#state, known);
  }

  // Held too long without contact: the documents go, what was not sent stays sealed until the site
  // opens it again.
  async #expired() {
    if (!this.#clock.isPast(this.#state.heldUntil ?? undefined)) return false;
    const { slug, person } = this.#store;
    await this.#store.clear('documents');
    await removePassphrase(this.#store);
    this.#channel?.postMessage('expired');
    await this.#close();
    this.#store = await Store.open(slug, person);
    this.#become('expired');
    return true;
  }

  async #check() {
    await this.#store.put('meta', 'clock', this.#clock.reading).catch((error) => this.#room.excuse(error));
    await this.#expired();
  }

  async #keepAgain() {
    if (!this.isOpen) return true;
    await this.#store.put('meta', 'clock', this.#clock.reading);
    await this.#log.keepUnkept();
    return !this.#log?.unkept;
  }

  async #told(what, detail) {
    if (what === 'revoked') return void this.leave('revoked');
    if (what === 'contact') await this.#contact(detail);
    else if (what === 'refreshed') this.#changedHere('documents');
    else if (what === 'full') this.#room.isNotKept('full');
    else this.#state.network = what === 'trouble' ? 'offline' : what;
    if (what === 'trouble') this.#state.said = String(detail.error?.message ?? '');
    this.#tellTabs();
    this.#emit();
    return undefined;
  }

  async #contact(status) {
    this.#clock.contact(status.server_time);
    Object.assign(this.#state, {
      network: 'online', lastContact: this.#clock.now(), heldUntil: status.held_until,
      notices: status.notices, said: '', release: { ...this.#state.release, there: status.release },
    });
    await keepContact(this.#store, status, this.#clock).catch((error) => this.#room.excuse(error));
  }

  // The tab that speaks with the site tells the others how that goes.
  #tellTabs() {
    const { network, lastContact, heldUntil, notices, said, release } = this.#state;
    this.#channel?.postMessage({ network, lastContact, heldUntil, notices, said, release });
  }

  #changedHere(what) {
    if (what === 'full' || what === 'unkept') this.#room.isNotKept(what === 'full' ? 'full' : 'failing');
    else if (what === 'log' && !this.#log?.unkept) this.#room.isKept();
    this.#channel?.postMessage(what);
    this.#emit();
  }

  async #changedElsewhere(what) {
    if (typeof what === 'object') {
      Object.assign(this.#state, { ...what, release: { ...what.release, here: this.#state.release.here } });
      return this.#emit();
    }
    if (what === 'hello') return this.#sync?.isAtWork ? this.#tellTabs() : undefined;
    if (what === 'wake') return this.#sync?.wake();
    if (what === 'wake now') return this.#sync?.wake({ refresh: true, now: true });
    const over = { wiped: 'empty', expired: 'expired' }[what];
    if (over) return this.#close().then(() => this.#become(over));
    await this.#log?.load();
    return this.#emit();
  }

  #become(lock) {
    this.#state.lock = lock;
    this.#emit();
    return this.state;
  }

  #emit() {
    this.dispatchEvent(new Event('change'));
  }
}
