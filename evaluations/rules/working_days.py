"""Working days: Monday to Friday, without the nation's bank holidays and the days given.

Bank holidays follow the Banking and Financial Dealings Act 1971 (schedule 1) and the days that are
proclaimed every year beside it; a holiday that falls on a weekend moves to the next weekday that is
not one already. ``PROCLAIMED`` are the single days of royal proclamations. Local holidays (most
Scottish councils have their own) are given by the caller.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

ONE_DAY = timedelta(days=1)
FRIDAY = 4
LONGEST = 400
"""No clock of this product runs for longer, in working days."""


class Nation(StrEnum):
    SCOTLAND = "scotland"
    ENGLAND_AND_WALES = "england-and-wales"
    NORTHERN_IRELAND = "northern-ireland"


_EVERYWHERE = frozenset(Nation)
_NOT_SCOTLAND = frozenset({Nation.ENGLAND_AND_WALES, Nation.NORTHERN_IRELAND})
_SCOTLAND = frozenset({Nation.SCOTLAND})
_NORTHERN_IRELAND = frozenset({Nation.NORTHERN_IRELAND})

_FIXED: tuple[tuple[int, int, str, frozenset[Nation]], ...] = (
    (1, 1, "New Year’s Day", _EVERYWHERE),
    (1, 2, "2nd January", _SCOTLAND),
    (3, 17, "St Patrick’s Day", _NORTHERN_IRELAND),
    (7, 12, "Battle of the Boyne", _NORTHERN_IRELAND),
    (11, 30, "St Andrew’s Day", _SCOTLAND),
    (12, 25, "Christmas Day", _EVERYWHERE),
    (12, 26, "Boxing Day", _EVERYWHERE),
)
_MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}
PROCLAIMED: tuple[tuple[date, str, frozenset[Nation]], ...] = (
    (date(2022, 6, 3), "Platinum Jubilee", _EVERYWHERE),
    (date(2022, 9, 19), "State funeral of Queen Elizabeth II", _EVERYWHERE),
    (date(2023, 5, 8), "Coronation of King Charles III", _EVERYWHERE),
    (date(2026, 6, 15), "World Cup", _SCOTLAND),
)


@lru_cache(maxsize=200)
def bank_holidays(nation: Nation, year: int) -> dict[date, str]:
    """The nation's bank holidays of a year, with their names, in order."""
    found = dict(_movable(nation, year))
    found |= {on: name for on, name, where in PROCLAIMED if on.year == year and nation in where}
    fixed = [(date(year, m, d), name) for m, d, name, where in _FIXED if nation in where]
    found |= {on: name for on, name in fixed if on.weekday() <= FRIDAY}
    for on, name in fixed:
        if on.weekday() > FRIDAY:
            found[_next_free(on, found)] = f"{name} (substitute day)"
    return dict(sorted(found.items()))


def _movable(nation: Nation, year: int) -> Iterator[tuple[date, str]]:
    easter = easter_sunday(year)
    scotland = nation is Nation.SCOTLAND
    yield easter - 2 * ONE_DAY, "Good Friday"
    if not scotland:
        yield easter + ONE_DAY, "Easter Monday"
    for on, name in (
        (_first_monday(year, 5), "Early May bank holiday"),
        (_last_monday(year, 5), "Spring bank holiday"),
        (_first_monday(year, 8) if scotland else _last_monday(year, 8), "Summer bank holiday"),
    ):
        yield _MOVED.get(on, on), name


def _next_free(on: date, taken: Collection[date]) -> date:
    while on.weekday() > FRIDAY or on in taken:
        on += ONE_DAY
    return on


def _first_monday(year: int, month: int) -> date:
    first = date(year, month, 1)
    return first + (-first.weekday() % 7) * ONE_DAY


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - last.weekday() * ONE_DAY


def easter_sunday(year: int) -> date:
    """Western Easter, by the anonymous Gregorian computus (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def is_working_day(on: date, nation: Nation, closed: Collection[date] = ()) -> bool:
    """``closed`` are the local holidays."""
    return on.weekday() <= FRIDAY and on not in closed and on not in bank_holidays(nation, on.year)


def after(start: date, days: int, nation: Nation, closed: Collection[date] = ()) -> date:
    """The day that is ``days`` working days after ``start``; ``start`` itself is not counted.

    Raises ValueError for less than 1 or more than LONGEST days.
    """
    if not 1 <= days <= LONGEST:
        raise ValueError(f"Give 1 to {LONGEST} working days.")
    on = start
    while days:
        on += ONE_DAY
        days -= is_working_day(on, nation, closed)
    return on


def between(start: date, end: date, nation: Nation, closed: Collection[date] = ()) -> int:
    """Working days after ``start`` up to and with ``end``; negative when ``end`` lies before it."""
    if end < start:
        return -between(end, start, nation, closed)
    days = (start + n * ONE_DAY for n in range(1, (end - start).days + 1))
    return sum(is_working_day(on, nation, closed) for on in days)
