"""Two texts and what they came from: the same examples hold the browser's copy of the rule."""

import json
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.merge3 import marks, merged

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "merge-vectors.json").read_text(encoding="utf-8")
)
TEXTS = st.lists(
    st.sampled_from(["late", "plan", " ", ". ", "\n", "a", "’", "😀"]), max_size=14
).map("".join)


@pytest.mark.parametrize("one", VECTORS, ids=lambda one: one["name"])
def test_the_examples(one: dict) -> None:
    assert merged(one["base"], one["mine"], one["theirs"]) == one["merged"]
    assert [list(mark) for mark in marks(one["base"], one["mine"])] == one["mine_marks"]
    assert [list(mark) for mark in marks(one["base"], one["theirs"])] == one["theirs_marks"]


@given(TEXTS, TEXTS)
def test_marks_give_both_texts_back(before: str, after: str) -> None:
    found = marks(before, after)
    assert "".join(one.text for one in found if one.kind != "ins") == before
    assert "".join(one.text for one in found if one.kind != "del") == after


@given(TEXTS, TEXTS, TEXTS)
def test_it_does_not_matter_who_is_asked(base: str, mine: str, theirs: str) -> None:
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


@given(TEXTS, TEXTS)
def test_what_only_one_changed_is_theirs(base: str, mine: str) -> None:
    assert merged(base, mine, base) == mine
    assert merged(base, mine, mine) == mine


def test_the_longest_texts_are_compared_at_once() -> None:
    base = " ".join(f"word{number}" for number in range(2_500))
    other = " ".join(f"other{number}" for number in range(2_500))
    began = perf_counter()
    assert merged(base, other, base) == other
    assert merged(base, f"{base} more", f"less {base}") == f"less {base} more"
    assert perf_counter() - began < 2
