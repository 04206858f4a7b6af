"""The named cast. Every test of who may do what draws on the same people.

Whoever is "on" an inspection or "of" a committee becomes so in the fixtures of the app that keeps
that; here they are members of their inspectorate, with their roles.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.contrib.auth.hashers import make_password
from django.test import Client

from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership, User
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Role
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

PASSWORD = "a long enough phrase 2009"


@dataclass(frozen=True)
class Person:
    """Somebody of the cast. ``membership`` is None for the operator alone."""

    user: User
    inspectorate: Inspectorate | None = None
    membership: Membership | None = None

    @property
    def actor(self) -> Actor:
        """The person as operations see them. Needs no open scope."""
        assert self.inspectorate is not None
        with scope(self.inspectorate.pk, person_id=self.user.pk):
            actor = actor_for(self.user, self.inspectorate)
        assert actor is not None
        return actor


@dataclass(frozen=True)
class People:
    """Of HM Inspectorate, except the last two, who are of another inspectorate."""

    inspector: Person
    inspector_elsewhere: Person
    """An inspector who is not on the inspection."""
    associate: Person
    medical: Person
    lead: Person
    moderator: Person
    link: Person
    partner: Person
    other_partner: Person
    """A partner of another committee."""
    analyst: Person
    administrator: Person
    auditor: Person
    operator: Person
    """No member of anything."""
    stranger: Person
    """Administrator of another inspectorate."""
    strange_inspector: Person

    def __iter__(self) -> Iterator[tuple[str, Person]]:
        return iter(vars(self).items())


CAST: dict[str, tuple[str, list[Role]]] = {
    "inspector": ("Isla Baird", [Role.INSPECTOR]),
    "inspector_elsewhere": ("Euan Rennie", [Role.INSPECTOR]),
    "associate": ("Ailsa Gow", [Role.ASSOCIATE_ASSESSOR]),
    "medical": ("Dr Morven Tait", [Role.MEDICAL_INSPECTOR]),
    "lead": ("Lorna Sim", [Role.LEAD_INSPECTOR]),
    "moderator": ("Murdo Laing", [Role.MODERATOR]),
    "link": ("Kirsty Nairn", [Role.LINK_INSPECTOR]),
    "partner": ("Callum Petrie", [Role.COMMITTEE_PARTNER]),
    "other_partner": ("Catriona Orr", [Role.COMMITTEE_PARTNER]),
    "analyst": ("Niall Aird", [Role.NATIONAL_ANALYST]),
    "administrator": ("Ada Munro", [Role.ADMINISTRATOR]),
    "auditor": ("Gregor Dow", [Role.AUDITOR]),
}
STRANGERS = {
    "stranger": ("Sian Rees", [Role.ADMINISTRATOR]),
    "strange_inspector": ("Owen Pugh", [Role.INSPECTOR]),
}


def member(inspectorate: Inspectorate, name: str, roles: list[Role], **values: Any) -> Person:
    """A new person, member of an inspectorate in these roles."""
    user = User.objects.create_user(
        email=_address(inspectorate, name), password=PASSWORD, display_name=name
    )
    with scope(inspectorate.pk):
        membership = Membership.objects.create(
            user=user, roles=[role.value for role in roles], **values
        )
    return Person(user, inspectorate, membership)


def _address(inspectorate: Inspectorate, name: str) -> str:
    return name.lower().replace(" ", ".") + f"@{inspectorate.slug}.example"


def gather(here: Inspectorate, elsewhere: Inspectorate) -> People:
    """The whole cast of two inspectorates."""
    operator = User(
        email="operator@installation.example",
        password=_password(),
        display_name="Orla Oper",
        is_operator=True,
    )
    User.objects.bulk_create([operator])
    return People(
        operator=Person(operator), **_members(here, CAST), **_members(elsewhere, STRANGERS)
    )


@cache
def _password() -> str:
    """The cast's password as it is kept; made once, since most tests want the whole cast."""
    return make_password(PASSWORD)


def _members(
    inspectorate: Inspectorate, cast: dict[str, tuple[str, list[Role]]]
) -> dict[str, Person]:
    """What `member` makes of each, in two statements for all of them."""
    users = [
        User(email=_address(inspectorate, name), password=_password(), display_name=name)
        for name, _ in cast.values()
    ]
    User.objects.bulk_create(users)
    with scope(inspectorate.pk):
        memberships = Membership.objects.bulk_create(
            Membership(user=user, roles=[role.value for role in roles])
            for user, (_, roles) in zip(users, cast.values(), strict=True)
        )
    return {
        key: Person(user, inspectorate, membership)
        for key, user, membership in zip(cast, users, memberships, strict=True)
    }


def sign_in(client: Client, person: Person | User, *, second_factor: bool = True) -> Client:
    """Sign in as after a password and, unless told otherwise, a second factor."""
    user = person.user if isinstance(person, Person) else person
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    records = [{"method": "password", "at": time.time(), "email": user.email}]
    if second_factor:
        records.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client
