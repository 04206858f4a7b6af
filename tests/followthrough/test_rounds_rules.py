"""Scopes, decisions, judgements and comparisons as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.rules.rounds import (
    Asked,
    Change,
    change,
    decision_faults,
    gaps,
    replacements,
    scope_faults,
    together,
)

RANKS = st.frozensets(st.integers(1, 6), max_size=6)


@pytest.mark.parametrize(
    ("choice", "chosen", "reason", "fields"),
    [
        ("all", [], "", set()),
        ("some", [1], "The rest is young", set()),
        ("none", [], "A visit about something else", set()),
        ("some", [1], " ", {"reason"}),
        ("none", [], "", {"reason"}),
        ("some", [], "Why", {"points"}),
        ("some", [1, 2], "Why", {"choice"}),
        ("most", [1], "Why", {"choice"}),
    ],
)
def test_less_than_all_needs_the_reason(
    choice: str, chosen: list[int], reason: str, fields: set[str]
) -> None:
    assert set(scope_faults(choice, [1, 2], chosen, reason)) == fields


@pytest.mark.parametrize(
    ("decision", "months", "reason", "fields"),
    [
        ("no-more", None, "All is done", set()),
        ("again", 12, "To see it last", set()),
        ("again", None, "To see it last", {"again_within_months"}),
        ("again", 121, "To see it last", {"again_within_months"}),
        ("no-more", None, "", {"decision_reason"}),
        ("", None, "Why", {"area_decision"}),
    ],
)
def test_a_decision_for_an_area(
    decision: str, months: int | None, reason: str, fields: set[str]
) -> None:
    assert set(decision_faults(decision, months, reason)) == fields


def test_what_a_judgement_still_needs() -> None:
    assert gaps(valued=True, rationale="E1", decision="close", reason="Done") == ()
    assert len(gaps(valued=False, rationale=" ", decision="", reason="")) == 3
    assert gaps(valued=True, rationale="E1", decision="close", reason=" ") == (
        "the reason of the decision",
    )


def test_edits_of_different_fields_are_both_kept_and_of_the_same_meet() -> None:
    base = {"value": "", "rationale": "", "evidence": ["a"]}
    now = {"value": "good", "rationale": "", "evidence": ["a", "b"]}
    mine = {"value": "", "rationale": "E1", "evidence": ["c"]}
    kept, clash = together(base, mine, now, sets=["evidence"])
    assert kept == {"value": "good", "rationale": "E1", "evidence": ["b", "c"]}
    assert clash == ()
    assert together(base, {"value": "weak"}, now) == ({}, ("value",))
    assert together(None, {"value": "weak", "rationale": ""}, now) == (
        {"rationale": ""},
        ("value",),
    )


@given(st.lists(st.integers()), st.lists(st.integers()), st.lists(st.integers()))
def test_nothing_that_either_put_in_a_list_is_lost(
    base: list[int], mine: list[int], theirs: list[int]
) -> None:
    kept, clash = together({"x": base}, {"x": mine}, {"x": theirs}, sets=["x"])
    assert clash == ()
    assert (set(mine) | set(theirs)) - set(base) <= set(kept["x"])
    assert set(kept["x"]) <= set(mine) | set(theirs)


def test_the_new_point_that_answers_the_same_indicator_takes_the_place() -> None:
    new = [Asked(1, ("4.1",)), Asked(2, ("3.2", "1.1"))]
    old = [Asked(70, ("3.2",)), Asked(71, ()), Asked(72, ())]
    assert replacements(old, new) == {70: 2, 71: 2, 72: 2}
    assert replacements(old[1:], new) == {71: 1, 72: 2}
    assert replacements(old, []) == {}


def test_change_counts_levels() -> None:
    assert change({3}, {5}) == Change(2, 2)
    assert change({2, 3}, {3}) == Change(0, 1)
    assert change(set(), {3}) is None


@given(RANKS, RANKS)
def test_back_is_the_opposite_of_there(one: frozenset[int], two: frozenset[int]) -> None:
    there, back = change(one, two), change(two, one)
    if there is None or back is None:
        assert not one or not two
    else:
        assert (there.low, there.high) == (-back.high, -back.low)
        assert there.low <= there.high
