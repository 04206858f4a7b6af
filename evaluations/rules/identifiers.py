"""Find what could identify a person in free text, the same here as in the browser.

The twin of this module is static/inspectorate/identifiers.js; tests/data/identifiers.json holds both
to the same examples. Sources of the rules: CHI and NHS numbers, NHS Data Dictionary (modulus 11 over
nine digits, weights 10 to 2; a CHI number begins with a date of birth, ddmmyy); National Insurance
numbers, HMRC NIM39110; postcodes, BS 7666 and Royal Mail's areas; telephone numbers, Ofcom's
National Telephone Numbering Plan.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

DIGEST_LENGTH = 32
BIRTH_WORDS_WITHIN = 24
YEARS_THAT_EXPLAIN = 2
OLDEST_PERSON = 120


class Found(NamedTuple):
    """An identifier in a text: what kind, from where to where (in characters, the end after it), and
    the keyed digest that an answer about it names."""

    kind: str
    start: int
    end: int
    digest: str


class Names(NamedTuple):
    """What texts of one inspection are held to: the key of its digests (hex), and the digests of the
    words of the names declared for its cases."""

    salt: str
    digests: frozenset[str] = frozenset()


SAID: dict[str, str] = {
    "chi": "This looks like a CHI number.",
    "nhs": "This looks like an NHS number.",
    "nino": "This looks like a National Insurance number.",
    "birth": "This looks like a date of birth.",
    "postcode": "This looks like a postcode.",
    "telephone": "This looks like a telephone number.",
    "email": "This looks like an e-mail address.",
    "name": "This is a name declared for a sampled case.",
}
"""What is said of each kind, in the order in which they are looked for."""


def _words_in(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GAP = r"[ \t\u00a0\u2009\u202f-]"
_TEN_DIGITS = re.compile(rf"(?<![0-9A-Za-z])[0-9]{{3}}(?:{_GAP}?[0-9]){{7}}(?![0-9A-Za-z])")
_NINO = re.compile(
    rf"(?<![0-9A-Za-z])(?!bg|gb|kn|nk|nt|tn|zz)[abceghj-prstw-z][abceghj-nprstw-z]"
    rf"(?:{_GAP}?[0-9]){{6}}{_GAP}?[a-d](?![0-9A-Za-z])",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?<![0-9/.-])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})(?![0-9]|[/.-][0-9])"
)
_YEAR_FIRST = re.compile(r"(?<![0-9/.-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9]|[/.-][0-9])")
_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(_MONTHS.split(), 1)}
_IN_WORDS = re.compile(
    r"(?<![0-9A-Za-z])([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? "
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? ([0-9]{4})(?![0-9])",
    re.IGNORECASE,
)
_BIRTH_WORD = re.compile(
    r"(?<![a-z])(born|birth|birthday|dob|d\.o\.b\.?|b\.)[^0-9a-z]*(?:on |is |was |the |date ?)*"
    r"[^0-9a-z]*$",
    re.IGNORECASE,
)
_POSTCODE_AREAS = _words_in(
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec "
    "eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls "
    "lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp "
    "sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze"
)
_POSTCODE = re.compile(
    r"(?<![0-9A-Za-z])(?:([A-Z]{1,2})[0-9][0-9A-Z]?[ \u00a0]?[0-9][ABD-HJLNP-UW-Z]{2}"
    r"|([a-z]{1,2})[0-9][0-9a-z]?[ \u00a0]?[0-9][abd-hjlnp-uw-z]{2})(?![0-9A-Za-z])"
)
_TELEPHONE = re.compile(
    rf"(?<![0-9A-Za-z+])(?:\+44{_GAP}?(?:\(0\){_GAP}?)?|0044{_GAP}?|\(?0)"
    rf"(?:1[1-9]|2[03489]|3[0347]|5[56]|[789][0-9])(?:[()]?{_GAP}?[()]?[0-9]){{7,8}}(?![0-9A-Za-z])"
)
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}"
    r"[A-Za-z]{2,24}(?![A-Za-z0-9-])"
)
_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*"
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")
_ORDINARY = _words_in(
    "a an and april art august autumn best bill black brown chance charity clay cook daisy dale "
    "dawn day do dean drew earl east faith field ford frank glen gold grace grant gray green grey "
    "hall hardy harry hill holly hope hunter ivy jack joy june king lane law little long mark may "
    "mercy miles north park pat paul penny pearl pool poppy price rich rob robin rose ruby sandy "
    "scott sky small south star stone sue summer the tony trinity violet wade ward way west white "
    "will winter wood young"
)
"""Names that are also words: found only when written with a capital."""


def key_of(salt: str, kind: str, value: str) -> str:
    """The keyed digest by which an answer names what was found, without repeating it."""
    told = f"{kind}:{value}".encode()
    return hmac.new(bytes.fromhex(salt), told, hashlib.sha256).hexdigest()[:DIGEST_LENGTH]


def plain_word(word: str) -> str:
    """A word of a name as it is compared: without accents, case and a possessive ending."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one)
    )
    return re.sub(r"['’]s$", "", bare.lower()).replace("’", "").replace("'", "")


def words_of(name: str) -> list[str]:
    """The words of a declared name that are looked for: of two letters or more."""
    words = [plain_word(one.group()) for one in _WORD.finditer(name)]
    return [word for word in words if len(word) > 1]


def name_digest(salt: str, word: str) -> str:
    """The keyed digest of one word of a declared name; this, and not the name, is what is stored
    and sent to devices."""
    return key_of(salt, "name", plain_word(word))


def find(text: str, names: Names, today: date) -> list[Found]:
    """Every identifier in the text, in its order; where two overlap, the kind that is named first
    in ``SAID``. ``today`` tells dates of birth from dates of what happened lately."""
    taken: list[Found] = []
    for kind, looked in _LOOKS.items():
        for start, end, value in looked(text, names, today):
            if all(end <= one.start or start >= one.end for one in taken):
                taken.append(Found(kind, start, end, key_of(names.salt, kind, value)))
    return sorted(taken, key=lambda one: one.start)


type Spans = Iterator[tuple[int, int, str]]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


def modulus_11(number: str) -> bool:
    """Whether ten digits end in their check digit."""
    total = sum(
        int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False)
    )
    return (11 - total % 11) % 11 == int(number[9])


def _ten_digits(text: str) -> Spans:
    for one in _TEN_DIGITS.finditer(text):
        number = _digits(one.group())
        if modulus_11(number) and len(set(number)) > 1:
            yield one.start(), one.end(), number


def _chi(text: str, _names: Names, _today: date) -> Spans:
    for start, end, number in _ten_digits(text):
        if _a_date(2000 + int(number[4:6]), int(number[2:4]), int(number[:2])):
            yield start, end, number


def _nhs(text: str, _names: Names, _today: date) -> Spans:
    yield from _ten_digits(text)


def _nino(text: str, _names: Names, _today: date) -> Spans:
    for one in _NINO.finditer(text):
        yield one.start(), one.end(), re.sub(_GAP, "", one.group()).upper()


def _a_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_full(year: str, today: date) -> int:
    """A year of two digits as one that has begun."""
    if len(year) > 2:  # noqa: PLR2004 - of two digits or of four
        return int(year)
    return 2000 + int(year) if 2000 + int(year) <= today.year else 1900 + int(year)


def _dates(text: str, today: date) -> Iterator[tuple[int, int, date | None, bool]]:
    """Every date: from, to, which, and whether it is written in figures."""
    for one in _DAY_FIRST.finditer(text):
        day, _, month, year = one.groups()
        yield *one.span(), _a_date(_in_full(year, today), int(month), int(day)), True
    for one in _YEAR_FIRST.finditer(text):
        yield *one.span(), _a_date(int(one[1]), int(one[2]), int(one[3])), True
    for one in _IN_WORDS.finditer(text):
        month = str(_MONTH_NUMBERS[one[2].lower()])
        yield *one.span(), _a_date(int(one[3]), int(month), int(one[1])), False


def _birth(text: str, _names: Names, today: date) -> Spans:
    """A date after a word of birth, or one in figures that is too old to be about the inspection."""
    for start, end, on, in_figures in _dates(text, today):
        if on is None or not today.year - OLDEST_PERSON <= on.year <= today.year:
            continue
        born = _BIRTH_WORD.search(text[max(0, start - BIRTH_WORDS_WITHIN) : start])
        if born or (in_figures and today.year - on.year > YEARS_THAT_EXPLAIN):
            yield start, end, on.isoformat()


def _postcode(text: str, _names: Names, _today: date) -> Spans:
    for one in _POSTCODE.finditer(text):
        if (one[1] or one[2]).lower() in _POSTCODE_AREAS:
            yield one.start(), one.end(), re.sub(r"[ \u00a0]", "", one.group()).upper()


def _telephone(text: str, _names: Names, _today: date) -> Spans:
    for one in _TELEPHONE.finditer(text):
        number = _digits(one.group())
        bare = re.sub(r"^(?:0044|44)?0?", "", number)
        yield one.start(), one.end(), f"0{bare}"


def _email(text: str, _names: Names, _today: date) -> Spans:
    for one in _EMAIL.finditer(text):
        yield one.start(), one.end(), one.group().lower()


def _name(text: str, names: Names, _today: date) -> Spans:
    if not names.digests:
        return
    for one in _WORD.finditer(text):
        word = plain_word(one.group())
        if word in _ORDINARY and not one.group()[0].isupper():
            continue
        if len(word) > 1 and name_digest(names.salt, word) in names.digests:
            yield one.start(), one.end(), word


_LOOKS: dict[str, Callable[[str, Names, date], Spans]] = {
    "chi": _chi,
    "nhs": _nhs,
    "nino": _nino,
    "birth": _birth,
    "postcode": _postcode,
    "telephone": _telephone,
    "email": _email,
    "name": _name,
}


def unanswered(found: Collection[Found], reasons: Collection[str]) -> list[Found]:
    """What was found and has no answer yet, by digest."""
    return [one for one in found if one.digest not in reasons]
