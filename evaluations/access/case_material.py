"""Who may read an inspection's case-level material: evidence, sampled cases, their files.

Its team, on the days they are on it. Somebody else only for a reason that they state first and that
the log keeps, and only with the permission to do so; nobody who was recused from it. A tool by the
scopes of its token.
"""

from dataclasses import dataclass

from django.utils import timezone

from evaluations.access.inspections import (
    inspection_for,
    is_recused,
    on_it_today,
    place_on_team,
)
from evaluations.models import Inspection, StatedPurpose, TeamMember
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, SayFirst

ON_THE_TEAM = "On the inspection's team"
WITH_A_TOKEN = "With an API token"  # noqa: S105 - a purpose, not a secret


class PurposeNeeded(SayFirst):
    """This person may read it once they have said why."""

    def __init__(self, inspection: Inspection) -> None:
        super().__init__(
            "Say first why you need to read this inspection's case-level material.",
            "inspection-purpose",
            inspection=ids.encode("inspection", inspection.pk),
        )
        self.inspection = inspection


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """An inspection whose case-level material ``actor`` may read, and for what purpose.

    ``place`` is their place on the team; None for whoever stated a purpose and for a tool.
    """

    actor: Actor
    inspection: Inspection
    place: TeamMember | None
    purpose: str

    @property
    def medical(self) -> bool:
        """Whether notes drawn from medical records are for them too."""
        return self.actor.may(P.SEE_MEDICAL)


def case_material_for(actor: Actor, inspection: str) -> CaseAccess:
    """The inspection with this opaque id, for reading its case-level material. What is then read
    must be noted: see operations.note_read. Raises NotFound, PurposeNeeded."""
    return case_material_of(actor, inspection_for(actor, inspection))


def case_material_of(actor: Actor, inspection: Inspection) -> CaseAccess:
    """The same for an inspection that is at hand. Raises NotFound, PurposeNeeded."""
    return case_material_at(actor, inspection, place_on_team(actor, inspection))


def case_material_at(actor: Actor, inspection: Inspection, place: TeamMember | None) -> CaseAccess:
    """The same when this person's place on the team is at hand too. Raises NotFound, PurposeNeeded."""
    if actor.may(P.SEE_CASE_MATERIAL):
        if on_it_today(place):
            return CaseAccess(actor, inspection, place, ON_THE_TEAM)
        if actor.membership_id is None:
            return CaseAccess(actor, inspection, None, WITH_A_TOKEN)
    if is_recused(place) or not actor.may(P.READ_WITH_REASON):
        raise NotFound
    stated = _stated(actor, inspection)
    if stated is None:
        raise PurposeNeeded(inspection)
    return CaseAccess(actor, inspection, None, stated.why)


def _stated(actor: Actor, inspection: Inspection) -> StatedPurpose | None:
    found: StatedPurpose | None = (
        StatedPurpose.objects.filter(
            inspection=inspection, membership_id=actor.membership_id, until__gt=timezone.now()
        )
        .order_by("-id")
        .first()
    )
    return found
