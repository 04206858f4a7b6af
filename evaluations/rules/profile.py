"""Import profiles: how another source's columns, dates and words become evaluations.

A profile is a YAML file; ``docs/imports.md`` describes it for those who write one. Nothing in it
runs: words are compared as they stand, whatever their case.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Words
from dataclasses import dataclass, field

from evaluations.rules.evaluations_file import ParseValue
from evaluations.rules.ledger import KINDS
from indicators.rules.document import Edition
from inspectorate.kernel.cells import is_date_format
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import (
    Fields,
    Item,
    closest,
    fields_of,
    items_of,
    one_line,
    text_of,
)
from inspectorate.kernel.yaml_tree import Mapping as Tree
from inspectorate.kernel.yaml_tree import Scalar, Sequence, read_tree

ISO = ("%Y-%m-%d",)
MOST = 500
"""Members of any list or mapping."""
LONGEST = 2_000

_ROOT = (
    *("profile", "title", "framework", "source", "licence", "tables", "ignore", "skip"),
    *("area", "inspection", "values"),
)
_INSPECTION = ("reference", "kind", "fieldwork_from", "fieldwork_to", "published_on")
_CELL = ("column", "constant", "table", "words", "otherwise", "formats", "after_last", "capitals")


@dataclass(frozen=True)
class Cell:
    """Where one field comes from: a column of the file or of a table brought along, or a constant.

    ``words`` (keys in lower case) say what the source's words mean. A word that is not among them
    stands for itself, or becomes ``otherwise`` where that is given, and is reported. ``after_last``
    keeps what follows its last occurrence; ``capitals`` gives every word a capital.
    """

    column: str = ""
    constant: str | None = None
    table: str = ""
    words: Words[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    formats: tuple[str, ...] = ISO
    after_last: str = ""
    capitals: bool = False


@dataclass(frozen=True)
class LookUp:
    """A table brought along with the file: its rows are found by ``key``.

    ``by`` is the column of the file that holds the key.
    """

    file: str
    key: str
    by: str


@dataclass(frozen=True)
class Skip:
    """Rows left out: those whose ``column`` holds one of ``words`` (in lower case)."""

    column: str
    words: frozenset[str]


@dataclass(frozen=True)
class Profile:
    """A profile, read and checked against the edition its values belong to.

    ``area_name`` holds alternatives, the first that is not empty counts. ``columns`` maps the
    value columns of a wide file to indicators; a long file has ``indicator`` and ``value`` instead.
    ``words`` and ``non_grades`` map the source's words, in lower case, to values of the edition.
    """

    code: str
    title: str
    framework: str
    source: str
    licence: str
    area_code: Cell
    area_name: tuple[Cell, ...]
    areas_may_be_created: bool
    reference: Cell
    kind: Cell
    fieldwork_from: Cell
    fieldwork_to: Cell
    published_on: Cell
    columns: Words[str, str]
    indicator: Cell | None
    value: Cell | None
    words: Words[str, str]
    non_grades: Words[str, str]
    tables: Words[str, LookUp]
    skip: tuple[Skip, ...]
    ignore: tuple[str, ...]
    ignore_others: bool

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell the profile reads apart from the values."""
        inspection = (self.reference, self.kind, self.fieldwork_from, self.fieldwork_to)
        long = tuple(one for one in (self.indicator, self.value) if one)
        return (self.area_code, *self.area_name, *inspection, self.published_on, *long)

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """The columns the source file must have, in the order the profile names them."""
        named = [one.column for one in self.cells if one.column and not one.table]
        named += [one.by for one in self.tables.values()]
        named += [one.column for one in self.skip]
        return tuple(dict.fromkeys([*named, *self.columns]))


def read_profile(content: bytes, edition: Edition, parse: ParseValue) -> Profile:
    """The profile in a YAML file. Raises ``Faulty`` with every fault and its line."""
    faults = FaultList()
    profile = _ProfileReader(read_tree(content, faults), edition, parse, faults).profile()
    faults.raise_if_any()
    return profile


class _ProfileReader:
    def __init__(self, root: Tree, edition: Edition, parse: ParseValue, faults: FaultList) -> None:
        self._root = Fields(root, "", faults, _ROOT)
        self._edition = edition
        self._parse = parse
        self._faults = faults
        self._tables: dict[str, LookUp] = {}

    def profile(self) -> Profile:
        root = self._root
        framework = root.text("framework", required=True)
        if framework and framework != self._edition.code:
            reason = f"The profile is for {shown(framework)}, not for {self._edition.code}."
            root.fault("framework", reason)
        self._tables = self._read_tables()
        area = self._fields("area", ("code", "name", "may_be_created"))
        inspection = self._fields("inspection", _INSPECTION)
        values = self._fields("values", ("columns", "indicator", "value", "words", "non_grades"))
        columns = self._columns(values)
        ignore = root.texts("ignore", most=MOST)
        return Profile(
            code=root.text("profile", required=True),
            title=root.text("title"),
            framework=framework,
            source=root.text("source", longest=LONGEST),
            licence=root.text("licence", longest=LONGEST),
            area_code=self._cell(area, "code", needed=True),
            area_name=self._alternatives(area, "name"),
            areas_may_be_created=self._may_be_created(area),
            reference=self._cell(inspection, "reference"),
            kind=self._kind(inspection),
            fieldwork_from=self._cell(inspection, "fieldwork_from"),
            fieldwork_to=self._cell(inspection, "fieldwork_to"),
            published_on=self._cell(inspection, "published_on"),
            columns=columns,
            indicator=None if columns else self._cell(values, "indicator", needed=True),
            value=None if columns else self._cell(values, "value", needed=True),
            words=self._meanings(values),
            non_grades=self._non_grades(values),
            tables=self._tables,
            skip=self._read_skip(),
            ignore=tuple(one for one in ignore if one != "others"),
            ignore_others="others" in ignore,
        )

    def _fields(self, name: str, known: tuple[str, ...]) -> Fields:
        if not self._root.has(name):
            self._root.fault(name, "This is needed.")
        found = self._root.fields(name, known)
        return found or Fields(Tree(self._root.line_of(name)), name, self._faults)

    def _may_be_created(self, area: Fields) -> bool:
        may = area.flag("may_be_created")
        if may and not area.has("name"):
            reason = "Areas can be made only where the profile says their name."
            area.fault("may_be_created", reason)
        return may

    def _read_tables(self) -> dict[str, LookUp]:
        tables = {}
        for name, item in self._root.pairs("tables", most=MOST):
            fields = fields_of(item, self._faults, ("file", "key", "by"))
            if fields is not None:
                key = fields.text("key", required=True)
                by = fields.text("by") or key
                tables[name.text] = LookUp(fields.text("file", required=True), key, by)
        return tables

    def _read_skip(self) -> tuple[Skip, ...]:
        found = []
        for item in self._root.items("skip", most=MOST):
            fields = fields_of(item, self._faults, ("column", "words"))
            if fields is not None:
                words = frozenset(one.casefold() for one in fields.texts("words", most=MOST))
                found.append(Skip(fields.text("column", required=True), words))
        return tuple(found)

    def _alternatives(self, owner: Fields, name: str) -> tuple[Cell, ...]:
        item = owner.item(name)
        if item is None:
            return ()
        if not isinstance(item.node, Sequence):
            return (self._cell_of(item),)
        return tuple(self._cell_of(one) for one in items_of(item, self._faults, MOST))

    def _cell(self, owner: Fields, name: str, *, needed: bool = False) -> Cell:
        item = owner.item(name)
        if item is not None:
            return self._cell_of(item)
        if needed:
            owner.fault(name, "This is needed.")
        return Cell(constant="")

    def _cell_of(self, item: Item) -> Cell:
        """A cell; a text alone is the name of a column."""
        if isinstance(item.node, Scalar):
            return Cell(column=text_of(item, self._faults))
        fields = fields_of(item, self._faults, _CELL)
        if fields is None:
            return Cell(constant="")
        column, table = fields.text("column"), fields.text("table")
        if bool(column) == fields.says("constant"):
            fields.fault("column", "Name either a column or a constant.")
        if table and table not in self._tables:
            hint = closest(table, tuple(self._tables))
            fields.fault("table", f"{shown(table)} is not one of the tables.{hint}")
        return Cell(
            column=column,
            constant=fields.text("constant") if fields.says("constant") else None,
            table=table,
            words=self._words(fields, "words"),
            otherwise=fields.text("otherwise") if fields.says("otherwise") else None,
            formats=self._formats(fields),
            after_last=fields.exactly("after_last"),
            capitals=fields.flag("capitals"),
        )

    def _formats(self, fields: Fields) -> tuple[str, ...]:
        formats = fields.texts("formats", most=MOST)
        for one in formats:
            if not is_date_format(one):
                reason = f"{shown(one)} does not say day, month and year as strptime has them."
                fields.fault("formats", reason)
        return formats or ISO

    def _pairs(self, owner: Fields, name: str) -> Iterator[tuple[str, str, Item]]:
        """The texts of a mapping of texts to texts; an empty one is a text too."""
        for key, item in owner.pairs(name, most=MOST):
            if isinstance(item.node, Scalar):
                yield one_line(key.text), one_line(item.node.text), item
            else:
                self._faults.add(item.line, item.path, "One text is expected here.")

    def _words(self, owner: Fields, name: str) -> dict[str, str]:
        """The source's words in lower case, and what they mean."""
        words: dict[str, str] = {}
        for word, meaning, item in self._pairs(owner, name):
            if word.casefold() in words:
                reason = f"{shown(word)} is there already, in capitals or not."
                self._faults.add(item.line, item.path, reason)
            words[word.casefold()] = meaning
        return words

    def _kind(self, inspection: Fields) -> Cell:
        cell = self._cell(inspection, "kind")
        for kind in {*cell.words.values(), cell.otherwise or "full", cell.constant or "full"}:
            if kind not in KINDS:
                reason = (
                    f"{shown(kind)} is not a kind of inspection. There are: {', '.join(KINDS)}."
                )
                inspection.fault("kind", reason)
        return cell

    def _columns(self, values: Fields) -> dict[str, str]:
        columns = {}
        known = tuple(one.code for one in self._edition.indicators)
        for column, code, item in self._pairs(values, "columns"):
            if code not in known:
                reason = f"{shown(code)} is not an indicator of {self._edition.code}."
                self._faults.add(item.line, item.path, reason + closest(code, known))
            columns[column] = code
        if columns and (values.has("indicator") or values.has("value")):
            values.fault("columns", "Give either columns, or an indicator and a value.")
        return columns

    def _meanings(self, values: Fields) -> dict[str, str]:
        for _word, meaning, item in self._pairs(values, "words"):
            wrong = self._parse(self._edition, meaning)
            if isinstance(wrong, str):
                self._faults.add(item.line, item.path, wrong)
        return self._words(values, "words")

    def _non_grades(self, values: Fields) -> dict[str, str]:
        known = tuple(one.code for one in self._edition.non_grades)
        for _word, code, item in self._pairs(values, "non_grades"):
            if code not in known:
                reason = f"{shown(code)} is not a non-grade of {self._edition.code}."
                self._faults.add(item.line, item.path, reason + closest(code, known))
        return self._words(values, "non_grades")
