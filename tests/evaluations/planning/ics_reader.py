"""A strict reader of text/calendar (RFC 5545), for the tests alone."""

import re

NEEDED = {"UID", "DTSTAMP", "DTSTART;VALUE=DATE"}


def read(text: str) -> list[dict[str, str]]:
    """The events of a calendar, each property by its name with parameters. Fails on what the
    standard forbids: wrong line ends, lines over 75 octets, parts that do not close, no UID twice."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    physical = text.split("\r\n")[:-1]
    for line in physical:
        assert line, "an empty line"
        assert len(line.encode()) <= 75, line
    lines = text.replace("\r\n ", "").split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, colon, value = line.partition(":")
        assert colon, line
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z]+)*", name), name
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            events.append({})
        elif line == "END:VEVENT":
            assert inside
            assert events[-1].keys() >= NEEDED
            inside = False
        elif inside:
            assert name not in events[-1], f"{name} twice"
            events[-1][name] = value if name == "URL" else plain(value)
    assert not inside
    assert len({one["UID"] for one in events}) == len(events)
    return events


def plain(value: str) -> str:
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
