"""Fieldwork that moves: the days before and after are kept with the reason, however it was moved."""

from collections.abc import Mapping
from datetime import date

from evaluations.models import Inspection, Postponement
from evaluations.operations.checks import LONGEST_REASON, text_fault
from evaluations.operations.identifiers import Answers, require_answers
from evaluations.terms import InspectionStatus
from inspectorate.accounts.people import Actor

Days = tuple[date | None, date | None]
NEEDED = "Say why fieldwork moves: the inspection is no longer merely planned."


def days_of(inspection: Inspection) -> Days:
    """The first and the last day of an inspection's fieldwork."""
    return inspection.fieldwork_from, inspection.fieldwork_to


def reason_fault(inspection: Inspection, before: Days, reason: str) -> dict[str, str]:
    """What is wrong with the reason why the fieldwork of an inspection has other days than
    ``before``; empty when nothing is. While it is merely planned none is needed."""
    planned = (inspection.resumes_to or inspection.status) == InspectionStatus.PLANNED
    if days_of(inspection) != before and not planned and not reason.strip():
        return {"reason": NEEDED}
    return text_fault("reason", reason, LONGEST_REASON)


def note_moved(
    *,
    actor: Actor,
    inspection: Inspection,
    before: Days,
    why: str,
    reasons: Mapping[str, str],
) -> None:
    """Keep, on record for good, that fieldwork was moved from ``before`` to the days it has now.
    Call it in the transaction that moves it. Raises IdentifiersFound, Invalid."""
    answers: Answers = require_answers(
        inspection=inspection, texts={"reason": why}, reasons=reasons
    )
    made: Postponement = Postponement.objects.create(
        inspection=inspection,
        before_from=before[0],
        before_to=before[1],
        after_from=inspection.fieldwork_from,
        after_to=inspection.fieldwork_to,
        membership_id=actor.membership_id,
        why=why,
    )
    answers.keep(actor=actor, table=Postponement._meta.db_table, record_id=made.pk, new=True)
