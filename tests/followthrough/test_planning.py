"""Planning the next visit: what is known side by side, and a person's decision with its reason."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.models import (
    AreaSuccession,
    ChildProtectionCommittee,
    CommitteeArea,
    LinkInspector,
    LocalAuthorityArea,
)
from evaluations.models import Evaluation
from followthrough.models import PlanningDecision, SelfEvaluation
from followthrough.queries.picture import picture_of, pictures
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted
from inspectorate.kernel.models import Event, HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.conftest import World
from tests.people import sign_in


@pytest.fixture
def known(world: World) -> Iterator[World]:
    with scope(world.here.pk):
        committee = ChildProtectionCommittee.objects.create(code="C1", name="Three Rivers")
        CommitteeArea.objects.create(committee=committee, area=world.area)
        LinkInspector.objects.create(committee=committee, membership=world.people.link.membership)
        for code, value in (("1.1", {"level": 4}), ("1.2", {"level_set": [1, 2]})):
            Evaluation.objects.create(
                inspection=world.published,
                programme=world.programme,
                indicator=world.edition.indicators.get(code=code),
                **value,
            )
        SelfEvaluation.objects.create(
            committee=committee,
            area=world.area,
            edition=world.edition,
            title="Spring",
            on="2009-03-01",
            status="finished",
        )
        yield world


def ref(world: World) -> str:
    return ids.encode("area", world.area.pk)


def page(world: World) -> str:
    return f"/hmie/areas/{ref(world)}/planning"


DECISION = {"choice": "some", "reason": "Two points are stuck; the rest can wait."}


def test_the_picture_is_plain_facts(known: World) -> None:
    with scope(known.here.pk):
        drawn = picture_of(known.people.administrator.actor, ref(known), on=date(2009, 4, 2))
    data = drawn.as_data()
    assert data["last_full_inspection"]["counts"]["good"] == 1
    assert (drawn.evaluated.several, drawn.evaluated.at_a_level) == (1, 1) if drawn.evaluated else 0
    assert (data["days_since_published"], data["open_points"]) == (336, 1)
    assert data["standing"] == {"silent": 1}
    assert data["self_evaluated_on"] == "2009-03-01"
    assert not {"score", "risk", "rank"} & set(data)


def test_a_decision_keeps_its_reason_and_the_picture(known: World, client: Client) -> None:
    sign_in(client, known.people.administrator)
    assert client.get(page(known)).status_code == 200
    sent = DECISION | {"programme": "first-cycle", "visit_after": "2009-06-01"}
    assert client.post(page(known), sent).status_code == 302
    with scope(known.here.pk):
        kept = PlanningDecision.objects.get()
        assert (kept.choice, kept.reason) == (DECISION["choice"], DECISION["reason"])
        assert kept.membership == known.people.administrator.membership
        assert kept.picture["open_points"] == 1
        assert Event.objects.filter(kind="area.visit-decided").count() == 1
        assert HistoryEntry.objects.filter(
            table_name="followthrough_planningdecision", operation="I"
        ).exists()
    again = client.get(page(known)).content.decode()
    assert DECISION["reason"] in again
    assert "What was known then" in again
    assert b"Some of the open points" in client.get("/hmie/planning?order=days").content


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"choice": "most"}, "choice"),
        ({"visit_after": "2009-06-01", "visit_before": "2009-05-01"}, "visit_before"),
        ({"reason": "About the child with CHI 0101011237"}, "reason"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    known: World, client: Client, sent: dict[str, str], field: str
) -> None:
    sign_in(client, known.people.administrator)
    answer = client.post(page(known), DECISION | sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with scope(known.here.pk):
        assert not PlanningDecision.objects.exists()


def test_who_sees_the_picture_and_who_decides(known: World, client: Client) -> None:
    sign_in(client, known.people.link)
    assert client.get(page(known)).status_code == 200
    assert b"Torrance Vale" in client.get("/hmie/planning").content
    assert client.post(page(known), DECISION).status_code == 403
    for person in (known.people.partner, known.people.inspector, known.people.analyst):
        sign_in(client, person)
        assert client.get(page(known)).status_code == 403
        assert client.get("/hmie/planning").status_code == 403
    sign_in(client, known.people.stranger)
    assert client.get(page(known)).status_code == 404


def test_a_link_inspector_sees_the_areas_they_follow_today(known: World) -> None:
    with scope(known.here.pk):
        LocalAuthorityArea.objects.create(code="A02", name="Another")
        actor = known.people.link.actor
        assert [one.code for one in pictures(actor)] == ["A01"]
        assert len(pictures(known.people.administrator.actor)) == 2
        LinkInspector.objects.update(to_on=timezone.localdate() - timedelta(days=1))
        assert pictures(actor) == []
        with pytest.raises(NotPermitted):
            picture_of(actor, ref(known))


def test_after_a_merger_the_past_is_the_successors_named_by_its_origin(known: World) -> None:
    with scope(known.here.pk):
        new = LocalAuthorityArea.objects.create(code="N1", name="New Vale", from_on="2009-01-01")
        LocalAuthorityArea.objects.filter(pk=known.area.pk).update(to_on="2008-12-31")
        AreaSuccession.objects.create(
            predecessor=known.area, successor=new, kind="merged", on="2009-01-01"
        )
        actor = known.people.administrator.actor
        (drawn,) = pictures(actor, on=date(2009, 4, 2))
        assert (drawn.code, drawn.standing.points) == ("N1", 1)
        assert drawn.evaluated is not None
        assert drawn.evaluated.origin == "Torrance Vale"
        (before,) = pictures(actor, on=date(2008, 12, 31))
        assert before.code == "A01"
        with pytest.raises(NotFound, match="no longer there"):
            picture_of(actor, ref(known), on=date(2009, 4, 2))


def test_the_endpoint(known: World) -> None:
    tool = Tool(known.here)
    address = f"areas/{ref(known)}/planning"
    assert tool.get(address).json()["picture"]["open_points"] == 1
    made = tool.post(address, DECISION)
    assert made.status_code == 201
    assert made.json()["picture"]["area"] == "A01"
    assert [one["reason"] for one in tool.get(address).json()["decisions"]] == [DECISION["reason"]]
    is_problem(tool.post(address, DECISION | {"reason": ""}), 422)
    is_problem(tool.get("areas/0000000000000000/planning"), 404)


def test_statements_do_not_grow_with_the_areas(known: World) -> None:
    def statements() -> int:
        with scope(known.here.pk), CaptureQueriesContext(connection) as caught:
            pictures(actor)
        return len(caught)

    actor: Any = known.people.administrator.actor
    few = statements()
    with scope(known.here.pk):
        LocalAuthorityArea.objects.bulk_create(
            LocalAuthorityArea(code=f"B{n}", name=f"Area {n}") for n in range(40)
        )
    assert statements() == few <= 8
