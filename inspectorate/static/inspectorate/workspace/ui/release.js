// Which release is in use: registers the service worker, and says when the next one waits.

import { about, replace, word } from './dom.js';

/**
 * @param {import('../workspace.js').Workspace} workspace
 * @param {Element} place where the new version is offered
 */
export async function watchRelease(workspace, place) {
  if (!('serviceWorker' in navigator)) return;
  const scope = `/${about.slug}/`;
  const registered = await navigator.serviceWorker
    .register(about.worker, { scope, type: 'module', updateViaCache: 'none' }).catch(() => null);
  if (!registered) return;
  let asked = false;
  navigator.serviceWorker.addEventListener('controllerchange', () => { if (asked) location.reload(); });
  const begin = async () => {
    await workspace.flush();
    asked = true;
    registered.waiting?.postMessage({ release: 'begin' });
  };
  const offer = () => { if (registered.waiting && navigator.serviceWorker.controller) show(place, begin); };
  registered.addEventListener('updatefound', () => {
    registered.installing?.addEventListener('statechange', offer);
  });
  offer();
  workspace.addEventListener('change', () => {
    const { here, there } = workspace.state.release;
    if (there && there !== here && !registered.waiting && !registered.installing) look(registered);
  });
}

let looked = 0;
function look(registered) {
  if (Date.now() - looked < 60_000) return;
  looked = Date.now();
  registered.update().catch(() => {});
}

function show(place, begin) {
  const bar = document.createElement('div');
  bar.className = 'ins_back';
  const inside = document.createElement('div');
  inside.className = 'ds_wrapper';
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'ins_link';
  button.textContent = word('version-use');
  button.addEventListener('click', begin);
  inside.append(`${word('version-ready')} `, button);
  bar.append(inside);
  replace(place, [bar]);
}
