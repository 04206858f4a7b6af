"""From a signed-in person, or a token, to the actor they are in one inspectorate."""

from typing import Any

from django.utils import timezone

from inspectorate.accounts.models import Membership, User
from inspectorate.accounts.people import Actor
from inspectorate.accounts.roles import permissions_of
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.models import Inspectorate


def actor_for(user: Any, inspectorate: Inspectorate) -> Actor | None:
    """Who ``user`` is in the open scope; None when they are not (or no longer) a member."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return None
    return actor_of(user, inspectorate, Membership.objects.filter(user_id=user.pk).first())


def actor_of(user: User, inspectorate: Inspectorate, membership: Membership | None) -> Actor | None:
    """The same when their membership, whatever its dates, is at hand."""
    if membership is None or not user.is_active:
        return None
    today = timezone.localdate()
    if (membership.from_on or today) > today or (membership.to_on or today) < today:
        return None
    return Actor(
        inspectorate_id=inspectorate.pk,
        display_name=user.display_name,
        permissions=permissions_of(membership.roles),
        roles=tuple(membership.roles),
        person_id=user.pk,
        membership_id=membership.pk,
    )


def membership_for(actor: Actor, reference: str) -> Membership:
    """A membership of the open inspectorate by its opaque id, for who keeps people.

    Raises NotPermitted and NotFound.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    membership: Membership | None = (
        Membership.objects.select_related("user")
        .filter(pk=ids.decode("membership", reference))
        .first()
    )
    if membership is None:
        raise NotFound
    return membership
