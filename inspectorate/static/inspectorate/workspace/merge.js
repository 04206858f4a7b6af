// Two people wrote at the same text: what each changed, word by word, and both changes together.
//
// The twin of evaluations/rules/merge3.py, where the rule is spelled out; both are held by the same
// examples, tests/data/merge-vectors.json.

const PIECE = /[\p{L}\p{N}_]+|[ \t\n\r\u00a0]+|./gsu;
const WORD = /[\p{L}\p{N}_]/u;
const ONLY_BLANKS = /^[ \t\n\r\u00a0]*$/;
const MOST_CELLS = 1_000_000;

/** @typedef {{start: number, end: number, text: string}} Change that `base[start:end]` became text */
/** @typedef {{kind: 'same'|'ins'|'del', text: string}} Mark a stretch that stayed, came or went */

/** A text cut into words, runs of blanks and single other characters. @returns {string[]} */
export function pieces(text) {
  return text.match(PIECE) ?? [];
}

/** The text with the changes of both; null when they touch each other. @returns {string | null} */
export function merged(base, mine, theirs) {
  const cut = pieces(base);
  const all = [...changed(cut, pieces(mine)), ...changed(cut, pieces(theirs))];
  const made = [];
  let at = 0;
  for (const [number, one] of distinct(all).entries()) {
    const between = cut.slice(at, one.start).join('');
    if (number && ONLY_BLANKS.test(between)) return null;
    made.push(between, one.text);
    at = one.end;
  }
  return [...made, ...cut.slice(at)].join('');
}

function distinct(changes) {
  const found = new Map(changes.map((one) => [JSON.stringify([one.start, one.end, one.text]), one]));
  return [...found.values()].sort((one, other) => one.start - other.start || one.end - other.end
    || (one.text < other.text ? -1 : 1));
}

/**
 * What went and what came: joined, `same` and `ins` give `after`, `same` and `del` give `before`.
 * @returns {Mark[]}
 */
export function marks(before, after) {
  const cut = pieces(before);
  const made = [];
  let at = 0;
  for (const one of changed(cut, pieces(after))) {
    made.push({ kind: 'same', text: cut.slice(at, one.start).join('') });
    made.push({ kind: 'del', text: cut.slice(one.start, one.end).join('') });
    made.push({ kind: 'ins', text: one.text });
    at = one.end;
  }
  made.push({ kind: 'same', text: cut.slice(at).join('') });
  return made.filter((mark) => mark.text);
}

/** How `other` came from `base`, in order. @param {string[]} base @returns {Change[]} */
export function changed(base, other) {
  const start = common(base, other);
  const left = base.slice(start);
  const right = other.slice(start);
  const tail = common([...left].reverse(), [...right].reverse());
  left.length -= tail;
  right.length -= tail;
  if (!left.length && !right.length) return [];
  const whole = !left.length || !right.length || left.length * right.length > MOST_CELLS;
  const found = whole ? [[0, left.length, right]] : linedUp(left, right);
  return joined(base, movedOn(base, found.map(([a, b, text]) => [start + a, start + b, text])));
}

function common(one, other) {
  const shorter = Math.min(one.length, other.length);
  let at = 0;
  while (at < shorter && one[at] === other[at]) at += 1;
  return at;
}

// The changes between two texts by their longest common subsequence; what goes before what comes.
function linedUp(left, right) {
  const table = lengths(left, right);
  const made = [];
  let a = 0;
  let b = 0;
  while (a < left.length || b < right.length) {
    if (a < left.length && b < right.length && left[a] === right[b]) {
      a += 1;
      b += 1;
      continue;
    }
    const goes = b === right.length || (a < left.length && table[a + 1][b] >= table[a][b + 1]);
    if (!made.length || made.at(-1)[1] !== a) made.push([a, a, []]);
    if (goes) made.at(-1)[1] = a += 1;
    else made.at(-1)[2].push(right[b++]);
  }
  return made;
}

function lengths(left, right) {
  const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let a = left.length - 1; a >= 0; a -= 1) {
    for (let b = right.length - 1; b >= 0; b -= 1) {
      table[a][b] = left[a] === right[b]
        ? table[a + 1][b + 1] + 1 : Math.max(table[a + 1][b], table[a][b + 1]);
    }
  }
  return table;
}

// Each addition and each removal as far on as it can stand without meeting the next change.
function movedOn(base, changes) {
  return changes.map(([start, end, text], number) => {
    const limit = changes[number + 1]?.[0] ?? base.length;
    let by = 0;
    let turned = text;
    if (start === end) {
      while (end + by < limit && text[by % text.length] === base[end + by]) by += 1;
      turned = [...text.slice(by % text.length), ...text.slice(0, by % text.length)];
    } else if (!text.length) {
      while (end + by < limit && base[start + by] === base[end + by]) by += 1;
    }
    return [start + by, end + by, turned];
  });
}

// Changes with nothing but blanks and punctuation between them are one.
function joined(base, changes) {
  const made = [];
  for (const [start, end, text] of changes) {
    const last = made.at(-1);
    const between = last ? base.slice(last.end, start).join('') : '';
    if (last && !WORD.test(between)) {
      last.text += between + text.join('');
      last.end = end;
    } else {
      made.push({ start, end, text: text.join('') });
    }
  }
  return made;
}
