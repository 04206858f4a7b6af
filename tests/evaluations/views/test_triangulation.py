"""What an evaluation rests on: kinds, levels, contrary, and the gap that is named."""

import pytest

from evaluations.queries.triangulation import gap_in_words
from evaluations.rules.triangulation import Cell, Triangulation, by_indicator, shade
from evaluations.terms import Bearing, LevelOfService, SourceKind

STRENGTH = Bearing.STRENGTH.value


def on(*cells: tuple[str, str] | tuple[str, str, str]) -> Triangulation:
    """One piece each of (source, level[, bearing])."""
    return Triangulation(
        tuple(Cell(one[0], one[1], one[2] if len(one) > 2 else STRENGTH, 1) for one in cells)
    )


EVERY_KIND = [(kind, "outcomes") for kind in SourceKind.values]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], ["No evidence yet"]),
        ([("interviews", "delivery")], ["Only interviews"]),
        ([("interviews", "delivery"), ("interviews", "outcomes")], ["Only interviews"]),
        ([("self-evaluation", "leadership")], ["Only self-evaluation"]),
        (
            [("interviews", "delivery"), ("data", "delivery")],
            ["No stakeholder views", "Outcomes not covered"],
        ),
        (
            [("interviews", "delivery"), ("stakeholder-views", "outcomes")],
            ["Outcomes rest on one piece"],
        ),
        (EVERY_KIND, []),
    ],
)
def test_the_gap_is_named(cells: list, words: list[str]) -> None:
    assert [gap_in_words(gap) for gap in on(*cells).gaps] == words


def test_counts_by_kind_level_and_bearing() -> None:
    found = on(
        ("record-reading", "delivery"),
        ("record-reading", "delivery", "contrary"),
        ("data", "leadership", "improvement"),
    )
    assert (found.pieces, found.contrary) == (3, 1)
    assert found.kinds == ("data", "record-reading")
    assert found.levels == ("leadership", "delivery")
    assert found.at("record-reading", LevelOfService.DELIVERY) == 2
    assert found.of_source("data") == found.of_bearing("improvement") == 1
    assert found.only_kind == ""


def test_rows_of_several_indicators() -> None:
    rows = [("1.1", "data", "delivery", STRENGTH, 2), ("1.2", "data", "outcomes", STRENGTH, 1)]
    found = by_indicator(rows)
    assert (found["1.1"].pieces, found["1.2"].only_kind) == (2, "data")


@pytest.mark.parametrize(
    ("pieces", "most", "dark"), [(0, 9, 0), (1, 9, 1), (4, 9, 2), (9, 9, 3), (1, 1, 1), (3, 3, 3)]
)
def test_darker_is_more(pieces: int, most: int, dark: int) -> None:
    assert shade(pieces, most) == dark
