from datetime import date

import pytest
from django.utils import timezone

from evaluations.api.inspections import InspectionRecord, WholeInspection
from evaluations.models import Evaluation, Inspection, InspectionMove, PublishedVersion, TeamMember
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World

pytestmark = pytest.mark.django_db

NEW = {
    "programme": "first-cycle",
    "area_code": "A01",
    "reference": "2009",
    "fieldwork_from": "2009-02-02",
    "fieldwork_to": "2009-02-20",
}


def address(world: World) -> str:
    return f"inspections/{ids.encode('inspection', world.inspection.pk)}"


def person(one) -> str:
    return ids.encode("person", one.membership.pk)


def put(world: World, **values: object) -> None:
    with scope(world.here.pk):
        Inspection.objects.filter(pk=world.inspection.pk).update(**values)


def evaluate(world: World, **value: object) -> None:
    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(**value)


def test_the_list_is_as_described(tool: Tool, world: World) -> None:
    (one,) = tool.get("inspections").json()["results"]
    assert one.keys() == InspectionRecord().fields.keys()
    assert (one["area_code"], one["reference"], one["status"]) == ("A01", "2008", "fieldwork")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("programme=first-cycle&area=A01&status=fieldwork&kind=full&reference=2008", 1),
        ("programme=x", 0),
        ("area=A02", 0),
        ("status=planned", 0),
        ("kind=pilot", 0),
        ("reference=2009", 0),
    ],
)
def test_filters(tool: Tool, world: World, query: str, found: int) -> None:
    assert len(tool.get(f"inspections?{query}").json()["results"]) == found


def test_one_has_its_team_and_next_moves(tool: Tool, world: World) -> None:
    answer = tool.get(address(world))
    record = answer.json()
    assert record.keys() == WholeInspection().fields.keys()
    assert [(one["name"], one["role"]) for one in record["team"]] == [
        ("Isla Baird", "inspector"),
        ("Lorna Sim", "lead"),
    ]
    moves = {one["move"]: one for one in record["moves"]}
    assert moves["end-fieldwork"] == {
        "move": "end-fieldwork",
        "to": "evaluating",
        "needs_reason": False,
        "why_not": None,
    }
    assert set(moves) == {"end-fieldwork", "suspend", "abandon"}


def test_a_move_that_is_not_possible_says_why(tool: Tool, world: World) -> None:
    put(world, status="evaluating")
    moves = {one["move"]: one for one in tool.get(address(world)).json()["moves"]}
    assert "1.1" in moves["to-moderation"]["why_not"]
    put(world, status="moderation")
    moves = {one["move"]: one for one in tool.get(address(world)).json()["moves"]}
    assert "moderator" in moves["sign-off"]["why_not"]


def test_planning_one(tool: Tool, world: World) -> None:
    made = tool.post("inspections", NEW)
    assert made.status_code == 201, made.content
    assert made.json()["status"] == "planned"
    assert made["Location"].endswith(made.json()["id"])
    with scope(world.here.pk):
        kept = Inspection.objects.get(reference="2009")
        assert kept.fieldwork_from == date(2009, 2, 2)
        assert Evaluation.objects.filter(inspection=kept).count() == len(world.codes)
        assert HistoryEntry.objects.filter(
            table_name="evaluations_inspection", record_id=kept.pk, why="API token Tool"
        ).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"programme": "none"}, "programme"),
        ({"area_code": "none"}, "area_code"),
        ({"reference": "2008"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"kind": "surprise"}, "kind"),
        ({"framework": "none"}, "framework"),
        ({"fieldwork_to": "2009-02-01"}, "fieldwork_to"),
        ({"fieldwork_to": 7}, "fieldwork_to"),
    ],
)
def test_bad_input(tool: Tool, world: World, change: dict, field: str) -> None:
    assert list(is_problem(tool.post("inspections", NEW | change), 422)["errors"]) == [field]
    with scope(world.here.pk):
        assert Inspection.objects.count() == 1


def test_changing_dates_and_reference(tool: Tool, world: World) -> None:
    changes = {"reference": "2008-1", "fieldwork_from": "2008-03-03", "reason": "The first days."}
    answer = tool.patch(address(world), changes, 1)
    assert answer.status_code == 200, answer.content
    assert (answer["ETag"], answer.json()["reference"]) == ('"2"', "2008-1")
    is_problem(tool.patch(address(world), {"reference": "x"}), 428)
    stale = is_problem(tool.patch(address(world), {"reference": "x"}, 1), 412)
    assert stale["current"] == tool.get(address(world)).json()


def test_facts_stay_as_published(tool: Tool, world: World) -> None:
    put(world, status="published", published_number=1, published_on="2008-09-01")
    is_problem(tool.patch(address(world), {"reference": "x"}, 1), 409)


def test_moving_on(tool: Tool, world: World) -> None:
    answer = tool.post(f"{address(world)}/moves", {"move": "end-fieldwork"}, If_Match='"1"')
    assert answer.status_code == 200, answer.content
    assert (answer.json()["status"], answer["ETag"]) == ("evaluating", '"2"')
    with scope(world.here.pk):
        move = InspectionMove.objects.get()
        assert (move.from_status, move.to_status) == ("fieldwork", "evaluating")
        assert move.membership is None


@pytest.mark.parametrize(
    ("sent", "version", "status"),
    [
        ({"move": "end-fieldwork"}, None, 428),
        ({"move": "end-fieldwork"}, 9, 412),
        ({"move": "suspend"}, 1, 422),
        ({"move": "leap"}, 1, 422),
        ({"move": "publish"}, 1, 409),
        ({"move": "sign-off"}, 1, 403),
    ],
)
def test_moves_refused(
    tool: Tool, world: World, sent: dict, version: int | None, status: int
) -> None:
    headers = {} if version is None else {"If_Match": f'"{version}"'}
    is_problem(tool.post(f"{address(world)}/moves", sent, **headers), status)
    with scope(world.here.pk):
        assert Inspection.objects.get().status == "fieldwork"


def test_publishing_and_correcting(tool: Tool, world: World) -> None:
    evaluate(world, level=4)
    put(world, status="factual-accuracy")
    published = tool.post(
        f"{address(world)}/moves",
        {"move": "publish", "published_on": timezone.localdate().isoformat()},
        If_Match='"1"',
    )
    assert published.status_code == 200, published.content
    assert published.json()["published_number"] == 1
    nothing = tool.post(
        f"{address(world)}/corrections", {"reason": "A slip"}, If_Match=published["ETag"]
    )
    is_problem(nothing, 409)
    evaluate(world, level=5)
    corrected = tool.post(
        f"{address(world)}/corrections", {"reason": "A slip"}, If_Match=published["ETag"]
    )
    assert corrected.status_code == 200, corrected.content
    assert corrected.json()["published_number"] == 2
    with scope(world.here.pk):
        assert [one.reason for one in PublishedVersion.objects.order_by("number")] == ["", "A slip"]


def test_forming_the_team(tool: Tool, world: World) -> None:
    place = {"person": person(world.people.medical), "role": "medical", "from_on": "2008-03-03"}
    answer = tool.post(f"{address(world)}/team", place)
    assert answer.status_code == 200, answer.content
    assert answer.json()["team"][-1]["name"] == "Dr Morven Tait"
    again = tool.post(f"{address(world)}/team", place | {"to_on": "2008-03-21"})
    assert [one["to_on"] for one in again.json()["team"]] == [None, None, "2008-03-21"]
    gone = tool.send("DELETE", f"{address(world)}/team/{person(world.people.medical)}")
    assert (gone.status_code, gone.content) == (204, b"")
    with scope(world.here.pk):
        assert TeamMember.objects.filter(inspection=world.inspection).count() == 2
        assert HistoryEntry.objects.filter(
            table_name="evaluations_teammember", operation="D"
        ).exists()
    is_problem(tool.send("DELETE", f"{address(world)}/team/{person(world.people.medical)}"), 404)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"role": "medical"}, "role"),
        ({"role": "lead"}, "role"),
        ({"role": "tea"}, "role"),
        ({"person": "0000000000000000"}, "person"),
        ({"from_on": "2008-03-03", "to_on": "2008-03-02"}, "to_on"),
    ],
)
def test_places_refused(tool: Tool, world: World, change: dict, field: str) -> None:
    place = {"person": person(world.people.inspector_elsewhere), "role": "inspector"}
    answer = tool.post(f"{address(world)}/team", place | change)
    assert list(is_problem(answer, 422)["errors"]) == [field]


def test_nobody_of_another_inspectorate_joins(tool: Tool, world: World) -> None:
    place = {"person": person(world.people.strange_inspector), "role": "inspector"}
    is_problem(tool.post(f"{address(world)}/team", place), 422)


CALLS = [
    ("GET", "", None),
    ("PATCH", "", {"reference": "x"}),
    ("POST", "/moves", {"move": "end-fieldwork"}),
    ("POST", "/corrections", {"reason": "x"}),
    ("POST", "/team", {"person": "0" * 16, "role": "inspector"}),
    ("DELETE", "/team/0000000000000000", None),
]


@pytest.mark.parametrize(("method", "under", "body"), CALLS)
def test_another_inspectorate_sees_nothing(
    stranger: Tool, world: World, method: str, under: str, body: dict | None
) -> None:
    headers = {"If_Match": '"1"'}
    is_problem(stranger.send(method, address(world) + under, body, **headers), 404)
    stranger.inspectorate = world.here
    is_problem(stranger.send(method, address(world) + under, body, **headers), 401)


@pytest.mark.parametrize(("method", "under", "body"), CALLS)
def test_a_scope_is_needed(world: World, method: str, under: str, body: dict | None) -> None:
    held = [] if method == "GET" else ["inspections:read"]
    tool = Tool(world.here, scopes=[*held, "areas:read"])
    problem = is_problem(tool.send(method, address(world) + under, body, If_Match='"1"'), 403)
    assert "inspections:" in problem["detail"]


def test_statements(tool: Tool, world: World) -> None:
    assert len(tool.statements("GET", "inspections")) == 2
    assert len(tool.statements("GET", address(world))) <= 8
