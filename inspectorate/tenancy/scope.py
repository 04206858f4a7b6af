"""The scope: inside which inspectorate, by whom and why the current work is done.

The scope is kept twice, in a context variable (which the guarded manager reads) and in settings
local to the database transaction (which row level security and the history triggers read). It is
never a session-level setting: a pooler would hand that to the next client.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db import connection, transaction

from inspectorate.tenancy.errors import NoScope


@dataclass(frozen=True, slots=True)
class Scope:
    """``person_id`` is who acts (None: the system), ``why`` and ``purpose`` go into the history."""

    inspectorate_id: int | None = None
    person_id: int | None = None
    why: str = ""
    request_id: str = ""
    purpose: str = ""


_current: ContextVar[Scope | None] = ContextVar("inspectorate_scope", default=None)

_SETTINGS_SQL = """
select set_config('app.inspectorate', %s, true), set_config('app.person', %s, true),
       set_config('app.why', %s, true), set_config('app.request', %s, true),
       set_config('app.purpose', %s, true)
"""


def current_scope() -> Scope | None:
    return _current.get()


def require_inspectorate_id() -> int:
    """The inspectorate whose scope is open. Raises NoScope when none is."""
    current = _current.get()
    if current is None or current.inspectorate_id is None:
        raise NoScope(
            "No inspectorate's scope is open. Pages, endpoints, tasks and commands open it at the "
            "front door; elsewhere use `with scope(inspectorate_id): ...`."
        )
    return current.inspectorate_id


def tell_database(scope: Scope | None) -> None:
    """Make the database's settings those of ``scope``; None: of no scope."""
    scope = scope or Scope()
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTINGS_SQL,
            [
                "" if scope.inspectorate_id is None else str(scope.inspectorate_id),
                "" if scope.person_id is None else str(scope.person_id),
                scope.why[:500],
                scope.request_id,
                scope.purpose[:500],
            ],
        )


@contextmanager
def _opened(scope: Scope) -> Iterator[Scope]:
    outer = _current.get()
    with transaction.atomic():
        tell_database(scope)
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
            if connection.in_atomic_block and not connection.needs_rollback:
                # A transaction that goes on (a savepoint, a test) must not keep this scope.
                _restore(outer)


def _restore(outer: Scope | None) -> None:
    if connection.savepoint_ids or outer is not None:
        tell_database(outer)


@contextmanager
def scope(
    inspectorate_id: int,
    *,
    person_id: int | None = None,
    why: str = "",
    request_id: str = "",
    purpose: str = "",
) -> Iterator[Scope]:
    """Open one inspectorate's scope for the length of one transaction."""
    with _opened(Scope(inspectorate_id, person_id, why, request_id, purpose)) as opened:
        yield opened


@contextmanager
def as_person(person_id: int) -> Iterator[Scope]:
    """See one person's own memberships and nothing else, before an inspectorate is chosen."""
    with _opened(Scope(None, person_id)) as opened:
        yield opened


def adopt(scope: Scope) -> None:
    """Take note of a scope that a database function has already opened in this transaction.

    Only for the front doors, which save round trips by finding who comes in and opening the scope in
    one statement. Must be undone with :func:`forget` when the transaction ends.
    """
    _current.set(scope)


def forget(outer: Scope | None) -> None:
    """Undo :func:`adopt`: go back to the scope that was open before, usually none.

    The database forgets by itself when the transaction ends; where one goes on around it (a test),
    it is told.
    """
    adopted = _current.get()
    _current.set(outer)
    if adopted is not outer and connection.in_atomic_block and not connection.needs_rollback:
        tell_database(outer)


@contextmanager
def because(why: str) -> Iterator[None]:
    """Give the reason that history records for the changes made inside."""
    outer = _current.get()
    if outer is None:
        raise NoScope("A reason needs an open scope.")
    changed = replace(outer, why=why)
    tell_database(changed)
    token = _current.set(changed)
    try:
        yield
    finally:
        _current.reset(token)
        if not connection.needs_rollback:
            tell_database(outer)
