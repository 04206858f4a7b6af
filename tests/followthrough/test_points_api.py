"""main-points and progress in the API."""

from typing import Any

import pytest

from areas.models import LocalAuthorityArea
from evaluations.models import Inspection
from followthrough.api.points import MainPoint
from followthrough.api.progress import ProgressRecord
from followthrough.models import MainPointForAction, Progress
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.conftest import World


@pytest.fixture
def tool(world: World) -> Tool:
    return Tool(world.here)


def new(world: World, **values: Any) -> dict[str, Any]:
    return {
        "inspection": ids.encode("inspection", world.draft.pk),
        "number": 2,
        "text": "Plan together",
        "indicator_code": "3.4",
    } | values


def judgement(world: World, **values: Any) -> dict[str, Any]:
    return {
        "main_point": ids.encode("point", world.point.pk),
        "inspection": ids.encode("inspection", world.follow_up.pk),
        "value": "good",
        "rationale": "Steadier.",
    } | values


def at(point: MainPointForAction) -> str:
    return f"main-points/{ids.encode('point', point.pk)}"


def test_the_list_and_one_agree_with_what_is_described(tool: Tool, world: World) -> None:
    results = tool.get("main-points").json()["results"]
    assert [one["text"] for one in results] == ["Share what is known", "Not known outside yet"]
    assert set(results[0]) == set(MainPoint().fields)
    answer = tool.get(at(world.point))
    assert answer.json() == results[0]
    assert answer["ETag"] == '"1"'
    assert results[0]["area_code"] == "A01"
    assert (results[0]["indicator_code"], results[1]["indicator_code"]) == ("3.2", None)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("area=A01", 2),
        ("area=A02", 0),
        ("programme=first-cycle", 2),
        ("indicator=3.2", 1),
        ("status=open", 2),
        ("status=judged", 0),
        ("inspection=nonsense", 0),
        ("page_size=1", 1),
    ],
)
def test_narrowed(tool: Tool, query: str, count: int) -> None:
    assert len(tool.get(f"main-points?{query}").json()["results"]) == count


def test_of_one_inspection(tool: Tool, world: World) -> None:
    number = ids.encode("inspection", world.draft.pk)
    (one,) = tool.get(f"main-points?inspection={number}").json()["results"]
    assert one["text"] == "Not known outside yet"


def test_made(tool: Tool, world: World) -> None:
    answer = tool.post("main-points", new(world))
    assert answer.status_code == 201, answer.content
    record = answer.json()
    assert answer["ETag"] == '"1"'
    assert answer["Location"].endswith(f"/main-points/{record['id']}")
    assert (record["status"], record["indicator_code"]) == ("open", "3.4")
    with scope(world.here.pk):
        point = MainPointForAction.objects.get(number=2)
        entry = HistoryEntry.objects.get(
            table_name="followthrough_mainpointforaction", record_id=point.pk
        )
    assert (point.text, point.inspection_id) == ("Plan together", world.draft.pk)
    assert entry.why == "API token Tool"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": 1}, "number"),
        ({"number": 0}, "number"),
        ({"number": 10**24}, "number"),
        ({"text": "  "}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"indicator_code": "9.9"}, "indicator_code"),
    ],
)
def test_bad_input_is_named(tool: Tool, world: World, values: dict[str, Any], field: str) -> None:
    assert field in is_problem(tool.post("main-points", new(world, **values)), 422)["errors"]
    with scope(world.here.pk):
        assert MainPointForAction.objects.count() == 2


def test_a_follow_through_makes_no_points(tool: Tool, world: World) -> None:
    wrong = new(world, inspection=ids.encode("inspection", world.follow_up.pk))
    is_problem(tool.post("main-points", wrong), 409)
    is_problem(tool.post("main-points", new(world, inspection="nonsense")), 404)


def test_edited_before_publication(tool: Tool, world: World) -> None:
    answer = tool.patch(at(world.hidden), {"text": "Clearer", "indicator_code": "1.1"}, 1)
    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    assert (answer.json()["text"], answer.json()["indicator_code"]) == ("Clearer", "1.1")
    stale = tool.patch(at(world.hidden), {"text": "Mine"}, 1)
    assert is_problem(stale, 412)["current"]["text"] == "Clearer"
    is_problem(tool.patch(at(world.hidden), {"text": "Mine"}), 428)
    cleared = tool.patch(at(world.hidden), {"indicator_code": None}, 2)
    assert cleared.json()["indicator_code"] is None


def test_what_was_published_is_frozen(tool: Tool, world: World) -> None:
    said = is_problem(tool.patch(at(world.point), {"text": "Other"}, 1), 409)["detail"]
    assert "frozen" in said
    with scope(world.here.pk):
        assert MainPointForAction.objects.get(pk=world.point.pk).text == "Share what is known"


def test_nothing_is_added_to_what_was_published(tool: Tool, world: World) -> None:
    published = ids.encode("inspection", world.published.pk)
    said = is_problem(tool.post("main-points", new(world, inspection=published)), 409)["detail"]
    assert "by a correction" in said
    with scope(world.here.pk):
        assert MainPointForAction.objects.filter(inspection=world.published).count() == 1


def test_judged_and_judged_again(tool: Tool, world: World) -> None:
    answer = tool.post("progress", judgement(world))
    assert answer.status_code == 201, answer.content
    record = answer.json()
    assert set(record) == set(ProgressRecord().fields)
    assert (record["level"], record["level_set"], record["version"]) == ("good", None, 1)
    assert tool.get("progress").json()["results"] == [record]
    assert tool.get(at(world.point)).json()["status"] == "open"
    with scope(world.here.pk):
        entry = HistoryEntry.objects.get(table_name="followthrough_progress")
    assert entry.why == "Progress judged at 2009"
    stale = tool.post("progress", judgement(world, value="weak"))
    assert is_problem(stale, 412)["current"]["level"] == "good"
    changed = tool.post("progress", judgement(world, value="weak|good", based_on=1)).json()
    assert changed["level"] is None
    assert set(changed["level_set"]) == {"weak", "good"}
    assert changed["version"] == 2


def test_progress_of_one_point(tool: Tool, world: World) -> None:
    tool.post("progress", judgement(world))
    point, hidden = ids.encode("point", world.point.pk), ids.encode("point", world.hidden.pk)
    assert len(tool.get(f"progress?main_point={point}").json()["results"]) == 1
    assert tool.get(f"progress?main_point={hidden}").json()["results"] == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": "splendid"}, "value"),
        ({"value": ""}, "value"),
        ({"rationale": "x" * 4001}, "rationale"),
        ({"based_on": -1}, "based_on"),
    ],
)
def test_a_judgement_that_cannot_be_taken(
    tool: Tool, world: World, values: dict[str, Any], field: str
) -> None:
    assert field in is_problem(tool.post("progress", judgement(world, **values)), 422)["errors"]
    with scope(world.here.pk):
        assert not Progress.objects.exists()


def test_a_judgement_at_the_wrong_inspection(tool: Tool, world: World) -> None:
    full = ids.encode("inspection", world.draft.pk)
    is_problem(tool.post("progress", judgement(world, inspection=full)), 409)
    with scope(world.here.pk):
        area = LocalAuthorityArea.objects.create(code="A02", name="Elsewhere")
        other = Inspection.objects.create(
            programme=world.programme,
            area=area,
            edition=world.edition,
            reference="x",
            kind="follow-through",
            status="evaluating",
        )
    elsewhere = ids.encode("inspection", other.pk)
    is_problem(tool.post("progress", judgement(world, inspection=elsewhere)), 409)


def test_as_many_statements_for_many_as_for_one(tool: Tool, world: World) -> None:
    tool.post("progress", judgement(world))
    paths = ("main-points", "progress")
    few = [len(tool.statements("GET", path)) for path in paths]
    with scope(world.here.pk):
        for number in range(2, 30):
            point = MainPointForAction.objects.create(
                inspection=world.published, number=number, text="x"
            )
            Progress.objects.create(point=point, inspection=world.follow_up, level=4)
    assert [len(tool.statements("GET", path)) for path in paths] == few == [2, 2]


def test_another_inspectorate_sees_nothing(world: World, other: Inspectorate) -> None:
    strange = Tool(other)
    for path in ("main-points", "progress"):
        assert strange.get(path).json()["results"] == []
    is_problem(strange.get(at(world.point)), 404)
    is_problem(strange.patch(at(world.point), {"text": "x"}, 1), 404)
    is_problem(strange.post("main-points", new(world)), 404)
    is_problem(strange.post("progress", judgement(world)), 404)


def test_scopes(world: World) -> None:
    reader = Tool(world.here, scopes=["main-points:read"])
    assert reader.get("main-points").status_code == 200
    is_problem(reader.post("main-points", new(world)), 403)
    is_problem(reader.get("progress"), 403)
