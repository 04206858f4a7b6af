"""Put fieldwork off, or bring it forward: new dates with the reason, the old ones on record."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from evaluations.access import inspection_to_change, parties, place_on_team
from evaluations.models import Inspection
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault, version_or_stale
from evaluations.operations.fieldwork import days_of, note_moved
from evaluations.operations.identifiers import NO_REASONS
from evaluations.operations.inspections import as_record
from evaluations.rules.life import Party
from evaluations.rules.orders import in_order
from evaluations.terms import InspectionStatus as S
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotPermitted, Refused
from inspectorate.tenancy.scope import because

BEFORE_ITS_END = (S.PLANNED, S.PREPARING, S.FIELDWORK)


def why_not_postpone(inspection: Inspection) -> str:
    """Why fieldwork cannot be put off any more; empty when it can."""
    here = inspection.resumes_to or inspection.status
    if here in BEFORE_ITS_END:
        return ""
    if inspection.status == S.ABANDONED:
        return "The inspection was abandoned."
    return "Fieldwork is over. Go back to fieldwork first, if more of it is needed."


@transaction.atomic
def postpone(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    fieldwork_from: date,
    fieldwork_to: date,
    reason: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Inspection:
    """New dates for fieldwork, by its lead or a planner, until fieldwork is over.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    kept = inspection_to_change(actor, inspection)
    if not parties(actor, place_on_team(actor, kept)) & {Party.LEAD, Party.PLANNER}:
        raise NotPermitted("Fieldwork is postponed by the lead inspector or by somebody who plans.")
    version_or_stale(kept, based_on, as_record)
    wrong = why_not_postpone(kept)
    if wrong:
        raise Refused(wrong)
    faults = text_fault("reason", reason, LONGEST_REASON, needed=True)
    faults |= in_order("fieldwork_to", fieldwork_from, fieldwork_to)
    before = days_of(kept)
    if before == (fieldwork_from, fieldwork_to):
        faults.setdefault("fieldwork_from", "These are the dates it has. Give the new ones.")
    raise_if_any(faults)
    why = reason.strip()
    kept.fieldwork_from, kept.fieldwork_to = fieldwork_from, fieldwork_to
    kept.version += 1
    with because(why):
        note_moved(actor=actor, inspection=kept, before=before, why=why, reasons=reasons)
        kept.save()
    return kept
