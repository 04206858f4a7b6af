"""The floor of P2: WSGI, psycopg2 and orjson, and nothing else."""

import hashlib
import os
from collections.abc import Callable, Iterable
from typing import Any

import orjson
import psycopg2

SQL = """
select e.id, e.inspection_id, a.code, i.reference, q.code, e.level, e.level_set, e.non_grade,
       e.rationale, e.version
from evaluations_evaluation e
join evaluations_inspection i on i.inspectorate_id = e.inspectorate_id and i.id = e.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
where e.inspectorate_id = %s and e.id > 0 order by e.id limit 101
"""
KEYS = (
    "id",
    "inspection",
    "area_code",
    "reference",
    "indicator_code",
    "level",
    "level_set",
    "non_grade",
    "rationale",
    "version",
)
_connection: Any = None


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    global _connection  # noqa: PLW0603
    if environ["PATH_INFO"].startswith("/health"):
        start("200 OK", [])
        return [b""]
    if _connection is None:
        _connection = psycopg2.connect(os.environ["DATABASE_URL"])
    secret = environ["HTTP_AUTHORIZATION"].split()[1]
    with _connection, _connection.cursor() as cursor:
        cursor.execute(
            "select * from open_scope_by_token(%s, %s, '')",
            [environ["PATH_INFO"].strip("/"), hashlib.sha256(secret.encode()).hexdigest()],
        )
        _token, inspectorate_id, _name, _scopes = cursor.fetchone()
        cursor.execute(SQL, [inspectorate_id])
        rows = cursor.fetchall()
    body = orjson.dumps({"results": [dict(zip(KEYS, row, strict=True)) for row in rows[:100]]})
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
