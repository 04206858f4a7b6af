"""national-summaries in the API."""

from typing import Any

import pytest

from inspectorate.kernel.models import Job
from inspectorate.kernel.terms import JobState
from inspectorate.national.api.summaries import JobRecord, SummaryRecord
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem

PATH = "national-summaries"


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    return Tool(hmie)


def test_list_and_one(tool: Tool, compile_again: Any) -> None:
    compile_again()
    compile_again()
    results = tool.get(PATH).json()["results"]
    assert [one["version"] for one in results] == [1, 2]
    assert set(results[0]) == set(SummaryRecord().fields)
    assert (results[0]["programme"], results[0]["as_at"]) == ("first-cycle", "2009-11-26")
    assert results[0]["inputs_sha256"] == results[1]["inputs_sha256"]
    assert len(tool.get(f"{PATH}?programme=first-cycle").json()["results"]) == 2
    assert tool.get(f"{PATH}?programme=second").json()["results"] == []
    answer = tool.get(f"{PATH}/{results[1]['id']}")
    assert answer["ETag"] == '"2"'
    document = answer.json()
    assert (document["version"], document["positive_reports"]["positive"]) == (2, 23)


def test_as_many_statements_for_many_as_for_one(tool: Tool, compile_again: Any) -> None:
    compile_again()
    tool.get(PATH)
    one = len(tool.statements("GET", PATH))
    for _ in range(3):
        compile_again()
    assert len(tool.statements("GET", PATH)) == one


def test_asking_for_a_compilation(tool: Tool, first_cycle: Inspectorate) -> None:
    answer = tool.post(PATH, {"programme": "first-cycle", "as_at": "2009-11-26"})
    assert answer.status_code == 202
    record = answer.json()
    assert set(record) == set(JobRecord().fields)
    assert (record["state"], record["summary"]) == ("queued", None)
    path = answer["Location"].split("/hmie/", 1)[1]
    assert path == f"{PATH}/jobs/{record['id']}"
    assert tool.get(path).json() == record
    assert tool.post(PATH, {"programme": "first-cycle"}).json()["id"] == record["id"]
    with scope(first_cycle.pk):
        assert Job.objects.count() == 1
        Job.objects.update(state=JobState.RUNNING, step="latest", done=5, total=24)
    running = tool.get(path).json()
    assert (running["step"], running["done"], running["total"]) == ("latest", 5, 24)


def test_the_job_names_the_summary_it_made(tool: Tool, first_cycle: Inspectorate) -> None:
    from inspectorate.kernel import jobs

    made = tool.post(PATH, {"programme": "first-cycle", "as_at": "2009-11-26"}).json()
    with scope(first_cycle.pk):
        number = Job.objects.get().pk
    jobs.run_job(inspectorate_id=first_cycle.pk, job_id=number)
    done = tool.get(f"{PATH}/jobs/{made['id']}").json()
    assert done["state"] == "done"
    summary = tool.get(f"{PATH}/{done['summary']}").json()
    assert (summary["as_at"], summary["version"]) == ("2009-11-26", 1)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "programme"),
        ({"programme": "a\0b"}, "programme"),
        ({"programme": "first-cycle", "as_at": "yesterday"}, "as_at"),
        ({"programme": "x" * 61}, "programme"),
    ],
)
def test_bad_input_is_named(
    tool: Tool, first_cycle: Inspectorate, body: dict[str, str], field: str
) -> None:
    assert field in is_problem(tool.post(PATH, body), 422)["errors"]
    with scope(first_cycle.pk):
        assert not Job.objects.exists()


def test_what_is_not_there_or_elsewhere_is_not_found(
    tool: Tool, other: Inspectorate, compile_again: Any
) -> None:
    compile_again()
    number = tool.get(PATH).json()["results"][0]["id"]
    job = tool.post(PATH, {"programme": "first-cycle"}).json()["id"]
    strange = Tool(other)
    for path in (f"{PATH}/{number}", f"{PATH}/jobs/{job}"):
        assert tool.get(path).status_code == 200
        is_problem(strange.get(path), 404)
    assert strange.get(PATH).json()["results"] == []
    for path in (f"{PATH}/nonsense", f"{PATH}/jobs/nonsense", f"{PATH}/jobs/{number}"):
        is_problem(tool.get(path), 404)
    refused = is_problem(strange.post(PATH, {"programme": "first-cycle"}), 422)
    assert refused["errors"]["programme"] == [
        "There is no programme 'first-cycle'. There are: none yet."
    ]


def test_a_job_of_another_kind_is_not_a_compilation(tool: Tool, hmie: Inspectorate) -> None:
    from inspectorate.kernel import ids

    with scope(hmie.pk):
        job = Job.objects.create(kind="something-else", subject="x")
    is_problem(tool.get(f"{PATH}/jobs/{ids.encode('job', job.pk)}"), 404)


def test_scopes(hmie: Inspectorate, compile_again: Any) -> None:
    reader, stranger = Tool(hmie, scopes=[f"{PATH}:read"]), Tool(hmie, scopes=["areas:read"])
    assert reader.get(PATH).status_code == 200
    is_problem(reader.post(PATH, {"programme": "first-cycle"}), 403)
    is_problem(stranger.get(PATH), 403)
