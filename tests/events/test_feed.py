"""events: in order, resumable, nothing passed over, and only for those who may see every change."""

import threading
import time

import pytest
from django.core.management import call_command
from django.db import connection

from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.terms import Scope
from inspectorate.events.queries import happened
from inspectorate.kernel import ids
from inspectorate.kernel.events import record_event
from inspectorate.kernel.models import Event
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.people import People

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def record(here: Inspectorate, kind: str, collection: str = "main-points") -> None:
    with scope(here.pk):
        record_event(kind, collection=collection, subject=ids.encode("point", 1))


NEVER = "9000000000000"
"""The number of a transaction of another PostgreSQL, long ahead of ours."""


def settled(here: Inspectorate) -> None:
    """Wait for the transactions of others: a test beside this one holds the feed up meanwhile, and
    those of generated requests share a transaction for minutes."""
    for _ in range(12_000):
        with scope(here.pk), connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from kernel_event where written_in < %s"
                " and written_in >= pg_snapshot_xmin(pg_current_snapshot())",
                [NEVER],
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.05)


def kinds(here: Inspectorate, after: int | None = None) -> list[str]:
    with scope(here.pk):
        found = happened(collections=["main-points"], after=after, most=99)
    return [one.kind for one in found]


class Writer:
    """Somebody who has recorded an event in a transaction that lasts, on a connection of their own."""

    def __init__(self, here: Inspectorate, kind: str) -> None:
        self._here, self._kind = here, kind
        self._written, self._go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._write)

    def _write(self) -> None:
        try:
            with scope(self._here.pk):
                record_event(self._kind, collection="main-points", subject="x")
                self._written.set()
                assert self._go_on.wait(30)
        finally:
            connection.close()

    def __enter__(self) -> "Writer":
        self._thread.start()
        assert self._written.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._go_on.set()
        self._thread.join(30)


def test_what_commits_late_is_not_passed_over(hmie: Inspectorate) -> None:
    record(hmie, "point.first")
    settled(hmie)
    with scope(hmie.pk):
        (first,) = happened(collections=["main-points"], after=None, most=9)
    with Writer(hmie, "point.slow"):
        record(hmie, "point.quick")
        assert kinds(hmie, first.number) == [], "the quick one waits for the slow one"
        with Writer(hmie, "point.slower"):
            pass
        assert kinds(hmie, first.number) == []
    settled(hmie)
    assert kinds(hmie, first.number) == ["point.slow", "point.quick", "point.slower"]


def test_an_older_transaction_that_records_late_comes_first(hmie: Inspectorate) -> None:
    """Its event has the higher number and the older transaction."""
    begun, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with scope(hmie.pk), connection.cursor() as cursor:
                cursor.execute("select pg_current_xact_id()")
                begun.set()
                assert go_on.wait(30)
                record_event("point.older", collection="main-points", subject="x")
        finally:
            connection.close()

    older = threading.Thread(target=write)
    older.start()
    assert begun.wait(30)
    record(hmie, "point.younger")
    assert kinds(hmie) == []
    go_on.set()
    older.join(30)
    settled(hmie)
    assert kinds(hmie) == ["point.older", "point.younger"]


@pytest.fixture
def full(hmie: Inspectorate, other: Inspectorate) -> Tool:
    for kind in ("main-point.made", "main-point.closed", "main-point.made"):
        record(hmie, kind)
    record(hmie, "plan.sent", "inspections")
    record(other, "main-point.made")
    settled(other)
    settled(hmie)
    return Tool(hmie)


def test_it_is_read_page_by_page_and_from_any_event_on(full: Tool) -> None:
    first = full.get("events?page_size=3").json()
    assert [one["kind"] for one in first["results"]] == [
        "main-point.made",
        "main-point.closed",
        "main-point.made",
    ]
    assert first["results"][0].keys() == {"id", "kind", "collection", "subject", "at"}
    rest = full.get(first["next"].split("/hmie/")[1]).json()
    assert [one["kind"] for one in rest["results"]] == ["plan.sent"]
    assert rest["next"] is None
    last = rest["results"][0]["id"]
    assert full.get(f"events?after={last}").json()["results"] == []
    made = full.get("events?kind=main-point.made").json()["results"]
    assert len(made) == 2
    after = full.get(f"events?kind=main-point.made&after={made[0]['id']}").json()["results"]
    assert [one["id"] for one in after] == [made[1]["id"]]
    for wrong in ("after=0123456789abcdef", "after=x", "page_size=0", "page_size=501"):
        is_problem(full.get(f"events?{wrong}"), 422)


def test_a_place_of_another_inspectorate_is_no_place(full: Tool, other: Inspectorate) -> None:
    with scope(other.pk):
        theirs = ids.encode("event", Event.objects.get().pk)
    is_problem(full.get(f"events?after={theirs}"), 422)
    full.inspectorate = other
    is_problem(full.get("events"), 401)


def test_only_collections_the_token_may_read_and_only_who_may_see_every_change(
    full: Tool, hmie: Inspectorate, people: People
) -> None:
    points = Tool(hmie, scopes=["events:read", "main-points:read", "inspections:write"])
    assert {one["collection"] for one in points.get("events").json()["results"]} == {"main-points"}
    assert Tool(hmie, scopes=["events:read"]).get("events").json()["results"] == []
    is_problem(Tool(hmie, scopes=["main-points:read"]).get("events"), 403)
    for person, status in (
        (people.partner, 403),
        (people.link, 403),
        (people.inspector, 403),
        (people.administrator, 200),
    ):
        with scope(hmie.pk):
            ApiToken.objects.update(holder=person.membership, scopes=list(Scope.values))
        assert full.get("events").status_code == status, person


def test_after_a_restore_what_was_there_comes_first(hmie: Inspectorate) -> None:
    record(hmie, "point.before")
    with scope(hmie.pk), connection.cursor() as cursor:
        cursor.execute("update kernel_event set written_in = %s", [NEVER])
    record(hmie, "point.after")
    settled(hmie)
    assert kinds(hmie) == ["point.after"]
    call_command("settle_events", inspectorate="hmie")
    assert kinds(hmie) == ["point.before", "point.after"]
