"""The inspection of the tests with a sample: three cases, planned, drawn and given to a reader."""

from dataclasses import dataclass
from typing import Any

import pytest

from evaluations.models import Inspection, SampledCase, TeamMember
from evaluations.operations import draw_cases, edit_case, plan_sample
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person

CATEGORY = "current-protection"


@dataclass
class Sample:
    """``cases`` are TV-C01 to TV-C03, the first of them given to the inspector. Beside the lead and
    the inspector, the medically qualified inspector is on the team."""

    world: World
    cases: list[str]

    @property
    def inspection(self) -> str:
        return ids.encode("inspection", self.world.inspection.pk)

    @property
    def path(self) -> str:
        return f"/hmie/inspections/{self.inspection}"

    def person(self, one: Person) -> str:
        return ids.encode("person", one.membership.pk)

    def kept(self, number: int = 0) -> SampledCase:
        with scope(self.world.here.pk):
            return SampledCase.objects.get(pk=ids.decode("sampled-case", self.cases[number]))

    def status(self, status: str) -> None:
        with scope(self.world.here.pk):
            resumes_to = "fieldwork" if status == "suspended" else ""
            Inspection.objects.filter(pk=self.world.inspection.pk).update(
                status=status, resumes_to=resumes_to
            )

    def run(self, operation: Any, who: Person, **values: Any) -> Any:
        """An operation by somebody, in a scope of its own."""
        actor = who.actor
        with scope(self.world.here.pk, person_id=actor.person_id):
            return operation(actor=actor, **values)


@pytest.fixture
def sample(world: World) -> Sample:
    made = Sample(world, [])
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    common = {"inspection": made.inspection, "category": CATEGORY}
    lead = world.people.lead
    plan = {"population": 40, "confidence": 95.0, "margin": 10.0, "based_on": 0}
    made.run(plan_sample, lead, **common, **plan)
    drawn = made.run(draw_cases, lead, **common, number=3)
    made.cases = [one["id"] for one in drawn]
    made.run(
        edit_case,
        lead,
        sampled_case=made.cases[0],
        based_on=1,
        changes={"reader": made.person(world.people.inspector)},
    )
    return made
