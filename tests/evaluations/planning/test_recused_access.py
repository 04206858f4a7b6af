"""Whoever was recused sees the inspection like somebody who was never on its team, at once."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations import access
from evaluations.models import Evaluation, Inspection, TeamMember
from evaluations.operations import (
    Changes,
    move_inspection,
    put_on_team,
    save_evaluation,
    save_indicator,
    take_off_team,
)
from evaluations.queries.listings import EVALUATIONS, INSPECTIONS
from evaluations.queries.mine import my_inspections
from evaluations.rules.team import on_team
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person, sign_in


def recuse(world: World, person: Person) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=person.membership).update(
            recused_at=timezone.now(), recused_why="A relative works there."
        )


def reference(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def seen_in_lists(actor: Actor, world: World) -> tuple[int, int]:
    """How many inspections and evaluations the API's lists show this person."""
    with scope(world.here.pk, person_id=actor.person_id):
        found = []
        for listing, narrowed in (
            (INSPECTIONS, access.visible_sql(actor)),
            (EVALUATIONS, access.evaluations_visible_sql(actor)),
        ):
            where, values = narrowed
            page = listing.page({}, path="http://x/", where=where, values=values)
            found.append(len(page["results"]))
        return found[0], found[1]


def test_a_place_holds_within_its_dates_unless_recused() -> None:
    today = timezone.localdate()
    assert on_team(None, None, today, recused=False)
    assert on_team(today, today, today, recused=False)
    assert not on_team(today, today, today, recused=True)
    assert not on_team(None, None, today, recused=True)


def test_before_recusal_and_after_it(client: Client, world: World) -> None:
    inspector = world.people.inspector
    signed_in = sign_in(client, inspector)
    path = f"/hmie/inspections/{reference(world)}"
    assert signed_in.get(path).status_code == 200
    assert seen_in_lists(inspector.actor, world) == (1, len(world.codes))
    recuse(world, inspector)
    for under in ("", "/recording", "/recording/1.1", "/team"):
        assert signed_in.get(path + under).status_code == 404
    assert seen_in_lists(inspector.actor, world) == (0, 0)
    with scope(world.here.pk):
        assert my_inspections(inspector.actor) == []


def test_nothing_can_be_recorded_any_more(world: World) -> None:
    actor = world.people.inspector.actor
    recuse(world, world.people.inspector)
    with scope(world.here.pk, person_id=actor.person_id):
        one = Evaluation.objects.filter(inspection=world.inspection).order_by("pk")[0]
        changes = Changes(rationale="Late thought")
        with pytest.raises(NotFound):
            save_evaluation(
                actor=actor,
                evaluation=ids.encode("evaluation", one.pk),
                based_on=1,
                changes=changes,
            )
        with pytest.raises(NotFound):
            save_indicator(
                actor=actor,
                inspection=reference(world),
                indicator="1.1",
                based_on=1,
                changes=changes,
            )
        one.refresh_from_db()
        assert one.rationale == ""


def test_case_level_material_is_shut(world: World) -> None:
    actor = world.people.inspector.actor
    with scope(world.here.pk):
        assert access.case_material_for(actor, reference(world)).place is not None
    recuse(world, world.people.inspector)
    with scope(world.here.pk), pytest.raises(NotFound):
        access.case_material_for(actor, reference(world))


@pytest.fixture
def recused_moderator(world: World) -> Person:
    """Somebody who sees every evaluation, moderates and publishes, and was recused from this one."""
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection,
            membership=world.people.moderator.membership,
            recused_at=timezone.now(),
            recused_why="Former post there.",
        )
    return world.people.moderator


def test_who_sees_everything_does_not_see_the_levels(
    client: Client, world: World, recused_moderator: Person
) -> None:
    actor = recused_moderator.actor
    assert seen_in_lists(actor, world) == (1, 0)
    signed_in = sign_in(client, recused_moderator)
    path = f"/hmie/inspections/{reference(world)}"
    assert "Evaluations are shown here when" in signed_in.get(path).content.decode()
    assert signed_in.get(f"{path}/recording").status_code == 404
    with scope(world.here.pk), pytest.raises(NotFound):
        access.case_material_for(actor, reference(world))
    with scope(world.here.pk):
        Inspection.objects.update(status="published")
    assert seen_in_lists(actor, world) == (1, len(world.codes))


def test_who_was_recused_does_not_moderate(world: World, recused_moderator: Person) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
        with pytest.raises(NotPermitted):
            move_inspection(
                actor=recused_moderator.actor,
                inspection=reference(world),
                move="ask-for-change",
                based_on=1,
                reason="x",
            )


@pytest.mark.parametrize(
    ("deed", "more"), [(put_on_team, {"role": "inspector"}), (take_off_team, {})]
)
def test_a_recusal_stays_on_record(world: World, deed: Any, more: dict[str, str]) -> None:
    recuse(world, world.people.inspector)
    common: dict[str, Any] = {
        "actor": world.people.administrator.actor,
        "inspection": reference(world),
        "person": ids.encode("person", world.people.inspector.membership.pk),
    }
    with scope(world.here.pk), pytest.raises(Refused):
        deed(**common, **more)
    with scope(world.here.pk):
        assert TeamMember.objects.filter(recused_at__isnull=False).count() == 1
