"""The secret address of a person's calendar: made, replaced, ended."""

import secrets

from django.db import transaction

from evaluations.models import CalendarFeed
from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound

SECRET_BYTES = 32


@transaction.atomic
def make_calendar_address(*, actor: Actor) -> str:
    """A new secret for one's own calendar; the one before works no more. Only its digest is kept.
    Raises NotFound for a tool."""
    if actor.membership_id is None:
        raise NotFound
    # One person makes one address at a time, in however many windows.
    Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.membership_id)
    end_calendar_address(actor=actor)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarFeed.objects.create(membership_id=actor.membership_id, digest=digest_of(secret))
    return secret


@transaction.atomic
def end_calendar_address(*, actor: Actor) -> bool:
    """End one's own calendar's address; whether there was one."""
    found = CalendarFeed.objects.filter(membership_id=actor.membership_id or 0).first()
    if found is None:
        return False
    found.delete()
    return True
