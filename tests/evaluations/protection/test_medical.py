"""What a medical note says reaches medically qualified inspectors alone, in refusals too."""

import pytest

from evaluations.models import TeamMember
from evaluations.operations.evidence import edit_evidence, withdraw_evidence
from inspectorate.kernel.errors import NotPermitted, Stale
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import added

pytestmark = pytest.mark.django_db

SECRET = "The growth chart fell by two centiles."


@pytest.fixture
def note(world: World) -> dict:
    """A medical note, as it is told to the one who recorded it."""
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    made = added(world, world.people.medical.actor, medical=True, text=SECRET, tags=["growth"])
    assert made["text"] == SECRET
    return made


@pytest.mark.parametrize("based_on", [1, 99])
@pytest.mark.parametrize("exact", [True, False])
def test_an_edit_that_meets_another_says_nothing_of_it(
    world: World, note: dict, based_on: int, exact: bool
) -> None:
    medical, lead = world.people.medical.actor, world.people.lead.actor
    with scope(world.here.pk):
        edit_evidence(
            actor=medical, evidence=note["id"], based_on=1, changes={"bearing": "improvement"}
        )
        with pytest.raises(Stale) as met:
            edit_evidence(
                actor=lead,
                evidence=note["id"],
                based_on=based_on,
                changes={"tags": ["weight"], "bearing": "contrary"},
                exact=exact,
            )
    for name in ("base", "mine", "current"):
        assert SECRET not in str(getattr(met.value, name, None))


def test_what_it_says_is_not_changed_by_others(world: World, note: dict) -> None:
    lead = world.people.lead.actor
    with scope(world.here.pk):
        for changes in ({"text": "x"}, {"quote": "x"}, {"medical": False}):
            with pytest.raises(NotPermitted):
                edit_evidence(actor=lead, evidence=note["id"], based_on=1, changes=changes)


def test_withdrawing_it_shows_nothing(world: World, note: dict) -> None:
    lead = world.people.lead.actor
    with scope(world.here.pk):
        with pytest.raises(Stale) as stale:
            withdraw_evidence(actor=lead, evidence=note["id"], based_on=9, why="Twice.")
        told = withdraw_evidence(actor=lead, evidence=note["id"], based_on=1, why="Twice.")
    assert SECRET not in str(stale.value.current)
    assert SECRET not in str(told)
