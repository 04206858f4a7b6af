// Speaking with the site: each answer is one of a few, whatever the network does.

const TIMEOUT = 30_000;

/** There was no answer: no network, the site is down, or it took too long. */
export class NoAnswer extends Error {}
/** Somebody must sign in (again) before the site goes on. */
export class SignIn extends Error {}
/** This device was revoked: empty it. */
export class Revoked extends Error {}
/** The device is not this person's: another person is signed in, or it was never registered. */
export class NotYours extends Error {}
/** The site said no for another reason; `status` and `said` tell which. */
export class SaidNo extends Error {
  constructor(status, said) {
    super(said);
    this.status = status;
    this.said = said;
  }
}

export class Site {
  #csrf = '';
  #device = '';

  /** @param {string} base where the workspace's data are, such as `/hmie/workspace/` */
  constructor(base) {
    this.base = base;
  }

  /** From now on speak as this device. */
  as(device) {
    this.#device = device;
  }

  /** Who is signed in, and how things stand. @returns {Promise<object>} */
  async status() {
    const { body } = await this.#ask('GET', 'status');
    this.#csrf = body.csrf;
    return body;
  }

  get(where, etag = '') {
    return this.#ask('GET', where, undefined, etag ? { 'If-None-Match': etag } : {});
  }

  /** Send; a form token that has become old is fetched again, once. */
  async post(where, body) {
    if (!this.#csrf) await this.status();
    try {
      return await this.#ask('POST', where, body, { 'X-CSRFToken': this.#csrf });
    } catch (error) {
      if (!(error instanceof SaidNo) || error.status !== 403 || error.said) throw error;
      await this.status();
      return this.#ask('POST', where, body, { 'X-CSRFToken': this.#csrf });
    }
  }

  async #ask(method, where, body, more = {}) {
    const headers = { Accept: 'application/json', ...more };
    if (this.#device) headers['X-Device'] = this.#device;
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let answer;
    let text;
    try {
      answer = await fetch(this.base + where, {
        method, headers, body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin', redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT),
      });
      text = answer.status === 204 || answer.status === 304 ? '' : await answer.text();
    } catch (error) {
      throw new NoAnswer('There is no answer from the site.', { cause: error });
    }
    return this.#understood(answer, text);
  }

  #understood(answer, text) {
    if (answer.type === 'opaqueredirect' || answer.status === 401) throw new SignIn('Sign in to go on.');
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) {
      throw new NoAnswer(`The site answers ${answer.status}.`);
    }
    const json = answer.headers.get('Content-Type')?.includes('json') ?? false;
    if (answer.ok && !json && text) throw new NoAnswer('Something that is not the site has answered.');
    let body = null;
    try {
      body = json && text ? JSON.parse(text) : null;
    } catch (error) {
      throw new NoAnswer('The answer broke off.', { cause: error });
    }
    if (answer.ok || answer.status === 304) return { body, status: answer.status, etag: answer.headers.get('ETag') ?? '' };
    if (body?.code === 'device-revoked' || answer.status === 410) throw new Revoked(body?.detail);
    if (body?.code === 'device-unknown') throw new NotYours(body.detail);
    throw new SaidNo(answer.status, body?.detail ?? '');
  }
}
