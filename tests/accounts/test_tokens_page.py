"""API tokens on their page: made, shown once, used, revoked."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/hmie/people/tokens"


def make(client, **changes):
    return client.post(PAGE, {"name": "Returns", "scopes": ["areas:read"]} | changes)


def opens(secret: str, slug: str = "hmie") -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select * from open_scope_by_token(%s, %s, '')", [slug, digest_of(secret)])
        return cursor.fetchone() is not None


def test_made_shown_once_and_revoked(client, people: People, hmie) -> None:
    sign_in(client, people.administrator)
    assert "No tool has a token yet" in client.get(PAGE).text
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = make(client, last_day=tomorrow.isoformat())
    secret = re.search(r"<code>(insp_[\w-]+)</code>", page.text).group(1)
    assert "no-store" in page["Cache-Control"]
    assert secret not in client.get(PAGE).text
    with scope(hmie.pk):
        token = ApiToken.objects.get()
    assert token.created_by_id == people.administrator.membership.pk
    assert timezone.localtime(token.expires_at).date() == tomorrow
    assert opens(secret)
    assert not opens(secret, "elsewhere")
    revoke = f"{PAGE}/{ids.encode('token', token.pk)}/revoke"
    assert client.post(revoke).status_code == 302
    assert not opens(secret)
    assert "Revoked" in client.get(PAGE).text


def test_another_inspectorates_token_is_not_there(client, people: People, hmie) -> None:
    make(sign_in(client, people.administrator))
    with scope(hmie.pk):
        reference = ids.encode("token", ApiToken.objects.get().pk)
    sign_in(client, people.stranger)
    assert client.post(f"/elsewhere/people/tokens/{reference}/revoke").status_code == 404
    assert client.post(f"{PAGE}/{reference}/revoke").status_code == 404
    with scope(hmie.pk):
        assert ApiToken.objects.get().revoked_at is None


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"scopes": []},
        {"scopes": ["children:read"]},
        {"last_day": "2001-01-01"},
        {"last_day": "soon"},
        {"last_day": "9999-12-31T"},
    ],
    ids=str,
)
def test_bad_values(client, people: People, hmie, change: dict) -> None:
    sign_in(client, people.administrator)
    assert make(client, **change).status_code == 422
    with scope(hmie.pk):
        assert not ApiToken.objects.exists()


def test_the_last_day_there_is(client, people: People) -> None:
    sign_in(client, people.administrator)
    assert make(client, last_day="9999-12-31").status_code == 200
    assert client.get(PAGE).status_code == 200


def test_others_may_not(client, people: People) -> None:
    assert make(sign_in(client, people.auditor)).status_code == 403


OWN = "/hmie/people/my-tokens"


def make_own(client, **changes):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    return client.post(
        OWN, {"name": "Tablet", "scopes": ["inspections:read"], "last_day": tomorrow} | changes
    )


def ask(secret: str, path: str = "inspections"):
    return Client().get(f"/api/v1/hmie/{path}", headers={"Authorization": f"Bearer {secret}"})


def test_a_token_of_ones_own_acts_as_oneself_while_one_is_a_member(
    client, people: People, hmie
) -> None:
    page = make_own(sign_in(client, people.inspector)).text
    secret = re.search(r"<code>(insp_[\w-]+)</code>", page).group(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "select membership_id, person_id, person, roles from open_scope_by_token(%s, %s, '')",
            ["hmie", digest_of(secret)],
        )
        assert cursor.fetchone() == (
            people.inspector.membership.pk,
            people.inspector.user.pk,
            "Isla Baird",
            ["inspector"],
        )
    assert ask(secret).status_code == 200
    assert ask(secret, "areas").status_code == 403, "within its scopes"
    with scope(hmie.pk):
        people.inspector.membership.to_on = timezone.localdate() - timedelta(days=1)
        people.inspector.membership.save()
    assert ask(secret).status_code == 401


def test_a_token_of_ones_own_does_no_more_than_oneself(client, people: People, hmie) -> None:
    page = make_own(sign_in(client, people.inspector), scopes=["areas:write", "areas:read"]).text
    secret = re.search(r"<code>(insp_[\w-]+)</code>", page).group(1)
    refused = Client().post(
        "/api/v1/hmie/areas",
        {"code": "Z1", "name": "Zed"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert refused.status_code == 403


@pytest.mark.parametrize("days", ["", 400, -1])
def test_a_token_of_ones_own_has_a_last_day_within_a_year(client, people: People, days) -> None:
    day = (timezone.localdate() + timedelta(days=days)).isoformat() if days else ""
    refused = make_own(sign_in(client, people.inspector), last_day=day)
    assert refused.status_code == 422
    assert "Tablet" in refused.text


def test_each_sees_and_revokes_their_own_and_the_administrator_all(
    client, people: People, hmie
) -> None:
    make_own(sign_in(client, people.inspector))
    with scope(hmie.pk):
        reference = ids.encode("token", ApiToken.objects.get().pk)
    revoke = f"{PAGE}/{reference}/revoke"
    sign_in(client, people.lead)
    assert "Tablet" not in client.get(OWN).text
    assert client.post(revoke).status_code == 404
    sign_in(client, people.administrator)
    assert "acts as Isla Baird" in client.get(PAGE).text
    sign_in(client, people.inspector)
    assert client.post(revoke, {"own": "1"})["Location"] == OWN
    with scope(hmie.pk):
        assert ApiToken.objects.get().revoked_at is not None
