"""Bring evaluations in from a file: all of it or nothing, set by set.

The rows stream through the checks into a stage, are compared there with what is on record, and go
in with one statement a table. The same file again changes nothing; what a file leaves out stays.
"""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from areas.operations import import_areas
from evaluations.models import Programme
from evaluations.operations import staging
from evaluations.operations.freezing import freeze
from evaluations.rules.evaluations_file import EvaluationRow, EvaluationsFile
from evaluations.rules.profile import Profile, read_profile
from evaluations.rules.profiled_file import ImportReport, ProfiledFile
from evaluations.rules.values import kept
from indicators.access import edition_by_code
from indicators.queries import edition_document, indicator_ids
from indicators.rules.document import Edition
from indicators.rules.values import parse_value
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import ByteStream, Source
from inspectorate.tenancy.scope import because, require_inspectorate_id

BATCH = 20_000
ONE_AT_A_TIME = 4_301
"""The advisory lock of evaluation files: two people who bring files at once take turns."""

Beside = Callable[[str], Source | None]
"""A file that lies beside the one brought, by its name; None when it does not."""


@dataclass(frozen=True, slots=True)
class EvaluationsImported:
    """What an import did, or would do. ``said`` is the report of the reading, a line to a thing."""

    programme: str
    programme_made: bool
    areas_made: int
    inspections_made: int
    inspections_changed: int
    evaluations_made: int
    evaluations_changed: int
    versions_published: int
    sha256: str
    said: tuple[str, ...] = field(default=())

    @property
    def nothing_changed(self) -> bool:
        return not (
            self.programme_made
            or self.areas_made
            or self.inspections_made
            or self.inspections_changed
            or self.evaluations_made
            or self.evaluations_changed
        )


@dataclass
class Hashed:
    """A file's bytes as they pass, and their sha256 when the last has."""

    source: Source
    digest: Any = field(default_factory=hashlib.sha256)

    def __iter__(self) -> Iterator[bytes]:
        for piece in _pieces(self.source):
            self.digest.update(piece)
            yield piece


def _pieces(source: Source) -> Iterable[bytes]:
    if isinstance(source, bytes):
        return (source,)
    if isinstance(source, ByteStream):
        return iter(lambda: source.readline(65_536), b"")
    return source


@transaction.atomic
def import_evaluations(
    *,
    actor: Actor,
    programme: str,
    framework: str,
    source: Source,
    file_name: str = "a file",
    profile: bytes | None = None,
    beside: Beside = lambda _name: None,
    create_areas: bool = False,
    correct: str = "",
) -> EvaluationsImported:
    """Bring a file of evaluations into a programme, which is made when there is none of that code.

    An inspection with a date of publication is on record as published, its version 1 frozen. One
    that is published already changes only with ``correct``, the reason of the correction: its
    changed inspections get a new version. Raises Faulty (every fault, with its line), NotFound,
    NotPermitted.
    """
    actor.require(P.IMPORT_DATA)
    _take_turns()
    edition_id = edition_by_code(actor, framework).pk
    edition = edition_document(edition_id)
    kept_programme, made = _programme(programme, edition_id)
    hashed = Hashed(source)
    profiled = None if profile is None else read_profile(profile, edition, parse_value)
    file = _file(iter(hashed), edition, profiled, beside, create_areas=create_areas)
    staging.make()
    _stage(file, indicator_ids(edition_id))
    sha256 = hashed.digest.hexdigest()
    with because(f"Imported from {file_name[:200]}, sha256 {sha256}"):
        areas_made = _make_areas(actor, _names(file), allowed=create_areas or profiled is not None)
        staging.place(kept_programme.pk)
        _refuse(edition_id, correct)
        done = staging.bring_in(kept_programme.pk, edition_id, f"Imported from {file_name[:200]}")
        published = _publish(edition, file_name, correct)
    return EvaluationsImported(
        programme=programme,
        programme_made=made,
        areas_made=areas_made,
        versions_published=published,
        sha256=sha256,
        said=tuple(_said(file)),
        **done,
    )


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(%s, %s)", [ONE_AT_A_TIME, require_inspectorate_id()]
        )


def _programme(code: str, edition_id: int) -> tuple[Programme, bool]:
    """The programme, made with its code for a title when it is new."""
    if not code or len(code) > 60 or not code.isprintable():  # noqa: PLR2004
        raise Invalid({"programme": "A programme's code has 1 to 60 printable characters."})
    found = Programme.objects.filter(code=code).first()
    if found is not None:
        return found, False
    return Programme.objects.create(code=code, title=code, edition_id=edition_id), True


def _file(
    source: Source,
    edition: Edition,
    profile: Profile | None,
    beside: Beside,
    *,
    create_areas: bool,
) -> EvaluationsFile | ProfiledFile:
    areas = staging.areas()
    if profile is None:
        return EvaluationsFile(
            source,
            edition,
            parse_value,
            areas=None if create_areas else areas.keys(),
            pilot_areas={code for code, (_, pilot) in areas.items() if pilot},
        )
    found = {name: beside(table.file) for name, table in profile.tables.items()}
    tables = {name: table for name, table in found.items() if table is not None}
    return ProfiledFile(
        source,
        profile,
        edition,
        parse_value,
        tables=tables,
        areas=None if create_areas else areas.keys(),
    )


def _stage(file: Iterable[EvaluationRow], indicators: dict[str, int]) -> None:
    """Copy the rows into the stage, a batch at a time. Raises Faulty after the last row."""
    batch = io.StringIO()
    words: dict[Any, str] = {}
    for number, row in enumerate(file, start=1):
        value = words.get(row.value)
        if value is None:
            value = words[row.value] = staging.value_text(kept(row.value))
        batch.write(staging.line(row, indicators[row.indicator_code], value))
        if number % BATCH == 0:
            staging.copy(batch)
            batch = io.StringIO()
    staging.copy(batch)


def _names(file: EvaluationsFile | ProfiledFile) -> dict[str, str]:
    """Areas by code with the name the file gives them; a plain file names none."""
    return file.report.areas if isinstance(file, ProfiledFile) else {}


def _make_areas(actor: Actor, names: dict[str, str], *, allowed: bool) -> int:
    """Make the areas of the stage that are not on record, named by the file or by their code."""
    missing = staging.areas_missing()
    if not missing or not allowed:
        return 0
    lines = ["code,name", *(f"{_cell(code)},{_cell(names.get(code) or code)}" for code in missing)]
    return import_areas(actor=actor, stream="\n".join(lines).encode()).areas_made


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _refuse(edition_id: int, correct: str) -> None:
    """Note every inspection that the file may not change. Raises Faulty."""
    faults = FaultList()
    for line, field_name, reason in staging.conflicts(edition_id, may_correct=bool(correct)):
        faults.add(line, field_name, reason)
    faults.raise_if_any()


def _publish(edition: Edition, file_name: str, correct: str) -> int:
    """Freeze a version of what the file published or corrected; how many."""
    first, corrected = staging.to_publish()
    why = f"Imported from {file_name[:200]}"
    count = freeze(edition, first, membership_id=None, reason="", otherwise_on=timezone.localdate())
    count += freeze(
        edition,
        corrected,
        membership_id=None,
        reason=correct or why,
        otherwise_on=timezone.localdate(),
        on=timezone.localdate(),
    )
    return count


def _said(file: EvaluationsFile | ProfiledFile) -> list[str]:
    if isinstance(file, ProfiledFile):
        report: ImportReport = file.report
        return report.sentences()
    said = [
        f"{file.rows_read:,} rows read: {file.inspections:,} inspections, "
        f"{file.evaluations:,} evaluations, {file.left_empty:,} left empty."
    ]
    if file.inspections_without_evaluations:
        said.append(
            f"{file.inspections_without_evaluations:,} inspections have no evaluation at all and "
            "were left out."
        )
    return said
