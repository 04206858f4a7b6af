"""What lists and pages show of committees, boards, forces, scrutiny bodies and groups."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from areas.access import id_kind
from areas.models import (
    BODIES,
    Body,
    CommitteeArea,
    CommitteePartner,
    Dated,
    LinkInspector,
)
from areas.queries.areas import BodyName
from areas.terms import BodyKind
from inspectorate.kernel import ids


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list. ``areas`` counts those it serves on the day; ``link_inspector`` is a
    committee's on that day, empty when there is none."""

    id: str
    code: str
    name: str
    from_on: date | None
    to_on: date | None
    areas: int
    link_inspector: str = ""


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody with a place beside a committee between two days."""

    id: str
    name: str
    agency: str
    from_on: date | None
    to_on: date | None
    now: bool
    version: int


def bodies_as_at(kind: BodyKind, on: date, *, search: str = "") -> list[BodyLine]:
    """The bodies of a kind there are on a day, by name. Three statements at most."""
    shape = BODIES[kind]
    rows = shape.model.objects.as_at(on).order_by("name")
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(code__icontains=search))
    served = {} if shape.link is None else _areas_served(shape.link, shape.field, on)
    inspectors = link_inspectors_as_at(on) if kind is BodyKind.COMMITTEE else {}
    return [
        BodyLine(
            id=ids.encode(id_kind(kind), row.pk),
            code=row.code,
            name=row.name,
            from_on=row.from_on,
            to_on=row.to_on,
            areas=served.get(row.pk, 0),
            link_inspector=inspectors.get(row.pk, ""),
        )
        for row in rows
    ]


def _areas_served(link: type[Dated], field: str, on: date) -> dict[int, int]:
    """How many areas each body serves on a day, by the body's row."""
    rows = link.objects.as_at(on).order_by().values_list(f"{field}_id")
    return dict(rows.annotate(areas=Count("id")))


def link_inspectors_as_at(on: date) -> dict[int, str]:
    """The name of each committee's link inspector on a day, by the committee's row."""
    return dict(
        LinkInspector.objects.as_at(on).values_list(
            "committee_id", "membership__user__display_name"
        )
    )


def link_inspectors_of(committee: Body, on: date) -> list[PersonLine]:
    """A committee's link inspectors, now and before, latest first."""
    return _people(LinkInspector, committee, on)


def partners_of(committee: Body, on: date) -> list[PersonLine]:
    """Who acts for a committee, now and before."""
    return _people(CommitteePartner, committee, on)


def _people(model: type[Dated], committee: Body, on: date) -> list[PersonLine]:
    rows = model.objects.filter(committee=committee).select_related("membership__user")
    lines = [
        PersonLine(
            id=ids.encode("link", row.pk),
            name=row.membership.user.display_name,
            agency=getattr(row, "agency", ""),
            from_on=row.from_on,
            to_on=row.to_on,
            now=(row.from_on is None or row.from_on <= on)
            and (row.to_on is None or row.to_on >= on),
            version=row.version,
        )
        for row in rows
    ]
    lines.sort(key=lambda one: one.from_on or date.min, reverse=True)
    lines.sort(key=lambda one: not one.now)
    return lines


def body_names(kind: BodyKind) -> list[BodyName]:
    """Every body of a kind, by name, for a choice."""
    rows = BODIES[kind].model.objects.order_by("name").values_list("pk", "name")
    return [BodyName(ids.encode(id_kind(kind), pk), name) for pk, name in rows]


def partner_members(committee_id: int, on: date) -> list[int]:
    """The memberships of those who act for a committee on a day."""
    rows = CommitteePartner.objects.as_at(on).filter(committee_id=committee_id)
    return sorted(set(rows.values_list("membership_id", flat=True)))


def committees_linked_to(membership_id: int, on: date) -> frozenset[int]:
    """The committees whose link inspector somebody is on a day."""
    rows = LinkInspector.objects.as_at(on).filter(membership_id=membership_id)
    return frozenset(rows.values_list("committee_id", flat=True))


def partner_agencies(membership_id: int, on: date) -> dict[int, str]:
    """The committees a person acts for on a day, each with the agency they do it for."""
    rows = CommitteePartner.objects.as_at(on).filter(membership_id=membership_id)
    return dict(rows.order_by("-id").values_list("committee_id", "agency"))


def agencies_of_committees(committees: Collection[int], on: date) -> list[str]:
    """The agencies whose people act for these committees on a day, each once, by name."""
    rows = CommitteePartner.objects.as_at(on).filter(committee_id__in=committees)
    return sorted(set(rows.exclude(agency="").values_list("agency", flat=True)))


def committee_names(committees: Collection[int] | None) -> list[tuple[int, str]]:
    """The row and name of each of these committees (None: of every one there is today), by name."""
    rows = BODIES[BodyKind.COMMITTEE].model.objects.order_by("name")
    wanted = (
        rows.as_at(timezone.localdate()) if committees is None else rows.filter(pk__in=committees)
    )
    return [(pk, name) for pk, name in wanted.values_list("pk", "name")]


def link_members(committees: Collection[int], on: date) -> list[int]:
    """The memberships of the link inspectors of these committees on a day."""
    rows = LinkInspector.objects.as_at(on).filter(committee_id__in=committees)
    return sorted(set(rows.values_list("membership_id", flat=True)))


def committee_of_area(area_id: int, on: date) -> int | None:
    """The committee that covers an area on a day; None when there is none on record."""
    found: int | None = (
        CommitteeArea.objects.as_at(on)
        .filter(area_id=area_id)
        .values_list("committee_id", flat=True)
        .first()
    )
    return found


def partners_by_committee(committees: Collection[int], on: date) -> dict[int, list[int]]:
    """The memberships of those who act for each of these committees on a day."""
    return _by_committee(CommitteePartner.objects.as_at(on), committees)


def links_by_committee(committees: Collection[int], on: date) -> dict[int, list[int]]:
    """The memberships of the link inspectors of each of these committees on a day."""
    return _by_committee(LinkInspector.objects.as_at(on), committees)


def _by_committee(rows: Any, committees: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    chosen = rows.filter(committee_id__in=committees).order_by("committee_id", "membership_id")
    for committee, member in chosen.values_list("committee_id", "membership_id").distinct():
        found.setdefault(committee, []).append(member)
    return found
