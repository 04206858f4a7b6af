"""What can be done with a concern, and what closing needs."""

from datetime import UTC, datetime, timedelta

import pytest

from evaluations.rules.concerns import LATE_AFTER, STEPS, closing_faults, is_late, obstacle
from evaluations.terms import ConcernMove as M
from evaluations.terms import ConcernStatus as S

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LEADS = {
    S.RAISED: {M.ACKNOWLEDGE, M.CLOSE},
    S.ACKNOWLEDGED: {M.TAKE_OVER, M.CLOSE},
    S.CLOSED: {M.REOPEN},
}


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("move", M)
def test_every_move_from_every_status(move: M, status: S) -> None:
    assert (obstacle(move, status) == "") == (move in LEADS[status])


def test_every_status_is_in_the_table() -> None:
    named = {source for step in STEPS.values() for source in step.sources}
    assert named | {step.target for step in STEPS.values()} == set(S)
    assert set(STEPS) == set(M)


def test_what_one_has_in_hand_is_not_taken_over() -> None:
    assert obstacle(M.TAKE_OVER, S.ACKNOWLEDGED, is_mine=True) == "You have it in hand already."


def test_late_after_a_quarter_of_an_hour_while_nobody_has_it() -> None:
    assert is_late(S.RAISED, NOW - LATE_AFTER, NOW)
    assert not is_late(S.RAISED, NOW - LATE_AFTER + timedelta(seconds=1), NOW)
    assert not is_late(S.ACKNOWLEDGED, NOW - timedelta(days=1), NOW)
    assert not is_late(S.CLOSED, NOW - timedelta(days=1), NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"told_whom": " "}, "told_whom"),
        ({"told_at": None}, "told_at"),
        ({"told_at": NOW + timedelta(minutes=1)}, "told_at"),
        ({"told_at": NOW - timedelta(days=2)}, "told_at"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_closing_needs_who_when_and_what(given: dict, field: str) -> None:
    whole = {"told_whom": "PC Ross", "told_at": NOW, "outcome": "A visit today."}
    assert closing_faults(**whole, noticed_at=NOW, now=NOW) == {}
    assert set(closing_faults(**(whole | given), noticed_at=NOW, now=NOW)) == {field}
