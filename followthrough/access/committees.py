"""Who follows a committee's main points for the inspectorate, and who answers for them.

A main point belongs to the partnership: to the committee of its area today, or of the areas that
followed it (areas.queries.holders). Its link inspector follows it, its partners answer. What is not
published of a partnership is never seen by another's: for them it is not there at all.
"""

from typing import Any

from django.utils import timezone

from areas.access import committee_for, committees_of, partner_committees_of
from areas.queries import committees_of_area
from followthrough.access.places import FOR_PARTNERS, FOR_THE_LINK_INSPECTOR, place_at
from followthrough.access.points import point_by_id
from followthrough.models import MainPointForAction
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound, NotPermitted


def followed_committees(actor: Actor) -> frozenset[int] | None:
    """The committees whose points this person follows today; None: all of them, for who plans."""
    if actor.may(P.PLAN_INSPECTIONS):
        return None
    if not actor.may(P.FOLLOW_MAIN_POINTS):
        return frozenset()
    return committees_of(actor) - partner_committees_of(actor)


def answered_committees(actor: Actor) -> frozenset[int]:
    """The committees this person answers for today."""
    return partner_committees_of(actor) if actor.may(P.ANSWER_FOR_COMMITTEE) else frozenset()


def follows(actor: Actor, committees: frozenset[int]) -> bool:
    """Whether this person follows one of these committees."""
    mine = followed_committees(actor)
    return mine is None or bool(mine & committees)


def answers(actor: Actor, committees: frozenset[int]) -> bool:
    """Whether this person answers for one of these committees."""
    return bool(answered_committees(actor) & committees)


def committee_followed(actor: Actor, reference: str) -> Any:
    """The committee with this opaque id, for who follows it. Raises NotFound, NotPermitted."""
    committee = committee_for(actor, reference)
    if not follows(actor, frozenset({committee.pk})):
        raise NotPermitted(FOR_THE_LINK_INSPECTOR)
    return committee


def committee_answered(actor: Actor, reference: str) -> Any:
    """The committee with this opaque id, for who answers for it. To everybody else its own page is
    not there. Raises NotFound, NotPermitted."""
    committee = committee_for(actor, reference)
    if not answers(actor, frozenset({committee.pk})):
        raise NotFound
    return committee


def owners_of(point: MainPointForAction) -> frozenset[int]:
    """The committees that a point belongs to today; after a split there may be several."""
    return committees_of_area(point.inspection.area_id, timezone.localdate())


def point_followed(actor: Actor, point_id: int, *, lock: bool = False) -> MainPointForAction:
    """A point, for who follows it. Raises NotFound, NotPermitted."""
    point = point_by_id(actor, point_id, lock=lock)
    if not follows(actor, owners_of(point)):
        raise NotPermitted(FOR_THE_LINK_INSPECTOR)
    return point


def point_answered(actor: Actor, point_id: int, *, lock: bool = False) -> MainPointForAction:
    """A point, for who answers for it. Raises NotFound, NotPermitted."""
    point = point_by_id(actor, point_id, lock=lock)
    if not answers(actor, owners_of(point)):
        raise NotPermitted(FOR_PARTNERS)
    return point


def sees_inside(actor: Actor, point: MainPointForAction) -> bool:
    """Whether this person sees what partnership and link inspector tell each other about a point:
    see places.Place."""
    return place_at(actor, point).reads
