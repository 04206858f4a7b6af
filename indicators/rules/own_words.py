"""A vocabulary of quantity words that a programme declares for itself, written a term to a line.

``almost all, over 90`` holds for more than 90%, ``most, 75`` from 75% on; each until the term above it
begins. Shares are whole percentages, from most to fewest, and the last line starts at 0, so that every
share has one word.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from indicators.rules.figures import Bounds
from indicators.rules.wording import EDUCATION_SCOTLAND, Term, Vocabulary, proportion

LINE = re.compile(
    r"(?P<word>[^,%0-9]{1,60}?)\s*,\s*(?:(?P<over>over)\s+|from\s+)?(?P<share>[0-9]{1,3})\s*%?"
)
FEWEST_TERMS, MOST_TERMS = 2, 15
LONGEST = 1500
MOST_OF = 10_000
"""The largest number that an example can be about."""


def vocabulary_of(text: str) -> Vocabulary:
    """The words that a programme uses; Education Scotland's where it has declared none.

    Raises ValueError with a sentence that says what to change.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return EDUCATION_SCOTLAND
    terms = tuple(_term(number, line) for number, line in enumerate(lines, 1))
    _require_order(terms)
    said = tuple(_said(terms))
    digest = hashlib.sha256(as_text(terms).encode()).hexdigest()[:12]
    return Vocabulary(
        code=f"own-{digest}",
        title="Words of quantity of this programme",
        source="",
        published=said,
        terms=terms,
        resolutions=("A term holds from its share until the one above it begins.",),
    )


def as_text(terms: Sequence[Term]) -> str:
    """The terms as they are written, one to a line."""
    return "\n".join(f"{one.word}, {'over ' if one.above else ''}{_percent(one)}" for one in terms)


def _term(number: int, line: str) -> Term:
    found = LINE.fullmatch(line)
    if found is None or int(found["share"]) > 100:  # noqa: PLR2004 - a whole
        raise ValueError(
            f"Line {number} needs a word, a comma and a share from 0 to 100, as “most, 75” or "
            "“almost all, over 90”."
        )
    share = Fraction(int(found["share"]), 100)
    return Term(" ".join(found["word"].split()), share, above=found["over"] is not None)


def _require_order(terms: Sequence[Term]) -> None:
    if not FEWEST_TERMS <= len(terms) <= MOST_TERMS:
        raise ValueError(f"Give {FEWEST_TERMS} to {MOST_TERMS} words, each on its line.")
    words = [one.word.casefold() for one in terms]
    twice = next((one for at, one in enumerate(words) if one in words[:at]), "")
    if twice:
        raise ValueError(f"“{twice}” is there twice. Give each word one line.")
    starts = [(one.lowest, one.above) for one in terms]
    for at, (before, after) in enumerate(pairwise(starts), 2):
        if after >= before:
            raise ValueError(f"Line {at} does not start below the line before it.")
    if starts[0] == (Fraction(1), True):
        raise ValueError("Nothing is over 100. Give the first line 100, or less.")
    if starts[-1] != (Fraction(0), False):
        raise ValueError("The last line starts at 0, so that every share has a word: “few, 0”.")


def _percent(term: Term) -> int:
    return int(term.lowest * 100)


def _said(terms: Sequence[Term]) -> list[tuple[str, str]]:
    """Each word with the share it means; the one below "over 0" is for nothing alone."""
    found = [(one.word, _means(one)) for one in terms]
    if terms[-2].lowest == 0:
        found[-1] = (terms[-1].word, "0%")
    return found


def _means(term: Term) -> str:
    if term.lowest == 1:
        return "100%"
    return f"over {_percent(term)}%" if term.above else f"{_percent(term)}% or more"


@dataclass(frozen=True, slots=True)
class Reading:
    """One word, the share it means, the counts out of the example's total that it is used for (empty:
    none) and how a sentence says the lowest of them."""

    word: str
    means: str
    counts: str
    sentence: str


def readings(vocabulary: Vocabulary, total: int, unit: str = "area") -> list[Reading]:
    """How each word of a vocabulary is used of ``total`` things, at least 1."""
    used: dict[str, list[int]] = {}
    for count in range(total + 1):
        used.setdefault(vocabulary.word(Fraction(count, total)), []).append(count)
    found = []
    for word, meaning in _said(vocabulary.terms):
        counts = used.get(word, [])
        sentence = (
            proportion(vocabulary, Bounds(counts[0], counts[0]), total, unit) if counts else ""
        )
        found.append(Reading(word, meaning, _span(counts), sentence))
    return found


def _span(counts: Sequence[int]) -> str:
    if not counts:
        return ""
    return str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
