"""Local holidays as they are pasted: a day and its name on each line."""

from collections.abc import Container
from datetime import date, datetime

from inspectorate.kernel.faults import FaultList

MOST_LINES = 400
LONGEST_NAME = 120
FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


def read_holidays(text: str) -> list[tuple[date, str]]:
    """The days of ``text``, a line each as ``2027-04-05,Spring holiday`` (a tab or a semicolon divides
    too), in order of days. A heading line ``on,name`` is passed over.

    Raises Faulty with every line that cannot be taken.
    """
    faults, found = FaultList(), dict[date, str]()
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise faults.stop(MOST_LINES + 1, "", f"Paste at most {MOST_LINES} lines at a time.")
    for number, line in enumerate(lines, 1):
        written, name = _cells(line)
        if not line.strip() or (number == 1 and written.lower() in {"on", "date", "day"}):
            continue
        on = _day(written)
        for field, wrong in (("on", _day_fault(on, found)), ("name", name_fault(name))):
            if wrong:
                faults.add(number, field, wrong)
        if on is not None:
            found[on] = name
    faults.raise_if_any()
    if not found:
        raise faults.stop(None, "", "Paste at least one day with its name.")
    return sorted(found.items())


def _day_fault(on: date | None, known: Container[date]) -> str:
    if on is None:
        return "Begin the line with a day, as 2027-04-05."
    if not FIRST <= on <= LAST:
        return f"Give a day from {FIRST.year} to {LAST.year}."
    return "This day is on an earlier line." if on in known else ""


def name_fault(name: str) -> str:
    """What is wrong with a holiday's name; empty when nothing is."""
    if not name.strip():
        return "Give the day a name, after a comma."
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"Use at most {LONGEST_NAME} printable characters."
    return ""


def _cells(line: str) -> tuple[str, str]:
    for divider in ("\t", ";", ","):
        if divider in line:
            before, _, after = line.partition(divider)
            return before.strip().strip('"'), " ".join(after.strip().strip('"').split())
    return line.strip(), ""


def _day(text: str) -> date | None:
    for written in FORMATS:
        try:
            return datetime.strptime(text, written).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
