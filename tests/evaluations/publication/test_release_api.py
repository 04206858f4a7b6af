"""Releases, versions and withdrawals through the API, by a tool with every scope."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.api.releases import ReleaseRecord, VersionRecord, WholeVersion, WithdrawalRecord
from evaluations.models import Release
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World
from tests.evaluations.publication.conftest import fresh, of

pytestmark = pytest.mark.django_db


@pytest.fixture
def tool(hmie: Inspectorate) -> Tool:
    return Tool(hmie)


def match(version: int) -> dict[str, str]:
    return {"If-Match": f'"{version}"'}


def of_inspection(world: World) -> dict[str, str]:
    with scope(world.here.pk):
        return match(fresh(world).version)


def test_approved_listed_and_called_off(tool: Tool, ready: World) -> None:
    where = f"inspections/{of(ready)}/releases"
    at = (timezone.now() + timedelta(days=2)).isoformat()
    assert tool.post(where, {"at": at}).status_code == 428
    made = tool.post(where, {"at": at}, **of_inspection(ready))
    assert made.status_code == 201
    assert made.json().keys() == ReleaseRecord().fields.keys()
    assert is_problem(tool.post(where, {"at": at}, **of_inspection(ready)), 409)
    (one,) = tool.get(where).json()["results"]
    assert one == made.json()
    end = f"{where}/{one['id']}/call-off"
    assert is_problem(tool.post(end, {"reason": "x"}, **match(9)), 412)
    assert is_problem(tool.post(end, {"reason": ""}, **match(1)), 422)
    assert tool.post(end, {"reason": "An election."}, **match(1)).json()["state"] == "called-off"
    with scope(ready.here.pk):
        assert Release.objects.get().ended_why == "An election."
    nobody = f"{where}/{ids.encode('release', 10**6)}/call-off"
    assert is_problem(tool.post(nobody, {"reason": "x"}, **match(1)), 404)


@pytest.mark.parametrize("at", ["tomorrow", "2009-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_an_instant_that_cannot_be(tool: Tool, ready: World, at: str) -> None:
    where = f"inspections/{of(ready)}/releases"
    assert is_problem(tool.post(where, {"at": at}, **of_inspection(ready)), 422)


def test_versions_and_withdrawals(tool: Tool, published: World) -> None:
    where = f"inspections/{of(published)}"
    (one,) = tool.get(f"{where}/versions").json()["results"]
    assert one.keys() == VersionRecord().fields.keys()
    whole = tool.get(f"{where}/versions/1").json()
    assert whole.keys() == WholeVersion().fields.keys()
    assert whole["content"]["report"]["title"]
    for number in ("2", "9" * 30):
        assert is_problem(tool.get(f"{where}/versions/{number}"), 404)
    assert tool.get(f"{where}/withdrawals").json() == {"results": []}
    sent = {"reason": "A paragraph has to be checked."}
    assert tool.post(f"{where}/withdrawals", sent).status_code == 428
    made = tool.post(f"{where}/withdrawals", sent, **of_inspection(published))
    assert made.status_code == 201
    assert made.json().keys() == WithdrawalRecord().fields.keys()
    assert is_problem(tool.post(f"{where}/withdrawals", sent, **of_inspection(published)), 409)
    assert tool.get(f"{where}/withdrawals").json()["results"] == [made.json()]


def test_another_inspectorate_finds_nothing(other: Inspectorate, published: World) -> None:
    stranger = Tool(other)
    for path in ("releases", "versions", "versions/1", "withdrawals"):
        assert is_problem(stranger.get(f"inspections/{of(published)}/{path}"), 404)
