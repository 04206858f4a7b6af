"""How many statements and how long the pages and jobs of following through take over the data."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from followthrough.operations.reminders import remind_of_points
from followthrough.queries import PointFilters, point_rows
from followthrough.queries.analysis import analysis
from followthrough.queries.desk import Asked, desk
from followthrough.queries.picture import pictures
from inspectorate.accounts.people import Actor


@dataclass(frozen=True, slots=True)
class Measured:
    """One piece of work; ``found`` says how much it had to show."""

    what: str
    statements: int
    milliseconds: float
    found: int


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent within; savepoints are not among them."""
    sent: list[str] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if "SAVEPOINT" not in sql:
            sent.append(sql)
        return execute(sql, values, many, context)

    with connection.execute_wrapper(note):
        yield sent


def measured(link: Actor, partner: Actor, planner: Actor, today: date) -> list[Measured]:
    """Each once after once unmeasured, so that editions are read and the database is warm."""
    return [
        _one("desk of a link inspector", lambda: desk(link, Asked()).open),
        _one("desk of a committee’s partner", lambda: desk(partner, Asked()).open),
        _one("desk of all committees", lambda: desk(planner, Asked()).open),
        _one("list of points", lambda: len(point_rows(planner, PointFilters(), 1).rows)),
        _one("planning picture", lambda: len(pictures(planner))),
        _one(
            "analysis",
            lambda: analysis(planner, "simulated-first", by="theme", as_at=today).points,
        ),
        _one("reminder run", lambda: _reminded(today)),
    ]


def _reminded(today: date) -> int:
    """A whole run, taken back: nobody is written to."""
    with transaction.atomic():
        people = remind_of_points(today)
        transaction.set_rollback(True)
    return people


def _one(what: str, work: Callable[[], int]) -> Measured:
    work()
    with counted() as sent:
        began = time.perf_counter()
        found = work()
        took = (time.perf_counter() - began) * 1000
    return Measured(what, len(sent), took, found)
