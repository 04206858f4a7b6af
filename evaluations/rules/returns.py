"""The pre-inspection return: its statuses, who moves it, and when sections can be written.

One return is asked of the partnership as a whole. Its committee's partners write it together; the
inspection's lead, or a planner, asks for it and decides on it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from evaluations.rules.life import IMPORTABLE
from evaluations.terms import InspectionStatus
from evaluations.terms import ReturnMove as M
from evaluations.terms import ReturnStatus as S

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
MOST_SECTIONS = 40
ASKED_IN = (InspectionStatus.PLANNED, InspectionStatus.PREPARING)
WRITTEN_IN = (S.ASKED, S.SENT_BACK)
REMIND_BEFORE = (14, 7, 1)
"""Days before the due date."""
REMIND_LATE_EVERY = 3
"""Days, from the first one late."""


USUAL_DAYS = 20
"""Working days that a partnership has for its return unless another day is given."""


class ReturnParty(StrEnum):
    """Who somebody is to a return; the value is how the page says it."""

    PARTNER = "a partner of the committee"
    LEAD = "its lead inspector"
    PLANNER = "somebody who plans inspections"


@dataclass(frozen=True, slots=True)
class ReturnStep:
    """A move of a return: from which statuses it leads on, to which, and who makes it."""

    name: M
    sources: tuple[S, ...]
    target: S
    by: frozenset[ReturnParty]


_PARTNERSHIP = frozenset({ReturnParty.PARTNER})
_INSPECTORATE = frozenset({ReturnParty.LEAD, ReturnParty.PLANNER})
STEPS = {
    one.name: one
    for one in (
        ReturnStep(M.SEND, (S.ASKED, S.SENT_BACK), S.SENT, _PARTNERSHIP),
        ReturnStep(M.ACCEPT, (S.SENT,), S.ACCEPTED, _INSPECTORATE),
        ReturnStep(M.SEND_BACK, (S.SENT,), S.SENT_BACK, _INSPECTORATE),
        ReturnStep(M.REOPEN, (S.ACCEPTED,), S.SENT_BACK, _INSPECTORATE),
    )
}
"""A return changes its status only along this table."""

_ELSEWHERE = {
    S.ASKED: "The partnership is still writing it.",
    S.SENT: "It has been sent. The inspectorate reads it now.",
    S.SENT_BACK: "It was sent back, and the partnership is adding what is wanted.",
    S.ACCEPTED: "It was accepted. Open it again first.",
}


def not_yours(move: M, parties: Collection[ReturnParty]) -> str:
    """Why these parties may not make the move; empty when one of them may."""
    step = STEPS[move]
    if step.by & set(parties):
        return ""
    return f"This is for {' or '.join(one.value for one in ReturnParty if one in step.by)}."


def obstacle(move: M, status: str, inspection: str, incomplete: Sequence[str] = ()) -> str:
    """Why the move does not lead on now; empty when it does.

    ``inspection`` is the inspection's status, ``incomplete`` the titles of the sections that nobody
    has marked as complete.
    """
    if status not in STEPS[move].sources:
        return _ELSEWHERE[S(status)]
    if inspection not in IMPORTABLE:
        return over(inspection)
    if move is M.SEND and incomplete:
        return f"Mark these sections as complete first: {'; '.join(incomplete)}."
    return ""


def over(inspection: str) -> str:
    """Why the return of an inspection in this status stays as it is."""
    return {
        InspectionStatus.SUSPENDED.value: "The inspection is suspended. The return waits.",
        InspectionStatus.ABANDONED.value: "The inspection was abandoned.",
    }.get(inspection, "The inspection has gone to moderation: its return stays as it is.")


def why_not_write(status: str, inspection: str) -> str:
    """Why sections cannot be written now; empty when they can."""
    if inspection not in IMPORTABLE:
        return over(inspection)
    return "" if status in WRITTEN_IN else _ELSEWHERE[S(status)]


def why_not_ask(inspection: str) -> str:
    """Why a return cannot be asked for now; empty when it can."""
    if inspection in ASKED_IN:
        return ""
    return "A return is asked for while the inspection is planned or being prepared."


def due_fault(due_on: date, today: date, fieldwork_from: date | None) -> str:
    """What is wrong with a due date; empty when nothing is."""
    if due_on < today:
        return "Give a day that is still to come."
    if fieldwork_from is not None and due_on > fieldwork_from:
        return f"Fieldwork begins on {fieldwork_from:%d/%m/%Y}. Give a day before it."
    return ""


def usual_due_on(after: date, today: date, fieldwork_from: date | None) -> date:
    """The due date to offer: ``after``, which is ``USUAL_DAYS`` working days ahead, or when fieldwork
    begins before that, the day before it."""
    if fieldwork_from is None or after < fieldwork_from:
        return after
    return max(today, fieldwork_from - timedelta(days=1))


def complete_fault(answer: str, files: int) -> str:
    """Why a section cannot be marked as complete; empty when it can."""
    if answer.strip() or files:
        return ""
    return "Write something or add a file first. If there is nothing to say, say that."


def usual_sections(framework: Sequence[str]) -> list[tuple[str, str]]:
    """(title, guidance) of the sections that are asked unless a programme has its own; ``framework``
    are the titles of the framework's sections, each evaluated by the partnership itself."""
    return [
        (
            "The area and its context",
            "Population, geography, deprivation, and what has changed lately in how services are "
            "organised.",
        ),
        *(
            (
                f"Self-evaluation: {title}"[:LONGEST_TITLE],
                "How well are you doing, how do you know, and what do you plan to do next?",
            )
            for title in framework
        ),
        (
            "Key documents",
            "Children's services plan, the committee's business plan and annual report, joint "
            "procedures. Add them as files.",
        ),
        (
            "Data on child protection activity",
            "Referrals, initial and review conferences, registrations, child protection orders: "
            "the last three years. Figures only, nothing about a single child.",
        ),
        (
            "Good practice",
            "What you would show to others, and how you know that it helps children.",
        ),
    ]


def reminder_days(due_on: date, today: date) -> int | None:
    """How many days before the due date a reminder is due today: 14, 7 or 1; less than 0 when late
    (-1, -4, -7, ...). None when nothing is due today."""
    left = (due_on - today).days
    if left in REMIND_BEFORE:
        return left
    if left < 0 and (-left - 1) % REMIND_LATE_EVERY == 0:
        return left
    return None


def latest_reminder_on(due_on: date, today: date) -> date | None:
    """The day whose reminder is the latest that should have been sent by today; None before the first.

    A night without a worker loses no reminder: the next round finds that of the day before.
    """
    for back in range(REMIND_LATE_EVERY if today > due_on else max(REMIND_BEFORE) + 1):
        day = today - timedelta(days=back)
        if reminder_days(due_on, day) is not None:
            return day
    return None
