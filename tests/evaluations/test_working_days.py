"""Working days: the nations' bank holidays as gov.uk lists them, and clocks that run over them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.working_days import Nation, after, bank_holidays, between, is_working_day

LISTED = {
    (Nation.SCOTLAND, 2022): "01-03 01-04 04-15 05-02 06-02 06-03 08-01 09-19 11-30 12-26 12-27",
    (Nation.SCOTLAND, 2023): "01-02 01-03 04-07 05-01 05-08 05-29 08-07 11-30 12-25 12-26",
    (Nation.SCOTLAND, 2024): "01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26",
    (Nation.SCOTLAND, 2025): "01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26",
    (Nation.ENGLAND_AND_WALES, 2020): "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    (Nation.ENGLAND_AND_WALES, 2022): "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    (Nation.ENGLAND_AND_WALES, 2025): "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    (Nation.NORTHERN_IRELAND, 2024): "01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26",
    (Nation.NORTHERN_IRELAND, 2025): "01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26",
}


@pytest.mark.parametrize(("nation", "year"), LISTED)
def test_bank_holidays_are_those_that_are_published(nation: Nation, year: int) -> None:
    assert [on.strftime("%m-%d") for on in bank_holidays(nation, year)] == LISTED[
        nation, year
    ].split()


def test_a_clock_runs_over_weekends_and_holidays() -> None:
    christmas_eve = date(2025, 12, 24)
    assert after(christmas_eve, 1, Nation.SCOTLAND) == date(2025, 12, 29)
    assert after(christmas_eve, 4, Nation.SCOTLAND) == date(2026, 1, 5)
    assert after(christmas_eve, 4, Nation.ENGLAND_AND_WALES) == date(2026, 1, 2)
    closed = {date(2025, 12, 29)}
    assert after(christmas_eve, 1, Nation.SCOTLAND, closed) == date(2025, 12, 30)
    assert between(christmas_eve, date(2026, 1, 5), Nation.SCOTLAND) == 4
    assert between(date(2026, 1, 5), christmas_eve, Nation.SCOTLAND) == -4


@pytest.mark.parametrize("days", [0, -1, 401])
def test_a_clock_of_no_sense_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="1 to 400"):
        after(date(2026, 1, 5), days, Nation.SCOTLAND)


@given(
    st.dates(date(2000, 1, 1), date(2080, 1, 1)),
    st.integers(1, 60),
    st.sampled_from(Nation),
    st.sets(st.integers(0, 90), max_size=5),
)
def test_counting_and_adding_agree(start: date, days: int, nation: Nation, shut: set[int]) -> None:
    closed = {start + timedelta(days=n) for n in shut}
    end = after(start, days, nation, closed)
    assert between(start, end, nation, closed) == days
    assert is_working_day(end, nation, closed)
