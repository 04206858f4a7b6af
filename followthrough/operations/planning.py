"""Decide what the next visit to an area looks at, and when."""

from datetime import date

from django.db import transaction

from areas.access import area_for
from evaluations.access import programme_by_code
from evaluations.operations.identifiers import identifier_faults
from followthrough.models import PlanningDecision
from followthrough.queries.picture import picture_of
from followthrough.terms import ScopeChoice
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.events import record_event

LONGEST_REASON = 4000


@transaction.atomic
def decide_visit(
    *,
    actor: Actor,
    area: str,
    choice: str,
    reason: str,
    programme: str = "",
    visit_after: date | None = None,
    visit_before: date | None = None,
) -> PlanningDecision:
    """Keep a person's decision for the next visit to an area, with its reason and with the picture as
    it is now. Deciding again keeps both. Raises NotFound, NotPermitted, Invalid."""
    actor.require(Permission.PLAN_INSPECTIONS)
    found = area_for(actor, area)
    faults = _faults(choice, reason, visit_after, visit_before)
    if faults:
        raise Invalid(faults)
    made: PlanningDecision = PlanningDecision.objects.create(
        area=found,
        programme=programme_by_code(actor, programme) if programme else None,
        choice=choice,
        visit_after=visit_after,
        visit_before=visit_before,
        reason=reason.strip(),
        picture=picture_of(actor, area).as_data(),
        membership_id=actor.membership_id,
    )
    record_event("area.visit-decided", collection="areas", subject=ids.encode("area", found.pk))
    return made


def _faults(
    choice: str, reason: str, visit_after: date | None, visit_before: date | None
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if choice not in ScopeChoice.values:
        faults["choice"] = f"Choose one of {', '.join(ScopeChoice.values)}."
    if not reason.strip() or len(reason) > LONGEST_REASON or "\x00" in reason:
        faults["reason"] = f"Say why, in 1 to {LONGEST_REASON} characters."
    if visit_after and visit_before and visit_before < visit_after:
        faults["visit_before"] = "This day lies before the first. Give a later one."
    return faults or identifier_faults({"reason": reason})
