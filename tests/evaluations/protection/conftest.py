"""Concerns, cases and evidence of the inspection of the world, and of another."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from evaluations.models import SampledCase, TeamMember
from evaluations.operations.concerns import raise_concern
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person, sign_in


@pytest.fixture
def case(world: World) -> SampledCase:
    """TV-C01 of the inspection."""
    with scope(world.here.pk):
        return SampledCase.objects.create(
            inspection=world.inspection,
            number=1,
            pseudonym="TV-C01",
            category="current-protection",
        )


@pytest.fixture
def raised(world: World) -> Callable[..., str]:
    """Raise a concern as the inspector (of the inspection, unless told otherwise); its opaque id."""

    def one(by: Person | None = None, **given: Any) -> str:
        person = by or world.people.inspector
        values = {"what": "The child has bruises.", "inspection": inspection_id(world), **given}
        with scope(world.here.pk, person_id=person.user.pk):
            return str(raise_concern(actor=person.actor, **values)["id"])

    return one


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """A browser in which this person is signed in."""
    return lambda person: sign_in(Client(), person)


def inspection_id(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def recuse(world: World, person: Person) -> None:
    from django.utils import timezone

    with scope(world.here.pk):
        TeamMember.objects.filter(inspection=world.inspection, membership=person.membership).update(
            recused_at=timezone.now(), recused_why="A cousin works there."
        )
