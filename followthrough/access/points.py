"""From a person and a reference to a main point for action they may see."""

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import Exists, OuterRef, Q

from evaluations.access import inspections_open, team_today
from evaluations.access import visible_sql as inspections_visible_sql
from followthrough.models import MainPointForAction
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import NotFound

OUT = ("published", "following-through", "closed")
"""Statuses of an inspection in which its main points are known to everybody."""


def visible(actor: Actor) -> Q:
    """Which main points this person may see: those of published inspections, of inspections they
    are on the team of today, or, for those who see evaluations before publication, of inspections
    whose evaluations are open to them.
    Raises NotPermitted."""
    actor.require(Permission.SEE_MAIN_POINTS)
    if actor.may(Permission.SEE_UNPUBLISHED):
        return Q(inspection__in=inspections_open(actor))
    on_it = team_today(actor).filter(inspection_id=OuterRef("inspection_id"))
    return Q(inspection__status__in=OUT) | Q(Exists(on_it))


def visible_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """The same as a condition on the inspection ``i`` of a list."""
    actor.require(Permission.SEE_MAIN_POINTS)
    return inspections_visible_sql(actor, levels=True)


def point_by_id(actor: Actor, point_id: int, *, lock: bool = False) -> MainPointForAction:
    """Raises NotFound, NotPermitted."""
    points = MainPointForAction.objects.filter(visible(actor), pk=point_id)
    if lock:
        points = MainPointForAction.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk__in=points.values("pk")
        )
    found = points.select_related(
        "inspection__area", "inspection__programme", "indicator", "theme"
    ).first()
    if found is None:
        raise NotFound
    return cast(MainPointForAction, found)
