"""The page on security speaks of every item of ASVS 5.0 level 2 once, and of tests that are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
STATES = {"met", "partly", "not met", "not applicable", "operator"}
ITEMS = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5},
    **{"6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2},
    **{"8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "10.1": 2, "10.2": 2, "10.3": 4},
    **{"10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4},
    **{"11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2},
    **{"13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1},
    **{"16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2},
}
"""How many items of levels 1 and 2 each section has; they are numbered from 1 without a gap."""
WANTED = [f"{section}.{number}" for section, many in ITEMS.items() for number in range(1, many + 1)]
ROWS = re.findall(r"^\| (\d[\d., to]*) \| ([a-z ]+) \| (.+) \|$", PAGE, re.MULTILINE)


def spoken_of() -> list[str]:
    found = []
    for cell, _, _ in ROWS:
        for part in cell.split(", "):
            first, _, last = part.partition(" to ")
            begin, end = WANTED.index(first), WANTED.index(last or first)
            found += WANTED[begin : end + 1]
    return found


def test_every_item_once_in_order() -> None:
    assert spoken_of() == WANTED
    assert {state for _, state, _ in ROWS} <= STATES
    assert all(how.strip() for _, _, how in ROWS)


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/]+\.py(?:::\w+)?)`", PAGE))))
def test_the_tests_it_names_are_there(named: str) -> None:
    path, _, function = named.partition("::")
    assert (ROOT / path).exists()
    assert not function or f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")
