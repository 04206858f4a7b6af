"""A calendar as text/calendar: RFC 5545, whole days only.

Lines are folded at 75 octets without parting a character (3.1), text is escaped (3.3.11), a day's
end is the day after the last (3.6.1), and there is no METHOD: this is a calendar to look at, not an
invitation. A UID stays with its event, so that a calendar program moves it instead of adding it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
PRODUCT = "-//Inspectorate//Calendar//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """Days from ``first`` to ``last``, both counted. ``busy``: they take the person up.

    ``sequence`` counts how often the event was changed.
    """

    uid: str
    summary: str
    first: date
    last: date
    description: str = ""
    url: str = ""
    busy: bool = True
    sequence: int = 0


def calendar(name: str, events: Iterable[Event], now: datetime) -> str:
    """The whole calendar; ``now`` is an aware time and stamps every event."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(event: Event, stamp: str) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
    ]
    if event.description:
        lines.append(f"DESCRIPTION:{escaped(event.description)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    lines.append(f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}")
    lines.append("END:VEVENT")
    return lines


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line ends escaped; other control characters
    left out, since the format has no place for them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(one for one in plain if one == "\n" or (one >= " " and one != "\x7f"))
    for character, instead in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        kept = kept.replace(character, instead)
    return kept


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, each after the first beginning with a space."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part
