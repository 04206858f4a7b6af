"""Views, matrix and completeness through the API: a person's own token, a tool, a stranger."""

from typing import Any

import pytest
from django.test import Client

from evaluations.api.matrix import Completeness, Matrix, MatrixLine
from evaluations.api.views import IndicatorViews, ViewRecord
from evaluations.models import Evaluation, Inspection
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.conftest import World
from tests.evaluations.grounds import give_grounds
from tests.evaluations.views.conftest import GiveView
from tests.people import Person


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    return Tool(hmie)


class Tablet(Tool):
    """A device that works with its owner's token."""

    def __init__(self, person: Person) -> None:
        assert person.inspectorate is not None
        self.client = Client()
        self.inspectorate = person.inspectorate
        self.secret = f"secret-of-{person.user.email}"
        with scope(person.inspectorate.pk):
            ApiToken.objects.create(
                name="Tablet",
                hint="x",
                digest=digest_of(self.secret),
                scopes=["inspections:read", "inspections:write"],
                holder=person.membership,
            )


def address(world: World, more: str) -> str:
    return f"inspections/{ids.encode('inspection', world.inspection.pk)}/{more}"


def test_a_person_saves_and_gives_their_own(world: World, give_view: GiveView) -> None:
    give_view(world.people.lead, level="weak", reason="Not for others yet.")
    tablet = Tablet(world.people.inspector)
    first = tablet.get(address(world, "views/1.1"))
    record = first.json()
    assert record.keys() == IndicatorViews().fields.keys()
    assert (record["version"], record["mine"], record["hidden"]) == (0, None, True)
    assert first["ETag"] == '"0"'
    assert "Not for others yet." not in first.content.decode()
    assert [one["given"] for one in record["members"]] == [True, False]
    saved = tablet.patch(address(world, "views/1.1"), {"level": "good"}, 0)
    assert saved.status_code == 200, saved.content
    assert saved.json()["mine"].keys() == ViewRecord().fields.keys()
    assert (saved["ETag"], saved.json()["hidden"]) == ('"1"', True), "saved, not given"
    given = tablet.patch(address(world, "views/1.1"), {"given": True, "reason": "Twice."}, 1).json()
    assert (given["mine"]["level"], given["mine"]["given"]) == ("good", True)
    assert [one["reason"] for one in given["others"]] == ["Not for others yet."]


def test_an_edit_names_its_version(world: World) -> None:
    tablet = Tablet(world.people.inspector)
    tablet.patch(address(world, "views/1.1"), {"level": "good"}, 0)
    stale = tablet.patch(address(world, "views/1.1"), {"reason": "x"}, 0)
    assert stale.status_code == 412
    assert stale.json()["current"]["level"] == "good"
    missing = tablet.send("PATCH", address(world, "views/1.1"), {"level": "weak"})
    assert missing.status_code == 428


@pytest.mark.parametrize(
    "change", [{"level": "splendid"}, {"reason": "x" * 4_001}, {"given": True}, {"level": "a\x00"}]
)
def test_what_cannot_be_taken(world: World, change: dict[str, Any]) -> None:
    answer = Tablet(world.people.inspector).patch(address(world, "views/1.1"), change, 0)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_a_tool_without_a_person_sees_views_once_the_team_agreed_and_gives_none(
    tool: Tool, world: World, give_view: GiveView
) -> None:
    give_view(world.people.inspector, level="good")
    before = {
        one["indicator_code"]: one for one in tool.get(address(world, "views")).json()["results"]
    }
    assert len(before) == 18
    assert (before["1.1"]["others"], before["1.1"]["members"]) == ([], [])
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="1.1").update(level=4)
    after = tool.get(address(world, "views/1.1")).json()
    assert [one["name"] for one in after["others"]] == ["Isla Baird"]
    assert tool.patch(address(world, "views/1.2"), {"level": "good"}, 0).status_code == 403


@pytest.mark.parametrize("more", ["views", "views/1.1", "matrix", "completeness"])
def test_another_inspectorates_tool_finds_nothing(
    other: Inspectorate, world: World, more: str
) -> None:
    assert Tool(other).get(address(world, more)).status_code == 404


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner"])
@pytest.mark.parametrize("more", ["views", "views/1.1", "matrix", "completeness"])
def test_who_is_not_on_it_finds_nothing(world: World, name: str, more: str) -> None:
    tablet = Tablet(getattr(world.people, name))
    assert tablet.get(address(world, more)).status_code == 404


def test_no_such_indicator(tool: Tool, world: World) -> None:
    assert tool.get(address(world, "views/9.9")).status_code == 404


def test_the_matrix(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        give_grounds(world.inspection, (("interviews", "delivery"),))
    record = tool.get(address(world, "matrix")).json()
    assert record.keys() == Matrix().fields.keys()
    first = record["indicators"][0]
    assert first.keys() == MatrixLine().fields.keys()
    assert (first["by_source_kind"]["interviews"], first["gaps"]) == (1, ["one-kind"])


def test_completeness(tool: Tool, world: World) -> None:
    record = tool.get(address(world, "completeness")).json()
    assert record.keys() == Completeness().fields.keys()
    assert not record["ready"]
    assert [one["kind"] for one in record["findings"]] == ["no-value", "no-evidence"]
    with scope(world.here.pk):
        Evaluation.objects.update(level=4)
        give_grounds(world.inspection)
        Inspection.objects.update(status="evaluating")
    assert tool.get(address(world, "completeness")).json()["ready"]


@pytest.mark.parametrize("more", ["views", "matrix", "completeness"])
def test_the_cost_does_not_grow(tool: Tool, world: World, more: str) -> None:
    with scope(world.here.pk):
        give_grounds(world.inspection)
    few = len(tool.statements("GET", address(world, more)))
    with scope(world.here.pk):
        give_grounds(world.inspection, (("data", "outcomes"),) * 12)
    assert len(tool.statements("GET", address(world, more))) == few <= 20
