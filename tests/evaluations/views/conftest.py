"""What the tests of views and of what evaluations rest on do again and again."""

from collections.abc import Callable
from typing import Any

import pytest

from evaluations.models import TeamMember
from evaluations.operations.recording import Changes, save_evaluation
from evaluations.operations.views import save_view
from evaluations.rules.values import Chosen
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person

GiveView = Callable[..., dict[str, Any]]


@pytest.fixture
def give_view(world: World) -> GiveView:
    """Save somebody's view; given, unless told otherwise."""

    def save(
        person: Person, code: str = "1.1", based_on: int = 0, **changes: Any
    ) -> dict[str, Any]:
        changes.setdefault("given", True)
        with scope(person.inspectorate.pk, person_id=person.user.pk):  # type: ignore[union-attr]
            return save_view(
                actor=person.actor,
                inspection=ids.encode("inspection", world.inspection.pk),
                indicator=code,
                based_on=based_on,
                changes=changes,
            )

    return save


@pytest.fixture
def agree(world: World) -> Callable[..., None]:
    """The lead agrees the team's level for an indicator."""

    def save(code: str = "1.1", level: str = "good", rationale: str = "Seen in records.") -> None:
        with scope(world.here.pk):
            evaluation = world.inspection.evaluations.get(indicator__code=code)
            save_evaluation(
                actor=world.people.lead.actor,
                evaluation=ids.encode("evaluation", evaluation.pk),
                based_on=evaluation.version,
                changes=Changes(value=Chosen(level=level), rationale=rationale),
            )

    return save


@pytest.fixture
def team_of_four(world: World) -> World:
    """The world's inspection with an associate and a medically qualified inspector too."""
    with scope(world.here.pk):
        for person, role in (
            (world.people.associate, "associate-assessor"),
            (world.people.medical, "medical"),
        ):
            TeamMember.objects.create(
                inspection=world.inspection, membership=person.membership, role=role
            )
    return world
