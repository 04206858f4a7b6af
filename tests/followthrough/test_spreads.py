"""How long things took: medians and classes, with those who wait beside them."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.rules.spreads import EDGES, classes, spread

DAY = date(2009, 4, 2)
days = st.integers(min_value=0, max_value=4000)


def ended(*took: int) -> list[tuple[date, date | None]]:
    return [(DAY - timedelta(days=one), DAY) for one in took]


def test_of_nothing() -> None:
    found = spread([], as_at=DAY)
    assert (found.n, found.waiting, found.middle, found.classes) == (0, 0, None, (0,) * len(EDGES))


@pytest.mark.parametrize(
    ("took", "middle", "lower", "upper"),
    [
        ((10,), 10, None, None),
        ((10, 21), 15.5, None, None),
        ((1, 2, 3, 4, 100), 3, 1.5, 52),
        ((5, 1, 3, 2, 4, 6), 3.5, 2, 5),
    ],
)
def test_the_middle_and_the_quartiles(
    took: tuple[int, ...], middle: float, lower: float | None, upper: float | None
) -> None:
    found = spread(ended(*took), as_at=DAY)
    assert (found.middle, found.lower, found.upper) == (middle, lower, upper)
    assert (found.shortest, found.longest) == (min(took), max(took))


def test_classes_meet_without_gap_or_overlap() -> None:
    assert classes()[0] == (0, 90)
    assert classes()[-1] == (1096, None)
    assert spread(ended(0, 90, 91, 364, 365, 1096, 9999), as_at=DAY).classes == (2, 1, 1, 1, 0, 2)


def test_what_is_not_known_yet_on_the_day_waits_or_is_not_there() -> None:
    later = DAY + timedelta(days=1)
    found = spread(
        [(DAY, None), (DAY, later), (later, None), (DAY, DAY), (DAY, DAY - timedelta(days=3))],
        as_at=DAY,
    )
    assert (found.n, found.waiting, found.of, found.longest) == (2, 2, 4, 0)


@given(st.lists(days), st.lists(days))
def test_figures_agree_with_each_other(took: list[int], waited: list[int]) -> None:
    waiting = [(DAY - timedelta(days=one), None) for one in waited]
    found = spread([*ended(*took), *waiting], as_at=DAY)
    assert sum(found.classes) == found.n == len(took)
    assert found.waiting == len(waited)
    if took:
        assert found.middle == median(took)
    if found.lower is not None and found.upper is not None and found.middle is not None:
        assert min(took) <= found.lower <= found.middle <= found.upper <= max(took)
