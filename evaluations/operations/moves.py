"""Move an inspection along its life, publication included."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change, parties, place_on_team
from evaluations.models import Evaluation, Inspection, InspectionMove
from evaluations.operations.case_keys import remove_keys_of
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import NO_REASONS, Answers, require_answers
from evaluations.operations.inspections import as_record
from evaluations.operations.moderation import may_sign, note_move
from evaluations.operations.publishing import publish_first
from evaluations.operations.release_records import call_off_planned, release_at_once
from evaluations.queries.before_moves import unsettled_before
from evaluations.rules.life import BY_NAME, Move, not_yours, obstacle, target_of
from evaluations.terms import ROUND_KINDS, InspectionStatus, MoveName
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because


def missing_codes(inspection: Inspection) -> list[str]:
    """Codes of the edition's indicators that need a value and have none, in the edition's order.

    A follow-through inspection values those that were looked at again; none of them must be.
    """
    if inspection.kind in ROUND_KINDS:
        return []
    given = set(
        Evaluation.objects.filter(inspection=inspection)
        .exclude(level__isnull=True, level_set__isnull=True, non_grade__isnull=True)
        .values_list("indicator__code", flat=True)
    )
    document = edition_document(inspection.edition_id)
    return [one.code for one in document.indicators if one.code not in given and one.graded]


@transaction.atomic
def move_inspection(
    *,
    actor: Actor,
    inspection: str,
    move: str,
    based_on: int,
    reason: str = "",
    published_on: date | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Inspection:
    """Make a move of the table. ``publish`` releases version 1 now: the evaluations, and the words of
    the report where one was written (the approved ones, when a release is planned).

    Raises NotFound, NotPermitted, Refused (the state does not allow it), Invalid (a reason or a
    date is missing), IdentifiersFound, Stale.
    """
    kept = inspection_to_change(actor, inspection)
    step = _step(move)
    not_permitted = not_yours(step, parties(actor, place_on_team(actor, kept)))
    if not_permitted:
        raise NotPermitted(not_permitted)
    version_or_stale(kept, based_on, as_record)
    if step.name is MoveName.SIGN_OFF:
        may_sign(actor, kept)
    _check(step, kept, reason)
    answers = require_answers(inspection=kept, texts={"reason": reason}, reasons=reasons)
    if step.name is MoveName.PUBLISH:
        _publish(actor, kept, reason, published_on, answers)
    else:
        _move(actor, kept, step, reason, answers)
    return kept


def _publish(
    actor: Actor, kept: Inspection, reason: str, on: date | None, answers: Answers
) -> None:
    on = _publication_date(kept, on)
    with because(reason or str(MoveName.PUBLISH.label)):
        draft = release_at_once(actor, kept, reason)
        _, moved = publish_first(
            kept,
            membership_id=actor.membership_id,
            on=on,
            why=reason,
            document=None if draft is None else draft.content,
        )
    answers.keep(actor=actor, table=InspectionMove._meta.db_table, record_id=moved.pk, new=True)


def _move(actor: Actor, kept: Inspection, step: Move, reason: str, answers: Answers) -> None:
    target = target_of(step, kept.resumes_to)
    before, kept.resumes_to = kept.status, ""
    if target is InspectionStatus.SUSPENDED:
        kept.resumes_to = before
    kept.status = target
    kept.version += 1
    with because(reason or str(step.name.label)):
        kept.save()
        _note(actor, kept, before, reason, answers)
        if before == InspectionStatus.FACTUAL_ACCURACY:
            call_off_planned(actor, kept, reason or str(step.name.label))
        note_move(actor, kept, step.name, reason)
    reference = ids.encode("inspection", kept.pk)
    record_event(f"inspection.{target}", collection="inspections", subject=reference)
    if target is InspectionStatus.CLOSED:
        remove_keys_of(kept)


def _step(move: str) -> Move:
    if move not in MoveName.values:
        raise Invalid({"move": f"Choose one of: {', '.join(MoveName.values)}."})
    return BY_NAME[MoveName(move)]


def _check(step: Move, inspection: Inspection, reason: str) -> None:
    missing = missing_codes(inspection) if step.needs_values else []
    unsettled = unsettled_before(inspection, step)
    wrong = obstacle(step, inspection.status, missing, unsettled=unsettled)
    if wrong:
        raise Refused(wrong)
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=step.needs_reason))


def _publication_date(inspection: Inspection, given: date | None) -> date:
    published_on = given or inspection.published_on
    if published_on is None:
        raise Invalid({"published_on": "Give the date of publication."})
    if published_on > timezone.localdate():
        raise Invalid({"published_on": "This day has not come yet. Publish on the day itself."})
    start = inspection.fieldwork_from
    if start and published_on < start:
        raise Invalid({"published_on": f"Fieldwork began on {start}, after this date."})
    return published_on


def _note(actor: Actor, inspection: Inspection, before: str, why: str, answers: Answers) -> None:
    made = InspectionMove.objects.create(
        inspection=inspection,
        from_status=before,
        to_status=inspection.status,
        membership_id=actor.membership_id,
        why=why,
    )
    answers.keep(actor=actor, table=InspectionMove._meta.db_table, record_id=made.pk, new=True)
