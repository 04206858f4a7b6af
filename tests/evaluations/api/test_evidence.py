"""evidence through the API: a tool's token, a person's own, and what each read leaves in the log."""

from typing import Any
from uuid import uuid4

import pytest

from evaluations.api.evidence import EvidenceRecord
from evaluations.models import CaseMaterialRead, Evidence, Inspection, KeptIdentifier, TeamMember
from evaluations.queries.evidence import EVIDENCE
from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import SEEN, added, inspection_of
from tests.people import Person

pytestmark = pytest.mark.django_db


def piece(world: World, **changes: Any) -> dict[str, Any]:
    return {**SEEN, "inspection": inspection_of(world), **changes}


def reads(world: World) -> list[tuple[Any, ...]]:
    with scope(world.here.pk):
        return [
            (one.what, len(one.records), one.how, one.purpose, one.membership_id)
            for one in CaseMaterialRead.objects.order_by("id")
        ]


def own(world: World, person: Person) -> Tool:
    """A tool with the person's own token."""
    tool = Tool(world.here)
    with scope(world.here.pk):
        ApiToken.objects.filter(digest=digest_of(tool.secret)).update(holder=person.membership)
    return tool


def test_recorded_read_edited_and_withdrawn(tool: Tool, world: World) -> None:
    made = tool.post("evidence", piece(world))
    assert made.status_code == 201
    one = made.json()
    assert one.keys() == EvidenceRecord().fields.keys()
    assert made["Location"].endswith(f"/evidence/{one['id']}")
    assert made["ETag"] == '"1"'
    assert (one["reference"], one["author"], one["indicators"]) == ("E1", None, ["1.1", "3.2"])
    path = f"evidence/{one['id']}"
    assert tool.get(path).json() == one
    assert is_problem(tool.patch(path, {"text": "Other"}), 428)
    changed = tool.patch(path, {"text": "Other"}, 1)
    assert (changed.status_code, changed.json()["text"]) == (200, "Other")
    stale = tool.patch(path, {"tags": ["x"]}, 1)
    assert is_problem(stale, 412)["current"]["text"] == "Other"
    assert is_problem(tool.post(f"{path}/withdrawal", {}, If_Match='"2"'), 422)
    gone = tool.post(f"{path}/withdrawal", {"why": "A mistake"}, If_Match='"2"')
    assert gone.json()["withdrawn_why"] == "A mistake"
    assert is_problem(tool.patch(path, {"text": "Back"}, 3), 409)
    with scope(world.here.pk):
        assert Evidence.objects.get().version == 3


def test_every_read_is_in_the_log_with_its_purpose(tool: Tool, world: World) -> None:
    one, _two = added(world), added(world, text="Another")
    tool.get("evidence")
    tool.get(f"evidence/{one['id']}")
    tool.get("evidence?indicator=4.5")
    assert reads(world) == [
        ("evidence", 2, "api", "With an API token", None),
        ("evidence", 1, "api", "With an API token", None),
    ]


def test_a_key_brings_one_piece(tool: Tool, world: World) -> None:
    key = str(uuid4())
    first = tool.post("evidence", piece(world, key=key)).json()
    assert tool.post("evidence", piece(world, key=key)).json()["id"] == first["id"]
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


def test_an_identifier_is_answered(tool: Tool, world: World) -> None:
    refused = is_problem(tool.post("evidence", piece(world, text="Ring 0131 496 0123.")), 422)
    (found,) = refused["identifiers"]
    reasons = {found["digest"]: "A public switchboard"}
    made = tool.post("evidence", piece(world, text="Ring 0131 496 0123.", identifiers_kept=reasons))
    assert made.status_code == 201
    with scope(world.here.pk):
        assert KeptIdentifier.objects.get().why == "A public switchboard"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 2),
        ("q=referral", 1),
        ("q=*", None),
        ("bearing=contrary", 1),
        ("source_kind=data", 0),
        ("level_of_service=delivery", 2),
        ("indicator=4.1", 1),
        ("tag=early", 1),
        ("case=nothing", 0),
        ("author=nothing", 0),
        ("inspection=nothing", 0),
        ("colour=red", None),
    ],
)
def test_filters(tool: Tool, world: World, query: str, expected: int | None) -> None:
    added(world, tags=["early"])
    added(world, text="No word of the referral.", bearing="contrary", indicators=["4.1"])
    answer = tool.get(f"evidence?{query}")
    if expected is None:
        is_problem(answer, 422)
    else:
        assert len(answer.json()["results"]) == expected


def test_a_list_takes_the_same_statements_however_long(tool: Tool, world: World) -> None:
    added(world)
    few = tool.statements("GET", "evidence")
    for _ in range(4):
        added(world)
    assert len(tool.statements("GET", "evidence")) == len(few)
    assert set(EVIDENCE.columns) <= EvidenceRecord().fields.keys()


def test_a_persons_own_token_reads_their_inspections_alone(world: World) -> None:
    one = added(world)
    mine, elsewhere = own(world, world.people.inspector), None
    assert len(mine.get("evidence").json()["results"]) == 1
    assert reads(world)[-1][3:] == (
        "On the inspection's team",
        world.people.inspector.membership.pk,
    )
    made = mine.post("evidence", piece(world, text="From a tablet."))
    assert made.json()["author_name"] == "Isla Baird"
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=world.people.inspector.membership).delete()
    elsewhere = mine
    assert elsewhere.get("evidence").json()["results"] == []
    is_problem(elsewhere.get(f"evidence/{one['id']}"), 404)
    is_problem(elsewhere.patch(f"evidence/{one['id']}", {"text": "x"}, 1), 404)
    is_problem(elsewhere.post("evidence", piece(world)), 404)


def test_an_administrators_own_token_needs_a_stated_purpose(world: World) -> None:
    one = added(world)
    theirs = own(world, world.people.administrator)
    assert theirs.get("evidence").json()["results"] == []
    is_problem(theirs.get(f"evidence/{one['id']}"), 403)


def test_another_inspectorates_evidence_is_not_there(world: World) -> None:
    one = added(world)
    stranger = Tool(world.people.stranger.inspectorate)
    is_problem(stranger.get(f"evidence/{one['id']}"), 404)
    assert stranger.get("evidence").json()["results"] == []
    is_problem(stranger.post("evidence", piece(world)), 404)


def test_without_the_scope_nothing(world: World) -> None:
    one = added(world)
    tool = Tool(world.here, scopes=["inspections:read", "evidence:read"])
    is_problem(tool.post("evidence", piece(world)), 403)
    assert tool.get(f"evidence/{one['id']}").status_code == 200
    is_problem(Tool(world.here, scopes=["inspections:read"]).get("evidence"), 403)


def test_not_now(tool: Tool, world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.filter(pk=ids.decode("inspection", inspection_of(world))).update(
            status="moderation"
        )
    is_problem(tool.post("evidence", piece(world)), 409)
