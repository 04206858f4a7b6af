"""What must be settled before an inspection makes a move: one list a move, asked for in one place."""

from collections.abc import Callable, Mapping

from evaluations.models import Inspection
from evaluations.queries.accuracy_stops import discussed_and_sent, round_settled
from evaluations.queries.completeness import obstacles, unsettled_of
from evaluations.queries.report_asks import points_missing
from evaluations.queries.standing import stops_for_asking, stops_for_signing
from evaluations.rules.life import Move
from evaluations.terms import MoveName

Stops = Callable[[Inspection], list[str]]
"""Sentences that say what is open and what to do; none when the inspection may go on."""


def _evaluations_complete(inspection: Inspection) -> list[str]:
    return obstacles(unsettled_of(inspection))


STOPS: Mapping[MoveName, tuple[Stops, ...]] = {
    MoveName.TO_MODERATION: (_evaluations_complete,),
    MoveName.ASK_FOR_CHANGE: (stops_for_asking,),
    MoveName.SIGN_OFF: (stops_for_signing,),
    MoveName.TO_FACTUAL_ACCURACY: (points_missing, discussed_and_sent),
    MoveName.PUBLISH: (points_missing, round_settled),
}
"""Every move that ``needs_complete`` in the table of rules/life.py has its line here."""

_MORE: dict[MoveName, list[Stops]] = {}


def also_before(move: MoveName, stops: Stops) -> None:
    """Called from the ready() of an app above: what else must be settled before a move that
    ``needs_complete``. The same stops again change nothing."""
    known = _MORE.setdefault(move, [])
    if stops not in known:
        known.append(stops)


def unsettled_before(inspection: Inspection, move: Move) -> list[str]:
    """What must be settled before this move, in sentences; nothing is looked up when the inspection
    is not where the move begins."""
    if not move.needs_complete or inspection.status not in move.sources:
        return []
    asked = (*STOPS[move.name], *_MORE.get(move.name, ()))
    return [said for stops in asked for said in stops(inspection)]
