"""P1: compile, digest and store a national summary, beside one hand-written SQL statement."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from inspectorate.bench.filling import Filled, fill
from inspectorate.bench.timing import in_turns, verdict
from inspectorate.national import operations, queries
from inspectorate.national.rules.summary import compile_summary
from inspectorate.tenancy.scope import scope

FLOOR = (Path(__file__).parent / "floor.sql").read_text(encoding="utf-8")
AS_AT = date(2030, 1, 1)
MIDDLE = 49
GOAL, FLAT = 1.5, 1.1
ROUNDS = 30


def compile_one(filled: Filled) -> dict[str, Any]:
    """What the job does, without its progress: read, compute, digest, store."""
    with scope(filled.inspectorate_id):
        sources = queries.sources(filled.programme_id, AS_AT)
        document = compile_summary(
            sources.edition, sources.inputs, as_at=AS_AT, findings_decided=sources.decided
        )
        operations.store(filled.programme_id, AS_AT, document, membership_id=None, job_id=None)
    return document


def floor(filled: Filled) -> dict[str, Any]:
    """The SQL statement as the same role, in the same scope."""
    with scope(filled.inspectorate_id), connection.cursor() as cursor:
        cursor.execute(
            FLOOR,
            {
                "inspectorate": filled.inspectorate_id,
                "programme": filled.programme_id,
                "edition": filled.edition_id,
                "as_at": AS_AT,
            },
        )
        found: dict[str, Any] = json.loads(cursor.fetchone()[0])
    return found


def _agree(filled: Filled) -> None:
    """A floor that answers something else would measure nothing. Raises AssertionError."""
    ours, theirs = compile_one(filled), floor(filled)
    counted = {one["code"]: one for one in theirs["indicators"]}
    for one in ours["indicators"]:
        other = counted[one["code"]]
        good = one["bands"]["good-or-better"], one["graded"]
        if good != (other["good_or_better"], other["graded"]):
            raise AssertionError(f"{one['code']}: {good} and {other} disagree")
    if ours["positive_reports"]["positive"] != theirs["positive"]:
        raise AssertionError("positive reports disagree")


def _statements(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len([one for one in captured if one["sql"] not in {"BEGIN", "COMMIT"}])


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench summary")
    parser.add_argument("--evaluations", type=int, default=1_000_000)
    options = parser.parse_args(arguments)
    print(f"Filling {options.evaluations:,} evaluations across 100 inspectorates...", flush=True)
    filled = fill(options.evaluations)
    ratios: dict[str, float] = {}
    for name, one in (("middling", filled[MIDDLE]), ("largest", filled[0])):
        _agree(one)
        work, base = in_turns(partial(compile_one, one), partial(floor, one), ROUNDS)
        ratios[name] = work / base
        print(
            f"  {name}: {one.evaluations:,} evaluations of its own; compile {work:.1f} ms, "
            f"SQL {base:.1f} ms, {_statements(partial(compile_one, one))} statements"
        )
        print(
            verdict(
                "P1",
                evaluations=options.evaluations,
                inspectorate=name,
                ratio=work / base,
                goal=GOAL,
            )
        )
    _after_others_changed(filled, options.evaluations)
    return 0


def _after_others_changed(filled: list[Filled], evaluations: int) -> None:
    """30 % of the others' rows updated and vacuumed: ours must not become slower."""
    middle = filled[MIDDLE]
    before, _ = in_turns(partial(compile_one, middle), int, ROUNDS)
    with connections["owner"].cursor() as cursor:
        cursor.execute("alter table evaluations_evaluation no force row level security")
        cursor.execute("alter table evaluations_evaluation disable trigger user")
        cursor.execute(
            "update evaluations_evaluation set version = version + 1, level = level "
            "where inspectorate_id <> %s and id %% 10 < 3",
            [middle.inspectorate_id],
        )
        cursor.execute("alter table evaluations_evaluation enable trigger user")
        cursor.execute("alter table evaluations_evaluation force row level security")
        cursor.execute("vacuum (analyze) evaluations_evaluation")
    after, _ = in_turns(partial(compile_one, middle), int, ROUNDS)
    print(
        verdict(
            "P1", evaluations=evaluations, after="others-changed", ratio=after / before, goal=FLAT
        )
    )
