"""The start page of an inspector: whose view is missing, what waits, what others did."""

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
    Notice,
)
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


def test_what_others_added_in_the_last_day(isla: Client, world: World) -> None:
    with scope(world.here.pk):
        give_grounds(world.inspection, (("interviews", "delivery"),))
        Evidence.objects.update(membership=world.people.lead.membership)
    assert "Lorna Sim added 1 piece of evidence to 1.1" in shown(isla)
    assert "Lorna Sim added" not in shown(sign_in(Client(), world.people.lead)), (
        "their own is no news"
    )


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
