"""What may be told and when, numbers as people write them, and the chart of a measure."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.rules import progress as rules
from inspectorate.kernel.web.trends import HEIGHT, WIDTH, number, trend

TODAY = date(2009, 4, 2)


@pytest.mark.parametrize(
    ("status", "said"),
    [("open", ""), ("acted-on", ""), ("judged", ""), ("closed", "closed"), ("superseded", "place")],
)
def test_an_ended_point_is_told_nothing_more(status: str, said: str) -> None:
    assert (said in rules.why_not_told(status)) is True
    assert bool(rules.why_not_told(status)) is bool(said)


def test_there_is_something_to_look_at_once_something_was_told() -> None:
    assert "told nothing" in rules.why_not_look("open", updates=0)
    assert rules.why_not_look("open", updates=1) == ""
    assert "closed" in rules.why_not_look("closed", updates=1)


@pytest.mark.parametrize(
    ("status", "plan", "action", "waits", "said"),
    [
        ("open", "accepted", "under-way", False, ""),
        ("open", "sent", "under-way", False, "not accepted yet"),
        ("open", "accepted", "done", False, "is done"),
        ("open", "accepted", "dropped", False, "is dropped"),
        ("open", "accepted", "not-started", True, "One waits"),
        ("closed", "accepted", "not-started", False, "closed"),
    ],
)
def test_when_another_date_can_be_asked(
    status: str, plan: str, action: str, waits: bool, said: str
) -> None:
    why = rules.why_not_date(status, plan=plan, action=action, waits=waits)
    assert (said in why, bool(why)) == (True, bool(said))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("96", "96"),
        (" 96.5 ", "96.5"),
        ("1,200", "1200"),
        ("58 %", "58"),
        ("-3", "-3"),
        ("", None),
        ("many", None),
        ("١٢", None),
        ("1e3x", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: str | None) -> None:
    assert rules.read_number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("1", ""),
        ("1.500", ""),
        ("0.0001", "decimal"),
        ("1e11", "between"),
        ("NaN", "between"),
        ("Infinity", "between"),
        ("99999999999.999", ""),
    ],
)
def test_what_can_be_kept(value: str, fault: str) -> None:
    said = rules.number_fault(Decimal(value))
    assert (fault in said, bool(said)) == (True, bool(fault))
    assert rules.number_fault(None)


def test_days_of_values_and_other_dates() -> None:
    assert rules.day_fault(TODAY, TODAY) == ""
    assert rules.day_fault(TODAY + timedelta(days=1), TODAY)
    assert rules.day_fault(date(1901, 1, 1), TODAY)
    assert rules.other_date_fault(TODAY, TODAY)
    assert rules.other_date_fault(date(2200, 1, 1), TODAY)
    assert rules.other_date_fault(TODAY + timedelta(days=1), TODAY) == ""


VALUES = st.lists(
    st.tuples(
        st.dates(date(1990, 1, 1), date(2099, 1, 1)),
        st.decimals(-(10**10), 10**10, places=3, allow_nan=False),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda one: one[0],
)


@given(values=VALUES, target=st.none() | st.decimals(-1000, 1000, places=2))
def test_a_chart_keeps_inside_its_frame_and_in_order(
    values: list[tuple[date, Decimal]], target: Decimal | None
) -> None:
    ordered = sorted(values)
    chart = trend("Cases", ordered, unit="%", target=target)
    assert chart is not None
    xs, ys = [float(dot.x) for dot in chart.dots], [float(dot.y) for dot in chart.dots]
    assert len(xs) == len(values)
    assert xs == sorted(xs)
    assert all(0 <= x <= chart.right for x in xs)
    assert all(0 <= y <= chart.bottom for y in ys)
    assert chart.right < WIDTH
    assert chart.bottom < HEIGHT
    assert number(ordered[-1][1], "%") == chart.last
    assert chart.last in chart.sentence
    assert bool(chart.target_y) is (target is not None)
    assert bool(chart.line) is (len(values) > 1)


def test_a_measure_without_values_has_no_chart_and_one_value_is_a_point() -> None:
    assert trend("Cases", []) is None
    one = trend("Cases", [(TODAY, Decimal("96.500"))], unit="%", target=Decimal(100))
    assert one is not None
    assert one.sentence == "Cases: 96.5% on 2 April 2009; the target is 100%"
    assert (one.line, one.last_day) == ("", "")
