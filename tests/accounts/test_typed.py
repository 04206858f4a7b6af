"""What was typed when a session ended comes back to whoever typed it, and to nobody else."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from evaluations.models import Concern
from inspectorate.accounts import typed
from inspectorate.accounts.typed import COOKIE, KEPT_SECONDS
from inspectorate.accounts.web.typed import label_of
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People, Person, sign_in

pytestmark = pytest.mark.django_db

RAISE = "/hmie/child-at-risk?from=page"
WHAT = "The child has bruises on both arms.\nShe would not say how."
CLIENT_KEY = "3f0f4e3a-1b8b-4a55-9a67-6a3f3c1f7b11"
FORM = {"what": WHAT, "where": "School", "client_key": CLIENT_KEY}


def raised(hmie: Inspectorate) -> list[str]:
    with scope(hmie.pk):
        return list(Concern.objects.values_list("what", flat=True))


def here_before(person: Person) -> Client:
    """A browser in which somebody was signed in until their session ended."""
    client = sign_in(Client(), person)
    client.get("/hmie/")
    client.session.flush()
    return client


def kept(client: Client, path: str = RAISE, **form: str) -> str:
    """Send the form without a session; the address to come back to."""
    answer = client.post(path, {**FORM, **form})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    return answer["Location"].partition("next=")[2]


def test_it_comes_back_and_is_done_when_pressed(people: People, hmie: Inspectorate) -> None:
    client = here_before(people.inspector)
    back = kept(client)
    assert back.startswith("/hmie/typed/")
    sign_in(client, people.inspector)
    page = client.get(back)
    assert "She would not say how." in page.text
    assert raised(hmie) == [], "nothing is done before the press"
    assert f'action="{RAISE}"' in page.text
    assert f'name="client_key" value="{CLIENT_KEY}"' in page.text
    sent = {one["name"]: one["value"] for one in page.context["fields"]}
    assert sent == FORM
    assert client.post(page.context["typed"].path, sent).status_code == 302
    assert raised(hmie) == [WHAT]


@pytest.mark.parametrize("who", ["inspector_elsewhere", "administrator", "lead"])
def test_nobody_else_sees_it(people: People, who: str) -> None:
    client = here_before(people.inspector)
    back = kept(client)
    assert client.get(back)["Location"].startswith("/accounts/login/")
    sign_in(client, getattr(people, who))
    assert client.get(back).status_code == 404
    assert client.post(back).status_code == 404
    sign_in(client, people.inspector)
    assert client.get(back).status_code == 200, "and it waits for whoever typed it"


def test_another_inspectorates_person_finds_nothing(people: People) -> None:
    back = kept(here_before(people.inspector))
    assert sign_in(Client(), people.stranger).get(back).status_code == 404


def test_it_is_sealed_where_it_is_kept(people: People) -> None:
    back = kept(here_before(people.inspector))
    held = cache.get(f"typed:{back.rpartition('/')[2]}")
    assert held
    assert "bruises" not in held
    assert KEPT_SECONDS == 3600


def test_thrown_away_it_is_gone(people: People, hmie: Inspectorate) -> None:
    client = here_before(people.inspector)
    back = kept(client)
    sign_in(client, people.inspector)
    assert client.post(back)["Location"] == "/hmie/"
    assert client.get(back).status_code == 404
    assert raised(hmie) == []


def test_after_signing_out_nothing_is_kept(people: People) -> None:
    client = sign_in(Client(), people.inspector)
    client.get("/hmie/")
    assert client.cookies[COOKIE].value
    client.post("/accounts/logout/")
    assert not client.cookies[COOKIE].value
    assert kept(client) == RAISE.replace("?", "%3F").replace("=", "%3D")


def test_a_cookie_made_up_keeps_nothing(people: People) -> None:
    client = Client()
    client.cookies[COOKIE] = f"{people.inspector.user.pk}:made-up"
    assert kept(client).startswith("/hmie/child-at-risk")


def test_a_session_that_has_run_too_long(people: People, hmie: Inspectorate) -> None:
    client = sign_in(Client(), people.inspector)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 13 * 3600
    session.save()
    back = kept(client)
    sign_in(client, people.inspector)
    assert "bruises" in client.get(back).text
    assert raised(hmie) == []


def test_passwords_and_tokens_are_left_out(people: People) -> None:
    client = here_before(people.inspector)
    back = kept(client, password="hunter2 hunter2", csrfmiddlewaretoken="x" * 64)
    sign_in(client, people.inspector)
    assert "hunter2" not in client.get(back).text


def test_an_empty_form_is_not_kept(people: People) -> None:
    client = here_before(people.inspector)
    assert kept(client, what="", where=" ", client_key="").startswith("/hmie/child-at-risk")


def test_an_enormous_one_is_not_kept(people: People) -> None:
    client = here_before(people.inspector)
    assert kept(client, what="x" * (typed.LARGEST + 1)).startswith("/hmie/child-at-risk")


def test_without_the_store_one_still_signs_in(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ConnectionError

    client = here_before(people.inspector)
    monkeypatch.setattr(typed.cache, "set", gone)
    assert kept(client).startswith("/hmie/child-at-risk")


# Signed in again in another window: the page is older than the session.


def stale(people: People, **headers: str) -> tuple[Client, int, str]:
    client = sign_in(Client(enforce_csrf_checks=True), people.inspector)
    client.cookies[settings.CSRF_COOKIE_NAME] = "n" * 32
    answer = client.post(RAISE, {**FORM, "csrfmiddlewaretoken": "o" * 32}, headers=headers)
    return client, answer.status_code, answer.headers.get("Location", "")


def test_a_page_older_than_the_session(people: People, hmie: Inspectorate) -> None:
    client, status, back = stale(people, origin="http://testserver")
    assert status == 302
    assert "bruises" in client.get(back).text
    assert raised(hmie) == []


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}])
def test_a_form_of_another_site_is_refused(
    people: People, hmie: Inspectorate, headers: dict[str, str]
) -> None:
    _, status, _ = stale(people, **headers)
    assert status == 403
    assert raised(hmie) == []


def test_names_of_fields_as_words() -> None:
    assert label_of("told_already") == "Told already"
