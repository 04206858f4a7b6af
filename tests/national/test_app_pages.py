"""The pages of national summaries: figures, versions, changes, downloads, labels, compiling."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation
from inspectorate.kernel.models import HistoryEntry, Job
from inspectorate.kernel.terms import JobState
from inspectorate.national.models import FindingDecision, NationalSummary
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

PAGE = "/hmie/national/first-cycle"
LABEL = f"{PAGE}/findings/5.1"


@pytest.fixture
def analyst(client: Client, people: People) -> Client:
    return sign_in(client, people.analyst)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def test_before_anything_is_compiled(analyst: Client, first_cycle: Inspectorate) -> None:
    assert "Not compiled yet" in text(analyst, "/hmie/national")
    assert "Nothing has been compiled for this programme yet" in text(analyst, PAGE)


def test_without_a_programme(analyst: Client) -> None:
    assert "There is no programme yet" in text(analyst, "/hmie/national")


def test_the_figures_as_bars_and_tables(analyst: Client, compile_again: Any) -> None:
    compile_again()
    page = text(analyst, PAGE)
    assert "Version 1" in text(analyst, "/hmie/national")
    assert "<svg" in page or "ins_bar" in page
    for said in (
        "23 <small>of 30",
        "Progress was good or better on 39 of 47 main points",
        "Positive (1.1, 1.2, 1.3, 1.4 all satisfactory or better) in 23 of 30 reports",
        "Good or better in 22 of 30 areas",
        "Version 1, compiled",
        "26 November 2009",
        'action="/hmie/national/first-cycle/compile"',
    ):
        assert said in page, said
    assert "earlier version" not in page


def test_an_earlier_version_says_that_it_is_one(analyst: Client, compile_again: Any) -> None:
    compile_again()
    compile_again()
    assert "an earlier version" in text(analyst, f"{PAGE}/1")
    assert "an earlier version" not in text(analyst, f"{PAGE}/2")
    assert "Version 2, compiled" in text(analyst, PAGE)


def test_what_moved_between_two_versions(
    analyst: Client, compile_again: Any, first_cycle: Inspectorate
) -> None:
    compile_again()
    compile_again()
    assert "compiled from the same facts" in text(analyst, f"{PAGE}/2/changes")
    with scope(first_cycle.pk):
        one = Evaluation.objects.filter(indicator__code="1.1", level=6).get()
        Evaluation.objects.filter(pk=one.pk).update(level=1)
    compile_again()
    moved = text(analyst, f"{PAGE}/3/changes")
    assert "Figures that moved" in moved
    assert "1.1" in moved
    assert text(analyst, f"{PAGE}/1/changes", 404)


@pytest.mark.parametrize(
    "address",
    [
        "/hmie/national/second-cycle",
        f"{PAGE}/9",
        f"{PAGE}/99999999999999999999",
        f"{PAGE}/9/changes",
        f"{PAGE}/9/summary.json",
        f"{PAGE}/9/summary.csv",
        f"{PAGE}/jobs/nonsense",
        f"{PAGE}/findings/9.9",
    ],
)
def test_what_is_not_there_is_not_found(analyst: Client, compile_again: Any, address: str) -> None:
    compile_again()
    text(analyst, address, 404)


def test_the_download_is_the_document(
    analyst: Client, compile_again: Any, first_cycle: Inspectorate
) -> None:
    compile_again()
    answer = analyst.get(f"{PAGE}/1/summary.json")
    assert answer["Content-Disposition"] == 'attachment; filename="hmie-first-cycle-1.json"'
    document = json.loads(answer.content)
    assert (document["version"], document["positive_reports"]["positive"]) == (1, 23)
    sheet = analyst.get(f"{PAGE}/1/summary.csv")
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows if row}) >= 1
    assert any("1.1" in row for row in rows)
    assert any("22" in row for row in rows)


def test_everybody_inside_reads_and_nobody_from_outside(
    people: People, compile_again: Any, first_cycle: Inspectorate
) -> None:
    compile_again()
    addresses = (
        "/hmie/national",
        PAGE,
        f"{PAGE}/1",
        f"{PAGE}/1/summary.json",
        f"{PAGE}/1/summary.csv",
    )
    for name, person in people:
        client = sign_in(Client(), person)
        outside = name in {"operator", "stranger", "strange_inspector"}
        for address in addresses:
            assert client.get(address).status_code == (404 if outside else 200), (name, address)
    assert Client().get(PAGE).status_code == 302


def test_who_may_compile_and_decide(people: People, compile_again: Any) -> None:
    compile_again()
    for name, person in people:
        client = sign_in(Client(), person)
        wanted = {"analyst": 200, "operator": 404, "stranger": 404, "strange_inspector": 404}
        assert client.get(LABEL).status_code == wanted.get(name, 403), name
        if name not in wanted:
            assert client.post(f"{PAGE}/compile", {"as_at": "2009-11-26"}).status_code == 403
            assert 'compile"' not in client.get(PAGE).content.decode()
    with scope(people.analyst.inspectorate.pk):
        assert not Job.objects.exists()


def test_compiling_asks_for_a_job_and_shows_it(
    analyst: Client, first_cycle: Inspectorate, people: People
) -> None:
    asked = analyst.post(f"{PAGE}/compile", {"as_at": "2009-11-26"})
    assert (asked.status_code, asked["Location"]) == (302, PAGE)
    with scope(first_cycle.pk):
        job = Job.objects.get()
    assert (job.kind, job.subject) == ("compile-national-summary", "first-cycle")
    assert job.parameters["as_at"] == "2009-11-26"
    assert job.parameters["membership_id"] == people.analyst.membership.pk
    assert "waiting for a worker" in text(analyst, PAGE)
    analyst.post(f"{PAGE}/compile", {"as_at": "2009-11-26"})
    with scope(first_cycle.pk):
        assert Job.objects.count() == 1
        Job.objects.update(state=JobState.RUNNING, step="digest", done=3, total=12)
    page = text(analyst, PAGE)
    assert "digest" in page
    assert "3 of 12" in page


@pytest.mark.parametrize("sent", ["", "yesterday", "2009-02-30"])
def test_a_day_that_is_none_asks_for_nothing(
    analyst: Client, first_cycle: Inspectorate, sent: str
) -> None:
    answer = analyst.post(f"{PAGE}/compile", {"as_at": sent}, follow=True)
    assert "Give the day as at which to compile" in answer.content.decode()
    with scope(first_cycle.pk):
        assert not Job.objects.exists()


def decide(client: Client, **values: Any) -> Any:
    return client.post(LABEL, {"finding": "", "reason": "Too close to call.", "base": "0"} | values)


def test_a_decided_label_shows_from_the_next_compilation_on(
    analyst: Client, compile_again: Any, first_cycle: Inspectorate
) -> None:
    compile_again()
    assert "Key strength" in text(analyst, LABEL)
    assert decide(analyst).status_code == 302
    with scope(first_cycle.pk):
        decision = FindingDecision.objects.get()
        entry = HistoryEntry.objects.get(table_name="national_findingdecision")
    assert (decision.finding, decision.reason, decision.version) == ("", "Too close to call.", 1)
    assert entry.why == "Finding decided: Too close to call."
    assert "Too close to call." not in text(analyst, PAGE)
    compile_again()
    assert "Too close to call." in text(analyst, PAGE)
    with scope(first_cycle.pk):
        newest = json.loads(NationalSummary.objects.get(number=2).content)
        oldest = json.loads(NationalSummary.objects.get(number=1).content)
    row = next(one for one in newest["indicators"] if one["code"] == "5.1")
    assert (row["suggested_finding"], row["finding"]) == ("key-strength", None)
    assert (row["finding_decided"], row["finding_reason"]) == (True, "Too close to call.")
    assert newest["inputs_sha256"] != oldest["inputs_sha256"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reason": ""}, "Fill this in."),
        ({"reason": "   "}, "Fill this in."),
        ({"reason": "x" * 2001}, "Use at most 2000 characters"),
        ({"reason": "a\0b"}, "Error: Label for 5.1"),
        ({"finding": "splendid"}, "splendid"),
        ({"base": "x"}, "Error: Label for 5.1"),
        ({"base": "99999999999999999999"}, "Error: Label for 5.1"),
    ],
)
def test_a_decision_that_cannot_be_taken_keeps_what_was_typed(
    analyst: Client, first_cycle: Inspectorate, values: dict[str, str], said: str
) -> None:
    answer = decide(analyst, **values)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    if "reason" not in values:
        assert "Too close to call." in answer.content.decode()
    with scope(first_cycle.pk):
        assert not FindingDecision.objects.exists()


def test_a_decision_made_meanwhile_is_shown_beside_ones_own_words(
    analyst: Client, first_cycle: Inspectorate
) -> None:
    assert decide(analyst, reason="The first reason.").status_code == 302
    stale = decide(analyst, finding="key-strength", reason="My own reason.")
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "The first reason." in page
    assert "My own reason." in page
    with scope(first_cycle.pk):
        assert FindingDecision.objects.get().reason == "The first reason."
    assert 'name="base" value="1"' in page
    again = decide(analyst, finding="key-strength", reason="My own reason.", base="1")
    assert again.status_code == 302
    with scope(first_cycle.pk):
        decision = FindingDecision.objects.get()
    assert (decision.finding, decision.version) == ("key-strength", 2)


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])


def test_few_statements_however_many_versions(analyst: Client, compile_again: Any) -> None:
    compile_again()
    few, listed = statements(analyst, PAGE), statements(analyst, "/hmie/national")
    for _ in range(4):
        compile_again()
    assert statements(analyst, PAGE) == few <= 12
    assert statements(analyst, "/hmie/national") == listed <= 12
