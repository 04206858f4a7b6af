// Jobs on the page: ask how far each is, show it, and stop when it has ended.

const SOONEST = 1500;
const LATEST = 15000;

function watch(box, wait) {
  setTimeout(async () => {
    if (!box.isConnected) return;
    if (document.hidden) {
      document.addEventListener('visibilitychange', () => watch(box, 0), { once: true });
      return;
    }
    const next = await latest(box.dataset.progress);
    if (!next) {
      watch(box, Math.min(wait * 2 || SOONEST, LATEST));
      return;
    }
    if (next.textContent !== box.textContent) box.replaceWith(next);
    const shown = next.isConnected ? next : box;
    if (shown.dataset.progress) watch(shown, SOONEST);
  }, wait);
}

// The same component from the server, or null when it could not be had this time.
async function latest(address) {
  try {
    const answer = await fetch(address, { headers: { 'X-Requested-With': 'fetch' } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const box = page.querySelector('.ins_job');
    return box && document.adoptNode(box);
  } catch {
    return null;
  }
}

for (const box of document.querySelectorAll('[data-progress]')) watch(box, SOONEST);
