"""Comparing two texts word by word, and keeping two people's texts together."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.chapter_merge import merged_text
from evaluations.rules.word_diff import MOST_LINES, changed_words, compare

PIECE = st.sampled_from(["one ", "two ", "three, ", "four. ", "\n", "\n\n", "## ", "- ", "\r\n"])
TEXT = st.lists(PIECE, max_size=25).map("".join) | st.text(max_size=60)


@given(TEXT, TEXT)
def test_the_two_texts_can_be_read_back(before: str, after: str) -> None:
    spans = compare(before, after)
    assert "".join(one.text for one in spans if one.kind != "ins") == before
    assert "".join(one.text for one in spans if one.kind != "del") == after
    assert all(one.text for one in spans)
    assert all(a.kind != b.kind for a, b in pairwise(spans))


@given(TEXT)
def test_a_text_is_the_same_as_itself(text: str) -> None:
    assert [one.kind for one in compare(text, text)] == (["same"] if text else [])


def test_words_are_marked_and_not_lines() -> None:
    spans = compare("Staff act.\n\nChildren wait long.", "Staff act.\n\nChildren rarely wait long.")
    assert [(one.kind, one.text) for one in spans if one.kind != "same"] == [("ins", "rarely ")]
    assert changed_words(spans) == (1, 0)


def test_a_long_chapter_changed_at_both_ends_is_compared_quickly_and_finely() -> None:
    middle = "\n\n".join(f"Paragraph {at} says something about services." for at in range(1_500))
    before, after = f"A start.\n\n{middle}\n\nAn end.", f"One start.\n\n{middle}\n\nThe end."
    begun = time.process_time()
    spans = compare(before, after)
    assert time.process_time() - begun < 3
    assert [one.text for one in spans if one.kind == "ins"] == ["One", "The"]


def test_hostile_numbers_of_lines_are_one_stretch() -> None:
    before, after = "a\n" * (MOST_LINES + 1), "b\n" * (MOST_LINES + 1)
    begun = time.process_time()
    spans = compare(before, after)
    assert time.process_time() - begun < 5
    assert "".join(one.text for one in spans if one.kind != "del") == after


BASE = "Staff respond well.\n\nPlans are not clear.\n\nLeaders know their services."


def test_paragraphs_of_two_people_fit_together() -> None:
    mine = BASE.replace("respond well", "respond very well")
    theirs = BASE.replace("their services", "their services and listen")
    both = merged_text(BASE, mine, theirs)
    assert both == (
        "Staff respond very well.\n\nPlans are not clear.\n\nLeaders know their services and listen."
    )


def test_a_paragraph_each_at_different_places() -> None:
    mine = BASE.replace("Plans", "A new paragraph of mine.\n\nPlans")
    theirs = BASE + "\n\nA last paragraph of theirs."
    both = merged_text(BASE, mine, theirs)
    assert both is not None
    assert "of mine." in both
    assert both.endswith("of theirs.")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (BASE.replace("not clear", "clear"), BASE.replace("not clear", "rarely clear")),
        (BASE + "\n\nMine.", BASE + "\n\nTheirs."),
        ("", BASE.replace("well", "slowly")),
    ],
)
def test_what_touches_is_not_put_together(mine: str, theirs: str) -> None:
    assert merged_text(BASE, mine, theirs) is None


@given(TEXT, TEXT, TEXT)
def test_the_order_of_the_two_does_not_matter(base: str, one: str, two: str) -> None:
    assert merged_text(base, one, two) == merged_text(base, two, one)


@given(TEXT, TEXT)
def test_one_alone_changes_freely_and_the_same_change_is_one(base: str, one: str) -> None:
    assert merged_text(base, one, base) == one
    assert merged_text(base, base, one) == one
    assert merged_text(base, one, one) == one
