// The service worker: keeps the empty page and its files of one release, and nothing that was read or
// typed. Everything else is asked of the network; where a page of the inspectorate cannot be had, the
// workspace takes its place and opens the inspection that was asked for.

import { holdKeys } from '../keys.js';

const AWAY = new Set([502, 503, 504]);
const INSPECTION = /\/inspections\/([^/?#]+)(?:\/recording\/([^/?#]+))?/;

/**
 * @param {ServiceWorkerGlobalScope} scope
 * @param {{cache: string, before: string, page: string, files: string[]}} about `cache` names the
 *   release, `before` begins the names of every release's cache
 */
export function serve(scope, about) {
  const files = new Set(about.files);
  holdKeys(scope);
  scope.addEventListener('install', (event) => event.waitUntil(keepFiles(about)));
  scope.addEventListener('activate', (event) => event.waitUntil(takeOver(scope, about)));
  // A new release waits until a page says that it may begin.
  scope.addEventListener('message', ({ data }) => { if (data?.release === 'begin') scope.skipWaiting(); });
  scope.addEventListener('fetch', (event) => {
    const { request } = event;
    const { pathname, origin } = new URL(request.url);
    if (request.method !== 'GET' || origin !== scope.location.origin) return;
    if (request.mode === 'navigate') event.respondWith(page(event, about, pathname));
    else if (files.has(pathname)) event.respondWith(file(event, scope, about, pathname));
  });
}

async function keepFiles({ cache, files }) {
  const kept = await caches.open(cache);
  await kept.addAll(files.map((one) => new Request(one, { cache: 'reload' })));
}

async function takeOver(scope, { cache, before }) {
  const old = (await caches.keys()).filter((one) => one.startsWith(before) && one !== cache);
  await Promise.all(old.map((one) => caches.delete(one)));
  await scope.clients.claim();
}

// The workspace comes from the release that its files come from; other pages from the network.
async function page(event, about, pathname) {
  if (pathname === about.page) return (await kept(about, pathname)) ?? refill(event, about);
  try {
    const answer = await fetch(event.request);
    if (!AWAY.has(answer.status)) return answer;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return Response.redirect(about.page + insteadOf(pathname), 302);
}

function insteadOf(pathname) {
  if (pathname.endsWith('/child-at-risk')) return '#/concern';
  const found = INSPECTION.exec(pathname);
  if (!found) return '#/';
  return `#/i/${found[1]}${found[2] ? `/${found[2]}` : ''}`;
}

async function kept({ cache }, pathname) {
  return (await caches.open(cache)).match(pathname, { ignoreSearch: true });
}

// Everything was removed from this device, and somebody opens the workspace again.
async function refill(event, about) {
  const answer = await fetch(event.request);
  if (answer.ok) event.waitUntil(keepFiles(about));
  return answer;
}

async function file(event, scope, about, pathname) {
  const client = event.clientId ? await scope.clients.get(event.clientId) : null;
  const ours = client && new URL(client.url).pathname === about.page;
  const held = await kept(about, pathname);
  if (ours && held) return held;
  try {
    return await fetch(event.request);
  } catch (error) {
    if (held) return held;
    throw error;
  }
}
