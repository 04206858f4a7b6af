"""What the cells of a file mean. Each function gives the value, or a sentence saying why not."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from inspectorate.kernel.tables import shown

LONGEST_CODE = 60
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
_LONGEST_DATE = 61
"""Characters looked at, one more than a message repeats; so that what is remembered stays small."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class Wrong(str):
    """A sentence saying why a cell cannot be taken; told from a value by its type."""

    __slots__ = ()


def date_of(text: str) -> date | Wrong:
    """A date written YYYY-MM-DD. Nothing else is guessed at; a day-first date gets a hint."""
    return _date_of(text[:_LONGEST_DATE])


@lru_cache(maxsize=10_000)
def _date_of(text: str) -> date | Wrong:
    found = _ISO.fullmatch(text)
    if not found:
        return Wrong(f"{shown(text)} is not a date. Write dates as YYYY-MM-DD.{_hint(text)}")
    year, month, day = map(int, found.groups())
    return _checked(year, month, day)


def date_in(text: str, formats: tuple[str, ...]) -> date | Wrong:
    """A date in the first of ``formats`` (strptime's) that fits, within sensible years."""
    return _date_in(text[:_LONGEST_DATE], formats)


def is_date_format(text: str) -> bool:
    """Whether ``text`` is a format (strptime's) that says day, month and year."""
    day = date(2006, 9, 14)
    if "%y" not in text.casefold().replace("%%", ""):
        return False  # strptime would take a year of its own
    try:
        read = datetime.strptime(day.strftime(text), text)  # noqa: DTZ007
    except (ValueError, re.error):
        return False
    return read.date() == day


@lru_cache(maxsize=10_000)
def _date_in(text: str, formats: tuple[str, ...]) -> date | Wrong:
    for one in formats:
        try:
            # Only the calendar day is kept, so no time zone comes into it.
            found = datetime.strptime(text, one).date()  # noqa: DTZ007
        except ValueError:
            continue
        return _checked(found.year, found.month, found.day)
    return Wrong(f"{shown(text)} is not a date written as {_either(formats)}.")


def yes_or_no(text: str) -> bool | Wrong:
    """yes, true or 1; no, false, 0 or nothing."""
    found = _YES.get(text.casefold())
    return Wrong(f"{shown(text)} is neither yes nor no.") if found is None else found


def code_of(text: str, what: str) -> str | Wrong:
    """A code: something, without line breaks, short enough to be kept."""
    if not text:
        return Wrong(f"The {what} is empty. It is needed.")
    if len(text) > LONGEST_CODE:
        return Wrong(f"{shown(text)} is longer than {LONGEST_CODE} characters.")
    if "\n" in text or "\t" in text:
        return Wrong(f"{shown(text)} runs over more than one line or holds a tab.")
    return text


def whole_number(text: str, *, at_most: int) -> int | Wrong:
    """A whole number from 1, in ordinary digits."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(at_most)):
        number = int(text)
        if 1 <= number <= at_most:
            return number
    return Wrong(f"{shown(text)} is not a whole number from 1 to {at_most:,}.")


def _checked(year: int, month: int, day: int) -> date | Wrong:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Wrong(f"The year {year} is not between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    try:
        return date(year, month, day)
    except ValueError:
        if 1 <= month <= len(_MONTHS):
            return Wrong(f"There is no {day} {_MONTHS[month - 1]} {year}.")
        return Wrong(f"There is no month {month}. Write dates as YYYY-MM-DD.")


def _hint(text: str) -> str:
    """The same day in the wanted form, where a day-first date can only be meant that way."""
    found = _DAY_FIRST.fullmatch(text)
    if not found:
        return ""
    day, month, year = map(int, found.groups())
    meant = _checked(year, month, day)
    return f" Is {meant.isoformat()} meant?" if isinstance(meant, date) else f" {meant}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)
