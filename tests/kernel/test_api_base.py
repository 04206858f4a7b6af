"""Tokens, scopes, problems, versions, repeats and pages: what every endpoint has from its base."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import LocalAuthorityArea
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.kernel.models import HistoryEntry, KeptAnswer
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.urls")]

ADDRESS = "/api/v1/hmie/areas"
BEARER = {"Authorization": "Bearer secret-of-hmie"}


@pytest.fixture(autouse=True)
def token(hmie: Inspectorate, other: Inspectorate) -> None:
    for inspectorate, secret in ((hmie, "secret-of-hmie"), (other, "secret-of-other")):
        with scope(inspectorate.pk):
            ApiToken.objects.create(
                name="Tool",
                hint="x",
                digest=digest_of(secret),
                scopes=["areas:read", "areas:write"],
            )


def post(client: Client, code: str, **headers: str) -> Any:
    return client.post(
        ADDRESS,
        json.dumps({"code": code}),
        content_type="application/json",
        headers={**BEARER, **headers},
    )


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer nothing"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer secret-of-other"},
        {"Authorization": "Bearer \xff\x00"},
    ],
)
def test_a_valid_token_of_this_inspectorate_is_needed(client: Client, headers: dict) -> None:
    answer = client.get(ADDRESS, headers=headers)
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_an_unknown_inspectorate_looks_the_same(client: Client) -> None:
    assert client.get("/api/v1/nowhere/areas", headers=BEARER).status_code == 401


def test_expired_and_revoked_tokens_are_refused(client: Client, hmie: Inspectorate) -> None:
    for field in ("expires_at", "revoked_at"):
        with scope(hmie.pk):
            ApiToken.objects.update(expires_at=None, revoked_at=None)
            assert client.get(ADDRESS, headers=BEARER).status_code == 200
            ApiToken.objects.update(**{field: "2020-01-01T00:00:00Z"})
        assert client.get(ADDRESS, headers=BEARER).status_code == 401


def test_last_use_is_noted_and_leaves_no_history(client: Client, hmie: Inspectorate) -> None:
    client.get(ADDRESS, headers=BEARER)
    with scope(hmie.pk):
        assert ApiToken.objects.get().last_used_at is not None
        assert not HistoryEntry.objects.filter(
            table_name="accounts_apitoken", operation="U"
        ).exists()


def test_a_scope_is_needed(client: Client, hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        ApiToken.objects.update(scopes=["areas:read"])
    assert client.get(ADDRESS, headers=BEARER).status_code == 200
    refused = post(client, "A1")
    assert refused.status_code == 403
    assert "areas:write" in refused.json()["detail"]


def test_it_works_and_says_who(client: Client, hmie: Inspectorate) -> None:
    made = post(client, "A1")
    assert made.status_code == 201
    assert made["ETag"] == '"1"'
    assert made["Location"].startswith("/areas/")
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.get().code == "A1"
        entry = HistoryEntry.objects.get(table_name="areas_localauthorityarea")
    assert entry.why == "API token Tool"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{", "application/json", 400),
        ("[]", "application/json", 422),
        ('{"code": "a\\u0000b"}', "application/json", 422),
        ('{"code": null}', "application/json", 422),
        ("code=1", "application/x-www-form-urlencoded", 415),
        ("\xff\xfe", "application/json", 400),
    ],
)
def test_bad_input_is_a_problem(client: Client, body: str, content_type: str, status: int) -> None:
    answer = client.post(ADDRESS, body.encode("latin-1"), content_type=content_type, headers=BEARER)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= answer.json().keys()


def test_a_refusal_rolls_back(client: Client, hmie: Inspectorate) -> None:
    assert post(client, "late", **{"Idempotency-Key": "k"}).status_code == 409
    with scope(hmie.pk):
        assert not LocalAuthorityArea.objects.exists()
        assert not KeptAnswer.objects.exists()


def test_the_same_key_gives_the_first_answer_again(client: Client, hmie: Inspectorate) -> None:
    key = {"Idempotency-Key": "k-1"}
    first = post(client, "A1", **key)
    again = post(client, "A1", **key)
    assert (again.status_code, again.json(), again["ETag"]) == (201, first.json(), first["ETag"])
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.count() == 1
    other_body = post(client, "A2", **key)
    assert other_body.status_code == 422
    assert "Idempotency-Key" in other_body.json()["errors"]


def test_an_edit_names_its_version(client: Client) -> None:
    number = post(client, "A1").json()["id"]

    def patch(**headers: str) -> Any:
        return client.patch(
            f"{ADDRESS}/{number}",
            "{}",
            content_type="application/json",
            headers={**BEARER, **headers},
        )

    assert patch().status_code == 428
    assert patch(**{"If-Match": '"1"'})["ETag"] == '"2"'
    stale = patch(**{"If-Match": '"1"'})
    assert stale.status_code == 412
    assert stale["ETag"] == '"2"'
    assert stale.json()["current"]["version"] == 2
    assert patch(**{"If-Match": "nonsense"}).status_code == 412


def test_pages_follow_each_other_and_back(client: Client, hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        for number in range(7):
            LocalAuthorityArea.objects.create(code=f"A{number}", name="x")
    seen: list[str] = []
    address: str | None = f"{ADDRESS}?page_size=3"
    pages = []
    while address:
        page = client.get(address, headers=BEARER).json()
        pages.append(page)
        seen += [one["code"] for one in page["results"]]
        address = page["next"]
    assert seen == [f"A{number}" for number in range(7)]
    assert pages[0]["previous"] is None
    back = client.get(pages[2]["previous"], headers=BEARER).json()
    assert [one["code"] for one in back["results"]] == ["A3", "A4", "A5"]
    first = client.get(back["previous"], headers=BEARER).json()
    assert [one["code"] for one in first["results"]] == ["A0", "A1", "A2"]
    assert first["previous"] is None


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=10000000000000000000000000",
        "page_size=-1",
        "page_size=x",
        "cursor=!!",
        "cursor=",
        "colour=red",
        "code=%00",
        "code=a&code=b",
        "cursor=%F0%9F%92%A9",
    ],
)
def test_bad_parameters_are_named(client: Client, query: str) -> None:
    answer = client.get(f"{ADDRESS}?{query}", headers=BEARER)
    assert answer.status_code == 422, answer.content
    assert len(answer.json()["errors"]) == 1


def test_a_page_takes_few_statements(client: Client) -> None:
    client.get(ADDRESS, headers=BEARER)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(ADDRESS, headers=BEARER)
    statements = [
        one["sql"]
        for one in captured
        if "SAVEPOINT" not in one["sql"] and "select set_config" not in one["sql"]
    ]
    assert len(statements) == 2, statements


def test_too_many_requests(client: Client, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    answers = [client.get(ADDRESS, headers=BEARER) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert int(answers[-1]["Retry-After"]) >= 1


def test_without_the_cache_nobody_is_turned_away(client: Client, settings: Any) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    }
    assert client.get(ADDRESS, headers=BEARER).status_code == 200


def test_an_unknown_method_is_a_problem(client: Client) -> None:
    assert client.put(ADDRESS, headers=BEARER).status_code == 405
