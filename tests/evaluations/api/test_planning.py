"""Planning through the API: areas, team facts, recusal, shares, postponements."""

import pytest

from areas.models import LocalAuthorityArea
from evaluations.api.planning import (
    AllocationsRecord,
    MemberProgress,
    PostponementRecord,
    ProgrammeAreaRecord,
    RecusalRecord,
    TeamFacts,
    TeamMemberFacts,
)
from evaluations.models import (
    IndicatorAllocation,
    Inspection,
    InspectorProfile,
    Postponement,
    ProgrammeArea,
    SampledCase,
    TeamMember,
)
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World

pytestmark = pytest.mark.django_db


def address(world: World, *parts: str) -> str:
    return "/".join([f"inspections/{ids.encode('inspection', world.inspection.pk)}", *parts])


def areas(world: World, *parts: str) -> str:
    return "/".join([f"programmes/{ids.encode('programme', world.programme.pk)}", "areas", *parts])


def person(one) -> str:
    return ids.encode("person", one.membership.pk)


# ---------- a programme's areas ----------


def test_areas_are_added_listed_and_taken_out(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        second = LocalAuthorityArea.objects.create(code="A02", name="Muirhaven")
    for code in ("A01", "A02", "A02"):
        answer = tool.post(areas(world), {"area_code": code})
        assert answer.status_code == 200, answer.content
    first, other = tool.get(areas(world)).json()["results"]
    assert first.keys() == ProgrammeAreaRecord().fields.keys()
    assert (first["code"], first["inspections"]) == ("A02", [])
    assert other["inspections"] == [
        {
            "id": ids.encode("inspection", world.inspection.pk),
            "reference": "2008",
            "status": "fieldwork",
        }
    ]
    is_problem(tool.send("DELETE", areas(world, other["id"])), 409)
    gone = tool.send("DELETE", areas(world, first["id"]))
    assert gone.status_code == 204
    is_problem(tool.send("DELETE", areas(world, ids.encode("area", second.pk))), 404)
    with scope(world.here.pk):
        assert ProgrammeArea.objects.get().area_id == world.area.pk
        assert HistoryEntry.objects.filter(
            table_name="evaluations_programmearea", operation="D"
        ).exists()


@pytest.mark.parametrize("sent", [{"area_code": "none"}, {}, {"area_code": "x" * 61}])
def test_an_area_that_is_none(tool: Tool, world: World, sent: dict) -> None:
    assert list(is_problem(tool.post(areas(world), sent), 422)["errors"]) == ["area_code"]


def test_a_programmes_request(tool: Tool, world: World) -> None:
    path = f"programmes/{ids.encode('programme', world.programme.pk)}"
    answer = tool.patch(path, {"commissioning_request": "All", "requested_on": "2004-11-10"}, 1)
    assert answer.status_code == 200, answer.content
    assert answer.json()["commissioning_request"] == "All"
    assert answer.json()["requested_on"] == "2004-11-10"


# ---------- the team ----------


def test_the_team_with_its_facts(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        InspectorProfile.objects.create(
            membership=world.people.inspector.membership,
            discipline="police",
            employer="Torrance Vale Council",
        )
    found = tool.get(address(world, "team")).json()
    assert found.keys() == TeamFacts().fields.keys()
    lead, inspector = found["members"]
    assert lead.keys() == TeamMemberFacts().fields.keys()
    assert (lead["role"], inspector["discipline"]) == ("lead", "police")
    assert "employed by Torrance Vale Council" in inspector["conflicts"][0]
    assert "Nobody on the team is medically qualified" in found["lacking"][-1]


def test_a_conflict_is_refused(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        InspectorProfile.objects.create(
            membership=world.people.associate.membership, home_area=world.area
        )
    place = {"person": person(world.people.associate), "role": "associate-assessor"}
    problem = is_problem(tool.post(address(world, "team"), place), 422)
    assert problem["errors"] == {
        "person": ["Ailsa Gow comes from Torrance Vale, the area of this inspection."]
    }


def test_recusal(tool: Tool, world: World) -> None:
    path = address(world, "team", person(world.people.inspector), "recusal")
    is_problem(tool.post(path, {}), 422)
    answer = tool.post(path, {"reason": "A cousin works there."})
    assert answer.status_code == 200, answer.content
    assert answer.json().keys() == RecusalRecord().fields.keys()
    with scope(world.here.pk):
        assert (
            TeamMember.objects.get(recused_at__isnull=False).recused_why
            == answer.json()["recused_why"]
        )
    is_problem(tool.post(path, {"reason": "Again."}), 409)
    lead = address(world, "team", person(world.people.lead), "recusal")
    assert list(is_problem(tool.post(lead, {"reason": "x"}), 422)["errors"]) == ["new_lead"]
    facts = tool.get(address(world, "team")).json()["members"]
    assert [one["recused_why"] for one in facts] == ["", "A cousin works there."]


# ---------- who does what ----------


def test_shares(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        SampledCase.objects.create(
            inspection=world.inspection,
            number=1,
            pseudonym="TV-C01",
            category="current-protection",
            reader=world.people.inspector.membership,
        )
    share = {"indicator_code": "1.1", "person": person(world.people.inspector)}
    path = address(world, "allocations")
    answer = tool.post(path, {"give": [share]})
    assert answer.status_code == 200, answer.content
    record = answer.json()
    assert record.keys() == AllocationsRecord().fields.keys()
    assert record["allocations"] == [share]
    assert "1.1" not in record["unallocated"]
    progress = {one["name"]: one for one in record["progress"]}["Isla Baird"]
    assert progress.keys() == MemberProgress().fields.keys()
    assert (progress["indicators"], progress["cases"]) == (1, 1)
    assert "TV-C01" not in answer.content.decode()
    assert tool.post(path, {"take": [share]}).json()["allocations"] == []
    with scope(world.here.pk):
        assert not IndicatorAllocation.objects.exists()


@pytest.mark.parametrize(
    "share",
    [
        {"indicator_code": "9.9", "person": "{inspector}"},
        {"indicator_code": "1.1", "person": "{medical}"},
        {"indicator_code": "1.1", "person": "x"},
        {"indicator_code": "1.1"},
        "x",
    ],
)
def test_shares_refused(tool: Tool, world: World, share: object) -> None:
    if isinstance(share, dict) and "person" in share:
        people = {name: person(getattr(world.people, name)) for name in ("inspector", "medical")}
        share = share | {"person": share["person"].format(**people)}
    problem = is_problem(tool.post(address(world, "allocations"), {"give": [share]}), 422)
    assert problem["errors"]


# ---------- postponing ----------

LATER = {"fieldwork_from": "2009-05-04", "fieldwork_to": "2009-05-22", "reason": "Elections."}


def test_postponing(tool: Tool, world: World) -> None:
    path = address(world, "postponements")
    is_problem(tool.post(path, LATER), 428)
    answer = tool.post(path, LATER, If_Match='"1"')
    assert answer.status_code == 200, answer.content
    assert (answer.json()["fieldwork_from"], answer["ETag"]) == ("2009-05-04", '"2"')
    (one,) = tool.get(path).json()["results"]
    assert one.keys() == PostponementRecord().fields.keys()
    assert (one["before_from"], one["after_to"], one["why"]) == (None, "2009-05-22", "Elections.")
    stale = is_problem(tool.post(path, LATER | {"reason": "x"}, If_Match='"1"'), 412)
    assert stale["current"] == tool.get(address(world)).json()
    with scope(world.here.pk):
        assert Postponement.objects.count() == 1
        Inspection.objects.update(status="evaluating")
    is_problem(tool.post(path, LATER | {"fieldwork_to": "2009-05-23"}, If_Match='"2"'), 409)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fieldwork_to": "2009-05-03"}, "fieldwork_to"),
        ({"reason": " "}, "reason"),
        ({"fieldwork_from": "soon"}, "fieldwork_from"),
    ],
)
def test_postponing_refused(tool: Tool, world: World, change: dict, field: str) -> None:
    answer = tool.post(address(world, "postponements"), LATER | change, If_Match='"1"')
    assert list(is_problem(answer, 422)["errors"]) == [field]


CALLS = [
    ("GET", "team", None),
    ("POST", "team/0000000000000000/recusal", {"reason": "x"}),
    ("GET", "allocations", None),
    ("POST", "allocations", {"give": []}),
    ("GET", "postponements", None),
    ("POST", "postponements", LATER),
]


@pytest.mark.parametrize(("method", "under", "body"), CALLS)
def test_another_inspectorate_sees_nothing(
    stranger: Tool, world: World, method: str, under: str, body: dict | None
) -> None:
    is_problem(stranger.send(method, address(world, under), body, If_Match='"1"'), 404)
    is_problem(stranger.send("GET", areas(world)), 404)
    is_problem(stranger.send("POST", areas(world), {"area_code": "A01"}), 422)


@pytest.mark.parametrize(("method", "under", "body"), CALLS)
def test_a_scope_is_needed(world: World, method: str, under: str, body: dict | None) -> None:
    held = [] if method == "GET" else ["inspections:read"]
    tool = Tool(world.here, scopes=[*held, "areas:read"])
    problem = is_problem(tool.send(method, address(world, under), body, If_Match='"1"'), 403)
    assert "inspections:" in problem["detail"]


def test_statements(tool: Tool, world: World) -> None:
    assert len(tool.statements("GET", areas(world))) <= 6
    assert len(tool.statements("GET", address(world, "allocations"))) <= 14
    assert len(tool.statements("GET", address(world, "team"))) <= 20
    assert len(tool.statements("GET", address(world, "postponements"))) <= 5
