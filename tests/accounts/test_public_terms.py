"""Licence, attribution and the scheme of area codes: who sets them, and where they are said."""

import json
from typing import Any

import pytest
from django.test import Client

from inspectorate.tenancy.models import OPEN_LICENCE, Inspectorate
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db
CC = {
    "licence_name": "Creative Commons Attribution 4.0",
    "licence_address": "https://creativecommons.org/licenses/by/4.0/",
    "attribution": "Source: an inspectorate.",
    "area_scheme": "Codes of the Department for Education",
}


def where(here: Inspectorate) -> str:
    return f"/{here.slug}/people/public-site"


def opened(client: Client, here: Inspectorate) -> dict[str, Any]:
    """What the form holds when it is opened."""
    found: dict[str, Any] = client.get(where(here)).context["form"].initial
    return dict(found)


def data(here: Inspectorate) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        Client().get(f"/{here.slug}/public/data/reports.json").content
    )
    return found


def test_the_open_government_licence_until_another_is_named(
    hmie: Inspectorate, people: People
) -> None:
    assert data(hmie)["licence"] == {"name": OPEN_LICENCE[0], "address": OPEN_LICENCE[1]}
    administrator = sign_in(Client(), people.administrator)
    sent = opened(administrator, hmie) | CC
    assert administrator.post(where(hmie), sent).status_code == 302
    hmie.refresh_from_db()
    assert {name: getattr(hmie, name) for name in CC} == CC
    said = data(hmie)
    assert said["licence"]["name"] == CC["licence_name"]
    assert said["identifiers"]["area_code"]["scheme"] == CC["area_scheme"]
    table = Client().get(f"/{hmie.slug}/public/data/reports.csv")
    assert table["Link"] == f'<{CC["licence_address"]}>; rel="license"'
    page = Client().get(f"/{hmie.slug}/public/data").content.decode()
    for words in CC.values():
        assert words in page
    assert f'href="{CC["licence_address"]}"' in Client().get(
        f"/{hmie.slug}/public/reports.atom"
    ).content.decode().replace(" />", "/>")


def test_no_licence_is_said_to_be_none(hmie: Inspectorate, people: People) -> None:
    administrator = sign_in(Client(), people.administrator)
    none = opened(administrator, hmie) | {"licence_name": "", "licence_address": ""}
    assert administrator.post(where(hmie), none).status_code == 302
    assert data(hmie)["licence"] is None
    assert "Link" not in Client().get(f"/{hmie.slug}/public/data/reports.csv")
    assert "has not said" in Client().get(f"/{hmie.slug}/public/data").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"licence_address": ""}, "Give the address at which the licence can be read."),
        ({"licence_name": ""}, "Name the licence that can be read at this address."),
        ({"licence_address": "javascript:alert(1)"}, "begins with https:// or http://"),
        ({"attribution": "\x00"}, "Null characters are not allowed."),
        ({"area_scheme": "x" * 201}, "at most 200"),
    ],
)
def test_what_cannot_be_is_said_and_kept_typed(
    hmie: Inspectorate, people: People, wrong: dict[str, str], said: str
) -> None:
    administrator = sign_in(Client(), people.administrator)
    page = administrator.post(where(hmie), opened(administrator, hmie) | CC | wrong)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert CC["attribution"] in page.content.decode() or "attribution" in wrong
    hmie.refresh_from_db()
    assert hmie.licence_name == OPEN_LICENCE[0]


def test_another_change_meanwhile_is_shown(hmie: Inspectorate, people: People) -> None:
    administrator = sign_in(Client(), people.administrator)
    mine = opened(administrator, hmie) | CC
    Inspectorate.objects.filter(pk=hmie.pk).update(attribution="Theirs.")
    page = administrator.post(where(hmie), mine)
    assert page.status_code == 409
    assert "“Theirs.”" in page.content.decode()
    again = {**mine, "was": page.context["form"].data["was"]}
    assert administrator.post(where(hmie), again).status_code == 302
    hmie.refresh_from_db()
    assert hmie.attribution == CC["attribution"]


def test_only_who_manages_people(hmie: Inspectorate, other: Inspectorate, people: People) -> None:
    assert sign_in(Client(), people.inspector).get(where(hmie)).status_code == 403
    assert sign_in(Client(), people.administrator).get(where(other)).status_code == 404
    assert Client().get(where(hmie)).status_code == 302
