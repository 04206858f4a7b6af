"""Who settles a declared name that was found in a text already written: the inspection's lead."""

from evaluations.access.inspections import inspection_for, on_it_today, place_on_team
from evaluations.access.read_log import read_log_of
from evaluations.models import Inspection, KeptIdentifier
from evaluations.terms import TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


def settles_findings(actor: Actor, inspection: Inspection) -> bool:
    """Whether this person leads the inspection today."""
    place = place_on_team(actor, inspection)
    leads = place is not None and on_it_today(place) and place.role == TeamRole.LEAD
    return leads and actor.may(P.LEAD_INSPECTIONS)


def finding_to_settle(
    actor: Actor, inspection: str, finding: str
) -> tuple[Inspection, KeptIdentifier]:
    """A line of the list of identifiers left in, locked. Raises NotFound, NotPermitted."""
    found = inspection_for(actor, inspection)
    if not settles_findings(actor, found):
        read_log_of(actor, inspection)
        raise NotPermitted("Why a name stays is said by the inspection's lead inspector.")
    rows = KeptIdentifier.objects.select_for_update(no_key=True, of=("self",))
    kept: KeptIdentifier | None = rows.filter(
        inspection=found, pk=ids.decode("finding", finding)
    ).first()
    if kept is None:
        raise NotFound
    return found, kept
