"""From a person and a reference to an inspection's sample or one sampled case; who may do what there.

Seeing it is seeing case-level material. Its team notes what was read and who took part; its lead
plans and draws it, gives cases to readers and withdraws them, and alone knows whom the pseudonyms
stand for. A tool without a person does what its scopes and permissions allow.
"""

from evaluations.access.case_material import CaseAccess, case_material_of
from evaluations.access.inspections import inspection_by_id, parties, place_on_team
from evaluations.models import Inspection, SampledCase
from evaluations.rules.life import Party
from evaluations.rules.samples import SAMPLING
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused

_NOT_NOW = {
    "planned": "The sample begins with preparing. This inspection is still planned.",
    "suspended": "The inspection is suspended. Resume it first.",
    "abandoned": "The inspection was abandoned.",
}
_OVER = "The case sample is settled: the team has ended evaluating."


def sampled_case_for(
    actor: Actor, reference: str, inspection: str = ""
) -> tuple[CaseAccess, SampledCase]:
    """The case with this opaque id, of the inspection with the other if one is given.

    Raises NotFound, PurposeNeeded.
    """
    found = SampledCase.objects.filter(pk=ids.decode("sampled-case", reference)).first()
    if found is None:
        raise NotFound
    if inspection and ids.decode("inspection", inspection) != found.inspection_id:
        raise NotFound
    access = case_material_of(actor, inspection_by_id(actor, found.inspection_id))
    return access, found


def sampled_case_to_change(
    actor: Actor, reference: str, *, by_lead: bool = False
) -> tuple[CaseAccess, SampledCase]:
    """The case, locked, for its team, or for its lead alone, while the sample changes.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused.
    """
    access, seen = sampled_case_for(actor, reference)
    require_sampling(access, by_lead=by_lead)
    rows = SampledCase.objects.select_for_update(no_key=True, of=("self",))
    locked: SampledCase = rows.get(pk=seen.pk)
    if locked.withdrawn_at is not None:
        raise Refused(f"{locked.pseudonym} was withdrawn from the sample. It no longer changes.")
    return access, locked


def keeps_sample(access: CaseAccess) -> bool:
    """Whether this person notes what was read: they are on the team today, or are a tool."""
    inside = access.place is not None or access.actor.membership_id is None
    return inside and access.actor.may(P.RECORD_EVALUATIONS)


def leads_sample(access: CaseAccess) -> bool:
    """Whether this person plans and draws the sample."""
    if access.actor.membership_id is None:
        return access.actor.may(P.LEAD_INSPECTIONS)
    return Party.LEAD in parties(access.actor, access.place)


def sees_key(access: CaseAccess) -> bool:
    """Whether it is for this person to know whom the pseudonyms stand for."""
    return access.actor.may(P.SEE_CASE_KEY) and Party.LEAD in parties(access.actor, access.place)


def may_forget_keys(actor: Actor, inspection: Inspection) -> bool:
    """Whether this person may forget the keys of an abandoned inspection: no key is shown for it."""
    place = place_on_team(actor, inspection)
    return actor.membership_id is not None and bool(
        parties(actor, place) & {Party.LEAD, Party.PLANNER}
    )


def why_not_now(status: str) -> str:
    """Why the sample of an inspection in this status does not change; empty when it does."""
    return "" if status in SAMPLING else _NOT_NOW.get(status, _OVER)


def require_sampling(access: CaseAccess, *, by_lead: bool = False) -> None:
    """Raises NotPermitted or Refused."""
    if by_lead and not leads_sample(access):
        raise NotPermitted("The sample is drawn and given out by the inspection's lead inspector.")
    if not keeps_sample(access):
        raise NotPermitted("The case sample is kept by the inspection's team.")
    not_now = why_not_now(access.inspection.status)
    if not_now:
        raise Refused(not_now)


def require_key(access: CaseAccess) -> None:
    """Raises NotPermitted."""
    if not sees_key(access):
        raise NotPermitted(
            "Whom a pseudonym stands for is known to the inspection's lead inspector alone."
        )
