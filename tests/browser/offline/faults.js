// For the tests: breaks what the workspace does at random, and types as somebody would.
//
// What is broken is counted, and what was typed and kept is listed, in localStorage, which outlives
// the page. Numbers come from one seed, so that a run can be repeated.

const note = (name, by = 1) => localStorage.setItem(name, Number(localStorage.getItem(name) ?? 0) + by);

/** Mulberry32. @param {number} seed */
export function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let one = Math.imul(state ^ (state >>> 15), 1 | state);
    one = (one + Math.imul(one ^ (one >>> 7), 61 | one)) ^ one;
    return ((one ^ (one >>> 14)) >>> 0) / 4294967296;
  };
}

/** Break requests before they are sent, answers before they arrive, and writes in their middle. */
export function install(random, { requests = 0.2, writes = 0.06 } = {}) {
  window.faultsOn = true;
  const ask = window.fetch;
  window.fetch = async (...given) => {
    const dice = window.faultsOn ? random() : 1;
    if (dice < requests) { note('cut before'); throw new TypeError('The network went before it was sent.'); }
    const answer = await ask(...given);
    if (dice < 2 * requests) { note('cut after'); throw new TypeError('The network went before the answer.'); }
    return answer;
  };
  for (const deed of ['put', 'add', 'delete']) {
    const real = IDBObjectStore.prototype[deed];
    IDBObjectStore.prototype[deed] = function broken(...given) {
      const asked = real.apply(this, given);
      if (window.faultsOn && this.name === 'log' && random() < writes) {
        note('write broken');
        this.transaction.abort();
      }
      return asked;
    };
  }
}

/** Type words into rationales and views and add evidence, until told to stop. */
export async function type(workspace, inspection, codes, random, round) {
  window.typing = true;
  for (let number = 0; window.typing; number += 1) {
    const word = `w${round}x${number}`;
    const code = codes[Math.floor(random() * codes.length)];
    const dice = random();
    if (dice < 0.15) await addEvidence(workspace, inspection, code, word);
    else await addWord(workspace, inspection, code, word, dice < 0.6 ? 'rationale' : 'reason');
    if (random() < 0.7) workspace.syncNow();
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
  }
}

const kept = (workspace, what) => {
  if (!workspace.state.counts.unkept) localStorage.setItem(what, '');
};

async function addWord(workspace, inspection, code, word, field) {
  const { indicators } = await workspace.document(inspection);
  const [kind, record] = field === 'rationale'
    ? ['evaluation.save', indicators[code].evaluation] : ['view.save', indicators[code].my_view];
  const text = `${record?.[field] ?? ''} ${word}`.trim();
  await workspace.record({ kind, inspection, target: code, fields: { [field]: text } });
  kept(workspace, `typed/${field}/${code}/${word}`);
}

async function addEvidence(workspace, inspection, code, word) {
  const fields = {
    bearing: 'strength', source_kind: 'interviews', level_of_service: 'delivery', indicators: [code],
    happened_on: '2008-04-14', text: `Said in interview ${word}.`,
  };
  await workspace.record({ kind: 'evidence.add', inspection, fields });
  kept(workspace, `typed/evidence/${code}/${word}`);
}
