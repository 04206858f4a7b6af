"""From a signed-in person, or a token, to the actor they are in one inspectorate."""

from typing import Any

from django.db.models import Q
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
    today = timezone.localdate()
    membership = Membership.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        user_id=user.pk,
    ).first()
    if membership is None or not user.is_active:
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
