"""A person's calendar: their inspections' fieldwork, their days on teams, what falls due, absences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from evaluations.models import Absence, CalendarFeed, PreInspectionReturn, TeamMember
from evaluations.queries.people import RUNNING
from evaluations.rules.ics import Event
from evaluations.terms import ReturnStatus, TeamRole
from inspectorate.kernel import ids

PAST_DAYS = 92
"""How far back a calendar goes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Days of a calendar. ``kind`` is fieldwork, team, return, absence, or one of those that another
    app adds; ``key`` tells one from another for good; ``inspection`` is an opaque id, or empty."""

    key: str
    kind: str
    title: str
    first: date
    last: date
    inspection: str = ""
    note: str = ""
    sequence: int = 0

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Week:
    """The entries that begin in a week, or reach into the first one shown."""

    monday: date
    entries: list[Entry]

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: list[Week]


Entries = Callable[[int, date], list[Entry]]
"""The entries of a membership that end on a day or later, in a constant number of statements."""
_MORE: list[Entries] = []


def add_entries(more: Entries) -> None:
    """Let another app put its own days into everybody's calendar and feed; once, from its ready()."""
    if more not in _MORE:
        _MORE.append(more)


def entries_of(membership_id: int, today: date) -> list[Entry]:
    """What a person has from a quarter ago on, in order. A constant number of statements.

    Inspections that go on, while the person is on their team; what other apps add; nothing case-level.
    """
    since = today - timedelta(days=PAST_DAYS)
    rows = TeamMember.objects.filter(
        membership_id=membership_id, recused_at__isnull=True, inspection__status__in=RUNNING
    ).select_related("inspection__area")
    places = list(rows)
    found = [entry for place in places for entry in _of_place(place)]
    found += _returns(places)
    found += [
        Entry(f"absence-{one.pk}", "absence", _("Absent"), one.from_on, one.to_on)
        for one in Absence.objects.filter(membership_id=membership_id)
    ]
    for more in _MORE:
        found += more(membership_id, since)
    kept = [one for one in found if one.last >= since]
    return sorted(kept, key=lambda one: (one.first, one.last, one.key))


def _of_place(place: TeamMember) -> list[Entry]:
    inspection = place.inspection
    reference = ids.encode("inspection", inspection.pk)
    area = inspection.area.name
    role = str(TeamRole(place.role).label)
    number = inspection.version + place.version
    found = []
    if inspection.fieldwork_from:
        last = inspection.fieldwork_to or inspection.fieldwork_from
        title = _("Fieldwork: %(area)s") % {"area": area}
        held = _("Suspended.") if inspection.status == "suspended" else ""
        note = f"{role}. {inspection.reference}. {held}".strip()
        key = f"fieldwork-{inspection.pk}"
        days = (inspection.fieldwork_from, last)
        found.append(Entry(key, "fieldwork", title, *days, reference, note, number))
    edges = (
        ("joins", place.from_on, _("First day on the team: %(area)s")),
        ("leaves", place.to_on, _("Last day on the team: %(area)s")),
    )
    for edge, day, words in edges:
        if day:
            key = f"{edge}-{place.pk}"
            title = words % {"area": area}
            found.append(Entry(key, "team", title, day, day, reference, role, number))
    return found


def _returns(places: list[TeamMember]) -> list[Entry]:
    """Pre-inspection returns that the partnerships still owe, on the day they are due."""
    rows = PreInspectionReturn.objects.filter(
        inspection_id__in=[one.inspection_id for one in places],
        status__in=[ReturnStatus.ASKED, ReturnStatus.SENT_BACK],
    )
    return [
        Entry(
            f"return-{one.pk}",
            "return",
            _("Pre-inspection return due: %(area)s") % {"area": one.inspection.area.name},
            one.due_on,
            one.due_on,
            ids.encode("inspection", one.inspection_id),
            "",
            one.version,
        )
        for one in rows.select_related("inspection__area")
    ]


def months_of(entries: list[Entry]) -> list[Month]:
    """The entries by month and week of their first day."""
    months = []
    for first, within in groupby(entries, key=lambda one: one.first.replace(day=1)):
        weeks = [
            Week(monday, list(some))
            for monday, some in groupby(
                within, key=lambda one: one.first - timedelta(days=one.first.weekday())
            )
        ]
        months.append(Month(first, weeks))
    return months


def events_of(entries: list[Entry], host: str, site: str) -> list[Event]:
    """The entries as events of a feed; ``host`` makes the UIDs the installation's own, ``site`` is
    where an inspection's page is, without its reference."""
    return [
        Event(
            uid=f"{one.key}@{host}",
            summary=one.title,
            first=one.first,
            last=one.last,
            description=one.note,
            url=f"{site}{one.inspection}" if one.inspection else "",
            busy=one.kind in {"fieldwork", "absence"},
            sequence=one.sequence,
        )
        for one in entries
    ]


def feed_since(membership_id: int) -> CalendarFeed | None:
    """The person's feed, if they have made its address."""
    found: CalendarFeed | None = CalendarFeed.objects.filter(membership_id=membership_id).first()
    return found
