"""A programme's plan: its areas with and without an inspection, and its inspections over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from areas.queries import areas_as_at
from evaluations.access import programme_for, visible
from evaluations.models import Inspection, Postponement, Programme, ProgrammeArea
from evaluations.rules.months import Scale, scale_over
from evaluations.terms import InspectionStatus
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids


@dataclass(frozen=True, slots=True)
class PlannedInspection:
    id: str
    reference: str
    status: str
    status_label: str


@dataclass(frozen=True, slots=True)
class PlannedArea:
    """An area of a programme with its inspections there."""

    id: str
    code: str
    name: str
    inspections: list[PlannedInspection]


@dataclass(frozen=True, slots=True)
class Bar:
    """Days on the scale of a timeline, as percentages of its width."""

    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An inspection: ``bar`` is its fieldwork, ``before`` where fieldwork was first planned, if it
    was moved; both None without dates. ``tone`` is its look: planned, working, out, held or gone."""

    id: str
    area_code: str
    area: str
    reference: str
    status: str
    status_label: str
    tone: str
    first: date | None
    last: date | None
    planned_from: date | None
    planned_to: date | None
    published_on: date | None
    bar: Bar | None
    before: Bar | None
    published: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``months`` are (label, where they begin in per cent); ``today`` is None outside the scale."""

    programme: Programme
    rows: list[TimelineRow]
    months: list[tuple[str, str]]
    today: str | None


TONES = {
    InspectionStatus.PLANNED: "planned",
    InspectionStatus.PREPARING: "planned",
    InspectionStatus.PUBLISHED: "out",
    InspectionStatus.FOLLOWING_THROUGH: "out",
    InspectionStatus.CLOSED: "out",
    InspectionStatus.SUSPENDED: "held",
    InspectionStatus.ABANDONED: "gone",
}
"""The look of a bar; every other status is work going on."""


def planned_areas(actor: Actor, programme: Programme) -> list[PlannedArea]:
    """The areas a programme is to inspect, by name. Two statements.

    Only inspections that this person may see; abandoned ones do not count.
    """
    found: dict[int, list[PlannedInspection]] = defaultdict(list)
    rows = Inspection.objects.filter(visible(actor), programme=programme)
    for one in rows.exclude(status=InspectionStatus.ABANDONED).order_by("pk"):
        reference = ids.encode("inspection", one.pk)
        found[one.area_id].append(
            PlannedInspection(reference, one.reference, one.status, one.get_status_display())
        )
    places = ProgrammeArea.objects.filter(programme=programme).select_related("area")
    return [
        PlannedArea(
            ids.encode("area", one.area_id), one.area.code, one.area.name, found[one.area_id]
        )
        for one in places.order_by("area__name")
    ]


def area_ticks(actor: Actor, reference: str) -> tuple[Programme, list[tuple[str, str, bool]]]:
    """A programme, and every area there is today as (opaque id, name, whether it is in it).
    Raises NotFound, NotPermitted."""
    programme = programme_for(actor, reference)
    actor.require(P.PLAN_INSPECTIONS)
    rows = ProgrammeArea.objects.filter(programme=programme).select_related("area")
    there = {ids.encode("area", one.area_id): one.area for one in rows}
    today = {one.id: one.name for one in areas_as_at(timezone.localdate())}
    names = {**{key: area.name for key, area in there.items()}, **today}
    ticks = [(key, name, key in there) for key, name in names.items()]
    return programme, sorted(ticks, key=lambda one: one[1])


def timeline(actor: Actor, reference: str) -> Timeline:
    """A programme's inspections that this person may see, by the day fieldwork begins. Raises
    NotFound. Four statements."""
    programme = programme_for(actor, reference)
    rows = list(
        Inspection.objects.filter(visible(actor), programme=programme)
        .select_related("area")
        .order_by("fieldwork_from", "area__name", "pk")
    )
    moved: dict[int, tuple[date | None, date | None]] = {}
    for one in Postponement.objects.filter(inspection__in=rows).order_by("-pk"):
        moved[one.inspection_id] = (one.before_from, one.before_to)
    today = timezone.localdate()
    days = [programme.starts_on, programme.ends_on, *(_days(rows, moved))]
    scale = scale_over([day for day in days if day], today)
    return Timeline(
        programme=programme,
        rows=[_row(one, moved.get(one.pk), scale) for one in rows],
        months=[(f"{day:%b}" if day.month != 1 else f"{day:%Y}", at) for day, at in scale.months],
        today=scale.at(today),
    )


def _days(
    rows: list[Inspection], moved: dict[int, tuple[date | None, date | None]]
) -> list[date | None]:
    own = [day for one in rows for day in (one.fieldwork_from, one.fieldwork_to)]
    return own + [day for pair in moved.values() for day in pair]


def _row(
    one: Inspection, before: tuple[date | None, date | None] | None, scale: Scale
) -> TimelineRow:
    return TimelineRow(
        id=ids.encode("inspection", one.pk),
        area_code=one.area.code,
        area=one.area.name,
        reference=one.reference,
        status=one.status,
        status_label=one.get_status_display(),
        tone=TONES.get(InspectionStatus(one.status), "working"),
        first=one.fieldwork_from,
        last=one.fieldwork_to,
        planned_from=before[0] if before else one.fieldwork_from,
        planned_to=before[1] if before else one.fieldwork_to,
        published_on=one.published_on,
        bar=_bar(scale, one.fieldwork_from, one.fieldwork_to),
        before=_bar(scale, *before) if before else None,
        published=(one.published_on and scale.at(one.published_on)) or "",
    )


def _bar(scale: Scale, first: date | None, last: date | None) -> Bar | None:
    if first is None:
        return None
    return Bar(*scale.bar(first, (last or first) + timedelta(days=1)))
