"""What an evaluation rests on: pieces of evidence by kind of source and by level of service.

Triangulation: no single kind of source carries an evaluation alone, and what children and families
say and what became of them is looked for beside what services say of themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from evaluations.terms import Bearing, LevelOfService, SourceKind

SHADES = 3
WELL_SPREAD = 3
"""An evaluation on this many kinds of source or more is counted as well spread."""


class Cell(NamedTuple):
    """How many pieces of one kind of source, at one level of service, show one thing."""

    source: str
    level: str
    bearing: str
    pieces: int


class GapKind(StrEnum):
    """What is missing, the gravest first."""

    NO_EVIDENCE = "no-evidence"
    ONE_KIND = "one-kind"
    NO_STAKEHOLDER_VIEWS = "no-stakeholder-views"
    OUTCOMES_NOT_COVERED = "outcomes-not-covered"
    OUTCOMES_ON_ONE_PIECE = "outcomes-on-one-piece"


class Gap(NamedTuple):
    """Something that is missing; ``of`` is the only kind of source, where there is only one."""

    kind: GapKind
    of: str = ""

    @property
    def grave(self) -> bool:
        """Whether a reader must be warned, not only told."""
        return self.kind in {GapKind.ONE_KIND, GapKind.NO_STAKEHOLDER_VIEWS}


@dataclass(frozen=True)
class Triangulation:
    """What one indicator rests on. Withdrawn evidence is not in the cells."""

    cells: tuple[Cell, ...] = ()

    @cached_property
    def pieces(self) -> int:
        return sum(one.pieces for one in self.cells)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of source there are, in the order of the page."""
        there = {one.source for one in self.cells if one.pieces}
        return tuple(kind for kind in SourceKind.values if kind in there)

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The levels of service that are covered, in the order of the page."""
        there = {one.level for one in self.cells if one.pieces}
        return tuple(level for level in LevelOfService.values if level in there)

    @property
    def only_kind(self) -> str:
        """The kind of source, when there is a single one; otherwise empty."""
        return self.kinds[0] if len(self.kinds) == 1 else ""

    def of_source(self, source: str) -> int:
        return sum(one.pieces for one in self.cells if one.source == source)

    def of_bearing(self, bearing: str) -> int:
        return sum(one.pieces for one in self.cells if one.bearing == bearing)

    def at(self, source: str, level: str) -> int:
        return sum(one.pieces for one in self.cells if (one.source, one.level) == (source, level))

    @property
    def contrary(self) -> int:
        return self.of_bearing(Bearing.CONTRARY)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, the gravest first; a single kind of source hides the smaller gaps."""
        if not self.pieces:
            return (Gap(GapKind.NO_EVIDENCE),)
        if self.only_kind:
            return (Gap(GapKind.ONE_KIND, self.only_kind),)
        outcomes = sum(self.at(source, LevelOfService.OUTCOMES) for source in self.kinds)
        found = {
            GapKind.NO_STAKEHOLDER_VIEWS: SourceKind.STAKEHOLDER_VIEWS not in self.kinds,
            GapKind.OUTCOMES_NOT_COVERED: outcomes == 0,
            GapKind.OUTCOMES_ON_ONE_PIECE: outcomes == 1 and self.pieces > 1,
        }
        return tuple(Gap(kind) for kind, holds in found.items() if holds)


NOTHING = Triangulation()


def shade(pieces: int, most: int) -> int:
    """How dark a cell is drawn, 0 (nothing) to ``SHADES``, beside the fullest cell there is."""
    if not pieces:
        return 0
    return min(SHADES, 1 + (SHADES * (pieces - 1)) // max(most, SHADES))


def by_indicator(rows: Iterable[tuple[str, str, str, str, int]]) -> dict[str, Triangulation]:
    """Rows of (indicator's code, source, level of service, bearing, pieces) as triangulations."""
    cells: dict[str, list[Cell]] = {}
    for code, source, level, bearing, pieces in rows:
        cells.setdefault(code, []).append(Cell(source, level, bearing, pieces))
    return {code: Triangulation(tuple(found)) for code, found in cells.items()}
