"""Who may bring evidence to an inspection, and when."""

from evaluations.access.inspections import (
    inspection_for,
    levels_visible,
    on_it_today,
    place_on_team,
)
from evaluations.models import Inspection, TeamMember
from evaluations.rules.evidence import RECORDED_IN
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused

_NOT_NOW = {
    "planned": "Evidence is recorded from preparation on. This inspection is still planned.",
    "suspended": "The inspection is suspended. Resume it first.",
    "abandoned": "The inspection was abandoned.",
}
_CLOSED = "The evidence is complete: the inspection has gone to moderation."


def why_not_evidence(actor: Actor, status: str, place: TeamMember | None) -> tuple[str, str]:
    """Why this person may not bring evidence: (not permitted, not now); both empty if they may.

    Its team may, on the days they are on it; a tool, by its token's scopes.
    """
    brings = on_it_today(place) or actor.membership_id is None
    if not (brings and actor.may(P.RECORD_EVALUATIONS) and actor.may(P.SEE_CASE_MATERIAL)):
        return "Evidence is recorded by the inspection's team.", ""
    if status in RECORDED_IN:
        return "", ""
    return "", _NOT_NOW.get(status, _CLOSED)


def inspection_for_evidence(actor: Actor, reference: str) -> Inspection:
    """The inspection, when this person may bring evidence to it now.

    Raises NotFound, NotPermitted, Refused.
    """
    seen = inspection_for(actor, reference)
    place = place_on_team(actor, seen)
    not_permitted, not_now = why_not_evidence(actor, seen.status, place)
    if not_permitted and not levels_visible(actor, seen.status, place):
        raise NotFound
    if not_permitted:
        raise NotPermitted(not_permitted)
    if not_now:
        raise Refused(not_now)
    return seen
