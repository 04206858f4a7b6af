"""Mergers, splits and new names: what follows what from a day on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from areas.access import area_to_change, body_to_change
from areas.models import (
    BODIES,
    AreaSuccession,
    Body,
    CommitteeArea,
    CommitteePartner,
    CommitteeSuccession,
    Dated,
    LinkInspector,
    LocalAuthorityArea,
)
from areas.operations.keeping import create_area, create_body
from areas.rules.dates import succession_fault
from areas.terms import BodyKind, SuccessionKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid

LINKS_OF_AREAS: tuple[tuple[type[Dated], str, bool], ...] = tuple(
    (shape.link, shape.field, shape.exclusive) for shape in BODIES.values() if shape.link
)


@dataclass(frozen=True, slots=True)
class NewBody:
    """A successor that does not exist yet. A committee's ``code`` may be left empty."""

    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """What was recorded. ``undecided`` are successors whose committee or force is not clear from
    their predecessors, who had different ones; it is to be recorded by hand."""

    successors: tuple[Body, ...]
    undecided: tuple[Body, ...] = ()


@transaction.atomic
def record_area_succession(
    *,
    actor: Actor,
    kind: SuccessionKind,
    predecessors: Sequence[str],
    successors: Sequence[str | NewBody],
    on: date,
) -> Succession:
    """Record that areas were followed by others on a day.

    Predecessors and their links end the day before (not when only a boundary moved); successors
    begin, and are served by whoever served their predecessors. Raises Invalid, NotFound,
    NotPermitted.
    """
    _count(kind, predecessors, successors)
    old = [area_to_change(actor, one) for one in _in_order(predecessors)]
    new = [
        create_area(actor=actor, code=one.code, name=one.name, from_on=on)
        if isinstance(one, NewBody)
        else area_to_change(actor, one)
        for one in successors
    ]
    _follow(AreaSuccession, kind, old, new, on)
    if kind is SuccessionKind.BOUNDARY:
        return Succession(tuple(new))
    undecided: dict[int, Body] = {}
    for model, field, exclusive in LINKS_OF_AREAS:
        held = _bodies_of(model, field, old, on)
        _end(model, "area", old, on)
        if exclusive and len(held) > 1:
            undecided |= {area.pk: area for area in new}
            continue
        for area in new:
            _serve(model, field, area, held, on, exclusive=exclusive)
    _end_bodies(old, on)
    return Succession(tuple(new), tuple(undecided.values()))


@transaction.atomic
def record_committee_succession(
    *,
    actor: Actor,
    kind: SuccessionKind,
    predecessors: Sequence[str],
    successors: Sequence[str | NewBody],
    on: date,
) -> Succession:
    """Record that committees were followed by others on a day.

    Their areas go to the successor where there is one; after a split each area is to be placed by
    hand. Partners and link inspectors go on with a committee that only got a new name or code;
    otherwise they end with theirs. Raises as for areas.
    """
    _count(kind, predecessors, successors)
    committee = BodyKind.COMMITTEE
    old = [body_to_change(actor, committee, one) for one in _in_order(predecessors)]
    new = [
        create_body(actor=actor, kind=committee, name=one.name, code=one.code, from_on=on)
        if isinstance(one, NewBody)
        else body_to_change(actor, committee, one)
        for one in successors
    ]
    _follow(CommitteeSuccession, kind, old, new, on)
    if kind is SuccessionKind.BOUNDARY:
        return Succession(tuple(new))
    covered = _covered(old, on)
    people = _people_beside(old, on) if kind is SuccessionKind.RENAMED else []
    for model in (CommitteeArea, LinkInspector, CommitteePartner):
        _end(model, "committee", old, on)
    _go_on(people, new[0], on)
    if len(new) == 1:
        _go_on(covered, new[0], on)
    _end_bodies(old, on)
    areas = LocalAuthorityArea.objects.filter(pk__in={one.area_id for one in covered})
    return Succession(tuple(new), tuple(areas) if len(new) > 1 else ())


def _covered(committees: Sequence[Body], on: date) -> list[Any]:
    """The links with areas that hold on a day or are to begin later, as they stand."""
    return list(CommitteeArea.objects.filter(committee__in=committees).exclude(to_on__lt=on))


def _go_on(rows: Iterable[Any], committee: Body, on: date) -> None:
    """The same people or areas beside another committee: from this day on, or from when they were to
    begin, and until they were to end."""
    for row in rows:
        begins = max(row.from_on or on, on)
        row.pk, row.committee_id, row.from_on, row.version = None, committee.pk, begins, 1
        row._state.adding = True
        row.save()


def _count(kind: SuccessionKind, old: Sequence[Any], new: Sequence[Any]) -> None:
    if fault := succession_fault(kind, len(old), len(new)):
        raise Invalid(dict([fault]))
    if len(set(old)) < len(old) or len(set(new)) < len(new):
        raise Invalid({"successors": "One of them is named twice."})


def _in_order(references: Iterable[str]) -> list[str]:
    """Locks are taken in one order, so that two such operations never wait for each other."""
    return sorted(references)


def _follow(
    model: Any, kind: SuccessionKind, old: Sequence[Body], new: Sequence[Body], on: date
) -> None:
    if both := {one.pk for one in old} & {one.pk for one in new}:
        name = next(one.name for one in old if one.pk in both)
        raise Invalid({"successors": f"{name} cannot follow itself. Name its successor."})
    for one in old:
        if one.to_on is not None and one.to_on < on - timedelta(days=1):
            raise Invalid({"on": f"{one.name} had ended before this day."})
        if one.from_on is not None and one.from_on >= on:
            raise Invalid({"on": f"{one.name} had not begun before this day."})
        for other in new:
            model(predecessor=one, successor=other, kind=kind, on=on).save()


def _bodies_of(model: type[Dated], field: str, areas: Sequence[Body], on: date) -> set[int]:
    rows = model.objects.as_at(on - timedelta(days=1)).filter(area__in=areas)
    return set(rows.values_list(f"{field}_id", flat=True))


def _people_beside(committees: Sequence[Body], on: date) -> list[Any]:
    """The link inspectors and partners whose days run across the day, as they stand."""
    across = Q(to_on__isnull=True) | Q(to_on__gte=on)
    return [
        row
        for model in (LinkInspector, CommitteePartner)
        for row in model.objects.as_at(on - timedelta(days=1)).filter(
            across, committee__in=committees
        )
    ]


def _end(model: type[Dated], field: str, ended: Sequence[Body], on: date) -> None:
    """End the rows that hold on a day or later, the day before; one yet to begin is taken back."""
    rows = model.objects.filter(**{f"{field}__in": ended}).exclude(to_on__lt=on)
    for row in rows:
        if row.from_on is not None and row.from_on >= on:
            row.delete()
            continue
        row.to_on = on - timedelta(days=1)
        row.version += 1
        row.save()


def _serve(
    model: type[Dated], field: str, area: Body, bodies: set[int], on: date, *, exclusive: bool
) -> None:
    """Link a successor with its predecessors' bodies, where it has none of its own."""
    held = model.objects.filter(area=area).exclude(to_on__lt=on)
    taken = set(held.values_list(f"{field}_id", flat=True))
    if exclusive and taken:
        return
    for body in sorted(bodies - taken):
        model(**{"area": area, f"{field}_id": body}, from_on=on).save()


def _end_bodies(ended: Sequence[Body], on: date) -> None:
    for one in ended:
        one.to_on = on - timedelta(days=1)
        one.version += 1
        one.save()
