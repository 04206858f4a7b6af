"""An empty, migrated database that each test process copies instead of migrating its own.

A copy takes a fraction of a second, the migrations many. The template is named after everything its
tables are made from, so a changed migration or wall makes a new one.
"""

import hashlib
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from inspectorate.launcher.roles import prepare_schema

ROOT = Path(__file__).resolve().parent.parent
MADE_FROM = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/models.py",
    "*/models/*.py",
    "inspectorate/*/models.py",
    "inspectorate/tenancy/*",
    "inspectorate/kernel/apps.py",
)
KEPT = 4
"""How many templates a server keeps: work on several branches shares one server."""
LOCK = 20051126
"""The advisory lock, in the usual database, under which templates are made, so that processes make
one between them."""


def point_at(name: str) -> None:
    """Have both connections use another database from now on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def migrated_template(usual: str) -> str:
    """The name of the template for this code, made now unless it is there; ``usual`` is the database
    both connections use before and after."""

    def migrate() -> None:
        call_command("migrate", database="owner", verbosity=0)

    old = f"template_{usual}_"
    return _template(usual, f"{old}{_digest()}", fill=migrate, instead_of=old)


def filled_template(usual: str, name: str, fill: Callable[[], None], *, instead_of: str) -> str:
    """A copy of the migrated template with something in it, made now unless it is there; all but the
    last few whose names begin with ``instead_of`` are dropped for it. Both connections use the
    ``usual`` database afterwards."""
    point_at(usual)
    copied = migrated_template(usual)
    return _template(usual, name, fill=fill, copied=copied, instead_of=instead_of)


def _template(
    usual: str, name: str, *, fill: Callable[[], None], copied: str = "", instead_of: str = ""
) -> str:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    # The lock lives as long as this connection: the template is made through a second one.
    lock = connections["owner"].connection
    connections["owner"].connection = None
    try:
        if not _exists(name):
            _make(usual, name, fill, copied, instead_of)
    finally:
        point_at(usual)
        lock.close()
    return name


def copy_of(template: str, name: str) -> None:
    """Make a database from a template and have both connections use it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'create database "{name}" template "{template}"')
    point_at(name)
    prepare_schema(connections["owner"])
    connections["owner"].close()


def drop_copy(name: str, usual: str) -> None:
    """Have both connections use the ``usual`` database again, and drop the copy."""
    point_at(usual)
    _end_connections_to(name)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'drop database if exists "{name}"')
    connections["default"].close()
    connections["owner"].close()


def _end_connections_to(name: str) -> None:
    """What a server's thread or a killed process left open; each role may end its own.

    Not `drop ... with (force)`: that also tries to end the server's own autovacuum, which only a
    superuser may; a plain drop asks it to leave.
    """
    for alias in ("default", "owner"):
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where datname = %s and usename = current_user",
                [name],
            )


def _digest() -> str:
    digest = hashlib.sha256()
    files = set(chain.from_iterable(ROOT.glob(pattern) for pattern in MADE_FROM))
    for file in sorted(one for one in files if one.is_file()):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _exists(name: str) -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        return cursor.fetchone() is not None


def _make(usual: str, name: str, fill: Callable[[], None], copied: str, instead_of: str) -> None:
    """Under another name until it is whole: a process that dies here leaves no half a template."""
    unfinished = f"unfinished_{name}"
    with connections["owner"].cursor() as cursor:
        for old in [unfinished, *_old(cursor, instead_of)]:
            cursor.execute(f'drop database if exists "{old}"')
        copying = f' template "{copied}"' if copied else ""
        cursor.execute(f'create database "{unfinished}"{copying}')
    point_at(unfinished)
    prepare_schema(connections["owner"])
    fill()
    point_at(usual)
    _end_connections_to(unfinished)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'alter database "{unfinished}" rename to "{name}"')


def _old(cursor: object, prefix: str) -> list[str]:
    """Templates made from earlier code, but for a few."""
    if not prefix:
        return []
    cursor.execute(  # type: ignore[attr-defined]
        "select datname from pg_database where starts_with(datname, %s) order by oid desc", [prefix]
    )
    return [row[0] for row in cursor.fetchall()][KEPT - 1 :]  # type: ignore[attr-defined]
