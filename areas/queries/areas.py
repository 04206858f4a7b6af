"""What lists and pages show of areas."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from areas.access import id_kind
from areas.models import BODIES, AreaSuccession, Holiday, LocalAuthorityArea
from areas.terms import BodyKind, SuccessionKind
from inspectorate.kernel import ids

LINKED = tuple(kind for kind, shape in BODIES.items() if shape.link is not None)


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body as another record names it. ``id`` is its opaque id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area in a list, with the bodies that serve it on the day asked about."""

    id: str
    code: str
    name: str
    pilot: bool
    gss_code: str | None
    from_on: date | None
    to_on: date | None
    bodies: Mapping[BodyKind, tuple[BodyName, ...]]

    @property
    def committee(self) -> BodyName | None:
        return next(iter(self.bodies[BodyKind.COMMITTEE]), None)

    @property
    def health_boards(self) -> tuple[BodyName, ...]:
        return self.bodies[BodyKind.HEALTH_BOARD]

    @property
    def police_force(self) -> BodyName | None:
        return next(iter(self.bodies[BodyKind.POLICE_FORCE]), None)


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A dated link between an area and a body, seen from either side.

    ``now`` says whether it holds on the day asked about; ``other`` is the record at its other end.
    """

    id: str
    kind: BodyKind
    other: BodyName
    from_on: date | None
    to_on: date | None
    now: bool
    version: int


@dataclass(frozen=True, slots=True)
class SuccessionLine:
    """What a record followed, or was followed by."""

    kind: SuccessionKind
    other: BodyName
    on: date
    before: bool


def areas_as_at(on: date, *, search: str = "") -> list[AreaLine]:
    """The areas there are on a day, by name, with who serves them then. Five statements.

    ``search`` is looked for in the area's code and name and in its bodies' names, any case.
    """
    areas = list(LocalAuthorityArea.objects.as_at(on).order_by("name", "code"))
    served: dict[BodyKind, dict[int, list[BodyName]]] = {kind: _served(kind, on) for kind in LINKED}
    lines = [
        AreaLine(
            id=ids.encode("area", area.pk),
            code=area.code,
            name=area.name,
            pilot=area.pilot,
            gss_code=area.gss_code,
            from_on=area.from_on,
            to_on=area.to_on,
            bodies={kind: tuple(served[kind].get(area.pk, ())) for kind in LINKED},
        )
        for area in areas
    ]
    wanted = search.casefold()
    return [line for line in lines if wanted in _searched(line)] if wanted else lines


def _served(kind: BodyKind, on: date) -> dict[int, list[BodyName]]:
    """The bodies of a kind that serve each area on a day."""
    shape = BODIES[kind]
    field = shape.field
    rows = (
        shape.linking.objects.as_at(on)
        .order_by(f"{field}__name")
        .values_list("area_id", f"{field}_id", f"{field}__name")
    )
    served = defaultdict(list)
    for area, body, name in rows:
        served[area].append(BodyName(ids.encode(id_kind(kind), body), name))
    return served


def _searched(line: AreaLine) -> str:
    bodies = (body.name for bodies in line.bodies.values() for body in bodies)
    return "\n".join([line.code, line.name, line.gss_code or "", *bodies]).casefold()


def links_of_area(area: LocalAuthorityArea, on: date) -> list[LinkLine]:
    """Every link an area has or had, latest first within each kind of body."""
    lines = []
    for kind in LINKED:
        shape = BODIES[kind]
        rows = shape.linking.objects.filter(area=area).select_related(shape.field)
        lines += [_link(kind, row, getattr(row, shape.field), id_kind(kind), on) for row in rows]
    return latest_first(lines)


def latest_first(lines: list[LinkLine]) -> list[LinkLine]:
    """Those that hold now before those that are over, the later beginning first; by kind."""
    order = {kind: place for place, kind in enumerate(BodyKind)}
    lines.sort(key=lambda one: one.other.name)
    lines.sort(key=lambda one: one.from_on or date.min, reverse=True)
    lines.sort(key=lambda one: (order[one.kind], not one.now))
    return lines


def _link(kind: BodyKind, row: Any, other: Any, other_kind: str, on: date) -> LinkLine:
    return LinkLine(
        id=ids.encode("link", row.pk),
        kind=kind,
        other=BodyName(ids.encode(other_kind, other.pk), other.name),
        from_on=row.from_on,
        to_on=row.to_on,
        now=(row.from_on is None or row.from_on <= on) and (row.to_on is None or row.to_on >= on),
        version=row.version,
    )


def links_of_body(kind: BodyKind, body: Any, on: date) -> list[LinkLine]:
    """Every area a body serves or served; none for a body that is not tied to areas."""
    shape = BODIES[kind]
    if shape.link is None:
        return []
    rows = shape.link.objects.filter(**{shape.field: body}).select_related("area")
    return latest_first([_link(kind, row, row.area, "area", on) for row in rows])


def successions_of(
    record: Any, model: Any = AreaSuccession, kind: str = "area"
) -> list[SuccessionLine]:
    """What an area (or, with CommitteeSuccession, a committee) followed and was followed by."""
    rows = (
        model.objects.filter(Q(predecessor=record) | Q(successor=record))
        .select_related("predecessor", "successor")
        .order_by("-on", "pk")
    )
    lines = []
    for row in rows:
        before = row.successor_id == record.pk
        other = row.predecessor if before else row.successor
        name = BodyName(ids.encode(kind, other.pk), other.name)
        lines.append(SuccessionLine(SuccessionKind(row.kind), name, row.on, before))
    return lines


def area_ids() -> dict[str, int]:
    """The row of every area of the open scope, by its code."""
    return dict(LocalAuthorityArea.objects.values_list("code", "id"))


def closed_days(area_id: int, first: date, last: date) -> frozenset[date]:
    """Holidays beside the nation's: the area's own and those of the whole inspectorate, of the days
    from ``first`` to ``last``."""
    found = Holiday.objects.filter(Q(area_id=area_id) | Q(area=None), on__range=(first, last))
    return frozenset(found.values_list("on", flat=True))


def closed_days_named(area_id: int, first: date, last: date) -> dict[date, str]:
    """The same with their names; the area's own name for a day comes before the inspectorate's."""
    found = Holiday.objects.filter(Q(area_id=area_id) | Q(area=None), on__range=(first, last))
    return dict(found.order_by(F("area_id").asc(nulls_first=True)).values_list("on", "name"))


@dataclass(frozen=True, slots=True)
class HolidayLine:
    """A day that is no working day; ``area`` is empty for one of the whole inspectorate."""

    id: str
    version: int
    on: date
    name: str
    area: str
    area_name: str


def holidays_of(first: date, last: date) -> list[HolidayLine]:
    """The days that were kept from ``first`` to ``last``, by day. One statement."""
    rows = Holiday.objects.filter(on__range=(first, last)).select_related("area")
    return [
        HolidayLine(
            ids.encode("holiday", one.pk),
            one.version,
            one.on,
            one.name,
            ids.encode("area", one.area_id) if one.area else "",
            one.area.name if one.area else "",
        )
        for one in rows.order_by("on", "area__name", "id")
    ]
