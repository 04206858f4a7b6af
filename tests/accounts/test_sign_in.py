"""Signing in: password, second factor, lock-out, expiry, and signing out everywhere."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.test import Client
from django.utils import timezone

from inspectorate.accounts.terms import Role
from inspectorate.kernel.seal import CannotUnseal, seal, unseal
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import PASSWORD, People, Person, member, sign_in

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
INSIDE = "/hmie/people/matrix"


def enter(client: Client, email: str, password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(person: Person) -> str:
    """Give a person an authenticator app; returns its secret."""
    secret = generate_totp_secret()
    Authenticator.objects.create(
        user=person.user, type=Authenticator.Type.TOTP, data={"secret": seal(secret)}
    )
    return secret


def test_a_password_signs_in_where_no_case_material_is_seen(client, people: People) -> None:
    response = enter(client, people.analyst.user.email)
    assert response.status_code == 302
    assert client.get(INSIDE).status_code == 200
    assert client.get("/", follow=False)["Location"] == "/hmie/"


def test_capitals_of_the_address_do_not_matter(client, people: People) -> None:
    assert enter(client, people.analyst.user.email.upper()).status_code == 302


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_who_sees_case_material_sets_up_a_second_factor_first(client, people: People) -> None:
    enter(client, people.inspector.user.email)
    response = client.get(INSIDE)
    assert (response.status_code, response["Location"]) == (
        302,
        "/accounts/second-factor/?next=/hmie/people/matrix",
    )
    page = client.get(response["Location"])
    assert "authenticator app" in page.text
    assert client.post(INSIDE).status_code == 302

    page = client.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    assert secret in page.text
    refused = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert refused.status_code == 200
    assert client.get(INSIDE).status_code == 302
    done = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    assert done.status_code == 302
    assert client.get(INSIDE).status_code == 200
    kept = Authenticator.objects.get(user=people.inspector.user, type="totp")
    assert secret not in str(kept.data)


def test_the_second_factor_is_asked_for_at_each_sign_in(client, people: People) -> None:
    secret = with_app(people.inspector)
    response = enter(client, people.inspector.user.email)
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get(INSIDE)["Location"].startswith(LOGIN)
    assert client.get("/accounts/2fa/authenticate/").status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": "123"}).status_code == 200
    response = client.post("/accounts/2fa/authenticate/", {"code": code_of(secret)})
    assert response.status_code == 302
    assert client.get(INSIDE).status_code == 200


def test_a_factor_set_up_elsewhere_must_be_shown_here_too(client, people: People) -> None:
    sign_in(client, people.inspector, second_factor=False)
    with_app(people.inspector)
    response = client.get(INSIDE)
    assert response["Location"].startswith("/accounts/second-factor/")
    assert "/accounts/2fa/reauthenticate/" in client.get(response["Location"]).text


def test_second_factor_page_leads_only_into_this_site(client, people: People) -> None:
    sign_in(client, people.inspector, second_factor=False)
    assert "evil" not in client.get("/accounts/second-factor/?next=https://evil.example/").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EXTERNAL_TOOL])
def test_which_roles_need_it(client, hmie: Inspectorate, role: Role) -> None:
    person = member(hmie, "Some Body", [role])
    sign_in(client, person, second_factor=False)
    expected = role in {
        Role.INSPECTOR,
        Role.ASSOCIATE_ASSESSOR,
        Role.MEDICAL_INSPECTOR,
        Role.LEAD_INSPECTOR,
        Role.MODERATOR,
        Role.ADMINISTRATOR,
    }
    assert (client.get(INSIDE).status_code == 302) is expected


def test_five_failures_pause_signing_in_and_say_so(client, people: People) -> None:
    email = people.analyst.user.email
    for _ in range(4):
        assert enter(client, email, "wrong").status_code == 200
    assert enter(client, email, "wrong").status_code == 429
    response = enter(client, email)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.text
    assert response["Retry-After"] == "900"
    assert client.get(INSIDE).status_code == 302
    # Others here, and the same person elsewhere, are not held up.
    assert enter(Client(), people.partner.user.email).status_code == 302
    assert enter(Client(), email, REMOTE_ADDR="10.1.1.1").status_code == 302


def test_success_forgets_earlier_failures(client, people: People) -> None:
    for _ in range(2):
        for _ in range(4):
            enter(Client(), people.analyst.user.email, "wrong")
        assert enter(Client(), people.analyst.user.email).status_code == 302


def test_unknown_and_known_addresses_look_the_same(people: People) -> None:
    def text(email: str) -> str:
        response = enter(Client(), email, "wrong")
        return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text).replace(
            email, "address"
        )

    known, unknown = text(people.analyst.user.email), text("nobody@hmie.example")
    assert known == unknown
    people.analyst.user.is_active = False
    people.analyst.user.save()
    assert "not correct" in enter(Client(), people.analyst.user.email).text


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"login": "a\x00b@hmie.example", "password": "x"},
        {"login": "x" * 5000, "password": "x"},
        {"login": "a@hmie.example", "password": "x\x00"},
        {"login": "a@hmie.example", "password": "p" * 100_000},
    ],
)
def test_nonsense_is_refused_in_words(client, people: People, sent: dict[str, str]) -> None:
    assert client.post(LOGIN, sent).status_code == 200


def test_a_session_ends_after_the_inspectorates_hours(client, people: People, hmie) -> None:
    sign_in(client, people.analyst)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3 * 3600
    session["account_authentication_methods"] = session["account_authentication_methods"]
    session.save()
    assert client.get(INSIDE).status_code == 200
    hmie.session_hours = 2
    hmie.save()
    assert client.get(INSIDE)["Location"].startswith(LOGIN)


def test_an_ended_membership_is_no_longer_seen(client, people: People, hmie) -> None:
    sign_in(client, people.analyst)
    membership = people.analyst.membership
    membership.from_on = membership.to_on = timezone.localdate() - timezone.timedelta(days=1)
    with scope(hmie.pk):
        membership.save()
    assert client.get(INSIDE).status_code == 404


def test_sign_out_everywhere_ends_other_sessions(people: People) -> None:
    here, there = Client(), Client()
    for one in (here, there):
        enter(one, people.analyst.user.email)
        assert one.get(INSIDE).status_code == 200
    listed = here.get("/accounts/sessions/")
    assert listed.status_code == 200
    assert here.post("/accounts/sign-out-everywhere/").status_code == 302
    for one in (here, there):
        assert one.get(INSIDE)["Location"].startswith(LOGIN)
    assert Client().post("/accounts/sign-out-everywhere/")["Location"].startswith(LOGIN)


def test_a_forgotten_password(client, people: People, settings) -> None:
    user = people.analyst.user
    response = client.post("/accounts/password/reset/", {"email": user.email})
    assert response["Location"] == "/accounts/password/reset/done/"
    assert client.get(response["Location"]).status_code == 200
    (message,) = mail.outbox
    assert message.to == [user.email]
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", message.body).group(1)
    form = client.get(link, follow=True)
    assert form.status_code == 200
    target = form.redirect_chain[-1][0]
    weak = client.post(target, {"password1": "password", "password2": "password"})
    assert "12 characters" in weak.text
    new = "another long phrase 2010"
    assert client.post(target, {"password1": new, "password2": new}).status_code == 302
    assert enter(Client(), user.email, new).status_code == 302
    assert "password1" not in Client().get(link, follow=True).text


def test_no_mail_for_an_unknown_address_and_the_same_answer(client, people: People) -> None:
    response = client.post("/accounts/password/reset/", {"email": "nobody@hmie.example"})
    assert response["Location"] == "/accounts/password/reset/done/"
    assert mail.outbox == []


def test_nobody_signs_up(client, db: None) -> None:
    page = client.get("/accounts/signup/")
    assert "invite" in page.text
    client.post("/accounts/signup/", {"email": "new@x.example", "password1": PASSWORD})
    assert enter(client, "new@x.example").status_code == 200
    assert client.get("/accounts/email/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/you/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/logout/",
        "/accounts/second-factor/",
    ],
)
def test_own_pages_render_and_need_sign_in(client, people: People, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 302
    enter(client, people.partner.user.email)
    page = client.get(address)
    assert page.status_code == 200
    assert 'id="main-content"' in page.text
    assert page.text.count("<h1") == 1


def test_secrets_are_sealed_and_changed_ones_noticed() -> None:
    sealed = seal("secret")
    assert "secret" not in sealed
    assert unseal(sealed) == "secret"
    with pytest.raises(CannotUnseal):
        unseal(sealed[:-4] + "AAA=")


def test_somebody_without_a_password_may_choose_one(client, people: People) -> None:
    user = people.partner.user
    user.set_unusable_password()
    user.save()
    sign_in(client, people.partner)
    response = client.get("/accounts/password/change/")
    assert response["Location"] == "/accounts/password/set/"
    assert client.get(response["Location"]).status_code == 200
    sent = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/password/set/", sent).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
