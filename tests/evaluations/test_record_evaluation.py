"""Recording an evaluation: who may, when, and two people at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation, Inspection, TeamMember
from evaluations.operations import Changes, Clash, save_evaluation
from evaluations.rules.values import Chosen
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World

GOOD = Changes(value=Chosen(level="good"))


def first(world: World) -> Evaluation:
    found: Evaluation = Evaluation.objects.get(inspection=world.inspection, indicator__code="1.1")
    return found


def save(world: World, actor: Actor, changes: Changes, based_on: int = 1) -> dict:
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        number = world.inspection.evaluations.get(indicator__code="1.1").pk
        return save_evaluation(
            actor=actor,
            evaluation=ids.encode("evaluation", number),
            based_on=based_on,
            changes=changes,
        )


def test_a_level_and_its_rationale_are_kept_with_who_and_when(world: World) -> None:
    saved = save(world, world.people.lead.actor, GOOD._replace(rationale="Seen in records."))
    assert (saved["level"], saved["rationale"], saved["version"]) == ("good", "Seen in records.", 2)
    with scope(world.here.pk):
        kept = first(world)
        assert (kept.level, kept.rationale, kept.version) == (4, "Seen in records.", 2)
        entry = HistoryEntry.objects.filter(
            table_name="evaluations_evaluation", record_id=kept.pk
        ).latest("id")
        assert entry.person_id == world.people.lead.user.pk


def test_one_lock_one_write(world: World) -> None:
    save(world, world.people.lead.actor, GOOD)
    with scope(world.here.pk):
        number = ids.encode("evaluation", first(world).pk)
        actor = world.people.lead.actor
    with (
        scope(world.here.pk),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        save_evaluation(
            actor=actor,
            evaluation=number,
            based_on=2,
            changes=Changes(value=Chosen(level="weak"), rationale="Seen twice."),
        )
    assert len(queries) == 2, [query["sql"] for query in queries]


@pytest.mark.parametrize(
    ("choice", "columns"),
    [
        (Chosen(level="weak"), (2, None, None)),
        (Chosen(level_set=("weak", "unsatisfactory")), (None, [1, 2], None)),
        (Chosen(non_grade="not-graded"), (None, None, "not-graded")),
        (Chosen(), (None, None, None)),
    ],
)
def test_a_level_a_set_a_non_grade_or_nothing(world: World, choice: Chosen, columns: tuple) -> None:
    save(world, world.people.lead.actor, GOOD)
    save(world, world.people.lead.actor, Changes(value=choice), based_on=2)
    with scope(world.here.pk):
        kept = first(world)
        assert (kept.level, kept.level_set, kept.non_grade) == columns


def test_two_people_who_change_different_fields_both_succeed(world: World) -> None:
    save(world, world.people.lead.actor, GOOD)
    saved = save(world, world.people.inspector.actor, Changes(rationale="From interviews."))
    assert (saved["level"], saved["rationale"], saved["version"]) == (
        "good",
        "From interviews.",
        3,
    )


def test_two_people_who_change_the_same_field_are_shown_all_three(world: World) -> None:
    save(world, world.people.inspector.actor, Changes(rationale="Before."))
    save(world, world.people.inspector.actor, Changes(rationale="Hers."), based_on=2)
    with pytest.raises(Clash) as raised:
        save(world, world.people.lead.actor, GOOD._replace(rationale="Mine."), based_on=2)
    clash = raised.value
    assert clash.fields == ("rationale",)
    assert [one["rationale"] for one in (clash.base, clash.mine, clash.current)] == [
        "Before.",
        "Mine.",
        "Hers.",
    ]
    with scope(world.here.pk):
        kept = first(world)
        assert (kept.level, kept.rationale) == (None, "Hers.")


@pytest.mark.parametrize("version", [0, -1, 7, 10**8])
def test_a_version_that_never_was_is_refused(world: World, version: int) -> None:
    with pytest.raises(Clash):
        save(world, world.people.lead.actor, GOOD, based_on=version)


def test_nothing_sent_that_differs_is_not_a_new_version(world: World) -> None:
    assert save(world, world.people.inspector.actor, Changes(rationale=""))["version"] == 1


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner", "link", "stranger"])
def test_who_is_not_on_it_gets_nothing(world: World, name: str) -> None:
    person = getattr(world.people, name)
    with scope(world.here.pk):
        number = ids.encode("evaluation", first(world).pk)
    actor = person.actor
    with scope(person.inspectorate.pk), pytest.raises((NotFound, NotPermitted)):
        save_evaluation(actor=actor, evaluation=number, based_on=1, changes=GOOD)
    with scope(world.here.pk):
        assert first(world).version == 1


def test_another_inspection_does_not_show_that_it_is_there(world: World) -> None:
    with pytest.raises(NotFound):
        save(world, world.people.inspector_elsewhere.actor, GOOD)


def test_a_moderator_sees_and_may_not_record(world: World) -> None:
    with pytest.raises(NotPermitted, match="recorded by the inspection's team"):
        save(world, world.people.moderator.actor, GOOD)


def test_somebody_whose_time_on_the_team_is_over_sees_it_no_more(world: World) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=world.people.inspector.membership).update(
            to_on="2008-01-01"
        )
    with pytest.raises(NotFound):
        save(world, world.people.inspector.actor, GOOD)


@pytest.mark.parametrize("status", ["planned", "preparing", "moderation", "factual-accuracy"])
def test_outside_fieldwork_and_evaluating_nothing_is_recorded(world: World, status: str) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status=status)
    with pytest.raises(Refused):
        save(world, world.people.lead.actor, GOOD)


def test_after_publication_somebody_who_publishes_corrects(world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="published")
    with pytest.raises(NotPermitted, match="corrected by somebody who publishes"):
        save(world, world.people.lead.actor, GOOD)
    assert save(world, world.people.moderator.actor, GOOD)["level"] == "good"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (Changes(value=Chosen(level="splendid")), "level"),
        (Changes(rationale="x" * 20_001), "rationale"),
        (Changes(rationale="a\x00b"), "rationale"),
        (Changes(rationale="\ud800"), "rationale"),
        (Changes(single_source_reason="x" * 2_001), "single_source_reason"),
    ],
)
def test_what_cannot_be_taken_names_its_field(world: World, changes: Changes, field: str) -> None:
    with pytest.raises(Invalid) as raised:
        save(world, world.people.inspector.actor, changes)
    assert list(raised.value.faults) == [field]


@pytest.mark.parametrize("choice", [Chosen(level="good"), Chosen(non_grade="not-graded")])
def test_the_value_is_the_leads_and_the_texts_are_everybodys(world: World, choice: Chosen) -> None:
    inspector = world.people.inspector.actor
    with pytest.raises(NotPermitted, match="Give your own view"):
        save(world, inspector, Changes(value=choice, rationale="Mine"))
    texts = Changes(rationale="Mine", single_source_reason="The only file there is.")
    saved = save(world, inspector, texts)
    assert (saved["level"], saved["rationale"]) == (None, "Mine")
    assert saved["single_source_reason"] == "The only file there is."
    assert save(world, world.people.lead.actor, Changes(value=choice), 2)["version"] == 3


def test_a_value_sent_as_it_is_is_no_change_of_it(world: World) -> None:
    save(world, world.people.lead.actor, GOOD)
    saved = save(world, world.people.inspector.actor, GOOD._replace(rationale="Seen."), based_on=2)
    assert (saved["level"], saved["rationale"]) == ("good", "Seen.")


def test_why_one_source_is_enough_is_merged_like_any_field(world: World) -> None:
    lead, inspector = world.people.lead.actor, world.people.inspector.actor
    save(world, lead, GOOD)
    save(world, inspector, Changes(single_source_reason="Only interviews can tell."))
    with pytest.raises(Clash) as raised:
        save(world, lead, Changes(single_source_reason="No other source."))
    assert raised.value.fields == ("single_source_reason",)
    assert raised.value.current["single_source_reason"] == "Only interviews can tell."
