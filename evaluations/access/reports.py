"""From a person and a reference to a report, a chapter or a kept draft; who reads and who writes it.

Whoever may see the evaluations before publication reads the report as it is written: the team on its
days, moderators. The team writes it; once it is published, somebody who publishes and was not on the
team, as a correction. To everybody else there is no such report.
"""

from dataclasses import dataclass
from typing import cast

from evaluations.access.inspections import (
    inspection_for,
    levels_visible,
    may_see_drafts,
    on_it_today,
    parties,
    place_on_team,
)
from evaluations.models import Inspection, Report, ReportChapter, ReportDraft, TeamMember
from evaluations.rules.life import OUT, Party
from evaluations.rules.reports import why_not_now
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class ReportAccess:
    """An inspection whose report ``actor`` may read; ``report`` None: it is not begun."""

    actor: Actor
    inspection: Inspection
    place: TeamMember | None
    report: Report | None

    @property
    def begun(self) -> Report:
        """The report. Raises NotFound when it is not begun."""
        if self.report is None:
            raise NotFound
        return self.report

    @property
    def leads(self) -> bool:
        """Whether this is the lead inspector, today, or a tool."""
        return Party.LEAD in parties(self.actor, self.place) or self.actor.membership_id is None

    def why_not_write(self) -> tuple[str, str]:
        """Why this person may not write: (not permitted, not now); both empty when they may."""
        if self.inspection.status in OUT:
            if self.place is None and self.actor.may(P.PUBLISH_REPORTS):
                return "", ""
            return "A published report is corrected by somebody who publishes.", ""
        inside = on_it_today(self.place) or self.actor.membership_id is None
        if not (inside and self.actor.may(P.RECORD_EVALUATIONS)):
            return "A report is written by the inspection's team.", ""
        return "", why_not_now(self.inspection.status)

    @property
    def may_write(self) -> bool:
        return self.why_not_write() == ("", "")

    def require_writing(self) -> None:
        """Raises NotPermitted or Refused."""
        not_permitted, not_now = self.why_not_write()
        if not_permitted:
            raise NotPermitted(not_permitted)
        if not_now:
            raise Refused(not_now)


def report_for(actor: Actor, inspection: str) -> ReportAccess:
    """The report of the inspection with this opaque id. Raises NotFound."""
    return _access(actor, inspection_for(actor, inspection))


def _access(actor: Actor, seen: Inspection) -> ReportAccess:
    place = place_on_team(actor, seen)
    if not (levels_visible(actor, seen, place) and may_see_drafts(actor, place)):
        raise NotFound
    return ReportAccess(actor, seen, place, Report.objects.filter(inspection=seen).first())


def report_to_write(actor: Actor, inspection: str) -> ReportAccess:
    """The same, the report locked, for who writes it now. Raises NotFound, NotPermitted, Refused."""
    seen = report_for(actor, inspection)
    seen.require_writing()
    locked = Report.objects.select_for_update(no_key=True, of=("self",))
    report: Report = locked.get(pk=seen.begun.pk)
    return ReportAccess(actor, seen.inspection, seen.place, report)


def chapter_for(actor: Actor, inspection: str, chapter: str) -> tuple[ReportAccess, ReportChapter]:
    """A chapter of a report that this person reads. Raises NotFound."""
    access = report_for(actor, inspection)
    found = ReportChapter.objects.filter(
        report=access.begun, pk=ids.decode("chapter", chapter)
    ).first()
    if found is None:
        raise NotFound
    return access, found


def chapter_to_write(
    actor: Actor, inspection: str, chapter: str
) -> tuple[ReportAccess, ReportChapter]:
    """The chapter, locked, for who writes it now. Raises NotFound, NotPermitted, Refused."""
    access, seen = chapter_for(actor, inspection, chapter)
    access.require_writing()
    locked = ReportChapter.objects.select_for_update(no_key=True, of=("self",))
    found = locked.filter(pk=seen.pk).first()
    if found is None:  # taken out while we waited
        raise NotFound
    return access, cast(ReportChapter, found)


def draft_for(actor: Actor, inspection: str, number: int) -> tuple[ReportAccess, ReportDraft]:
    """A kept draft by its number. Raises NotFound."""
    access = report_for(actor, inspection)
    found = ReportDraft.objects.filter(report=access.begun, number=number).first()
    if found is None:
        raise NotFound
    return access, found
