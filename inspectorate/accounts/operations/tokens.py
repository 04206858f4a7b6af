"""API tokens: made with a secret that is shown once, and revoked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission, Scope
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused

PREFIX = "insp_"
"""So that a token found where it should not be is recognised by people and by secret scanners."""
HINT = 12
LONGEST_NAME = 120
LONGEST_OWN = timedelta(days=366)
MOST_OWN = 20


@dataclass(frozen=True, slots=True)
class NewToken:
    """The only time ``secret`` is seen."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_api_token(
    *, actor: Actor, name: str, scopes: Sequence[str], expires_at: datetime | None = None
) -> NewToken:
    """Make a token for a tool of the open inspectorate. Raises Invalid and NotPermitted."""
    actor.require(Permission.MANAGE_TOKENS)
    return _made(actor, None, name, scopes, expires_at)


@transaction.atomic
def create_own_token(
    *, actor: Actor, name: str, scopes: Sequence[str], expires_at: datetime | None
) -> NewToken:
    """Make a token with which a program of one's own does, as oneself, what one may do.

    It ends within a year. Raises Invalid, Refused, NotPermitted for whoever is no member.
    """
    if actor.membership_id is None or actor.token_id is not None:
        raise NotPermitted("A token of one's own is made by a signed-in person.")
    if expires_at is None or expires_at > timezone.now() + LONGEST_OWN:
        raise Invalid({"expires_at": "Choose its last day, within a year."})
    if _current().filter(holder_id=actor.membership_id).count() >= MOST_OWN:
        raise Refused(f"You have {MOST_OWN} tokens that still work. Revoke one first.")
    return _made(actor, actor.membership_id, name, scopes, expires_at)


def _current() -> Any:
    now = timezone.now()
    return ApiToken.objects.filter(revoked_at__isnull=True).exclude(expires_at__lte=now)


def _made(
    actor: Actor,
    holder_id: int | None,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None,
) -> NewToken:
    name = name.strip()
    faults: dict[str, str] = {}
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        faults["name"] = f"Say what the token is for, in up to {LONGEST_NAME} characters."
    if not scopes or set(scopes) - set(Scope.values):
        faults["scopes"] = "Choose at least one of the scopes."
    if expires_at is not None and expires_at <= timezone.now():
        faults["expires_at"] = "Choose a day that is still to come."
    if faults:
        raise Invalid(faults)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        name=name,
        hint=secret[:HINT],
        digest=digest_of(secret),
        scopes=[scope for scope in Scope.values if scope in set(scopes)],
        created_by_id=actor.membership_id,
        holder_id=holder_id,
        expires_at=expires_at,
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_api_token(*, actor: Actor, token_id: int) -> ApiToken:
    """End a token at once; one that is already revoked stays so. Who keeps tokens ends any, everybody
    else their own. Raises NotFound."""
    theirs = ApiToken.objects.all()
    if not actor.may(Permission.MANAGE_TOKENS):
        theirs = theirs.filter(holder_id=actor.membership_id or 0)
    token: ApiToken | None = (
        theirs.select_for_update(no_key=True, of=("self",)).filter(pk=token_id).first()
    )
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token
