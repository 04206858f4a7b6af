"""The few marks of a report's text, and that nothing typed is lost between text and blocks."""

from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.report_text import BlockKind, as_text, blocks

TEXT = """Children are safer.
They say so.

## What children told us
> Somebody listened.

The partnership:
- shares information
- acts early
Staff are proud.
"""


def test_a_chapter_is_blocks_in_order() -> None:
    found = [(one.number, one.kind.value, one.text or list(one.items)) for one in blocks(TEXT)]
    assert found == [
        (1, "paragraph", "Children are safer. They say so."),
        (2, "heading", "What children told us"),
        (3, "quote", "Somebody listened."),
        (4, "paragraph", "The partnership:"),
        (5, "list", ["shares information", "acts early"]),
        (6, "paragraph", "Staff are proud."),
    ]


def test_an_empty_text_has_no_blocks() -> None:
    assert blocks("") == ()
    assert blocks(" \n\n - \n##\n") == ()


def test_what_looks_like_markup_is_text() -> None:
    (only,) = blocks("<b>#not a heading</b> -no list")
    assert only.kind is BlockKind.PARAGRAPH
    assert only.as_data() == {
        "number": 1,
        "kind": "paragraph",
        "text": "<b>#not a heading</b> -no list",
    }


LINES = st.lists(
    st.tuples(st.sampled_from(["", "## ", "- ", "> "]), st.text("ab #->é", max_size=12)).map(
        "".join
    ),
    max_size=12,
).map("\n".join)


@given(LINES)
def test_writing_and_reading_agree(text: str) -> None:
    found = blocks(text)
    assert blocks(as_text(found)) == found
    assert [one.number for one in found] == list(range(1, len(found) + 1))


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    for one in blocks(text):
        assert one.words.strip()
