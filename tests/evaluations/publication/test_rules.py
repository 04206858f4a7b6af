"""Instants to the minute, and the version in force on a day. No database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.releases import instant, version_on, why_not_at, why_not_early

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2009, 4, 2, 9, 30, tzinfo=UTC)


def test_an_instant_is_what_clocks_show_there() -> None:
    assert instant(date(2009, 1, 5), time(9, 30, 59), LONDON).astimezone(UTC) == datetime(
        2009, 1, 5, 9, 30, tzinfo=UTC
    )
    assert instant(date(2009, 7, 6), time(9, 30), LONDON).astimezone(UTC) == datetime(
        2009, 7, 6, 8, 30, tzinfo=UTC
    )


def test_a_minute_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValueError, match="clocks go forward"):
        instant(date(2026, 3, 29), time(1, 30), LONDON)


def test_of_an_hour_that_comes_twice_it_is_the_first() -> None:
    found = instant(date(2026, 10, 25), time(1, 30), LONDON)
    assert found.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_an_instant_reads_back_as_it_was_said(said: datetime) -> None:
    said = said.replace(second=0, microsecond=0, fold=0)
    try:
        found = instant(said.date(), said.time(), LONDON)
    except ValueError:
        return
    assert found.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == said.replace(fold=0)


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(-1, "passed"), (0, "passed"), (1, ""), (366 * 24 * 60, ""), (366 * 24 * 60 + 1, "a year")],
)
def test_how_far_ahead(ahead: int, words: str) -> None:
    said = why_not_at(NOW + timedelta(minutes=ahead), NOW)
    assert (words in said) if words else said == ""


def test_early_is_before_the_release() -> None:
    assert why_not_early(NOW, NOW)
    assert not why_not_early(NOW - timedelta(minutes=1), NOW)


VERSIONS = [(3, date(2010, 5, 1)), (1, date(2009, 4, 2)), (2, date(2009, 9, 1))]


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2009, 4, 1), None),
        (date(2009, 4, 2), 1),
        (date(2009, 8, 31), 1),
        (date(2009, 9, 1), 2),
        (date(2026, 1, 1), 3),
    ],
)
def test_the_version_in_force(day: date, number: int | None) -> None:
    assert version_on(VERSIONS, day) == number
