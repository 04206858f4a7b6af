"""The life of a main point: every status, and from where to where it may go.

Status changes only along this table. Closing and superseding need a judgement at a follow-through
inspection or a person's reason (product rule 11): ``needs_ground`` says so of a step.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

OPEN: Final = "open"
ACTED_ON: Final = "acted-on"
JUDGED: Final = "judged"
CLOSED: Final = "closed"
SUPERSEDED: Final = "superseded"

LIVE: Final = frozenset({OPEN, ACTED_ON, JUDGED})
"""Still followed: reminded of, reported on, looked at again."""
ENDED: Final = frozenset({CLOSED, SUPERSEDED})

STEPS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        OPEN: frozenset({ACTED_ON, JUDGED, CLOSED, SUPERSEDED}),
        ACTED_ON: frozenset({OPEN, JUDGED, CLOSED, SUPERSEDED}),
        JUDGED: frozenset({ACTED_ON, CLOSED, SUPERSEDED}),
        CLOSED: frozenset({OPEN}),
        SUPERSEDED: frozenset({OPEN}),
    }
)
"""From each status to those it may go to. An ended point is only ever opened again, with a reason."""


def needs_ground(before: str, after: str) -> bool:
    """Whether a step needs a judgement or a reason: every end does, and every way back from one."""
    return after in ENDED or before in ENDED


def why_not(before: str, after: str, *, reason: str, judged: bool) -> str:
    """Why a step cannot be made, for the person who asks; empty when it can."""
    if after not in STEPS.get(before, frozenset()):
        return (
            f"A point that is {before.replace('-', ' ')} cannot become {after.replace('-', ' ')}."
        )
    if needs_ground(before, after) and not (judged or reason.strip()):
        return "Say why, or judge it at a follow-through inspection first."
    return ""
