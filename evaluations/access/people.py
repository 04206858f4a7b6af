"""From a person and a reference to what is known of somebody for planning; the only way to it.

Whoever plans keeps everybody's facts. A person sees their own, and says their own interests and
absences; home and employer are put right by whoever plans, so that nobody clears their own way.
"""

from typing import cast

from django.utils import timezone

from evaluations.models import CalendarFeed
from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


def member_for(actor: Actor, reference: str) -> Membership:
    """The membership with this opaque id: one's own, or anybody's for whoever plans. Raises NotFound."""
    number = ids.decode("membership", reference)
    if number != actor.membership_id and not actor.may(P.PLAN_INSPECTIONS):
        raise NotFound
    found = Membership.objects.select_related("user").filter(pk=number).first()
    if found is None:
        raise NotFound
    return cast(Membership, found)


def member_to_keep(actor: Actor, reference: str) -> Membership:
    """The same, for changing the facts that its holder does not change. Raises NotFound,
    NotPermitted."""
    found = member_for(actor, reference)
    if not actor.may(P.PLAN_INSPECTIONS):
        raise NotPermitted("Ask whoever plans inspections to put this right.")
    return found


def own_reference(actor: Actor) -> str:
    """The opaque id of one's own membership. Raises NotFound for a tool."""
    if actor.membership_id is None:
        raise NotFound
    return ids.encode("membership", actor.membership_id)


def member_of_feed(secret: str) -> Membership:
    """Whose calendar has this secret address, while they are a member. Raises NotFound: a wrong
    secret, an ended one and a person who has left look the same."""
    feed = (
        CalendarFeed.objects.select_related("membership__user")
        .filter(digest=digest_of(secret))
        .first()
    )
    if feed is None:
        raise NotFound
    today = timezone.localdate()
    member: Membership = feed.membership
    current = (member.from_on is None or member.from_on <= today) and (
        member.to_on is None or today <= member.to_on
    )
    if not (current and member.user.is_active):
        raise NotFound
    return member
