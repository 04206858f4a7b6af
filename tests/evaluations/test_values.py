"""A value's three forms: columns, an edition's value, codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.values import Chosen, Kept, chosen, kept, understood, value_of
from indicators.rules.document import Graded, NotGraded
from tests.evaluations.editions import HMIE

VALUES = st.one_of(
    st.none(),
    st.sampled_from([one.code for one in HMIE.non_grades]).map(NotGraded),
    st.frozensets(st.integers(1, 6), min_size=1).map(Graded),
)


@given(VALUES)
def test_there_and_back(value: Graded | NotGraded | None) -> None:
    columns = kept(value)
    assert value_of(*columns) == value
    assert understood(HMIE, chosen(HMIE, columns)) == columns


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Chosen(level="splendid"), "level"),
        (Chosen(level_set=("good", "splendid")), "level_set"),
        (Chosen(level_set=("good",)), "level_set"),
        (Chosen(level_set=("good", "good")), "level_set"),
        (Chosen(non_grade="because"), "non_grade"),
        (Chosen(level="good", non_grade="not-graded"), "non_grade"),
    ],
)
def test_a_choice_that_means_nothing_names_its_field(choice: Chosen, field: str) -> None:
    faults = understood(HMIE, choice)
    assert isinstance(faults, dict)
    assert list(faults) == [field]


def test_nothing_chosen_is_no_value_yet() -> None:
    assert understood(HMIE, Chosen()) == Kept()
