"""The public change feed: one line for each publication, correction and withdrawal.

Lines are numbered without gaps in the order of commits: who writes one holds a lock of the
inspectorate until the transaction ends, so that a reader who has seen number 12 can never be shown a
line 11 later.
"""

from collections.abc import Sequence

from django.db import connection

from evaluations.terms import PublicChangeKind
from inspectorate.tenancy.scope import require_inspectorate_id

_LOCK = "select pg_advisory_xact_lock(hashtext('public-changes'), %s)"
_LAST = """(select coalesce(max(c.number), 0) from evaluations_publicchange c
    where c.inspectorate_id = %(here)s)"""
_VERSIONS = f"""
insert into evaluations_publicchange (inspectorate_id, number, inspection_id, kind, published_id,
  reason)
select i.inspectorate_id, {_LAST} + row_number() over (order by i.id), i.id,
       case when v.number = 1 or %(again)s then 'published' else 'corrected' end, v.id, v.reason
from evaluations_inspection i
join evaluations_publishedversion v on v.inspectorate_id = i.inspectorate_id
  and v.inspection_id = i.id and v.number = i.published_number
where i.inspectorate_id = %(here)s and i.id = any(%(inspections)s)
"""  # noqa: S608 - constants only; values are parameters
_WITHDRAWN = f"""
insert into evaluations_publicchange (inspectorate_id, number, inspection_id, kind, reason)
values (%(here)s, {_LAST} + 1, %(inspection)s, %(kind)s, %(reason)s)
"""  # noqa: S608 - constants only; values are parameters


def announce_versions(inspections: Sequence[int], *, again: bool = False) -> None:
    """The newest version of each inspection as a line. Two statements, however many there are."""
    here = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [here])
        cursor.execute(_VERSIONS, {"here": here, "inspections": list(inspections), "again": again})


def announce_withdrawal(inspection_id: int, reason: str) -> None:
    """The tombstone of a report that was taken back."""
    here = require_inspectorate_id()
    values: dict[str, int | str] = {
        "here": here,
        "inspection": inspection_id,
        "kind": PublicChangeKind.WITHDRAWN.value,
        "reason": reason,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [here])
        cursor.execute(_WITHDRAWN, values)
