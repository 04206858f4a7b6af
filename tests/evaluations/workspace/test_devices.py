"""Devices: registered, given their part of the key, revoked, emptied."""

import uuid
from typing import Any

import pytest
from django.test import Client

from evaluations.models import Device
from evaluations.operations.devices import session_parts
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def stored(world: Any, key: str) -> Device:
    with scope(world.here.pk):
        return Device.objects.get(key=key)


def test_registered_again_it_is_the_same_device_with_the_same_part(laptop: Any, world: Any) -> None:
    first, second = laptop.register().json(), laptop.register().json()
    assert first == second
    assert first["device"] == laptop.key
    assert [len(part) for part in first["parts"]] == [64]
    with scope(world.here.pk):
        assert Device.objects.count() == 1
    status = laptop.get("status").json()
    assert status["device"] == "ok"
    assert status["person"]["name"] == "Isla Baird"
    assert status["offline_hours"] == 96
    assert status["held_until"] > status["server_time"]
    assert status["session_ends_at"] > status["server_time"]
    assert len(status["release"]) == 12


def test_the_part_is_another_for_each_device_and_person(
    laptop: Any, laptop_of: Any, world: Any
) -> None:
    mine = laptop.register().json()["parts"]
    other = laptop_of(world.people.inspector).register().json()["parts"]
    lead = laptop_of(world.people.lead)
    lead.key = laptop.key
    theirs = lead.register().json()["parts"]
    assert len({mine[0], other[0], theirs[0]}) == 3


def test_an_earlier_secret_still_opens_what_was_sealed(
    laptop: Any, world: Any, settings: Any
) -> None:
    before = laptop.register().json()["parts"]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-secret-" * 5
    with scope(world.here.pk):
        now = session_parts(Device.objects.get(key=laptop.key))
    assert now[1:] == before
    assert now[0] != before[0]


@pytest.mark.parametrize("name", ["", " ", "x" * 121, 3, None, "a\0b"])
def test_a_device_needs_a_name(laptop: Any, name: Any) -> None:
    answered = laptop.post("devices", {"key": str(uuid.uuid4()), "name": name})
    assert answered.status_code == 422
    assert "name" in answered.json()["errors"]


@pytest.mark.parametrize("key", ["", "x", None, 3, []])
def test_a_device_needs_a_key(laptop: Any, key: Any) -> None:
    assert laptop.post("devices", {"key": key, "name": "x"}).status_code == 422


@pytest.mark.parametrize("who", ["moderator", "administrator", "analyst", "auditor", "partner"])
def test_only_who_records_has_devices(world: Any, laptop: Any, who: str) -> None:
    laptop.client = sign_in(Client(), getattr(world.people, who))
    assert laptop.register().status_code == 403


def test_a_revoked_device_is_told_to_empty_itself(laptop: Any, world: Any) -> None:
    mine = ids.encode("device", stored(world, laptop.key).pk)
    page = laptop.client.get("/hmie/workspace/devices")
    assert b"Chromium on a laptop" in page.content
    assert laptop.client.post(f"/hmie/workspace/devices/{mine}/revoke").status_code == 302
    assert stored(world, laptop.key).revoked_at is not None
    assert laptop.get("status").json()["device"] == "revoked"
    for answered in (
        laptop.get("inspections"),
        laptop.get(f"inspections/{laptop.inspection}"),
        laptop.post("operations", {"operations": []}),
        laptop.register(),
    ):
        assert answered.status_code == 410 or answered.json()["code"] == "device-revoked"
    assert laptop.post(f"devices/{laptop.key}/wiped", {}).status_code == 204
    assert stored(world, laptop.key).wiped_at is not None
    assert b"Emptied" in laptop.client.get("/hmie/workspace/devices").content


def test_the_administrator_revokes_anybodys_and_others_do_not(
    laptop: Any, laptop_of: Any, world: Any
) -> None:
    device = ids.encode("device", stored(world, laptop.key).pk)
    lead = laptop_of(world.people.lead)
    assert lead.client.post(f"/hmie/workspace/devices/{device}/revoke").status_code == 404
    assert lead.post(f"devices/{laptop.key}/wiped", {}).status_code == 204
    assert stored(world, laptop.key).wiped_at is None
    client = sign_in(Client(), world.people.administrator)
    assert b"Isla Baird" in client.get("/hmie/workspace/devices").content
    assert client.post(f"/hmie/workspace/devices/{device}/revoke").status_code == 302
    assert stored(world, laptop.key).revoked_at is not None
    assert client.post("/hmie/workspace/devices/0123456789abcdef/revoke").status_code == 404


def test_a_device_that_says_nothing_of_itself_is_asked(laptop: Any) -> None:
    where = "/hmie/workspace/inspections"
    assert laptop.client.get(where).status_code == 422
    assert laptop.client.get(where, headers={"X-Device": "x"}).status_code == 422
    assert laptop.client.get("/hmie/workspace/status").json()["device"] == "none"
