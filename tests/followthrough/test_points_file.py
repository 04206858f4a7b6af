"""The main points for action file."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.rules import points_file
from followthrough.rules.points_file import PointRow, read_points
from indicators.rules.document import Graded, NotGraded
from inspectorate.kernel.faults import Faulty
from tests.evaluations.editions import HMIE, parse
from tests.reference import FIRST_CYCLE

HEADING = "area_code,number,indicator_code,text,follow_through_published_on,progress_level\n"


def read(text: str, areas: list[str] | None = None) -> list[PointRow]:
    return list(read_points(text.encode(), HMIE, parse, areas=areas))


def refusal(text: str, areas: list[str] | None = None) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read(text, areas)
    return [str(fault) for fault in caught.value.faults]


def test_reads_points_judged_and_not_judged() -> None:
    rows = read(
        HEADING
        + 'A1,1,3.2,"Share information, and record it",2007-08-20,4\n'
        + "A1,2,,-- Involve children,,\n"
        + "A1,3,3.3,Assess risks,2007-08-20,not-graded\n"
    )
    assert rows == [
        PointRow(
            "A1",
            1,
            "3.2",
            "Share information, and record it",
            date(2007, 8, 20),
            Graded(frozenset({4})),
            2,
        ),
        PointRow("A1", 2, None, "-- Involve children", None, None, 3),
        PointRow("A1", 3, "3.3", "Assess risks", date(2007, 8, 20), NotGraded("not-graded"), 4),
    ]


def test_a_point_judged_twice_has_a_row_for_each_judgement() -> None:
    rows = read(HEADING + "A1,1,3.2,Share,2007-08-20,2\nA1,1,3.2,Share,2008-08-20,4\n")
    assert [row.follow_through_published_on for row in rows] == [
        date(2007, 8, 20),
        date(2008, 8, 20),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A1,1,3.2,Share,2007-08-20,5", "number: Point 1 of “A1” is on line 2 already."),
        (
            "A1,1,3.3,Share,2008-08-20,5",
            "indicator_code: Point 1 of “A1” is on line 2 already, with",
        ),
        (
            "A1,1,3.2,Share all,2008-08-20,5",
            "text: Point 1 of “A1” is on line 2 already, with another",
        ),
        ("A9,2,3.2,Share,,", "area_code: “A9” is not an area of this inspectorate."),
        ("A1,0,3.2,Share,,", "number: “0” is not a whole number from 1 to 999."),
        ("A1,1" + "0" * 24 + ",3.2,Share,,", "number: “1000"),
        ("A1,,3.2,Share,,", "number: “” is not a whole number"),
        ("A1,2,3.9,Share,,", "indicator_code: “3.9” is not an indicator of hmie-2005."),
        ("A1,2,3.2,,,", "text: The text of the point is empty."),
        (
            "A1,2,3.2,Share,2007-02-30,4",
            "follow_through_published_on: There is no 30 February 2007.",
        ),
        (
            "A1,2,3.2,Share,,4",
            "follow_through_published_on: Progress is judged, and there is no date",
        ),
        ("A1,2,3.2,Share,2007-08-20,super", "progress_level: “super” is not a level of hmie-2005."),
        ("A1,2,3.2,Share,2007-08-20," + "x" * 201, "progress_level: “xxx"),
        ("=A1,2,3.2,Share,,", "area_code: “=A1” begins as a formula does"),
    ],
)
def test_says_what_is_wrong_and_where(row: str, said: str) -> None:
    answer = refusal(HEADING + "A1,1,3.2,Share,2007-08-20,4\n" + row + "\n", ["A1"])
    assert len(answer) == 1
    assert answer[0].startswith(f"line 3, {said}")


def test_more_points_than_a_nation_has_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points_file, "MOST_POINTS", 3)
    rows = "".join(f"A{number},1,,Share,,\n" for number in range(5))
    assert refusal(HEADING + rows) == ["line 5: The file has more than 3 rows. Bring it in parts."]


def test_the_first_cycle_has_forty_seven_points_from_nine_reports() -> None:
    with (FIRST_CYCLE / "main_points_for_action.csv").open("rb") as source:
        rows = list(read_points(source, HMIE, parse))
    assert len(rows) == 47
    assert len({(row.area_code, row.follow_through_published_on) for row in rows}) == 9
    judged = [row.progress.ranks for row in rows if isinstance(row.progress, Graded)]
    assert sum(min(ranks) >= 3 for ranks in judged) == 45
    assert sum(min(ranks) >= 4 for ranks in judged) == 39


@given(st.lists(st.text(max_size=8), min_size=6, max_size=6))
def test_no_cells_do_worse_than_a_fault(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    rows: list[PointRow] = []
    said = ""
    try:
        rows = list(read_points((HEADING + quoted + "\n").encode("utf-8", "replace"), HMIE, parse))
    except Faulty as faulty:
        said = str(faulty)
    assert bool(rows) != bool(said)
