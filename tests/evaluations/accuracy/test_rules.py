"""Clocks, reminders, quotes, attendance and redlines, without a database."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.accuracy import (
    DraftPart,
    Passage,
    extension_fault,
    latest_reminder_on,
    marked,
    parts_of,
    passages_of,
    quote_fault,
    why_not_send,
)
from evaluations.rules.clock import clock
from evaluations.rules.discussions import Seat, missing, obstacles, seats_fault, usual_seats
from evaluations.rules.redline import RedPart, compared
from evaluations.rules.working_days import Nation, after, between

DUE = date(2026, 4, 3)
SERVICES = {"police": "Police", "health": "Health"}


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 3, 26), None),
        (date(2026, 3, 27), date(2026, 3, 27)),
        (date(2026, 3, 30), date(2026, 3, 27)),
        (date(2026, 4, 2), date(2026, 4, 2)),
        (date(2026, 4, 3), date(2026, 4, 3)),
        (date(2026, 4, 4), date(2026, 4, 4)),
        (date(2026, 4, 6), date(2026, 4, 4)),
        (date(2026, 4, 7), date(2026, 4, 7)),
    ],
)
def test_reminders_come_before_on_and_after_the_day(today: date, day: date | None) -> None:
    assert latest_reminder_on(DUE, today) == day


def test_the_drawn_clock() -> None:
    one = clock(date(2026, 3, 20), DUE, date(2026, 4, 2), Nation.SCOTLAND, {})
    # 3 April 2026 is Good Friday, which is not counted.
    assert (one.day, one.of, one.left) == (9, 9, 0)
    assert one.skipped == ((DUE, "Good Friday"),)
    assert not one.by_weeks
    assert [day.state for day in one.shown if day.on == date(2026, 4, 2)] == ["today"]


def test_a_long_clock_has_a_row_a_week_that_begins_on_monday() -> None:
    local = {date(2026, 11, 25): "Vale fair"}
    due = after(date(2026, 11, 23), 15, Nation.SCOTLAND, local)
    one = clock(date(2026, 11, 23), due, date(2026, 11, 23), Nation.SCOTLAND, local)
    assert (one.of, one.day, one.left, one.by_weeks) == (15, 0, 15, True)
    assert one.shown[0].on is None
    assert [name for _, name in one.skipped] == ["Vale fair", "St Andrew’s Day"]
    late = clock(date(2026, 11, 23), due, due + timedelta(days=1), Nation.SCOTLAND, local)
    assert late.late
    assert late.days_late == 1


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 60),
    st.integers(-5, 120),
    st.sampled_from(Nation),
)
def test_the_clock_agrees_with_the_rule(sent: date, days: int, on: int, nation: Nation) -> None:
    due, today = after(sent, days, nation), sent + timedelta(days=max(on, 0))
    one = clock(sent, due, today, nation, {})
    assert one.of == days
    assert one.left == between(today, due, nation)
    assert sum(day.number is not None for day in one.shown) == days


def document() -> dict[str, Any]:
    blocks = [
        {"number": 1, "kind": "paragraph", "text": "Staff were alert."},
        {"number": 2, "kind": "list", "items": ["first thing", "second thing"]},
    ]
    return {
        "chapters": [
            {"id": "c1", "number": 1, "title": "Help", "kind": "text", "blocks": blocks},
            {"id": "c2", "number": 2, "title": "Points", "kind": "main-points", "blocks": []},
        ],
        "main_points": [{"number": 1, "text": "Do better."}],
        "good_practice": [{"title": "A leaflet", "indicator": None, "blocks": blocks[:1]}],
    }


def test_everything_that_is_said_can_be_commented_on() -> None:
    assert list(passages_of(document())) == ["1.1", "1.2", "M1", "G1", "G1.1"]
    assert [part.title for part in parts_of(document())] == ["Help", "Points", "Good practice"]


def test_a_quote_is_of_its_paragraph() -> None:
    found = passages_of(document())
    assert quote_fault("", found["1.1"]) == ""
    assert quote_fault("were alert", found["1.1"]) == ""
    assert quote_fault("second", found["1.2"]) == ""
    assert "not in this paragraph" in quote_fault("Police", found["1.1"])


@given(st.text("ab ", max_size=30), st.lists(st.text("ab ", max_size=5), max_size=4))
def test_marking_loses_no_word(text: str, quotes: list[str]) -> None:
    assert "".join(words for words, _ in marked(text, quotes)) == text


def test_overlapping_quotes_are_all_marked() -> None:
    assert marked("one two three", ["one two", "two three"]) == [
        ("one ", True),
        ("two", True),
        (" three", True),
    ]


@pytest.mark.parametrize(
    ("until", "ok"),
    [(DUE, False), (DUE + timedelta(days=1), True), (DUE + timedelta(days=400), False)],
)
def test_more_time_is_after_the_due_day(until: date, ok: bool) -> None:
    assert (extension_fault(until, DUE, DUE - timedelta(days=3)) == "") is ok


def test_a_late_extension_is_still_to_come() -> None:
    assert extension_fault(DUE + timedelta(days=2), DUE, DUE + timedelta(days=5))


@pytest.mark.parametrize(
    ("inspection", "last", "ok"),
    [
        ("findings-discussed", "", True),
        ("findings-discussed", "open", True),
        ("factual-accuracy", "settled", True),
        ("factual-accuracy", "open", False),
        ("moderation", "", False),
        ("suspended", "", False),
    ],
)
def test_when_a_draft_is_sent(inspection: str, last: str, ok: bool) -> None:
    assert (why_not_send(inspection, last) == "") is ok


def test_who_was_not_there_needs_a_word() -> None:
    there = Seat("police", "Commander")
    silent = Seat("health", "Director", present=False)
    told = Seat("health", "Director", present=False, note="Was ill.")
    assert obstacles(0, [], SERVICES) != []
    assert "Health" in obstacles(1, [there], SERVICES)[0]
    assert "Health" in obstacles(1, [there, silent], SERVICES)[0]
    assert obstacles(1, [there, told], SERVICES) == []
    assert missing([there, told], SERVICES) == ["health"]
    assert obstacles(2, [there, silent, Seat("health", "Nurse")], SERVICES) == []


def test_attendance_is_by_service_and_post() -> None:
    assert seats_fault(usual_seats(SERVICES), SERVICES) == ""
    assert seats_fault([], SERVICES)
    assert seats_fault([Seat("fire", "Chief")], SERVICES)
    assert seats_fault([Seat("police", " ")], SERVICES)
    assert seats_fault([Seat("police", "A"), Seat("police", "A ")], SERVICES)


def part(title: str, *texts: str, number: int = 1) -> DraftPart:
    found = tuple(
        Passage(f"{number}.{at}", "paragraph", text, (), title) for at, text in enumerate(texts, 1)
    )
    return DraftPart(number, title, found)


def what(parts: list[RedPart]) -> list[tuple[str, str, str, bool]]:
    return [(one.was, one.is_now, one.what, one.moved) for each in parts for one in each.lines]


def test_a_redline_says_what_changed_moved_came_and_went() -> None:
    before = [part("Help", "Staff were alert to signs.", "Some waited.", "Nobody asked them why.")]
    after_ = [
        part("Help", "Some waited.", "Staff were alert to many signs.", "A new desk opened here.")
    ]
    assert what(compared(before, after_)) == [
        ("1.2", "1.1", "moved", True),
        ("1.1", "1.2", "changed", False),
        ("", "1.3", "came", False),
        ("1.3", "", "went", False),
    ]


def test_a_chapter_that_went_is_still_shown() -> None:
    found = compared([part("Help", "One."), part("Gone", "Two.", number=2)], [part("Help", "One.")])
    assert [one.title for one in found] == ["Help", "Gone"]
    assert what(found) == [("1.1", "1.1", "same", False), ("2.1", "", "went", False)]


TEXTS = st.lists(st.text("abc d", min_size=1, max_size=12), max_size=6)


@given(TEXTS, TEXTS)
def test_a_redline_has_every_passage_of_both_once(before: list[str], now: list[str]) -> None:
    old, new = part("Help", *before), part("Help", *now)
    lines = what(compared([old], [new]))
    assert sorted(one[1] for one in lines if one[1]) == sorted(
        one.reference for one in new.passages
    )
    assert sorted(one[0] for one in lines if one[0]) == sorted(
        one.reference for one in old.passages
    )
    if before == now:
        assert all(one[2] == "same" for one in lines)
