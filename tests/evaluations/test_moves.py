"""Moving an inspection along: the whole life, who may, what stands in the way, publication."""

from datetime import date
from typing import Any

import pytest

from evaluations.models import Evaluation, Inspection, InspectionMove, PublishedVersion
from evaluations.operations import (
    Changes,
    changed_since_publication,
    move_inspection,
    publish_correction,
    save_evaluation,
)
from evaluations.rules.values import Chosen
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import Event, HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.grounds import give_grounds
from tests.evaluations.moderated import moderate

DAY = date(2009, 4, 2)


def fresh(world: World) -> Inspection:
    found: Inspection = Inspection.objects.get(pk=world.inspection.pk)
    return found


def move(world: World, actor: Actor, name: str, **values: Any) -> Inspection:
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        seen = Inspection.objects.filter(pk=world.inspection.pk).first()
        values.setdefault("based_on", seen.version if seen else 1)
        return move_inspection(
            actor=actor,
            inspection=ids.encode("inspection", world.inspection.pk),
            move=name,
            **values,
        )


def evaluate_all(world: World) -> None:
    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(level=4)
        give_grounds(world.inspection)


def publish(world: World) -> None:
    evaluate_all(world)
    lead, moderator = world.people.lead.actor, world.people.moderator.actor
    move(world, lead, "end-fieldwork")
    move(world, lead, "to-moderation")
    moderate(world.inspection, world.people.moderator)
    move(world, moderator, "sign-off")
    move(world, lead, "to-factual-accuracy")
    move(world, moderator, "publish", published_on=DAY)


def test_from_fieldwork_to_publication_each_step_is_kept(world: World) -> None:
    publish(world)
    with scope(world.here.pk):
        kept = fresh(world)
        assert (kept.status, kept.published_number, kept.published_on) == ("published", 1, DAY)
        assert [one.to_status for one in InspectionMove.objects.all()] == [
            "evaluating",
            "moderation",
            "findings-discussed",
            "factual-accuracy",
            "published",
        ]
        assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
            "inspection.evaluating",
            "inspection.moderation",
            "inspection.findings-discussed",
            "inspection.factual-accuracy",
            "report.published",
        ]
        version = PublishedVersion.objects.get()
        assert len(version.content["evaluations"]) == len(world.codes)
        assert version.content["edition"]["digest"] == world.edition.digest
        assert version.membership == world.people.moderator.membership
        entry = HistoryEntry.objects.filter(table_name="evaluations_publishedversion").get()
        assert entry.person_id == world.people.moderator.user.pk


def test_values_are_needed_before_moderation_and_named(world: World) -> None:
    move(world, world.people.lead.actor, "end-fieldwork")
    with pytest.raises(Refused, match="these 18 indicators first: 1"):
        move(world, world.people.lead.actor, "to-moderation")


@pytest.mark.parametrize("name", ["lead", "inspector", "administrator"])
def test_who_may_not_publish(world: World, name: str) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="factual-accuracy")
    with pytest.raises(NotPermitted, match="publishes and is not on the team"):
        move(world, getattr(world.people, name).actor, "publish", published_on=DAY)


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner", "stranger"])
def test_who_does_not_see_it_finds_nothing(world: World, name: str) -> None:
    with pytest.raises(NotFound):
        move(world, getattr(world.people, name).actor, "end-fieldwork")


def test_a_reason_is_asked_for(world: World) -> None:
    with pytest.raises(Invalid) as raised:
        move(world, world.people.lead.actor, "suspend", reason="  ")
    assert "reason" in raised.value.faults


def test_suspended_resumed_where_it_was_and_abandoned_by_a_planner(world: World) -> None:
    lead = world.people.lead.actor
    move(world, lead, "suspend", reason="A police investigation.")
    with scope(world.here.pk):
        assert (fresh(world).status, fresh(world).resumes_to) == ("suspended", "fieldwork")
    move(world, lead, "resume")
    with scope(world.here.pk):
        assert (fresh(world).status, fresh(world).resumes_to) == ("fieldwork", "")
    with pytest.raises(NotPermitted):
        move(world, lead, "abandon", reason="x")
    move(world, world.people.administrator.actor, "abandon", reason="Merged into another.")
    with scope(world.here.pk):
        assert fresh(world).status == "abandoned"


def test_a_move_that_does_not_lead_from_here(world: World) -> None:
    with pytest.raises(Refused, match="factual accuracy"):
        move(world, world.people.moderator.actor, "publish", published_on=DAY)
    with pytest.raises(Invalid):
        move(world, world.people.lead.actor, "fly")


def test_a_move_based_on_what_is_no_longer_so(world: World) -> None:
    with pytest.raises(Stale) as raised:
        move(world, world.people.lead.actor, "end-fieldwork", based_on=9)
    assert raised.value.current["status"] == "fieldwork"


@pytest.mark.parametrize("day", [None, date(2999, 1, 1)])
def test_publication_needs_a_day_that_has_come(world: World, day: date | None) -> None:
    evaluate_all(world)
    with scope(world.here.pk):
        Inspection.objects.update(status="factual-accuracy")
    with pytest.raises(Invalid) as raised:
        move(world, world.people.moderator.actor, "publish", published_on=day)
    assert list(raised.value.faults) == ["published_on"]
    with scope(world.here.pk):
        assert not PublishedVersion.objects.exists()


def test_a_correction_is_a_new_version_and_the_old_one_stays(world: World) -> None:
    publish(world)
    moderator = world.people.moderator.actor
    reference = ids.encode("inspection", world.inspection.pk)
    with scope(world.here.pk):
        with pytest.raises(Refused, match="Nothing differs"):
            publish_correction(
                actor=moderator, inspection=reference, based_on=fresh(world).version, reason="x"
            )
        evaluation = Evaluation.objects.get(indicator__code="3.3")
        save_evaluation(
            actor=moderator,
            evaluation=ids.encode("evaluation", evaluation.pk),
            based_on=evaluation.version,
            changes=Changes(value=Chosen(level="weak")),
        )
        assert changed_since_publication(fresh(world))
        with pytest.raises(Invalid):
            publish_correction(
                actor=moderator, inspection=reference, based_on=fresh(world).version, reason=""
            )
        made = publish_correction(
            actor=moderator,
            inspection=reference,
            based_on=fresh(world).version,
            reason="A wrong level was printed.",
        )
        assert made.number == 2
        assert not changed_since_publication(fresh(world))
        levels = [
            next(one["level"] for one in version.content["evaluations"] if one["code"] == "3.3")
            for version in PublishedVersion.objects.all()
        ]
        assert levels == ["good", "weak"]


def test_only_somebody_who_publishes_corrects(world: World) -> None:
    publish(world)
    with scope(world.here.pk), pytest.raises(NotPermitted):
        publish_correction(
            actor=world.people.lead.actor,
            inspection=ids.encode("inspection", world.inspection.pk),
            based_on=fresh(world).version,
            reason="x",
        )
