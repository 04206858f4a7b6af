"""The desk: the live points of the committees that somebody follows or answers for, as they stand."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.utils import timezone

from areas.queries import (
    areas_behind,
    areas_of_committees,
    committee_names,
    committees_linked_to,
    members_in_role,
)
from followthrough.access import OUT, answered_committees, followed_committees
from followthrough.models import MainPointForAction, Theme
from followthrough.queries.following_rules import rules_here
from followthrough.queries.standing import (
    MOST,
    ORDERS,
    Group,
    Narrowed,
    Standing,
    standing_counts,
    standings,
)
from followthrough.terms import PointStatus
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted

FOR_THE_DESK = "This is for link inspectors, for those who plan, and for committees’ partners."
PAGE = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """What the desk was narrowed to, as it was sent; empty means all. ``committee`` is opaque."""

    group: str = ""
    committee: str = ""
    indicator: str = ""
    service: str = ""
    theme: str = ""
    words: str = ""
    order: str = ""
    person: str = ""


@dataclass(frozen=True)
class Desk:
    """``groups`` are the points shown, most urgent first; ``counts`` by group are over what was
    narrowed, whatever tab is open. ``for_partner``: of somebody who answers, not follows."""

    asked: Asked
    for_partner: bool
    committees: list[tuple[str, str]]
    themes: list[tuple[str, str]]
    people: list[tuple[str, str]]
    """Link inspectors whose desk can be looked at, for those who plan: opaque id and name."""
    areas: int
    closed: int
    counts: dict[Group, int]
    groups: list[tuple[Group, list[Standing]]]
    page: int
    more: bool
    today: date
    silent_days: int
    soon_days: int

    @property
    def open(self) -> int:
        return sum(self.counts.values())

    @property
    def tabs(self) -> list[tuple[str, int]]:
        """Every group but the rest, with its count."""
        return [(one.value, self.counts[one]) for one in Group if one is not Group.REST]


def _mine(actor: Actor, person: str) -> tuple[frozenset[int] | None, bool]:
    """The committees whose desk this is (None: all), and whether they only answer for them.
    ``person``: the link inspector whose desk somebody who plans looks at; nobody else can."""
    followed, answered = followed_committees(actor), answered_committees(actor)
    if followed is None:
        return _of(person) if person else None, False
    if not followed and not answered:
        raise NotPermitted(FOR_THE_DESK)
    return followed | answered, not followed


def _of(person: str) -> frozenset[int]:
    """The committees that a person follows today; none for somebody who is not there."""
    try:
        return committees_linked_to(ids.decode("person", person), timezone.localdate())
    except NotFound:
        return frozenset()


def desk(actor: Actor, asked: Asked, page: int = 1) -> Desk:
    """A page of a hundred points. A constant number of statements. Raises NotPermitted."""
    return _desk(actor, asked, page, PAGE)


def whole_desk(actor: Actor, asked: Asked) -> Desk:
    """Every point, for a file: as many as a list may ever have (standing.MOST)."""
    return _desk(actor, asked, 1, MOST - 1)


def _desk(actor: Actor, asked: Asked, page: int, size: int) -> Desk:
    mine, for_partner = _mine(actor, asked.person)
    today = timezone.localdate()
    names = committee_names(mine)
    chosen = [row for row, _ in names if ids.encode("committee", row) == asked.committee]
    narrowed = _narrowed(asked, chosen if chosen else mine)
    here = areas_of_committees(chosen or [row for row, _ in names], today)
    rules = rules_here()
    found = standings(
        _only(narrowed, asked.group),
        order=asked.order if asked.order in ORDERS else "urgency",
        limit=size + 1,
        offset=(page - 1) * size,
        rules=rules,
    )
    return Desk(
        asked=asked,
        for_partner=for_partner,
        committees=[(ids.encode("committee", row), name) for row, name in names],
        people=members_in_role(Role.LINK_INSPECTOR)
        if actor.may(Permission.PLAN_INSPECTIONS)
        else [],
        themes=list(Theme.objects.values_list("code", "title")),
        areas=len(here),
        closed=_closed(areas_behind(here, today)),
        counts=standing_counts(narrowed, rules=rules),
        groups=[(one, list(rows)) for one, rows in groupby(found[:size], key=_group)],
        page=page,
        more=len(found) > size,
        today=today,
        silent_days=rules.silent_days,
        soon_days=rules.soon_days,
    )


def _narrowed(asked: Asked, committees: Collection[int] | None) -> Narrowed:
    return Narrowed(
        committees=committees,
        indicator=asked.indicator,
        service=asked.service,
        theme=asked.theme,
        words=asked.words,
    )


def _only(narrowed: Narrowed, group: str) -> Narrowed:
    """The same, of one group where it is one."""
    return replace(narrowed, group=group if group in set(Group) else "")


def _group(one: Standing) -> Group:
    return one.group


def _closed(areas: frozenset[int]) -> int:
    closed = MainPointForAction.objects.filter(
        status=PointStatus.CLOSED, inspection__area_id__in=areas, inspection__status__in=OUT
    )
    return int(closed.count())


HEAD = "standing committee area number text indicator due_on committee_says heard_on files"


def as_table(found: Desk) -> list[list[object]]:
    """The points shown, for a file: a head, then a row a point."""
    rows = [_cells(one) for _, points in found.groups for one in points]
    return [list(HEAD.split()), *rows]


def _cells(one: Standing) -> list[object]:
    return [
        one.group.value,
        "; ".join(one.committee_names),
        one.origin,
        one.number,
        one.text,
        one.indicator,
        one.due_on,
        one.view,
        one.heard_on,
        one.files,
    ]
