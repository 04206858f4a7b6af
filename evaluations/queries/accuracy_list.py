"""The drafts that are with partnerships, and what an inspection's page says of its own."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from evaluations.access.inspections import inspection_for, recused_from, team_today
from evaluations.access.returns import inspectorate_parties, partner_of, reads_return
from evaluations.models import (
    AccuracyComment,
    AccuracyRound,
    Inspection,
    Report,
)
from evaluations.operations.accuracy import usual_days
from evaluations.queries.accuracy_stops import discussion_obstacles
from evaluations.queries.report_asks import points_missing
from evaluations.rules.accuracy import (
    SENT_IN,
    why_not_send,
)
from evaluations.terms import (
    AccuracyStatus,
    InspectionStatus,
)
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids

MOST_SHOWN = 200
LOOKS = {
    AccuracyStatus.OPEN: "half",
    AccuracyStatus.RETURNED: "asked",
    AccuracyStatus.SETTLED: "agreed",
}
"""The icon of each status."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list. ``inspection`` is the opaque id its page is at."""

    inspection: str
    number: int
    area: str
    reference: str
    committee: str
    look: str
    status_label: str
    due_on: date
    late: bool
    comments: int | None


def rounds_seen(actor: Actor) -> list[RoundLine]:
    """The rounds of the committees this person acts for, or that they read for the inspectorate: what
    is not over first, by due date. Two statements."""
    rows = AccuracyRound.objects.filter(_seen(actor))
    rows = rows.select_related("inspection__area", "committee").order_by("-due_on", "-id")
    found = sorted(
        rows[:MOST_SHOWN], key=lambda one: (one.status == AccuracyStatus.SETTLED, one.due_on)
    )
    counted = dict(
        AccuracyComment.objects.filter(accuracy_round_id__in=[one.pk for one in found])
        .order_by()
        .values_list("accuracy_round_id")
        .annotate(Count("id"))
    )
    mine, today = partner_of(actor), timezone.localdate()
    return [_line(one, mine, counted.get(one.pk, 0), today) for one in found]


def _seen(actor: Actor) -> Q:
    mine = Q(committee_id__in=partner_of(actor))
    recused = Exists(recused_from(actor).filter(inspection_id=OuterRef("inspection_id")))
    if actor.may(P.PLAN_INSPECTIONS) or actor.may(P.SEE_UNPUBLISHED):
        return mine | ~Q(recused)
    return mine | Q(Exists(team_today(actor).filter(inspection_id=OuterRef("inspection_id"))))


def _line(one: AccuracyRound, mine: frozenset[int], comments: int, today: date) -> RoundLine:
    shown = one.committee_id in mine or one.returned_at is not None
    return RoundLine(
        inspection=ids.encode("inspection", one.inspection_id),
        number=one.number,
        area=one.inspection.area.name,
        reference=one.inspection.reference,
        committee=one.committee.name,
        look=LOOKS[AccuracyStatus(one.status)],
        status_label=str(AccuracyStatus(one.status).label),
        due_on=one.due_on,
        late=one.status == AccuracyStatus.OPEN and one.due_on < today,
        comments=comments if shown else None,
    )


@dataclass(frozen=True, slots=True)
class SendPage:
    """What sending a draft would do, and what stands in the way."""

    inspection: Inspection
    usual_days: int
    obstacles: list[str]


def send_page(actor: Actor, inspection: Inspection) -> SendPage:
    last = AccuracyRound.objects.filter(inspection=inspection).order_by("-number").first()
    wrong = why_not_send(inspection.status, last.status if last else "")
    found = [wrong] if wrong else []
    if not Report.objects.filter(inspection=inspection).exists():
        found.append("There is no report yet. Begin it and write it first.")
    if inspection.status == InspectionStatus.FINDINGS_DISCUSSED:
        found += points_missing(inspection) + discussion_obstacles(inspection)
    return SendPage(inspection, usual_days(), found)


@dataclass(frozen=True, slots=True)
class AccuracyLink:
    """Factual accuracy and discussions on the page of their inspection; empty for whom they are
    not."""

    status_label: str = ""
    number: int = 0
    discusses: bool = False
    may_send: bool = False


def accuracy_link(actor: Actor, inspection: Inspection) -> AccuracyLink:
    """What this person is shown of an inspection's factual accuracy."""
    reads = reads_return(actor, inspection)
    rows = AccuracyRound.objects.filter(inspection=inspection).order_by("-number")
    if not reads:
        rows = rows.filter(committee_id__in=partner_of(actor))
    last = rows.first()
    runs = bool(reads and inspectorate_parties(actor, inspection))
    status = last.status if last else ""
    return AccuracyLink(
        status_label=str(AccuracyStatus(status).label) if status else "",
        number=last.number if last else 0,
        discusses=reads and inspection.status in (*SENT_IN, *_AFTER),
        may_send=runs and not why_not_send(inspection.status, status),
    )


_AFTER = (
    InspectionStatus.PUBLISHED,
    InspectionStatus.FOLLOWING_THROUGH,
    InspectionStatus.CLOSED,
)


def inspection_to_send(actor: Actor, inspection: str) -> Inspection:
    """Raises NotFound."""
    return inspection_for(actor, inspection)
