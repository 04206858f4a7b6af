"""An empty, migrated database that each test process copies instead of migrating its own.

A copy takes a fraction of a second, the migrations many. The template is named after everything its
tables are made from, so a changed migration or wall makes a new one.
"""

import hashlib
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
"""The advisory lock under which templates are made, so that processes make one between them."""


def point_at(name: str) -> None:
    """Have both connections use another database from now on."""
    for alias in ("default", "owner"):
        connections[alias].close()
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def migrated_template(usual: str) -> str:
    """The name of the template for this code, made now unless it is there; ``usual`` is the database
    both connections use before and after."""
    name = f"template_{usual}_{_digest()}"
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
    # The lock lives as long as this connection: the template is made through a second one.
    lock = connections["owner"].connection
    connections["owner"].connection = None
    try:
        if not _exists(name):
            _make(usual, name)
    finally:
        point_at(usual)
        lock.close()
    return name


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


def _make(usual: str, name: str) -> None:
    """Under another name until it is whole: a process that dies here leaves no half a template."""
    unfinished = f"unfinished_{name}"
    with connections["owner"].cursor() as cursor:
        for old in [unfinished, *_old(cursor, usual)]:
            cursor.execute(f'drop database if exists "{old}"')
        cursor.execute(f'create database "{unfinished}"')
    point_at(unfinished)
    prepare_schema(connections["owner"])
    call_command("migrate", database="owner", verbosity=0)
    point_at(usual)
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'alter database "{unfinished}" rename to "{name}"')


def _old(cursor: object, usual: str) -> list[str]:
    cursor.execute(  # type: ignore[attr-defined]
        "select datname from pg_database where starts_with(datname, %s) order by oid desc",
        [f"template_{usual}_"],
    )
    return [row[0] for row in cursor.fetchall()][KEPT - 1 :]  # type: ignore[attr-defined]
