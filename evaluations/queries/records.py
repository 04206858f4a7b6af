"""One inspection whole: its facts, its team, and the moves that lead on from where it is."""

from typing import Any

from evaluations.access import parties, place_on_team
from evaluations.models import Inspection, TeamMember
from evaluations.operations.moves import missing_codes
from evaluations.queries.before_moves import unsettled_before
from evaluations.queries.listings import INSPECTIONS
from evaluations.rules.life import moves_from, not_yours, obstacle
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


def team_member(place: TeamMember) -> dict[str, Any]:
    """A place on a team."""
    return {
        "person": ids.encode("person", place.membership_id),
        "name": place.membership.user.display_name,
        "role": place.role,
        "from_on": place.from_on,
        "to_on": place.to_on,
        "version": place.version,
    }


def next_moves(actor: Actor, inspection: Inspection) -> list[dict[str, Any]]:
    """Every move out of the inspection's status, and why this actor cannot make it, if so."""
    holds = parties(actor, place_on_team(actor, inspection))
    moves = moves_from(inspection.status)
    missing = missing_codes(inspection) if any(move.needs_values for move in moves) else []
    return [
        {
            "move": move.name.value,
            "to": move.target.value if move.target else inspection.resumes_to,
            "needs_reason": move.needs_reason,
            "why_not": not_yours(move, holds)
            or obstacle(
                move,
                inspection.status,
                missing,
                unsettled=unsettled_before(inspection, move),
            )
            or None,
        }
        for move in moves
    ]


def inspection_record(actor: Actor, inspection: Inspection) -> dict[str, Any]:
    """An inspection as its address in the API shows it."""
    team = TeamMember.objects.filter(inspection=inspection).select_related("membership__user")
    return {
        **INSPECTIONS.one(inspection.pk),
        "team": [team_member(place) for place in team.order_by("id")],
        "moves": next_moves(actor, inspection),
    }
