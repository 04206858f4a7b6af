// Sending what was done here and fetching what others did: by one tab for all, as the network allows.
//
// What is on its way is marked so before it is sent and is sent again, under the same key, until it
// is answered; the site does each key once. Whether there is a network is known by asking the site,
// not by what the browser thinks.

import { nextQuiet } from './log-rules.js';
import { NoAnswer, NotYours, Revoked, SaidNo, SignIn } from './site.js';
import { Full } from './store.js';

export const CONTACT = 60_000;
const REFRESH = 5 * 60_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 60_000;

/** How long to wait after so many failures: twice as long each time, and not all at the same moment. */
export function backoff(failures, random = Math.random) {
  const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.max(0, failures - 1));
  return most / 2 + (random() * most) / 2;
}

export class Sync {
  #parts;
  #stop = new AbortController();
  #wake = () => {};
  #asked = true;
  #refreshWanted = true;
  #failures = 0;
  #atWork = false;
  #contact = 0;
  #refreshed = 0;
  /** @type {Promise<void>} */
  #running;

  /**
   * @param {object} parts
   * @param {import('./site.js').Site} parts.site
   * @param {import('./log.js').Log} parts.log
   * @param {import('./documents.js').Documents} parts.documents
   * @param {import('./store.js').Store} parts.store
   * @param {import('./clock.js').Clock} parts.clock
   * @param {(state: string, detail?: object) => Promise<void> | void} parts.tell network: online,
   *   offline, sign-in, another, revoked; contact (with the site's status); refreshed; full
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /** Begin. The tab that holds the lock works; the others wait to take over. */
  start() {
    const { slug, person } = this.#parts.store;
    this.#running = navigator.locks.request(`inspectorate-sync-${slug}-${person}`, { signal: this.#stop.signal }, () => this.#loop())
      .catch((error) => { if (error.name !== 'AbortError') throw error; });
  }

  /** Stop; resolves when nothing is under way any more. */
  async stop() {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  /** There is something to do. @param {{refresh?: boolean, now?: boolean}} [what] now: do not wait out a pause */
  wake({ refresh = false, now = false } = {}) {
    this.#asked = true;
    this.#refreshWanted ||= refresh;
    if (now) { this.#failures = 0; this.#contact = 0; }
    if (now || !this.#failures) this.#wake();
  }

  /** Whether this is the tab that speaks with the site. */
  get isAtWork() {
    return this.#atWork;
  }

  get #over() {
    return this.#stop.signal.aborted || this.#parts.store.closed;
  }

  async #loop() {
    this.#atWork = true;
    while (!this.#over) {
      try {
        await this.#round();
        this.#failures = 0;
        await this.#parts.tell('online');
      } catch (error) {
        if (this.#over) return;
        if (!await this.#excused(error)) return;
      }
      await this.#pause();
    }
  }

  async #round() {
    this.#asked = false;
    if (performance.now() - this.#contact > CONTACT || !this.#contact) await this.#touch();
    const sent = await this.#sendAll();
    this.#refreshWanted ||= sent || performance.now() - this.#refreshed > REFRESH;
    if (this.#refreshWanted) await this.#refreshAsAsked();
  }

  // Noted before it is asked: `wake` may want another while this one is under way. A failure unnotes it.
  async #touch() {
    const { site, tell } = this.#parts;
    this.#contact = performance.now();
    const status = await site.status();
    if (status.device === 'revoked') throw new Revoked();
    if (status.device !== 'ok') throw new NotYours();
    await tell('contact', status);
  }

  // Whether anything came back that others may have changed too.
  async #sendAll() {
    const { log, site } = this.#parts;
    let met = false;
    for (;;) {
      const batch = await log.takeBatch();
      if (!batch.length || this.#over) return met;
      const { body } = await site.post('operations', { operations: batch });
      await log.take(body.answers);
      met ||= body.answers.some((one) => one.state !== 'done');
      if (body.answers.some((one) => one.state === 'again')) throw new NoAnswer('The site asks to send it again.');
    }
  }

  // What is wanted while this one is under way is another one: what this one was given may be from
  // before the change that it is wanted for.
  async #refreshAsAsked() {
    this.#refreshWanted = false;
    try {
      await this.#refresh();
    } catch (error) {
      this.#refreshWanted = true;
      throw error;
    }
  }

  async #refresh() {
    const { site, documents, log, tell } = this.#parts;
    const { body } = await site.get('inspections');
    const wanted = body.inspections.map((one) => one.id);
    for (const id of wanted) await this.#fetchOne(id).catch((error) => this.#noRoom(error));
    for (const id of await documents.ids()) if (!wanted.includes(id)) await documents.delete(id);
    await log.prune();
    await log.keepUnkept();
    this.#refreshed = performance.now();
    await tell('refreshed', body);
  }

  // What the site has now is not kept where there is no room; what was done here goes on.
  async #noRoom(error) {
    if (!(error instanceof Full)) throw error;
    await this.#parts.tell('full');
  }

  async #fetchOne(id) {
    const { site, documents } = this.#parts;
    const held = await documents.get(id);
    const { body, status, etag } = await site.get(`inspections/${id}`, held?.etag);
    if (status === 304) return;
    let more = body.evidence_next;
    while (more !== null) {
      const { body: page } = await site.get(`inspections/${id}/evidence?before=${more}`);
      body.evidence.push(...page.evidence);
      more = page.evidence_next;
    }
    await documents.put(id, { etag, document: body });
  }

  // Whether to go on after a failure.
  async #excused(error) {
    const { tell } = this.#parts;
    this.#failures += 1;
    this.#contact = 0;
    if (error instanceof Revoked) { await tell('revoked'); return false; }
    if (error instanceof NotYours) { await tell('another'); return false; }
    if (error instanceof SignIn) await tell('sign-in');
    else if (error instanceof NoAnswer) await tell('offline');
    else if (error instanceof SaidNo) await tell('offline', { said: error.said });
    else await tell('trouble', { error });
    return true;
  }

  async #pause() {
    const { log, clock } = this.#parts;
    if (this.#asked && !this.#failures) return;
    const quiet = nextQuiet(log.entries, clock.now());
    const typed = quiet === null ? CONTACT : Math.max(50, quiet - clock.now());
    const wait = this.#failures ? backoff(this.#failures) : Math.min(CONTACT, typed);
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.#wake = () => { clearTimeout(timer); resolve(); };
      if (this.#over) this.#wake();
    });
    this.#wake = () => {};
  }
}
