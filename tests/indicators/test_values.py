"""What people write for a value."""

import csv
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.document import Graded, NotGraded, Value
from indicators.rules.values import parse_value, value_code, value_label
from tests.indicators.editions import SHIPPED, read, shipped

HMIE = shipped("hmie-2005")
OFSTED = shipped("ofsted-ilacs")


def graded(*ranks: int) -> Graded:
    return Graded(frozenset(ranks))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("very-good", graded(5)),
        ("Very Good", graded(5)),
        ("  VERY   good ", graded(5)),
        ("very_good", graded(5)),
        ("5", graded(5)),
        (" 5 ", graded(5)),
        ("not-graded", NotGraded("not-graded")),
        ("Not graded", NotGraded("not-graded")),
        ("not evaluated", NotGraded("not-graded")),
        ("weak|unsatisfactory", graded(1, 2)),
        ("Weak | UNSATISFACTORY", graded(1, 2)),
        ("2|1", graded(1, 2)),
        ("good|good", graded(4)),
    ],
)
def test_a_value_in_any_of_its_spellings(text: str, value: Value) -> None:
    assert parse_value(HMIE, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", graded(4)),
        ("outstanding", graded(4)),
        ("4", graded(1)),
        ("requires improvement to be good", graded(2)),
        ("data_unreadable", NotGraded("unreadable-in-source")),
        ("inspection_pre_dates_judgement", NotGraded("predates-indicator")),
        ("not_reported_post_reform", NotGraded("not-reported-after-reform")),
    ],
)
def test_ofsteds_own_numbers_and_the_sources_words(text: str, value: Value) -> None:
    assert parse_value(OFSTED, text) == value


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The value is empty."),
        ("   ", "The value is empty."),
        ("4.0", "Levels are whole numbers from 1 to 6, nothing between."),
        ("4,5", "nothing between"),
        ("7", "whole numbers from 1 to 6"),
        ("godo", "Is “good” meant?"),
        ("unsatisfactry", "Is “unsatisfactory” meant?"),
        ("not gradde", "Is “not-graded” meant?"),
        ("purple", "The levels are excellent, very-good, good"),
        ("weak|not-graded", "a reason for having none: “not-graded”"),
        ("weak|", "empty member"),
        ("|", "empty member"),
        ("weak|wek", "Is “weak” meant?"),
        ("weak-or-unsatisfactory", "Write the set of levels, weak|unsatisfactory."),
        ("weak|" * 200, "too long"),
    ],
)
def test_what_is_no_value_is_told_why(text: str, said: str) -> None:
    reason = parse_value(HMIE, text)
    assert isinstance(reason, str)
    assert said in reason


def test_the_bad_parse_of_the_source_is_not_guessed_at() -> None:
    assert isinstance(parse_value(OFSTED, "to requires improvement"), str)


def edition_with_twins():
    return read("""\
        code: twins
        title: Twins
        scale:
          levels:
            - {code: a, label: fair, aliases: [well done]}
            - {code: b, label: fair}
            - {code: c, label: a}
        non_grades: [{code: out, label: well done}]
        sections: [{code: S, indicators: [{code: I, title: T}]}]
        """)


def test_a_label_two_levels_share_is_ambiguous_and_a_code_never_is() -> None:
    twins = edition_with_twins()
    reason = parse_value(twins, "fair")
    assert reason == "“fair” can mean more than one thing. Write a or b."
    assert "Write a or out" in str(parse_value(twins, "Well done"))
    assert parse_value(twins, "a") == graded(3)


def test_a_scale_without_numbers_says_so() -> None:
    assert "This scale has no numbers: write a, b, c." in str(
        parse_value(edition_with_twins(), "3")
    )


def test_every_value_of_the_first_cycle_is_a_level() -> None:
    data = SHIPPED.parents[1] / "inspectorate/demo/data/hmie-first-cycle/evaluations.csv"
    with data.open() as file:
        rows = [row[4:] for row in csv.reader(file)][1:]
    values = [parse_value(HMIE, text) for text in chain.from_iterable(rows)]
    assert len(values) == 540
    assert all(isinstance(value, Graded) and value.exact for value in values)


@given(st.sets(st.integers(1, 6), min_size=1))
def test_a_value_written_is_the_value_read(ranks: set[int]) -> None:
    value = graded(*ranks)
    assert parse_value(HMIE, value_code(HMIE, value)) == value


@given(st.text())
def test_any_text_is_a_value_or_a_reason(text: str) -> None:
    found = parse_value(OFSTED, text)
    assert isinstance(found, Graded | NotGraded) or found.strip()


def test_values_in_words() -> None:
    assert value_label(HMIE, graded(1, 2)) == "weak or unsatisfactory"
    assert value_label(HMIE, graded(4, 5, 6)) == "excellent, very good or good"
    assert value_label(HMIE, NotGraded("not-in-scope")) == "not in scope"


def test_what_an_edition_remembers_is_bounded() -> None:
    edition = edition_with_twins()
    for n in range(12_000):
        parse_value(edition, f"no such {n}")
    assert len(edition.values_read) == 10_000
