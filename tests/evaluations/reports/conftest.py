"""An inspection that is being evaluated, its report begun by its lead inspector."""

from typing import Any

import pytest

from evaluations.models import Evaluation, Report, ReportChapter
from evaluations.operations.reports import begin_report, save_chapter
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person


def of(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def opened(person: Person) -> Any:
    """The scope in which this person acts."""
    assert person.inspectorate is not None
    return scope(person.inspectorate.pk, person_id=person.user.pk)


def set_status(world: World, status: str) -> None:
    with scope(world.here.pk):
        type(world.inspection).objects.filter(pk=world.inspection.pk).update(
            status=status, resumes_to="evaluating" if status == "suspended" else ""
        )


def set_level(world: World, code: str, **value: Any) -> None:
    """``level`` or ``level_set`` in ranks, or ``non_grade``."""
    cleared = {"level": None, "level_set": None, "non_grade": None}
    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection, indicator__code=code).update(
            **{**cleared, **value}
        )


@pytest.fixture
def report(world: World) -> Report:
    set_status(world, "evaluating")
    with opened(world.people.lead):
        return begin_report(actor=world.people.lead.actor, inspection=of(world))


def chapter_of(world: World, report: Report, title: str = "Summary") -> ReportChapter:
    with scope(world.here.pk):
        found: ReportChapter = ReportChapter.objects.get(report=report, title=title)
    return found


def write(
    world: World,
    chapter: ReportChapter,
    text: str,
    *,
    by: Person | None = None,
    based_on: int | None = None,
    **more: Any,
) -> dict[str, Any]:
    person = by or world.people.lead
    actor: Actor = person.actor
    with opened(person):
        return save_chapter(
            actor=actor,
            inspection=of(world),
            chapter=ids.encode("chapter", chapter.pk),
            based_on=chapter.version if based_on is None else based_on,
            changes={"text": text, **more.pop("changes", {})},
            **more,
        )
