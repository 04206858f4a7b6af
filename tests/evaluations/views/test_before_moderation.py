"""Nothing goes to moderation before it is complete; what is missing is said, and settles."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from evaluations.models import (
    ClientOperation,
    Evaluation,
    Evidence,
    Inspection,
    RecordReading,
    SampledCase,
)
from evaluations.operations import move_inspection
from evaluations.queries.completeness import as_record, in_words, unsettled_of
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.grounds import give_grounds


@pytest.fixture
def ready(world: World) -> World:
    """Every indicator has its level, its rationale and two kinds of source."""
    with scope(world.here.pk):
        Inspection.objects.update(status="evaluating")
        Evaluation.objects.update(level=4)
        give_grounds(world.inspection)
    return world


def send(world: World) -> Inspection:
    lead = world.people.lead.actor
    with scope(world.here.pk, person_id=lead.person_id):
        return move_inspection(
            actor=lead,
            inspection=ids.encode("inspection", world.inspection.pk),
            move="to-moderation",
            based_on=Inspection.objects.get(pk=world.inspection.pk).version,
        )


def refused(world: World) -> str:
    with pytest.raises(Refused) as raised:
        send(world)
    with scope(world.here.pk):
        assert Inspection.objects.get(pk=world.inspection.pk).status == "evaluating"
    return str(raised.value)


def test_what_is_complete_goes_to_moderation(ready: World) -> None:
    assert send(ready).status == "moderation"


def test_a_level_without_a_rationale(ready: World) -> None:
    with scope(ready.here.pk):
        Evaluation.objects.filter(indicator__code__in=["3.1", "3.2"]).update(rationale="")
    assert "3.1 and 3.2 have no rationale." in refused(ready)


def test_withdrawn_evidence_counts_nowhere(ready: World) -> None:
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_why": "Of another area."}
    with scope(ready.here.pk):
        Evidence.objects.filter(source_kind="record-reading").update(**withdrawn)
    said = refused(ready)
    assert "1.1 rests on stakeholder views only." in said
    assert "And 12 more." in said
    with scope(ready.here.pk):
        Evidence.objects.update(**withdrawn)
    assert "have no evidence." in refused(ready)


def test_one_kind_with_its_reason_passes_and_is_told(ready: World) -> None:
    with scope(ready.here.pk):
        Evidence.objects.filter(source_kind="record-reading").update(
            withdrawn_at=timezone.now(), withdrawn_why="Of another area."
        )
        Evaluation.objects.update(single_source_reason="Only families can tell.")
    assert send(ready).status == "moderation"


def test_a_recorded_reason_for_no_level_needs_no_evidence(ready: World) -> None:
    with scope(ready.here.pk):
        Evidence.objects.update(withdrawn_at=timezone.now(), withdrawn_why="Of another area.")
        Evaluation.objects.update(level=None, non_grade="not-graded")
    assert send(ready).status == "moderation"


def a_case(world: World, **values: Any) -> SampledCase:
    made: SampledCase = SampledCase.objects.create(
        inspection=world.inspection,
        number=3,
        pseudonym="TV-C03",
        category="current-protection",
        **values,
    )
    return made


def test_a_sampled_case_that_nobody_has_read(ready: World) -> None:
    with scope(ready.here.pk):
        case = a_case(ready)
    said = refused(ready)
    assert "1 sampled case has not been read." in said
    assert "TV-C03" not in said, "the move is also shown to people who are not on the team"
    with scope(ready.here.pk):
        (finding,) = unsettled_of(ready.inspection)
        assert in_words(finding).endswith("TV-C03.")
        assert as_record([finding], named=False)["findings"][0]["cases"] == []
        RecordReading.objects.create(sampled_case=case, service="health", read_on=date(2009, 3, 30))
    assert send(ready).status == "moderation"


def test_medical_notes_that_nobody_has_read(ready: World) -> None:
    with scope(ready.here.pk):
        case = a_case(ready, medical_wanted=True)
        RecordReading.objects.create(sampled_case=case, service="health", read_on=date(2009, 3, 30))
    assert "The medical notes of 1 sampled case" in refused(ready)
    with scope(ready.here.pk):
        RecordReading.objects.create(
            sampled_case=case, service="health", read_on=date(2009, 3, 30), medical=True
        )
    assert send(ready).status == "moderation"


def test_a_withdrawn_case_need_not_be_read(ready: World) -> None:
    with scope(ready.here.pk):
        a_case(ready, withdrawn_at=timezone.now(), withdrawn_why="Moved away.")
    assert send(ready).status == "moderation"


def test_two_texts_that_wait_to_be_settled(ready: World) -> None:
    with scope(ready.here.pk):
        waiting = ClientOperation.objects.create(
            membership=ready.people.inspector.membership,
            key=uuid4(),
            device_key=uuid4(),
            inspection=ready.inspection,
            kind="evaluation.save",
            made_at=timezone.now(),
            request_digest="0" * 64,
            state="clash",
            payload={},
            answer={},
        )
    assert "Two texts wait to be settled by Isla Baird." in refused(ready)
    with scope(ready.here.pk):
        ClientOperation.objects.filter(pk=waiting.pk).update(settled_at=timezone.now())
    assert send(ready).status == "moderation"
