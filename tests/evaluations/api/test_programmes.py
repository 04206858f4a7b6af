import pytest

from evaluations.api.programmes import ProgrammeRecord
from evaluations.models import Programme
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World

pytestmark = pytest.mark.django_db

NEW = {
    "code": "second-cycle",
    "title": "Second cycle",
    "framework": "hmie-2005",
    "starts_on": "2009-08-01",
}


def address(world: World) -> str:
    return f"programmes/{ids.encode('programme', world.programme.pk)}"


def test_the_list_is_as_described(tool: Tool, world: World) -> None:
    page = tool.get("programmes").json()
    assert [one["code"] for one in page["results"]] == ["first-cycle"]
    assert page["results"][0].keys() == ProgrammeRecord().fields.keys()
    assert (page["next"], page["previous"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [("code=first-cycle", 1), ("code=none", 0), ("framework=hmie-2005", 1), ("framework=x", 0)],
)
def test_filters(tool: Tool, world: World, query: str, found: int) -> None:
    assert len(tool.get(f"programmes?{query}").json()["results"]) == found


def test_one(tool: Tool, world: World) -> None:
    answer = tool.get(address(world))
    assert answer.status_code == 200
    assert answer["ETag"] == '"1"'
    assert answer.json() == tool.get("programmes").json()["results"][0]


def test_making_one(tool: Tool, world: World) -> None:
    made = tool.post("programmes", NEW)
    assert made.status_code == 201, made.content
    assert (
        tool.client.get(made["Location"], headers={"Authorization": f"Bearer {tool.secret}"}).json()
        == made.json()
    )
    with scope(world.here.pk):
        kept = Programme.objects.get(code="second-cycle")
        assert kept.edition == world.edition
        entry = HistoryEntry.objects.get(table_name="evaluations_programme", record_id=kept.pk)
    assert entry.why == "API token Tool"


def test_making_it_again_with_the_same_key(tool: Tool, world: World) -> None:
    first = tool.post("programmes", NEW, Idempotency_Key="k")
    again = tool.post("programmes", NEW, Idempotency_Key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Location"] == first["Location"]
    with scope(world.here.pk):
        assert Programme.objects.filter(code="second-cycle").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"code": "first-cycle"}, "code"),
        ({"code": " spaced"}, None),
        ({"code": "a\u0007b"}, "code"),
        ({"code": ""}, "code"),
        ({"code": "x" * 61}, "code"),
        ({"framework": "none"}, "framework"),
        ({"title": " "}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"starts_on": "1/8/2009"}, "starts_on"),
        ({"ends_on": "2009-07-31"}, "ends_on"),
    ],
)
def test_bad_input(tool: Tool, world: World, change: dict, field: str | None) -> None:
    answer = tool.post("programmes", NEW | change)
    if field is None:
        assert answer.status_code == 201, answer.content
        assert answer.json()["code"] == "spaced"
        return
    assert list(is_problem(answer, 422)["errors"]) == [field]
    with scope(world.here.pk):
        assert Programme.objects.count() == 1


def test_changing_one(tool: Tool, world: World) -> None:
    answer = tool.patch(address(world), {"title": "Round one", "ends_on": "2009-12-31"}, 1)
    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == '"2"'
    assert (answer.json()["title"], answer.json()["ends_on"]) == ("Round one", "2009-12-31")
    with scope(world.here.pk):
        assert Programme.objects.get().title == "Round one"
        entries = HistoryEntry.objects.filter(table_name="evaluations_programme")
        assert [one.operation for one in entries.order_by("id")] == ["I", "U"]


def test_a_change_names_its_version(tool: Tool, world: World) -> None:
    is_problem(tool.patch(address(world), {"title": "x"}), 428)
    stale = is_problem(tool.patch(address(world), {"title": "x"}, 7), 412)
    assert stale["current"] == tool.get(address(world)).json()


def test_a_scope_is_needed(world: World) -> None:
    reader = Tool(world.here, scopes=["programmes:read"])
    assert reader.get("programmes").status_code == 200
    assert "programmes:write" in is_problem(reader.post("programmes", NEW), 403)["detail"]
    is_problem(reader.patch(address(world), {"title": "x"}, 1), 403)
    other = Tool(world.here, scopes=["areas:read"])
    is_problem(other.get("programmes"), 403)


def test_another_inspectorate_sees_nothing(stranger: Tool, world: World) -> None:
    assert stranger.get("programmes").json()["results"] == []
    is_problem(stranger.get(address(world)), 404)
    is_problem(stranger.patch(address(world), {"title": "x"}, 1), 404)
    stranger.inspectorate = world.here
    is_problem(stranger.get("programmes"), 401)


@pytest.mark.parametrize("reference", ["x", "0000000000000001", "ffffffffffffffff", "é" * 16])
def test_no_such_programme(tool: Tool, reference: str) -> None:
    is_problem(tool.get(f"programmes/{reference}"), 404)


def test_a_page_takes_two_statements(tool: Tool, world: World) -> None:
    assert len(tool.statements("GET", "programmes")) == 2
