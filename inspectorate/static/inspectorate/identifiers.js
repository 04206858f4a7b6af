// Find what could identify a person in free text, before it leaves the browser; works offline.
//
// The twin of evaluations/rules/identifiers.py, which names the sources of the rules;
// tests/data/identifiers.json holds both to the same examples.

const DIGEST_LENGTH = 32;
const BIRTH_WORDS_WITHIN = 24;
const YEARS_THAT_EXPLAIN = 2;
const OLDEST_PERSON = 120;

const GAP = '[ \\t\\u00a0\\u2009\\u202f-]';
const TEN_DIGITS = new RegExp(`(?<![0-9A-Za-z])[0-9]{3}(?:${GAP}?[0-9]){7}(?![0-9A-Za-z])`, 'g');
const NINO = new RegExp(
  '(?<![0-9A-Za-z])(?!bg|gb|kn|nk|nt|tn|zz)[abceghj-prstw-z][abceghj-nprstw-z]'
  + `(?:${GAP}?[0-9]){6}${GAP}?[a-d](?![0-9A-Za-z])`, 'gi');
const DAY_FIRST = /(?<![0-9/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9]|[/.-][0-9])/g;
const YEAR_FIRST = /(?<![0-9/.-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9]|[/.-][0-9])/g;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const IN_WORDS = new RegExp(
  '(?<![0-9A-Za-z])([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? '
  + `(${MONTHS.join('|')})[a-z]*\\.?,? ([0-9]{4})(?![0-9])`, 'gi');
const BIRTH_WORD = /(?<![a-z])(born|birth|birthday|dob|d\.o\.b\.?|b\.)[^0-9a-z]*(?:on |is |was |the |date ?)*[^0-9a-z]*$/i;
const AREAS = new Set((
  'ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec '
  + 'eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls '
  + 'lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp '
  + 'sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze').split(' '));
const POSTCODE = /(?<![0-9A-Za-z])(?:([A-Z]{1,2})[0-9][0-9A-Z]?[ \u00a0]?[0-9][ABD-HJLNP-UW-Z]{2}|([a-z]{1,2})[0-9][0-9a-z]?[ \u00a0]?[0-9][abd-hjlnp-uw-z]{2})(?![0-9A-Za-z])/g;
const TELEPHONE = new RegExp(
  `(?<![0-9A-Za-z+])(?:\\+44${GAP}?(?:\\(0\\)${GAP}?)?|0044${GAP}?|\\(?0)`
  + `(?:1[1-9]|2[03489]|3[0347]|5[56]|[789][0-9])(?:[()]?${GAP}?[()]?[0-9]){7,8}(?![0-9A-Za-z])`, 'g');
const EMAIL = /(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g;
const LETTERS = "\\p{L}(?:\\p{L}|[\\u0300-\\u036f])*";
const WORD = new RegExp(`${LETTERS}(?:['’]${LETTERS})*`, 'gu');
// Names that are also words: found only when written with a capital.
const ORDINARY = new Set((
  'a an and april art august autumn best bill black brown chance charity clay cook daisy dale '
  + 'dawn day do dean drew earl east faith field ford frank glen gold grace grant gray green grey '
  + 'hall hardy harry hill holly hope hunter ivy jack joy june king lane law little long mark may '
  + 'mercy miles north park pat paul penny pearl pool poppy price rich rob robin rose ruby sandy '
  + 'scott sky small south star stone sue summer the tony trinity violet wade ward way west white '
  + 'will winter wood young').split(' '));

const encoder = new TextEncoder();
const keys = new Map();

function hmacKey(salt) {
  if (!keys.has(salt)) {
    const bytes = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
    const usage = { name: 'HMAC', hash: 'SHA-256' };
    keys.set(salt, crypto.subtle.importKey('raw', bytes, usage, false, ['sign']));
  }
  return keys.get(salt);
}

/** The keyed digest by which an answer names what was found, without repeating it. */
export async function keyOf(salt, kind, value) {
  const signed = await crypto.subtle.sign('HMAC', await hmacKey(salt), encoder.encode(`${kind}:${value}`));
  const hex = Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, '0'));
  return hex.join('').slice(0, DIGEST_LENGTH);
}

/** A word of a name as it is compared: without accents, case and a possessive ending. */
export function plainWord(word) {
  const bare = word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/['’]s$/, '').replace(/['’]/g, '');
}

/** The words of a declared name that are looked for: of two letters or more. */
export function wordsOf(name) {
  return [...name.matchAll(WORD)].map((one) => plainWord(one[0])).filter((word) => word.length > 1);
}

const digits = (text) => text.replace(/[^0-9]/g, '');
const span = (match, value) => ({ start: match.index, end: match.index + match[0].length, value });

/** Whether ten digits end in their check digit. */
export function modulus11(number) {
  let total = 0;
  for (let at = 0; at < 9; at += 1) total += Number(number[at]) * (10 - at);
  return (11 - (total % 11)) % 11 === Number(number[9]);
}

function aDate(year, month, day) {
  const on = new Date(Date.UTC(2000, 0, 1));
  on.setUTCFullYear(year, month - 1, day);
  const real = on.getUTCFullYear() === year && on.getUTCMonth() === month - 1 && on.getUTCDate() === day;
  return real && year > 0 ? on : null;
}

function tenDigits(text) {
  return [...text.matchAll(TEN_DIGITS)]
    .map((one) => span(one, digits(one[0])))
    .filter(({ value }) => modulus11(value) && new Set(value).size > 1);
}

function chi(text) {
  return tenDigits(text).filter(({ value }) => aDate(
    2000 + Number(value.slice(4, 6)), Number(value.slice(2, 4)), Number(value.slice(0, 2))));
}

function nino(text) {
  const gaps = new RegExp(GAP, 'g');
  return [...text.matchAll(NINO)].map((one) => span(one, one[0].replace(gaps, '').toUpperCase()));
}

function inFull(year, today) {
  if (year.length > 2) return Number(year);
  return 2000 + Number(year) <= today.getFullYear() ? 2000 + Number(year) : 1900 + Number(year);
}

function dates(text, today) {
  const found = [];
  for (const one of text.matchAll(DAY_FIRST)) {
    found.push([one, aDate(inFull(one[4], today), Number(one[3]), Number(one[1])), true]);
  }
  for (const one of text.matchAll(YEAR_FIRST)) {
    found.push([one, aDate(Number(one[1]), Number(one[2]), Number(one[3])), true]);
  }
  for (const one of text.matchAll(IN_WORDS)) {
    found.push([one, aDate(Number(one[3]), MONTHS.indexOf(one[2].toLowerCase()) + 1, Number(one[1])), false]);
  }
  return found;
}

// The last characters before a place, counted as the twin counts them: by code point.
function before(text, start) {
  return [...text.slice(0, start)].slice(-BIRTH_WORDS_WITHIN).join('');
}

// A date after a word of birth, or one in figures that is too old to be about the inspection.
function birth(text, names, today) {
  const found = [];
  for (const [match, on, inFigures] of dates(text, today)) {
    const year = on?.getUTCFullYear();
    if (!on || year < today.getFullYear() - OLDEST_PERSON || year > today.getFullYear()) continue;
    const born = BIRTH_WORD.test(before(text, match.index));
    if (born || (inFigures && today.getFullYear() - year > YEARS_THAT_EXPLAIN)) {
      found.push(span(match, on.toISOString().slice(0, 10)));
    }
  }
  return found;
}

function postcode(text) {
  return [...text.matchAll(POSTCODE)]
    .filter((one) => AREAS.has((one[1] ?? one[2]).toLowerCase()))
    .map((one) => span(one, one[0].replace(/[ \u00a0]/g, '').toUpperCase()));
}

function telephone(text) {
  return [...text.matchAll(TELEPHONE)]
    .map((one) => span(one, `0${digits(one[0]).replace(/^(?:0044|44)?0?/, '')}`));
}

const email = (text) => [...text.matchAll(EMAIL)].map((one) => span(one, one[0].toLowerCase()));

async function name(text, names) {
  const found = [];
  if (!names.digests.size) return found;
  for (const one of text.matchAll(WORD)) {
    const word = plainWord(one[0]);
    const capital = one[0].match(/^\p{Lu}/u);
    if (word.length < 2 || (ORDINARY.has(word) && !capital)) continue;
    if (names.digests.has(await keyOf(names.salt, 'name', word))) found.push(span(one, word));
  }
  return found;
}

const LOOKS = { chi, nhs: tenDigits, nino, birth, postcode, telephone, email, name };

/**
 * Every identifier in a text, in its order; where two overlap, the kind named first in LOOKS.
 * @param {string} text
 * @param {{salt: string, digests: Iterable<string>}} names the key (hex) and the digests of declared names
 * @param {Date} [today]
 * @returns {Promise<{kind: string, start: number, end: number, digest: string}[]>} start and end count
 *   as slice() does
 */
export async function find(text, names, today = new Date()) {
  const held = { salt: names.salt, digests: new Set(names.digests) };
  const taken = [];
  for (const [kind, look] of Object.entries(LOOKS)) {
    for (const { start, end, value } of await look(text, held, today)) {
      if (taken.every((one) => end <= one.start || start >= one.end)) {
        taken.push({ kind, start, end, digest: await keyOf(held.salt, kind, value) });
      }
    }
  }
  return taken.sort((one, other) => one.start - other.start);
}
