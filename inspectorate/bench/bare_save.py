"""The floor of P3: WSGI, psycopg2 and one UPDATE of a row like an evaluation's, and nothing else.

Its table has the columns and indexes of evaluations and neither policies nor triggers nor foreign
keys; see ``saving.py``, which makes it.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

import orjson
import psycopg2

SQL = """
update bench_evaluation set level = %s, rationale = %s, version = version + 1, changed_at = now()
where inspectorate_id = %s and id = %s and version = %s
"""
_connection: Any = None


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """``PATCH /{inspectorate's id}/{evaluation's id}`` with If-Match, a level and a rationale."""
    global _connection  # noqa: PLW0603
    if environ["PATH_INFO"].startswith("/health"):
        start("200 OK", [])
        return [b""]
    if _connection is None:
        _connection = psycopg2.connect(os.environ["DATABASE_URL"])
    sent = orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    version = int(environ["HTTP_IF_MATCH"].strip('"'))
    _, inspectorate_id, number = environ["PATH_INFO"].split("/")
    with _connection, _connection.cursor() as cursor:
        values = [sent["level"], sent["rationale"], int(inspectorate_id), int(number), version]
        cursor.execute(SQL, values)
        saved = cursor.rowcount
    body = orjson.dumps({"version": version + 1})
    start(
        "200 OK" if saved else "412 Precondition Failed",
        [("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
    )
    return [body]
