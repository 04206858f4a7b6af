"""How long things took: a median and a distribution, with how many still wait. Never a bare mean.

Source: product rules 3 and 7: distributions and medians, each figure with its denominator.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median

EDGES = (0, 91, 182, 365, 730, 1096)
"""Where the classes of a distribution begin, in days: to three and six months, one, two and three
years, and longer."""
LEAST_FOR_QUARTILES = 5
"""Fewer durations than this have no quartiles worth showing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations in days. ``classes`` counts them by EDGES, the last one open; ``waiting`` is how many
    have not come to their end by the day. Without durations ``middle`` and the rest are None."""

    n: int
    waiting: int
    middle: float | None
    lower: float | None
    upper: float | None
    shortest: int | None
    longest: int | None
    classes: tuple[int, ...]

    @property
    def of(self) -> int:
        """The denominator: those that came to their end and those that wait."""
        return self.n + self.waiting

    def as_data(self) -> dict[str, object]:
        """As JSON: whole days where they are whole."""
        return {
            "counted": self.n,
            "waiting": self.waiting,
            "median_days": _plain(self.middle),
            "lower_quartile_days": _plain(self.lower),
            "upper_quartile_days": _plain(self.upper),
            "shortest_days": self.shortest,
            "longest_days": self.longest,
            "classes": [
                {"from_days": low, "to_days": high, "count": count}
                for (low, high), count in zip(classes(), self.classes, strict=True)
            ],
        }

    def as_published(self) -> dict[str, object]:
        """As JSON for everybody: without the shortest and the longest, each of which is one area's,
        and without a middle of fewer than LEAST_FOR_QUARTILES durations."""
        data = self.as_data()
        if self.n < LEAST_FOR_QUARTILES:
            data["median_days"] = None
        return {key: data[key] for key in data if key not in {"shortest_days", "longest_days"}}


def classes() -> tuple[tuple[int, int | None], ...]:
    """First and last day of each class of a distribution; the last has no last day."""
    closed = tuple((low, high - 1) for low, high in pairwise(EDGES))
    return (*closed, (EDGES[-1], None))


def spread(ends: Iterable[tuple[date, date | None]], *, as_at: date) -> Spread:
    """Of (beginning, end) as known on a day. What began later is not counted at all; what ended later,
    or not yet, is waiting. An end before its beginning counts as zero days."""
    days: list[int] = []
    waiting = 0
    for began, ended in ends:
        if began > as_at:
            continue
        if ended is None or ended > as_at:
            waiting += 1
        else:
            days.append(max((ended - began).days, 0))
    return _spread(sorted(days), waiting)


def _spread(days: Sequence[int], waiting: int) -> Spread:
    if not days:
        return Spread(0, waiting, None, None, None, None, None, (0,) * len(EDGES))
    half = len(days) // 2
    enough = len(days) >= LEAST_FOR_QUARTILES
    bounds = (*EDGES[1:], days[-1] + EDGES[-1] + 1)
    counted = tuple(
        sum(low <= one < high for one in days) for low, high in zip(EDGES, bounds, strict=True)
    )
    return Spread(
        n=len(days),
        waiting=waiting,
        middle=median(days),
        lower=median(days[:half]) if enough else None,
        upper=median(days[-half:]) if enough else None,
        shortest=days[0],
        longest=days[-1],
        classes=counted,
    )


def _plain(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
