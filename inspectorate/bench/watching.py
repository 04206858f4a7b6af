"""What a piece of work asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection


class Statement(NamedTuple):
    sql: str
    values: Any

    @property
    def short(self) -> str:
        return " ".join(self.sql.split())[:70]


@contextmanager
def watched() -> Iterator[list[Statement]]:
    """The statements sent within, in their order; begin and commit are not among them."""
    sent: list[Statement] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        sent.append(Statement(sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        yield sent
