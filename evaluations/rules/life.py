"""The life of an inspection: every status, every move, who may make it and what it needs.

Status changes only along this table. The diagram in docs/inspection-states.md is generated from it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from evaluations.terms import InspectionStatus as S
from evaluations.terms import MoveName as M


class Party(StrEnum):
    """Who somebody is to one inspection. One person may be several of these."""

    LEAD = "the lead inspector"
    PLANNER = "somebody who plans inspections"
    MODERATOR = "a moderator who is not on the team"
    PUBLISHER = "somebody who publishes and is not on the team"
    FOLLOWER = "a link inspector"


@dataclass(frozen=True, slots=True)
class Move:
    """``target`` None: back to where a suspended inspection was. ``needs_values``: every indicator
    must have a level, a set of levels or a recorded reason for none. ``needs_complete``: nothing that
    queries/before_moves.py lists for the move is left to settle."""

    name: M
    sources: tuple[S, ...]
    target: S | None
    by: frozenset[Party]
    needs_reason: bool = False
    needs_values: bool = False
    needs_complete: bool = False


ORDER = (
    S.PLANNED,
    S.PREPARING,
    S.FIELDWORK,
    S.EVALUATING,
    S.MODERATION,
    S.FINDINGS_DISCUSSED,
    S.FACTUAL_ACCURACY,
    S.PUBLISHED,
    S.FOLLOWING_THROUGH,
    S.CLOSED,
)
"""The straight way, as it is drawn on the page. Suspended and abandoned lie beside it."""

OPEN = ORDER[:7]
"""Not published yet, and going on."""
OUT = (S.PUBLISHED, S.FOLLOWING_THROUGH, S.CLOSED)
"""Published: evaluations are known to everybody in the inspectorate."""
RECORDING = (S.FIELDWORK, S.EVALUATING)
"""The team records its evaluations."""
IMPORTABLE = (S.PLANNED, S.PREPARING, S.FIELDWORK, S.EVALUATING)
"""A file may still bring evaluations: nobody else has begun to check them."""
NATIONAL = OUT
"""Counted in national figures, unless the inspection is a pilot or its kind is not counted."""

_RUNS = frozenset({Party.LEAD, Party.PLANNER})
_PLANS = frozenset({Party.PLANNER})
_CHECKS = frozenset({Party.MODERATOR})
_PUBLISHES = frozenset({Party.PUBLISHER})

MOVES: tuple[Move, ...] = (
    Move(M.PREPARE, (S.PLANNED,), S.PREPARING, _RUNS),
    Move(M.START_FIELDWORK, (S.PREPARING,), S.FIELDWORK, _RUNS),
    Move(M.END_FIELDWORK, (S.FIELDWORK,), S.EVALUATING, _RUNS),
    Move(M.BACK_TO_FIELDWORK, (S.EVALUATING,), S.FIELDWORK, _RUNS, needs_reason=True),
    Move(
        M.TO_MODERATION,
        (S.EVALUATING,),
        S.MODERATION,
        _RUNS,
        needs_values=True,
        needs_complete=True,
    ),
    Move(
        M.ASK_FOR_CHANGE,
        (S.MODERATION,),
        S.EVALUATING,
        _CHECKS,
        needs_reason=True,
        needs_complete=True,
    ),
    Move(
        M.SIGN_OFF,
        (S.MODERATION,),
        S.FINDINGS_DISCUSSED,
        _CHECKS,
        needs_values=True,
        needs_complete=True,
    ),
    Move(
        M.TO_FACTUAL_ACCURACY,
        (S.FINDINGS_DISCUSSED,),
        S.FACTUAL_ACCURACY,
        _RUNS,
        needs_complete=True,
    ),
    Move(
        M.REOPEN,
        (S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY),
        S.EVALUATING,
        _RUNS,
        needs_reason=True,
    ),
    Move(
        M.PUBLISH,
        (S.FACTUAL_ACCURACY,),
        S.PUBLISHED,
        _PUBLISHES,
        needs_values=True,
        needs_complete=True,
    ),
    Move(
        M.FOLLOW_THROUGH,
        (S.PUBLISHED,),
        S.FOLLOWING_THROUGH,
        frozenset({Party.LEAD, Party.PLANNER, Party.FOLLOWER}),
    ),
    Move(M.CLOSE, (S.PUBLISHED, S.FOLLOWING_THROUGH), S.CLOSED, _PLANS, needs_reason=True),
    Move(M.SUSPEND, OPEN, S.SUSPENDED, _RUNS, needs_reason=True),
    Move(M.RESUME, (S.SUSPENDED,), None, _RUNS),
    Move(M.ABANDON, (*OPEN, S.SUSPENDED), S.ABANDONED, _PLANS, needs_reason=True),
)
BY_NAME = {move.name: move for move in MOVES}


def moves_from(status: str) -> tuple[Move, ...]:
    """The moves that lead out of a status, in the order of the table."""
    return tuple(move for move in MOVES if status in move.sources)


def not_yours(move: Move, parties: Collection[Party]) -> str:
    """Why these parties may not make the move; empty when one of them may."""
    if move.by & set(parties):
        return ""
    return f"This is for {_either([party for party in Party if party in move.by])}."


def obstacle(
    move: Move,
    status: str,
    missing: Sequence[str] = (),
    published_on_known: bool = True,
    unsettled: Sequence[str] = (),
) -> str:
    """Why the inspection is not ready for the move; empty when it is.

    ``missing`` are the codes of the indicators that have no value yet, ``unsettled`` sentences about
    what else must be settled first. A publication without its date is one more obstacle.
    """
    if status not in move.sources:
        return f"This can be done when its status is {_either(_words(move.sources))}."
    if move.needs_values and missing:
        codes = ", ".join(missing)
        what = "this indicator" if len(missing) == 1 else f"these {len(missing)} indicators"
        return f"Record a level, or why there is none, for {what} first: {codes}."
    if move.needs_complete and unsettled:
        return f"Settle first what is open. {' '.join(unsettled)}"
    if move.name is M.PUBLISH and not published_on_known:
        return "Give the date of publication first."
    return ""


def target_of(move: Move, resumes_to: str) -> S:
    """Where the move leads. Raises ValueError for a suspended inspection that has no way on."""
    return move.target if move.target is not None else S(resumes_to)


def _words(statuses: Sequence[S]) -> list[str]:
    return [status.value.replace("-", " ") for status in statuses]


def _either(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def diagram() -> str:
    """The table as a Markdown page with a Mermaid diagram and the same in a table."""
    lines = [
        "# The life of an inspection",
        "",
        "Generated from `evaluations/rules/life.py` by `manage.py statemachine`; do not edit.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> planned",
    ]
    for move in MOVES:
        for source in move.sources if move.name not in {M.SUSPEND, M.ABANDON} else ():
            target = move.target.value if move.target else "where_it_was"
            lines.append(f"    {_id(source)} --> {_id(target)}: {move.name.value}")
    lines += [
        "    note right of suspended: from any status before published, with a reason",
        "    note right of abandoned: from any status before published, with a reason",
        "    closed --> [*]",
        "    abandoned --> [*]",
        "```",
        "",
        "| Move | From | To | By | Reason asked | Every indicator needs a value | Nothing to settle |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [_row(move) for move in MOVES]
    return "\n".join(lines) + "\n"


def _id(status: str) -> str:
    return str(status).replace("-", "_")


def _row(move: Move) -> str:
    sources = ", ".join(_words(move.sources))
    target = move.target.value.replace("-", " ") if move.target else "where it was"
    by = _either([party for party in Party if party in move.by])
    asked = "yes" if move.needs_reason else "no"
    values = "yes" if move.needs_values else "no"
    complete = "yes" if move.needs_complete else "no"
    return (
        f"| `{move.name.value}` | {sources} | {target} | {by} | {asked} | {values} | {complete} |"
    )
