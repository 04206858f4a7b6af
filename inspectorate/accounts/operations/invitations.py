"""Invitations: an e-mailed offer of a membership, good once and for a fortnight."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import Invitation, Membership, User
from inspectorate.accounts.operations.inspectorates import person_with
from inspectorate.accounts.operations.people import add_member, known_roles
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.accounts.queries import on
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.kernel.outbox import after_commit

DAYS = 14
SEND = "accounts.send_invitation"
FOR_SOMEBODY_ELSE = "This invitation is for another e-mail address. Sign out first."


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody new says about themselves when accepting."""

    display_name: str
    password: str


def secret_of(inspectorate_id: int, email: str, expires_at: datetime) -> str:
    """The secret of an invitation, worked out again whenever its message is sent, never stored."""
    said = f"invitation|{inspectorate_id}|{email}|{expires_at.timestamp():.6f}"
    mac = hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


@transaction.atomic
def invite(
    *, actor: Actor, email: str, display_name: str, roles: Sequence[str], site: str
) -> Invitation:
    """Offer a membership by e-mail; ``site`` is the address the link begins with.

    Raises Invalid, NotPermitted, and Refused for a member or somebody already invited.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    email = email.strip().lower()
    wanted = known_roles(roles)
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": "Give an e-mail address such as name@example.org."}) from None
    if Membership.objects.filter(on(timezone.localdate()), user__email=email).exists():
        raise Refused(f"{email} is a member already. Change their roles in the list.")
    if waiting().filter(email=email).exists():
        raise Refused(f"{email} has been invited already. Withdraw that invitation first.")
    expires_at = timezone.now() + timedelta(days=DAYS)
    invitation: Invitation = Invitation.objects.create(
        email=email,
        display_name=display_name.strip()[:150],
        roles=wanted,
        digest=digest_of(secret_of(actor.inspectorate_id, email, expires_at)),
        invited_by_id=actor.membership_id,
        expires_at=expires_at,
    )
    after_commit(SEND, invitation_id=invitation.pk, site=site)
    return invitation


def waiting() -> QuerySet[Invitation]:
    """The open inspectorate's invitations that can still be accepted."""
    still: QuerySet[Invitation] = Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    )
    return still


@transaction.atomic
def withdraw_invitation(*, actor: Actor, invitation_id: int) -> Invitation:
    """The link stops working. Raises NotFound, NotPermitted; Refused when it was accepted."""
    actor.require(Permission.MANAGE_PEOPLE)
    invitation: Invitation | None = (
        Invitation.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise NotFound
    if invitation.accepted_at is not None:
        raise Refused("This invitation was accepted. End the membership instead.")
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


@transaction.atomic
def accept_invitation(
    *, secret: str, person: User | None = None, choice: Choice | None = None
) -> User:
    """Make the invited a member of the open inspectorate, once, and return them.

    Either ``person`` is signed in with the invited address, or ``choice`` sets the name and
    password of somebody who has no password yet. Raises NotFound for a link that no longer works,
    Refused for somebody else's, Invalid for a password that is too easily guessed.
    """
    invitation = (
        waiting()
        .select_for_update(no_key=True, of=("self",))
        .filter(digest=digest_of(secret))
        .first()
    )
    if invitation is None:
        raise NotFound("This invitation is no longer valid.")
    if person is not None and person.email != invitation.email:
        raise Refused(FOR_SOMEBODY_ELSE)
    user = person or _new_person(invitation.email, choice)
    add_member(
        actor=system_actor(invitation.inspectorate_id),
        email=invitation.email,
        display_name=user.display_name,
        roles=invitation.roles,
        from_on=timezone.localdate(),
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return user


def _new_person(email: str, choice: Choice | None) -> User:
    if choice is None:
        raise Invalid({"password": "Choose a password."})
    user, _ = person_with(email=email, display_name=choice.display_name)
    if user.has_usable_password():
        raise Refused("You have an account already. Sign in, then open the link again.")
    user.display_name = choice.display_name.strip()[:150] or user.display_name
    try:
        validate_password(choice.password, user)
    except ValidationError as error:
        raise Invalid({"password": list(error.messages)}) from None
    user.set_password(choice.password)
    user.save(update_fields=["display_name", "password"])
    return user
