"""The history that an inspection had before it was brought in, carried on from archive to archive.

It is kept with the inspection as it came, gzipped: the entries of each place it was at, oldest first,
and after those of each place a line that says with which archive it left. Nothing of it is renumbered.
"""

import gzip
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from evaluations.models import BroughtIn
from inspectorate.tenancy.scope import require_inspectorate_id

if TYPE_CHECKING:
    from evaluations.archive.reading import Archive

HISTORY_BEFORE = "history-before.jsonl"
SLICE = 1024 * 1024
AS_GZIP = 16 + zlib.MAX_WBITS
"""How zlib is told that what it is given is gzip."""


def lines_of(inspection_id: int) -> Iterator[bytes]:
    """Every line of the history before this place, and how it came here; none for an inspection that
    began here. A slice of it is in memory at a time."""
    came = BroughtIn.objects.filter(inspection_id=inspection_id).defer("entries").first()
    if came is None:
        return
    rest = b""
    for part in _unpacked(came.pk):
        *whole, rest = (rest + part).split(b"\n")
        yield from (line for line in whole if line)
    if rest:
        yield rest
    said = {"digest": came.digest, "made_at": came.made_at, "at": came.at.isoformat()}
    yield orjson.dumps({"brought_in": said}, option=orjson.OPT_SORT_KEYS)


def _unpacked(number: int) -> Iterator[bytes]:
    sql = (
        "select substring(entries from %s for %s) from evaluations_broughtin "
        "where inspectorate_id = %s and id = %s"
    )
    packed, at = zlib.decompressobj(AS_GZIP), 1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [at, SLICE, require_inspectorate_id(), number])
            row = cursor.fetchone()
        if row is None or not len(row[0]):
            break
        waiting = bytes(row[0])
        while waiting:
            yield packed.decompress(waiting, SLICE)
            waiting = packed.unconsumed_tail
        at += SLICE
    yield packed.flush()


def kept_with(archive: "Archive") -> bytes:
    """What is kept with an inspection that comes out of this archive: the history before, then that
    of the place where the archive was made. Only what is packed is ever whole in memory."""
    packed = BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        for name in (HISTORY_BEFORE, "history.jsonl"):
            for part in archive.parts(name):
                file.write(part)
    return packed.getvalue()


def without_medical(line: bytes, said: str) -> bytes:
    """A line of a history without the words of a medical note. A line that cannot be read is not shown
    to whoever may not read such words."""
    try:
        entry: Any = orjson.loads(line)
        if entry.get("table") != "Evidence" or not entry["row"].get("medical"):
            return line
        entry["row"] |= {"text": said, "quote": ""}
    except (orjson.JSONDecodeError, AttributeError, KeyError, TypeError):
        return orjson.dumps({"withheld": said})
    return orjson.dumps(entry, option=orjson.OPT_SORT_KEYS)
