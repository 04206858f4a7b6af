"""What may be told of a main point, and when: plain values in, the reason why not out."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from followthrough.rules.life import CLOSED, SUPERSEDED

LONGEST_TEXT: Final = 10_000
LONGEST_REASON: Final = 2_000
LONGEST_TITLE: Final = 200
LONGEST_UNIT: Final = 30
MOST_FILES: Final = 10
"""With one update."""
MOST_MEASURES: Final = 20
"""Of one point."""
LARGEST_VALUE: Final = Decimal(10) ** 11
PLACES: Final = 3
EARLIEST: Final = date(1990, 1, 1)
LATEST: Final = date(2100, 1, 1)

ENDED: Final = {
    CLOSED: "This point is closed, so nothing more is told of it. Whoever follows it can open it "
    "again, with a reason.",
    SUPERSEDED: "This point was superseded, so nothing more is told of it. Tell it of the point "
    "that took its place.",
}


def why_not_told(status: str) -> str:
    """Why nothing can be told, measured or looked at on a point; empty when it can."""
    return ENDED.get(status, "")


def why_not_look(status: str, *, updates: int) -> str:
    """Why there is nothing for a link inspector to look at."""
    if not updates and status not in ENDED:
        return "The committee has told nothing of this point yet, so there is nothing to look at."
    return why_not_told(status)


def why_not_date(status: str, *, plan: str, action: str, waits: bool) -> str:
    """Why no other date can be asked for an action (``plan``, ``action``: their states)."""
    if status in ENDED:
        return why_not_told(status)
    if plan != "accepted":
        return "The plan is not accepted yet. Change the date in the plan itself."
    if action in {"done", "dropped"}:
        return f"This action is {action}, so its date stays as it is."
    if waits:
        return "Another date is asked already and waits for an answer. One waits at a time."
    return ""


def why_not_agree(status: str, action: str) -> str:
    """Why a date that was asked for cannot be agreed any more; it can still be refused."""
    if status in ENDED or action in {"done", "dropped"}:
        return "Since it was asked, the action or its point has ended. Do not agree it; say so."
    return ""


def number_fault(value: Decimal | None) -> str:
    """What is wrong with a measured value; empty when nothing is."""
    if value is None:
        return "Give a number."
    if not value.is_finite() or abs(value) >= LARGEST_VALUE:
        return f"Use a number between -{LARGEST_VALUE:,} and {LARGEST_VALUE:,}."
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        return f"Use at most {PLACES} decimal places."
    return ""


def read_number(text: str) -> Decimal | None:
    """A number as people write it ("96", "96.5", "1,200", "58 %"); None when it is none.

    >>> read_number("1,200")
    Decimal('1200')
    """
    trimmed = text.replace(",", "").replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if not trimmed.isascii():
        return None
    try:
        return Decimal(trimmed)
    except InvalidOperation:
        return None


def day_fault(on: date, today: date) -> str:
    """What is wrong with the day of a measured value."""
    if on > today:
        return "A value is of a day that has been. Give today or an earlier day."
    if on < EARLIEST:
        return f"Give a day from {EARLIEST.year} on."
    return ""


def other_date_fault(to: date, now: date) -> str:
    """What is wrong with another date for an action that is due on ``now``."""
    if to == now:
        return "This is the date it has. Give another one."
    if not EARLIEST <= to < LATEST:
        return f"Give a day from {EARLIEST.year} to {LATEST.year - 1}."
    return ""
