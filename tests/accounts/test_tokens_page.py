"""API tokens on their page: made, shown once, used, revoked."""

import re
from datetime import timedelta

import pytest
from django.db import connection
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
