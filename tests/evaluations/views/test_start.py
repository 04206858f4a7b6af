"""The start page of an inspector: whose view is missing, what waits, what others did."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import (
    ClientOperation,
    Evaluation,
    Evidence,
    IndicatorAllocation,
    InspectionMove,
    Notice,
)
from inspectorate.kernel import ids
from inspectorate.start.models import Visit
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.grounds import give_grounds
from tests.evaluations.views.conftest import GiveView
from tests.people import sign_in


@pytest.fixture
def isla(client: Client, world: World) -> Client:
    return sign_in(client, world.people.inspector)


def shown(client: Client) -> str:
    answer = client.get("/hmie/")
    assert answer.status_code == 200
    return answer.content.decode()


def look_after(world: World, *codes: str) -> None:
    with scope(world.here.pk):
        for indicator in world.edition.indicators.filter(code__in=codes):
            IndicatorAllocation.objects.create(
                inspection=world.inspection,
                indicator=indicator,
                membership=world.people.inspector.membership,
            )


def test_views_that_are_asked_of_them(isla: Client, world: World, give_view: GiveView) -> None:
    assert "Give your level" not in shown(isla), "nothing is there to have a view of"
    look_after(world, "3.3", "3.4", "3.1")
    give_view(world.people.inspector, "3.4", level="good")
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="3.1").update(level=4)
    page = shown(isla)
    assert "Give your level for 3.3" in page
    for words in ("You: given", "Agreed by the team", "Not started"):
        assert words in page


def test_many_are_the_first_few_and_how_many_more(isla: Client, world: World) -> None:
    with scope(world.here.pk):
        give_grounds(world.inspection)
    assert "Give your level for 1.1, 1.2, 1.3, 1.4, 2.1 and 13 more" in shown(isla)


def test_an_indicator_on_a_single_kind_of_source(isla: Client, world: World) -> None:
    look_after(world, "4.2")
    with scope(world.here.pk):
        give_grounds(world.inspection, (("interviews", "delivery"),))
    page = shown(isla)
    assert "4.2 rests on one kind of source" in page
    assert "Only interviews" in page


def test_what_waits_to_be_settled_and_what_they_are_told(isla: Client, world: World) -> None:
    with scope(world.here.pk):
        Notice.objects.create(
            membership=world.people.inspector.membership,
            inspection=world.inspection,
            about="evaluation:1",
            text="Your text and Lorna’s for 3.3 met; both are kept.",
            page="/hmie/inspections",
        )
        ClientOperation.objects.create(
            membership=world.people.inspector.membership,
            key=uuid4(),
            device_key=uuid4(),
            inspection=world.inspection,
            kind="evaluation.save",
            made_at=timezone.now(),
            request_digest="0" * 64,
            state="clash",
            payload={},
            answer={},
        )
    page = shown(isla)
    assert "Settle 1 text" in page
    assert "Your text and Lorna’s for 3.3 met" in page
    assert "met; both are kept" not in shown(sign_in(Client(), world.people.lead))


def added(world: World) -> None:
    with scope(world.here.pk):
        give_grounds(world.inspection, (("interviews", "delivery"),))
        Evidence.objects.update(membership=world.people.lead.membership)


def visit(world: World) -> Visit:
    with scope(world.here.pk):
        return Visit.objects.get(membership=world.people.inspector.membership)


def long_ago(world: World, **hours: int) -> None:
    """Put the inspector's visit these hours back."""
    with scope(world.here.pk):
        Visit.objects.filter(membership=world.people.inspector.membership).update(
            **{name: timezone.now() - timedelta(hours=some) for name, some in hours.items()}
        )


ADDED = "Lorna Sim added 1 piece of evidence to 1.1"


def test_what_others_added_since_one_was_last_here(isla: Client, world: World) -> None:
    added(world)
    assert ADDED in shown(isla)
    assert ADDED in shown(isla), "opening the page again takes nothing away"
    assert "Lorna Sim added" not in shown(sign_in(Client(), world.people.lead)), (
        "their own is no news"
    )


def test_whoever_comes_back_is_told_of_what_came_after(isla: Client, world: World) -> None:
    added(world)
    shown(isla)
    long_ago(world, here_at=2, seen_until=30)
    with scope(world.here.pk):
        Evidence.objects.update(entered_at=timezone.now() - timedelta(hours=3))
    assert "Nothing new." in shown(isla), "it was on the page that they left"
    with scope(world.here.pk):
        Evidence.objects.update(entered_at=timezone.now() - timedelta(minutes=90))
    assert ADDED in shown(isla)


def test_said_to_be_seen_it_goes_and_what_comes_after_stays(isla: Client, world: World) -> None:
    added(world)
    until = str(isla.get("/hmie/").context["until"])
    with scope(world.here.pk):
        last = Evidence.objects.last()
        Evidence.objects.exclude(pk=last.pk).update(
            entered_at=timezone.now() - timedelta(minutes=5)
        )
    assert isla.post("/hmie/start/seen", {"until": until}).status_code == 302
    assert "Nothing new." in shown(isla)
    with scope(world.here.pk):
        Evidence.objects.update(entered_at=timezone.now())
    assert ADDED in shown(isla)


@pytest.mark.parametrize("until", ["", "soon", "9" * 13, "9" * 400, "-5", "²"])
def test_an_instant_nobody_was_shown_hides_nothing_to_come(
    isla: Client, world: World, until: str
) -> None:
    shown(isla)
    assert isla.post("/hmie/start/seen", {"until": until}).status_code == 302
    kept = visit(world)
    assert kept.seen_until <= kept.here_at
    added(world)
    assert ADDED in shown(isla)


def test_what_was_agreed_and_the_step_on(isla: Client, world: World) -> None:
    shown(isla)
    lead = world.people.lead
    with scope(world.here.pk, person_id=lead.user.pk):
        Evaluation.objects.filter(indicator__code="3.2").update(level=4)
        Evaluation.objects.filter(indicator__code="3.3").update(rationale="Seen in records.")
        InspectionMove.objects.create(
            inspection=world.inspection,
            from_status="fieldwork",
            to_status="evaluating",
            membership=lead.membership,
        )
    page = shown(isla)
    for words in ("agreed 3.2", "changed 3.3", "moved it on: evaluating"):
        assert f"Lorna Sim {words}" in page
    assert "Lorna Sim agreed 3.3" not in page


def test_a_notice_is_ticked_off_by_whom_it_is_for(isla: Client, world: World) -> None:
    with scope(world.here.pk):
        notice = Notice.objects.create(
            membership=world.people.inspector.membership,
            about="evaluation:1",
            text="Your text for 3.3 was replaced.",
            page="/hmie/inspections",
        )
    where = f"/hmie/start/notices/{ids.encode('notice', notice.pk)}"
    assert where in shown(isla)
    assert sign_in(Client(), world.people.lead).post(where).status_code == 404
    assert "was replaced" in shown(isla)
    assert isla.post(where)["Location"] == "/hmie/"
    assert "was replaced" not in shown(isla)


def test_the_one_thing_to_go_on_with(isla: Client, world: World) -> None:
    assert "Go on recording 3.3," not in shown(isla)
    look_after(world, "3.2", "3.3")
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="3.2").update(level=4)
    assert f"Go on recording 3.3, {world.area.name}" in shown(isla)


def test_the_box_of_this_device_is_there_for_who_is_on_an_inspection(
    isla: Client, world: World
) -> None:
    assert "data-device" in shown(isla)
    assert "data-device" not in shown(sign_in(Client(), world.people.analyst))


def test_the_cost_does_not_grow(isla: Client, world: World) -> None:
    with CaptureQueriesContext(connection) as few:
        shown(isla)
    look_after(world, "1.1", "1.2", "3.3")
    with scope(world.here.pk):
        give_grounds(world.inspection, (("interviews", "delivery"),) * 10)
    with CaptureQueriesContext(connection) as many:
        shown(isla)
    assert len(many) == len(few) <= 20
