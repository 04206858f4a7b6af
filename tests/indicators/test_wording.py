"""Words of quantity: the published table, its edges, and the grammar around a count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.figures import Bounds
from indicators.rules.wording import EDUCATION_SCOTLAND, percentage, proportion

OF_30 = [
    (30, "all"),
    (29, "almost all"),
    (28, "almost all"),
    (27, "most"),  # exactly 90%
    (23, "most"),
    (22, "the majority"),
    (21, "the majority"),
    (15, "the majority"),
    (14, "less than half"),
    (5, "less than half"),
    (4, "few"),
    (1, "few"),
    (0, "none"),
]
EDGES = [
    (35, 47, "the majority"),  # 74.5%: between two terms of the published table
    (36, 47, "most"),
    (42, 47, "most"),
    (43, 47, "almost all"),
    (49, 99, "less than half"),  # 49.5%: between two terms
    (3, 20, "less than half"),  # exactly 15%: claimed by two terms
    (7, 47, "few"),
    (1999, 2000, "almost all"),
]


@pytest.mark.parametrize(("count", "word"), OF_30)
def test_words_of_thirty(count: int, word: str) -> None:
    assert EDUCATION_SCOTLAND.word(Fraction(count, 30)) == word


@pytest.mark.parametrize(("count", "total", "word"), EDGES)
def test_edges_of_the_published_table(count: int, total: int, word: str) -> None:
    assert EDUCATION_SCOTLAND.word(Fraction(count, total)) == word


@pytest.mark.parametrize("share", [Fraction(-1, 30), Fraction(31, 30)])
def test_a_share_outside_0_and_1_is_refused(share: Fraction) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        EDUCATION_SCOTLAND.word(share)


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [
        (22, 30, "73%"),
        (1, 8, "13%"),  # halves go up
        (1999, 2000, "99.95%"),  # neither 100% nor 100.0%
        (448, 600, "74.7%"),  # not 75%, which would be most
        (1, 1000, "0.1%"),  # not 0%
        (9001, 10000, "90.01%"),  # not 90%, which would be most
        (0, 7, "0%"),
        (7, 7, "100%"),
    ],
)
def test_a_percentage_never_leaves_its_word(count: int, total: int, shown: str) -> None:
    assert percentage(EDUCATION_SCOTLAND, count, total) == shown


@given(st.integers(1, 10**9).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percentage_and_word_agree_for_every_count(pair: tuple[int, int]) -> None:
    count, total = pair
    shown = Fraction(percentage(EDUCATION_SCOTLAND, count, total).removesuffix("%")) / 100
    share = Fraction(count, total)
    assert EDUCATION_SCOTLAND.word(shown) == EDUCATION_SCOTLAND.word(share)
    assert abs(shown - share) <= Fraction(1, 200)


@pytest.mark.parametrize(
    ("bounds", "total", "said"),
    [
        (Bounds(22, 22), 30, "22 of 30 areas (73%: the majority)"),
        (Bounds(30, 30), 30, "all 30 areas (100%)"),
        (Bounds(0, 0), 30, "none of the 30 areas (0%)"),
        (Bounds(1, 1), 1, "1 of 1 area (100%: all)"),
        (Bounds(0, 0), 1, "0 of 1 area (0%: none)"),
        (Bounds(20, 22), 30, "20 to 22 of 30 areas (67% to 73%: the majority)"),
        (Bounds(22, 23), 30, "22 to 23 of 30 areas (73% to 77%: the majority to most)"),
        (Bounds(0, 1), 1, "0 to 1 of 1 area (0% to 100%: none to all)"),
    ],
)
def test_the_count_stands_beside_every_word(bounds: Bounds, total: int, said: str) -> None:
    assert proportion(EDUCATION_SCOTLAND, bounds, total, "area") == said


def test_the_vocabulary_declares_itself() -> None:
    data = EDUCATION_SCOTLAND.as_data()
    assert data["source"].startswith("https://education.gov.scot/")
    assert {"word": "most", "means": "75% to 90%"} in data["terms"]
    assert any("15%" in resolution for resolution in data["resolutions"])
