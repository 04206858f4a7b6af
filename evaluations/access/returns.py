"""Who sees a pre-inspection return, and who they are to it.

The partners of the committee that it is asked of, on the days they act for it: nobody of another
committee. Of the inspectorate: the inspection's team, those who plan, those who see evaluations before
publication; nobody who was recused. What the partnership writes is its own until it is first sent.
"""

from dataclasses import dataclass
from typing import cast

from areas.access import partner_committees_of
from evaluations.access.inspections import (
    inspection_for,
    is_recused,
    on_it_today,
    parties,
    place_on_team,
)
from evaluations.models import Inspection, PreInspectionReturn, ReturnSection
from evaluations.rules.life import Party
from evaluations.rules.returns import ReturnParty, why_not_write
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class ReturnAccess:
    """A return that ``actor`` sees, and who they are to it."""

    actor: Actor
    asked: PreInspectionReturn
    parties: frozenset[ReturnParty]

    @property
    def inspection(self) -> Inspection:
        return cast(Inspection, self.asked.inspection)

    @property
    def for_partnership(self) -> bool:
        return ReturnParty.PARTNER in self.parties

    @property
    def sees_answers(self) -> bool:
        """A draft is the partnership's own until they have sent it once."""
        return self.for_partnership or self.asked.sent_at is not None

    def why_not_write(self) -> str:
        return why_not_write(self.asked.status, self.inspection.status)


def partner_of(actor: Actor) -> frozenset[int]:
    """The committees this person answers for today."""
    if not actor.may(P.ANSWER_FOR_COMMITTEE):
        return frozenset()
    return partner_committees_of(actor)


def return_for(actor: Actor, inspection: str) -> ReturnAccess:
    """The return of the inspection with this opaque id. Raises NotFound."""
    return _seen(actor, inspection, lock=False)


def return_to_change(actor: Actor, inspection: str) -> ReturnAccess:
    """The same, locked. Raises NotFound."""
    return _seen(actor, inspection, lock=True)


def _seen(actor: Actor, inspection: str, *, lock: bool) -> ReturnAccess:
    rows = PreInspectionReturn.objects.select_related("inspection__area", "committee")
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    asked: PreInspectionReturn | None = rows.filter(
        inspection_id=ids.decode("inspection", inspection)
    ).first()
    if asked is None:
        raise NotFound
    if asked.committee_id in partner_of(actor):
        return ReturnAccess(actor, asked, frozenset({ReturnParty.PARTNER}))
    seen = inspection_for(actor, inspection)
    return ReturnAccess(actor, asked, _inspectorate(actor, seen))


def inspectorate_parties(actor: Actor, inspection: Inspection) -> frozenset[ReturnParty]:
    """Who somebody of the inspectorate is to the returns of an inspection they see."""
    who = parties(actor, place_on_team(actor, inspection))
    found = {ReturnParty.LEAD: Party.LEAD in who, ReturnParty.PLANNER: Party.PLANNER in who}
    return frozenset(party for party, holds in found.items() if holds)


def _inspectorate(actor: Actor, inspection: Inspection) -> frozenset[ReturnParty]:
    if not reads_return(actor, inspection):
        raise NotFound
    return inspectorate_parties(actor, inspection)


def reads_return(actor: Actor, inspection: Inspection) -> bool:
    """Whether the return of an inspection they see is for somebody of the inspectorate."""
    place = place_on_team(actor, inspection)
    reads = (
        on_it_today(place)
        or actor.may(P.PLAN_INSPECTIONS)
        or actor.may(P.SEE_UNPUBLISHED)
        or actor.membership_id is None
    )
    return reads and not is_recused(place)


def section_for(
    actor: Actor, inspection: str, section: str, *, lock: bool = False
) -> tuple[ReturnAccess, ReturnSection]:
    """A section of a return this person sees. Raises NotFound."""
    access = _seen(actor, inspection, lock=lock)
    rows = ReturnSection.objects.all()
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: ReturnSection | None = rows.filter(
        of_return=access.asked, pk=ids.decode("return-section", section)
    ).first()
    if found is None:
        raise NotFound
    return access, found


def section_to_write(
    actor: Actor, inspection: str, section: str
) -> tuple[ReturnAccess, ReturnSection]:
    """The section, locked, for who writes it now. Raises NotFound, NotPermitted, Refused."""
    access, found = section_for(actor, inspection, section, lock=True)
    if not access.for_partnership:
        raise NotPermitted("A return is written by the partners of its committee.")
    if access.why_not_write():
        raise Refused(access.why_not_write())
    return access, found
