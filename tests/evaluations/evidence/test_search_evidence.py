"""Searching evidence: what is found, by whom, in which inspection, and by which index."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from evaluations.access.case_material import case_material_for
from evaluations.models import Evidence, TeamMember
from evaluations.operations.evidence import withdraw_evidence
from evaluations.queries.evidence_search import EvidenceFilters, EvidenceList, evidence_list
from evaluations.rules.evidence_search import asked_for, marked
from inspectorate.accounts.people import Actor
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import added, inspection_of


def found(
    world: World, actor: Actor | None = None, older: str = "", **filters: str
) -> EvidenceList:
    actor = actor or world.people.inspector.actor
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        access = case_material_for(actor, inspection_of(world))
        return evidence_list(access, EvidenceFilters(**filters), older)


def references(world: World, actor: Actor | None = None, **filters: str) -> list[str]:
    return [one["reference"] for one in found(world, actor, **filters).pieces]


@pytest.fixture
def three(world: World) -> World:
    added(world, text="A chronology was begun early and planning was better.", tags=["early"])
    added(
        world,
        text="Health visitors were not told what came of a referral.",
        quote="Nobody rang us back about the chronology.",
        bearing="contrary",
        source_kind="interviews",
        services=["health"],
        indicators=["4.1"],
        happened_on="2009-04-01",
    )
    added(world, text="Timescales slipped.", bearing="improvement", source_kind="data")
    return world


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["E3", "E2", "E1"]),
        ({"q": "chronology"}, ["E2", "E1"]),
        ({"q": "chronologies"}, ["E2", "E1"]),
        ({"q": '"planning was better"'}, ["E1"]),
        ({"q": '"better planning"'}, []),
        ({"q": "chronology -referral"}, ["E1"]),
        ({"q": "times*"}, ["E3"]),
        ({"q": "chron* refer*"}, ["E2"]),
        ({"q": "timescales or referral"}, ["E3", "E2"]),
        ({"q": "nothing of the kind"}, []),
        ({"q": "':* & | ! <-> ) (*"}, ["E3", "E2", "E1"]),
        ({"q": "the"}, []),
        ({"indicator": "4.1"}, ["E2"]),
        ({"indicator": "nothing"}, []),
        ({"source": "data"}, ["E3"]),
        ({"level": "outcomes"}, []),
        ({"bearing": "contrary"}, ["E2"]),
        ({"service": "police"}, ["E3", "E1"]),
        ({"tag": "early"}, ["E1"]),
        ({"since": "2009-04-01"}, ["E2"]),
        ({"until": "2009-03-31", "since": "not a day"}, ["E3", "E1"]),
        ({"case": "nothing"}, []),
        ({"author": "nothing"}, []),
        ({"withdrawn": "only"}, []),
        ({"q": "chronology", "source": "interviews", "service": "health"}, ["E2"]),
    ],
)
def test_what_is_found(three: World, filters: dict[str, str], expected: list[str]) -> None:
    assert references(three, **filters) == expected


def test_what_was_found_is_marked_and_counted(three: World) -> None:
    list_ = found(three, q="chronology")
    assert list_.counts == {"strength": 1, "improvement": 0, "contrary": 1}
    first, second = list_.pieces
    assert ("chronology", True) in first["quote_marks"]
    assert second["marks"][:2] == [("A ", False), ("chronology", True)]
    assert "".join(text for text, _ in second["marks"]) == second["text"]


def test_what_is_withdrawn_is_found_only_when_asked_for(three: World) -> None:
    actor = three.people.inspector.actor
    one = found(three).pieces[0]
    with scope(three.here.pk, person_id=actor.person_id):
        withdraw_evidence(actor=actor, evidence=one["id"], based_on=1, why="A mistake")
    assert references(three) == ["E2", "E1"]
    assert references(three, withdrawn="only") == ["E3"]
    assert references(three, withdrawn="too") == ["E3", "E2", "E1"]


def test_pages_neither_repeat_nor_leave_out(world: World) -> None:
    with scope(world.here.pk):
        Evidence.objects.bulk_create(
            Evidence(
                inspection=world.inspection,
                number=number,
                bearing="strength",
                source_kind="data",
                level_of_service="delivery",
                happened_on=date(2009, 3, 1),
                text=f"Piece {number}",
            )
            for number in range(1, 46)
        )
    seen, older = [], ""
    while True:
        page = found(world, older=older)
        seen += [one["reference"] for one in page.pieces]
        older = page.older
        if not older:
            break
    assert seen == [f"E{number}" for number in range(45, 0, -1)]


def test_medical_notes_are_not_found_by_their_words(world: World) -> None:
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    doctor = world.people.medical.actor
    added(world, doctor, medical=True, text="The paediatrician noted bruising.")
    assert references(world, doctor, q="bruising") == ["E1"]
    assert references(world, q="bruising") == []
    (covered,) = found(world).pieces
    assert (covered["hidden"], covered["text"], covered["marks"]) == (True, "", [])


def called(world: World, inspectorate_id: int | None, inspection: int | None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config('app.inspectorate', %s, true)", [str(inspectorate_id or "")]
        )
        cursor.execute("select search_evidence(%s, 'chronology', '{}', true)", [inspection])
        return cursor.fetchall()


def test_the_function_looks_over_no_wall(three: World) -> None:
    inspection = three.inspection.pk
    assert len(called(three, three.here.pk, inspection)) == 2
    assert len(called(three, three.here.pk, None)) == 2
    assert called(three, three.here.pk, inspection + 1) == []
    assert called(three, three.people.stranger.inspectorate.pk, None) == []
    assert called(three, None, inspection) == []


def test_the_words_are_looked_up_in_the_index(three: World) -> None:
    with scope(three.here.pk), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local auto_explain.log_min_duration = -1")
        cursor.execute(
            "select prosecdef, proconfig, pg_get_userbyid(proowner) from pg_proc "
            "where proname = 'search_evidence'"
        )
        assert cursor.fetchone() == (
            True,
            ["search_path=public, pg_temp"],
            "inspectorate_relay",
        )


def test_a_page_takes_two_statements(three: World) -> None:
    actor = three.people.inspector.actor
    with scope(three.here.pk, person_id=actor.person_id):
        access = case_material_for(actor, inspection_of(three))
        with CaptureQueriesContext(connection) as queries:
            evidence_list(access, EvidenceFilters(q="chronology"))
    assert len(queries) == 2


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    asked = asked_for(text)
    assert "\x00" not in asked.words
    assert all(one.isalnum() for one in asked.beginnings)


@given(st.text(max_size=60))
def test_marking_loses_no_character(text: str) -> None:
    plain = text.replace("\ue000", "").replace("\ue001", "")
    assert "".join(piece for piece, _ in marked(text)) == plain
