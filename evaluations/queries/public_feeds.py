"""The public change feed and what the Atom feed is made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from evaluations.queries.public_reports import usual_title
from evaluations.terms import PublicChangeKind
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 50
LARGEST_NUMBER = 2**62

_COLUMNS = """c.number, c.kind, c.at, c.reason, c.inspection_id, v.number, v.published_on, v.digest,
       a.code, a.gss_code, a.name, i.reference, coalesce(v.content #>> '{report,title}', '')"""
_JOINS = """
join evaluations_inspection i on i.inspectorate_id = c.inspectorate_id and i.id = c.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join evaluations_publishedversion v
  on v.inspectorate_id = c.inspectorate_id and v.id = c.published_id"""
_CHANGES = f"""select {_COLUMNS} from evaluations_publicchange c {_JOINS}
where c.inspectorate_id = %s and c.number > %s order by c.number limit %s"""  # noqa: S608 - constants
_LATEST = f"""select {_COLUMNS} from evaluations_publicchange c {_JOINS}
where c.inspectorate_id = %s and c.number < %s and not exists (
  select 1 from evaluations_publicchange o where o.inspectorate_id = c.inspectorate_id
    and o.inspection_id = c.inspection_id and o.number > c.number)
order by c.number desc limit %s"""  # noqa: S608 - constants only; values are parameters


@dataclass(frozen=True, slots=True)
class PublicChangeLine:
    """One line of the feed. A withdrawal has no version."""

    number: int
    kind: str
    at: datetime
    reason: str
    report: str
    version: int | None
    published_on: date | None
    digest: str | None
    area_code: str
    area_gss_code: str | None
    area: str
    reference: str
    title: str

    @property
    def withdrawn(self) -> bool:
        return self.kind == PublicChangeKind.WITHDRAWN

    @property
    def kind_label(self) -> str:
        return str(PublicChangeKind(self.kind).label)

    @property
    def name(self) -> str:
        return self.title or usual_title(self.area)


def _lines(sql: str, number: int, size: int) -> list[PublicChangeLine]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [require_inspectorate_id(), number, size])
        rows: list[list[Any]] = [list(row) for row in cursor.fetchall()]
    for row in rows:
        row[4] = ids.encode("inspection", row[4])
    return [PublicChangeLine(*row) for row in rows]


def changes_after(number: int) -> tuple[list[PublicChangeLine], bool]:
    """The lines after ``number``, in order, at most a page; whether there are more. One statement."""
    found = _lines(_CHANGES, number, PAGE + 1)
    return found[:PAGE], len(found) > PAGE


def latest_changes(before: int | None = None) -> tuple[list[PublicChangeLine], bool]:
    """The latest line of each report, newest first, at most a page below ``before``; whether there
    are more. One statement."""
    found = _lines(_LATEST, LARGEST_NUMBER if before is None else before, PAGE + 1)
    return found[:PAGE], len(found) > PAGE
