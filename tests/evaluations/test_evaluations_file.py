"""The evaluations file, long and wide."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import ledger
from evaluations.rules.evaluations_file import EvaluationRow, EvaluationsFile
from indicators.rules.document import Graded, NotGraded
from inspectorate.kernel.faults import MOST_FAULTS, Faulty
from inspectorate.kernel.tables import Source
from tests.evaluations.editions import HMIE, parse
from tests.memory import growth_over
from tests.reference import FIRST_CYCLE

LONG = (
    "area_code,inspection_reference,inspection_kind,fieldwork_from,fieldwork_to,published_on,"
    "indicator_code,value\n"
)
WIDE = "area_code,fieldwork_from,fieldwork_to,published_on,1.1,1.2\n"


def file_of(source: Source | str, **known: list[str]) -> EvaluationsFile:
    content = source.encode() if isinstance(source, str) else source
    return EvaluationsFile(content, HMIE, parse, **known)


def refusal(source: Source | str, **known: list[str]) -> list[str]:
    with pytest.raises(Faulty) as caught:
        list(file_of(source, **known))
    return [str(fault) for fault in caught.value.faults]


def graded(*ranks: int) -> Graded:
    return Graded(frozenset(ranks))


MAY, JUNE, SEPTEMBER = date(2006, 5, 15), date(2006, 6, 10), date(2006, 9, 14)


def test_reads_the_long_form() -> None:
    file = file_of(
        LONG
        + "A1,R1,Follow Through,2006-05-15,2006-06-10,2006-09-14,1.1,Very Good\n"
        + "A1,R1,follow-through,2006-05-15,2006-06-10,2006-09-14,1.2,weak|unsatisfactory\n"
        + "A2,R1,,,,,1.1,not-graded\n"
    )
    when = (MAY, JUNE, SEPTEMBER)
    assert list(file) == [
        EvaluationRow("A1", "R1", "follow-through", *when, "1.1", graded(5), 2),
        EvaluationRow("A1", "R1", "follow-through", *when, "1.2", graded(2, 1), 3),
        EvaluationRow("A2", "R1", "full", None, None, None, "1.1", NotGraded("not-graded"), 4),
    ]
    assert (file.rows_read, file.inspections, file.evaluations) == (3, 2, 3)


def test_reads_the_wide_form_and_makes_a_reference_of_the_date() -> None:
    file = file_of(WIDE + "A1,2006-05-15,2006-06-10,2006-09-14,5,\nA1,,,2009-01-05,,4\n")
    assert [(row.reference, row.indicator_code, row.value, row.line) for row in file] == [
        ("2006-05-15", "1.1", graded(5), 2),
        ("2009-01-05", "1.2", graded(4), 3),
    ]
    assert file.left_empty == 2


def test_an_inspection_of_which_nothing_is_recorded_is_counted() -> None:
    file = file_of(WIDE + "A1,2006-05-15,,,5,4\nA2,2006-05-15,,,,\n")
    assert len(list(file)) == 2
    assert (file.inspections, file.inspections_without_evaluations, file.left_empty) == (2, 1, 2)


def test_an_inspection_of_a_pilot_area_that_does_not_say_its_kind_is_a_pilot() -> None:
    rows = list(
        file_of(
            LONG + "P1,R1,,,,,1.1,4\nA1,R1,,,,,1.1,4\nP2,R1,full,,,,1.1,4\n",
            pilot_areas=["P1", "P2"],
        )
    )
    assert [row.kind for row in rows] == ["pilot", "full", "full"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("A1,R1,,2009-02-30,,,1.1,4", "fieldwork_from: There is no 30 February 2009."),
        ("A1,R1,,31/02/2009,,,1.1,4", "fieldwork_from: “31/02/2009” is not a date."),
        (
            "A1,R1,,2009-05-02,2009-05-01,,1.1,4",
            "fieldwork_to: Fieldwork ends on 2009-05-01, before",
        ),
        (
            "A1,R1,,2009-05-02,,2009-05-01,1.1,4",
            "published_on: The report is published on 2009-05-01",
        ),
        ("A1,,,,,,1.1,4", "inspection_reference: Without a reference there has to be a date"),
        (
            "A1," + "x" * 121 + ",,,,,1.1,4",
            "inspection_reference: The reference is longer than 120",
        ),
        (
            "A1,R1,half,,,,1.1,4",
            "inspection_kind: “half” is not a kind of inspection. There are: full",
        ),
        (
            "A9,R1,,,,,1.1,4",
            "area_code: “A9” is not an area of this inspectorate. Import the areas",
        ),
        (",R1,,,,,1.1,4", "area_code: The code of the area is empty."),
        (
            "A1,R1,,,,,1.10,4",
            "indicator_code: “1.10” is not an indicator of hmie-2005. Did you mean",
        ),
        ("A1,R1,,,,,1.1,super", "value: “super” is not a level of hmie-2005."),
        ("A1,R1,,,,,1.1," + "x" * 201, "value: “xxx"),
        ("A1,R1,,,,,1.1,1" + "0" * 24, "value: “1000"),
        ("A1,=R1,,,,,1.1,4", "inspection_reference: “=R1” begins as a formula does"),
        ("A1,R1,,,,,1.1,=4", "value: “=4” is not a level"),
    ],
)
def test_says_what_is_wrong_and_where(row: str, said: str) -> None:
    answer = refusal(LONG + "A1,R0,,,,,1.1,4\n" + row + "\n", areas=["A1"])
    assert any(one.startswith(f"line 3, {said}") for one in answer), answer


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    answer = refusal(LONG + "A9,R1,half,x,y,z,9.9,super\n", areas=["A1"])
    assert [one.split(":")[0] for one in answer] == [
        "line 2, area_code",
        "line 2, inspection_kind",
        "line 2, fieldwork_from",
        "line 2, fieldwork_to",
        "line 2, published_on",
        "line 2, indicator_code",
    ]


def test_what_is_wrong_with_an_inspection_is_said_once_and_not_for_each_of_its_rows() -> None:
    rows = "".join(f"A1,R1,,2009-02-30,,,1.{number},4\n" for number in (1, 2, 3, 4))
    assert len(refusal(LONG + rows)) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("short,2006-05-15,,2006-09-14", "inspection_kind: The same inspection has full on line 2"),
        (",2006-05-16,,2006-09-14", "fieldwork_from: The same inspection has 2006-05-15 on line 2"),
        (
            ",2006-05-15,2006-06-01,2006-09-14",
            "fieldwork_to: The same inspection has no date on line",
        ),
        (
            ",2006-05-15,,2006-09-15",
            "published_on: The same inspection has 2006-09-14 on line 2 and",
        ),
    ],
)
def test_rows_of_one_inspection_agree(change: str, said: str) -> None:
    rows = "A1,R1,,2006-05-15,,2006-09-14,1.1,4\nA2,R1,,,,,1.1,4\nA1,R1," + change + ",1.2,4\n"
    answer = refusal(LONG + rows)
    assert len(answer) == 1
    assert answer[0].startswith(f"line 4, {said}")


@pytest.mark.parametrize("between", ["", "A2,R1,,,,,1.1,4\n"], ids=["next to it", "further on"])
def test_an_indicator_evaluated_twice_is_named_with_both_lines(between: str) -> None:
    answer = refusal(LONG + "A1,R1,,,,,1.1,4\n" + between + "A1,R1,,,,,1.1,5\n")
    line = 3 + bool(between)
    assert answer == [
        f"line {line}, value: Indicator “1.1” of this inspection is evaluated on line 2 already."
    ]


def test_an_inspection_on_two_rows_of_the_wide_form_is_a_fault() -> None:
    answer = refusal(WIDE + "A1,2006-05-15,,,5,\nA1,2006-05-15,,,4,3\n")
    assert answer == [
        "line 3, 1.1: Indicator “1.1” of this inspection is evaluated on line 2 already."
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        (
            "area_code,published_on\n",
            "line 1: The file has neither the columns indicator_code and value",
        ),
        ("area_code,value\n", "line 1, indicator_code: This column is missing."),
        ("published_on,1.1\n", "line 1, area_code: This column is missing."),
        ("area_code,published_on,1.1,9.9\n", "line 1, “9.9”: This column is not known."),
        (
            "area_code,published_on,1.1,1.1\n",
            "line 1, “1.1”: Columns 3 and 4 have the same heading.",
        ),
        ("area_code,indicator_code,value,1.1\n", "line 1, “1.1”: This column is not known."),
    ],
)
def test_a_heading_that_fits_neither_form_is_refused(heading: str, said: str) -> None:
    answer = refusal(heading + "A1,,,\n")
    assert any(one.startswith(said) for one in answer), answer


def test_the_first_cycle_has_thirty_inspections_and_five_hundred_and_forty_evaluations() -> None:
    with (FIRST_CYCLE / "evaluations.csv").open("rb") as source:
        file = file_of(source)
        rows = list(file)
    assert (len(rows), file.inspections, file.left_empty) == (540, 30, 0)
    counts = Counter(row.value for row in rows if row.indicator_code == "1.1")
    assert counts[graded(6)] == 1
    assert sum(count for value, count in counts.items() if value.ranks & {4, 5, 6}) == 22


def million(rows: int) -> Iterator[bytes]:
    yield LONG.encode()
    codes = [code.code.encode() for code in HMIE.indicators]
    for number in range(rows // len(codes)):
        head = b"A%d,R%d,full,2006-05-15,2006-06-10,2006-09-14," % (number % 400, number)
        yield b"".join(head + code + b",good\n" for code in codes)


def test_a_million_evaluations_take_no_more_than_what_is_kept_of_their_inspections() -> None:
    file = file_of(million(1_000_008))
    count, growth = growth_over(file, after=18_000)
    assert (count, file.inspections) == (1_000_008, 55_556)
    assert growth < 20_000_000


def test_a_file_with_a_hundred_thousand_faulty_rows_is_left_at_the_last_fault_allowed() -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        yield LONG.encode()
        for taken in range(100_000):
            yield b"A%d,R1,,,,,1.1,super\n" % taken

    assert len(refusal(pieces())) == MOST_FAULTS + 1
    assert taken < 5_000


def test_endlessly_many_inspections_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "MOST_PLACES", 23 * 10)
    rows = "".join(f"A1,R{number},,,,,1.1,4\n" for number in range(12))
    assert refusal(LONG + rows) == [
        "line 12: The file has more than 10 inspections. Bring it in parts."
    ]


CELL = st.sampled_from(
    ["", "A1", "R1", "full", "2006-05-15", "2005-01-01", "1.1", "4", "x", "=1", "\t"]
)


@given(
    st.lists(st.lists(CELL | st.text(max_size=5), min_size=8, max_size=8), min_size=1, max_size=5)
)
def test_no_cells_do_worse_than_a_fault(rows: list[list[str]]) -> None:
    text = LONG + "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    file = file_of(text.encode("utf-8", "replace"))
    said = ""
    found: list[EvaluationRow] = []
    try:
        found = list(file)
    except Faulty as faulty:
        said = str(faulty)
    assert said or len(found) == file.evaluations == file.rows_read - file.left_empty
    assert len({(row.area_code, row.reference, row.indicator_code) for row in found}) == len(found)
