"""The calendar feed's format, read back by a reader of its own."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.ics import Event, calendar
from tests.evaluations.planning.ics_reader import read

NOW = datetime(2009, 4, 2, 11, 30, tzinfo=timezone(timedelta(hours=1)))


def test_a_calendar_as_the_standard_has_it() -> None:
    event = Event(
        "fieldwork-1@here.example",
        "Fieldwork: Torrance Vale",
        date(2009, 4, 6),
        date(2009, 4, 24),
        "Lead inspector. 2009.",
        "https://here.example/hmie/inspections/x",
        sequence=3,
    )
    text = calendar("HM Inspectorate", [event], NOW)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    assert "METHOD" not in text
    (one,) = read(text)
    assert one == {
        "UID": "fieldwork-1@here.example",
        "DTSTAMP": "20090402T103000Z",
        "SEQUENCE": "3",
        "DTSTART;VALUE=DATE": "20090406",
        "DTEND;VALUE=DATE": "20090425",
        "SUMMARY": "Fieldwork: Torrance Vale",
        "DESCRIPTION": "Lead inspector. 2009.",
        "URL": "https://here.example/hmie/inspections/x",
        "TRANSP": "OPAQUE",
    }


def test_one_day_ends_the_day_after() -> None:
    day = date(2008, 12, 31)
    (one,) = read(calendar("x", [Event("u", "s", day, day, busy=False)], NOW))
    assert (one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"]) == ("20081231", "20090101")
    assert one["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c\\d\nnew line",
        "Glasgow’s " * 30,
        "é" * 200,
        "👩‍👩‍👧 " * 40,
        "x" * 74,
        "x" * 75,
        "x" * 76,
        "\\n is not a new line",
    ],
)
def test_text_comes_back_as_it_was(text: str) -> None:
    (one,) = read(calendar("x", [Event("u", text, date(2009, 1, 1), date(2009, 1, 1), text)], NOW))
    assert one["SUMMARY"] == text
    assert one["DESCRIPTION"] == text


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300)
)
def test_any_text_comes_back(text: str) -> None:
    event = Event("u", text, date(2009, 1, 1), date(2009, 1, 2))
    written = calendar("x", [event], datetime(2009, 1, 1, tzinfo=UTC))
    assert all(len(line.encode()) <= 75 for line in written.split("\r\n"))
    assert read(written)[0]["SUMMARY"] == text


def test_control_characters_have_no_place() -> None:
    (one,) = read(calendar("x", [Event("u", "a\x07b\rc", date(2009, 1, 1), date(2009, 1, 1))], NOW))
    assert one["SUMMARY"] == "ab\nc"
