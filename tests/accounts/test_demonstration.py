"""Signing in by a click exists in the demonstration, on this machine, and nowhere else."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from inspectorate.kernel import ids
from tests.people import People

pytestmark = pytest.mark.django_db
PAGE = "/accounts/demonstration/"


@pytest.fixture
def on(settings, hmie) -> None:
    settings.DEMONSTRATION_SIGN_IN = True
    hmie.demonstration = True
    hmie.save()


@pytest.fixture
def local() -> Client:
    return Client(HTTP_HOST="localhost:8000")


def choice(people: People, who: str, slug: str = "hmie", **more: str) -> dict[str, str]:
    person = ids.encode("person", getattr(people, who).user.pk)
    return {"person": person, "inspectorate": slug, **more}


def test_lists_the_cast_of_demonstrations_only(on: None, local: Client, people: People) -> None:
    page = local.get(PAGE)
    assert page.status_code == 200
    assert "Isla Baird" in page.text
    assert "Records evidence and evaluations" in page.text
    assert people.stranger.user.display_name not in page.text


def test_signs_in_past_the_second_factor(on: None, local: Client, people: People) -> None:
    response = local.post(PAGE, choice(people, "inspector"))
    assert response["Location"] == "/hmie/"
    page = local.get("/hmie/people/matrix")
    assert page.status_code == 200
    assert "sign in as anybody by a click" in page.text
    # and from one person to the next
    local.post(PAGE, choice(people, "auditor"))
    assert "Gregor Dow" in local.get("/accounts/you/").text


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/hmie/people/matrix", "/hmie/people/matrix"),
        ("//evil.example/", "/hmie/"),
        ("https://evil.example/hmie/", "/hmie/"),
        ("/elsewhere/", "/hmie/"),
        ("/hmie/\r\nX: y", "/hmie/"),
    ],
)
def test_goes_on_only_inside(
    on: None, local: Client, people: People, wanted: str, location: str
) -> None:
    response = local.post(PAGE, choice(people, "auditor", next=wanted))
    assert response["Location"] == location


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"person": "x", "inspectorate": "hmie"},
        {"person": "\x00", "inspectorate": "\x00"},
        {"inspectorate": "hmie"},
    ],
)
def test_nobody_and_nonsense(on: None, local: Client, people: People, sent: dict) -> None:
    assert local.post(PAGE, sent).status_code == 404


def test_not_somebody_of_an_inspectorate_that_is_no_demonstration(
    on: None, local: Client, people: People
) -> None:
    assert local.post(PAGE, choice(people, "stranger", "elsewhere")).status_code == 404
    assert local.post(PAGE, choice(people, "stranger", "hmie")).status_code == 404
    assert local.post(PAGE, choice(people, "operator", "hmie")).status_code == 404


@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "10.0.0.5"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "inspectorate.example"},
        {"HTTP_X_FORWARDED_FOR": "10.0.0.5"},
        {"HTTP_FORWARDED": "for=10.0.0.5"},
    ],
    ids=str,
)
def test_not_from_elsewhere(on: None, people: People, settings, extra: dict[str, str]) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(**({"HTTP_HOST": "127.0.0.1"} | extra))
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, choice(people, "inspector")).status_code == 404


def test_not_when_off(local: Client, people: People, hmie) -> None:
    hmie.demonstration = True
    hmie.save()
    assert local.get(PAGE).status_code == 404
    assert local.post(PAGE, choice(people, "inspector")).status_code == 404
    assert "by a click" not in local.get("/accounts/login/").text


def test_production_refuses_to_start_with_it_on() -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "inspectorate.settings.production",
        "DEMONSTRATION_SIGN_IN": "true",
        "ALLOWED_HOSTS": "inspectorate.example",
        "SECRET_KEY": "x" * 60,
    }
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "sign in as anyone" in done.stderr
