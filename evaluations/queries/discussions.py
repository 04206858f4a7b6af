"""What the pages of discussed findings show: the meetings, who was there, who was not."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluations.access.inspections import inspection_for
from evaluations.access.returns import inspectorate_parties, reads_return
from evaluations.models import FindingsDiscussion, Inspection
from evaluations.operations.discussions import discussion_record
from evaluations.queries.services import services
from evaluations.rules.discussions import (
    Seat,
    missing,
    unanswered,
    usual_seats,
    why_not_record,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class SeatLine:
    service: str
    post: str
    present: bool
    note: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    id: str
    held_on: date
    place: str
    record: str
    present: list[SeatLine]
    absent: list[SeatLine]


@dataclass(frozen=True, slots=True)
class DiscussionsPage:
    """``missing`` are the names of services that were at no meeting, each with whether somebody has
    said why."""

    inspection: Inspection
    meetings: list[MeetingLine]
    missing: list[tuple[str, bool]]
    may_record: bool
    why_not: str

    @property
    def unanswered(self) -> list[str]:
        return [name for name, answered in self.missing if not answered]


def discussions_page(actor: Actor, inspection: str) -> DiscussionsPage:
    """Raises NotFound, also for partners and whoever is not to know."""
    found = _inspection(actor, inspection)
    named = {code: str(name) for code, name in services()}
    rows = list(_meetings(found))
    seats = _seats(rows)
    open_ones = set(unanswered(seats, named))
    runs = bool(inspectorate_parties(actor, found))
    return DiscussionsPage(
        inspection=found,
        meetings=[_line(one, named) for one in rows],
        missing=[(named[code], code not in open_ones) for code in missing(seats, named)]
        if rows
        else [],
        may_record=runs and not why_not_record(found.status),
        why_not=why_not_record(found.status),
    )


def discussion_records(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    """Every meeting as the API says it. Raises NotFound."""
    return [discussion_record(one) for one in _meetings(_inspection(actor, inspection))]


def discussion_for(actor: Actor, inspection: str, discussion: str) -> FindingsDiscussion:
    """Raises NotFound."""
    number = ids.decode("discussion", discussion)
    rows = _meetings(_inspection(actor, inspection))
    found: FindingsDiscussion | None = rows.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def _inspection(actor: Actor, inspection: str) -> Inspection:
    found = inspection_for(actor, inspection)
    if not reads_return(actor, found):
        raise NotFound
    return found


def _meetings(inspection: Inspection) -> Any:
    rows = FindingsDiscussion.objects.filter(inspection=inspection)
    return rows.prefetch_related("attendance").order_by("held_on", "id")


def _seats(rows: list[FindingsDiscussion]) -> list[Seat]:
    return [
        Seat(one.service, one.post, one.present, one.note)
        for row in rows
        for one in row.attendance.all()
    ]


def _line(row: FindingsDiscussion, named: dict[str, str]) -> MeetingLine:
    lines = [
        SeatLine(named.get(one.service, one.service), one.post, one.present, one.note)
        for one in row.attendance.all()
    ]
    return MeetingLine(
        id=ids.encode("discussion", row.pk),
        held_on=row.held_on,
        place=row.place,
        record=row.record,
        present=[one for one in lines if one.present],
        absent=[one for one in lines if not one.present],
    )


def first_seats() -> list[Seat]:
    """Who is usually asked, of the inspectorate's services."""
    return usual_seats(code for code, _name in services())
