"""Bring in main points for action, and the progress judged on them, from a file.

A point belongs to the first inspection of its area in the programme. An area that was a pilot may
have been followed through without its pilot being on record: the pilot inspection is then added,
without dates or evaluations. Each date of a follow-through report is a follow-through inspection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from evaluations.access import programme_by_code
from evaluations.operations import InspectionFacts, add_recorded_inspections
from evaluations.queries import recorded_inspections
from evaluations.terms import InspectionKind, InspectionStatus
from followthrough.models import MainPointForAction, PointMove, Progress
from followthrough.rules.points_file import PointRow, read_points
from followthrough.terms import PointStatus
from indicators.queries import edition_document, indicator_ids
from indicators.rules.document import Graded, Value
from indicators.rules.values import parse_value
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import Source
from inspectorate.tenancy.scope import because

MAKES_POINTS = (InspectionKind.FULL, InspectionKind.SHORT, InspectionKind.PILOT)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class ImportedPoints:
    """What an import changed. All zero: the file held nothing new."""

    points_added: int
    points_changed: int
    judgements_added: int
    judgements_changed: int
    follow_throughs_added: int
    pilots_added: int

    @property
    def anything(self) -> bool:
        return any(
            (
                self.points_added,
                self.points_changed,
                self.judgements_added,
                self.judgements_changed,
                self.follow_throughs_added,
                self.pilots_added,
            )
        )


@dataclass(frozen=True, slots=True)
class _Place:
    """The programme's inspections by area: where points begin, and where they were followed up."""

    first: dict[str, int]
    followed: dict[tuple[str, date], int]


@transaction.atomic
def import_main_points(
    *, actor: Actor, programme: str, source: Source, file_name: str = "a file"
) -> ImportedPoints:
    """All or nothing, and safe to repeat. Raises Faulty with every fault, NotFound, NotPermitted."""
    actor.require(Permission.IMPORT_DATA)
    found = programme_by_code(actor, programme)
    edition = edition_document(found.edition_id)
    areas = {area.code: area for area in recorded_inspections(found.pk)}
    rows = list(read_points(source, edition, parse_value, areas=areas.keys()))
    with because(f"Imported from {file_name[:200]}"):
        before = _place(areas.values())
        wanted = _missing(rows, areas, before)
        add_recorded_inspections(programme=found, inspections=wanted)
        place = _place(recorded_inspections(found.pk))
        points, added, changed = _points(rows, place, indicator_ids(found.edition_id))
        judged_added, judged_changed = _judgements(rows, place, points)
    return ImportedPoints(
        points_added=added,
        points_changed=changed,
        judgements_added=judged_added,
        judgements_changed=judged_changed,
        follow_throughs_added=sum(one.kind == InspectionKind.FOLLOW_THROUGH for one in wanted),
        pilots_added=sum(one.kind == InspectionKind.PILOT for one in wanted),
    )


def _place(areas: Iterable[Any]) -> _Place:
    first: dict[str, int] = {}
    followed: dict[tuple[str, date], int] = {}
    for area in areas:
        for one in area.inspections:  # oldest first
            if one.kind in MAKES_POINTS:
                first.setdefault(area.code, one.id)
            elif one.published_on is not None:
                followed.setdefault((area.code, one.published_on), one.id)
    return _Place(first, followed)


def _missing(rows: list[PointRow], areas: dict[str, Any], place: _Place) -> list[InspectionFacts]:
    """The inspections the file speaks of that are not on record yet. Raises Faulty."""
    faults = FaultList()
    wanted: dict[tuple[str, date | None], InspectionFacts] = {}
    for row in rows:
        code, on = row.area_code, row.follow_through_published_on
        if code not in place.first:
            if not areas[code].pilot:
                faults.add(
                    row.line,
                    "area_code",
                    f"{code} has no inspection in this programme. Import its evaluations first.",
                )
                continue
            wanted.setdefault(
                (code, None),
                InspectionFacts(
                    area_id=areas[code].id,
                    reference="pilot",
                    kind=InspectionKind.PILOT,
                    status=InspectionStatus.FOLLOWING_THROUGH,
                    published_on=None,
                ),
            )
        if on is not None and (code, on) not in place.followed:
            wanted.setdefault(
                (code, on),
                InspectionFacts(
                    area_id=areas[code].id,
                    reference=f"follow-through {on.isoformat()}",
                    kind=InspectionKind.FOLLOW_THROUGH,
                    status=InspectionStatus.PUBLISHED,
                    published_on=on,
                ),
            )
    faults.raise_if_any()
    return list(wanted.values())


def _points(
    rows: list[PointRow], place: _Place, indicators: dict[str, int]
) -> tuple[dict[tuple[int, int], MainPointForAction], int, int]:
    """Every point of the file, made or brought up to date; by inspection and number."""
    inspections = {place.first[row.area_code] for row in rows}
    there = {
        (point.inspection_id, point.number): point
        for point in MainPointForAction.objects.select_for_update(no_key=True).filter(
            inspection_id__in=inspections
        )
    }
    new: dict[tuple[int, int], MainPointForAction] = {}
    changed: dict[tuple[int, int], MainPointForAction] = {}
    for row in rows:
        key = (place.first[row.area_code], row.number)
        values = {"indicator_id": indicators.get(row.indicator_code or ""), "text": row.text}
        if key in there:
            if _update(there[key], values):
                changed[key] = there[key]
        elif key not in new:
            new[key] = MainPointForAction(inspection_id=key[0], number=key[1], **values)
    MainPointForAction.objects.bulk_create(new.values(), batch_size=BATCH)
    PointMove.objects.bulk_create(
        (
            PointMove(point=one, to_status=one.status, reason="Brought in from a file.")
            for one in new.values()
        ),
        batch_size=BATCH,
    )
    MainPointForAction.objects.bulk_update(
        changed.values(), ["indicator", "text", "version"], batch_size=BATCH
    )
    return there | new, len(new), len(changed)


def _update(record: Any, values: dict[str, Any]) -> bool:
    """Set what differs and raise the version; whether anything differed."""
    differs = {name: value for name, value in values.items() if getattr(record, name) != value}
    for name, value in differs.items():
        setattr(record, name, value)
    if differs:
        record.version += 1
    return bool(differs)


def _columns(value: Value) -> dict[str, Any]:
    if not isinstance(value, Graded):
        return {"level": None, "level_set": None, "non_grade": value.code}
    if value.exact:
        return {"level": next(iter(value.ranks)), "level_set": None, "non_grade": None}
    return {"level": None, "level_set": sorted(value.ranks), "non_grade": None}


def _judgements(
    rows: list[PointRow], place: _Place, points: dict[tuple[int, int], MainPointForAction]
) -> tuple[int, int]:
    there = {
        (one.point_id, one.inspection_id): one
        for one in Progress.objects.select_for_update(no_key=True).filter(
            point_id__in=[point.pk for point in points.values()]
        )
    }
    new, changed, judged, moves = [], [], [], []
    for row in rows:
        if row.progress is None or row.follow_through_published_on is None:
            continue
        point = points[place.first[row.area_code], row.number]
        inspection_id = place.followed[row.area_code, row.follow_through_published_on]
        values, current = _columns(row.progress), there.get((point.pk, inspection_id))
        if current is None:
            new.append(Progress(point=point, inspection_id=inspection_id, **values))
        elif _update(current, values):
            changed.append(current)
        if point.status in (PointStatus.OPEN, PointStatus.ACTED_ON):
            moves.append(_judged(point, inspection_id))
            judged.append(point)
    Progress.objects.bulk_create(new, batch_size=BATCH)
    Progress.objects.bulk_update(
        changed, ["level", "level_set", "non_grade", "version"], batch_size=BATCH
    )
    MainPointForAction.objects.bulk_update(judged, ["status", "version"], batch_size=BATCH)
    PointMove.objects.bulk_create(moves, batch_size=BATCH)
    return len(new), len(changed)


def _judged(point: MainPointForAction, inspection_id: int) -> PointMove:
    """Take a point to "judged"; the step to keep of it."""
    step = PointMove(
        point=point,
        from_status=point.status,
        to_status=PointStatus.JUDGED,
        reason="Brought in from a file.",
        inspection_id=inspection_id,
    )
    point.status, point.version = PointStatus.JUDGED, point.version + 1
    return step
