"""The collection ``frameworks``."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.api.frameworks import FrameworkLineSerializer, FrameworkSerializer
from indicators.models import FrameworkEdition
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.indicators.test_import_framework import HMIE, SMALL, use

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/hmie/frameworks"
BEARER = {"Authorization": "Bearer secret"}
DOCUMENT = {
    "code": "small",
    "title": "A small framework",
    "scale": {"levels": [{"code": "good"}, {"code": "fair"}, {"code": "poor"}]},
    "sections": [
        {"code": "1", "title": "Help", "indicators": [{"code": "1.10", "title": "Heard"}]}
    ],
}


@pytest.fixture(autouse=True)
def token(hmie: Inspectorate, other: Inspectorate) -> None:
    for inspectorate, secret in ((hmie, "secret"), (other, "other")):
        with scope(inspectorate.pk):
            ApiToken.objects.create(
                name="Tool",
                hint="x",
                digest=digest_of(secret),
                scopes=["frameworks:read", "frameworks:write"],
            )


def post(client: Client, body: Any) -> Any:
    return client.post(ADDRESS, json.dumps(body), content_type="application/json", headers=BEARER)


def test_text_comes_in_and_goes_out_whole(client: Client, hmie: Inspectorate) -> None:
    made = post(client, {"text": HMIE.read_text()})
    assert made.status_code == 201, made.content
    got = client.get(made["Location"], headers=BEARER)
    assert got["ETag"] == '"1"'
    assert got.json() == made.json()
    assert set(got.json()) == set(FrameworkSerializer().fields)
    assert got.json()["text"] == HMIE.read_text()
    assert len(got.json()["document"]["scale"]["levels"]) == 6
    again = post(client, {"text": HMIE.read_text()})
    assert (again.status_code, again.json()) == (200, made.json())


def test_the_document_that_goes_out_comes_in_as_the_same(
    client: Client, hmie: Inspectorate
) -> None:
    made = post(client, {"text": HMIE.read_text()})
    again = post(client, {"document": made.json()["document"]})
    assert (again.status_code, again.json()["version"]) == (200, 1)


def test_a_document_keeps_its_codes(client: Client) -> None:
    made = post(client, {"document": DOCUMENT})
    assert made.status_code == 201, made.content
    (section,) = made.json()["document"]["sections"]
    assert section["indicators"][0]["code"] == "1.10"


def test_the_list_agrees_with_its_description(client: Client) -> None:
    post(client, {"text": SMALL})
    page = client.get(ADDRESS + "?code=small", headers=BEARER).json()
    assert [set(one) for one in page["results"]] == [set(FrameworkLineSerializer().fields)]
    assert client.get(ADDRESS + "?code=none", headers=BEARER).json()["results"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": SMALL, "document": DOCUMENT}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": 7}, "file"),
        ({"text": "x: 1"}, "file"),
        ({"document": []}, "document"),
        ({"document": {"code": 10**30}}, "file"),
        ({"document": {"code": {"a": ["b"]}}}, "file"),
    ],
)
def test_bad_input_names_its_field(client: Client, body: Any, field: str) -> None:
    answer = post(client, body)
    assert answer.status_code == 422, answer.content
    assert field in answer.json()["errors"]


def test_faults_have_lines(client: Client, hmie: Inspectorate) -> None:
    answer = post(client, {"text": SMALL.replace("{code: fair}", "{code: good}")})
    assert answer.json()["faults"][0]["line"] == 4
    with scope(hmie.pk):
        assert not FrameworkEdition.objects.exists()


def test_an_edition_in_use_is_refused(client: Client, hmie: Inspectorate) -> None:
    post(client, {"text": SMALL})
    use(hmie)
    answer = post(client, {"text": SMALL.replace("safe", "safer")})
    assert answer.status_code == 409
    assert "supersede" in answer.json()["detail"]


def test_another_inspectorates_is_not_there(client: Client) -> None:
    made = post(client, {"text": SMALL}).json()["id"]
    theirs = client.get(
        f"/api/v1/elsewhere/frameworks/{made}", headers={"Authorization": "Bearer other"}
    )
    assert theirs.status_code == 404
    assert client.get(f"{ADDRESS}/nonsense", headers=BEARER).status_code == 404


def test_a_scope_is_needed(client: Client, hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        ApiToken.objects.update(scopes=["frameworks:read"])
    assert client.get(ADDRESS, headers=BEARER).status_code == 200
    assert post(client, {"text": SMALL}).status_code == 403


def test_a_page_takes_two_statements(client: Client) -> None:
    client.get(ADDRESS, headers=BEARER)
    with CaptureQueriesContext(connection) as captured:
        client.get(ADDRESS, headers=BEARER)
    told = ("SAVEPOINT", "select set_config")
    assert len([one for one in captured if not any(word in one["sql"] for word in told)]) == 2
