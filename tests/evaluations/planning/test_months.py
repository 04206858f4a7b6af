"""The scale of a timeline: where a day is, how wide a span, which months are named."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.months import NARROWEST, scale_over

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(1995, 1, 1), date(2060, 12, 31))


def test_half_a_year_when_there_is_nothing() -> None:
    scale = scale_over([], TODAY)
    assert (scale.first, scale.end) == (date(2026, 11, 1), date(2027, 5, 1))
    assert [day.month for day, _at in scale.months] == [11, 12, 1, 2, 3, 4]
    assert scale.at(date(2026, 11, 1)) == "0.00%"
    assert scale.at(date(2027, 5, 1)) is None


def test_a_long_programme_names_fewer_months() -> None:
    scale = scale_over([date(2020, 3, 4), date(2023, 8, 1)], TODAY)
    assert {day.month for day, _at in scale.months} == {1, 4, 7, 10}


def test_no_more_than_ten_years_and_the_latest_are_kept() -> None:
    scale = scale_over([date(1990, 1, 1), date(2026, 1, 1)], TODAY)
    assert (scale.end.year - scale.first.year, scale.end) == (10, date(2026, 2, 1))


@given(st.lists(DAYS, min_size=1, max_size=8))
def test_bars_stay_within_and_are_seen(days: list[date]) -> None:
    scale = scale_over(days, TODAY)
    left, width, middle = (float(one.rstrip("%")) for one in scale.bar(min(days), max(days)))
    assert 0 <= left <= middle <= 100
    assert width >= NARROWEST - 0.01
    assert left + width <= 100.02
