"""One indicator against a set of others: a pattern, never a cause.

Each row holds the inspections whose condition indicator lies in the row's band; in a row they are
counted by how many indicators of the set lie in each band of interest.
"""

from dataclasses import dataclass
from typing import Any

from indicators.rules.document import CrossTabulation, Edition
from indicators.rules.figures import Bounds
from inspectorate.national.rules.inputs import Table

CONDITION_NOT_GRADED = "condition-not-graded"
NONE_OF_THE_SET_GRADED = "none-of-the-set-graded"


@dataclass(frozen=True)
class _Case:
    """Inspections in the denominator that are alike: condition, what is graded of the set, how
    many."""

    condition: frozenset[int]
    graded: tuple[frozenset[int], ...]
    times: int

    def number_within(self, ranks: frozenset[int]) -> Bounds:
        certain = sum(1 for value in self.graded if value <= ranks)
        return Bounds(certain, sum(1 for value in self.graded if value & ranks))


def _ranks(edition: Edition, code: str) -> frozenset[int]:
    """The ranks of a band, or of a single level."""
    if code in edition.bands:
        return edition.bands[code]
    return frozenset({edition.level_by_code[code].rank})


def _cases(definition: CrossTabulation, table: Table) -> tuple[list[_Case], dict[str, int]]:
    """The denominator, and what is left out of it by reason (only reasons that occur)."""
    cases: list[_Case] = []
    left_out: dict[str, int] = {}
    for (condition, *of), times in table.patterns((definition.condition, *definition.of)):
        graded = tuple(value for value in of if isinstance(value, frozenset))
        if not isinstance(condition, frozenset):
            left_out[CONDITION_NOT_GRADED] = left_out.get(CONDITION_NOT_GRADED, 0) + times
        elif not graded:
            left_out[NONE_OF_THE_SET_GRADED] = left_out.get(NONE_OF_THE_SET_GRADED, 0) + times
        else:
            cases.append(_Case(condition, graded, times))
    return cases, dict(sorted(left_out.items()))


def cross_tabulation(edition: Edition, definition: CrossTabulation, table: Table) -> dict[str, Any]:
    """The figures of one definition. ``inspections`` is the denominator: those with the condition
    and at least one of the set graded; ``excluded`` says what is not in it."""
    cases, left_out = _cases(definition, table)
    return {
        "code": definition.code,
        "title": definition.title,
        "condition": definition.condition,
        "of": list(definition.of),
        "note": definition.note,
        "inspections": _total(cases),
        "excluded": left_out,
        "rows": [_row(edition, definition, cases, row) for row in definition.rows],
    }


def _total(cases: list[_Case]) -> int:
    return sum(case.times for case in cases)


def _row(
    edition: Edition, definition: CrossTabulation, cases: list[_Case], row: str
) -> dict[str, Any]:
    ranks = _ranks(edition, row)
    sure = [case for case in cases if case.condition <= ranks]
    perhaps = [case for case in cases if case.condition & ranks and not case.condition <= ranks]
    return {
        "row": row,
        "inspections": Bounds(_total(sure), _total(sure) + _total(perhaps)).figure,
        "bands": {
            band: _cells(_ranks(edition, band), len(definition.of), sure, perhaps)
            for band in definition.bands
        },
    }


@dataclass
class _Cell:
    low: int = 0
    high: int = 0

    def add(self, times: int, *, certain: bool, possible: bool) -> None:
        self.low += times * certain
        self.high += times * possible

    @property
    def bounds(self) -> Bounds:
        return Bounds(self.low, self.high)


def _cells(
    ranks: frozenset[int], size: int, sure: list[_Case], perhaps: list[_Case]
) -> dict[str, Any]:
    """``by_number`` from all of the set down to none; ``all_graded``: every graded one of the set
    is in the band; ``any``: at least one is."""
    by_number = {number: _Cell() for number in range(size, -1, -1)}
    every, some = _Cell(), _Cell()
    for cases, in_row in ((sure, True), (perhaps, False)):
        for case in cases:
            number = case.number_within(ranks)
            for n in range(number.low, number.high + 1):
                by_number[n].add(case.times, certain=in_row and number.exact, possible=True)
            all_surely, all_perhaps = (n == len(case.graded) for n in number)
            every.add(case.times, certain=in_row and all_surely, possible=all_perhaps)
            some.add(case.times, certain=in_row and number.low > 0, possible=number.high > 0)
    return {
        "by_number": {str(number): cell.bounds.figure for number, cell in by_number.items()},
        "all_graded": every.bounds.figure,
        "any": some.bounds.figure,
    }
