"""API tokens: made with a secret that is shown once, and revoked."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission, Scope
from inspectorate.kernel.errors import Invalid, NotFound

PREFIX = "insp_"
"""So that a token found where it should not be is recognised by people and by secret scanners."""
HINT = 12
LONGEST_NAME = 120


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
        expires_at=expires_at,
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_api_token(*, actor: Actor, token_id: int) -> ApiToken:
    """End a token at once; one that is already revoked stays so. Raises NotFound, NotPermitted."""
    actor.require(Permission.MANAGE_TOKENS)
    token: ApiToken | None = (
        ApiToken.objects.select_for_update(no_key=True, of=("self",)).filter(pk=token_id).first()
    )
    if token is None:
        raise NotFound
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
    return token
