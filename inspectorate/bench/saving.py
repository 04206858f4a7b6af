"""P3: save one evaluation through the API, beside bare WSGI that does a bare UPDATE.

Two servers of two sync workers each are measured in turns: by fifty clients, each saving its own
evaluation as fast as it is answered; then at fifty saves a second. Last, fifty clients fight over
five evaluations, and every save that was answered must be there, once.
"""

import statistics
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, NamedTuple

import orjson
from django.core.management import call_command
from django.db import connections

from evaluations.models import Evaluation
from inspectorate.bench.fieldwork import Fieldwork
from inspectorate.bench.load import Driver, Load, body_of, request, status_of
from inspectorate.bench.serving import served, token
from inspectorate.bench.timing import verdict
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope

CONNECTIONS = 50
RATE = 50
FOUGHT_OVER = 5
GOAL_RATIO, GOAL_OPEN_MS = 4.0, 25.0
SAVED, STALE = 200, 412
LEVELS = ("weak", "good")
SAID = (
    "Staff act at once on what they are told and keep clear records of it. Chronologies are kept in "
    "most records, but few are used to weigh risk, and reviews do not always come in time."
)
_TABLE = """
create table bench_evaluation (like evaluations_evaluation including all);
insert into bench_evaluation overriding system value
  select * from evaluations_evaluation where inspectorate_id = {here};
grant select, update on bench_evaluation to inspectorate_app;
"""


class Savers:
    """Clients that save evaluations over and over, each naming the version it knows of."""

    def __init__(self, numbers: list[int], patch: Callable[[int, int, int], bytes]) -> None:
        self._numbers, self._patch = numbers, patch
        self._known = dict.fromkeys(numbers, 1)
        self._sent = 0
        self.saved: Counter[int] = Counter()

    def ask(self, lane: int) -> bytes:
        number = self._numbers[lane % len(self._numbers)]
        self._sent += 1
        return self._patch(number, self._known[number], self._sent)

    def heard(self, lane: int, answer: bytes) -> int:
        """Take note of the version that is there now."""
        number, status = self._numbers[lane % len(self._numbers)], status_of(answer)
        if status not in {SAVED, STALE}:
            raise RuntimeError(f"A save was answered {status}: {answer[-400:]!r}")
        told = orjson.loads(body_of(answer))
        now = told["version"] if status == SAVED else told["current"]["version"]
        self._known[number] = max(self._known[number], now)
        self.saved[number] += status == SAVED
        return status


class Variant(NamedTuple):
    port: int
    savers: Savers


def measure_saving(made: Fieldwork, *, seconds: float, rounds: int) -> None:
    """Print the lines of P3."""
    owner = connections["owner"].cursor()
    secret = token(made.inspectorate.slug, ["evaluations:write", "evaluations:read"])
    numbers = list(made.evaluations)
    _make_table(owner, made.inspectorate.pk)
    try:
        with ExitStack() as stack:
            ours = Variant(
                stack.enter_context(served("inspectorate.wsgi:application")),
                Savers(numbers[FOUGHT_OVER:], _ours(made.inspectorate.slug, secret)),
            )
            bare = Variant(
                stack.enter_context(served("inspectorate.bench.bare_save:application")),
                Savers(numbers[FOUGHT_OVER:], _bare(made.inspectorate.pk)),
            )
            _closed(ours, bare, seconds, rounds)
            _open(ours, bare, seconds, rounds)
            fight = Savers(numbers[:FOUGHT_OVER], _ours(made.inspectorate.slug, secret))
            fought = _driver(Variant(ours.port, fight)).closed(CONNECTIONS, seconds)
    finally:
        owner.execute("drop table bench_evaluation")
    _nothing_lost(made, ours.savers.saved + fight.saved, fought)


def _make_table(cursor: Any, here: int) -> None:
    """The floor's table, filled from the real one, which its owner may not read past the wall."""
    cursor.execute("alter table evaluations_evaluation no force row level security")
    cursor.execute(_TABLE.format(here=here))
    cursor.execute("alter table evaluations_evaluation force row level security")
    cursor.execute("vacuum (analyze) bench_evaluation")


def _ours(slug: str, secret: str) -> Callable[[int, int, int], bytes]:
    def patch(number: int, version: int, count: int) -> bytes:
        path = f"/api/v1/{slug}/evaluations/{ids.encode('evaluation', number)}"
        headers = {"Authorization": f"Bearer {secret}", "If-Match": f'"{version}"'}
        sent = {"level": LEVELS[count % 2], "rationale": f"{SAID} {count}"}
        return request("PATCH", path, headers, orjson.dumps(sent))

    return patch


def _bare(here: int) -> Callable[[int, int, int], bytes]:
    def patch(number: int, version: int, count: int) -> bytes:
        sent = {"level": 2 + 2 * (count % 2), "rationale": f"{SAID} {count}"}
        headers = {"If-Match": f'"{version}"'}
        return request("PATCH", f"/{here}/{number}", headers, orjson.dumps(sent))

    return patch


def _driver(variant: Variant) -> Driver:
    return Driver(variant.port, variant.savers.ask, variant.savers.heard)


def _closed(ours: Variant, bare: Variant, seconds: float, rounds: int) -> None:
    taken: tuple[list[Load], list[Load]] = ([], [])
    for turn in range(rounds + 1):
        for found, variant in zip(taken, (ours, bare), strict=True):
            load = _driver(variant).closed(CONNECTIONS, seconds)
            if turn:  # the first warms up
                found.append(load)
    for name, found in zip(("ours", "bare"), taken, strict=True):
        print(
            f"  {name}: {_middle(found, 'rate'):.0f} saves a second, p50 {_middle(found, 'p50'):.1f} "
            f"ms, p95 {_middle(found, 'p95'):.1f} ms, {found[-1].bytes:,} bytes back"
        )
    ratio = statistics.median(a.p95 / b.p95 for a, b in zip(*taken, strict=True))
    told = verdict("P3", connections=CONNECTIONS, p95="against-bare", ratio=ratio, goal=GOAL_RATIO)
    print(told)


def _open(ours: Variant, bare: Variant, seconds: float, rounds: int) -> None:
    """At a steady rate, ours and the floor in turns; the goal is in milliseconds."""
    taken: tuple[list[Load], list[Load]] = ([], [])
    for _ in range(rounds):
        for found, variant in zip(taken, (ours, bare), strict=True):
            found.append(_driver(variant).open(CONNECTIONS, RATE, seconds))
    ms, floor = (_middle(found, "p95") for found in taken)
    good = "ok" if ms <= GOAL_OPEN_MS else "short"
    print(
        f"P3 saves_a_second={RATE} p95_ms={ms:.1f} floor_ms={floor:.1f} "
        f"goal<={GOAL_OPEN_MS:g} {good}"
    )


def _middle(loads: list[Load], what: str) -> float:
    return statistics.median(float(getattr(one, what)) for one in loads)


def _nothing_lost(made: Fieldwork, saved: Counter[int], fought: Load) -> None:
    """Every save that was answered is a version and an entry of the history, and none is besides."""
    with scope(made.inspectorate.pk):
        versions = dict(Evaluation.objects.values_list("pk", "version"))
        entries = HistoryEntry.objects.filter(table_name="evaluations_evaluation", operation="U")
        kept = Counter(entries.values_list("record_id", flat=True))
    lost = sum(abs(versions[one] - 1 - saved[one]) for one in versions)
    lost += sum(abs(kept[one] - saved[one]) for one in versions)
    print(
        f"P3 saves={saved.total()} fought_over={fought.statuses.total()} "
        f"refused_as_stale={fought.statuses[STALE]} lost={lost} goal<=0 "
        f"{'ok' if lost == 0 else 'short'}"
    )
    call_command("verify_history", inspectorate=made.inspectorate.slug)
    print("P3 verify_history=whole ok")
