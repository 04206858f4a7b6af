"""Counts that are ranges where a value is known only as a set of levels."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Figure = int | dict[str, int]
"""As a summary writes a count: a plain number, or ``{"min": a, "max": b}`` where a < b."""


class Bounds(NamedTuple):
    """A count between ``low`` (certain) and ``high`` (possible), both included."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def figure(self) -> Figure:
        return self.low if self.low == self.high else {"min": self.low, "max": self.high}


def bounds_of(figure: int | Mapping[str, Any]) -> Bounds:
    """The other way round: what a summary wrote, read again."""
    if isinstance(figure, int):
        return Bounds(figure, figure)
    return Bounds(figure["min"], figure["max"])
