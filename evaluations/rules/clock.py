"""A clock of working days as it is drawn: every day from the first to the last, counted or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from evaluations.rules.working_days import FRIDAY, ONE_DAY, Nation, bank_holidays

SHORT = 10
"""A clock of up to so many working days is one row; a longer one has a row a week."""


@dataclass(frozen=True, slots=True)
class ClockDay:
    """``number`` counts working days from 1 and is None for a day that is not counted, whose reason
    is ``off``. ``state`` is past, today, last or empty. A day without a date fills the first week."""

    on: date | None
    number: int | None = None
    off: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """``day`` is today's number: 0 before the first; ``left`` working days remain, negative when the
    due day is over. ``shown`` are Mondays to Fridays."""

    due_on: date
    today: date
    of: int
    day: int
    left: int
    shown: tuple[ClockDay, ...]
    skipped: tuple[tuple[date, str], ...]

    @property
    def by_weeks(self) -> bool:
        return self.of > SHORT

    @property
    def late(self) -> bool:
        return self.today > self.due_on

    @property
    def days_late(self) -> int:
        return -self.left

    @property
    def soon(self) -> bool:
        return 0 <= self.left <= 1


def clock(
    sent_on: date, due_on: date, today: date, nation: Nation, closed: Mapping[date, str]
) -> Clock:
    """The clock that began after ``sent_on``. ``closed`` are local holidays with their names."""
    shown: list[ClockDay] = []
    skipped, number, at = [], 0, 0
    for on in _days(sent_on, due_on):
        if on.weekday() > FRIDAY:
            continue
        why = closed.get(on) or bank_holidays(nation, on.year).get(on, "")
        if why:
            skipped.append((on, why))
            shown.append(ClockDay(on, off=why))
            continue
        number += 1
        at = number if on <= today else at
        state = "today" if on == today else "past" if on < today else ""
        shown.append(ClockDay(on, number, state="last" if on == due_on and not state else state))
    after = sum(
        on.weekday() <= FRIDAY and on not in closed and on not in bank_holidays(nation, on.year)
        for on in _days(due_on, today)
    )
    left = number - at if today <= due_on else -after
    return Clock(due_on, today, number, at, left, _filled(shown, number), tuple(skipped))


def _days(start: date, end: date) -> list[date]:
    """The days after ``start`` up to and with ``end``; none when it lies before."""
    return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


def _filled(shown: list[ClockDay], number: int) -> tuple[ClockDay, ...]:
    """A row a week begins on Monday; in one row a weekend is a gap."""
    if number > SHORT:
        before = shown[0].on.weekday() if shown and shown[0].on else 0
        return (*(ClockDay(None) for _ in range(before)), *shown)
    spaced: list[ClockDay] = []
    for one in shown:
        if spaced and one.on and spaced[-1].on and one.on - spaced[-1].on > ONE_DAY:
            spaced.append(ClockDay(None, off="weekend"))
        spaced.append(one)
    return tuple(spaced)
