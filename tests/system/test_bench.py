"""The measurements in small: they run, ask what they say they ask, and say what they found."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import orjson
import pytest

from evaluations.models import Evaluation, FileContent, Inspection, StoredFile
from inspectorate.bench import archive, walls
from inspectorate.bench.fieldwork import Fieldwork, make_fieldwork
from inspectorate.bench.filling import Filled
from inspectorate.bench.load import Driver, request, status_of
from inspectorate.bench.paging import measure_page
from inspectorate.bench.saving import Savers
from inspectorate.bench.timing import bound, verdict
from inspectorate.tenancy.scope import scope


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def answering(application: Callable[..., Any]) -> Iterator[int]:
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture
def made(db: None) -> Fieldwork:
    return make_fieldwork(inspections=1, evidence=40)


def test_lines_say_whether_a_goal_is_reached() -> None:
    assert verdict("P3", ratio=2.5, goal=4, connections=50) == (
        "P3 connections=50 ratio=2.50 goal<=4 ok"
    )
    assert bound("P5", "statements", 13, 12) == "P5 statements=13 goal<=12 short"


def test_a_load_waits_for_its_answers_and_counts_them() -> None:
    def hello(_: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Length", "5")])
        return [b"hello"]

    asked = request("GET", "/", {})
    with answering(hello) as port:
        closed = Driver(port, lambda _: asked, lambda _, told: status_of(told)).closed(3, 0.1)
        opened = Driver(port, lambda _: asked, lambda _, told: status_of(told)).open(3, 50, 0.2)
    assert closed.statuses.keys() == {200}
    assert closed.statuses[200] == len(closed.milliseconds) >= 3
    assert opened.statuses == {200: 10}
    assert 0 < opened.p50 <= opened.p95


def test_savers_name_the_version_they_know_and_count_what_was_saved() -> None:
    kept = {7: 1}

    def save(environ: dict[str, Any], start: Any) -> list[bytes]:
        good = environ["HTTP_IF_MATCH"] == str(kept[7])
        kept[7] += good
        start("200 OK" if good else "412 Precondition Failed", [])
        now = {"version": kept[7]}
        return [orjson.dumps(now if good else {"current": now})]

    def patch(number: int, version: int, count: int) -> bytes:
        return request("PATCH", f"/{number}", {"If-Match": str(version)}, b"{}")

    savers = Savers([7], patch)
    with answering(save) as port:
        load = Driver(port, savers.ask, savers.heard).closed(4, 0.2)
    assert set(load.statuses) == {200, 412}
    assert savers.saved[7] == load.statuses[200] == kept[7] - 1


def test_the_recording_page_is_measured(made: Fieldwork, capsys: pytest.CaptureFixture) -> None:
    measure_page(made, rounds=1)
    said = capsys.readouterr().out
    found = dict(re.findall(r"^P5 (\w+)=(\S+) goal<=\d+ (?:ok|short)$", said, re.MULTILINE))
    assert 5 <= int(found["statements"]) <= 25  # three are the test's own transaction's
    assert 5 <= int(found["save_statements"]) <= 30
    assert 2 < float(found["compressed_kilobytes"]) <= 25
    assert 2 < float(found["first_visit_kilobytes"]) <= 60
    assert 300 < int(found["save_bytes_sent"]) <= 2_000
    assert 100 < int(found["save_bytes_back"]) <= 2_000
    with scope(made.inspectorate.pk):
        assert Evaluation.objects.exclude(rationale="").count() == 1


def test_the_walls_are_measured_by_the_products_own_statements(made: Fieldwork) -> None:
    with scope(made.inspectorate.pk):
        inspection = Inspection.objects.get()
    filled = Filled(
        made.inspectorate.pk,
        made.inspectorate.slug,
        inspection.programme_id,
        1,
        len(made.evaluations),
    )
    opening, taken = walls._take_down(made, filled)
    asked = " ".join(one.statement.sql for one in taken)
    assert opening <= 1, "only the transaction around the test is told of a scope afterwards"
    for part in ("search_evidence(", "update evaluations_evaluation", "for no key update"):
        assert part in asked
    assert not any("set_config" in one.statement.sql for one in taken)


def test_an_archive_with_a_file_of_several_slices_goes_out_and_in(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "EACH", 3)
    here, there = archive.place("out"), archive.place("in")
    inspection = archive.inspection_with_files(here, 3)
    with archive.opened() as file:
        archive.take_out(here, inspection, file)
        idle = archive.idle()
        assert archive.highest(lambda: archive.bring(there, file), idle) < archive.GOAL + 64
    with scope(there):
        kept = StoredFile.objects.get()
        content = bytes(FileContent.objects.get(file=kept).content)
    assert len(content) == kept.size == 3 * archive.MEGABYTE
    assert sha256(content).hexdigest() == kept.digest
