"""Follow-through inspections through the API: the same operations as the pages."""

from typing import Any

import pytest

from evaluations.models import Inspection
from followthrough.api.rounds import RoundJudgement, RoundRecord
from followthrough.models import MainPointForAction, Progress, Round
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.conftest import World


@pytest.fixture
def tool(world: World) -> Tool:
    return Tool(world.here)


def of(world: World, inspection: Inspection | None = None) -> str:
    return f"inspections/{ids.encode('inspection', (inspection or world.follow_up).pk)}/round"


def judged(world: World, point: MainPointForAction | None = None) -> str:
    return f"{of(world)}/points/{ids.encode('point', (point or world.point).pk)}"


def test_the_scope_and_the_decision(tool: Tool, world: World) -> None:
    record = tool.get(of(world)).json()
    assert set(record) == set(RoundRecord().fields)
    assert (record["choice"], record["version"], len(record["points"])) == ("all", 1, 1)
    none = {"choice": "none", "reason": "A visit about something else"}
    answer = tool.patch(of(world), none, 1)
    assert (answer.status_code, answer["ETag"], answer.json()["points"]) == (200, '"2"', [])
    is_problem(tool.patch(of(world), none), 428)
    assert is_problem(tool.patch(of(world), none, 1), 412)["current"]["choice"] == "none"
    again = {"area_decision": "again", "again_within_months": 12, "decision_reason": "To see more"}
    assert tool.patch(of(world), again, 2).json()["again_within_months"] == 12
    with scope(world.here.pk):
        assert Round.objects.get().area_decision == "again"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"choice": "some", "points": [], "reason": "x"}, "points"),
        ({"choice": "none"}, "reason"),
        ({"choice": "most"}, "choice"),
        ({"choice": "all", "area_decision": "no-more"}, "choice"),
        ({}, "choice"),
        ({"area_decision": "again", "decision_reason": "x"}, "again_within_months"),
        ({"area_decision": "no-more"}, "decision_reason"),
        ({"area_decision": "no-more", "decision_reason": "a\0b"}, "decision_reason"),
    ],
)
def test_what_cannot_be_chosen(tool: Tool, world: World, sent: dict[str, Any], field: str) -> None:
    assert field in is_problem(tool.patch(of(world), sent, 1), 422)["errors"]
    with scope(world.here.pk):
        assert Round.objects.get().version == 1


def test_a_judgement_in_parts(tool: Tool, world: World) -> None:
    empty = tool.get(judged(world)).json()
    assert set(empty) == set(RoundJudgement().fields)
    assert (empty["version"], empty["level"], len(empty["missing"])) == (0, None, 3)
    first = tool.patch(judged(world), {"value": "good|very-good", "rationale": "E1"}, 0).json()
    assert (first["level"], first["level_set"]) == (None, ["good", "very-good"])
    worked = [{"title": "One plan", "text": "Kept by all"}]
    sent = {"decision": "continue", "decision_reason": "Not all", "success_factors": worked}
    second = tool.patch(judged(world), sent, 1).json()
    assert (second["missing"], second["success_factors"], second["version"]) == ([], worked, 2)
    assert (
        is_problem(tool.patch(judged(world), {"value": "weak"}, 1), 412)["current"]["level"] is None
    )
    cleared = tool.patch(judged(world), {"value": "", "success_factors": []}, 2).json()
    assert (cleared["level_set"], cleared["success_factors"]) == (None, [])


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"value": "splendid"}, "value"),
        ({"decision": "forget"}, "decision"),
        ({"evidence": ["nonsense"]}, ""),
        ({"success_factors": [{"title": " ", "text": "x"}]}, "success_factors.0.title"),
        ({"rationale": "x" * 4001}, "rationale"),
    ],
)
def test_what_cannot_be_judged(tool: Tool, world: World, sent: dict[str, Any], field: str) -> None:
    answer = tool.patch(judged(world), sent, 0)
    if field:
        assert field in is_problem(answer, 422)["errors"]
    else:
        assert answer.status_code in {404, 422}
    with scope(world.here.pk):
        assert not Progress.objects.exists()


def test_an_area_s_rounds_are_known_when_they_are_published(tool: Tool, world: World) -> None:
    area = f"areas/{ids.encode('area', world.area.pk)}/rounds"
    tool.patch(judged(world), {"value": "good"}, 0)
    (one,) = tool.get(area).json()["results"]
    assert (one["reference"], one["rounds"]) == ("A01/2008/1", [])
    with scope(world.here.pk):
        Inspection.objects.filter(pk=world.follow_up.pk).update(
            status="published", published_on="2009-06-01"
        )
    ((known,),) = (one["rounds"] for one in tool.get(area).json()["results"])
    assert (known["level"], known["change"], known["other_scale"]) == ("good", None, False)


def test_others_and_other_kinds(tool: Tool, world: World, other: Inspectorate) -> None:
    strange = Tool(other)
    is_problem(strange.get(of(world)), 404)
    is_problem(strange.patch(judged(world), {"value": "good"}, 0), 404)
    is_problem(strange.get(f"areas/{ids.encode('area', world.area.pk)}/rounds"), 404)
    is_problem(tool.get(of(world, world.draft)), 409)
    is_problem(tool.get(judged(world, world.hidden)), 404)
    is_problem(tool.patch(judged(world, world.hidden), {"value": "good"}, 0), 409)
    reader = Tool(world.here, scopes=["inspections:read"])
    is_problem(reader.patch(of(world), {"choice": "all"}, 1), 403)
    is_problem(reader.get(f"areas/{ids.encode('area', world.area.pk)}/rounds"), 403)
