"""The table of a return's moves, its due dates and its reminders."""

from datetime import date, timedelta

import pytest

from evaluations.rules import returns as rules
from evaluations.terms import InspectionStatus, ReturnMove, ReturnStatus

DUE = date(2026, 6, 30)


def test_every_status_and_every_move_is_in_the_table() -> None:
    assert set(rules.STEPS) == set(ReturnMove)
    named = {s for one in rules.STEPS.values() for s in (*one.sources, one.target)}
    assert named == set(ReturnStatus)


@pytest.mark.parametrize("move", ReturnMove)
@pytest.mark.parametrize("status", ReturnStatus)
def test_a_move_leads_on_from_its_sources_and_says_why_not_elsewhere(
    move: ReturnMove, status: ReturnStatus
) -> None:
    said = rules.obstacle(move, status, "preparing")
    assert (said == "") is (status in rules.STEPS[move].sources)


@pytest.mark.parametrize("status", InspectionStatus)
def test_an_inspection_that_has_gone_on_leaves_its_return_alone(status: str) -> None:
    early = status in {"planned", "preparing", "fieldwork", "evaluating"}
    assert (rules.why_not_write("asked", status) == "") is early
    assert (rules.obstacle(ReturnMove.SEND, "asked", status) == "") is early
    assert (rules.why_not_ask(status) == "") is (status in {"planned", "preparing"})


def test_sending_names_what_is_missing() -> None:
    said = rules.obstacle(ReturnMove.SEND, "asked", "preparing", ["Data", "Key documents"])
    assert said == "Mark these sections as complete first: Data; Key documents."


def test_who_moves_it() -> None:
    partner = {rules.ReturnParty.PARTNER}
    assert rules.not_yours(ReturnMove.SEND, partner) == ""
    assert rules.not_yours(ReturnMove.ACCEPT, partner) == (
        "This is for its lead inspector or somebody who plans inspections."
    )
    assert rules.not_yours(ReturnMove.SEND, {rules.ReturnParty.PLANNER})


def test_reminders_are_due_before_and_on_each_third_day_late() -> None:
    days = [left for left in range(20, -12, -1) if rules.reminder_days(DUE, DUE - timedelta(left))]
    assert days == [14, 7, 1, -1, -4, -7, -10]


def test_a_night_without_a_worker_loses_no_reminder() -> None:
    def latest(left: int) -> int | None:
        found = rules.latest_reminder_on(DUE, DUE - timedelta(left))
        return None if found is None else (DUE - found).days

    assert [latest(left) for left in (15, 14, 13, 8, 7, 2, 1, 0, -1, -2, -3, -4)] == [
        None, 14, 14, 14, 7, 7, 1, 1, -1, -1, -1, -4,
    ]  # fmt: skip


def test_due_dates() -> None:
    today = date(2026, 6, 1)
    assert rules.due_fault(date(2026, 5, 31), today, None)
    assert rules.due_fault(today, today, None) == ""
    assert rules.due_fault(date(2026, 7, 2), today, date(2026, 7, 1))


def test_the_usual_sections_hold_each_of_the_framework() -> None:
    titles = [title for title, _ in rules.usual_sections(["How well are needs met?", "x" * 300])]
    assert titles[1] == "Self-evaluation: How well are needs met?"
    assert titles[0] == "The area and its context"
    assert titles[-1] == "Good practice"
    assert all(len(title) <= rules.LONGEST_TITLE for title in titles)
