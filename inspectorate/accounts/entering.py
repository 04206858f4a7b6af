"""Coming in: the inspectorate, the session, its person and their membership are found, and the scope
is opened, in one statement."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection, models
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from inspectorate.accounts.models import Membership, Session, User
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import Scope, adopt, tell_database

FOUND: tuple[tuple[str, type[models.Model]], ...] = (
    ("inspectorate", Inspectorate),
    ("session", Session),
    ("person", User),
    ("membership", Membership),
)
"""What ``open_scope_by_session`` returns, a row of each table."""


class Entered(NamedTuple):
    """Where somebody came in. ``membership`` is theirs, whatever its dates; None without one."""

    inspectorate: Inspectorate
    membership: Membership | None


def enter(request: HttpRequest, slug: str, request_id: str) -> Entered | None:
    """Open the scope of the inspectorate with this slug for whoever asks; None when there is none.

    To be called in the request's transaction. Sets ``request.user`` when the session holds; in every
    other case the framework's own way decides who is signed in.
    """
    key = request.session.session_key or ""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [slug, key.replace("\x00", ""), request_id])
        row = cursor.fetchone()
    if row is None:
        return None
    values = iter(row)
    inspectorate, session, person, membership = (_made(model, values) for _, model in FOUND)
    request.session.found(session)  # type: ignore[attr-defined]
    if person is not None and _holds(request.session, person):
        request.user = person
    person_id = request.user.pk if request.user.is_authenticated else None
    opened = Scope(inspectorate.pk, person_id, "", request_id)
    adopt(opened)
    if person_id == (None if person is None else person.pk):
        return Entered(inspectorate, membership)
    tell_database(opened)  # the session is somebody's who is not signed in by it any more
    return Entered(inspectorate, None)


@cache
def _statement() -> str:
    columns = ", ".join(
        f'(f.{name})."{field.column}"'
        for name, model in FOUND
        for field in model._meta.concrete_fields
    )
    return f"select {columns} from open_scope_by_session(%s, %s, %s) f"  # noqa: S608 - constants


def _made(model: type[models.Model], values: Iterator[Any]) -> Any:
    """The next row of ``values`` as a record; None when there was none."""
    fields = model._meta.concrete_fields
    row = [next(values) for _ in fields]
    if row[0] is None:
        return None
    return model.from_db("default", [field.attname for field in fields], row)


def _holds(session: Any, person: User) -> bool:
    """Whether this session signs this person in: as the framework decides it, from what is at hand."""
    return (
        person.is_active
        and session.get(SESSION_KEY) == str(person.pk)
        and session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        and constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    )
