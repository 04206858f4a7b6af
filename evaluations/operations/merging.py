"""What a record was at an earlier version, read from its history, for comparing edits."""

from typing import Any

import orjson
from django.db import connection

from inspectorate.tenancy.scope import require_inspectorate_id

_AT_VERSION = """
select row_data::text from kernel_history
where inspectorate_id = %s and table_name = %s and record_id = %s
  and (row_data ->> 'version')::int = %s order by id desc limit 1
"""


def row_at(table: str, record_id: int, version: int, newest: int) -> dict[str, Any] | None:
    """The row as it was at ``version``; None when there was no such version before ``newest``."""
    if not 0 < version < newest:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_AT_VERSION, [require_inspectorate_id(), table, record_id, version])
        found = cursor.fetchone()
    return None if found is None else dict(orjson.loads(found[0]))
