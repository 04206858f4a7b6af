"""What devices sent is remembered as long as it could come again, and not for ever."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from evaluations.models import ClientOperation, Device, Evaluation
from evaluations.operations.old_answers import AFTER_THE_DEVICE, KEPT_FOR, clear_old_answers
from inspectorate.kernel.tasks import tidy
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.workspace.conftest import Laptop

pytestmark = pytest.mark.django_db


@pytest.fixture
def left(world: World) -> Callable[[], set[str]]:
    def keys() -> set[str]:
        with scope(world.here.pk):
            return {str(one) for one in ClientOperation.objects.values_list("key", flat=True)}

    return keys


def age(world: World, key: str, by: timedelta, **more: Any) -> None:
    with scope(world.here.pk):
        ClientOperation.objects.filter(key=key).update(received_at=timezone.now() - by, **more)


def test_an_answer_goes_after_four_hundred_days_and_what_waits_stays(
    laptop: Laptop, world: World, left: Callable[[], set[str]], evaluation_of: Any
) -> None:
    done, newer, waits, settled = (
        laptop.operation("evaluation.save", code, rationale=text)
        for code, text in (
            ("3.3", "Old."),
            ("5.1", "Not so old."),
            ("9.9", "Not accepted, and not settled."),
            ("9.9", "Not accepted, and settled."),
        )
    )
    assert [one["state"] for one in laptop.send(done, newer, waits, settled)] == [
        "done",
        "done",
        "refused",
        "refused",
    ]
    old = KEPT_FOR + timedelta(days=1)
    age(world, done["key"], old)
    age(world, newer["key"], KEPT_FOR - timedelta(days=1))
    age(world, waits["key"], old)
    age(world, settled["key"], old, settled_at=timezone.now())
    assert tidy() == 2
    assert left() == {newer["key"], waits["key"]}
    assert evaluation_of("3.3").rationale == "Old.", "what was recorded stays"
    assert laptop.send(newer)[0]["state"] == "done", "a repeat is still given its answer"
    assert tidy() == 0


@pytest.mark.parametrize("gone", ["wiped_at", "revoked_at"])
def test_the_answers_to_a_device_that_is_gone_go_with_it(
    laptop: Laptop, world: World, left: Callable[[], set[str]], gone: str
) -> None:
    sent = laptop.operation("evaluation.save", "3.3", rationale="Sent.")
    laptop.send(sent)
    with scope(world.here.pk):
        Device.objects.update(**{gone: timezone.now() - AFTER_THE_DEVICE / 2})
    assert tidy() == 0
    with scope(world.here.pk):
        Device.objects.update(**{gone: timezone.now() - 2 * AFTER_THE_DEVICE})
    assert tidy() == 1
    assert left() == set()
    with scope(world.here.pk):
        assert Evaluation.objects.filter(rationale="Sent.").count() == 1


def test_another_inspectorate_keeps_its_own(
    laptop: Laptop, world: World, left: Callable[[], set[str]]
) -> None:
    sent = laptop.operation("evaluation.save", "3.3", rationale="Sent.")
    laptop.send(sent)
    age(world, sent["key"], KEPT_FOR + timedelta(days=1))
    with scope(world.people.stranger.inspectorate.pk):  # type: ignore[union-attr]
        assert clear_old_answers(timezone.now(), 10) == 0
    assert left() == {sent["key"]}
