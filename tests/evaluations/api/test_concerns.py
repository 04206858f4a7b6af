"""Concerns through the API: raised and read, never dealt with."""

import pytest

from evaluations.api.concerns import ConcernRecord
from evaluations.models import CaseMaterialRead, Concern
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World

pytestmark = pytest.mark.django_db
NEW = {"what": "The child has bruises.", "where": "At home"}


def of(world: World) -> str:
    return f"inspections/{ids.encode('inspection', world.inspection.pk)}/concerns"


def test_raising_one_of_an_inspection(tool: Tool, world: World) -> None:
    made = tool.post(of(world), NEW)
    assert made.status_code == 201, made.content
    record = made.json()
    assert record.keys() == ConcernRecord().fields.keys()
    assert made["Location"] == f"/api/v1/hmie/concerns/{record['id']}"
    assert tool.get(f"concerns/{record['id']}").json() == record
    with scope(world.here.pk):
        kept = Concern.objects.get()
        assert kept.routed_to == [world.people.lead.membership.pk]
        assert HistoryEntry.objects.filter(
            table_name="evaluations_concern", record_id=kept.pk, why="API token Tool"
        ).exists()


def test_raising_one_of_none(tool: Tool, world: World) -> None:
    made = tool.post(
        "concerns", NEW | {"inspection": "nonsense", "noticed_at": "2026-01-01T10:00Z"}
    )
    assert made.status_code == 201, made.content
    assert made.json()["inspection"] is None
    assert made.json()["noticed_at"].startswith("2026-01-01T10:00")


def test_the_same_key_raises_one(tool: Tool, world: World) -> None:
    for _ in range(2):
        assert tool.post("concerns", NEW, Idempotency_Key="k").status_code == 201
    with scope(world.here.pk):
        assert Concern.objects.count() == 1


def test_lists_are_as_described_and_noted(tool: Tool, world: World) -> None:
    tool.post(of(world), NEW)
    tool.post("concerns", NEW)
    listed = tool.get("concerns").json()["results"]
    assert [one["inspection"] is None for one in listed] == [False, True]
    assert listed[0].keys() == ConcernRecord().fields.keys()
    assert tool.get(of(world)).json()["results"] == listed[:1]
    with scope(world.here.pk):
        reads = CaseMaterialRead.objects.order_by("id")
        assert [(one.inspection_id, one.how, len(one.records)) for one in reads] == [
            (None, "api", 1),
            (world.inspection.pk, "api", 1),
            (world.inspection.pk, "api", 1),
        ]
        assert {one.token_id for one in reads} != {None}


@pytest.mark.parametrize(
    ("query", "found"),
    [("status=raised", 1), ("status=closed", 0), ("inspection=0123456789abcdef", 0)],
)
def test_filters(tool: Tool, world: World, query: str, found: int) -> None:
    tool.post("concerns", NEW)
    assert len(tool.get(f"concerns?{query}").json()["results"]) == found


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"what": " "},
        {"what": "x" * 20_001},
        {"what": "Help.", "noticed_at": "yesterday"},
        {"what": "Help.", "where": ["no text"]},
        {"what": "a\x00b"},
    ],
)
def test_what_cannot_be_taken(tool: Tool, world: World, body: dict) -> None:
    is_problem(tool.post("concerns", body), 422)
    with scope(world.here.pk):
        assert not Concern.objects.exists()


def test_scopes_hold(tool: Tool, world: World) -> None:
    made = tool.post(of(world), NEW).json()
    reader = Tool(world.here, scopes=["inspections:read"])
    assert reader.get(f"concerns/{made['id']}").status_code == 200
    is_problem(reader.post("concerns", NEW), 403)
    is_problem(Tool(world.here, scopes=["areas:read"]).get("concerns"), 403)


def test_another_inspectorates_is_not_there(tool: Tool, world: World, stranger: Tool) -> None:
    made = tool.post(of(world), NEW).json()
    is_problem(stranger.get(f"concerns/{made['id']}"), 404)
    is_problem(stranger.get(of(world)), 404)
    is_problem(stranger.post(of(world), NEW), 404)
    assert stranger.get("concerns").json()["results"] == []


def test_an_inspection_that_is_not_there(tool: Tool, world: World) -> None:
    is_problem(tool.post("inspections/0123456789abcdef/concerns", NEW), 404)


def test_as_many_statements_for_many(tool: Tool, world: World) -> None:
    tool.post("concerns", NEW)
    few = len(tool.statements("GET", "concerns"))
    for _ in range(3):
        tool.post("concerns", NEW)
    assert len(tool.statements("GET", "concerns")) == few
