"""Tagging, using and moving many pieces at once: all or none, with one reason in each history."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evidence, EvidenceIndicator, Inspection
from evaluations.operations.evidence import withdraw_evidence
from evaluations.operations.evidence_found import mark_found
from evaluations.operations.evidence_marking import move_evidence, tag_evidence, use_evidence_for
from evaluations.queries.evidence_search import EvidenceFilters
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import added, inspection_of


def mark(
    world: World,
    deed: Callable[..., int],
    pieces: list[dict[str, Any]],
    actor: Actor | None = None,
    **values: Any,
) -> int:
    actor = actor or world.people.inspector.actor
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        return deed(
            actor=actor,
            inspection=inspection_of(world),
            evidence=[one["id"] for one in pieces],
            **values,
        )


@pytest.fixture
def pieces(world: World) -> list[dict[str, Any]]:
    """Two of Isla's on 1.1 and 3.2, one of the lead inspector's on 4.1."""
    lead = world.people.lead.actor
    return [added(world), added(world, tags=["early"]), added(world, lead, indicators=["4.1"])]


def kept(world: World, column: str) -> list[list[str]]:
    with scope(world.here.pk):
        return list(Evidence.objects.order_by("pk").values_list(column, flat=True))


def links(world: World) -> list[tuple[int, str]]:
    with scope(world.here.pk):
        rows = EvidenceIndicator.objects.order_by("evidence__number", "indicator__code")
        return list(rows.values_list("evidence__number", "indicator__code"))


def reasons(world: World) -> list[str]:
    with scope(world.here.pk):
        entries = HistoryEntry.objects.filter(table_name="evaluations_evidence", operation="U")
        return list(entries.order_by("id").values_list("why", flat=True))


def test_tags_are_added_to_each_whoever_wrote_it(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    assert mark(world, tag_evidence, pieces, tags=["early", "planning"]) == 3
    assert kept(world, "tags") == [["early", "planning"]] * 3
    assert mark(world, tag_evidence, pieces, tags=["early"]) == 0, "nothing was to be done"
    assert reasons(world) == ["Tagged"] * 3
    assert kept(world, "version") == [2, 2, 2]


def test_pieces_are_used_for_more_indicators(world: World, pieces: list[dict[str, Any]]) -> None:
    assert mark(world, use_evidence_for, pieces, indicators=["3.2", "2.1"]) == 3
    assert kept(world, "indicator_codes") == [["1.1", "2.1", "3.2"]] * 2 + [["2.1", "3.2", "4.1"]]
    assert links(world)[-3:] == [(3, "2.1"), (3, "3.2"), (3, "4.1")]
    assert len(links(world)) == 9


def test_pieces_move_from_one_indicator_to_another(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    moved = mark(
        world,
        move_evidence,
        pieces,
        from_indicator="3.2",
        to_indicator="3.3",
        why="It is about risk",
    )
    assert moved == 2, "what does not bear on the first stays"
    assert kept(world, "indicator_codes") == [["1.1", "3.3"], ["1.1", "3.3"], ["4.1"]]
    assert links(world) == [(1, "1.1"), (1, "3.3"), (2, "1.1"), (2, "3.3"), (3, "4.1")]
    assert reasons(world) == ["It is about risk"] * 2


@pytest.mark.parametrize(
    ("deed", "values", "field"),
    [
        (tag_evidence, {"tags": []}, "tags"),
        (tag_evidence, {"tags": ["x" * 41]}, "tags"),
        (tag_evidence, {"tags": [str(n) for n in range(21)]}, "tags"),
        (use_evidence_for, {"indicators": []}, "indicators"),
        (use_evidence_for, {"indicators": ["9.9"]}, "indicators"),
        (move_evidence, {"from_indicator": "9.9", "to_indicator": "1.1"}, "from_indicator"),
        (move_evidence, {"from_indicator": "1.1", "to_indicator": ""}, "to_indicator"),
        (move_evidence, {"from_indicator": "1.1", "to_indicator": "1.1"}, "to_indicator"),
        (
            move_evidence,
            {"from_indicator": "1.1", "to_indicator": "1.2", "why": "x" * 2001},
            "why",
        ),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    world: World, pieces: list[dict[str, Any]], deed: Any, values: Any, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        mark(world, deed, pieces, **values)
    assert list(refused.value.faults) == [field]
    assert kept(world, "version") == [1, 1, 1]


def test_nothing_chosen_or_too_much(world: World, pieces: list[dict[str, Any]]) -> None:
    with pytest.raises(Invalid):
        mark(world, tag_evidence, [], tags=["a"])
    many = [{"id": ids.encode("evidence", n)} for n in range(1, 202)]
    with pytest.raises(Invalid):
        mark(world, tag_evidence, many, tags=["a"])


def test_one_that_is_withdrawn_or_elsewhere_stops_all(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    actor = world.people.inspector.actor
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        withdraw_evidence(actor=actor, evidence=pieces[0]["id"], based_on=1, why="A mistake")
    with pytest.raises(Refused, match="E1"):
        mark(world, tag_evidence, pieces, tags=["a"])
    with scope(world.here.pk):
        second = Inspection.objects.create(
            programme=world.programme, area=world.area, edition=world.edition, reference="2010"
        )
        EvidenceIndicator.objects.all().delete()
        Evidence.objects.filter(number=2).update(inspection=second)
    with pytest.raises(NotFound):
        mark(world, tag_evidence, pieces[1:], tags=["a"])
    assert kept(world, "tags") == [[], ["early"], []]


def test_who_may_and_when(world: World, pieces: list[dict[str, Any]]) -> None:
    for person in (world.people.inspector_elsewhere, world.people.stranger):
        with pytest.raises(NotFound):
            mark(world, tag_evidence, pieces, person.actor, tags=["a"])
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
    with pytest.raises(Refused):
        mark(world, tag_evidence, pieces, tags=["a"])


def test_many_pieces_take_no_more_statements_than_one(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    def statements(chosen: list[dict[str, Any]], code: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            mark(world, use_evidence_for, chosen, indicators=[code])
        return len(captured)

    assert statements(pieces[:1], "5.1") == statements(pieces, "5.2")


# ---------- everything that a search found ----------


def marked_all(
    world: World,
    deed: str,
    expected: int,
    actor: Actor | None = None,
    filters: dict[str, str] | None = None,
    **sent: Any,
) -> int:
    actor = actor or world.people.inspector.actor
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        return mark_found(
            actor=actor,
            inspection=inspection_of(world),
            filters=EvidenceFilters(**(filters or {})),
            deed=deed,
            sent=sent,
            expected=expected,
        )


def test_all_that_was_found_is_tagged_with_one_reason(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    assert marked_all(world, "tag", 3, tags=["plans", "early"]) == 3
    assert kept(world, "tags") == [["early", "plans"]] * 3
    assert reasons(world) == ["Tagged"] * 3
    assert marked_all(world, "tag", 3, tags=["early"]) == 0
    assert reasons(world) == ["Tagged"] * 3, "what is so already gets no history"


def test_only_what_the_search_finds_is_used_for_more(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    assert marked_all(world, "use", 2, filters={"indicator": "3.2"}, indicators=["2.1"]) == 2
    assert kept(world, "indicator_codes") == [["1.1", "2.1", "3.2"]] * 2 + [["4.1"]]
    assert [code for number, code in links(world) if number == 1] == ["1.1", "2.1", "3.2"]
    assert reasons(world) == ["Also used for 2.1"] * 2


def test_moving_changes_what_bears_on_the_first(world: World, pieces: list[dict[str, Any]]) -> None:
    sent = {"from_indicator": "3.2", "to_indicator": "4.1", "why": "It is about planning."}
    assert marked_all(world, "move", 2, **sent) == 2
    assert kept(world, "indicator_codes") == [["1.1", "4.1"], ["1.1", "4.1"], ["4.1"]]
    assert {code for _number, code in links(world)} == {"1.1", "4.1"}
    assert reasons(world) == ["It is about planning."] * 2


def test_another_number_than_was_confirmed_changes_nothing(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    with pytest.raises(Refused, match="finds 3 now, not 2"):
        marked_all(world, "tag", 2, tags=["plans"])
    assert reasons(world) == []


def test_what_is_withdrawn_is_left_out_whatever_is_asked(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    actor = world.people.inspector.actor
    with scope(world.here.pk, person_id=actor.person_id):
        withdraw_evidence(actor=actor, evidence=pieces[0]["id"], based_on=1, why="A mistake")
    assert marked_all(world, "tag", 2, filters={"withdrawn": "too"}, tags=["plans"]) == 2


@pytest.mark.parametrize(
    ("deed", "sent", "field"),
    [
        ("tag", {"tags": []}, "tags"),
        ("tag", {"tags": ["a" * 41]}, "tags"),
        ("tag", {"tags": ["0101150008"]}, "tags"),
        ("tag", {"tags": [f"tag{n}" for n in range(20)]}, "tags"),
        ("use", {"indicators": []}, "indicators"),
        ("use", {"indicators": ["9.9"]}, "indicators"),
        ("move", {"from_indicator": "1.1", "to_indicator": "1.1"}, "to_indicator"),
        ("move", {"from_indicator": "", "to_indicator": "1.1"}, "from_indicator"),
        (
            "move",
            {"from_indicator": "1.1", "to_indicator": "2.1", "why": "CHI 0101150008"},
            "why",
        ),
        ("remove", {}, "deed"),
    ],
)
def test_what_all_cannot_take_changes_none(
    world: World, pieces: list[dict[str, Any]], deed: str, sent: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        marked_all(world, deed, 3, **sent)
    assert list(refused.value.faults) == [field]
    assert reasons(world) == []


def test_who_may_change_all_and_when(world: World, pieces: list[dict[str, Any]]) -> None:
    for actor, error in (
        (world.people.inspector_elsewhere.actor, NotFound),
        (world.people.strange_inspector.actor, NotFound),
    ):
        with pytest.raises(error):
            marked_all(world, "tag", 3, actor, tags=["plans"])
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
    with pytest.raises(Refused):
        marked_all(world, "tag", 3, tags=["plans"])


def test_a_thousand_take_no_more_statements_than_three(
    world: World, pieces: list[dict[str, Any]]
) -> None:
    def statements(expected: int, tag: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert marked_all(world, "tag", expected, tags=[tag]) == expected
        return len(captured)

    few = statements(3, "few")
    with scope(world.here.pk):
        first = Evidence.objects.order_by("pk").first()
        Evidence.objects.bulk_create(
            Evidence(
                inspection=first.inspection,
                number=number,
                membership=first.membership,
                bearing=first.bearing,
                source_kind=first.source_kind,
                level_of_service=first.level_of_service,
                happened_on=first.happened_on,
                text="Again.",
                indicator_codes=["1.1"],
            )
            for number in range(100, 1100)
        )
    assert statements(1003, "many") == few
