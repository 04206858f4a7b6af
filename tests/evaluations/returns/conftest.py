"""An inspection being prepared, whose area has a committee with a partner; another committee with
another partner."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from areas.models import (
    ChildProtectionCommittee,
    CommitteeArea,
    CommitteePartner,
    LocalAuthorityArea,
)
from evaluations.models import Inspection, PreInspectionReturn, ReturnSection
from evaluations.operations.return_sections import save_section
from evaluations.operations.returns import ask_for_return, send_return
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.conftest import World
from tests.people import People, Person, sign_in


def day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@dataclass
class Ground:
    """The world, prepared: what a return needs before it can be asked for."""

    world: World
    committee: ChildProtectionCommittee

    @property
    def people(self) -> People:
        return self.world.people

    @property
    def inspection(self) -> str:
        return ids.encode("inspection", self.world.inspection.pk)

    @property
    def path(self) -> str:
        return f"/hmie/inspections/{self.inspection}/return"

    def now(self) -> PreInspectionReturn:
        with scope(self.world.here.pk):
            return PreInspectionReturn.objects.get()

    def sections(self) -> list[ReturnSection]:
        with scope(self.world.here.pk):
            return list(ReturnSection.objects.order_by("position"))

    def as_(self, person: Person, deed: Callable[..., Any], **given: Any) -> Any:
        """Do something as somebody, in a transaction of its own."""
        with scope(self.world.here.pk, person_id=person.user.pk):
            return deed(actor=person.actor, inspection=self.inspection, **given)

    def status(self, status: str) -> None:
        with scope(self.world.here.pk):
            resumes_to = "preparing" if status == "suspended" else ""
            Inspection.objects.update(status=status, resumes_to=resumes_to)

    def write(self, one: ReturnSection, by: Person | None = None, **changes: Any) -> Any:
        return self.as_(
            by or self.people.partner,
            save_section,
            section=ids.encode("return-section", one.pk),
            based_on=one.version,
            changes=changes,
        )

    def complete(self) -> None:
        for one in self.sections():
            self.write(one, answer=f"About {one.title}.", complete=True)

    def sent(self) -> PreInspectionReturn:
        self.complete()
        self.as_(self.people.partner, send_return, based_on=self.now().version)
        return self.now()


@pytest.fixture
def ground(world: World) -> Ground:
    with scope(world.here.pk):
        Inspection.objects.update(status="preparing", fieldwork_from=day(60))
        committee = ChildProtectionCommittee.objects.create(code="c", name="Vale Committee")
        other = ChildProtectionCommittee.objects.create(code="d", name="Muirhaven Committee")
        elsewhere = LocalAuthorityArea.objects.create(code="A02", name="Muirhaven")
        CommitteeArea.objects.create(committee=committee, area=world.area)
        CommitteeArea.objects.create(committee=other, area=elsewhere)
        CommitteePartner.objects.create(
            committee=committee, membership=world.people.partner.membership, agency="Chair"
        )
        CommitteePartner.objects.create(
            committee=other, membership=world.people.other_partner.membership
        )
        world.inspection.refresh_from_db()
    return Ground(world, committee)


@pytest.fixture
def asked(ground: Ground) -> Ground:
    """The return is asked for, due in twenty days."""
    ground.as_(ground.people.lead, ask_for_return, due_on=day(20), note="Thank you.")
    return ground


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    return lambda person: sign_in(Client(), person)


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    """A tool of the first inspectorate with every scope."""
    return Tool(hmie)


@pytest.fixture
def stranger(other: Inspectorate) -> Tool:
    """A tool of another inspectorate."""
    return Tool(other)
