"""From a person and a reference to a follow-through inspection as its team works on it.

Its scope, judgements and decisions are seen, before its report is published, by its team and by those
who may see its levels; to everybody else there is no such page. What was published of them is in the
report, and in the comparison of an area's rounds.
"""

from dataclasses import dataclass
from typing import Any

from evaluations.access import (
    inspection_for,
    levels_visible,
    may_see_drafts,
    on_it_today,
    parties,
    place_on_team,
)
from evaluations.terms import ROUND_KINDS
from followthrough.access.points import OUT
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused

CHOOSING = ("planned", "preparing", "fieldwork", "evaluating")
"""Statuses in which the scope may be chosen: not after it was sent to moderation."""
JUDGING = ("fieldwork", "evaluating")
FOR_LEAD = "This is for the lead inspector, or somebody who plans inspections."
FOR_TEAM = "Progress is judged by the team of that follow-through inspection."
FOR_PUBLISHER = "What was published is corrected by somebody who publishes and was not on the team."


@dataclass(frozen=True, slots=True)
class RoundAccess:
    """A follow-through inspection whose judgements ``actor`` may see as they stand."""

    actor: Actor
    inspection: Any
    place: Any

    @property
    def reference(self) -> str:
        return ids.encode("inspection", self.inspection.pk)

    @property
    def leads(self) -> bool:
        lead = "LEAD" in {one.name for one in parties(self.actor, self.place)}
        return lead or self.actor.may(P.PLAN_INSPECTIONS)

    def why_not_choose(self) -> tuple[str, str]:
        """Why this person does not choose the scope: (not permitted, not now); both empty if so."""
        if not self.leads:
            return FOR_LEAD, ""
        if self.inspection.status in CHOOSING:
            return "", ""
        return "", "What it looks at is settled before it is sent to moderation."

    def why_not_judge(self) -> tuple[str, str]:
        """Why this person does not judge progress."""
        inside = self.actor.may(P.JUDGE_PROGRESS) and on_it_today(self.place)
        return self._why_not(inside or self.actor.may(P.PLAN_INSPECTIONS), FOR_TEAM)

    def why_not_decide(self) -> tuple[str, str]:
        """Why this person does not decide what follows for the area."""
        return self._why_not(self.leads, FOR_LEAD)

    def _why_not(self, mine: bool, not_mine: str) -> tuple[str, str]:
        status = self.inspection.status
        if status in OUT:
            corrects = self.actor.may(P.PUBLISH_REPORTS) and self.place is None
            return ("", "") if corrects else (FOR_PUBLISHER, "")
        if not mine:
            return not_mine, ""
        if status in JUDGING:
            return "", ""
        if status in CHOOSING:
            return "", "Progress is judged when fieldwork has begun."
        return "", "The judgements were sent to moderation. Reopen them first, with a reason."


def require(why_not: tuple[str, str]) -> None:
    """Raises NotPermitted or Refused."""
    not_permitted, not_now = why_not
    if not_permitted:
        raise NotPermitted(not_permitted)
    if not_now:
        raise Refused(not_now)


def round_for(actor: Actor, reference: str) -> RoundAccess:
    """The follow-through inspection with this opaque id. Raises NotFound; Refused for an inspection
    of another kind, which judges no progress."""
    inspection = inspection_for(actor, reference)
    place = place_on_team(actor, inspection)
    if not (levels_visible(actor, inspection, place) and may_see_drafts(actor, place)):
        raise NotFound
    if inspection.kind not in ROUND_KINDS:
        raise Refused("Progress is judged at a follow-through inspection. This is of another kind.")
    return RoundAccess(actor, inspection, place)
