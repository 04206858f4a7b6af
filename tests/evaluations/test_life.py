"""The table of an inspection's life: whole, reachable, and the diagram made from it current."""

from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import call_command

from evaluations.rules.life import (
    BY_NAME,
    MOVES,
    OPEN,
    ORDER,
    Party,
    moves_from,
    not_yours,
    obstacle,
    target_of,
)
from evaluations.terms import InspectionStatus as S
from evaluations.terms import MoveName as M


def test_every_status_and_every_move_is_in_the_table() -> None:
    assert {move.name for move in MOVES} == set(M)
    targets = {move.target for move in MOVES if move.target}
    assert targets | {S.PLANNED} == set(S)
    assert {source for move in MOVES for source in move.sources} == set(S) - {S.CLOSED, S.ABANDONED}


def test_from_planned_one_can_reach_every_status() -> None:
    reached, waiting = {S.PLANNED}, [S.PLANNED]
    while waiting:
        for move in moves_from(waiting.pop()):
            if move.target and move.target not in reached:
                reached.add(move.target)
                waiting.append(move.target)
    assert reached == set(S)


def test_the_straight_way_is_one_move_a_step() -> None:
    for here, there in pairwise(ORDER):
        assert any(move.target == there for move in moves_from(here)), (here, there)


@pytest.mark.parametrize("status", OPEN)
def test_what_goes_on_can_be_suspended_and_abandoned_with_a_reason(status: S) -> None:
    names = {move.name: move for move in moves_from(status)}
    assert names[M.SUSPEND].needs_reason
    assert names[M.ABANDON].needs_reason


def test_a_suspended_inspection_goes_on_where_it_was() -> None:
    assert target_of(BY_NAME[M.RESUME], "fieldwork") is S.FIELDWORK
    with pytest.raises(ValueError, match="''"):
        target_of(BY_NAME[M.RESUME], "")


def test_nobody_publishes_what_nobody_else_has_checked() -> None:
    publish = BY_NAME[M.PUBLISH]
    assert not_yours(publish, {Party.LEAD, Party.PLANNER})
    assert not_yours(publish, {Party.PUBLISHER}) == ""
    assert "not on the team" in not_yours(publish, ())


def test_why_not_names_the_indicators_without_a_value() -> None:
    said = obstacle(BY_NAME[M.TO_MODERATION], S.EVALUATING, ["1.1", "3.3"])
    assert "these 2 indicators first: 1.1, 3.3" in said
    assert obstacle(BY_NAME[M.TO_MODERATION], S.EVALUATING, []) == ""
    assert "evaluating" in obstacle(BY_NAME[M.TO_MODERATION], S.PLANNED)


def test_the_diagram_in_the_documentation_is_current() -> None:
    said = StringIO()
    call_command("statemachine", check=True, stdout=said)
    assert "is current" in said.getvalue()
