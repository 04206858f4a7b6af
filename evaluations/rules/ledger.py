"""What is remembered of the inspections in a file while its rows stream past."""

from array import array
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import shown

KINDS = ("full", "short", "pilot", "follow-through", "interim")
MOST_PLACES = 10_000_000
"""Inspections in one file, times the indicators of the edition."""

_LINE, _KIND, _FROM, _TO, _PUBLISHED = range(5)
_FACTS = 5


class Inspection(NamedTuple):
    """An inspection as the rows of a file describe it. Area and reference name it."""

    area_code: str
    reference: str
    kind: str
    fieldwork_from: date | None
    fieldwork_to: date | None
    published_on: date | None


class Ledger:
    """Sees to it that rows of one inspection agree, and that no indicator is evaluated twice in it.

    A file of a million rows holds some 55,000 inspections, so each is kept as a run of 32-bit
    numbers: the line it is first on, its kind and dates (as ordinals, 0 for none), and for each
    indicator the line it was evaluated on (0 for not yet).
    """

    def __init__(self, indicators: Sequence[str], faults: FaultList) -> None:
        self._faults = faults
        self._at = {code: _FACTS + number for number, code in enumerate(indicators)}
        self._width = _FACTS + len(self._at)
        self._places: dict[str, int] = {}
        self._kept = array("I")

    def __len__(self) -> int:
        return len(self._places)

    def enter(self, inspection: Inspection, line: int) -> int:
        """The inspection's place in the ledger, made when it is new.

        Notes a fault when it differs from the row that first described it.
        """
        key = f"{inspection.area_code}\0{inspection.reference}"
        place = self._places.get(key)
        if place is None:
            if len(self._kept) >= MOST_PLACES:
                raise self._faults.stop(
                    line,
                    "",
                    f"The file has more than {len(self):,} inspections. Bring it in parts.",
                )
            place = self._places[key] = len(self._kept)
            self._kept.extend((line, *_facts(inspection), *(0,) * len(self._at)))
        else:
            self._compare(place, inspection, line)
        return place

    def mark(self, place: int, indicator: str, line: int, field: str) -> bool:
        """Note that ``indicator`` is evaluated on ``line``; a fault, and False, if it was before."""
        at = place + self._at[indicator]
        first = self._kept[at]
        if not first:
            self._kept[at] = line
            return True
        self._faults.add(
            line,
            field,
            f"Indicator {shown(indicator)} of this inspection is evaluated on line {first} already.",
        )
        return False

    def without_evaluations(self) -> int:
        """How many inspections have no evaluation at all."""
        width = self._width
        starts = range(0, len(self._kept), width)
        return sum(not any(self._kept[at + _FACTS : at + width]) for at in starts)

    def _compare(self, place: int, inspection: Inspection, line: int) -> None:
        kept = self._kept[place : place + _FACTS]
        facts = _facts(inspection)
        if tuple(kept[_KIND:]) == facts:
            return
        for at, field in (
            (_KIND, "inspection_kind"),
            (_FROM, "fieldwork_from"),
            (_TO, "fieldwork_to"),
            (_PUBLISHED, "published_on"),
        ):
            if kept[at] != facts[at - 1]:
                first, now = _said(at, kept[at]), _said(at, facts[at - 1])
                self._faults.add(
                    line,
                    field,
                    f"The same inspection has {first} on line {kept[_LINE]} and {now} here. "
                    "Rows with the same area and reference are one inspection.",
                )


def _facts(inspection: Inspection) -> tuple[int, int, int, int]:
    return (
        KINDS.index(inspection.kind),
        _ordinal(inspection.fieldwork_from),
        _ordinal(inspection.fieldwork_to),
        _ordinal(inspection.published_on),
    )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


def _said(at: int, kept: int) -> str:
    if at == _KIND:
        return KINDS[kept]
    return date.fromordinal(kept).isoformat() if kept else "no date"
