"""Bring an inspection in from an archive: all of it or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import orjson
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from areas.models import ChildProtectionCommittee, LocalAuthorityArea
from evaluations.archive import earlier
from evaluations.archive.plan import LISTS, READ, ROOT, Table, plan
from evaluations.archive.reading import Archive
from evaluations.models import BroughtIn, Inspection, Programme, PublishedVersion, StoredFile
from evaluations.signals import report_published
from indicators.models import FrameworkEdition, QualityIndicator
from inspectorate.accounts.operations.people import member_of_archive
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.faults import Fault, FaultList, Faulty
from inspectorate.tenancy.scope import because, require_inspectorate_id

LARGEST_FILE = 64 * 1024**2


@dataclass(frozen=True, slots=True)
class Brought:
    """What came in: how many rows of each table, and whether anything did. ``withheld`` pieces had
    been left out when the archive was made."""

    reference: str
    changed: bool
    totals: Mapping[str, int]
    withheld: int


@dataclass
class _Bringing:
    archive: Archive
    outside: dict[str, dict[int, int]]
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)
    faults: FaultList = field(default_factory=FaultList)


@transaction.atomic
def bring_in(*, actor: Actor, stream: BinaryIO, dry_run: bool = False) -> Brought:
    """The inspection of an archive, as it was. The area, the framework's edition and the committees
    must be here already, known by their codes; a programme that is not here is made. People are those
    with the same e-mail address; others are kept by name, without a way to sign in.

    The same archive again changes nothing. Raises NotPermitted, Faulty (every fault, with its member
    and line), Refused (there is another inspection of that reference).
    """
    actor.require(P.IMPORT_DATA)
    with Archive(stream) as archive:
        archive.check()
        totals = dict(archive.manifest.get("totals") or {})
        said = f"Brought in from an archive ({archive.digest[:12]})"
        with because(said):
            bringing = _Bringing(archive, _outside(archive))
            root = _root(archive)
            there = _already(bringing, root)
            withheld = int(archive.manifest.get("withheld") or 0)
            if there:
                return Brought(str(root["reference"]), False, totals, withheld)
            for table in plan():
                _bring(bringing, table)
            bringing.faults.raise_if_any()
            _files(bringing)
            _note(actor, bringing)
        if dry_run:
            transaction.set_rollback(True)
    return Brought(str(root["reference"]), True, totals, withheld)


def _root(archive: Archive) -> dict[str, Any]:
    rows = [row for _at, row in archive.rows(ROOT)]
    if len(rows) != 1:
        raise Faulty([Fault(None, f"data/{ROOT}.jsonl", "An archive holds one inspection.")])
    return rows[0]


def _already(bringing: _Bringing, root: Mapping[str, Any]) -> bool:
    """Whether this very archive was brought in before. Raises Refused when something else is there."""
    try:
        found = Inspection.objects.filter(
            programme_id=bringing.outside["Programme"][root["programme_id"]["outside"]],
            area_id=bringing.outside["LocalAuthorityArea"][root["area_id"]["outside"]],
            reference=str(root["reference"]),
        ).first()
    except (KeyError, TypeError):
        said = "It does not say which inspection this is."
        raise Faulty([Fault(1, f"data/{ROOT}.jsonl", said)]) from None
    if found is None:
        return False
    if BroughtIn.objects.filter(inspection=found, digest=bringing.archive.digest).exists():
        return True
    raise Refused(
        f"There is an inspection {root['reference']} of this area in this programme already. "
        "Nothing was brought in."
    )


def _outside(archive: Archive) -> dict[str, dict[int, int]]:
    """By model: the archive's number of each record that it points at, and the record here."""
    said = archive.read("references.json")
    faults = FaultList()
    if not isinstance(said, dict):
        raise Faulty([Fault(None, "references.json", "It does not name what is pointed at.")])
    found: dict[str, dict[int, int]] = {name: {} for name in _FINDERS}
    known: dict[str, Any] = {"found": found, "said": said}
    for model, find in _FINDERS.items():
        for number, about in sorted((said.get(model) or {}).items()):
            here = find(about, known) if isinstance(about, dict) else None
            if here is None or not str(number).isdigit():
                faults.add(None, "references.json", _unknown(model, about))
            else:
                found[model][int(number)] = here
    faults.raise_if_any()
    return found


def _unknown(model: str, about: Any) -> str:
    named = about.get("code") or about.get("name") if isinstance(about, dict) else "?"
    what = {
        "LocalAuthorityArea": "area {}: bring the areas in first",
        "ChildProtectionCommittee": "committee {}: bring the areas in first",
        "FrameworkEdition": "framework edition {} of the same wording: import it first",
        "QualityIndicator": "indicator {} in that edition",
    }.get(model, f"{model} {{}}")
    return f"There is no {what.format(named)}."


def _area(about: Mapping[str, Any], _known: Any) -> int | None:
    found = LocalAuthorityArea.objects.filter(code=about.get("code"))
    return _first(found)


def _committee(about: Mapping[str, Any], _known: Any) -> int | None:
    found = ChildProtectionCommittee.objects.filter(code=about.get("code"))
    return _first(found)


def _edition(about: Mapping[str, Any], _known: Any) -> int | None:
    found = FrameworkEdition.objects.filter(code=about.get("code"), digest=about.get("digest"))
    return _first(found)


def _indicator(about: Mapping[str, Any], known: Any) -> int | None:
    editions = list(known["found"]["FrameworkEdition"].values())
    found = QualityIndicator.objects.filter(edition_id__in=editions, code=about.get("code"))
    return _first(found)


def _first(found: Any) -> int | None:
    number: int | None = found.values_list("pk", flat=True).first()
    return number


def _programme(about: Mapping[str, Any], known: Any) -> int | None:
    editions = list(known["found"]["FrameworkEdition"].values())
    code, title = str(about.get("code") or "")[:60], str(about.get("title") or "")[:300]
    if not editions or not code:
        return None
    made, _new = Programme.objects.get_or_create(
        code=code, defaults={"title": title or code, "edition_id": editions[0]}
    )
    return int(made.pk)


def _member(about: Mapping[str, Any], _known: Any) -> int | None:
    said = {name: str(about.get(name) or "")[:150] for name in ("name", "email", "post")}
    return int(member_of_archive(**said).pk)


_FINDERS: Mapping[str, Any] = {
    "LocalAuthorityArea": _area,
    "ChildProtectionCommittee": _committee,
    "FrameworkEdition": _edition,
    "QualityIndicator": _indicator,
    "Programme": _programme,
    "Membership": _member,
}
"""How a record that the archive only points at is found here; in the order in which they are needed."""


def _bring(bringing: _Bringing, table: Table) -> None:
    numbers = bringing.numbers.setdefault(table.name, {})
    for at, row in bringing.archive.rows(table.name):
        number = row.pop("n")
        try:
            values = _values(bringing, table, row)
            with transaction.atomic():
                numbers[number] = _insert(table, values)
        except (KeyError, TypeError, AttributeError) as error:
            what = f"It names {error.args[0]}, which is not in the archive."
            bringing.faults.add(at, f"data/{table.name}.jsonl", what)
        except DatabaseError as error:
            said = str(error).splitlines()[0]
            bringing.faults.add(at, f"data/{table.name}.jsonl", f"It cannot be kept: {said}.")


def _values(bringing: _Bringing, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with the numbers of this database. Raises KeyError for what is not there."""
    unknown = sorted(set(row) - set(table.columns))
    if unknown:
        raise KeyError(f"column {unknown[0]}")
    for column, model in table.links.items():
        row[column] = _here(bringing, model, row.get(column))
    for (name, column), model in LISTS.items():
        if name == table.name:
            row[column] = [_here(bringing, model, one) for one in row.get(column) or ()]
    if table.name == "KeptIdentifier":
        names = {one.table: one.name for one in plan()}
        of = names.get(str(row["table_name"]), "")
        row["record_id"] = bringing.numbers.get(of, {}).get(row["record_id"] or 0, 0)
    if table.name == "CaseMaterialRead":
        there = bringing.numbers.get(READ.get(str(row.get("what")), ""), {})
        row["records"] = [there[one] for one in row.get("records") or () if one in there]
    return row


def _here(bringing: _Bringing, model: str, target: Any) -> int | None:
    if target is None:
        return None
    if isinstance(target, dict):
        return bringing.outside[model][target["outside"]]
    return bringing.numbers[model][target]


def _insert(table: Table, values: Mapping[str, Any]) -> int:
    columns = [column for column in table.columns if column in values]
    named = ", ".join(columns)
    taken = ", ".join(f"r.{column}" for column in columns)
    sql = (
        f"insert into {table.table} (inspectorate_id, {named}) "  # noqa: S608 - names of the plan
        f"select %s, {taken} from jsonb_populate_record(null::{table.table}, %s::jsonb) r "
        "returning id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [require_inspectorate_id(), orjson.dumps(values).decode()])
        return int(cursor.fetchone()[0])


def _files(bringing: _Bringing) -> None:
    """The bytes of the files. One whose bytes were gone, or withheld, stays without."""
    for number, here in bringing.numbers[StoredFile.__name__].items():
        if bringing.archive.size_of(number) > LARGEST_FILE:
            raise Faulty([Fault(None, f"files/{number:05d}", "It is larger than a file may be.")])
        _keep_bytes(here, bringing.archive.bytes_of(number))


def _keep_bytes(file_id: int, parts: Iterator[bytes]) -> None:
    """Keep a file's bytes. They go to the database a slice at a time, by way of a large object of this
    transaction, so that no file is ever whole in this process."""
    first = next(parts, b"")
    if not first:
        return
    with connection.cursor() as cursor:
        cursor.execute("select lo_from_bytea(0, %s)", [first])
        ((held,),), at = cursor.fetchall(), len(first)
        for part in parts:
            cursor.execute("select lo_put(%s, %s, %s)", [held, at, part])
            at += len(part)
        cursor.execute(
            "insert into evaluations_filecontent (inspectorate_id, file_id, content) "
            "values (%s, %s, lo_get(%s))",
            [require_inspectorate_id(), file_id, held],
        )
        cursor.execute("select lo_unlink(%s)", [held])


def _note(actor: Actor, bringing: _Bringing) -> None:
    """Keep where it came from, and let the apps above know what was published."""
    inspection = Inspection.objects.get(pk=bringing.numbers[ROOT][1])
    BroughtIn.objects.create(
        inspection=inspection,
        digest=bringing.archive.digest,
        made_at=str(bringing.archive.manifest.get("made_at") or timezone.now().isoformat())[:40],
        entries=earlier.kept_with(bringing.archive),
        membership_id=actor.membership_id,
    )
    newest = PublishedVersion.objects.filter(
        inspection=inspection, number=inspection.published_number
    ).first()
    if newest is not None:
        report_published.send(sender=Inspection, inspection=inspection, version=newest)
