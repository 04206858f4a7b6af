"""A scale of months under which bars of days are drawn: plain days in, percentages out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

MOST_MONTHS = 120
LEAST_MONTHS = 6
NARROWEST = 0.6
"""A bar's least width in per cent, so that a single day is still seen."""
EVERY = ((18, 1), (48, 3), (MOST_MONTHS, 12))
"""Up to so many months, which of them are named: each, each third, each January."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``first``, the first of a month, up to ``end``, the first of the month after the last."""

    first: date
    end: date

    def share(self, day: date) -> float:
        """Where a day begins, in per cent of the width; held to the scale's ends."""
        share = 100 * (day - self.first).days / (self.end - self.first).days
        return min(max(share, 0.0), 100.0)

    def at(self, day: date) -> str | None:
        """The same as text; None for a day outside the scale."""
        return _percent(self.share(day)) if self.first <= day < self.end else None

    def bar(self, first: date, end: date) -> tuple[str, str, str]:
        """Where days from ``first`` up to, not with, ``end`` are: left, width and middle."""
        left, right = self.share(first), self.share(end)
        width = max(right - left, NARROWEST)
        left = min(left, 100 - width)
        return _percent(left), _percent(width), _percent(left + width / 2)

    @property
    def months(self) -> list[tuple[date, str]]:
        """The months that are named, and where each begins."""
        starts = [self.first]
        while (following := next_month(starts[-1])) < self.end:
            starts.append(following)
        step = next(every for most, every in EVERY if len(starts) <= most)
        named = [day for day in starts if (day.month - 1) % step == 0]
        return [(day, _percent(self.share(day))) for day in named]


def scale_over(days: Collection[date], today: date) -> Scale:
    """The scale that shows these days; half a year from today's month when there are none, and no
    more than ten years."""
    first = min(days, default=today).replace(day=1)
    end = next_month(max(days, default=today))
    months = (end.year - first.year) * 12 + end.month - first.month
    for _more in range(LEAST_MONTHS - months):
        end = next_month(end)
    for _less in range(months - MOST_MONTHS):
        first = next_month(first)
    return Scale(first, end)


def next_month(day: date) -> date:
    """The first of the month after this day's."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _percent(share: float) -> str:
    return f"{share:.2f}%"
