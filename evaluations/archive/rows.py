"""The rows of an inspection as they lie in the database, read without any rule of the product.

Nothing here asks what a status means or whether a value makes sense: a broken inspection is read
like any other. Row level security still holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.db import connection

from evaluations.archive.plan import ROOT, Table, plan
from inspectorate.tenancy.scope import require_inspectorate_id

AT_ONCE = 500
SLICE = 1024 * 1024
"""Bytes of a file that are in memory at a time."""

LEFT_OUT = {"evaluations_secondjudgement": " and given_at is not null"}
"""A judgement that is not given is its author's alone: the team's archive would show it to the team."""

Numbers = dict[str, dict[int, int]]
"""By table: the row's number in the database, and its number in the archive (from 1, in order)."""


def numbers_of(inspection_id: int) -> Numbers:
    """Which rows there are, settled at once: what is added while the archive is written is not in it."""
    found: Numbers = {ROOT: {inspection_id: 1}}
    for table in plan()[1:]:
        ids = _ids(table, list(found[table.parent]))
        found[table.name] = {number: at for at, number in enumerate(ids, 1)}
    return found


def _ids(table: Table, parents: list[int]) -> list[int]:
    sql = (
        f"select id from {table.table} "  # noqa: S608 - names of the plan
        f"where inspectorate_id = %s and {table.through} = any(%s)"
        f"{LEFT_OUT.get(table.table, '')} order by id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [require_inspectorate_id(), parents])
        return [number for (number,) in cursor.fetchall()]


def rows_of(table: Table, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """The rows as they lie, a few hundred in memory at a time."""
    sql = (
        f"select to_jsonb(t)::text from {table.table} t "  # noqa: S608 - names of the plan
        "where t.inspectorate_id = %s and t.id = any(%s) order by t.id"
    )
    yield from _in_parts(sql, ids)


def history_of(table: Table, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Every entry of the history of these rows, as the triggers wrote it, its digests in hex."""
    sql = (
        "select jsonb_build_object('record', h.record_id, 'entry', h.id, 'operation', h.operation, "
        "'at', h.at, 'why', h.why, 'purpose', h.purpose, 'request', h.request_id, "
        "'person', (select u.display_name from accounts_user u where u.id = h.person_id), "
        "'row', h.row_data, 'digest', encode(h.digest, 'hex'))::text from kernel_history h "
        "where h.inspectorate_id = %s and h.record_id = any(%s) and h.table_name = %s "
        "order by h.record_id, h.id"
    )
    yield from _in_parts(sql, ids, table.table)


def _in_parts(sql: str, ids: Sequence[int], *more: Any) -> Iterator[dict[str, Any]]:
    for at in range(0, len(ids), AT_ONCE):
        with connection.cursor() as cursor:
            part = list(ids[at : at + AT_ONCE])
            cursor.execute(sql, [require_inspectorate_id(), part, *more])
            for (row,) in cursor.fetchall():
                yield orjson.loads(row)


def bytes_of(file_id: int) -> Iterator[bytes]:
    """The bytes of a stored file, a slice at a time; nothing when they are gone."""
    sql = (
        "select substring(content from %s for %s) from evaluations_filecontent "
        "where inspectorate_id = %s and file_id = %s"
    )
    at = 1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(sql, [at, SLICE, require_inspectorate_id(), file_id])
            row = cursor.fetchone()
        if row is None or not len(row[0]):
            return
        yield bytes(row[0])
        at += SLICE


_OUTSIDE: Mapping[str, str] = {
    "Membership": "select m.id, jsonb_build_object('name', u.display_name, 'email', u.email, "
    "'post', m.post)::text from accounts_membership m join accounts_user u on u.id = m.user_id",
    "LocalAuthorityArea": "select m.id, jsonb_build_object('code', m.code, 'name', m.name)::text "
    "from areas_localauthorityarea m",
    "ChildProtectionCommittee": "select m.id, jsonb_build_object('code', m.code, 'name', m.name)::text "
    "from areas_childprotectioncommittee m",
    "FrameworkEdition": "select m.id, jsonb_build_object('code', m.code, 'title', m.title, "
    "'digest', m.digest)::text from indicators_frameworkedition m",
    "QualityIndicator": "select m.id, jsonb_build_object('code', m.code, 'title', m.title)::text "
    "from indicators_qualityindicator m",
    "Programme": "select m.id, jsonb_build_object('code', m.code, 'title', m.title)::text "
    "from evaluations_programme m",
}
"""What the archive says of a record that it refers to and does not hold."""


def described(model: str, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """By number: how records outside the archive are known elsewhere. LookupError for a model that
    the archive does not know how to describe."""
    sql = f"{_OUTSIDE[model]} where m.inspectorate_id = %s and m.id = any(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [require_inspectorate_id(), list(ids)])
        return {number: orjson.loads(said) for number, said in cursor.fetchall()}


OUTSIDE = frozenset(_OUTSIDE)
