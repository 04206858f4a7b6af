"""The database's roles and rights: one text each for the launcher, tests and containers."""

import hashlib
import hmac
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812

from inspectorate.launcher.faults import LaunchFault

OWNER = "inspectorate_owner"
APP = "inspectorate_app"
DATABASE = "inspectorate"

_TEXTS = Path(__file__).resolve().parent.parent / "tenancy"


@dataclass(frozen=True, slots=True)
class DatabaseAddresses:
    """The two connections the product uses: as the application, and as the owner for migrations."""

    app: str
    owner: str


def prepare_schema(connection: Any) -> None:
    """Give the roles their rights in this database; safe to repeat.

    `connection` is one of psycopg2's or of Django's, signed in as the owner of the database.
    """
    with connection.cursor() as cursor:
        cursor.execute((_TEXTS / "schema.sql").read_text(encoding="utf-8"))


def prepare_roles(connection: Connection, passwords: dict[str, str]) -> None:
    """Make the three roles where they are missing and set these passwords, by role."""
    with connection.cursor() as cursor:
        cursor.execute((_TEXTS / "roles.sql").read_text(encoding="utf-8"))
        for role, password in passwords.items():
            statement = sql.SQL("alter role {} password {}")
            cursor.execute(statement.format(sql.Identifier(role), sql.Literal(password)))


def ensure_database(connection: Connection, name: str = DATABASE) -> None:
    """Make the database, owned by the owner, unless it is there. Needs autocommit."""
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_database where datname = %s", [name])
        if cursor.fetchone() is None:
            statement = sql.SQL("create database {} owner {}")
            cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(OWNER)))


def connect(address: str) -> Connection:
    """Connect, each statement its own transaction. Raises `psycopg2.OperationalError`."""
    connection: Connection = psycopg2.connect(_for_libpq(address), connect_timeout=10)
    connection.autocommit = True
    return connection


def database_address(
    *, role: str, password: str, port: int, host: str = "127.0.0.1", name: str = DATABASE
) -> str:
    """A connection's address; the parts are quoted."""
    return (
        f"postgres://{quote(role, safe='')}:{quote(password, safe='')}@{host}:{port}/{quote(name)}"
    )


def prepare_given_database(address: str) -> DatabaseAddresses:
    """Prepare a server that somebody named by DATABASE_URL, as whom it names.

    A superuser makes the roles and hands the database to the owner's. A role that may create roles
    makes them and stays the owner itself. Passwords are derived from the given one, so that a
    second start arrives at the same. Raises `LaunchFault` when the roles are neither there nor can
    be made.
    """
    try:
        with closing(connect(address)) as connection:
            return _prepare_as(connection, address)
    except psycopg2.Error as error:
        reason = str(error).strip().replace("\n", " ")
        raise LaunchFault(
            f"The database that DATABASE_URL names could not be prepared: {reason} "
            "Correct DATABASE_URL, or unset it to use the embedded PostgreSQL."
        ) from error


def _prepare_as(connection: Connection, address: str) -> DatabaseAddresses:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user, current_database(), rolsuper, rolcreaterole"
            " from pg_roles where rolname = current_user"
        )
        user, name, superuser, creates_roles = cursor.fetchone() or ("", "", False, False)
    if not (superuser or creates_roles):
        raise LaunchFault(
            f"DATABASE_URL signs in as {user}, who may not create the roles {OWNER} and {APP}. "
            f"Sign in as someone who may, or set DATABASE_URL to {APP}'s and DATABASE_OWNER_URL to "
            f"{OWNER}'s."
        )
    given = unquote(urlsplit(address).password or "")
    passwords = {role: _derived(given, role) for role in (OWNER, APP)}
    prepare_roles(connection, passwords)
    owner = address
    with connection.cursor() as cursor:
        if superuser:
            alter = sql.SQL("alter database {} owner to {}")
            cursor.execute(alter.format(sql.Identifier(name), sql.Identifier(OWNER)))
            owner = _signed_in_as(address, OWNER, passwords[OWNER])
        else:
            cursor.execute("grant inspectorate_relay to current_user")
    with closing(connect(owner)) as as_owner:
        prepare_schema(as_owner)
    return DatabaseAddresses(app=_signed_in_as(address, APP, passwords[APP]), owner=owner)


def _derived(given: str, role: str) -> str:
    return hmac.new(given.encode(), role.encode(), hashlib.sha256).hexdigest()


def _signed_in_as(address: str, role: str, password: str) -> str:
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(password, safe='')}@{place}"))


def _for_libpq(address: str) -> str:
    """libpq knows postgres:// and postgresql://; Django's addresses have a few more spellings."""
    scheme, _, rest = address.partition("://")
    if scheme in {"psql", "pgsql", "postgres", "postgresql"}:
        return f"postgresql://{rest}"
    raise LaunchFault(
        f"DATABASE_URL begins with {scheme}://; PostgreSQL is the only database, so write "
        "postgres://user:password@host:port/name."
    )
