"""Two people, one record: who changed what since the version an edit was based on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

from inspectorate.kernel.errors import Stale
from inspectorate.tenancy.scope import require_inspectorate_id

_AT_VERSION = """
select row_data::text from kernel_history
where inspectorate_id = %s and table_name = %s and record_id = %s
  and (row_data ->> 'version')::int = %s order by id desc limit 1
"""


def row_at(table: str, record_id: int, version: int) -> dict[str, Any] | None:
    """A record as it was at a version, by column; None when there was no such version."""
    if version < 1:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_AT_VERSION, [require_inspectorate_id(), table, record_id, version])
        found = cursor.fetchone()
    return None if found is None else dict(orjson.loads(found[0]))


@dataclass(frozen=True, slots=True)
class Side:
    """One field of an edit that met another: what it was, what is wanted, what it now is."""

    name: str
    label: str
    base: Any
    mine: Any
    theirs: Any

    @property
    def clash(self) -> bool:
        """Both changed it, and not to the same."""
        return self.mine not in (self.base, self.theirs) and self.theirs != self.base


def merged(record: Any, based_on: int, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The values to write for an edit based on an earlier version.

    Fields that only one of the two changed are both kept. Raises Stale, carrying the record as it
    is, when both changed the same field to different values, or the version never was.
    """
    if record.version == based_on:
        return dict(wanted)
    sides = compared(record, based_on, wanted)
    if not sides or any(side.clash for side in sides):
        raise Stale(record)
    return {side.name: wanted[side.name] for side in sides if side.mine != side.base}


def compared(record: Any, based_on: int, wanted: Mapping[str, Any]) -> list[Side]:
    """Base, mine and theirs for every field wanted; empty when there was no such version."""
    base = row_at(record._meta.db_table, record.pk, based_on)
    if base is None:
        return []
    sides = []
    for name, value in wanted.items():
        field = record._meta.get_field(name)
        now = getattr(record, field.attname)
        sides.append(
            Side(name, str(field.verbose_name), base.get(field.attname), _plain(value), _plain(now))
        )
    return sides


def _plain(value: Any) -> Any:
    """A value as the history keeps it."""
    return value.isoformat() if isinstance(value, date) else value
