"""From a person and a reference to a piece of evidence; who may record it and change it."""

from evaluations.access.case_material import CaseAccess, case_material_of
from evaluations.access.inspections import inspection_by_id, on_it_today, parties
from evaluations.models import Evidence, TeamMember
from evaluations.rules.evidence import why_not_now
from evaluations.rules.life import Party
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused


def evidence_for(actor: Actor, reference: str, inspection: str = "") -> tuple[CaseAccess, Evidence]:
    """The piece with this opaque id, of the inspection with the other if one is given.

    Raises NotFound, PurposeNeeded.
    """
    found = Evidence.objects.filter(pk=ids.decode("evidence", reference)).first()
    if found is None:
        raise NotFound
    if inspection and ids.decode("inspection", inspection) != found.inspection_id:
        raise NotFound
    return case_material_of(actor, inspection_by_id(actor, found.inspection_id)), found


def evidence_to_change(actor: Actor, reference: str) -> tuple[CaseAccess, Evidence]:
    """The piece, locked, while evidence changes. Raises NotFound, PurposeNeeded, NotPermitted,
    Refused (not now, or it is withdrawn)."""
    access, seen = evidence_for(actor, reference)
    require_recording_evidence(access)
    locked: Evidence = Evidence.objects.select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)
    if locked.withdrawn_at is not None:
        raise Refused(f"E{locked.number} is withdrawn and no longer changes.")
    return access, locked


def why_not_evidence(actor: Actor, status: str, place: TeamMember | None) -> tuple[str, str]:
    """Why this person may not record evidence: (not permitted, not now); both empty if they may."""
    inside = on_it_today(place) or actor.membership_id is None
    if not (inside and actor.may(P.RECORD_EVALUATIONS) and actor.may(P.SEE_CASE_MATERIAL)):
        return "Evidence is recorded by the inspection's team.", ""
    return "", why_not_now(status)


def is_its_authors(access: CaseAccess, one: Evidence) -> bool:
    """Whether all of it is this person's to change: its author, the lead inspector, a tool."""
    mine = one.membership_id is not None and one.membership_id == access.actor.membership_id
    return (
        mine
        or access.actor.membership_id is None
        or Party.LEAD in parties(access.actor, access.place)
    )


def require_recording_evidence(access: CaseAccess) -> None:
    """Raises NotPermitted or Refused."""
    not_permitted, not_now = why_not_evidence(access.actor, access.inspection.status, access.place)
    if not_permitted:
        raise NotPermitted(not_permitted)
    if not_now:
        raise Refused(not_now)
