"""Another source's file, read through an import profile, with a report of what was made of it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from evaluations.rules.evaluations_file import (
    EvaluationRow,
    ParseValue,
    Recorder,
    in_disorder,
)
from evaluations.rules.ledger import KINDS, Inspection
from evaluations.rules.profile import Cell, LookUp, Profile
from indicators.rules.document import Edition, NotGraded
from inspectorate.kernel.cells import Wrong, code_of, date_in
from inspectorate.kernel.faults import Fault, FaultList, Faulty
from inspectorate.kernel.tables import Columns, Source, Table, closest, shown

MOST_LOOKED_UP = 50_000
MOST_CHARACTERS_LOOKED_UP = 10_000_000
MOST_LINES_NAMED = 20
MOST_WORDS_NAMED = 500
_DATES = ("fieldwork_from", "fieldwork_to", "published_on")


@dataclass
class Reading:
    """A word of the source that was not taken as it stands: where, how often, and as what.

    ``lines`` are the first lines it is on, no more than ``MOST_LINES_NAMED``.
    """

    column: str
    word: str
    read_as: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        word = shown(self.word) if self.word else "left empty"
        more = ", …" if self.count > len(self.lines) else ""
        lines = f"line{'s' if self.count > 1 else ''} {', '.join(map(str, self.lines))}{more}"
        return f"{self.column}: {word} was read as {self.read_as} ({self.count:,} times; {lines})"


@dataclass
class ImportReport:
    """What was read, and every liberty taken in reading it. Right once the file has been read.

    ``areas`` are the areas of the file, code to name; ``non_grades`` the words that became
    non-grades; ``oddities`` the other words not foreseen word by word; ``without`` counts the
    inspections that lack a date.
    """

    rows_read: int = 0
    rows_skipped: int = 0
    inspections: int = 0
    evaluations: int = 0
    left_empty: int = 0
    areas: dict[str, str] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)
    non_grades: list[Reading] = field(default_factory=list)
    oddities: list[Reading] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The report for a person, a line to a thing."""
        said = [
            f"{self.rows_read:,} rows read, {self.rows_skipped:,} left out by the profile.",
            f"{self.inspections:,} inspections of {len(self.areas):,} areas, "
            f"{self.evaluations:,} evaluations, {self.left_empty:,} left empty.",
        ]
        said += [f"{count:,} inspections have no {name}." for name, count in self.without.items()]
        said += [f"Not a level: {one}." for one in self.non_grades]
        return said + [f"Odd: {one}." for one in self.oddities]


class ProfiledFile:
    """The evaluations in a file that a profile describes, by iterating over it (once).

    ``tables`` are the files the profile wants beside it, by the name it gives them; one that is not
    brought is done without where the profile offers another way, and is a fault where it does not.
    ``areas`` are the codes of the areas there are (None for any). ``report`` is complete after the
    last row. Raises ``Faulty`` at the end when anything was wrong.
    """

    def __init__(
        self,
        source: Source,
        profile: Profile,
        edition: Edition,
        parse: ParseValue,
        *,
        tables: Mapping[str, Source] | None = None,
        areas: Collection[str] | None = None,
    ) -> None:
        self._faults = FaultList()
        self._profile = profile
        self._areas = None if profile.areas_may_be_created else areas
        self._looked_up = {
            name: look_up(profile, name, source) for name, source in (tables or {}).items()
        }
        self._table = Table(source, self._faults)
        self._recorder = Recorder(edition, parse, self._faults)
        self._readings: dict[tuple[bool, str, str], Reading] = {}
        self.report = ImportReport()

    def __iter__(self) -> Iterator[EvaluationRow]:
        profile = self._profile
        named = (profile.area_code, profile.reference, *profile.area_name)
        text = tuple(one.column for one in named if one.column and not one.table)
        columns = Columns(
            profile.needed_columns, profile.ignore, text, lambda _name: profile.ignore_others
        )
        for line, cells in self._table.rows(columns):
            if any(cells[one.column].casefold() in one.words for one in profile.skip):
                self.report.rows_skipped += 1
            else:
                yield from self._rows(line, cells)
        self._faults.raise_if_any()
        self._complete_report()

    def _rows(self, line: int, cells: dict[str, str]) -> Iterator[EvaluationRow]:
        inspection = self._inspection(line, cells)
        place = None
        if inspection is not None:
            before = len(self._recorder.ledger)
            place = (self._recorder.ledger.enter(inspection, line), inspection)
            if len(self._recorder.ledger) > before:
                self._count_dates(inspection)
        for column, code, text in self._values(line, cells):
            row = self._recorder.row(line, place, column, code, self._meaning(line, column, text))
            if row is not None:
                if isinstance(row.value, NotGraded):
                    self._note(True, line, column, text, row.value.code)
                yield row

    def _values(self, line: int, cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        """The column, the indicator and the word of every value in the row."""
        profile = self._profile
        for column, code in profile.columns.items():
            yield column, code, cells[column]
        if profile.indicator and profile.value:
            indicator = self._text(line, cells, profile.indicator)
            yield profile.value.column, indicator, self._text(line, cells, profile.value)

    def _meaning(self, line: int, column: str, text: str) -> str:
        """What the profile says a word of the source is; the word itself where it says nothing."""
        word = text.casefold()
        found = self._profile.non_grades.get(word)
        return self._profile.words.get(word, text) if found is None else found

    def _inspection(self, line: int, cells: dict[str, str]) -> Inspection | None:
        before = len(self._faults)
        profile = self._profile
        area = self._area(line, cells)
        kind = self._text(line, cells, profile.kind) or "full"
        if kind not in KINDS:
            reason = f"{shown(kind)} is not a kind of inspection. There are: {', '.join(KINDS)}."
            self._faults.add(line, profile.kind.column, reason)
        start, end, published = (
            self._date(line, cells, cell)
            for cell in (profile.fieldwork_from, profile.fieldwork_to, profile.published_on)
        )
        known = start or published
        reference = self._text(line, cells, profile.reference)
        reference = reference or (known.isoformat() if known else "")
        if len(self._faults) > before:
            return None
        found = Inspection(area, reference, kind, start, end, published)
        return None if in_disorder(found, line, self._faults) else found

    def _area(self, line: int, cells: dict[str, str]) -> str:
        profile = self._profile
        column = profile.area_code.column
        area = code_of(self._text(line, cells, profile.area_code), "code of the area")
        if isinstance(area, Wrong):
            self._faults.add(line, column, area)
        elif self._areas is not None and area not in self._areas:
            reason = f"{shown(area)} is not an area of this inspectorate. Import the areas first."
            self._faults.add(line, column, reason + closest(area, self._areas))
        elif area not in self.report.areas:
            self.report.areas[area] = self._area_name(line, area, cells)
        return area

    def _area_name(self, line: int, area: str, cells: dict[str, str]) -> str:
        """The first name the profile's alternatives give. Not the first of them is an oddity."""
        for number, cell in enumerate(self._profile.area_name):
            name = " ".join(self._text(line, cells, cell).split())
            if name:
                if number:
                    self._note(False, line, cell.column, cells.get(cell.column, ""), f"“{name}”")
                return name
        if self._profile.areas_may_be_created:
            self._faults.add(line, "area.name", f"There is no name for the area {shown(area)}.")
        return ""

    def _date(self, line: int, cells: dict[str, str], cell: Cell) -> date | None:
        text = self._text(line, cells, cell)
        day = date_in(text, cell.formats) if text else None
        if isinstance(day, Wrong):
            self._faults.add(line, cell.column, day)
            return None
        return day

    def _text(self, line: int, cells: dict[str, str], cell: Cell) -> str:
        """A field of the row, in the profile's words."""
        if cell.constant is not None:
            return cell.constant
        text = self._from_table(cells, cell) if cell.table else cells[cell.column]
        meant = cell.words.get(text.casefold())
        if meant is not None:
            return meant
        if cell.otherwise is not None:
            self._note(False, line, cell.column, text, cell.otherwise)
            return cell.otherwise
        if cell.after_last:
            text = text.rpartition(cell.after_last)[2]
        return _with_capitals(text) if cell.capitals else text

    def _from_table(self, cells: dict[str, str], cell: Cell) -> str:
        rows = self._looked_up.get(cell.table, {})
        return rows.get(cells[self._profile.tables[cell.table].by], {}).get(cell.column, "")

    def _note(self, non_grade: bool, line: int, column: str, word: str, read_as: str) -> None:
        key = (non_grade, column, word)
        reading = self._readings.get(key)
        if reading is None:
            if len(self._readings) >= MOST_WORDS_NAMED:
                key = (non_grade, "", "")
                column, word, read_as = "other columns", "other words", "the profile says"
            reading = self._readings.setdefault(key, Reading(column, word, read_as))
        reading.count += 1
        if len(reading.lines) < MOST_LINES_NAMED:
            reading.lines.append(line)

    def _count_dates(self, inspection: Inspection) -> None:
        for name, day in zip(_DATES, inspection[3:], strict=True):
            if day is None:
                self.report.without[name] = self.report.without.get(name, 0) + 1

    def _complete_report(self) -> None:
        report = self.report
        report.rows_read = self._table.rows_read
        report.inspections = len(self._recorder.ledger)
        report.evaluations = self._recorder.evaluations
        report.left_empty = self._recorder.left_empty
        for (non_grade, _column, _word), reading in self._readings.items():
            (report.non_grades if non_grade else report.oddities).append(reading)


def look_up(profile: Profile, name: str, source: Source) -> dict[str, dict[str, str]]:
    """A table the profile wants, by key: of each row, the columns the profile reads.

    Raises ``Faulty``, each fault naming the table, when it cannot be read or a key is there twice.
    """
    faults = FaultList()
    table = profile.tables.get(name)
    if table is None:
        reason = (
            f"The profile does not ask for a table of this name.{closest(name, profile.tables)}"
        )
        raise faults.stop(None, name, reason)
    try:
        return _rows_by_key(profile, name, table, source, faults)
    except Faulty as faulty:
        raise Faulty(
            Fault(one.line, f"{table.file} {one.field}".strip(), one.reason)
            for one in faulty.faults
        ) from None


def _rows_by_key(
    profile: Profile, name: str, table: LookUp, source: Source, faults: FaultList
) -> dict[str, dict[str, str]]:
    wanted = tuple({one.column for one in profile.cells if one.table == name})
    columns = Columns((table.key, *wanted), text=wanted, others=lambda _name: True)
    rows: dict[str, dict[str, str]] = {}
    size = 0
    for line, cells in Table(source, faults).rows(columns):
        key = cells[table.key]
        if key in rows:
            faults.add(line, table.key, f"{shown(key)} is there already. A key has one row.")
        rows[key] = {column: cells[column] for column in wanted}
        size += len(key) + sum(map(len, rows[key].values()))
        if len(rows) > MOST_LOOKED_UP or size > MOST_CHARACTERS_LOOKED_UP:
            raise faults.stop(line, "", f"A table may have {MOST_LOOKED_UP:,} short rows.")
    faults.raise_if_any()
    return rows


def _with_capitals(text: str) -> str:
    """Every word with a capital, apostrophes and all: ``king's lynn`` is King's Lynn."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split())
