"""The areas file."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.rules.areas_file import AreaRow, read_areas
from inspectorate.kernel.faults import Faulty
from tests.reference import FIRST_CYCLE

HEADING = "code,name,child_protection_committee,health_boards,police_force,pilot\n"


def read(text: str) -> list[AreaRow]:
    return list(read_areas(text.encode()))


def refusal(text: str) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read(text)
    return [str(fault) for fault in caught.value.faults]


def test_reads_an_area_with_everything() -> None:
    assert read(HEADING + "A01,Strath  Alder,Alder Committee,Board 1; Board 2 ;,Force 1,yes\n") == [
        AreaRow(
            "A01", "Strath Alder", "Alder Committee", ("Board 1", "Board 2"), "Force 1", True, 2
        )
    ]


def test_only_code_and_name_are_needed() -> None:
    assert read("name,code\nStrathalder,A01\n") == [
        AreaRow("A01", "Strathalder", "", (), "", None, 2)
    ]


def test_one_committee_may_cover_several_areas() -> None:
    rows = read(HEADING + "A1,North,Both,,,\nA2,South,Both,,,\n")
    assert [row.committee for row in rows] == ["Both", "Both"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A1,North,,,,\nA1,South,,,,\n", "line 3, code: “A1” is on line 2 already."),
        ("A1,North,,,,\nA2,north,,,,\n", "line 3, name: “north” is the name of the area on line 2"),
        (",North,,,,\n", "line 2, code: The code of the area is empty."),
        ("A1,,,,,\n", "line 2, name: The name of the area is empty."),
        ("A1,North,,,,maybe\n", "line 2, pilot: “maybe” is neither yes nor no."),
        (
            "A1,North,The Committee,,,\nA2,South,the committee,,,\n",
            "line 3, child_protection_committee: “the committee” is written “The Committee” on ",
        ),
        ("A1,North,,B; B,,\n", "line 2, health_boards: A health board is named twice"),
        ("A1," + "x" * 201 + ",,,,\n", "line 2, name:"),
        (
            "A1,North,=cmd(),,,\n",
            "line 2, child_protection_committee: “=cmd()” begins as a formula",
        ),
    ],
)
def test_says_what_is_wrong_and_where(rows: str, said: str) -> None:
    assert any(one.startswith(said) for one in refusal(HEADING + rows)), refusal(HEADING + rows)


def test_every_fault_is_named_and_none_hides_another() -> None:
    said = refusal(HEADING + ",,,,,x\nA2,South,,,,yes\nA2,West,,,,no\n")
    assert [one.split(":")[0] for one in said] == [
        "line 2, code",
        "line 2, name",
        "line 2, pilot",
        "line 4, code",
    ]


def test_an_endless_file_of_areas_stops() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"code,name\n"
        number = 0
        while True:
            number += 1
            yield b"A%d,Area %d\n" % (number, number)

    with pytest.raises(Faulty, match="more than 10,000 areas"):
        list(read_areas(pieces()))


@given(st.lists(st.text(max_size=12), min_size=6, max_size=6))
def test_no_cells_do_worse_than_a_fault(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    rows: list[AreaRow] = []
    said = ""
    try:
        rows = list(read_areas((HEADING + quoted + "\n").encode("utf-8", "replace")))
    except Faulty as faulty:
        said = str(faulty)
    assert bool(rows) != bool(said)


def test_the_reconstructed_first_cycle_has_thirty_two_areas_and_thirty_committees() -> None:
    with (FIRST_CYCLE / "areas.csv").open("rb") as source:
        rows = list(read_areas(source))
    assert len(rows) == 32
    assert len({row.committee for row in rows}) == 30
    assert sum(row.pilot for row in rows) == 2
