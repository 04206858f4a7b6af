"""A concern written on a device without a network: it arrives, once, whatever else has changed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from evaluations.models import Concern, KeptIdentifier, SampledCase
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.protection.conftest import recuse
from tests.evaluations.workspace.conftest import laptop, laptop_of  # noqa: F401

pytestmark = pytest.mark.django_db


def test_it_arrives_once_with_the_devices_time(
    world: World,
    case: SampledCase,
    laptop: Any,  # noqa: F811
) -> None:
    sent = laptop.operation(
        "concern.raise",
        what="He lives at EH12 9DN and is alone.",
        told_already="His teacher",
        noticed_at="2026-01-02T10:05:00Z",
        sampled_case=ids.encode("sampled-case", case.pk),
    )
    first, again = laptop.send(sent)[0], laptop.send(sent)[0]
    assert first["state"] == "done", first
    assert first == again
    with scope(world.here.pk):
        one = Concern.objects.get()
        assert KeptIdentifier.objects.get(record_id=one.pk).kind == "postcode"
    assert str(one.client_key) == sent["key"]
    assert one.noticed_at == datetime(2026, 1, 2, 10, 5, tzinfo=UTC)
    assert (one.inspection_id, one.sampled_case_id) == (world.inspection.pk, case.pk)
    assert one.routed_to == [world.people.lead.membership.pk]


def test_without_a_time_it_was_noticed_when_it_was_written(
    world: World,
    laptop: Any,  # noqa: F811
) -> None:
    assert laptop.send(laptop.operation("concern.raise", what="Help."))[0]["state"] == "done"
    with scope(world.here.pk):
        assert Concern.objects.get().noticed_at == datetime(2008, 4, 14, 14, 38, tzinfo=UTC)


def test_it_arrives_from_who_was_recused_meanwhile(
    world: World,
    laptop: Any,  # noqa: F811
) -> None:
    recuse(world, world.people.inspector)
    assert laptop.send(laptop.operation("concern.raise", what="Help."))[0]["state"] == "done"
    with scope(world.here.pk):
        one = Concern.objects.get()
    assert one.inspection_id is None
    people = world.people
    assert set(one.routed_to) == {people.lead.membership.pk, people.administrator.membership.pk}


def test_nothing_said_is_said_back(world: World, laptop: Any) -> None:  # noqa: F811
    answer = laptop.send(laptop.operation("concern.raise", what=""))[0]
    assert (answer["state"], set(answer["faults"])) == ("refused", {"what"})
