"""Bodies around the inspected area, and dates on the inspection."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from areas.models import (
    AreaHealthBoard,
    ChildProtectionCommittee,
    CommitteeArea,
    HealthBoard,
    LocalAuthorityArea,
    ScrutinyBody,
)
from evaluations.models import DeclaredInterest, Inspection, InspectorProfile
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person, sign_in


@pytest.fixture
def dated(world: World) -> World:
    """The world with fieldwork from three weeks ahead, a committee of two areas and a board."""
    first = timezone.localdate() + timedelta(days=21)
    with scope(world.here.pk):
        Inspection.objects.update(
            fieldwork_from=first, fieldwork_to=first + timedelta(days=18), status="preparing"
        )
        beside = LocalAuthorityArea.objects.create(code="A02", name="Muirhaven")
        committee = ChildProtectionCommittee.objects.create(code="c", name="Vale Committee")
        for area in (world.area, beside):
            CommitteeArea.objects.create(committee=committee, area=area)
        board = HealthBoard.objects.create(code="b", name="NHS Three Rivers")
        AreaHealthBoard.objects.create(area=world.area, board=board)
        ScrutinyBody.objects.create(code="s", name="Care Commission")
        world.inspection.refresh_from_db()
    return world


def reference(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def path(world: World, *parts: str) -> str:
    return "/".join(["/hmie/inspections", reference(world), *parts])


def number(person: Person) -> str:
    """The opaque id under which a person is on a team."""
    assert person.membership is not None
    return ids.encode("person", person.membership.pk)


def member(person: Person) -> str:
    """The opaque id of a person's own pages."""
    assert person.membership is not None
    return ids.encode("membership", person.membership.pk)


def profile(world: World, person: Person, **facts: Any) -> None:
    with scope(world.here.pk):
        InspectorProfile.objects.update_or_create(membership=person.membership, defaults=facts)


def interest(world: World, person: Person, **facts: Any) -> None:
    with scope(world.here.pk):
        DeclaredInterest.objects.create(
            membership=person.membership, **{"nature": "A relative.", **facts}
        )


def area(world: World, code: str) -> LocalAuthorityArea:
    with scope(world.here.pk):
        found: LocalAuthorityArea = LocalAuthorityArea.objects.get(code=code)
        return found


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    """A client signed in as somebody of the cast, by name."""
    return lambda name: sign_in(Client(), getattr(world.people, name))


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
