"""What single cells mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.kernel.cells import (
    Wrong,
    code_of,
    date_in,
    date_of,
    is_date_format,
    whole_number,
    yes_or_no,
)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert date_of(day.isoformat()) == day
    assert date_in(day.strftime("%d/%m/%Y"), ("%d/%m/%Y",)) == day


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2009-02-30", "There is no 30 February 2009."),
        ("2009-13-01", "There is no month 13."),
        ("2009-00-10", "There is no month 0."),
        ("31/02/2009", "Write dates as YYYY-MM-DD. There is no 31 February 2009."),
        ("13/09/2006", "Is 2006-09-13 meant?"),
        ("1 May 2006", "“1 May 2006” is not a date."),
        ("20060913", "Write dates as YYYY-MM-DD."),
        ("2006-W37-3", "Write dates as YYYY-MM-DD."),
        ("2006-09-14T00:00", "Write dates as YYYY-MM-DD."),
        ("٢٠٠٦-٠٩-١٤", "Write dates as YYYY-MM-DD."),
        ("0001-01-01", "The year 1 is not between 1900 and 2100."),
        ("1" + "0" * 24, "is not a date."),
        ("", "“” is not a date."),
    ],
)
def test_what_is_no_date_says_why(text: str, said: str) -> None:
    answer = date_of(text)
    assert isinstance(answer, Wrong)
    assert said in answer


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("%d/%m/%y", True),
        ("%d %B %Y", True),
        ("%Y-%m", False),
        ("%d%d", False),
        ("%d%d%y", False),
        ("%d%m%%y", False),
        ("%Q", False),
        ("%", False),
        ("day", False),
        ("", False),
    ],
)
def test_a_format_of_dates_says_day_month_and_year(text: str, fits: bool) -> None:
    assert is_date_format(text) is fits


def test_a_cell_of_any_length_is_no_date_and_is_not_remembered() -> None:
    assert "is not a date." in date_of("2006-09-14" + "0" * 20_000)
    assert "is not a date written as" in date_in("1" * 20_000, ("%d/%m/%y",))


def test_a_date_is_taken_in_the_first_form_that_fits() -> None:
    assert date_in("09/05/25", ("%d/%m/%Y", "%d/%m/%y")) == date(2025, 5, 9)
    assert date_in("31/02/25", ("%d/%m/%y",)) == "“31/02/25” is not a date written as %d/%m/%y."


@pytest.mark.parametrize(
    ("text", "answer"),
    [("yes", True), ("TRUE", True), ("1", True), ("No", False), ("false", False), ("0", False)],
)
def test_yes_and_no(text: str, answer: bool) -> None:
    assert yes_or_no(text) is answer
    assert yes_or_no("") is False
    assert yes_or_no("perhaps") == "“perhaps” is neither yes nor no."


@pytest.mark.parametrize(
    "text", ["", "0", "-3", "1.0", "1e3", "²", "٣", "1" + "0" * 24, "1001", "9" * 20_000]
)
def test_what_is_no_whole_number_is_not_converted(text: str) -> None:
    assert "is not a whole number from 1 to 1,000." in whole_number(text, at_most=1_000)


def test_whole_numbers() -> None:
    assert [whole_number(text, at_most=1_000) for text in ("1", "007", "1000")] == [1, 7, 1000]


def test_codes() -> None:
    assert code_of("S12000033", "code") == "S12000033"
    assert code_of("", "code of the area") == "The code of the area is empty. It is needed."
    assert "longer than 60" in code_of("x" * 61, "code")
    assert "more than one line" in code_of("A\n1", "code")
