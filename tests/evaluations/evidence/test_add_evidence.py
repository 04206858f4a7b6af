"""Adding evidence: what is kept, numbers without gaps, once for a key, who may, what is refused."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evidence, Inspection, SampledCase
from evaluations.operations.evidence import add_evidence
from evaluations.operations.identifiers import IdentifiersFound
from inspectorate.accounts.people import system_actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person

PIECE = {
    "bearing": "strength",
    "source_kind": "record-reading",
    "level_of_service": "delivery",
    "happened_on": date(2009, 3, 31),
    "indicators": ["3.3"],
    "text": "Three services recorded the same concern within two days.",
}


def add(world: World, person: Person | None = None, key: UUID | None = None, **more: Any) -> dict:
    who = person or world.people.inspector
    with scope(who.inspectorate.pk, person_id=who.user.pk):  # type: ignore[union-attr]
        return add_evidence(
            actor=who.actor,
            inspection=ids.encode("inspection", world.inspection.pk),
            values={**PIECE, **more},
            client_key=key,
        )


def test_a_piece_is_kept_with_its_number_and_indicators(world: World) -> None:
    made = add(world, indicators=["3.3", "1.1", "3.3"], tags=["chronology"], services=["police"])
    assert (made["reference"], made["indicators"]) == ("E1", ["3.3", "1.1"])
    with scope(world.here.pk):
        kept = Evidence.objects.get()
        assert (kept.membership, kept.services, kept.tags) == (
            world.people.inspector.membership,
            ["police"],
            ["chronology"],
        )
        assert kept.indicators.count() == 2
        entry = HistoryEntry.objects.filter(table_name="evaluations_evidence").get()
        assert entry.person_id == world.people.inspector.user.pk
    assert add(world)["reference"] == "E2"


def test_the_same_key_again_is_the_same_piece(world: World) -> None:
    key = uuid4()
    first = add(world, key=key)
    assert add(world, key=key, text="Something else.") == first
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


def test_adding_costs_the_same_however_much_there_is(world: World) -> None:
    add(world)
    actor = world.people.inspector.actor
    with scope(world.here.pk), CaptureQueriesContext(connection) as queries:
        add_evidence(
            actor=actor,
            inspection=ids.encode("inspection", world.inspection.pk),
            values=PIECE,
            client_key=uuid4(),
        )
    written = [one["sql"] for one in queries if "SAVEPOINT" not in one["sql"]]
    assert len(written) <= 10, written


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"bearing": "nice"}, "bearing"),
        ({"source_kind": ""}, "source_kind"),
        ({"level_of_service": "x"}, "level_of_service"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"quote": "a\x00"}, "quote"),
        ({"happened_on": None}, "happened_on"),
        ({"happened_on": date(1989, 12, 31)}, "happened_on"),
        ({"happened_on": date(9999, 1, 1)}, "happened_on"),
        ({"indicators": []}, "indicators"),
        ({"indicators": ["9.9"]}, "indicators"),
        ({"services": ["circus"]}, "services"),
        ({"tags": [""]}, "tags"),
        ({"tags": ["x"] * 21}, "tags"),
        ({"sampled_case": "0" * 16}, "sampled_case"),
        ({"medical": True}, "medical"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_what_cannot_be_taken_names_its_field(
    world: World, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        add(world, **change)
    assert list(raised.value.faults) == [field]
    with scope(world.here.pk):
        assert not Evidence.objects.exists()


def test_today_is_taken_and_tomorrow_is_not(world: World) -> None:
    today = timezone.localdate()
    assert add(world, happened_on=today)
    with pytest.raises(Invalid):
        add(world, happened_on=today + timedelta(days=1))


def test_a_case_of_this_inspection_and_of_no_other(world: World) -> None:
    with scope(world.here.pk):
        elsewhere = Inspection.objects.create(
            programme=world.programme, area=world.area, edition=world.edition, reference="2011"
        )
        mine, other, gone = (
            SampledCase.objects.create(
                inspection=inspection,
                number=number,
                pseudonym=f"TV-C0{number}",
                category="current-protection",
                withdrawn_at=at,
                withdrawn_why="Moved." if at else "",
            )
            for inspection, number, at in (
                (world.inspection, 1, None),
                (elsewhere, 2, None),
                (world.inspection, 3, timezone.now()),
            )
        )
    case = ids.encode("sampled-case", mine.pk)
    assert add(world, sampled_case=case)["sampled_case"] == case
    for wrong in (other, gone):
        with pytest.raises(Invalid, match="case of this inspection"):
            add(world, sampled_case=ids.encode("sampled-case", wrong.pk))


def test_an_identifier_needs_an_answer(world: World) -> None:
    with pytest.raises(IdentifiersFound):
        add(world, text="Her mother wrote from ann@example.org.")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("moderator", NotPermitted),
        ("administrator", NotFound),
        ("inspector_elsewhere", NotFound),
        ("partner", NotFound),
        ("stranger", NotFound),
    ],
)
def test_only_the_team_brings_evidence(world: World, name: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        add(world, getattr(world.people, name))
    with scope(world.here.pk):
        assert not Evidence.objects.exists()


def test_a_tool_brings_evidence_without_a_person(world: World) -> None:
    with scope(world.here.pk):
        made = add_evidence(
            actor=system_actor(world.here.pk),
            inspection=ids.encode("inspection", world.inspection.pk),
            values=PIECE,
        )
        assert Evidence.objects.get().membership is None
    assert made["reference"] == "E1"


@pytest.mark.parametrize("status", ["preparing", "fieldwork", "evaluating"])
def test_when_evidence_is_recorded(world: World, status: str) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status=status)
    assert add(world)["reference"] == "E1"


@pytest.mark.parametrize("status", ["planned", "moderation", "published", "suspended"])
def test_when_it_is_not(world: World, status: str) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status=status, resumes_to="fieldwork")
    with pytest.raises(Refused):
        add(world)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_many_at_once_leave_no_gap_and_one_key_brings_one(world: World) -> None:
    keys = [uuid4() for _ in range(4)]

    def one(key: UUID) -> str:
        try:
            return str(add(world, key=key)["reference"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        references = list(threads.map(one, [*keys, *keys]))
    assert references[:4] == references[4:]
    assert sorted(references[:4]) == ["E1", "E2", "E3", "E4"]
