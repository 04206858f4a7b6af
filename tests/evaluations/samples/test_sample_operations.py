"""Planning, drawing, giving to readers and withdrawing: what is kept, and who may."""

from typing import Any

import pytest
from django.utils import timezone

from evaluations.models import FurtherReader, SampledCase, SamplePlan, TeamMember
from evaluations.operations import (
    add_reader,
    draw_cases,
    edit_case,
    plan_sample,
    remove_reader,
    share_out,
    withdraw_case,
)
from evaluations.operations.identifiers import IdentifiersFound
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import CATEGORY, Sample

PLAN = {
    "category": CATEGORY,
    "population": 200,
    "confidence": 95.0,
    "margin": 10.0,
    "based_on": 1,
}


def plan(sample: Sample, who: Any = None, **changes: Any) -> dict[str, Any]:
    values = PLAN | {"inspection": sample.inspection} | changes
    return sample.run(plan_sample, who or sample.world.people.lead, **values)


def test_planned_as_calculated_unless_said_otherwise(sample: Sample) -> None:
    assert plan(sample)["planned"] == 66
    record = plan(sample, based_on=2, planned=20, why="Three inspectors, two weeks")
    assert (record["planned"], record["version"]) == (20, 3)
    with scope(sample.world.here.pk):
        kept = SamplePlan.objects.get()
        assert (kept.population, kept.planned, float(kept.confidence)) == (200, 20, 95.0)
        history = HistoryEntry.objects.filter(table_name="evaluations_sampleplan")
        assert history.filter(record_id=kept.pk).count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "none"}, "category"),
        ({"population": -1}, "population"),
        ({"confidence": 50.0}, "confidence"),
        ({"margin": float("inf")}, "margin"),
        ({"planned": 20}, "why"),
        ({"planned": 201, "why": "More"}, "planned"),
        ({"planned": 2, "why": "Fewer than drawn"}, "planned"),
        ({"planned": 20, "why": "x" * 2001}, "why"),
        ({"planned": 20, "why": "nul \x00"}, "why"),
    ],
)
def test_plans_that_cannot_be(sample: Sample, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plan(sample, **changes)
    assert list(refused.value.faults) == [field]
    assert sample.run(lambda actor: SamplePlan.objects.get().version, sample.world.people.lead) == 1


def test_a_reason_with_an_identifier_needs_an_answer(sample: Sample) -> None:
    changes = {"planned": 20, "why": "Asked by fiona@example.org"}
    with pytest.raises(IdentifiersFound) as refused:
        plan(sample, **changes)
    digest = refused.value.found[0]["digest"]
    assert plan(sample, **changes, reasons={digest: "Work address"})["version"] == 2


def test_somebody_planned_meanwhile(sample: Sample) -> None:
    plan(sample)
    with pytest.raises(Stale) as stale:
        plan(sample, population=300)
    assert stale.value.current["population"] == 200


@pytest.mark.parametrize("who", ["inspector", "medical"])
def test_the_sample_is_the_leads(sample: Sample, who: str) -> None:
    person = getattr(sample.world.people, who)
    deeds: list[tuple[Any, dict[str, Any]]] = [
        (plan_sample, PLAN | {"inspection": sample.inspection}),
        (draw_cases, {"inspection": sample.inspection, "category": CATEGORY, "number": 1}),
        (share_out, {"inspection": sample.inspection, "readers": [sample.person(person)]}),
        (edit_case, {"sampled_case": sample.cases[1], "based_on": 1, "changes": {}}),
        (withdraw_case, {"sampled_case": sample.cases[1], "based_on": 1, "why": "Moved"}),
        (
            add_reader,
            {"sampled_case": sample.cases[0], "reader": sample.person(person), "why": "Two"},
        ),
        (
            remove_reader,
            {"sampled_case": sample.cases[0], "reader": sample.person(person)},
        ),
    ]
    for deed, values in deeds:
        with pytest.raises(NotPermitted):
            sample.run(deed, person, **values)


@pytest.mark.parametrize(
    "who", ["inspector_elsewhere", "associate", "partner", "analyst", "link", "auditor"]
)
def test_others_find_no_sample(sample: Sample, who: str) -> None:
    person = getattr(sample.world.people, who)
    with pytest.raises(NotFound):
        plan(sample, person)
    with pytest.raises(NotFound):
        sample.run(
            withdraw_case, person, sampled_case=sample.cases[0], based_on=2, why="Not for me"
        )


@pytest.mark.parametrize("status", ["planned", "moderation", "published", "suspended", "abandoned"])
def test_the_sample_changes_only_while_it_is_read(sample: Sample, status: str) -> None:
    sample.status(status)
    lead = sample.world.people.lead
    with pytest.raises(Refused):
        plan(sample)
    with pytest.raises(Refused):
        sample.run(withdraw_case, lead, sampled_case=sample.cases[0], based_on=2, why="Late")


def test_pseudonyms_are_never_used_again(sample: Sample) -> None:
    lead = sample.world.people.lead
    sample.run(withdraw_case, lead, sampled_case=sample.cases[2], based_on=1, why="Moved away")
    drawn = sample.run(draw_cases, lead, inspection=sample.inspection, category=CATEGORY, number=2)
    assert [one["pseudonym"] for one in drawn] == ["TV-C04", "TV-C05"]


def test_no_more_are_drawn_than_planned(sample: Sample) -> None:
    lead, common = sample.world.people.lead, {"inspection": sample.inspection}
    for number in (0, 27, 61):
        with pytest.raises(Invalid) as refused:
            sample.run(draw_cases, lead, **common, category=CATEGORY, number=number)
        assert list(refused.value.faults) == ["number"]
    assert len(sample.run(draw_cases, lead, **common, category=CATEGORY, number=26)) == 26
    with pytest.raises(Refused, match="Plan this category first"):
        sample.run(draw_cases, lead, **common, category="early-intervention", number=1)


def test_withdrawn_with_a_reason_and_for_good(sample: Sample) -> None:
    lead = sample.world.people.lead
    values = {"sampled_case": sample.cases[1], "based_on": 1}
    with pytest.raises(Invalid):
        sample.run(withdraw_case, lead, **values, why=" ")
    with pytest.raises(Stale):
        sample.run(withdraw_case, lead, **values | {"based_on": 7}, why="Moved")
    record = sample.run(withdraw_case, lead, **values, why="Moved away")
    assert record["withdrawn_why"] == "Moved away"
    with scope(sample.world.here.pk):
        newest = HistoryEntry.objects.filter(
            table_name="evaluations_sampledcase", record_id=sample.kept(1).pk
        ).latest("id")
        assert newest.why == "Moved away"
    with pytest.raises(Refused, match="was withdrawn"):
        sample.run(edit_case, lead, sampled_case=sample.cases[1], based_on=2, changes={})


def test_one_reader_and_a_second_with_a_reason(sample: Sample) -> None:
    people = sample.world.people
    lead, second = people.lead, sample.person(people.medical)
    case = {"sampled_case": sample.cases[0]}
    with pytest.raises(Invalid):
        sample.run(add_reader, lead, **case, reader=second, why="")
    record = sample.run(add_reader, lead, **case, reader=second, why="Reads the medical notes")
    assert record["reader"] == sample.person(people.inspector)
    assert record["further_readers"] == [
        {"person": second, "name": "Dr Morven Tait", "why": "Reads the medical notes"}
    ]
    with pytest.raises(Refused, match="second reader"):
        sample.run(edit_case, lead, **case, based_on=2, changes={"reader": None})
    sample.run(remove_reader, lead, **case, reader=second)
    with pytest.raises(NotFound):
        sample.run(remove_reader, lead, **case, reader=second)
    with scope(sample.world.here.pk):
        assert not FurtherReader.objects.exists()
        assert HistoryEntry.objects.filter(table_name="evaluations_furtherreader").count() == 2


def test_a_second_reader_who_becomes_the_reader(sample: Sample) -> None:
    people = sample.world.people
    case, second = {"sampled_case": sample.cases[0]}, sample.person(people.medical)
    sample.run(add_reader, people.lead, **case, reader=second, why="Joint reading")
    record = sample.run(edit_case, people.lead, **case, based_on=2, changes={"reader": second})
    assert (record["reader"], record["further_readers"]) == (second, [])


def test_readers_are_of_the_team(sample: Sample) -> None:
    people = sample.world.people
    with scope(sample.world.here.pk):
        TeamMember.objects.filter(membership=people.medical.membership).update(
            recused_at=timezone.now(), recused_why="Relative"
        )
    for one in (
        sample.person(people.inspector_elsewhere),
        sample.person(people.medical),
        ids.encode("person", people.strange_inspector.membership.pk),
        "nonsense",
    ):
        with pytest.raises(Invalid) as refused:
            sample.run(
                edit_case,
                people.lead,
                sampled_case=sample.cases[1],
                based_on=1,
                changes={"reader": one},
            )
        assert list(refused.value.faults) == ["reader"]


def test_a_second_reader_needs_a_first(sample: Sample) -> None:
    people = sample.world.people
    common = {"reader": sample.person(people.inspector), "why": "Two of us"}
    with pytest.raises(Refused):
        sample.run(add_reader, people.lead, sampled_case=sample.cases[1], **common)
    with pytest.raises(Invalid):
        sample.run(add_reader, people.lead, sampled_case=sample.cases[0], **common)


def test_shared_out_evenly(sample: Sample) -> None:
    people = sample.world.people
    readers = [sample.person(people.inspector), sample.person(people.medical)]
    common = {"inspection": sample.inspection}
    sample.run(draw_cases, people.lead, **common, category=CATEGORY, number=3)
    assert sample.run(share_out, people.lead, **common, readers=readers) == 5
    with scope(sample.world.here.pk):
        held = list(SampledCase.objects.values_list("reader_id", flat=True))
    assert sorted(held.count(one) for one in set(held)) == [3, 3]
    assert sample.run(share_out, people.lead, **common, readers=readers) == 0
    for wrong in ([], ["nonsense"]):
        with pytest.raises(Invalid):
            sample.run(share_out, people.lead, **common, readers=wrong)


def test_medical_notes_are_wanted(sample: Sample) -> None:
    values = {"sampled_case": sample.cases[1], "changes": {"medical_wanted": True}}
    lead = sample.world.people.lead
    assert sample.run(edit_case, lead, **values, based_on=1)["version"] == 2
    assert sample.run(edit_case, lead, **values, based_on=2)["version"] == 2
    with pytest.raises(Stale):
        sample.run(edit_case, lead, **values, based_on=1)


def test_another_inspectorates_case_is_not_there(sample: Sample) -> None:
    stranger = sample.world.people.strange_inspector
    with scope(stranger.inspectorate.pk), pytest.raises(NotFound):
        withdraw_case(
            actor=stranger.actor, sampled_case=sample.cases[0], based_on=1, why="Not mine"
        )
