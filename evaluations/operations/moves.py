"""Move an inspection along its life, publication and its corrections included."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change, parties, place_on_team
from evaluations.models import Evaluation, Inspection, InspectionMove, PublishedVersion
from evaluations.operations.case_keys import remove_keys_of
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.freezing import evaluations_now, freeze
from evaluations.operations.identifiers import (
    NO_REASONS,
    Answers,
    identifier_faults,
    require_answers,
)
from evaluations.operations.inspections import as_record
from evaluations.queries.before_moves import unsettled_before
from evaluations.rules.life import BY_NAME, OUT, Move, not_yours, obstacle, target_of
from evaluations.terms import InspectionStatus, MoveName
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused
from inspectorate.tenancy.scope import because


def missing_codes(inspection: Inspection) -> list[str]:
    """Codes of the edition's indicators that have no value yet, in the edition's order."""
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
    """Make a move of the table. ``publish`` freezes the evaluations as version 1.

    Raises NotFound, NotPermitted, Refused (the state does not allow it), Invalid (a reason or a
    date is missing), IdentifiersFound, Stale.
    """
    kept = inspection_to_change(actor, inspection)
    step = _step(move)
    not_permitted = not_yours(step, parties(actor, place_on_team(actor, kept)))
    if not_permitted:
        raise NotPermitted(not_permitted)
    version_or_stale(kept, based_on, as_record)
    _check(step, kept, reason)
    answers = require_answers(inspection=kept, texts={"reason": reason}, reasons=reasons)
    if step.name is MoveName.PUBLISH:
        kept.published_on = _publication_date(kept, published_on)
    target = target_of(step, kept.resumes_to)
    before, kept.resumes_to = kept.status, ""
    if target is InspectionStatus.SUSPENDED:
        kept.resumes_to = before
    kept.status = target
    kept.version += 1
    with because(reason or str(step.name.label)):
        kept.save()
        _note(actor, kept, before, reason, answers)
        if step.name is MoveName.PUBLISH:
            _freeze(actor, kept, reason="")
    if target is InspectionStatus.CLOSED:
        remove_keys_of(kept)
    return kept


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


def _freeze(actor: Actor, inspection: Inspection, *, reason: str, on: date | None = None) -> None:
    freeze(
        edition_document(inspection.edition_id),
        [inspection.pk],
        membership_id=actor.membership_id,
        reason=reason,
        otherwise_on=timezone.localdate(),
        on=on,
    )
    inspection.refresh_from_db(fields=["version", "published_number"])


@transaction.atomic
def publish_correction(
    *, actor: Actor, inspection: str, based_on: int, reason: str
) -> PublishedVersion:
    """Publish the evaluations as they now stand as the next version; the old ones stay readable.

    Raises NotFound, NotPermitted, Refused (nothing has changed), Invalid (no reason), Stale.
    """
    kept = inspection_to_change(actor, inspection)
    actor.require(P.PUBLISH_REPORTS)
    if place_on_team(actor, kept) is not None:
        raise NotPermitted("A correction is published by somebody who is not on the team.")
    if kept.status not in OUT or not kept.published_number:
        raise Refused("Nothing of this inspection is published yet.")
    version_or_stale(kept, based_on, as_record)
    printed = identifier_faults({"reason": reason}, inspection=kept)
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True) or printed)
    if not changed_since_publication(kept):
        raise Refused("Nothing differs from what is published. Correct the evaluations first.")
    with because(reason):
        _freeze(actor, kept, reason=reason, on=timezone.localdate())
    found: Any = PublishedVersion.objects.get(inspection=kept, number=kept.published_number)
    return found  # type: ignore[no-any-return]


def changed_since_publication(inspection: Inspection) -> bool:
    """Whether the evaluations differ from the newest published version."""
    newest = PublishedVersion.objects.filter(
        inspection=inspection, number=inspection.published_number
    ).first()
    if newest is None:
        return False
    document = edition_document(inspection.edition_id)
    published: Any = newest.content["evaluations"]
    return bool(published != evaluations_now(document, inspection.pk))
