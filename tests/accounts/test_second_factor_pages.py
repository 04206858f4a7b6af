"""The pages on which a person looks after their own ways of signing in."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.accounts.test_sign_in import code_of, with_app
from tests.people import PASSWORD, People, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(client: Client, people: People) -> Client:
    """An inspector who signed in ten minutes ago."""
    sign_in(client, people.inspector)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session["account_authentication_methods"] = session["account_authentication_methods"]
    session.save()
    return client


def key_of(people: People) -> int:
    return Authenticator.objects.create(
        user=people.inspector.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Blue key", "passwordless": False, "credential": {}},
    ).pk


def test_asks_again_who_it_is_before_a_change(later: Client, people: People) -> None:
    response = later.get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")
    page = later.get(response["Location"])
    assert page.status_code == 200
    assert later.post(response["Location"], {"password": "wrong"}).status_code == 200
    assert later.post(response["Location"], {"password": PASSWORD}).status_code == 302
    assert later.get("/accounts/2fa/totp/activate/").status_code == 200


def test_shows_the_second_factor_again(later: Client, people: People) -> None:
    secret = with_app(people.inspector)
    assert later.get("/accounts/2fa/reauthenticate/").status_code == 200
    response = later.post("/accounts/2fa/reauthenticate/", {"code": code_of(secret)})
    assert response.status_code == 302


def test_an_app_is_taken_away(client: Client, people: People) -> None:
    sign_in(client, people.inspector)
    with_app(people.inspector)
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=people.inspector.user).exists()


def test_recovery_codes_are_shown_once(client: Client, people: People) -> None:
    sign_in(client, people.inspector)
    with_app(people.inspector)
    assert client.get("/accounts/2fa/recovery-codes/generate/").status_code == 200
    page = client.post("/accounts/2fa/recovery-codes/generate/", follow=True)
    codes = re.findall(r"\b\d{8}\b", page.text)
    assert len(set(codes)) == 10
    assert codes[0] not in client.get("/accounts/2fa/").text
    there = Client()
    there.post("/accounts/login/", {"login": people.inspector.user.email, "password": PASSWORD})
    assert there.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert there.get("/hmie/people/matrix").status_code == 200
    again = Client()
    again.post("/accounts/login/", {"login": people.inspector.user.email, "password": PASSWORD})
    assert again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 200


def test_a_key_is_renamed_and_taken_away(client: Client, people: People) -> None:
    sign_in(client, people.inspector)
    key = key_of(people)
    assert "Blue key" in client.get("/accounts/2fa/webauthn/").text
    edit = f"/accounts/2fa/webauthn/keys/{key}/edit/"
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"name": "Red key"}).status_code == 302
    assert "Red key" in client.get("/accounts/2fa/webauthn/").text
    remove = f"/accounts/2fa/webauthn/keys/{key}/remove/"
    assert sign_in(Client(), people.lead).post(remove).status_code == 404
    assert client.get(remove).status_code == 200
    assert client.post(remove).status_code == 302
    assert not Authenticator.objects.filter(pk=key).exists()


@pytest.mark.parametrize(
    "address",
    ["/accounts/password/reset/key/done/", "/accounts/login/cancelled/"],
)
def test_pages_at_the_end_of_a_way(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert page.text.count("<h1") == 1
