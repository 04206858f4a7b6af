"""Who read case-level material, and which identifiers stay in free text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.access.read_log import read_log_of
from evaluations.models import Evidence, Inspection, SampledCase
from evaluations.terms import ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 50
MOST_IN_A_FILE = 10_000
MOST_NAMED = 20
"""How many records of one reading are named on the page; a file names all."""

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)

KINDS = {
    "evidence": _("Evidence"),
    "sampled-case": _("Sampled cases"),
    "case-key": _("Case key"),
    "file": _("Files"),
    "concern": _("Concerns"),
    "kept-identifier": _("Identifiers left in"),
}
"""The kinds of records that are read. Others, if there are, are shown as they are kept."""
ID_OF = {"case-key": "sampled-case"}
"""Whose opaque id a record is named by, where it is not its own kind's."""

_READS = """
select r.id, r.at, coalesce(u.display_name, ''), coalesce(t.name, ''), coalesce(a.name, ''),
       coalesce(i.reference, ''), r.what, r.records, r.how, r.purpose, r.request_id
from evaluations_casematerialread r
left join evaluations_inspection i on i.inspectorate_id = r.inspectorate_id and i.id = r.inspection_id
left join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join accounts_membership m on m.inspectorate_id = r.inspectorate_id and m.id = r.membership_id
left join accounts_user u on u.id = m.user_id
left join accounts_apitoken t on t.inspectorate_id = r.inspectorate_id and t.id = r.token_id
where {where}
order by r.id desc limit %s
"""


@dataclass(frozen=True)
class ReadFilters:
    """What the log is narrowed to; empty: everything. ``record``: an opaque id of the kind ``what``."""

    person: str = ""
    area: str = ""
    what: str = ""
    how: str = ""
    from_on: date | None = None
    to_on: date | None = None
    record: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Those that narrow, as an address has them."""
        told = ((one.name, getattr(self, one.name)) for one in fields(self))
        return {name: str(value) for name, value in told if value}


@dataclass(frozen=True)
class ReadLine:
    """One reading. ``records`` are the references of what was read where they have one (E12,
    TV-C03); ``count`` is how many there were."""

    number: int
    at: datetime
    person: str
    token: str
    area: str
    reference: str
    what: str
    how: str
    purpose: str
    request_id: str
    count: int
    records: tuple[str, ...] = field(default=())

    @property
    def what_label(self) -> str:
        return str(KINDS.get(self.what, self.what))

    @property
    def how_label(self) -> str:
        return str(ReadHow(self.how).label) if self.how in ReadHow.values else self.how

    @property
    def named(self) -> str:
        more = "…" if len(self.records) > MOST_NAMED else ""
        return ", ".join(self.records[:MOST_NAMED]) + more


@dataclass(frozen=True)
class ReadLog:
    """A page of the log, newest first; ``after`` is where the next page begins, 0 at the end."""

    inspection: Inspection | None
    lines: list[ReadLine]
    after: int


def read_log(
    actor: Actor,
    filters: ReadFilters,
    *,
    inspection: str = "",
    after: int = 0,
    most: int = PAGE,
) -> ReadLog:
    """Who read what, when, how and for what purpose, of the whole inspectorate or of one inspection.

    At most five statements. Raises NotPermitted, NotFound.
    """
    found = read_log_of(actor, inspection) if inspection else None
    if found is None:
        actor.require(P.SEE_READ_LOG)
    conditions, values = _narrowed(filters)
    if found is not None:
        conditions.append("r.inspection_id = %s")
        values.append(found.pk)
    if after:
        conditions.append("r.id < %s")
        values.append(after)
    with connection.cursor() as cursor:
        cursor.execute(_READS.format(where=" and ".join(conditions)), [*values, most + 1])
        rows = cursor.fetchall()
    lines = _lines(rows[:most])
    return ReadLog(found, lines, lines[-1].number if len(rows) > most else 0)


def _narrowed(filters: ReadFilters) -> tuple[list[str], list[Any]]:
    conditions, values = ["r.inspectorate_id = %s"], [require_inspectorate_id()]
    told: tuple[tuple[str, Any], ...] = (
        ("(u.display_name ilike %s or t.name ilike %s)", filters.person and _like(filters.person)),
        ("a.name ilike %s", filters.area and _like(filters.area)),
        ("r.what = %s", filters.what),
        ("r.how = %s", filters.how),
        ("r.at >= %s", filters.from_on and _midnight(filters.from_on)),
        ("r.at < %s", filters.to_on and _midnight(filters.to_on) + timedelta(days=1)),
    )
    for condition, value in told:
        if value:
            conditions.append(condition)
            values += [value] * condition.count("%s")
    if filters.record:
        conditions.append("r.records @> array[%s]::bigint[]")
        values.append(_record(filters))
    return conditions, values


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _midnight(day: date) -> datetime:
    """The beginning of a day in the inspectorate's time zone; days out of all reach are brought near."""
    within = min(max(day, EARLIEST), LATEST)
    return timezone.make_aware(datetime.combine(within, time.min))


def _record(filters: ReadFilters) -> int:
    """The number of the record whose readers are asked for; one that is none has no readers."""
    try:
        what = filters.what if filters.what in KINDS else "evidence"
        return ids.decode(ID_OF.get(what, what), filters.record)
    except (NotFound, KeyError):
        return 0


def _lines(rows: Sequence[tuple[Any, ...]]) -> list[ReadLine]:
    wanted: dict[str, set[int]] = {}
    for row in rows:
        wanted.setdefault(row[6], set()).update(row[7])
    names = _names(wanted)
    lines = []
    for number, at, person, token, area, reference, what, records, how, purpose, request in rows:
        known = names.get(what, {})
        named = tuple(known[one] for one in records if one in known)
        place = (number, at, person, token, area, reference)
        lines.append(ReadLine(*place, what, how, purpose, request, len(records), named))
    return lines


def _names(wanted: dict[str, set[int]]) -> dict[str, dict[int, str]]:
    """The references by which people know the records; those of other kinds have none."""
    names: dict[str, dict[int, str]] = {}
    if numbers := wanted.get("evidence"):
        found: Iterable[tuple[int, int]] = Evidence.objects.filter(pk__in=numbers).values_list(
            "pk", "number"
        )
        names["evidence"] = {pk: f"E{number}" for pk, number in found}
    cases = wanted.get("sampled-case", set()) | wanted.get("case-key", set())
    if cases:
        known = dict(SampledCase.objects.filter(pk__in=cases).values_list("pk", "pseudonym"))
        names["sampled-case"] = names["case-key"] = known
    return names
