"""Two people, one record: who changed what since the version an edit was based on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspectorate.kernel.errors import Stale
from inspectorate.kernel.models import HistoryEntry


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
    base = (
        HistoryEntry.objects.filter(
            table_name=record._meta.db_table, record_id=record.pk, row_data__version=based_on
        )
        .order_by("-id")
        .values_list("row_data", flat=True)
        .first()
    )
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
