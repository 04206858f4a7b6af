"""Signing in with an inspectorate's own provider, against a real one on this machine."""

from collections.abc import Iterator

import pytest
from django.test import Client

from inspectorate.accounts.models import Invitation, Membership, SignInProvider, User
from inspectorate.accounts.operations import invite
from inspectorate.accounts.sign_in_providers import name_of
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.accounts.oidc_server import CLIENT, SECRET, Provider
from tests.people import People, Person, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/hmie/people/sign-in"
INSIDE = "/hmie/people/matrix"


@pytest.fixture
def provider() -> Iterator[Provider]:
    one = Provider()
    yield one
    one.close()


@pytest.fixture
def way_in(client, people: People, provider: Provider, hmie, settings) -> str:
    """The address at which signing in with HM Inspectorate's provider begins."""
    settings.SIGN_IN_PROVIDERS_OVER_HTTP = True
    sign_in(client, people.administrator)
    sent = {
        "name": "Council sign-in",
        "issuer": provider.issuer + "/",
        "client_id": CLIENT,
        "client_secret": SECRET,
    }
    assert client.post(PAGE, sent).status_code == 302
    with scope(hmie.pk):
        number = SignInProvider.objects.get().pk
    return f"/accounts/oidc/{name_of('hmie', number)}/login/?next=/hmie/people/matrix"


def come_in(provider: Provider, way_in: str, who: Person | dict, client: Client | None = None):
    """Go through the provider as a browser does; the last answer and the browser."""
    browser = client or Client()
    provider.person = (
        who
        if isinstance(who, dict)
        else {"sub": f"s{who.user.pk}", "email": who.user.email, "email_verified": True}
    )
    leaving = browser.get(way_in)
    assert leaving.status_code == 302, leaving.text
    assert leaving["Location"].startswith(provider.issuer)
    return browser.get(provider.authorize(leaving["Location"])), browser


def test_the_secret_is_kept_sealed(client, way_in: str, hmie) -> None:
    with scope(hmie.pk):
        kept = SignInProvider.objects.get()
        assert SECRET not in kept.sealed_secret
        entries = HistoryEntry.objects.filter(table_name="accounts_signinprovider")
        assert all(SECRET not in str(entry.row_data) for entry in entries)
    assert SECRET not in client.get(PAGE).text


def test_a_member_comes_in_and_comes_again(way_in: str, provider, people: People) -> None:
    for _ in range(2):
        response, browser = come_in(provider, way_in, people.analyst)
        assert (response.status_code, response["Location"]) == (302, INSIDE)
        assert browser.get(INSIDE).status_code == 200


def test_ways_in_are_listed(way_in: str, people: People) -> None:
    page = Client().get("/accounts/sign-in/hmie/")
    assert "Council sign-in" in page.text
    assert way_in.split("?", maxsplit=1)[0] in page.text
    assert "Council" not in Client().get("/accounts/sign-in/elsewhere/").text
    assert Client().get("/accounts/sign-in/nowhere/").status_code == 404


@pytest.mark.parametrize(("amr", "status"), [(["pwd"], 302), (["pwd", "mfa"], 200)])
def test_case_material_needs_the_providers_word_for_a_second_step(
    way_in: str, provider, people: People, amr: list[str], status: int
) -> None:
    provider.amr = amr
    _, browser = come_in(provider, way_in, people.inspector)
    response = browser.get(INSIDE)
    assert response.status_code == status
    if status == 302:
        page = browser.get(response["Location"])
        assert "has not reported a second step" in page.text


def test_it_opens_no_other_inspectorate(way_in: str, provider, people: People, other) -> None:
    """Its administrators could otherwise make it vouch for anybody of any inspectorate."""
    with scope(other.pk):
        Membership.objects.create(user=people.analyst.user, roles=["auditor"])
    _, browser = come_in(provider, way_in, people.analyst)
    assert browser.get("/elsewhere/people/matrix").status_code == 404
    assert browser.get("/")["Location"] == "/hmie/"


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/password/change/",
        "/accounts/password/set/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/",
        "/accounts/you/",
        "/accounts/sessions/",
        "/operator/",
    ],
)
def test_it_changes_nothing_about_signing_in(
    way_in: str, provider, people: People, address: str
) -> None:
    User.objects.filter(pk=people.analyst.user.pk).update(is_operator=True)
    _, browser = come_in(provider, way_in, people.analyst)
    assert browser.get(address).status_code == 403
    assert browser.post(address).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "operator"])
def test_no_member_is_not_let_in(way_in: str, provider, people: People, who: str) -> None:
    response, browser = come_in(provider, way_in, getattr(people, who))
    assert response.status_code == 403
    assert "not a member" in response.text
    assert browser.get(INSIDE)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("verified", [False, None, "absent"])
def test_the_address_must_be_verified(way_in: str, provider, people: People, verified) -> None:
    claims = {"sub": "1", "email": people.analyst.user.email, "email_verified": verified}
    if verified == "absent":
        del claims["email_verified"]
    response, _ = come_in(provider, way_in, claims)
    assert response.status_code == 403
    assert "not verified" in response.text


def test_the_invited_join_by_it_once(way_in: str, provider, people: People, hmie) -> None:
    with scope(hmie.pk):
        invite(
            actor=people.administrator.actor,
            email="new@hmie.example",
            display_name="",
            roles=["auditor"],
            site="http://testserver/",
        )
    claims = {"sub": "n", "email": "New@hmie.example", "email_verified": True, "name": "New One"}
    response, browser = come_in(provider, way_in, claims)
    assert response["Location"] == INSIDE
    assert browser.get(INSIDE).status_code == 200
    user = User.objects.get(email="new@hmie.example")
    assert (user.display_name, user.has_usable_password()) == ("New One", False)
    with scope(hmie.pk):
        assert Invitation.objects.get().accepted_at is not None
        assert Membership.objects.get(user=user).roles == ["auditor"]


def test_nobody_comes_in_when_it_is_off(client, way_in: str, hmie) -> None:
    with scope(hmie.pk):
        number = SignInProvider.objects.get().pk
    switch = f"{PAGE}/{ids.encode('provider', number)}/switch"
    client.post(switch, {"version": "7"})
    assert Client().get(way_in).status_code == 302
    client.post(switch, {"version": "1"})
    assert Client().get(way_in).status_code == 404
    client.post(switch, {"version": "2", "active": "on"})
    assert Client().get(way_in).status_code == 302


def test_a_provider_that_is_down_is_said(way_in: str, provider: Provider) -> None:
    provider.close()
    response = Client().get(way_in)
    assert response.status_code == 503
    assert "sign in with your password" in response.text


def test_a_forged_answer_opens_nothing(way_in: str, provider, people: People) -> None:
    back = way_in.split("?", maxsplit=1)[0] + "callback/"
    for query in ("", "?code=x&state=y", "?error=access_denied"):
        browser = Client()
        response = browser.get(back + query)
        assert response.status_code < 500
        assert browser.get(INSIDE)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "http://provider.example"},
        {"issuer": "javascript:alert(1)"},
        {"issuer": "https://"},
        {"issuer": "https://[x"},
        {"name": ""},
        {"client_secret": "a\x00b"},
    ],
    ids=str,
)
def test_bad_values(client, people: People, hmie, change: dict[str, str]) -> None:
    sign_in(client, people.administrator)
    sent = {
        "name": "One",
        "issuer": "https://provider.example",
        "client_id": "c",
        "client_secret": "s",
    }
    assert client.post(PAGE, sent | change).status_code == 422
    with scope(hmie.pk):
        assert not SignInProvider.objects.exists()


def test_only_administrators_and_only_their_own(client, people: People, way_in: str, hmie) -> None:
    with scope(hmie.pk):
        reference = ids.encode("provider", SignInProvider.objects.get().pk)
    assert sign_in(Client(), people.analyst).get(PAGE).status_code == 403
    strange = sign_in(Client(), people.stranger)
    assert strange.get(PAGE).status_code == 404
    switch = f"/elsewhere/people/sign-in/{reference}/switch"
    assert strange.post(switch, {"version": "1"}).status_code == 404
    for wrong in ("elsewhere." + reference, "hmie.x", "hmie", "nowhere." + reference):
        assert Client().get(f"/accounts/oidc/{wrong}/login/").status_code == 404
