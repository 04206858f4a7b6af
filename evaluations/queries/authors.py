"""Who made a version of an evaluation, and when."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

_SQL = """
select distinct on (version) (h.row_data ->> 'version')::int as version,
  coalesce(u.display_name, ''), h.at
from kernel_history h left join accounts_user u on u.id = h.person_id
where h.inspectorate_id = %s and h.table_name = 'evaluations_evaluation' and h.record_id = %s
  and (h.row_data ->> 'version')::int = any(%s)
order by version, h.id desc
"""


class Author(NamedTuple):
    """``name`` is empty where no person is known: a tool, a file."""

    name: str
    at: datetime


def authors_of(evaluation: str, versions: Collection[int]) -> dict[int, Author]:
    """By version, of the evaluation with this opaque id. One statement."""
    number = ids.decode("evaluation", evaluation)
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [require_inspectorate_id(), number, list(versions)])
        return {version: Author(name, at) for version, name, at in cursor.fetchall()}
