"""Memberships: who belongs to the inspectorate, in which roles and from when to when."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from inspectorate.accounts.models import Membership
from inspectorate.accounts.operations.inspectorates import person_with
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel.errors import Invalid

MEMBER_ROLES = tuple(role for role in Role if role is not Role.EXTERNAL_TOOL)
"""The roles a person can have; an external tool's is for tokens."""


def known_roles(roles: Sequence[str]) -> list[str]:
    """The roles in the order of the matrix, each once. Raises Invalid for none or an unknown one."""
    wanted = set(roles)
    if not wanted or wanted - set(MEMBER_ROLES):
        raise Invalid({"roles": "Choose at least one of the roles."})
    return [role.value for role in MEMBER_ROLES if role in wanted]


def faults_of_dates(from_on: date | None, to_on: date | None) -> dict[str, str]:
    if from_on and to_on and to_on < from_on:
        return {"to_on": "The last day is before the first. Give a later day."}
    return {}


@transaction.atomic
def add_member(
    *,
    actor: Actor,
    email: str,
    display_name: str,
    roles: Sequence[str],
    post: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
    password: str | None = None,
) -> Membership:
    """Make a person a member of the open inspectorate; the same again leaves everything as it is.

    For loading a demonstration and for invitations that were accepted. An existing person keeps
    their name and password; an existing membership is brought to these roles and dates. Raises
    Invalid and NotPermitted.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    wanted = {
        "roles": known_roles(roles),
        "post": post.strip()[:150],
        "from_on": from_on,
        "to_on": to_on,
    }
    if faults := faults_of_dates(from_on, to_on):
        raise Invalid(faults)
    user, made = person_with(email=email, display_name=display_name)
    if made and password:
        user.set_password(password)
        user.save(update_fields=["password"])
    membership: Membership
    membership, made = Membership.objects.get_or_create(user=user, defaults=wanted)
    if not made and any(getattr(membership, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(membership, name, value)
        membership.version += 1
        membership.save()
    return membership


@transaction.atomic
def member_of_archive(*, name: str, email: str, post: str) -> Membership:
    """Who did something in an archive that is brought in: the member with this e-mail address, or
    somebody kept by name alone.

    The latter is nobody who can sign in: an address that no mail reaches, switched off, a membership
    without roles that is over. The same person of another archive is the same membership.
    """
    known: Membership | None = Membership.objects.filter(user__email=email.strip().lower()).first()
    if known is not None:
        return known
    mark = hashlib.sha256(f"{email.strip().lower()}|{name}".encode()).hexdigest()[:24]
    user, made = person_with(email=f"{mark}@archive.invalid", display_name=name or "-")
    if made:
        user.is_active = False
        user.save(update_fields=["is_active"])
    over = timezone.localdate() - timedelta(days=1)
    kept: tuple[Membership, bool] = Membership.objects.get_or_create(
        user=user, defaults={"roles": [], "post": post.strip()[:150], "to_on": over}
    )
    return kept[0]
