"""Who may see who read case-level material: the data protection officer, everywhere; the lead
inspector, of the inspection they lead."""

from evaluations.access.inspections import inspection_for, on_it_today, place_on_team
from evaluations.models import Inspection
from evaluations.terms import TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotPermitted


def read_log_of(actor: Actor, inspection: str) -> Inspection:
    """The inspection whose read log and kept identifiers this person may see. Raises NotFound,
    NotPermitted."""
    found = inspection_for(actor, inspection)
    if not sees_read_log(actor, found):
        raise NotPermitted(
            "Who read case-level material is shown to the inspection's lead inspector and to the data "
            "protection officer."
        )
    return found


def sees_read_log(actor: Actor, inspection: Inspection) -> bool:
    if actor.may(P.SEE_READ_LOG):
        return True
    place = place_on_team(actor, inspection)
    leads = place is not None and on_it_today(place) and place.role == TeamRole.LEAD
    return leads and actor.may(P.LEAD_INSPECTIONS)
