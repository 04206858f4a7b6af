"""From a person and a reference to a main point for action they may see."""

from typing import Any, cast

from django.db.models import Q

from followthrough.models import MainPointForAction
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import NotFound

OUT = ("published", "following-through", "closed")
"""Statuses of an inspection in which its main points are known to everybody."""


def visible(actor: Actor) -> Q:
    """Which main points this person may see: those of published inspections, or all of them for
    those who see evaluations before publication. Raises NotPermitted."""
    actor.require(Permission.SEE_MAIN_POINTS)
    if actor.may(Permission.SEE_UNPUBLISHED):
        return Q()
    out = Q(inspection__status__in=OUT)
    if actor.membership_id is None:
        return out
    return out | Q(inspection__team__membership_id=actor.membership_id)


def visible_sql(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """The same as a condition on the inspection ``i`` of a list."""
    actor.require(Permission.SEE_MAIN_POINTS)
    if actor.may(Permission.SEE_UNPUBLISHED):
        return "", ()
    return (
        "(i.status = any(%s) or exists (select 1 from evaluations_teammember m "
        "where m.inspectorate_id = i.inspectorate_id and m.inspection_id = i.id "
        "and m.membership_id = %s))",
        (list(OUT), actor.membership_id or 0),
    )


def point_by_id(actor: Actor, point_id: int, *, lock: bool = False) -> MainPointForAction:
    """Raises NotFound, NotPermitted."""
    points = MainPointForAction.objects.filter(visible(actor), pk=point_id)
    if lock:
        points = MainPointForAction.objects.select_for_update(no_key=True, of=("self",)).filter(
            pk__in=points.values("pk")
        )
    found = points.select_related("inspection__area", "inspection__programme", "indicator").first()
    if found is None:
        raise NotFound
    return cast(MainPointForAction, found)
