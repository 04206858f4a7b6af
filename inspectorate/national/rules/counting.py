"""Distributions, bands and medians of one indicator over the inspections that count.

The scale is an order: nothing here adds levels up or takes a mean of them. A value known only as a
set of levels touches every count it might belong to: ``low`` counts what is certain, ``high`` what
is possible.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.rules.document import Edition
from indicators.rules.figures import Bounds, Figure
from inspectorate.national.rules.inputs import EvaluationValue

Median = str | dict[str, str] | None
"""A level's code, ``{"min": code, "max": code}`` (worst, best) where sets leave it open, or None
when nothing is graded."""


@dataclass(frozen=True)
class Tally:
    """How often each value occurs. ``missing``: nothing recorded, which is no non-grade either."""

    graded: tuple[tuple[frozenset[int], int], ...]
    not_graded: tuple[tuple[str, int], ...]
    missing: int

    @property
    def graded_total(self) -> int:
        return sum(times for _, times in self.graded)


def tally(values: Iterable[EvaluationValue | None]) -> Tally:
    """Count values; None stands for nothing recorded."""
    counted = Counter(values)
    missing = counted.pop(None, 0)
    graded = [(one, n) for one, n in counted.items() if isinstance(one, frozenset)]
    other = [(one, n) for one, n in counted.items() if isinstance(one, str)]
    graded.sort(key=lambda pair: sorted(pair[0]))
    return Tally(graded=tuple(graded), not_graded=tuple(sorted(other)), missing=missing)


def within(tallied: Tally, ranks: frozenset[int]) -> Bounds:
    """How many lie in a band given as ranks: certainly, and possibly."""
    certain = sum(times for value, times in tallied.graded if value <= ranks)
    possible = sum(times for value, times in tallied.graded if value & ranks)
    return Bounds(certain, possible)


def by_rank(edition: Edition, tallied: Tally) -> dict[int, Bounds]:
    """Counts by rank, best first."""
    return {level.rank: within(tallied, frozenset({level.rank})) for level in edition.levels}


def counts(edition: Edition, tallied: Tally) -> dict[str, Figure]:
    """Counts by level code, best first."""
    ranked = by_rank(edition, tallied)
    return {level.code: ranked[level.rank].figure for level in edition.levels}


def bands(edition: Edition, tallied: Tally) -> dict[str, Figure]:
    """Counts by band code, in the edition's order."""
    return {code: within(tallied, ranks).figure for code, ranks in edition.bands.items()}


def _low_median(worst_first: Iterable[tuple[int, int]], total: int) -> int:
    """The rank in the middle; of two in the middle, the worse: no level is made up between them."""
    left = (total + 1) // 2
    for rank, times in worst_first:
        left -= times
        if left <= 0:
            return rank
    raise ValueError("A median needs at least one value.")


def median(edition: Edition, tallied: Tally) -> Median:
    """The low median. With every set read at its worst, then at its best, the two ends of what the
    median can be: it never falls when a single value rises."""
    total = tallied.graded_total
    if not total:
        return None
    worst = sorted((min(value), times) for value, times in tallied.graded)
    best = sorted((max(value), times) for value, times in tallied.graded)
    low = edition.level_by_rank[_low_median(worst, total)].code
    high = edition.level_by_rank[_low_median(best, total)].code
    return low if low == high else {"min": low, "max": high}
