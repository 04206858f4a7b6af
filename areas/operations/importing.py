"""Bring an areas file in: all of it or nothing, a few statements whatever its length."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from areas.models import BODIES, Body, LocalAuthorityArea
from areas.rules.areas_file import AreaRow, read_areas
from areas.terms import BodyKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import Source, shown
from inspectorate.tenancy.scope import require_inspectorate_id

BATCH = 2000
IMPORTED = (BodyKind.COMMITTEE, BodyKind.HEALTH_BOARD, BodyKind.POLICE_FORCE)
COLUMN = {
    BodyKind.COMMITTEE: "child_protection_committee",
    BodyKind.HEALTH_BOARD: "health_boards",
    BodyKind.POLICE_FORCE: "police_force",
}
LONGEST_CODE = 60
ONE_AT_A_TIME = 4_101
"""The advisory lock of the areas file: two people who bring files at once take turns."""

_RENAME = """
update areas_localauthorityarea a
set name = f.name, pilot = coalesce(f.pilot, a.pilot), version = a.version + 1,
    gss_code = coalesce(nullif(f.gss_code, ''), a.gss_code)
from unnest(%s::text[], %s::text[], %s::bool[], %s::text[]) as f (code, name, pilot, gss_code)
where a.inspectorate_id = %s and a.code = f.code
  and (a.name <> f.name or a.pilot <> coalesce(f.pilot, a.pilot)
    or a.gss_code is distinct from coalesce(nullif(f.gss_code, ''), a.gss_code))
"""


@dataclass(frozen=True, slots=True)
class AreasImported:
    """What an import did. ``links`` counts the links it made; all zero: nothing changed."""

    rows: int
    areas_made: int
    areas_changed: int
    bodies_made: dict[BodyKind, int]
    links: int

    @property
    def nothing_changed(self) -> bool:
        return not (
            self.areas_made or self.areas_changed or any(self.bodies_made.values()) or self.links
        )


@transaction.atomic
def import_areas(*, actor: Actor, stream: Source) -> AreasImported:
    """Bring the areas of a CSV file in. Nothing that the file does not name is removed.

    Areas are known by code, bodies by name. New links hold without dates. An area that the
    records place with another committee or force is a fault: that is a change with a date, which
    the area's page records. Raises Faulty (every fault, with its line) and NotPermitted.
    """
    actor.require(P.MAINTAIN_AREAS)
    rows = tuple(read_areas(stream))
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(%s, %s)", [ONE_AT_A_TIME, require_inspectorate_id()]
        )
    _gss_codes_are_free(rows)
    made, changed = _areas(rows)
    area_ids = dict(LocalAuthorityArea.objects.values_list("code", "id"))
    faults = FaultList()
    bodies_made, links = {}, 0
    for kind in IMPORTED:
        bodies_made[kind], body_ids = _bodies(kind, (name for _, name in _named(kind, rows)))
        links += _links(kind, rows, area_ids, body_ids, faults)
    faults.raise_if_any()
    return AreasImported(len(rows), made, changed, bodies_made, links)


def _gss_codes_are_free(rows: tuple[AreaRow, ...]) -> None:
    """Raises Faulty where the file gives an area the GSS code of another."""
    wanted = {row.gss_code: row for row in rows if row.gss_code}
    held = LocalAuthorityArea.objects.filter(gss_code__in=wanted).values_list("gss_code", "code")
    faults = FaultList()
    for gss_code, code in held:
        if wanted[gss_code].code != code:
            reason = f"{gss_code} is the GSS code of the area {code}. An area has its own."
            faults.add(wanted[gss_code].line, "gss_code", reason)
    faults.raise_if_any()


def _areas(rows: tuple[AreaRow, ...]) -> tuple[int, int]:
    """Make the new areas, rename the others; how many of each."""
    known = set(LocalAuthorityArea.objects.values_list("code", flat=True))
    new = [
        LocalAuthorityArea(
            code=row.code, name=row.name, pilot=bool(row.pilot), gss_code=row.gss_code or None
        )
        for row in rows
        if row.code not in known
    ]
    LocalAuthorityArea.objects.bulk_create(new, batch_size=BATCH)
    with connection.cursor() as cursor:
        columns = [[row.code for row in rows], [row.name for row in rows]]
        pilots = [row.pilot for row in rows]
        gss_codes = [row.gss_code for row in rows]
        cursor.execute(_RENAME, [*columns, pilots, gss_codes, require_inspectorate_id()])
        return len(new), cursor.rowcount


def _named(kind: BodyKind, rows: Iterable[AreaRow]) -> Iterator[tuple[AreaRow, str]]:
    """Every body of a kind that the file names, with the row that names it."""
    for row in rows:
        if kind is BodyKind.HEALTH_BOARD:
            yield from ((row, name) for name in row.health_boards)
        elif name := row.committee if kind is BodyKind.COMMITTEE else row.police_force:
            yield row, name


def _bodies(kind: BodyKind, names: Iterable[str]) -> tuple[int, dict[str, int]]:
    """Make the bodies that are not known yet; how many, and the id of every name in the file."""
    model = BODIES[kind].model
    known = list(model.objects.values_list("name", "code", "id"))
    ids = {name.casefold(): number for name, _, number in known}
    taken = {code for _, code, _ in known}
    new: list[Body] = []
    wanted = list(dict.fromkeys(names))
    for name in wanted:
        if name.casefold() not in ids:
            code = free_code(name, taken)
            taken.add(code)
            new.append(model(code=code, name=name))
    model.objects.bulk_create(new, batch_size=BATCH)
    ids |= {one.name.casefold(): one.pk for one in new}
    return len(new), {name: ids[name.casefold()] for name in wanted}


def free_code(name: str, taken: set[str]) -> str:
    """A code made from a body's name that no other body of the kind has."""
    stem = slugify(name)[: LONGEST_CODE - 6].strip("-") or "body"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}-{number}", number + 1
    return code


def _links(
    kind: BodyKind,
    rows: Iterable[AreaRow],
    area_ids: dict[str, int],
    body_ids: dict[str, int],
    faults: FaultList,
) -> int:
    """Link areas with the bodies the file names, where the records do not already; how many."""
    shape = BODIES[kind]
    links = shape.linking.objects
    field = f"{shape.field}_id"
    today = timezone.localdate()
    held = set(links.as_at(today).values_list("area_id", field))
    ever = set(links.values_list("area_id", field))
    areas_ever = {area for area, _ in ever}
    new = []
    for row, name in _named(kind, rows):
        area, body = area_ids[row.code], body_ids[name]
        if (area, body) in held:
            continue
        if (area, body) in ever or (shape.exclusive and area in areas_ever):
            faults.add(row.line, COLUMN[kind], _elsewhere(row, name))
            continue
        new.append(shape.linking(**{"area_id": area, field: body}))
    links.bulk_create(new, batch_size=BATCH)
    return len(new)


def _elsewhere(row: AreaRow, name: str) -> str:
    return (
        f"{shown(row.name)} is not recorded with {shown(name)} today, and the records say otherwise "
        "for other days. Record the change with its date on the area's page; a file has no dates."
    )
