"""A report in the demonstration: begun, written by two of the team, one version kept. Fictional."""

from evaluations.models import Inspection, ReportChapter, TeamMember
from evaluations.operations.chapter_templates import adopt_chapters
from evaluations.operations.good_practice import add_example
from evaluations.operations.report_points import add_point
from evaluations.operations.reports import begin_report, keep_version, save_chapter
from evaluations.queries.services import services
from evaluations.terms import TeamRole
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.demo.report_texts import CHAPTERS, EXAMPLE, LATER, POINTS
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

AREA = "A12"


def load(inspectorate: Inspectorate, programme: str) -> None:
    """For the inspection that is being evaluated, inside the inspectorate's scope."""
    inspection = Inspection.objects.select_related("area").get(
        programme__code=programme, area__code=AREA
    )
    team = TeamMember.objects.filter(inspection=inspection).select_related("membership__user")
    actors = {
        one.role: actor_for(one.membership.user, inspectorate) for one in team.order_by("-pk")
    }
    lead, colleague = actors.get(TeamRole.LEAD), actors.get(TeamRole.INSPECTOR)
    if lead is None or colleague is None:
        return
    adopt_chapters(
        actor=system_actor(inspectorate.pk),
        programme=ids.encode("programme", inspection.programme_id),
    )
    write_report(lead, inspection)
    keep_version(actor=lead, inspection=_id(inspection), label="First whole draft")
    title, before, after = LATER
    chapter = ReportChapter.objects.get(report__inspection=inspection, title=title)
    _write(colleague, inspection, chapter, chapter.text.replace(before, after))


def write_report(actor: Actor, inspection: Inspection) -> None:
    """Begin the report of an inspection under hmie-2005 with the usual chapters, and write all of it
    as ``actor``, who may: its lead inspector, say."""
    report = begin_report(actor=actor, inspection=_id(inspection))
    for chapter in ReportChapter.objects.filter(report=report, title__in=CHAPTERS):
        _write(actor, inspection, chapter, CHAPTERS[chapter.title])
    known = dict(services())
    for text, indicators, named in POINTS:
        add_point(
            actor=actor,
            inspection=_id(inspection),
            text=text,
            indicators=indicators,
            services=[code for code in named if code in known],
        )
    title, text, indicator = EXAMPLE
    add_example(
        actor=actor, inspection=_id(inspection), title=title, text=text, indicator=indicator
    )


def _write(actor: Actor, inspection: Inspection, chapter: ReportChapter, text: str) -> None:
    with scope(actor.inspectorate_id, person_id=actor.person_id, why="Loading the demonstration"):
        save_chapter(
            actor=actor,
            inspection=_id(inspection),
            chapter=ids.encode("chapter", chapter.pk),
            based_on=chapter.version,
            changes={"text": text.format(area=inspection.area.name)},
        )


def _id(inspection: Inspection) -> str:
    return ids.encode("inspection", inspection.pk)
