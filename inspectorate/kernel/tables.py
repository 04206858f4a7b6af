"""Reading CSV that somebody brought: one row at a time, in bounded memory, with every fault named.

A file is never read whole. A physical line, a cell and a row each have a greatest size, so that one
endless line or one unclosed quotation mark is a fault with a line number and not a full memory.
Line numbers are those of the file, as an editor shows them: a cell that holds a line break counts.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol, runtime_checkable

from inspectorate.kernel.faults import FaultList, Faulty

LONGEST_LINE = 200_000
"""Bytes in one physical line."""
LONGEST_CELL = 20_000
"""Characters in one cell."""
LONGEST_ROW = 1_000_000
"""Bytes in one row, which may run over several lines inside quotation marks."""
MOST_COLUMNS = 1_000
MOST_TO_CHOOSE_FROM = 300

SAVE_AS_UTF8 = "Save the file as “CSV UTF-8” and bring it again."

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@")
_NOT_TEXT = {
    b"PK\x03\x04": "a spreadsheet or zip file",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet file",
    b"%PDF": "a PDF",
    b"\xff\xfe": "a UTF-16 file (“Unicode text”)",
    b"\xfe\xff": "a UTF-16 file (“Unicode text”)",
}


@runtime_checkable
class ByteStream(Protocol):
    """What a binary file offers, of which only this is used."""

    def readline(self, size: int = -1, /) -> bytes: ...


Source = bytes | ByteStream | Iterable[bytes]
"""A file's bytes, an open binary file, or its pieces in order."""
Row = tuple[int, dict[str, str]]
"""The physical line a row begins on, and its cells by column, white space around them removed."""


@dataclass(frozen=True)
class Columns:
    """Which columns a table must have and may have.

    ``text`` are the columns (codes, names) in which a cell that a spreadsheet would run as a
    formula is refused. ``others`` says whether a column that is not named here is welcome.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    others: Callable[[str], bool] = lambda _name: False

    def settle(self, name: str) -> str | None:
        """The column a heading means, in any case and with spaces; None when not welcome."""
        if name in self.required or name in self.optional or self.others(name):
            return name
        plain = "_".join(name.replace("-", " ").replace("_", " ").casefold().split())
        return plain if plain in self.required or plain in self.optional else None


def shown(text: str, most: int = 60) -> str:
    """A piece of the file as it may be repeated in a message: quoted, printable, short."""
    printable = "".join(
        one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text[:most]
    )
    return f"“{printable}…”" if len(text) > most else f"“{printable}”"


def closest(word: str, known: Collection[str]) -> str:
    """A hint to append to a message: the known word nearest to ``word``, or nothing.

    No hint where the choice is large: looking through it for every fault would take longer than
    reading the file.
    """
    if len(known) > MOST_TO_CHOOSE_FROM:
        return ""
    near = get_close_matches(word[:100], list(known), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


class _Pieces(io.RawIOBase):
    """An iterator of byte strings, as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray", /) -> int:  # type: ignore[override]
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def _stream(source: Source) -> ByteStream:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if isinstance(source, ByteStream):
        return source
    return io.BufferedReader(_Pieces(source))


class _Lines:
    """The physical lines of a file as text, checked; the iterator that the CSV parser pulls from.

    ``spoilt`` tells the parser's caller that the row just read holds something that is a fault
    already; ``row_bytes`` is the size of the row so far. The caller resets both after each row.
    """

    def __init__(self, source: Source, faults: FaultList) -> None:
        self._readline = _stream(source).readline
        self._faults = faults
        self.number = 0
        self.row_bytes = 0
        self.spoilt = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._readline(LONGEST_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.row_bytes += len(line)
        if len(line) > LONGEST_LINE or self.row_bytes > LONGEST_ROW:
            raise self._too_long(len(line))
        if self.number == 1:
            line = self._begin(line)
        try:
            text = line.decode()
        except UnicodeDecodeError as error:
            return self._undecodable(line, error)
        if not text.rstrip("\r\n").isprintable():
            self._look_for_controls(text)
        return text.replace("\x00", "\ufffd") if self.spoilt else text

    def _begin(self, line: bytes) -> bytes:
        for beginning, what in _NOT_TEXT.items():
            if line.startswith(beginning):
                raise self._faults.stop(None, "", f"This is {what}, not a CSV file. {SAVE_AS_UTF8}")
        return line.removeprefix(b"\xef\xbb\xbf")

    def _too_long(self, size: int) -> Faulty:
        if size > LONGEST_LINE:
            reason = (
                f"This line is longer than {LONGEST_LINE:,} bytes. Check that the file is a CSV "
                "file and that its lines end with a line break."
            )
        else:
            reason = (
                f"The row that runs to this line is longer than {LONGEST_ROW:,} bytes. "
                "Look for a quotation mark that is opened and never closed."
            )
        return self._faults.stop(self.number, "", reason)

    def _undecodable(self, line: bytes, error: UnicodeDecodeError) -> str:
        self.spoilt = True
        byte = f"Byte {error.start + 1} of the line (0x{line[error.start]:02x})"
        self._faults.add(self.number, "", f"{byte} is not UTF-8. {SAVE_AS_UTF8}")
        return line.decode(errors="replace").replace("\x00", "\ufffd")

    def _look_for_controls(self, text: str) -> None:
        found = _CONTROL.search(text)
        if found:
            self.spoilt = True
            name = "NUL" if found[0] == "\x00" else f"control character U+{ord(found[0]):04X}"
            self._faults.add(
                self.number,
                "",
                f"Character {found.start() + 1} is a {name}. Take it out of the file.",
            )


class Table:
    """A CSV file being read. Making one reads its heading; ``rows`` then reads the rest, once.

    Raises ``Faulty`` as soon as nothing more can be made of the file (it is empty, is no CSV, is
    separated by something other than commas). What is wrong with single rows goes to ``faults``,
    and whoever made those raises them at the end.
    """

    def __init__(self, source: Source, faults: FaultList) -> None:
        self._faults = faults
        self._lines = _Lines(source, faults)
        self._reader = csv.reader(self._lines, strict=True)
        self.rows_read = 0
        self.heading = self._read_heading()

    def rows(self, columns: Columns) -> Iterator[Row]:
        """Every row that can be read, with the names of ``columns``; blank rows are passed over."""
        names = self._settle(columns)
        text = tuple(at for at, name in enumerate(names) if name in columns.text)
        width = len(names)
        while (found := self._next_row()) is not None:
            line, cells, large = found
            if len(cells) != width:
                self._ragged(line, cells, width)
                continue
            if large and self._holds_large_cell(line, names, cells):
                continue
            cells = [cell.strip() for cell in cells]
            if self._holds_formula(line, names, cells, text):
                continue
            yield line, dict(zip(names, cells, strict=True))
        if not self.rows_read:
            raise self._faults.stop(None, "", "The file has a heading and no rows.")

    def _read_heading(self) -> tuple[str, ...]:
        found = self._next_row()
        self.rows_read = 0
        if found is None:
            raise self._faults.stop(None, "", "The file is empty.")
        line, cells, _large = found
        names = tuple(cell.strip() for cell in cells)
        for mark, what in ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")):
            if len(names) == 1 and mark in cells[0]:
                reason = (
                    f"The columns are separated by {what}. Save the file with commas between them."
                )
                raise self._faults.stop(line, "", reason)
        if len(names) > MOST_COLUMNS:
            reason = f"There are {len(names):,} columns; a file may have {MOST_COLUMNS:,}."
            raise self._faults.stop(line, "", reason)
        return names

    def _settle(self, columns: Columns) -> tuple[str, ...]:
        """The heading in the names of ``columns``; raises ``Faulty`` when they do not fit."""
        first: dict[str, int] = {}
        names = []
        wrong = False
        for at, name in enumerate(self.heading, start=1):
            settled = columns.settle(name)
            if not name:
                reason = f"Column {at} has no heading. Name it, or delete the column."
            elif settled is None:
                known = (*columns.required, *columns.optional)
                reason = (
                    f"This column is not known.{closest(name, known)} It may have {_listed(known)}."
                )
            elif settled in first:
                reason = f"Columns {first[settled]} and {at} have the same heading."
            else:
                first[settled] = at
                names.append(settled)
                continue
            wrong = True
            self._faults.add(1, shown(name) if name else "", reason)
        for name in columns.required:
            if name not in first:
                wrong = True
                self._faults.add(1, name, "This column is missing. It is needed.")
        if wrong:
            self._faults.raise_if_any()
        return tuple(names)

    def _next_row(self) -> tuple[int, list[str], bool] | None:
        """The next row that is not blank: its line, cells, whether one may be too large."""
        lines = self._lines
        while True:
            begins = lines.number + 1
            lines.row_bytes = 0
            lines.spoilt = False
            try:
                cells = next(self._reader, None)
            except csv.Error as error:
                self._not_csv(begins, error)
                continue
            if cells is None:
                return None
            if lines.spoilt:
                self.rows_read += 1
            elif any(cells) and any(map(str.strip, cells)):
                self.rows_read += 1
                return begins, cells, lines.row_bytes > LONGEST_CELL

    def _not_csv(self, begins: int, error: csv.Error) -> None:
        self.rows_read += 1
        said = str(error)
        if "end of data" in said or "field larger" in said:
            reason = "A quotation mark is opened in this row and never closed."
            raise self._faults.stop(begins, "", reason)
        if "new-line character" in said:
            reason = (
                "A carriage return stands inside the line. Save the file with ordinary line ends."
            )
        else:
            reason = (
                "The quotation marks do not pair up. A quotation mark inside a text is written "
                "twice, with the whole text in quotation marks."
            )
        self._faults.add(begins, "", reason)

    def _ragged(self, line: int, cells: list[str], width: int) -> None:
        hint = (
            " A text that holds a comma needs quotation marks around it."
            if len(cells) > width
            else ""
        )
        self._faults.add(
            line, "", f"The row has {len(cells)} cells and the heading has {width} columns.{hint}"
        )

    def _holds_large_cell(self, line: int, names: tuple[str, ...], cells: list[str]) -> bool:
        large = [name for name, cell in zip(names, cells, strict=True) if len(cell) > LONGEST_CELL]
        for name in large:
            self._faults.add(line, name, f"The cell has more than {LONGEST_CELL:,} characters.")
        return bool(large)

    def _holds_formula(
        self, line: int, names: tuple[str, ...], cells: list[str], text: tuple[int, ...]
    ) -> bool:
        found = False
        for at in text:
            cell = cells[at]
            if cell.startswith(_BEGINS_A_FORMULA):
                found = True
                self._faults.add(
                    line,
                    names[at],
                    f"{shown(cell)} begins as a formula does (= + - @), and a spreadsheet "
                    "that opens it later would run it. Begin it with a letter or a digit.",
                )
        return found


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
