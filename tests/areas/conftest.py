"""Two areas of one committee, a board, a force; and one area of another inspectorate."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from areas import operations
from areas.models import (
    AreaHealthBoard,
    AreaPoliceForce,
    ChildProtectionCommittee,
    CommitteeArea,
    HealthBoard,
    LocalAuthorityArea,
    PoliceForce,
)
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.people import system_actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

FILE = (
    b"code,name,child_protection_committee,health_boards,police_force,pilot\n"
    b"A01,Strathalder,Strath Committee,Board 1;Board 2,Force 1,no\n"
    b"A02,Glenmarra,Strath Committee,Board 2,Force 1,yes\n"
)
DAY = date(2009, 11, 26)


@dataclass(frozen=True)
class Places:
    """Opaque ids of what the fixture made."""

    area: str
    other_area: str
    committee: str
    board: str
    force: str
    elsewhere: str
    link: str


@pytest.fixture
def places(hmie: Inspectorate, other: Inspectorate) -> Places:
    with scope(other.pk):
        theirs = LocalAuthorityArea.objects.create(code="X1", name="Elsewhere")
    with scope(hmie.pk):
        operations.import_areas(actor=system_actor(hmie.pk), stream=FILE)
        first, second = LocalAuthorityArea.objects.order_by("code")
        committee_link = CommitteeArea.objects.get(area=first)
        assert AreaHealthBoard.objects.count() == 3
        assert AreaPoliceForce.objects.count() == 2
        return Places(
            area=ids.encode("area", first.pk),
            other_area=ids.encode("area", second.pk),
            committee=ids.encode("committee", ChildProtectionCommittee.objects.get().pk),
            board=ids.encode("body", HealthBoard.objects.get(name="Board 1").pk),
            force=ids.encode("body", PoliceForce.objects.get().pk),
            elsewhere=ids.encode("area", theirs.pk),
            link=ids.encode("link", committee_link.pk),
        )


@pytest.fixture
def administrator(client: Client, people: People) -> Client:
    return sign_in(client, people.administrator)


@pytest.fixture
def inspector(people: People) -> Client:
    return sign_in(Client(), people.inspector)


@pytest.fixture
def stranger(people: People) -> Client:
    return sign_in(Client(), people.stranger)


@pytest.fixture
def token(hmie: Inspectorate) -> dict[str, str]:
    """The headers of a tool that may read and write areas and committees."""
    with scope(hmie.pk):
        ApiToken.objects.create(
            name="Tool",
            hint="x",
            digest=digest_of("secret"),
            scopes=["areas:read", "areas:write", "committees:read", "committees:write"],
        )
    return {"Authorization": "Bearer secret"}
