"""The main points for action file: a row to a point, or to each judgement of progress on it.

``area_code,number,indicator_code,text,follow_through_published_on,progress_level``. A point that no
follow-through inspection has judged yet leaves the last two empty; one that several have judged has
a row for each, with the same indicator and text.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

from indicators.rules.document import Edition, Value
from inspectorate.kernel.cells import Wrong, code_of, date_of, whole_number
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import Columns, Source, Table, closest, shown

ParseValue = Callable[[Edition, str], Value | str]
"""A level as an edition writes it, or the reason why it cannot be one."""

COLUMNS = Columns(
    required=("area_code", "number", "text"),
    optional=("indicator_code", "follow_through_published_on", "progress_level"),
    text=("area_code", "indicator_code"),
)
HIGHEST_NUMBER = 999
LONGEST_LEVEL = 200
MOST_POINTS = 100_000


class PointRow(NamedTuple):
    """One point and, where a follow-through inspection has judged it, the progress made.

    ``indicator_code`` is None for a point that rests on no single indicator; ``progress`` is None
    while there is no judgement.
    """

    area_code: str
    number: int
    indicator_code: str | None
    text: str
    follow_through_published_on: date | None
    progress: Value | None
    line: int


def read_points(
    source: Source, edition: Edition, parse: ParseValue, *, areas: Collection[str] | None = None
) -> Iterator[PointRow]:
    """The file's points, one by one. Raises ``Faulty`` at the end when anything was wrong.

    ``areas`` are the codes of the areas there are, None for any. Rows that are right are given as
    they are read: keep them apart until the last has come.
    """
    faults = FaultList()
    file = _PointsFile(edition, parse, areas, faults)
    for line, cells in Table(source, faults).rows(COLUMNS):
        row = file.row(line, cells)
        if row is not None and file.is_new(row):
            yield row
    faults.raise_if_any()


class _PointsFile:
    """What is remembered between rows: how each point reads, and which judgements there were."""

    def __init__(
        self,
        edition: Edition,
        parse: ParseValue,
        areas: Collection[str] | None,
        faults: FaultList,
    ) -> None:
        self._edition = edition
        self._codes = tuple(one.code for one in edition.indicators)
        self._parse = parse
        self._areas = areas
        self._faults = faults
        self._points: dict[tuple[str, int], tuple[int, str | None, int]] = {}
        self._judged: dict[tuple[str, int, date | None], int] = {}

    def row(self, line: int, cells: dict[str, str]) -> PointRow | None:
        before = len(self._faults)
        area = self._area(line, cells["area_code"])
        number = self._number(line, cells["number"])
        indicator = self._indicator(line, cells.get("indicator_code", ""))
        if not cells["text"]:
            self._faults.add(line, "text", "The text of the point is empty. It is needed.")
        judged_on = self._date(line, cells.get("follow_through_published_on", ""))
        progress = self._progress(line, cells.get("progress_level", ""))
        if len(self._faults) == before and progress is not None and judged_on is None:
            reason = "Progress is judged, and there is no date of the follow-through report."
            self._faults.add(line, "follow_through_published_on", reason)
        if len(self._faults) > before:
            return None
        return PointRow(area, number, indicator, cells["text"], judged_on, progress, line)

    def is_new(self, row: PointRow) -> bool:
        """Whether this judgement was not there before; else, or when the point differs, a fault."""
        before = len(self._faults)
        key = (row.area_code, row.number)
        if len(self._judged) >= MOST_POINTS:
            raise self._faults.stop(
                row.line, "", f"The file has more than {MOST_POINTS:,} rows. Bring it in parts."
            )
        # Of the text only the hash is kept: a point may be 20,000 characters long.
        first, indicator, text = self._points.setdefault(
            key, (row.line, row.indicator_code, hash(row.text))
        )
        same = self._judged.setdefault((*key, row.follow_through_published_on), row.line)
        what = (
            f"Point {row.number} of {shown(row.area_code)} is on line {first} already, with another"
        )
        if same != row.line:
            reason = f"Point {row.number} of {shown(row.area_code)} is on line {same} already."
            self._faults.add(row.line, "number", reason)
        elif indicator != row.indicator_code:
            self._faults.add(row.line, "indicator_code", f"{what} indicator.")
        elif text != hash(row.text):
            self._faults.add(row.line, "text", f"{what} text.")
        return len(self._faults) == before

    def _area(self, line: int, text: str) -> str:
        code = code_of(text, "code of the area")
        if isinstance(code, Wrong):
            self._faults.add(line, "area_code", code)
        elif self._areas is not None and code not in self._areas:
            reason = f"{shown(code)} is not an area of this inspectorate. Import the areas first."
            self._faults.add(line, "area_code", reason + closest(code, self._areas))
        return code

    def _number(self, line: int, text: str) -> int:
        number = whole_number(text, at_most=HIGHEST_NUMBER)
        if isinstance(number, Wrong):
            self._faults.add(line, "number", number)
            return 0
        return number

    def _indicator(self, line: int, text: str) -> str | None:
        if text and text not in self._codes:
            reason = f"{shown(text)} is not an indicator of {self._edition.code}."
            self._faults.add(line, "indicator_code", reason + closest(text, self._codes))
        return text or None

    def _date(self, line: int, text: str) -> date | None:
        day = date_of(text) if text else None
        if isinstance(day, Wrong):
            self._faults.add(line, "follow_through_published_on", day)
            return None
        return day

    def _progress(self, line: int, text: str) -> Value | None:
        if len(text) > LONGEST_LEVEL:
            self._faults.add(line, "progress_level", f"{shown(text)} is too long to be a level.")
            return None
        progress = self._parse(self._edition, text) if text else None
        if isinstance(progress, str):
            self._faults.add(line, "progress_level", progress)
            return None
        return progress
