"""What the pages of pre-inspection returns show."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from areas.queries import PersonLine, partners_of
from evaluations.access.evidence import why_not_evidence
from evaluations.access.inspections import place_on_team, recused_from, team_today
from evaluations.access.returns import (
    ReturnAccess,
    inspectorate_parties,
    partner_of,
    reads_return,
    return_for,
    section_for,
)
from evaluations.models import Inspection, PreInspectionReturn, ReturnSection
from evaluations.operations.return_questions import Question, digest_of, questions_of
from evaluations.operations.return_records import files_of
from evaluations.operations.returns import sections_to_ask
from evaluations.queries.evidence_source import made_from
from evaluations.rules.files import SHOWN
from evaluations.rules.return_evidence import why_not_used
from evaluations.rules.returns import (
    STEPS,
    WRITTEN_IN,
    not_yours,
    obstacle,
    usual_sections,
    why_not_ask,
)
from evaluations.terms import ReturnMove, ReturnStatus, ScanState
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids

MOST_SHOWN = 200
LOOKS = {
    ReturnStatus.ASKED: "half",
    ReturnStatus.SENT: "sent",
    ReturnStatus.SENT_BACK: "asked",
    ReturnStatus.ACCEPTED: "agreed",
}
"""The icon of each status."""


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """A return in a list. ``inspection`` is the opaque id its page is at."""

    inspection: str
    area: str
    reference: str
    committee: str
    look: str
    status_label: str
    due_on: date
    late: bool
    complete: int
    sections: int


@dataclass(frozen=True, slots=True)
class FileLine:
    id: str
    name: str
    size: int
    scan: str
    scan_label: str
    opens: bool
    shows: bool


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section as its return's page shows it; ``answer`` is None for whom it is not yet for."""

    id: str
    number: int
    title: str
    guidance: str
    answer: str | None
    complete: bool
    more_wanted: str
    files: list[FileLine]
    version: int
    used: list[tuple[str, str]] = field(default_factory=list)
    """(opaque id, reference) of the pieces of evidence made from it."""


@dataclass(frozen=True, slots=True)
class ReturnStepLine:
    name: str
    label: str
    why_not: str


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Everything the page of one return shows."""

    access: ReturnAccess
    asked: PreInspectionReturn
    inspection: Inspection
    sections: list[SectionLine]
    steps: list[ReturnStepLine]
    partners: list[PersonLine]
    may_write: bool
    why_not_write: str
    may_change_due: bool
    late: bool
    may_use: bool = False
    """Whether this person makes evidence from it now."""

    @property
    def look(self) -> str:
        return LOOKS[ReturnStatus(self.asked.status)]

    @property
    def complete(self) -> int:
        return sum(one.complete for one in self.sections)


def returns_seen(actor: Actor) -> list[ReturnLine]:
    """The returns this person answers for, or reads for the inspectorate: what is not settled first,
    by due date. Two statements."""
    rows = PreInspectionReturn.objects.filter(_seen(actor))
    rows = rows.select_related("inspection__area", "committee").order_by("-due_on", "-id")
    found = sorted(
        rows[:MOST_SHOWN], key=lambda one: (one.status == ReturnStatus.ACCEPTED, one.due_on)
    )
    counts = _counts(found)
    today = timezone.localdate()
    return [_line(one, counts.get(one.pk, (0, 0)), today) for one in found]


def _seen(actor: Actor) -> Q:
    mine = Q(committee_id__in=partner_of(actor))
    recused = Exists(recused_from(actor).filter(inspection_id=OuterRef("inspection_id")))
    if actor.may(P.PLAN_INSPECTIONS) or actor.may(P.SEE_UNPUBLISHED):
        return mine | ~Q(recused)
    return mine | Q(Exists(team_today(actor).filter(inspection_id=OuterRef("inspection_id"))))


def _counts(found: list[PreInspectionReturn]) -> dict[int, tuple[int, int]]:
    """How many sections of each are complete, of how many."""
    rows = (
        ReturnSection.objects.filter(of_return_id__in=[one.pk for one in found])
        .order_by()
        .values("of_return_id")
        .annotate(all=Count("id"), done=Count("id", filter=Q(complete=True)))
    )
    return {row["of_return_id"]: (row["done"], row["all"]) for row in rows}


def _line(one: PreInspectionReturn, counted: tuple[int, int], today: date) -> ReturnLine:
    done, sections = counted
    return ReturnLine(
        inspection=ids.encode("inspection", one.inspection_id),
        area=one.inspection.area.name,
        reference=one.inspection.reference,
        committee=one.committee.name,
        look=LOOKS[ReturnStatus(one.status)],
        status_label=str(ReturnStatus(one.status).label),
        due_on=one.due_on,
        late=_late(one, today),
        complete=done,
        sections=sections,
    )


def _late(one: PreInspectionReturn, today: date) -> bool:
    return one.status in WRITTEN_IN and one.due_on < today


def return_page(actor: Actor, inspection: str) -> ReturnPage:
    """Raises NotFound."""
    access = return_for(actor, inspection)
    asked = access.asked
    rows = list(ReturnSection.objects.filter(of_return=asked).order_by("position", "id"))
    files = files_of(rows) if access.sees_answers else {}
    uses = not why_not_used(asked.status) and _records_evidence(access)
    used = made_from(one.pk for one in rows) if uses else {}
    sections = [
        _section(access, one, at, files, used.get(one.pk, ())) for at, one in enumerate(rows, 1)
    ]
    today = timezone.localdate()
    why_not = access.why_not_write()
    decides = bool(access.parties) and not access.for_partnership
    return ReturnPage(
        access=access,
        asked=asked,
        inspection=access.inspection,
        sections=sections,
        steps=_steps(access, [one.title for one in sections if not one.complete]),
        partners=[one for one in partners_of(asked.committee, today) if one.now],
        may_write=access.for_partnership and not why_not,
        why_not_write=why_not,
        may_change_due=decides and asked.status in WRITTEN_IN,
        late=_late(asked, today),
        may_use=uses,
    )


def _records_evidence(access: ReturnAccess) -> bool:
    inspection = access.inspection
    place = place_on_team(access.actor, inspection)
    return not any(why_not_evidence(access.actor, inspection.status, place))


def _section(
    access: ReturnAccess,
    one: ReturnSection,
    number: int,
    files: dict[int, list[dict[str, Any]]],
    used: Iterable[tuple[str, str]] = (),
) -> SectionLine:
    return SectionLine(
        id=ids.encode("return-section", one.pk),
        number=number,
        title=one.title,
        guidance=one.guidance,
        answer=one.answer if access.sees_answers else None,
        complete=one.complete,
        more_wanted=one.more_wanted,
        files=[file_line(each) for each in files.get(one.pk, [])],
        version=one.version,
        used=list(used),
    )


def file_line(one: dict[str, Any]) -> FileLine:
    """A file's representation as a list shows it."""
    scan = ScanState(one["scan"])
    return FileLine(
        id=one["id"],
        name=one["name"],
        size=one["size"],
        scan=one["scan"],
        scan_label=str(scan.label),
        opens=scan in {ScanState.CLEAN, ScanState.NOT_SCANNED},
        shows=one["media_type"].partition(";")[0] in SHOWN,
    )


def _steps(access: ReturnAccess, incomplete: list[str]) -> list[ReturnStepLine]:
    """The moves this person makes, each with why not now."""
    status = access.asked.status
    return [
        ReturnStepLine(
            name.value,
            str(ReturnMove(name).label),
            obstacle(name, status, access.inspection.status, incomplete),
        )
        for name, step in STEPS.items()
        if not not_yours(name, access.parties)
        and (status in step.sources or name is not ReturnMove.REOPEN)
    ]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section for who writes it. ``following`` is the next section's id, empty after the last."""

    access: ReturnAccess
    section: SectionLine
    following: str
    why_not: str


def section_page(actor: Actor, inspection: str, section: str) -> SectionPage:
    """Raises NotFound, also for those who only read returns."""
    access, one = section_for(actor, inspection, section)
    order = list(
        ReturnSection.objects.filter(of_return=access.asked)
        .order_by("position", "id")
        .values_list("pk", flat=True)
    )
    at = order.index(one.pk)
    after = order[at + 1] if at + 1 < len(order) else None
    return SectionPage(
        access=access,
        section=_section(access, one, at + 1, files_of([one])),
        following=ids.encode("return-section", after) if after else "",
        why_not=access.why_not_write() if access.for_partnership else "not a partner",
    )


@dataclass(frozen=True, slots=True)
class AskPage:
    """What a return would ask, before it is asked for."""

    inspection: Inspection
    sections: list[Question]
    why_not: str


def ask_page(actor: Actor, inspection: Inspection) -> AskPage:
    why_not = why_not_ask(inspection.status)
    if not inspectorate_parties(actor, inspection):
        why_not = "This is for its lead inspector or somebody who plans inspections."
    return AskPage(inspection, sections_to_ask(inspection), why_not)


@dataclass(frozen=True, slots=True)
class ReturnLink:
    """The return on the page of its inspection: where it stands, or whether it may be asked for."""

    status_label: str = ""
    may_ask: bool = False


def return_link(actor: Actor, inspection: Inspection) -> ReturnLink:
    """What this person is shown of an inspection's return; nothing when it is not for them."""
    if not reads_return(actor, inspection) and not partner_of(actor):
        return ReturnLink()
    rows = PreInspectionReturn.objects.filter(_seen(actor), inspection=inspection)
    status = rows.values_list("status", flat=True).first()
    if status is not None:
        return ReturnLink(str(ReturnStatus(status).label))
    asks = not why_not_ask(inspection.status) and inspectorate_parties(actor, inspection)
    return ReturnLink(may_ask=bool(asks))


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """A programme's questions; ``usual`` when it has none of its own and these are the usual ones."""

    questions: list[Question]
    usual: bool
    digest: str


def questions_page(programme: Any) -> QuestionsPage:
    own = questions_of(programme)
    shown = own or usual_sections(
        [one.title for one in edition_document(programme.edition_id).sections]
    )
    return QuestionsPage(shown, not own, digest_of(own))
