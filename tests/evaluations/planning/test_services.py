"""The services to children: the usual ones until an inspectorate names its own."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import RecordReading, SampledCase, Service
from evaluations.queries.services import USUAL, services
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import sign_in

LIST = "/hmie/services"


@pytest.fixture
def administrator(client: Client, world: World) -> Client:
    return sign_in(client, world.people.administrator)


def own(world: World) -> list[tuple[str, str]]:
    with scope(world.here.pk):
        return services()


def path_of(world: World, code: str, deed: str = "") -> str:
    with scope(world.here.pk):
        number = Service.objects.get(code=code).pk
    return f"{LIST}/{ids.encode('service', number)}{deed}"


def test_the_usual_ones_until_there_are_own(administrator: Client, world: World) -> None:
    assert [code for code, _name in own(world)] == [code for code, _name in USUAL]
    assert "Make the list our own" in administrator.get(LIST).content.decode()
    with scope(world.here.pk), CaptureQueriesContext(connection) as statements:
        services()
    assert len(statements) == 1


def test_made_ones_own_renamed_reordered_added_and_removed(
    administrator: Client, world: World
) -> None:
    assert administrator.post(f"{LIST}/adopt").status_code == 302
    assert administrator.post(f"{LIST}/adopt").status_code == 302
    assert len(own(world)) == len(USUAL)
    police = path_of(world, "police")
    assert 'value="Police"' in administrator.get(police).content.decode()
    sent = {"version": 1, "name": "Policing", "position": 60}
    assert administrator.post(police, sent).status_code == 302
    assert own(world)[-1] == ("police", "Policing")
    stale = administrator.post(police, sent | {"name": "Constabulary"})
    assert stale.status_code == 409
    assert "Constabulary" in stale.content.decode()
    added = administrator.post(f"{LIST}/new", {"code": "housing", "name": "Housing"})
    assert added.status_code == 302
    assert ("housing", "Housing") in own(world)
    assert administrator.post(path_of(world, "housing", "/remove")).status_code == 302
    assert ("housing", "Housing") not in own(world)
    with scope(world.here.pk):
        assert HistoryEntry.objects.filter(table_name="evaluations_service", operation="D").exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"code": "police", "name": "Again"}, "Another service has this code"),
        ({"code": "\x00", "name": "x"}, "Null characters are not allowed"),
        ({"code": "x" * 41, "name": "x"}, "at most 40 characters"),
        ({"code": "x", "name": ""}, "Fill this in"),
    ],
)
def test_what_cannot_be_added(
    administrator: Client, world: World, sent: dict[str, str], said: str
) -> None:
    refused = administrator.post(f"{LIST}/new", sent)
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_one_that_records_name_stays(administrator: Client, world: World) -> None:
    administrator.post(f"{LIST}/adopt")
    with scope(world.here.pk):
        case = SampledCase.objects.create(
            inspection=world.inspection, number=1, pseudonym="TV-C01", category="current-protection"
        )
        RecordReading.objects.create(
            sampled_case=case, service="health", read_on=datetime.date(2009, 4, 2)
        )
    said = administrator.post(path_of(world, "health", "/remove"), follow=True).content.decode()
    assert "Health is named in what was recorded, 1 time. Rename it instead." in said
    assert ("health", "Health") in own(world)


@pytest.mark.parametrize("name", ["inspector", "lead", "auditor", "partner"])
def test_for_who_plans_alone(client: Client, world: World, name: str) -> None:
    signed_in = sign_in(client, getattr(world.people, name))
    assert signed_in.get(LIST).status_code == 403
    assert signed_in.post(f"{LIST}/adopt").status_code == 403
    assert signed_in.post(f"{LIST}/new", {"code": "x", "name": "x"}).status_code == 403
    with scope(world.here.pk):
        assert Service.objects.count() == 0


def test_another_inspectorates_is_not_there(world: World, client: Client) -> None:
    sign_in(client, world.people.administrator).post(f"{LIST}/adopt")
    path = path_of(world, "police").replace("/hmie/", "/elsewhere/")
    stranger = sign_in(Client(), world.people.stranger)
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/remove").status_code == 404
