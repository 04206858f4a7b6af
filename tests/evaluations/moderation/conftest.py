"""An inspection in moderation, everything evaluated as good, with evidence on every indicator."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluations.models import Evaluation, Inspection
from evaluations.operations import move_inspection
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.terms import Role, Scope
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.conftest import World
from tests.evaluations.grounds import give_grounds
from tests.people import Person, member

RATIONALE = "Zealous staff act within the hour."
"""Words of the team that nobody who judges blind may meet."""
Act = Callable[..., Any]


class OwnTool(Tool):
    """Somebody's own tool, with every scope: it may do what they may."""

    def __init__(self, person: Person) -> None:
        assert person.inspectorate is not None
        super().__init__(person.inspectorate, scopes=[*Scope.values, person.user.email])
        with scope(person.inspectorate.pk):
            ApiToken.objects.filter(digest=digest_of(self.secret)).update(
                holder=person.membership, scopes=list(Scope.values)
            )


@pytest.fixture
def second_moderator(world: World) -> Person:
    return member(world.here, "Una Craig", [Role.MODERATOR])


@pytest.fixture
def act(world: World) -> Act:
    """Call an operation for a person and the world's inspection, inside its scope."""

    def call(operation: Callable[..., Any], person: Person, **values: Any) -> Any:
        with scope(world.here.pk, person_id=person.user.pk):
            return operation(
                actor=person.actor,
                inspection=ids.encode("inspection", world.inspection.pk),
                **values,
            )

    return call


@pytest.fixture
def move(world: World, act: Act) -> Callable[..., Inspection]:
    """Make a move of the world's inspection as it now is."""

    def make(person: Person, name: str, **values: Any) -> Inspection:
        with scope(world.here.pk):
            version = Inspection.objects.get(pk=world.inspection.pk).version
        found: Inspection = act(move_inspection, person, move=name, based_on=version, **values)
        return found

    return make


@pytest.fixture
def in_moderation(world: World, move: Callable[..., Inspection]) -> World:
    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(level=4)
        give_grounds(world.inspection)
        Evaluation.objects.filter(inspection=world.inspection).update(rationale=RATIONALE)
    move(world.people.lead, "end-fieldwork")
    move(world.people.lead, "to-moderation")
    return world
