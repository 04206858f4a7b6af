"""The documentation of the format is true: its examples are editions."""

import re
from pathlib import Path

from indicators.rules.reading import read_edition
from indicators.rules.values import parse_value, value_code
from indicators.rules.writing import write_edition
from tests.indicators.test_rollups import nine

TEXT = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text()
LEAST, FIVE_LEVELS, SUMMED = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


def test_the_least_edition_is_one() -> None:
    edition = read_edition(LEAST.encode())
    assert [(one.code, one.rank) for one in edition.levels] == [
        ("strong", 3),
        ("sound", 2),
        ("poor", 1),
    ]


def test_the_five_level_example_is_read_whole() -> None:
    edition = read_edition(FIVE_LEVELS.encode())
    assert [(one.rank, one.number) for one in edition.levels] == [
        (5, 1),
        (4, 2),
        (3, 3),
        (2, 4),
        (1, 5),
    ]
    assert [one.code for one in edition.levels if one.demands_point] == [
        "requires-improvement",
        "inadequate",
    ]
    assert edition.levels[-1].definition.count("\n\n") == 1
    assert edition.band_labels["in-trouble"] == "less than adequate"
    assert edition.positive_report is not None
    assert edition.bands[edition.positive_report.band] == frozenset({3, 4, 5})
    assert [one.code for one in edition.indicators] == ["1.1", "1.2", "1.10", "2.1", "2.2"]
    assert [one.kind for one in edition.crosswalk] == ["renumbered", "narrowed", "new"]
    assert edition.roll_up.of == ("1.1", "1.2")
    value = parse_value(edition, "Needs improvement | 5")
    assert not isinstance(value, str)
    assert value_code(edition, value) == "requires-improvement|inadequate"
    assert read_edition(write_edition(edition).encode()) == edition


def test_the_example_of_a_sum_is_a_roll_up() -> None:
    edition = nine("\n" + SUMMED.split("\n", 1)[1])
    assert edition.roll_up.rounded
    assert list(edition.roll_up.thresholds) == ["outstanding", "good", "requires-improvement"]
