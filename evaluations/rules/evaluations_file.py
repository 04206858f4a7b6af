"""The evaluations file, long form (a row to an evaluation) or wide form (a row to an inspection).

Long: ``area_code,inspection_reference,inspection_kind,fieldwork_from,fieldwork_to,published_on,
indicator_code,value``. Wide: the same without the last two, and a column for each indicator, headed
by its code. The heading tells which. Both give the same stream of rows.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

from evaluations.rules.ledger import KINDS, Inspection, Ledger
from indicators.rules.document import Edition, Value
from inspectorate.kernel.cells import Wrong, code_of, date_of
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import Columns, Source, Table, closest, shown

ParseValue = Callable[[Edition, str], Value | str]
"""A value as an edition writes it, or the reason why it cannot be one."""

LONGEST_REFERENCE = 120
LONGEST_VALUE = 200
_OF_THE_INSPECTION = (
    "inspection_reference",
    "inspection_kind",
    "fieldwork_from",
    "fieldwork_to",
    "published_on",
)
_CODES = ("area_code", "inspection_reference", "indicator_code")
LONG = Columns(
    required=("area_code", "indicator_code", "value"), optional=_OF_THE_INSPECTION, text=_CODES
)
_MOST_WORDS = 10_000


class EvaluationRow(NamedTuple):
    """One evaluation as the file has it; ``line`` is where."""

    area_code: str
    reference: str
    kind: str
    fieldwork_from: date | None
    fieldwork_to: date | None
    published_on: date | None
    indicator_code: str
    value: Value
    line: int


class Recorder:
    """Turns (inspection, indicator, written value) into rows, and counts them.

    Words are understood once: an edition has few, and a file a million cells of them.
    """

    def __init__(self, edition: Edition, parse: ParseValue, faults: FaultList) -> None:
        self._faults = faults
        self._edition = edition
        self._parse = parse
        self._words: dict[str, Value | str] = {}
        self.codes = tuple(one.code for one in edition.indicators)
        self._known = frozenset(self.codes)
        self.ledger = Ledger(self.codes, faults)
        self.evaluations = 0
        self.left_empty = 0

    def row(
        self, line: int, place: tuple[int, Inspection] | None, field: str, code: str, text: str
    ) -> EvaluationRow | None:
        """The evaluation of indicator ``code``; None when it is empty, or a fault was noted.

        ``place`` is the inspection and where the ledger has it, None when it could not be read.
        ``field`` is what the value's column is called.
        """
        if code not in self._known:
            what = f"{shown(code)} is not an indicator of {self._edition.code}."
            self._faults.add(line, "indicator_code", what + closest(code, self.codes))
            return None
        if not text:
            self.left_empty += 1
            return None
        value = self.value(text)
        if isinstance(value, str):
            self._faults.add(line, field, value)
            return None
        if place is None or not self.ledger.mark(place[0], code, line, field):
            return None
        self.evaluations += 1
        return EvaluationRow(*place[1], code, value, line)

    def value(self, text: str) -> Value | str:
        """What ``text`` means in the edition, or why it means nothing."""
        if len(text) > LONGEST_VALUE:
            return f"{shown(text)} is too long to be a value."
        value = self._words.get(text)
        if value is None:
            if len(self._words) >= _MOST_WORDS:
                self._words.clear()
            value = self._words[text] = self._parse(self._edition, text)
        return value


class EvaluationsFile:
    """The evaluations in a file, one by one, by iterating over it (once).

    ``areas`` are the codes of the areas there are, None for any; an inspection of one of
    ``pilot_areas`` that does not say its kind is a pilot. Iterating raises ``Faulty`` at the end
    when anything was wrong: keep the rows apart until the last has come. The counts are right then.

    ``left_empty`` counts the evaluations not recorded; an inspection all of whose values are empty
    gives no rows and is counted by ``inspections_without_evaluations``.
    """

    def __init__(
        self,
        source: Source,
        edition: Edition,
        parse: ParseValue,
        *,
        areas: Collection[str] | None = None,
        pilot_areas: Collection[str] = (),
    ) -> None:
        self._faults = FaultList()
        self._table = Table(source, self._faults)
        self._recorder = Recorder(edition, parse, self._faults)
        self._edition = edition
        self._areas = areas
        self._pilot_areas = pilot_areas
        self._last: tuple[str, ...] = ()
        self._last_place: tuple[int, Inspection] | None = None

    def __iter__(self) -> Iterator[EvaluationRow]:
        yield from self._wide_rows() if self._is_wide() else self._long_rows()
        self._faults.raise_if_any()

    @property
    def rows_read(self) -> int:
        return self._table.rows_read

    @property
    def inspections(self) -> int:
        return len(self._recorder.ledger)

    @property
    def inspections_without_evaluations(self) -> int:
        return self._recorder.ledger.without_evaluations()

    @property
    def evaluations(self) -> int:
        return self._recorder.evaluations

    @property
    def left_empty(self) -> int:
        return self._recorder.left_empty

    def _is_wide(self) -> bool:
        heading = {LONG.settle(name) for name in self._table.heading}
        if {"indicator_code", "value"} & heading:
            return False
        if any(name in self._recorder.codes for name in self._table.heading):
            return True
        raise self._faults.stop(
            1,
            "",
            "The file has neither the columns indicator_code and value, nor a column headed by the "
            f"code of an indicator of {self._edition.code}.",
        )

    def _long_rows(self) -> Iterator[EvaluationRow]:
        record = self._recorder.row
        for line, cells in self._table.rows(LONG):
            place = self._place(line, cells)
            row = record(line, place, "value", cells["indicator_code"], cells["value"])
            if row is not None:
                yield row

    def _wide_rows(self) -> Iterator[EvaluationRow]:
        known = frozenset(self._recorder.codes)
        columns = Columns(("area_code",), _OF_THE_INSPECTION, _CODES, known.__contains__)
        present = [code for code in self._recorder.codes if code in self._table.heading]
        for line, cells in self._table.rows(columns):
            place = self._place(line, cells)
            for code in present:
                row = self._recorder.row(line, place, code, code, cells[code])
                if row is not None:
                    yield row

    def _place(self, line: int, cells: dict[str, str]) -> tuple[int, Inspection] | None:
        """The row's inspection and its place in the ledger; None when a fault was noted.

        Rows of one inspection mostly follow one another: what is written the same is read once.
        """
        texts = (cells["area_code"], *[cells.get(name, "") for name in _OF_THE_INSPECTION])
        if texts != self._last:
            self._last = texts
            inspection = self._inspection(line, *texts)
            self._last_place = (
                None
                if inspection is None
                else (self._recorder.ledger.enter(inspection, line), inspection)
            )
        return self._last_place

    def _inspection(
        self, line: int, area: str, reference: str, kind: str, start: str, end: str, published: str
    ) -> Inspection | None:
        before = len(self._faults)
        self._check_area(line, area)
        settled = self._kind(line, area, kind)
        fieldwork_from = self._date(line, "fieldwork_from", start)
        fieldwork_to = self._date(line, "fieldwork_to", end)
        published_on = self._date(line, "published_on", published)
        if len(self._faults) > before:
            return None
        known = fieldwork_from or published_on
        if not reference and known:
            reference = known.isoformat()
        found = Inspection(area, reference, settled, fieldwork_from, fieldwork_to, published_on)
        return None if in_disorder(found, line, self._faults) else found

    def _check_area(self, line: int, area: str) -> None:
        code = code_of(area, "code of the area")
        if isinstance(code, Wrong):
            self._faults.add(line, "area_code", code)
        elif self._areas is not None and area not in self._areas:
            reason = f"{shown(area)} is not an area of this inspectorate. Import the areas first."
            self._faults.add(line, "area_code", reason + closest(area, self._areas))

    def _kind(self, line: int, area: str, text: str) -> str:
        if not text:
            return "pilot" if area in self._pilot_areas else "full"
        kind = "-".join(text.casefold().replace("-", " ").replace("_", " ").split())
        if kind not in KINDS:
            reason = f"{shown(text)} is not a kind of inspection. There are: {', '.join(KINDS)}."
            self._faults.add(line, "inspection_kind", reason)
        return kind

    def _date(self, line: int, field: str, text: str) -> date | None:
        day = date_of(text) if text else None
        if isinstance(day, Wrong):
            self._faults.add(line, field, day)
            return None
        return day


def in_disorder(inspection: Inspection, line: int, faults: FaultList) -> bool:
    """Whether the inspection's reference or dates cannot be right; notes the faults."""
    before = len(faults)
    start, end, published = inspection[3:]
    if not inspection.reference:
        faults.add(
            line,
            "inspection_reference",
            "Without a reference there has to be a date of fieldwork or of publication, "
            "so that this inspection can be told from others of the area.",
        )
    elif len(inspection.reference) > LONGEST_REFERENCE:
        reason = f"The reference is longer than {LONGEST_REFERENCE} characters."
        faults.add(line, "inspection_reference", reason)
    if start and end and end < start:
        faults.add(line, "fieldwork_to", f"Fieldwork ends on {end}, before it begins on {start}.")
    if start and published and published < start:
        reason = f"The report is published on {published}, before fieldwork begins on {start}."
        faults.add(line, "published_on", reason)
    return len(faults) > before
