"""The same two resources through the API, with a person's own token."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.api.workspace import HeldInspection, OneAnswer
from inspectorate.accounts.operations.tokens import create_own_token
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool

pytestmark = pytest.mark.django_db

SCOPES = ["evidence", "evaluations", "inspections"]


class Tablet:
    """A program that speaks with a person's own token."""

    def __init__(self, world: Any, person: Any, scopes: list[str] | None = None) -> None:
        with scope(world.here.pk, person_id=person.user.pk):
            made = create_own_token(
                actor=person.actor,
                name="Tablet",
                scopes=scopes or [f"{one}:{deed}" for one in SCOPES for deed in ("read", "write")],
                expires_at=timezone.now() + timedelta(days=30),
            )
        self.client = Client(headers={"Authorization": f"Bearer {made.secret}"})
        self.where = f"inspections/{ids.encode('inspection', world.inspection.pk)}/workspace"
        self.device = str(uuid.uuid4())

    def get(self, where: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1/hmie/{where}", headers=headers)

    def post(self, where: str, body: Any) -> Any:
        return self.client.post(f"/api/v1/hmie/{where}", body, content_type="application/json")

    def send(self, *operations: Any) -> Any:
        return self.post("operations", {"device": self.device, "operations": list(operations)})


@pytest.fixture
def tablet(world: Any) -> Tablet:
    return Tablet(world, world.people.inspector)


def operation(world: Any, **changed: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "seq": 1,
        "kind": "evaluation.save",
        "inspection": ids.encode("inspection", world.inspection.pk),
        "target": "3.3",
        "based_on": 1,
        "made_at": "2008-04-14T14:38:00Z",
        "fields": {"rationale": "Written on a tablet."},
        **changed,
    }


def test_an_inspection_is_held_and_what_was_done_is_sent(
    tablet: Tablet, world: Any, evaluation_of: Any
) -> None:
    held = tablet.get(tablet.where)
    assert held.status_code == 200
    assert set(held.json()) == set(HeldInspection().fields)
    again = tablet.get(tablet.where, **{"If-None-Match": held["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    sent = operation(world)
    first, second = tablet.send(sent), tablet.send(sent)
    assert first.status_code == 200
    [answer] = first.json()["answers"]
    assert answer["state"] == "done"
    assert set(answer) - set(OneAnswer().fields) == {"after", "changed"}
    assert second.json() == first.json()
    assert evaluation_of("3.3").rationale == "Written on a tablet."
    assert evaluation_of("3.3").version == 2


def test_what_cannot_be_understood_is_answered_by_itself(tablet: Tablet, world: Any) -> None:
    answers = tablet.send(3, operation(world, kind="x"), operation(world)).json()["answers"]
    assert [one["state"] for one in answers] == ["refused", "refused", "done"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "device"),
        ({"device": "x", "operations": []}, "device"),
        ({"device": str(uuid.uuid4())}, "operations"),
        ({"device": str(uuid.uuid4()), "operations": 3}, "operations"),
        ({"device": str(uuid.uuid4()), "operations": [{}] * 51}, "operations"),
    ],
)
def test_what_is_no_batch_is_refused(tablet: Tablet, body: dict, field: str) -> None:
    refused = tablet.post("operations", body)
    assert refused.status_code == 422
    assert field in refused.json()["errors"]


def test_a_tool_is_on_no_team(world: Any, hmie: Any) -> None:
    tool = Tool(hmie)
    where = f"inspections/{ids.encode('inspection', world.inspection.pk)}/workspace"
    assert tool.get(where).status_code == 403
    body = {"device": str(uuid.uuid4()), "operations": []}
    assert tool.post("operations", body).status_code == 403


@pytest.mark.parametrize("missing", SCOPES)
def test_the_scopes_of_all_that_it_touches_are_needed(world: Any, missing: str) -> None:
    rest = [one for one in SCOPES if one != missing]
    tablet = Tablet(
        world,
        world.people.inspector,
        [f"{one}:{deed}" for one in rest for deed in ("read", "write")],
    )
    assert tablet.get(tablet.where).status_code == 403
    assert tablet.send(operation(world)).status_code == 403


def test_another_inspector_holds_nothing(world: Any) -> None:
    tablet = Tablet(world, world.people.inspector_elsewhere)
    assert tablet.get(tablet.where).status_code == 404
    [answer] = tablet.send(operation(world)).json()["answers"]
    assert answer["state"] == "refused"


def test_another_inspectorate_is_not_reached(world: Any, other: Any) -> None:
    tool = Tool(other)
    where = f"inspections/{ids.encode('inspection', world.inspection.pk)}/workspace"
    assert tool.get(where).status_code in {403, 404}
