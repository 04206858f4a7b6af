"""Which services' records were read, by whom, when."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from evaluations.models import RecordReading
from evaluations.operations import note_record_read, take_back_reading, withdraw_case
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import Sample
from tests.people import Person

KEY = UUID("11111111-2222-4333-8444-555555555555")


def note(sample: Sample, who: Person | None = None, **changes: Any) -> dict[str, Any]:
    values = {
        "sampled_case": sample.cases[0],
        "service": "police",
        "read_on": date(2026, 3, 2),
    } | changes
    return sample.run(note_record_read, who or sample.world.people.inspector, **values)


def how_many(sample: Sample) -> int:
    with scope(sample.world.here.pk):
        return RecordReading.objects.count()


def test_noted_with_who_and_when(sample: Sample) -> None:
    record = note(sample)
    assert record | {"id": ""} == {
        "id": "",
        "version": 1,
        "service": "police",
        "reader": sample.person(sample.world.people.inspector),
        "reader_name": "Isla Baird",
        "read_on": date(2026, 3, 2),
        "medical": False,
        "sampled_case": sample.cases[0],
        "pseudonym": "TV-C01",
    }
    with scope(sample.world.here.pk):
        entry = HistoryEntry.objects.get(table_name="evaluations_recordreading")
        assert entry.person_id == sample.world.people.inspector.user.pk


def test_noted_again_corrects_the_day(sample: Sample) -> None:
    first = note(sample)
    assert note(sample) == first
    again = note(sample, read_on=date(2026, 3, 3))
    assert (again["id"], again["version"]) == (first["id"], 2)
    assert how_many(sample) == 1


def test_the_same_operation_twice_is_one_reading(sample: Sample) -> None:
    first = note(sample, client_key=KEY)
    assert note(sample, client_key=KEY, read_on=date(2026, 4, 1)) == first
    with pytest.raises(Invalid) as refused:
        note(sample, client_key=KEY, sampled_case=sample.cases[1])
    assert list(refused.value.faults) == ["client_key"]
    assert how_many(sample) == 1


def test_two_people_read_the_same_records(sample: Sample) -> None:
    note(sample)
    note(sample, sample.world.people.lead)
    assert how_many(sample) == 2


def test_medical_notes_need_a_medically_qualified_inspector(sample: Sample) -> None:
    values = {"service": "health", "medical": True}
    for who in (sample.world.people.inspector, sample.world.people.lead):
        with pytest.raises(NotPermitted):
            note(sample, who, **values)
    assert note(sample, sample.world.people.medical, **values)["medical"] is True
    note(sample, sample.world.people.medical, service="health")
    assert how_many(sample) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"service": "none"}, "service"),
        ({"service": "\x00"}, "service"),
        ({"read_on": date(1999, 12, 31)}, "read_on"),
        ({"read_on": timezone.localdate() + timedelta(days=1)}, "read_on"),
    ],
)
def test_what_cannot_be_noted(sample: Sample, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        note(sample, **changes)
    assert list(refused.value.faults) == [field]
    assert how_many(sample) == 0


def test_who_else(sample: Sample) -> None:
    people = sample.world.people
    for who in (people.inspector_elsewhere, people.partner, people.analyst, people.auditor):
        with pytest.raises(NotFound):
            note(sample, who)
    with pytest.raises(NotPermitted, match="Say first why"):
        note(sample, people.moderator)
    with pytest.raises(NotFound):
        note(sample, sampled_case="0123456789abcdef")
    assert how_many(sample) == 0


@pytest.mark.parametrize("status", ["planned", "moderation", "closed", "suspended"])
def test_not_now(sample: Sample, status: str) -> None:
    sample.status(status)
    with pytest.raises(Refused):
        note(sample)


def test_nothing_is_read_of_a_case_withdrawn(sample: Sample) -> None:
    lead = sample.world.people.lead
    sample.run(withdraw_case, lead, sampled_case=sample.cases[0], based_on=2, why="Moved")
    with pytest.raises(Refused, match="TV-C01 was withdrawn"):
        note(sample)


def test_taken_back_by_whoever_noted_it_or_the_lead(sample: Sample) -> None:
    people = sample.world.people
    for who in (people.inspector, people.lead):
        record = note(sample)
        values = {"sampled_case": sample.cases[0], "reading": record["id"]}
        with pytest.raises(NotPermitted):
            sample.run(take_back_reading, people.medical, **values)
        with pytest.raises(NotFound):
            sample.run(take_back_reading, people.lead, **values | {"sampled_case": sample.cases[1]})
        sample.run(take_back_reading, who, **values)
        assert how_many(sample) == 0
    with scope(sample.world.here.pk):
        removed = HistoryEntry.objects.filter(table_name="evaluations_recordreading", operation="D")
        assert {one.why for one in removed} == {"Noted by mistake"}
