"""The history of a record as people read it, and the proof that nobody has altered it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection, models
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext

from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import InspectorateModel
from inspectorate.tenancy.scope import require_inspectorate_id
from inspectorate.tenancy.walls import scoped_models

UNSAID = frozenset({"id", "inspectorate", "version"})
"""Fields that say nothing to a reader of the history."""
MOST_CHANGES = 500
LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a change; ``before`` or ``after`` is empty where there was nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record: ``operation`` is I (made), U (changed) or D (removed).

    ``who`` is empty when no person is known: the operator, a command, a job.
    """

    at: datetime
    who: str
    why: str
    purpose: str
    operation: str
    what: str
    fields: tuple[FieldChange, ...]


def history_of(
    record: InspectorateModel, *, along: Mapping[type[InspectorateModel], str] | None = None
) -> list[Change]:
    """Everything that happened to a record, newest first; at most ``MOST_CHANGES`` entries.

    ``along`` names tables whose rows belong to the record, each with its field that refers to it:
    an area's history tells of its committees too. A few statements, however long the history is.
    """
    tables = {type(record)._meta.db_table: type(record)}
    wanted = Q(table_name=record._meta.db_table, record_id=record.pk)
    for model, field in (along or {}).items():
        tables[model._meta.db_table] = model
        rows = model._base_manager.filter(**{field: record.pk}).values("pk")
        wanted |= Q(table_name=model._meta.db_table, record_id__in=rows)
    entries = list(HistoryEntry.objects.filter(wanted).order_by("-id")[:MOST_CHANGES])
    names = _Names(entries, tables, record)
    before: dict[tuple[str, int], dict[str, Any]] = {}
    changes = []
    for entry in reversed(entries):
        key = (entry.table_name, entry.record_id)
        model = tables[entry.table_name]
        changes.append(_change(entry, model, before.get(key, {}), names))
        before[key] = entry.row_data
    changes.reverse()
    return changes


def _change(
    entry: HistoryEntry, model: type[InspectorateModel], before: dict[str, Any], names: "_Names"
) -> Change:
    after = {} if entry.operation == "D" else entry.row_data
    if entry.operation == "D":
        before = entry.row_data
    return Change(
        at=entry.at,
        who=names.person(entry.person_id),
        why=entry.why,
        purpose=entry.purpose,
        operation=entry.operation,
        what=capfirst(str(model._meta.verbose_name)),
        fields=tuple(_fields(model, before, after, names)),
    )


def _fields(
    model: type[InspectorateModel], before: dict[str, Any], after: dict[str, Any], names: "_Names"
) -> Iterable[FieldChange]:
    for field in model._meta.concrete_fields:
        was, now = before.get(field.attname), after.get(field.attname)
        if field.name in UNSAID or was == now:
            continue
        said = [names.value(field, value) for value in (was, now)]
        if any(said):
            yield FieldChange(capfirst(str(field.verbose_name)), *said)


class _Names:
    """The names behind the numbers of a history: people, and the records that fields refer to."""

    def __init__(
        self,
        entries: Sequence[HistoryEntry],
        tables: Mapping[str, type[InspectorateModel]],
        record: InspectorateModel,
    ) -> None:
        self._record = record
        people = {entry.person_id for entry in entries if entry.person_id}
        self._people = {one.pk: str(one) for one in get_user_model().objects.filter(pk__in=people)}
        wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
        for entry in entries:
            for field in tables[entry.table_name]._meta.concrete_fields:
                number = entry.row_data.get(field.attname)
                if field.is_relation and field.name not in UNSAID and number is not None:
                    wanted[field.related_model].add(number)  # type: ignore[index]
        self._records = {
            model: {pk: _said(one) for pk, one in model._base_manager.in_bulk(numbers).items()}
            for model, numbers in wanted.items()
        }

    def person(self, number: int | None) -> str:
        return self._people.get(number, "") if number else ""

    def value(self, field: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field.is_relation and field.related_model is type(self._record):
            # The record whose history this is need not be told which it is.
            return "" if value == self._record.pk else self._known(field, value)
        if field.is_relation:
            return self._known(field, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        if isinstance(value, bool):
            return gettext("yes") if value else gettext("no")
        text = str(field.to_python(value)) if isinstance(field, models.DateField) else str(value)
        return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"

    def _known(self, field: Any, value: Any) -> str:
        return self._records.get(field.related_model, {}).get(value, f"{value}")


def _said(record: Any) -> str:
    """A record's name; a membership is named by its person."""
    user = getattr(record, "user", None)
    return str(user) if user is not None else str(record)


@dataclass(frozen=True, slots=True)
class Broken:
    """A record whose history is not whole: what is wrong, and the entry (None: the record itself)."""

    table: str
    record_id: int
    entry_id: int | None
    reason: str


_CHAIN = """
with chained as (
  select h.*, case when h.operation = 'I' then null else
    lag(h.digest) over (partition by h.table_name, h.record_id order by h.id) end as previous,
    lag(h.id) over (partition by h.table_name, h.record_id order by h.id) as earlier
  from kernel_history h where h.inspectorate_id = %s)
select table_name, record_id, id, earlier is null and operation <> 'I'
from chained
where digest is distinct from history_digest(previous, table_name, record_id, operation, row_data,
                                             at, person_id, why, request_id, purpose)
   or (earlier is null and operation <> 'I')
order by id limit 1
"""

_LIVE = """
with latest as (
  select distinct on (h.record_id) h.record_id, h.id, h.operation, h.row_data
  from kernel_history h where h.inspectorate_id = %s and h.table_name = %s
  order by h.record_id, h.id desc),
live as (select r.id, to_jsonb(r) as row_data from "{table}" r where r.inspectorate_id = %s),
compared as (
  select coalesce(l.id, h.record_id) as record_id, h.id as entry_id,
    case
      when h.id is null then 'the record has no history'
      when l.id is null and h.operation <> 'D' then 'the record is gone and its history is not told'
      when l.id is not null and h.operation = 'D' then 'the record is there though it was removed'
      when exists (
        select 1 from jsonb_each(h.row_data) was
        where was.key <> all(%s) and l.row_data ? was.key
          and l.row_data -> was.key is distinct from was.value)
      then 'the record differs from the last entry of its history'
    end as reason
  from live l full join latest h on h.record_id = l.id
  where l.id is not null or h.operation <> 'D')
select record_id, entry_id, reason from compared where reason is not null order by record_id limit 1
"""


def first_broken() -> Broken | None:
    """The first record of the open scope whose history was altered, or which was changed past it.

    Every digest is computed anew in the database along each record's chain, and each record is
    compared with the last entry of its history. None: everything is whole.
    """
    inspectorate_id = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [inspectorate_id])
        if found := cursor.fetchone():
            table, record_id, entry_id, headless = found
            reason = "its first entry is missing" if headless else "the entry was altered"
            return Broken(table, record_id, entry_id, reason)
        for model in scoped_models():
            if not model.history:
                continue
            table = model._meta.db_table
            arguments: list[Any] = [
                inspectorate_id,
                table,
                inspectorate_id,
                list(model.history_ignores),
            ]
            cursor.execute(_LIVE.format(table=table), arguments)
            if found := cursor.fetchone():
                return Broken(table, *found)
    return None


def entries_kept() -> int:
    """How many entries the open scope's history has."""
    count: int = HistoryEntry.objects.count()
    return count
