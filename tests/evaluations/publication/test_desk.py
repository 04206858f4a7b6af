"""The pages of publishing, and the report under embargo."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.models import EarlyReader, PublishedVersion, Release, Withdrawal
from evaluations.operations.releases import release_due
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.publication.conftest import WORDS, fresh, of
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def desk(world: World, path: str = "") -> str:
    return f"/{world.here.slug}/inspections/{of(world)}/publication{path}"


def moderator(world: World) -> Client:
    return sign_in(Client(), world.people.moderator)


def version(world: World) -> int:
    with scope(world.here.pk):
        return fresh(world).version


def approve(world: World, **values: Any) -> Any:
    later = timezone.localtime() + timedelta(days=3)
    said = {"version": version(world), "day": later.date().isoformat(), "minute": "09:30"}
    return moderator(world).post(desk(world, "/approve"), {**said, **values})


def planned(world: World) -> Release:
    with scope(world.here.pk):
        found: Release = Release.objects.get(state="planned")
        return found


def test_a_release_is_approved_for_the_minute_that_was_typed(ready: World) -> None:
    page = moderator(ready).get(desk(ready))
    assert "Nothing stands in the way." in page.content.decode()
    assert approve(ready).status_code == 302
    at = timezone.localtime(planned(ready).at, timezone.get_default_timezone())
    assert (at.hour, at.minute, at.second) == (9, 30, 0)
    text = moderator(ready).get(desk(ready)).content.decode()
    assert "09:30" in text
    assert "under embargo" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"minute": "half past"}, "Give a time of day"),
        ({"day": ""}, "Give a date"),
        ({"day": "2009-01-01"}, "This minute has passed"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(ready: World, values: Any, said: str) -> None:
    answer = approve(ready, **values)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_who_sees_the_desk(ready: World) -> None:
    for name, status in (("lead", 200), ("inspector", 200), ("partner", 404), ("analyst", 404)):
        client = sign_in(Client(), getattr(ready.people, name))
        assert client.get(desk(ready)).status_code == status, name
    assert sign_in(Client(), ready.people.lead).get(desk(ready, "/approve")).status_code == 403
    assert Client().get(desk(ready)).status_code == 302


def test_from_the_list_to_the_report_under_embargo_and_to_the_public_page(ready: World) -> None:
    approve(ready)
    release = ids.encode("release", planned(ready).pk)
    client = moderator(ready)
    where = desk(ready, f"/releases/{release}/readers/new")
    assert client.get(where).status_code == 200
    half = {"name": "Iona Grant", "post": "Press office", "email": "iona@gov.example"}
    assert client.post(where, {**half, "day": "2026-01-01"}).status_code == 422
    shown = client.post(where, half)
    address = shown.context["address"]
    assert address in shown.content.decode()
    path = address.split("127.0.0.1:8000")[-1]
    early = Client().get(path)
    text = early.content.decode()
    assert WORDS in text
    assert "Under embargo until" in text
    assert early["Cache-Control"] == "private, no-store"
    assert "noindex" in early["X-Robots-Tag"]
    assert address not in client.get(desk(ready)).content.decode()
    with scope(ready.here.pk):
        release_due(planned(ready).at)
    led = Client().get(path)
    assert led["Location"] == f"/{ready.here.slug}/public/reports/{of(ready)}"


def test_before_their_minute_and_after_they_are_taken_off(ready: World) -> None:
    approve(ready)
    release = ids.encode("release", planned(ready).pk)
    tomorrow = timezone.localtime() + timedelta(days=1)
    said = {
        "name": "Iona Grant",
        "post": "Press office",
        "email": "iona@gov.example",
        "day": tomorrow.date().isoformat(),
        "minute": "08:00",
    }
    client = moderator(ready)
    shown = client.post(desk(ready, f"/releases/{release}/readers/new"), said)
    path = shown.context["address"].split("127.0.0.1:8000")[-1]
    text = Client().get(path).content.decode()
    assert WORDS not in text
    assert "You can read the report here from" in text
    with scope(ready.here.pk):
        reader = ids.encode("early-reader", EarlyReader.objects.get().pk)
    off = desk(ready, f"/releases/{release}/readers/{reader}/off")
    assert sign_in(Client(), ready.people.lead).post(off).status_code == 403
    assert client.post(off).status_code == 302
    assert Client().get(path).status_code == 404


def test_called_off_from_its_page(ready: World) -> None:
    approve(ready)
    release = planned(ready)
    where = desk(ready, f"/releases/{ids.encode('release', release.pk)}/call-off")
    client = moderator(ready)
    assert client.get(where).status_code == 200
    assert client.post(where, {"version": 1}).status_code == 422
    assert client.post(where, {"version": 1, "reason": "An election."}).status_code == 302
    again = client.post(where, {"version": 2, "reason": "An election."})
    assert again.status_code == 409
    with scope(ready.here.pk):
        assert Release.objects.get().state == "called-off"
        assert not PublishedVersion.objects.exists()


def test_withdrawn_from_its_page(published: World) -> None:
    client = moderator(published)
    where = desk(published, "/withdraw")
    assert client.get(where).status_code == 200
    sent = {"version": version(published), "reason": "A paragraph has to be checked."}
    assert client.post(where, {**sent, "version": 1}).status_code == 409
    assert client.post(where, sent).status_code == 302
    text = client.get(desk(published)).content.decode()
    assert "A paragraph has to be checked." in text
    assert "Publish it again" in text
    with scope(published.here.pk):
        assert Withdrawal.objects.count() == 1
