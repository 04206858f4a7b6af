"""A committee with its partners and link inspector, an accepted plan, and the cast around them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from areas.models import ChildProtectionCommittee, CommitteeArea, CommitteePartner, LinkInspector
from followthrough.models import ActionPlan, MainPointForAction, PlannedAction
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World
from tests.people import Person, sign_in

WORDS = {
    "text": "The protocol is signed by all services.",
    "own_view": "on-track",
    "own_reason": "Five of six use it.",
}


@dataclass
class Following:
    """The world's published point as Three Rivers' committee answers for it."""

    world: World
    committee: ChildProtectionCommittee
    other: ChildProtectionCommittee
    plan: ActionPlan
    action: PlannedAction

    @property
    def point(self) -> MainPointForAction:
        return self.world.point

    @property
    def ref(self) -> str:
        return ids.encode("point", self.world.point.pk)

    @property
    def path(self) -> str:
        return f"/hmie/main-points/{self.ref}"

    def person(self, name: str) -> Person:
        found: Person = getattr(self.world.people, name)
        return found

    def client(self, name: str) -> Client:
        return sign_in(Client(), self.person(name))

    def page(self, name: str, path: str = "", status: int = 200) -> str:
        answer = self.client(name).get(self.path + path)
        assert answer.status_code == status, answer.content[:500]
        return answer.content.decode()

    def act(self, name: str, deed: Any, **values: Any) -> Any:
        """An operation as one of the cast, in a scope of its own."""
        with scope(self.world.here.pk):
            return deed(actor=self.person(name).actor, **values)

    def status(self, status: str) -> None:
        with scope(self.world.here.pk):
            MainPointForAction.objects.filter(pk=self.point.pk).update(status=status)


@pytest.fixture
def following(world: World) -> Following:
    people = world.people
    with scope(world.here.pk):
        committee = ChildProtectionCommittee.objects.create(code="C1", name="Three Rivers")
        other = ChildProtectionCommittee.objects.create(code="C2", name="Burnhead")
        CommitteeArea.objects.create(committee=committee, area=world.area)
        LinkInspector.objects.create(committee=committee, membership=people.link.membership)
        for one, who in ((committee, people.partner), (other, people.other_partner)):
            CommitteePartner.objects.create(
                committee=one, membership=who.membership, agency="Police"
            )
        plan = ActionPlan.objects.create(inspection=world.published, status="accepted")
        action = PlannedAction.objects.create(
            plan=plan,
            point=world.point,
            number=1,
            text="One protocol for all services",
            lead_post="Head of nursing",
            due_on=date(2030, 6, 30),
        )
    return Following(world, committee, other, plan, action)
