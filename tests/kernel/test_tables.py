"""Reading CSV that cannot be trusted."""

import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.kernel.faults import MOST_FAULTS, Fault, FaultList, Faulty
from inspectorate.kernel.tables import (
    LONGEST_CELL,
    LONGEST_LINE,
    Columns,
    Row,
    Source,
    Table,
    shown,
)
from tests.memory import growth_over, peak_of

AREAS = Columns(("code", "name"), ("pilot",), text=("code", "name"))


def read(source: Source, columns: Columns = AREAS) -> list[Row]:
    faults = FaultList()
    rows = list(Table(source, faults).rows(columns))
    faults.raise_if_any()
    return rows


def refusal(source: Source, columns: Columns = AREAS) -> list[str]:
    with pytest.raises(Faulty) as caught:
        read(source, columns)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "source",
    [
        b"code,name\nA1,North\nA2,South\n",
        b"\xef\xbb\xbfcode,name\nA1,North\nA2,South\n",
        b"code,name\r\nA1,North\r\nA2,South",
        b" Code , NAME \nA1 ,\tNorth\n A2,South\n",
        b"code,name\n\n,\nA1,North\n \t,\nA2,South\n\n",
        b'"code","name"\n"A1","North"\n"A2","South"\n',
        [b"code,na", b"me\nA1,Nor", b"", b"th\nA2,South\n"],
        io.BytesIO(b"code,name\nA1,North\nA2,South\n"),
    ],
    ids=["plain", "bom", "crlf", "white space", "blank rows", "quoted", "pieces", "stream"],
)
def test_reads_what_spreadsheets_write(source: Source) -> None:
    assert [cells for _line, cells in read(source)] == [
        {"code": "A1", "name": "North"},
        {"code": "A2", "name": "South"},
    ]


def test_lines_are_those_an_editor_shows() -> None:
    source = b'code,name\n\nA1,"North\nand ""East"""\nA2,South\n'
    assert read(source) == [
        (3, {"code": "A1", "name": 'North\nand "East"'}),
        (5, {"code": "A2", "name": "South"}),
    ]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "the file: The file is empty."),
        (b"\n\n  \n", "the file: The file is empty."),
        (b"code,name\n", "the file: The file has a heading and no rows."),
        (b"code,name\n,\n", "the file: The file has a heading and no rows."),
        (b"code;name\nA1;North\n", "line 1: The columns are separated by semicolons."),
        (b"code\tname\nA1\tNorth\n", "line 1: The columns are separated by tabs."),
        (b"code,name\nA1,Nor\x00th\n", "line 2: Character 7 is a NUL."),
        (b"code,name\nA1,Nor\x1bth\n", "line 2: Character 7 is a control character U+001B."),
        (
            "code,name\nA1,No\u202eth\n".encode(),
            "line 2: Character 6 is a control character U+202E.",
        ),
        (b"code,name\nA1,M\xf4n\n", "line 2: Byte 5 of the line (0xf4) is not UTF-8."),
        ("code,name\nA1,North\n".encode("utf-16"), "the file: This is a UTF-16 file"),
        (b"PK\x03\x04\x14\x00", "the file: This is a spreadsheet or zip file"),
        (b"code,name\nA1\n", "line 2: The row has 1 cells and the heading has 2 columns."),
        (b"code,name\nA1,North,East\n", "line 2: The row has 3 cells"),
        (b'code,name\nA1,"North\nA2,South\n', "line 2: A quotation mark is opened in this row"),
        (b'code,name\nA1,"No"rth\n', "line 2: The quotation marks do not pair up."),
        (b"code,name\nA1,No\rth\n", "line 2: A carriage return stands inside the line."),
        (b'"""""""""', "line 1: A quotation mark is opened in this row"),
        (b'""""""""', 'line 1, “"""”: This column is not known.'),
        (b"name\nNorth\n", "line 1, code: This column is missing."),
        (b"code,name,nmae\nA1,North,x\n", "Did you mean “name”? It may have code, name, pilot."),
        (
            b"code,name,code\nA1,North,A2\n",
            "line 1, “code”: Columns 1 and 3 have the same heading.",
        ),
        (b"code,name,\nA1,North,\n", "line 1: Column 3 has no heading."),
        (b"code,name\n=1+1,North\n", "line 2, code: “=1+1” begins as a formula does"),
        (b"code,name\nA1,  @SUM(A1)\n", "line 2, name: “@SUM(A1)”"),
        (b'code,name\nA1,"\t=1"\n', "line 2, name: “=1”"),
        (b"code,name\n-3,North\n", "line 2, code: “-3” begins as a formula does"),
    ],
)
def test_says_what_is_wrong_and_where(source: bytes, said: str) -> None:
    assert any(said in one for one in refusal(source)), refusal(source)


def test_a_number_below_zero_is_a_value_where_no_code_or_name_stands() -> None:
    assert read(b"code,name,pilot\nA1,North,-3\n") == [
        (2, {"code": "A1", "name": "North", "pilot": "-3"})
    ]


def test_every_faulty_row_is_named_and_good_rows_are_still_read() -> None:
    faults = FaultList()
    source = b"code,name\nA1\nA2,South\nA3,M\xf4n\n=A4,West\nA5,East\n"
    rows = list(Table(source, faults).rows(AREAS))
    assert [line for line, _cells in rows] == [3, 6]
    with pytest.raises(Faulty) as caught:
        faults.raise_if_any()
    assert [fault.line for fault in caught.value.faults] == [2, 4, 5]


def test_a_cell_may_have_as_many_characters_as_allowed_and_no_more() -> None:
    fits = b"code,name\nA1," + b"x" * LONGEST_CELL + b"\n"
    assert len(read(fits)[0][1]["name"]) == LONGEST_CELL
    assert "line 2, name: The cell has more than 20,000" in refusal(fits[:-1] + b"x\n")[0]


def test_a_million_characters_in_one_cell_are_a_fault() -> None:
    assert "longer than 200,000 bytes" in refusal(b"code,name\nA1," + b"x" * 1_000_000 + b"\n")[0]


def test_an_unclosed_quotation_mark_costs_no_memory() -> None:
    def pieces() -> Iterator[bytes]:
        yield b'code,name\nA1,North\nA2,"'
        for _ in range(10_000):
            yield b"a line of a text that never ends, " * 30 + b"\n"

    said: list[str] = []
    _count, peak = peak_of(said.append(one) for one in refusal(pieces()))
    assert said == ["line 3: A quotation mark is opened in this row and never closed."]
    assert peak < 3_000_000


def test_a_row_of_endlessly_many_quoted_lines_costs_no_memory() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"code,name\n"
        while True:
            yield b'"a\n",' * 1_000

    assert "The row that runs to this line is longer than 1,000,000 bytes" in refusal(pieces())[0]


def test_a_line_of_a_thousand_million_bytes_is_read_no_further_than_allowed() -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        yield b"code,name\nA1,"
        for _ in range(10_000):
            taken += 1
            yield b"x" * 100_000

    _count, peak = peak_of(one for one in refusal(pieces()))
    assert taken <= LONGEST_LINE // 100_000 + 2
    assert peak < 3_000_000


def test_a_hundred_thousand_faulty_rows_are_read_no_further_than_the_last_fault_allowed() -> None:
    taken = 0

    def pieces() -> Iterator[bytes]:
        nonlocal taken
        yield b"code,name\n"
        for _ in range(100_000):
            taken += 1
            yield b"only one cell\n"

    said = refusal(pieces())
    assert len(said) == MOST_FAULTS + 1
    assert said[-1].startswith(f"line {MOST_FAULTS + 1}: and more; reading stopped here.")
    assert taken < 5_000


def many_areas(count: int) -> Iterator[bytes]:
    yield b"code,name\n"
    for number in range(count // 100):
        yield b"".join(b"A%d,Area %d\n" % (number, row) for row in range(100))


def test_ten_thousand_rows_are_not_held() -> None:
    rows, peak = peak_of(Table(many_areas(10_000), FaultList()).rows(AREAS))
    assert rows == 10_000
    assert peak < 1_000_000


def test_memory_is_flat_over_a_million_rows() -> None:
    rows, growth = growth_over(Table(many_areas(1_000_000), FaultList()).rows(AREAS), after=10_000)
    assert rows == 1_000_000
    assert growth < 2_000_000


def test_a_piece_of_the_file_is_repeated_short_and_printable() -> None:
    assert (
        shown("a\x00\n" + "b" * 100)
        == "“a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}" + ("b" * 57) + "…”"
    )


PRINTABLE = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), max_size=30
)


@given(
    st.lists(
        st.tuples(
            st.text("ABC019", min_size=1, max_size=8),
            PRINTABLE.filter(lambda text: text.strip()[:1] not in {"=", "+", "-", "@"}),
        ),
        min_size=1,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_a_csv_writer_writes_is_read_back(
    rows: list[tuple[str, str]], line_end: str, bom: bool
) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator=line_end).writerows([("code", "name"), *rows])
    source = written.getvalue().encode("utf-8-sig" if bom else "utf-8")
    expected = [{"code": code, "name": name.strip()} for code, name in rows]
    assert [cells for _line, cells in read(source)] == expected


@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda tail: b"code,name\n" + tail))
def test_no_bytes_do_worse_than_a_fault(source: bytes) -> None:
    faults: tuple[Fault, ...] = ()
    rows: list[Row] = []
    try:
        rows = read(source)
    except Faulty as faulty:
        faults = faulty.faults
    assert bool(rows) != bool(faults)
    assert all(fault.reason for fault in faults)
    assert all("\x00" not in cell for _line, cells in rows for cell in cells.values())
