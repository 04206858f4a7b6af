"""P7: row level security: every statement of the benchmark set, beside the owner without policies.

The statements are the product's own, taken down while it serves a page of evaluations, one
evaluation, a save, the recording page, a search of evidence, and reads the inputs of a summary. Each
is then sent in turns by the application's role, in its scope, and by the owner of the tables, to whom
no policy applies.
"""

import statistics
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.test import Client

from inspectorate.bench.fieldwork import Fieldwork, make_fieldwork
from inspectorate.bench.filling import Filled, fill
from inspectorate.bench.paging import form_of, recording_of, sign_in
from inspectorate.bench.saving import SAID
from inspectorate.bench.serving import token
from inspectorate.bench.timing import bound, verdict
from inspectorate.bench.watching import Statement, watched
from inspectorate.kernel import ids
from inspectorate.national import queries
from inspectorate.tenancy.scope import scope
from inspectorate.tenancy.walls import scoped_models

MIDDLE = 49
GOAL = 1.10
OPENING = ("open_scope_by_", "set_config", "SAVEPOINT", "RELEASE")
"""What opens the scope and marks transactions is measured by counting it, not by timing it."""
FLOOR_SEARCH = "bench_search_evidence"


class Taken(NamedTuple):
    """A statement and the scope it ran in."""

    statement: Statement
    inspectorate_id: int
    person_id: int | None


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench walls")
    parser.add_argument("--evaluations", type=int, default=200_000)
    parser.add_argument("--evidence", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args(arguments)
    print(f"Filling {options.evaluations:,} evaluations across 100 inspectorates...", flush=True)
    filled = fill(options.evaluations)
    made = make_fieldwork(inspections=20, evidence=options.evidence)
    measure_walls(made, filled[min(MIDDLE, len(filled) - 1)], rounds=options.rounds)
    return 0


def measure_walls(made: Fieldwork, filled: Filled, *, rounds: int) -> None:
    """Print the lines of P7."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("vacuum (analyze)")
    opening, taken = _take_down(made, filled)
    with _no_policies():
        timed = list(_in_turns(taken, rounds))
    pairs = [(one, *both) for one, both in zip(taken, timed, strict=True)]
    ratios = [app / owner for _, app, owner in pairs]
    for (one, app, owner), ratio in zip(pairs, ratios, strict=True):
        print(f"  {ratio:5.2f}  {app:7.3f} ms  {owner:7.3f} ms  {one.statement.short}")
    total = sum(app for _, app, _ in pairs) / sum(owner for _, _, owner in pairs)
    print(verdict("P7", statements=len(pairs), of="all-together", ratio=total, goal=GOAL))
    middle = statistics.median(ratios)
    print(verdict("P7", statements=len(pairs), of="the-middle-one", ratio=middle, goal=GOAL))
    print(verdict("P7", statements=len(pairs), of="the-slowest", ratio=max(ratios), goal=GOAL))
    print(bound("P7", "round_trips_to_open_the_scope_beside_the_token_check", opening, 0))


def _take_down(made: Fieldwork, filled: Filled) -> tuple[int, list[Taken]]:
    """How many statements only open a scope where a token is checked, and all that do the work."""
    found: list[Taken] = []
    opening = _of_the_api(made, filled, found)
    lead, client, address = made.lead.pk, sign_in(made), recording_of(made)
    with watched() as sent:
        page = client.get(address)
        form = form_of(page, mine="", reason="", rationale=SAID, value="level:good")
        answer = client.post(address, form)
        search = address.rsplit("/recording", 1)[0] + "/evidence?q=referral+reasons"
        listed = client.get(search)
    if (page.status_code, answer.status_code, listed.status_code) != (200, 302, 200):
        raise RuntimeError("The pages to be measured did not answer.")
    found += [Taken(one, made.inspectorate.pk, lead) for one in sent]
    with scope(filled.inspectorate_id), watched() as sent:
        queries.sources(filled.programme_id, date(2030, 1, 1))
    found += [Taken(one, filled.inspectorate_id, None) for one in sent]
    return opening, [one for one in found if not any(o in one.statement.sql for o in OPENING)]


def _of_the_api(made: Fieldwork, filled: Filled, found: list[Taken]) -> int:
    """A page of evaluations, one of them, and a save."""
    client = Client(SERVER_NAME="127.0.0.1")
    reader = {"authorization": f"Bearer {token(filled.slug, ['evaluations:read'])}"}
    writer = {"authorization": f"Bearer {token(made.inspectorate.slug, ['evaluations:write'])}"}
    with watched() as sent:
        client.get(f"/api/v1/{filled.slug}/evaluations?page_size=100", headers=reader)
    opening = sum("set_config" in one.sql for one in sent)
    found += [Taken(one, filled.inspectorate_id, None) for one in sent]
    evaluation = ids.encode("evaluation", made.evaluations[-1])
    with watched() as sent:
        answer = client.patch(
            f"/api/v1/{made.inspectorate.slug}/evaluations/{evaluation}",
            {"level": "good", "rationale": SAID},
            content_type="application/json",
            headers={**writer, "if-match": '"1"'},
        )
    if answer.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"The save was answered {answer.status_code}: {answer.content!r}")
    found += [Taken(one, made.inspectorate.pk, None) for one in sent]
    return opening


@contextmanager
def _no_policies() -> Iterator[None]:
    """Nothing applies to the owner of the tables while this lasts; to the application all does. For
    the owner the search is the same function without the rights of another role."""
    tables = [model._meta.db_table for model in scoped_models()]
    with connections["owner"].cursor() as cursor:
        cursor.execute("select pg_get_functiondef('search_evidence'::regproc)")
        definition = cursor.fetchone()[0]
        plain = definition.replace("search_evidence", FLOOR_SEARCH).replace("SECURITY DEFINER", "")
        cursor.execute(plain)
        for table in tables:
            cursor.execute(f'alter table "{table}" no force row level security')
        try:
            yield
        finally:
            for table in tables:
                cursor.execute(f'alter table "{table}" force row level security')
            cursor.execute(f"drop function {FLOOR_SEARCH}")


def _in_turns(statements: list[Taken], rounds: int) -> Iterator[tuple[float, float]]:
    """Median milliseconds of each statement by the application and by the owner; what one writes is
    rolled back. Every round sends all of them, so that a busy moment falls on all alike."""
    taken: list[tuple[list[float], list[float]]] = [([], []) for _ in statements]
    for turn in range(rounds + 2):
        for (app, owner), one in zip(taken, statements, strict=True):
            plain = one.statement.sql.replace("search_evidence", FLOOR_SEARCH)
            first = _time("default", one, one.statement.sql) if turn % 2 else None
            second = _time("owner", one, plain)
            if first is None:
                first = _time("default", one, one.statement.sql)
            if turn >= 2:  # noqa: PLR2004 - warm-up
                app.append(first)
                owner.append(second)
    for app, owner in taken:
        yield statistics.median(app), statistics.median(owner)


def _time(alias: str, one: Taken, sql: str) -> float:
    connection: Any = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.inspectorate', %s, true), set_config('app.person', %s, true)",
            [str(one.inspectorate_id), str(one.person_id or "")],
        )
        start = time.perf_counter()
        cursor.execute(sql, one.statement.values)
        if cursor.description is not None:
            cursor.fetchall()
        taken = (time.perf_counter() - start) * 1000
        transaction.set_rollback(True, using=alias)
    return taken
