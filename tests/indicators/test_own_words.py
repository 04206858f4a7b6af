"""A programme's own words of quantity: how they are written, what is refused, how they read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.figures import Bounds
from indicators.rules.own_words import as_text, readings, vocabulary_of
from indicators.rules.wording import EDUCATION_SCOTLAND, percentage, proportion

OWN = "nearly all, over 90\nmany, from 70%\na majority, 50\na minority, 20\nfew, 0"


def test_lines_are_terms() -> None:
    own = vocabulary_of(f"\n {OWN} \n")
    said = [own.word(Fraction(count, 10)) for count in range(10, -1, -1)]
    assert said == [
        *("nearly all", "many", "many", "many", "a majority", "a majority"),
        *("a minority", "a minority", "a minority", "few", "few"),
    ]
    assert (
        proportion(own, Bounds(22, 30), 30, "area")
        == "22 to 30 of 30 areas (73% to 100%: many to nearly all)"
    )
    assert own.as_data()["terms"][0] == {"word": "nearly all", "means": "over 90%"}
    assert vocabulary_of(as_text(own.terms)) == own
    assert own.code != vocabulary_of(OWN.replace("70", "71")).code


def test_none_declared_are_education_scotlands() -> None:
    assert vocabulary_of(" \n") is EDUCATION_SCOTLAND
    assert vocabulary_of(as_text(EDUCATION_SCOTLAND.terms)).terms == EDUCATION_SCOTLAND.terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("most 75\nfew, 0", "Line 1 needs a word, a comma and a share"),
        ("most, 75\nfew", "Line 2 needs"),
        ("most, 101\nfew, 0", "Line 1 needs"),
        ("most, 75.5\nfew, 0", "Line 1 needs"),
        ("9 of 10, 90\nfew, 0", "Line 1 needs"),
        ("most, 75", "Give 2 to 15 words"),
        ("\n".join(f"word {'x' * at}, {99 - at}" for at in range(16)), "Give 2 to 15 words"),
        ("most, 75\nMost, 50\nfew, 0", "“most” is there twice"),
        ("few, 20\nmost, 75\nnone, 0", "Line 2 does not start below"),
        ("most, 75\nmany, over 75\nnone, 0", "Line 2 does not start below"),
        ("all, over 100\nfew, 0", "Nothing is over 100"),
        ("most, 75\nfew, 5", "The last line starts at 0"),
        ("most, 75\nfew, over 0", "The last line starts at 0"),
    ],
)
def test_what_leaves_a_share_without_one_word_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        vocabulary_of(text)


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_percentage_never_crosses_into_another_word(counted: tuple[int, int]) -> None:
    count, total = counted
    own = vocabulary_of(OWN)
    shown = Fraction(percentage(own, count, total).removesuffix("%")) / 100
    assert own.word(shown) == own.word(Fraction(count, total))


def test_a_word_for_nothing_alone_means_so() -> None:
    found = {one.word: one.means for one in readings(EDUCATION_SCOTLAND, 30)}
    assert (found["few"], found["none"]) == ("over 0%", "0%")
    assert vocabulary_of("some, over 0\nnone, 0").published[-1] == ("none", "0%")


def test_readings_name_every_count_once() -> None:
    found = readings(vocabulary_of(OWN), 3)
    assert [(one.word, one.counts) for one in found] == [
        ("nearly all", "3"),
        ("many", ""),
        ("a majority", "2"),
        ("a minority", "1"),
        ("few", "0"),
    ]
    assert found[2].sentence == "2 of 3 areas (67%: a majority)"
