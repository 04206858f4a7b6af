"""Who is on what, when: people against weeks, overlaps and absences seen at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from evaluations.queries.people import Profile, conflicts_of, profiles, running_places, stints
from evaluations.rules.team import FITTING, Stint
from evaluations.terms import Discipline
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids

WEEKS = 13
AWAY = "away"


@dataclass(frozen=True, slots=True)
class Cell:
    """A person's week: (short, in full) for each thing; ``tone`` is free, on, away or twice."""

    things: Sequence[tuple[str, str]]
    tone: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: str
    name: str
    profile: Profile
    cells: list[Cell]
    free: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A running inspection and the conflicts of one of its team."""

    inspection: str
    area: str
    said: list[str]


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """``weeks`` are Mondays. ``conflicts`` are those of every running inspection."""

    weeks: list[date]
    people: list[PersonRow]
    conflicts: list[Warned]
    disciplines: Sequence[tuple[str, str]]


def capacity_page(actor: Actor, first: date, discipline: str = "") -> CapacityPage:
    """Thirteen weeks from the one of ``first``, for everybody who can be on a team.

    ``discipline`` narrows to one. Raises NotPermitted. A constant number of statements.
    """
    actor.require(P.PLAN_INSPECTIONS)
    monday = first - timedelta(days=first.weekday())
    weeks = [monday + timedelta(weeks=number) for number in range(WEEKS)]
    members = _members(weeks[0], weeks[-1])
    known = profiles([one.pk for one in members])
    members = [
        one
        for one in members
        if not discipline or known.get(one.pk, Profile()).discipline == discipline
    ]
    busy = stints([one.pk for one in members])
    return CapacityPage(
        weeks=weeks,
        people=[
            _row(one, known.get(one.pk, Profile()), busy.get(one.pk, []), weeks) for one in members
        ],
        conflicts=_warned(),
        disciplines=[(one.value, str(one.label)) for one in Discipline],
    )


def _members(first: date, last: date) -> list[Membership]:
    fitting = sorted({str(role) for roles in FITTING.values() for role in roles})
    rows = Membership.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=last + timedelta(days=6)),
        Q(to_on__isnull=True) | Q(to_on__gte=first),
        roles__overlap=fitting,
        user__is_active=True,
    )
    return list(rows.select_related("user").order_by("user__display_name", "pk"))


def _row(
    member: Membership, profile: Profile, busy: Sequence[Stint], weeks: Sequence[date]
) -> PersonRow:
    cells = [_cell([one for one in busy if _meets(one, monday)]) for monday in weeks]
    return PersonRow(
        id=ids.encode("membership", member.pk),
        name=member.user.display_name,
        profile=profile,
        cells=cells,
        free=sum(cell.tone == "free" for cell in cells),
    )


def _meets(one: Stint, monday: date) -> bool:
    return one.first <= monday + timedelta(days=6) and monday <= one.last


def _cell(there: Sequence[Stint]) -> Cell:
    work = [one for one in there if one.short]
    things = [(one.short or AWAY, one.what) for one in there]
    clash = any(
        one.first <= other.last and other.first <= one.last
        for at, one in enumerate(there)
        for other in there[at + 1 :]
        if one.short or other.short
    )
    tone = "twice" if clash else "on" if work else "away" if there else "free"
    return Cell(things, tone)


def _warned() -> list[Warned]:
    places = running_places()
    found = conflicts_of(places)
    return [
        Warned(
            ids.encode("inspection", one.inspection_id),
            one.inspection.area.name,
            [conflict.said for conflict in found[one.pk]],
        )
        for one in places
        if one.pk in found
    ]
