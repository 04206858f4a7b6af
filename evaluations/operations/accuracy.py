"""Send a draft to the partnership, return its comments once, settle the round, or go on without."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from areas.queries import committee_of_area, partner_members
from evaluations.access import inspection_to_change
from evaluations.access.accuracy import FOR_THE_INSPECTORATE, AccuracyAccess, round_for
from evaluations.access.returns import inspectorate_parties
from evaluations.models import (
    AccuracyComment,
    AccuracyExtension,
    AccuracyRound,
    Inspection,
    Report,
    ReportDraft,
)
from evaluations.operations import accuracy_telling as telling
from evaluations.operations.accuracy_records import held_to_patterns, round_record
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.inspections import as_record
from evaluations.operations.moves import move_inspection
from evaluations.operations.reports import keep_draft
from evaluations.queries.report_document import digest_of, report_document
from evaluations.queries.working_days import due_after
from evaluations.rules.accuracy import (
    LONGEST_NOTE,
    days_fault,
    why_not_go_on,
    why_not_send,
    why_not_settle,
    why_not_write,
)
from evaluations.terms import (
    AccuracyStatus,
    CommentDecision,
    DraftReason,
    ExtensionDecision,
    InspectionStatus,
    MoveName,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotPermitted, Refused, Stale
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import because, require_inspectorate_id

ROUNDS = AccuracyRound._meta.db_table
RETURNED_FIRST = "Not needed: the comments were returned."


@transaction.atomic
def send_draft(
    *, actor: Actor, inspection: str, based_on: int, working_days: int | None = None
) -> AccuracyRound:
    """Keep the report as it stands and send it to the area's committee for comment; its partners are
    told. The inspection is then at factual accuracy; ``based_on`` is its version.

    ``working_days`` is how long they have, from tomorrow; None is the inspectorate's usual time.
    Raises NotFound, NotPermitted, Refused, Invalid, Stale.
    """
    kept = inspection_to_change(actor, inspection)
    if not inspectorate_parties(actor, kept):
        raise NotPermitted(FOR_THE_INSPECTORATE)
    version_or_stale(kept, based_on, as_record)
    days = usual_days() if working_days is None else working_days
    fault = days_fault(days)
    raise_if_any({"working_days": fault} if fault else {})
    report, committee, number = _ready_to_send(kept)
    today = timezone.localdate()
    one: AccuracyRound = AccuracyRound.objects.create(
        inspection=kept,
        number=number,
        draft=keep_draft(actor=actor, report=report, reason=DraftReason.FACTUAL_ACCURACY),
        committee_id=committee,
        working_days=days,
        sent_on=today,
        due_on=due_after(kept.area_id, today, days),
        sent_by_id=actor.membership_id,
    )
    if kept.status == InspectionStatus.FINDINGS_DISCUSSED:
        move_inspection(
            actor=actor,
            inspection=inspection,
            move=MoveName.TO_FACTUAL_ACCURACY,
            based_on=kept.version,
        )
    telling.draft_sent(one)
    return one


def usual_days() -> int:
    """How many working days the open inspectorate gives unless said otherwise."""
    return int(Inspectorate.objects.get(pk=require_inspectorate_id()).accuracy_days)


def _ready_to_send(inspection: Inspection) -> tuple[Report, int, int]:
    """The report, the committee and the number of the round. Raises Refused. A round left from before
    the inspection was reopened is over."""
    rounds = AccuracyRound.objects.filter(inspection=inspection)
    last = rounds.order_by("-number").first()
    wrong = why_not_send(inspection.status, last.status if last else "")
    report: Report | None = Report.objects.filter(inspection=inspection).first()
    today = timezone.localdate()
    committee = committee_of_area(inspection.area_id, today)
    if not wrong and report is None:
        wrong = "There is no report yet. Begin it and write it first."
    if not wrong and committee is None:
        wrong = "No child protection committee covers this area today. Link one to the area first."
    if not wrong and committee is not None and not partner_members(committee, today):
        wrong = "Nobody acts for the committee today. Add a partner on its page first."
    if wrong or report is None or committee is None:
        raise Refused(wrong)
    if last is not None and last.status != AccuracyStatus.SETTLED:
        _settle(None, last, "The inspection was reopened, and a new draft was sent.")
    number = (rounds.aggregate(Max("number"))["number__max"] or 0) + 1
    return report, committee, number


@transaction.atomic
def return_comments(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    covering_note: str = "",
    nothing_to_correct: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyRound:
    """Return the comments of all agencies to the inspectorate, once: nothing of them changes after
    that. Without a comment ``nothing_to_correct`` must be said. The lead inspector is told.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    access = round_for(actor, inspection, lock=True)
    access.require_partner()
    one = access.round
    _current(access, based_on)
    _refuse(why_not_write(one.status, access.inspection.status))
    raise_if_any(text_fault("covering_note", covering_note, LONGEST_NOTE))
    there = AccuracyComment.objects.filter(accuracy_round=one).exists()
    if not there and not nothing_to_correct:
        raise Refused(
            "Nobody has commented. Say that there is nothing to correct, or comment first."
        )
    if there and nothing_to_correct:
        raise Refused("There are comments. Withdraw them first if there is nothing to correct.")
    answers = held_to_patterns(access, {"covering_note": covering_note}, reasons)
    one.status = AccuracyStatus.RETURNED
    one.returned_at, one.returned_by_id = timezone.now(), actor.membership_id
    one.covering_note = covering_note.strip()
    _save(one)
    answers.keep(actor=actor, table=ROUNDS, record_id=one.pk)
    _drop_waiting(one)
    telling.comments_returned(one)
    return one


@transaction.atomic
def settle_round(*, actor: Actor, inspection: str, based_on: int) -> AccuracyRound:
    """Every comment is answered: the partnership reads the answers from now on and is told.
    Raises NotFound, NotPermitted, Refused (comments wait), Stale."""
    access = round_for(actor, inspection, lock=True)
    access.require_deciding()
    one = access.round
    _current(access, based_on)
    waiting = AccuracyComment.objects.filter(
        accuracy_round=one, decision=CommentDecision.WAITING
    ).count()
    _refuse(why_not_settle(one.status, access.inspection.status, waiting))
    _settle(actor, one, "")
    return one


@transaction.atomic
def go_on_without(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyRound:
    """The time is over and nothing was returned: go on, with the reason. What the partnership has
    written and not returned stays its own; it is told. Raises NotFound, NotPermitted, Refused, Invalid,
    IdentifiersFound, Stale."""
    access = round_for(actor, inspection, lock=True)
    access.require_deciding()
    one = access.round
    _current(access, based_on)
    _refuse(why_not_go_on(one.status, access.inspection.status, one.due_on, timezone.localdate()))
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    answers = require_answers(inspection=access.inspection, texts={"why": why}, reasons=reasons)
    _settle(actor, one, why.strip())
    answers.keep(actor=actor, table=ROUNDS, record_id=one.pk)
    return one


@transaction.atomic
def show_changes(*, actor: Actor, inspection: str, based_on: int, shown: bool) -> AccuracyRound:
    """Show the partnership what changed since the draft they read, before the report is published;
    or no longer. They see the report as it stands now, kept as a draft.

    Raises NotFound, NotPermitted, Refused (the round goes on), Stale."""
    access = round_for(actor, inspection, lock=True)
    access.require_deciding()
    one = access.round
    _current(access, based_on)
    if one.status != AccuracyStatus.SETTLED:
        raise Refused("Settle the round first. Then you may show what changed.")
    if (one.shown_at is not None) != shown:
        if shown:
            _keep_if_changed(actor, one)
        one.shown_at = timezone.now() if shown else None
        _save(one)
    return one


def _keep_if_changed(actor: Actor, one: AccuracyRound) -> None:
    """What the partnership is shown is a kept draft: the newest, or the report as it stands."""
    report: Report = one.draft.report
    newest = ReportDraft.objects.filter(report=report).order_by("-number").first()
    if newest is None or newest.digest != digest_of(report_document(report)):
        keep_draft(actor=actor, report=report, reason=DraftReason.KEPT)


def _settle(actor: Actor | None, one: AccuracyRound, why: str) -> None:
    one.status = AccuracyStatus.SETTLED
    one.settled_at = timezone.now()
    one.settled_by_id = actor.membership_id if actor else None
    one.settled_why = why
    with because(why or "Every comment is answered"):
        _save(one)
    _drop_waiting(one)
    telling.round_over(one)


def _drop_waiting(one: AccuracyRound) -> None:
    """More time that was asked for is not needed any more."""
    waiting = AccuracyExtension.objects.filter(
        accuracy_round=one, decision=ExtensionDecision.WAITING
    )
    for each in waiting:
        each.decision, each.decided_at = ExtensionDecision.REFUSED, timezone.now()
        each.decided_why = RETURNED_FIRST
        each.version += 1
        each.save()
        telling.more_time_decided(one, each.pk)


def _current(access: AccuracyAccess, based_on: int) -> None:
    if access.round.version != based_on:
        raise Stale(round_record(access))


def _refuse(wrong: str) -> None:
    if wrong:
        raise Refused(wrong)


def _save(one: AccuracyRound) -> None:
    one.version += 1
    one.save()
