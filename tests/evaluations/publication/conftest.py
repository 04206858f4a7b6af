"""An inspection that is ready to be published, its report written."""

from datetime import date
from typing import Any

import pytest

from areas.models import ChildProtectionCommittee
from evaluations.models import (
    AccuracyRound,
    Evaluation,
    GoodPractice,
    Inspection,
    Report,
    ReportChapter,
    ReportDraft,
    ReportPoint,
    ReportPointIndicator,
)
from evaluations.operations import move_inspection
from evaluations.queries.report_document import digest_of, report_document
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person

PUBLISHED_ON = date(2009, 4, 2)
WORDS = "Staff act quickly when a child is at risk now."


def of(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def opened(person: Person) -> Any:
    """The scope in which this person acts."""
    assert person.inspectorate is not None
    return scope(person.inspectorate.pk, person_id=person.user.pk)


def fresh(world: World) -> Inspection:
    found: Inspection = Inspection.objects.get(pk=world.inspection.pk)
    return found


def write_report(world: World) -> Report:
    report: Report = Report.objects.create(
        inspection=world.inspection, title="Services to protect children in Torrance Vale"
    )
    for position, (title, kind, text) in enumerate(
        (
            ("Summary", "text", WORDS),
            ("Evaluations", "evaluations", ""),
            ("Main points for action", "main-points", "Services should:"),
            ("Good practice", "good-practice", ""),
            ("How we inspected", "sources", ""),
        ),
        1,
    ):
        ReportChapter.objects.create(
            report=report, position=position, title=title, kind=kind, text=text
        )
    indicators = list(world.edition.indicators.order_by("position"))
    for number, text in ((1, "Assess risks and needs better."), (2, "Plan with the family.")):
        point = ReportPoint.objects.create(report=report, number=number, text=text)
        ReportPointIndicator.objects.create(point=point, indicator=indicators[number])
    GoodPractice.objects.create(report=report, title="The island forum", text="Young people meet.")
    return report


@pytest.fixture
def ready(world: World) -> World:
    """In factual accuracy, every indicator valued, a report written."""
    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(level=4)
        Inspection.objects.update(status="factual-accuracy")
        settle_accuracy(world, write_report(world))
    return world


def settle_accuracy(world: World, report: Report) -> None:
    """The partnership has read a draft and had nothing to correct."""
    content = report_document(report)
    draft = ReportDraft.objects.create(
        report=report,
        number=1,
        reason="factual-accuracy",
        content=content,
        digest=digest_of(content),
    )
    AccuracyRound.objects.create(
        inspection=world.inspection,
        number=1,
        draft=draft,
        committee=ChildProtectionCommittee.objects.create(code="C01", name="Torrance Vale CPC"),
        status="settled",
        working_days=15,
        sent_on=date(2009, 3, 2),
        due_on=date(2009, 3, 23),
    )


def publish(world: World) -> None:
    person = world.people.moderator
    with opened(person):
        move_inspection(
            actor=person.actor,
            inspection=of(world),
            move="publish",
            based_on=fresh(world).version,
            published_on=PUBLISHED_ON,
        )


@pytest.fixture
def published(ready: World) -> World:
    """Published on 2 April 2009 with its report."""
    publish(ready)
    return ready
