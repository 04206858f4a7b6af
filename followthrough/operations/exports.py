"""Take out what became of main points: one ZIP of open files, written while it is sent."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from typing import Any

import orjson
from django.utils import timezone

from evaluations.archive.stream import ZipStream
from followthrough.access.exports import Whose, export_for
from followthrough.queries.exported import SHEETS, Sheet
from inspectorate.accounts.people import Actor
from inspectorate.kernel.sheets import for_spreadsheet
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import current_scope, require_inspectorate_id, scope

FORMAT = 1
README = """What became of main points for action.

Each .csv is one table: UTF-8, a heading, one record a line; data.json holds the same records. Ids are
those of the API. Days and instants are ISO 8601. In a .csv an apostrophe stands before what a
spreadsheet would run as a formula, and several values in one cell are JSON.
manifest.json says who took it out and when, how many records there are of each kind, and of each file
its size and sha256. Files that were sent with updates are named, not held.
"""


@dataclass(frozen=True, slots=True)
class TakenOut:
    """An export that is about to be written: a name for it, and its bytes as they come."""

    name: str
    chunks: Iterator[bytes]


def export_following(*, actor: Actor, committee: str = "") -> TakenOut:
    """What this person may see of a committee's main points (an opaque id), or of all there are.

    The bytes come when they are asked for, in a scope of their own. Raises NotFound, NotPermitted.
    """
    whose = export_for(actor, committee)
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    about = {
        "inspectorate": here.slug,
        "taken_by": actor.display_name,
        "of": committee or "all committees",
        "with_unshared_notes": not whose.answers,
    }
    now = current_scope()
    number, person = here.pk, now.person_id if now else None

    def chunks() -> Iterator[bytes]:
        with scope(number, person_id=person):
            yield from written(whose, about=about)

    return TakenOut(f"{here.slug}-{whose.name}.zip", chunks())


def written(whose: Whose, *, about: dict[str, Any]) -> Iterator[bytes]:
    """The bytes as they come, within an open scope; a thousand records are held at once."""
    stream, totals = ZipStream(), dict[str, int]()
    yield from stream.add("README.txt", [README.encode()])
    for sheet in SHEETS:
        yield from stream.add(f"{sheet.name}.csv", _csv(sheet, whose, totals))
    yield from stream.add("data.json", _json(whose))
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "about": about,
        "totals": totals,
        "members": stream.members,
    }
    yield from stream.add("manifest.json", [orjson.dumps(manifest, option=orjson.OPT_INDENT_2)])
    yield stream.end()


def _csv(sheet: Sheet, whose: Whose, totals: dict[str, int]) -> Iterator[bytes]:
    totals[sheet.name] = 0
    yield _line(sheet.headings)
    for row in sheet.rows(whose):
        totals[sheet.name] += 1
        yield _line([for_spreadsheet(_cell(one)) for one in row])


def _line(cells: Any) -> bytes:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


def _json(whose: Whose) -> Iterator[bytes]:
    yield b"{"
    for number, sheet in enumerate(SHEETS):
        yield (b",\n" if number else b"\n") + orjson.dumps(sheet.name) + b": ["
        for first, row in enumerate(sheet.rows(whose)):
            record = dict(zip(sheet.headings, row, strict=True))
            yield (b",\n" if first else b"\n") + orjson.dumps(record, default=str)
        yield b"]"
    yield b"\n}\n"
