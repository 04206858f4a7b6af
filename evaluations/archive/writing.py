"""Write an inspection's archive: rows, history, files, what people can read, and the manifest last."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import chain
from typing import Any

import orjson
from django.utils import timezone

from evaluations.archive import earlier
from evaluations.archive.earlier import HISTORY_BEFORE
from evaluations.archive.plan import LISTS, READ, Table, plan
from evaluations.archive.rows import (
    OUTSIDE,
    Numbers,
    bytes_of,
    described,
    history_of,
    numbers_of,
    rows_of,
)
from evaluations.archive.stream import ZipStream
from inspectorate.kernel.sheets import for_spreadsheet

FORMAT = 1
MANIFEST = "manifest.json"
WITHHELD = "[withheld: for medically qualified inspectors]"
_UNSAFE = re.compile(r"[^\w.\- ]+")
LONGEST_NAME = 80


@dataclass
class _Writing:
    """What is known while an archive is written."""

    numbers: Numbers
    medical: bool
    stream: ZipStream = field(default_factory=ZipStream)
    totals: dict[str, int] = field(default_factory=dict)
    outside: dict[str, dict[int, int]] = field(default_factory=dict)
    faults: list[dict[str, str]] = field(default_factory=list)
    withheld: int = 0

    def fault(self, where: str, what: str) -> None:
        self.faults.append({"where": where, "what": what})


def archive_of(inspection_id: int, *, medical: bool, about: Mapping[str, Any]) -> Iterator[bytes]:
    """The archive's bytes as they come; within an open scope.

    ``about`` goes into the manifest as it is (who took it, from where). Whatever is broken is
    written as it lies and named in ``faults.json``; nothing of the content stops the writing.
    ``medical`` False leaves the words of medical notes out, and says so.
    """
    writing = _Writing(numbers_of(inspection_id), medical)
    yield from writing.stream.add("README.txt", [README.encode()])
    for table in plan():
        yield from writing.stream.add(f"data/{table.name}.jsonl", _data(writing, table))
    yield from writing.stream.add("history.jsonl", _history(writing))
    before = _before(writing, inspection_id)
    if first := next(before, b""):
        yield from writing.stream.add(HISTORY_BEFORE, chain([first], before))
    yield from _files(writing)
    for name, made in READABLE.items():
        yield from writing.stream.add(name, _tried(writing, name, made))
    yield from writing.stream.add("references.json", [_references(writing)])
    yield from writing.stream.add("faults.json", [_json(writing.faults)])
    yield from writing.stream.add(MANIFEST, [_json(_manifest(writing, about))])
    yield writing.stream.end()


def _json(data: Any) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def _line(data: Any) -> bytes:
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS) + b"\n"


def _data(writing: _Writing, table: Table) -> Iterator[bytes]:
    count = 0
    for row in rows_of(table, list(writing.numbers[table.name])):
        count += 1
        yield _line(_numbered(writing, table, row))
    writing.totals[table.name] = count
    if count != len(writing.numbers[table.name]):
        writing.fault(table.name, "Rows went while the archive was written.")


def _numbered(writing: _Writing, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the archive's numbers in place of the database's."""
    number = writing.numbers[table.name][row.pop("id")]
    row.pop("inspectorate_id", None)
    for column, model in table.links.items():
        row[column] = _pointed(writing, table, number, column, model, row.get(column))
    _numbered_lists(writing, table, number, row)
    return {"n": number, **_shown(writing, table, row)}


def _pointed(
    writing: _Writing, table: Table, number: int, column: str, model: str, target: int | None
) -> Any:
    if target is None:
        return None
    if model in writing.numbers:
        at = writing.numbers[model].get(target)
        if at is None:
            writing.fault(f"{table.name} {number}", f"{column} points at a row that is not there.")
        return at
    known = writing.outside.setdefault(model, {})
    return {"outside": known.setdefault(target, len(known) + 1)}


def _numbered_lists(writing: _Writing, table: Table, number: int, row: dict[str, Any]) -> None:
    """Numbers of other rows that are not links of the database."""
    if table.name == "KeptIdentifier":
        row["record_id"] = _record(writing, row)
    if table.name == "CaseMaterialRead":
        there = writing.numbers.get(READ.get(str(row.get("what")), ""), {})
        row["records"] = [there[one] for one in row.get("records") or () if one in there]
        row["token_id"] = None
    for (name, column), model in LISTS.items():
        if name == table.name:
            listed = row.get(column) or ()
            row[column] = [_pointed(writing, table, number, column, model, one) for one in listed]


def _record(writing: _Writing, row: Mapping[str, Any]) -> int | None:
    """A kept identifier names its record by table and number."""
    tables = {one.table: one.name for one in plan()}
    name = tables.get(str(row.get("table_name")), "")
    return writing.numbers.get(name, {}).get(row.get("record_id") or 0)


def _shown(writing: _Writing, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    if writing.medical or table.name != "Evidence" or not row.get("medical"):
        return row
    writing.withheld += 1
    return row | {"text": WITHHELD, "quote": ""}


def _history(writing: _Writing) -> Iterator[bytes]:
    count = 0
    for table in plan():
        ids = writing.numbers[table.name]
        for entry in history_of(table, list(ids)):
            count += 1
            entry["table"], entry["n"] = table.name, ids[entry.pop("record")]
            if table.name == "Evidence" and entry["row"].get("medical") and not writing.medical:
                entry["row"] |= {"text": WITHHELD, "quote": ""}
            yield _line(entry)
    writing.totals["history"] = count


def _before(writing: _Writing, inspection_id: int) -> Iterator[bytes]:
    """The history that it had where it was before, as it came, but for the words of medical notes."""
    for count, line in enumerate(earlier.lines_of(inspection_id), 1):
        writing.totals["history_before"] = count
        yield (line if writing.medical else earlier.without_medical(line, WITHHELD)) + b"\n"


def _files(writing: _Writing) -> Iterator[bytes]:
    """Each file under its number and a name that is safe on every system."""
    stored = next(one for one in plan() if one.name == "StoredFile")
    hidden = set() if writing.medical else _of_medical_notes(writing)
    for row in rows_of(stored, list(writing.numbers["StoredFile"])):
        number = writing.numbers["StoredFile"][row["id"]]
        where = f"files/{number:05d}-{_safe(str(row.get('name') or ''))}"
        if row["id"] in hidden:
            writing.withheld += 1
            continue
        yield from writing.stream.add(where, bytes_of(row["id"]))
        kept = writing.stream.members[-1]
        if kept["sha256"] != row.get("digest"):
            gone = kept["size"] == 0
            said = "Its bytes are gone." if gone else "Its bytes are not those that were brought."
            writing.fault(where, said)


def _of_medical_notes(writing: _Writing) -> set[int]:
    tables = {one.name: one for one in plan()}
    notes = {
        row["id"]
        for row in rows_of(tables["Evidence"], list(writing.numbers["Evidence"]))
        if row.get("medical")
    }
    linked = rows_of(tables["EvidenceFile"], list(writing.numbers["EvidenceFile"]))
    return {row["file_id"] for row in linked if row.get("evidence_id") in notes}


def _safe(name: str) -> str:
    return _UNSAFE.sub("_", name).strip(". ")[-LONGEST_NAME:] or "file"


def _references(writing: _Writing) -> bytes:
    """What the archive points at and does not hold: how it is known elsewhere."""
    found: dict[str, dict[str, Any]] = {}
    for model, numbers in sorted(writing.outside.items()):
        known = described(model, list(numbers)) if model in OUTSIDE else {}
        found[model] = {str(at): known.get(one) for one, at in numbers.items()}
        for one in sorted(set(numbers) - set(known)):
            writing.fault(model, f"Nothing is known of record {numbers[one]} that is pointed at.")
    return _json(found)


def _manifest(writing: _Writing, about: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "about": dict(about),
        "totals": writing.totals,
        "withheld": writing.withheld,
        "faults": len(writing.faults),
        "members": writing.stream.members,
    }


Readable = Callable[[Numbers], Iterator[Sequence[Any]]]


def _tried(writing: _Writing, name: str, made: Readable) -> Iterable[bytes]:
    """A table for people. What is broken in the records ends it, and is said; the data is whole."""
    try:
        for row in made(writing.numbers):
            text = StringIO()
            csv.writer(text).writerow([for_spreadsheet(one) for one in row])
            yield text.getvalue().encode()
    except Exception as error:
        writing.fault(name, f"It could not be written to its end ({type(error).__name__}).")


def _rows(numbers: Numbers, name: str) -> Iterator[dict[str, Any]]:
    table = next(one for one in plan() if one.name == name)
    return rows_of(table, list(numbers[name]))


EVIDENCE_COLUMNS = (
    "number",
    "bearing",
    "source_kind",
    "level_of_service",
    "happened_on",
    "indicator_codes",
    "medical",
    "text",
    "quote",
    "withdrawn_at",
    "withdrawn_why",
)


def _evidence(numbers: Numbers) -> Iterator[Sequence[Any]]:
    yield EVIDENCE_COLUMNS
    for row in _rows(numbers, "Evidence"):
        hidden = {"text": WITHHELD, "quote": ""} if row["medical"] else {}
        said = row | hidden | {"indicator_codes": " ".join(row["indicator_codes"])}
        yield [said[column] for column in EVIDENCE_COLUMNS]


def _evaluations(numbers: Numbers) -> Iterator[Sequence[Any]]:
    rows = list(_rows(numbers, "Evaluation"))
    known = described("QualityIndicator", [row["indicator_id"] for row in rows])
    yield "indicator", "title", "level", "level_set", "non_grade", "rationale"
    for row in rows:
        indicator = known[row["indicator_id"]]
        value = [row["level"], row["level_set"], row["non_grade"], row["rationale"]]
        yield [indicator["code"], indicator["title"], *value]


def _report(numbers: Numbers) -> Iterator[Sequence[Any]]:
    yield "chapter", "title", "text"
    for row in _rows(numbers, "ReportChapter"):
        yield row["position"], row["title"], row["text"]


READABLE: Mapping[str, Readable] = {
    "evidence.csv": _evidence,
    "evaluations.csv": _evaluations,
    "report.csv": _report,
}
"""For people: the same as in data/, to be opened in a spreadsheet."""

README = """An inspection, whole, as it lay in the system on the day in manifest.json.

data/           one file a table, one JSON object a line; "n" numbers the rows of a table, and a
                column that points at another table holds that number
history.jsonl   every change of every row: when, who, why, the row afterwards, and its digest
history-before.jsonl
                the same of each place it was brought in from, oldest first, numbered as it was
                there; a line "brought_in" ends each and names the archive it left with
files/          the files that people brought, as they brought them
*.csv           the evidence, the evaluations and the report, for a spreadsheet
references.json what is pointed at and not in here: areas, people, the framework's indicators
faults.json     what was broken or missing, named; it is in data/ as it lay
manifest.json   the size and sha256 of everything above, and how many rows there are

Whom the pseudonyms of sampled cases stand for is not in here.
"""
