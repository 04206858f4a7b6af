"""An inspection whose findings are discussed and whose report is written; its committee's two
partners, and a partner of another committee."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from areas.models import CommitteePartner
from evaluations.models import (
    AccuracyComment,
    AccuracyRound,
    Evaluation,
    Inspection,
    Report,
    ReportChapter,
    ReportPoint,
)
from evaluations.operations.accuracy import return_comments, send_draft, settle_round
from evaluations.operations.accuracy_comments import answer_comment, write_comment
from evaluations.operations.discussions import record_discussion
from evaluations.queries.services import services
from evaluations.rules.discussions import Seat
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.returns.conftest import Ground as ReturnGround
from tests.evaluations.returns.conftest import ground as return_ground  # noqa: F401
from tests.people import Person, member, sign_in

TEXT = """Staff in all services were alert. In 38 of the 52 records read, the first concern was passed on.

Some children waited too long for help.

- police met quickly
- health came to some meetings

> They listened to me."""


@dataclass
class Ground(ReturnGround):
    """The world at the end of moderation."""

    second: Person
    """Another partner of the same committee."""

    @property
    def page(self) -> str:
        return f"/hmie/inspections/{self.inspection}/factual-accuracy"

    @property
    def api(self) -> str:
        return f"inspections/{self.inspection}/factual-accuracy"

    @property
    def version(self) -> int:
        with scope(self.world.here.pk):
            return int(Inspection.objects.get(pk=self.world.inspection.pk).version)

    def round(self) -> AccuracyRound:
        with scope(self.world.here.pk):
            found = AccuracyRound.objects.select_related("draft").order_by("-number").first()
            assert found is not None
            return found

    def discuss(self, absent: tuple[str, ...] = (), why: str = "") -> Any:
        with scope(self.world.here.pk):
            codes = [code for code, _ in services()]
        seats = [
            Seat(one, "Head", one not in absent, why if one in absent else "") for one in codes
        ]
        return self.as_(
            self.people.lead,
            record_discussion,
            held_on=timezone.localdate(),
            place="Town House",
            record="Findings were accepted.",
            attendance=seats,
        )

    def send(self, by: Person | None = None, **given: Any) -> AccuracyRound:
        given.setdefault("based_on", self.version)
        self.as_(by or self.people.lead, send_draft, **given)
        return self.round()

    def comment(self, by: Person | None = None, **given: Any) -> AccuracyComment:
        values = {"paragraph": "1.1", "agency": "social-work", "text": "It is 54 records.", **given}
        made: AccuracyComment = self.as_(by or self.people.partner, write_comment, **values)
        return made

    def returned(self, **given: Any) -> AccuracyRound:
        given.setdefault("based_on", self.round().version)
        self.as_(self.people.partner, return_comments, **given)
        return self.round()

    def answer(self, one: AccuracyComment, decision: str = "accepted") -> Any:
        return self.as_(
            self.people.lead,
            answer_comment,
            comment=ids.encode("accuracy-comment", one.pk),
            based_on=one.version,
            decision=decision,
            answer="We counted again.",
        )

    def settled(self) -> AccuracyRound:
        self.as_(self.people.lead, settle_round, based_on=self.round().version)
        return self.round()


@pytest.fixture
def ground(return_ground: ReturnGround, hmie: Inspectorate) -> Ground:  # noqa: F811
    world = return_ground.world
    second = member(hmie, "Fiona Keir", [Role.COMMITTEE_PARTNER])
    with scope(world.here.pk):
        Inspection.objects.update(status="findings-discussed")
        Evaluation.objects.update(level=4)
        CommitteePartner.objects.create(
            committee=return_ground.committee, membership=second.membership, agency="Police"
        )
        report = Report.objects.create(inspection=world.inspection, title="Report on the Vale")
        ReportChapter.objects.create(report=report, position=1, title="Help", text=TEXT)
        ReportChapter.objects.create(
            report=report, position=2, title="What we found", kind="evaluations", text="In short."
        )
        ReportPoint.objects.create(report=report, number=1, text="Improve assessments.")
    return Ground(world, return_ground.committee, second)


@pytest.fixture
def sent(ground: Ground) -> Ground:
    """The draft is with the partnership."""
    ground.discuss()
    ground.send()
    return ground


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    return lambda person: sign_in(Client(), person)


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    return Tool(hmie)


@pytest.fixture
def stranger(other: Inspectorate) -> Tool:
    return Tool(other)
