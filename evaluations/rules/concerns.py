"""A concern about a child at risk now: what can be done with it, and when it has waited too long."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from evaluations.terms import ConcernMove as M
from evaluations.terms import ConcernStatus as S

LATE_AFTER = timedelta(minutes=15)
"""Nobody has acknowledged it for so long: everybody who handles concerns is told."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move of a concern: from which statuses it leads on, and to which."""

    name: M
    sources: tuple[S, ...]
    target: S


STEPS = {
    M.ACKNOWLEDGE: Step(M.ACKNOWLEDGE, (S.RAISED,), S.ACKNOWLEDGED),
    M.TAKE_OVER: Step(M.TAKE_OVER, (S.ACKNOWLEDGED,), S.ACKNOWLEDGED),
    M.CLOSE: Step(M.CLOSE, (S.RAISED, S.ACKNOWLEDGED), S.CLOSED),
    M.REOPEN: Step(M.REOPEN, (S.CLOSED,), S.ACKNOWLEDGED),
}
"""A concern changes its status only along this table, and is never removed."""


def obstacle(move: M, status: str, *, is_mine: bool = False) -> str:
    """Why this move does not lead on from this status; empty when it does.

    ``is_mine``: whoever asks has it in hand already.
    """
    if status in STEPS[move].sources:
        return "You have it in hand already." if move is M.TAKE_OVER and is_mine else ""
    return {
        M.ACKNOWLEDGE: "Somebody has acknowledged it already.",
        M.TAKE_OVER: "Nobody has it in hand yet. Acknowledge it."
        if status == S.RAISED
        else "It is closed. Open it again first.",
        M.CLOSE: "It is closed already.",
        M.REOPEN: "It is still open.",
    }[move]


def is_late(status: str, raised_at: datetime, now: datetime) -> bool:
    """Whether it still waits for somebody to acknowledge it, after ``LATE_AFTER``."""
    return status == S.RAISED and now - raised_at >= LATE_AFTER


def closing_faults(
    told_whom: str, told_at: datetime | None, outcome: str, noticed_at: datetime, now: datetime
) -> dict[str, str]:
    """What is missing before a concern can be closed, by field; empty when nothing is."""
    faults = {}
    if not told_whom.strip():
        faults["told_whom"] = "Say who was told: the name or post, and the service."
    if not outcome.strip():
        faults["outcome"] = "Say what they do about it."
    if told_at is None:
        faults["told_at"] = "Say when they were told."
    elif told_at > now:
        faults["told_at"] = "This time has not come yet."
    elif told_at < noticed_at - timedelta(days=1):
        faults["told_at"] = "This is before the concern was noticed. Check the date."
    return faults
