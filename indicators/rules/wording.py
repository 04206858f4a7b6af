"""Words of quantity: one declared vocabulary a publication, and the count beside every word.

A word is chosen from the exact share (a fraction), never from a rounded percentage, and a
percentage is never rounded across the border of its word.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from indicators.rules.figures import Bounds


@dataclass(frozen=True)
class Term:
    """A word for every share from ``lowest`` up to the next better term.

    With ``above``, ``lowest`` itself belongs to the term below.
    """

    word: str
    lowest: Fraction
    above: bool = False

    def covers(self, share: Fraction) -> bool:
        return share > self.lowest if self.above else share >= self.lowest


@dataclass(frozen=True)
class Vocabulary:
    """Terms from most to fewest; the last starts at 0. ``resolutions`` say, for a reader, how this
    product reads what the published table leaves open."""

    code: str
    title: str
    source: str
    published: tuple[tuple[str, str], ...]
    terms: tuple[Term, ...]
    resolutions: tuple[str, ...]

    def word(self, share: Fraction) -> str:
        """The word for a share between 0 and 1; ValueError outside."""
        if not 0 <= share <= 1:
            raise ValueError(f"A share lies between 0 and 1, not {share}.")
        return next(term.word for term in self.terms if term.covers(share))

    def as_data(self) -> dict[str, Any]:
        """For the summary: which words were used, where they come from, what was decided."""
        return {
            "code": self.code,
            "title": self.title,
            "source": self.source,
            "terms": [{"word": word, "means": means} for word, means in self.published],
            "resolutions": list(self.resolutions),
        }


EDUCATION_SCOTLAND = Vocabulary(
    code="education-scotland",
    title="Terms we use in the inspection process (Education Scotland)",
    source="https://education.gov.scot/inspection-and-review/what-we-do-and-how-we-do-it/"
    "02-about-inspection-and-review/",
    published=(
        ("almost all", "over 90%"),
        ("most", "75% to 90%"),
        ("majority", "50% to 74%"),
        ("less than half", "15% to 49%"),
        ("few", "up to 15%"),
    ),
    terms=(
        Term("all", Fraction(1)),
        Term("almost all", Fraction(90, 100), above=True),
        Term("most", Fraction(75, 100)),
        Term("the majority", Fraction(50, 100)),
        Term("less than half", Fraction(15, 100)),
        Term("few", Fraction(0), above=True),
        Term("none", Fraction(0)),
    ),
    resolutions=(
        "All and none are used for exactly 100% and 0%; the published table has no word for them.",
        "Between 74% and 75% is the majority, between 49% and 50% is less than half: "
        "a term holds until the next one starts.",
        "Exactly 15%, which the published table gives to two terms, is less than half.",
    ),
)


def percentage(vocabulary: Vocabulary, count: int, total: int) -> str:
    """``73%``; with as many decimals as it takes to stay inside the word (``74.6%``, not 75%).

    This ends: the borders are whole percentages, and a share between two of them comes nearer to
    itself than to either of them once the decimals outnumber the digits of ``total``.
    """
    share = Fraction(count, total)
    word = vocabulary.word(share)
    decimals = 0
    while True:
        parts = 100 * 10**decimals
        rounded = floor(share * parts + Fraction(1, 2))  # halves go up
        if vocabulary.word(Fraction(rounded, parts)) == word:
            return f"{Decimal(rounded).scaleb(-decimals):f}%"
        decimals += 1


def number(bounds: Bounds) -> str:
    """``3``, ``3 to 5``, ``none``."""
    if bounds.exact:
        return str(bounds.low) if bounds.low else "none"
    return f"{bounds.low} to {bounds.high}"


def plural(total: int, unit: str) -> str:
    """``30 areas``, ``1 area``."""
    return f"{total} {unit}" if total == 1 else f"{total} {unit}s"


def proportion(vocabulary: Vocabulary, bounds: Bounds, total: int, unit: str) -> str:
    """Count, denominator, percentage and word: ``22 of 30 areas (73%: the majority)``.

    All and none read ``all 30 areas (100%)`` and ``none of the 30 areas (0%)``. A range that spans
    words names both ends. ``total`` is at least 1.
    """
    if bounds == (total, total) and total > 1:
        return f"all {plural(total, unit)} (100%)"
    if bounds == (0, 0) and total > 1:
        return f"none of the {plural(total, unit)} (0%)"
    ends = [bounds.low] if bounds.exact else [bounds.low, bounds.high]
    shares = " to ".join(percentage(vocabulary, end, total) for end in ends)
    words = list(dict.fromkeys(vocabulary.word(Fraction(end, total)) for end in ends))
    count = " to ".join(str(end) for end in ends)
    return f"{count} of {plural(total, unit)} ({shares}: {' to '.join(words)})"


def sentence(text: str) -> str:
    """With a capital first letter; the rest as it is."""
    return text[:1].upper() + text[1:]


def words_of(code: str) -> str:
    """A code in plain words where an edition gives no label: ``good-or-better`` read aloud."""
    return code.replace("-", " ")
