"""The collections ``areas`` and ``committees``."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.api.serializers import (
    AreaLineSerializer,
    AreaSerializer,
    CommitteeLineSerializer,
    CommitteeSerializer,
)
from areas.models import LocalAuthorityArea
from inspectorate.accounts.models import ApiToken
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.areas.conftest import Places

pytestmark = pytest.mark.django_db

BASE = "/api/v1/hmie/"


def send(client: Client, method: str, path: str, token: dict, body: Any, **more: str) -> Any:
    return getattr(client, method)(
        BASE + path,
        json.dumps(body),
        content_type="application/json",
        headers={**token, **more},
    )


@pytest.mark.parametrize(
    ("path", "shape", "count"),
    [("areas", AreaLineSerializer, 2), ("committees", CommitteeLineSerializer, 1)],
)
def test_lists_agree_with_their_description(
    client: Client, token: dict, places: Places, path: str, shape: type, count: int
) -> None:
    page = client.get(BASE + path, headers=token).json()
    assert len(page["results"]) == count
    for one in page["results"]:
        assert set(one) == set(shape().fields)


@pytest.mark.parametrize(
    ("path", "shape"),
    [("areas/{area}", AreaSerializer), ("committees/{committee}", CommitteeSerializer)],
)
def test_one_record(client: Client, token: dict, places: Places, path: str, shape: type) -> None:
    got = client.get(BASE + path.format(**vars(places)), headers=token)
    assert got.status_code == 200
    assert got["ETag"] == '"1"'
    assert set(got.json()) == set(shape().fields)
    linked = got.json()["committees" if "area" in path else "areas"]
    assert linked[0].keys() == {"id", "name", "from_on", "to_on"}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("code=A02", ["A02"]),
        ("code=none", []),
        ("committee={committee}", ["A01", "A02"]),
        ("committee=0000000000000000", []),
        ("as_at=1999-01-01", ["A01"]),
        ("as_at=2001-01-01", ["A01", "A02"]),
    ],
)
def test_filters(
    client: Client, token: dict, places: Places, hmie: Inspectorate, query: str, codes: list
) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.filter(code="A02").update(from_on="2000-01-01")
    page = client.get(f"{BASE}areas?{query.format(**vars(places))}", headers=token)
    assert [one["code"] for one in page.json()["results"]] == codes


@pytest.mark.parametrize("query", ["as_at=never", "as_at=2001-02-31", "colour=red", "code=%00"])
def test_a_bad_filter_is_named(client: Client, token: dict, query: str) -> None:
    assert client.get(f"{BASE}areas?{query}", headers=token).status_code == 422


@pytest.mark.parametrize("path", ["areas", "committees"])
def test_making_and_changing(client: Client, token: dict, hmie: Inspectorate, path: str) -> None:
    sent = {"code": "N1", "name": "New", "from_on": "2009-04-01"}
    made = send(client, "post", path, token, sent, **{"Idempotency-Key": "k"})
    assert made.status_code == 201, made.content
    again = send(client, "post", path, token, sent, **{"Idempotency-Key": "k"})
    assert again.json() == made.json()
    address = made["Location"].split("/api/v1/hmie/")[1]
    changed = send(client, "patch", address, token, {"name": "Newer"}, **{"If-Match": made["ETag"]})
    assert changed.json()["name"] == "Newer"
    assert changed.json()["from_on"] == "2009-04-01"
    stale = send(client, "patch", address, token, {"name": "Old"}, **{"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert stale.json()["current"] == changed.json()
    assert send(client, "patch", address, token, {}).status_code == 428
    with scope(hmie.pk):
        entry = HistoryEntry.objects.filter(operation="U", table_name__startswith="areas").get()
    assert (entry.row_data["name"], entry.why) == ("Newer", "API token Tool")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "X"}, "code"),
        ({"code": "A01", "name": "X"}, "code"),
        ({"code": "=A", "name": "X"}, "code"),
        ({"code": "A9", "name": "X" * 201}, "name"),
        ({"code": "A9", "name": "X\0"}, "name"),
        ({"code": "A9", "name": "X", "pilot": "perhaps"}, "pilot"),
        ({"code": "A9", "name": "X", "from_on": "2009-02-31"}, "from_on"),
        ({"code": "A9", "name": "X", "from_on": "2009-02-02", "to_on": "2009-02-01"}, "to_on"),
        ({"code": "A9", "name": "X", "from_on": 10**24}, "from_on"),
    ],
)
def test_bad_input_names_its_field(
    client: Client, token: dict, places: Places, sent: dict, field: str
) -> None:
    answer = send(client, "post", "areas", token, sent)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["errors"]) == [field]


@pytest.mark.parametrize(
    "path", ["areas/{elsewhere}", "areas/nonsense", "committees/{area}", "areas/{committee}"]
)
def test_what_is_not_there(client: Client, token: dict, places: Places, path: str) -> None:
    address = path.format(**vars(places))
    assert client.get(BASE + address, headers=token).status_code == 404
    refused = send(client, "patch", address, token, {"name": "X"}, **{"If-Match": '"1"'})
    assert refused.status_code == 404


def test_a_scope_is_needed(client: Client, token: dict, hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        ApiToken.objects.update(scopes=["areas:read"])
    assert client.get(BASE + "areas", headers=token).status_code == 200
    assert client.get(BASE + "committees", headers=token).status_code == 403
    assert send(client, "post", "areas", token, {"code": "A", "name": "A"}).status_code == 403


@pytest.mark.parametrize("path", ["areas", "committees"])
def test_a_page_takes_two_statements(client: Client, token: dict, path: str) -> None:
    client.get(BASE + path, headers=token)
    with CaptureQueriesContext(connection) as captured:
        client.get(BASE + path, headers=token)
    told = ("SAVEPOINT", "select set_config")
    assert len([one for one in captured if not any(word in one["sql"] for word in told)]) == 2
