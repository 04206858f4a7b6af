"""Reminders of main points: once for a person and a day; nothing lost by a crash, nothing twice."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followthrough.models import (
    ActionPlan,
    FollowingRules,
    MainPointForAction,
    PlannedAction,
    PointReminder,
)
from followthrough.operations import reminders
from followthrough.operations.reminders import remind_of_points
from followthrough.rules.reminding import GRACE, Rule, occasion
from followthrough.tasks import remind_points
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.kernel.models import Mail, OutboxMessage
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import Following, following

__all__ = ["following"]
DUE = date(2030, 6, 30)


@pytest.fixture
def late(following: Following) -> Following:
    """Its plan was sent; its action is due on DUE."""
    with scope(following.world.here.pk):
        ActionPlan.objects.update(sent_at=timezone.make_aware(datetime(2030, 6, 1, 12)))
    return following


def remind(late: Following, days: int) -> int:
    with scope(late.world.here.pk):
        return remind_of_points(DUE + timedelta(days=days))


def mails(late: Following) -> list[tuple[int, str]]:
    with scope(late.world.here.pk):
        return list(Mail.objects.order_by("id").values_list("member_id", "body"))


@pytest.mark.parametrize(
    ("about", "days", "every", "today", "day"),
    [
        ("before-due", 14, 0, -15, None),
        ("before-due", 14, 0, -14, -14),
        ("before-due", 14, 0, -14 + GRACE, -14),
        ("before-due", 14, 0, -13 + GRACE, None),
        ("due", 0, 0, 0, 0),
        ("overdue", 7, 14, 6, None),
        ("overdue", 7, 14, 8, 7),
        ("overdue", 7, 14, 20, None),
        ("overdue", 7, 14, 21, 21),
        ("overdue", 7, 0, 21, None),
    ],
)
def test_a_rule_speaks_on_its_days(
    about: str, days: int, every: int, today: int, day: int | None
) -> None:
    rule = Rule(ReminderAbout(about), days, every, ReminderTo.PARTNERS)
    wanted = None if day is None else DUE + timedelta(days=day)
    assert occasion(rule, DUE, DUE + timedelta(days=today)) == wanted


def test_who_answers_and_who_follows_are_told_once(late: Following) -> None:
    partner = late.person("partner").membership.pk
    link = late.person("link").membership.pk
    assert [remind(late, -15), remind(late, -14), remind(late, -13)] == [0, 1, 0]
    assert [remind(late, 0), remind(late, 0)] == [1, 0]
    assert [remind(late, 7), remind(late, 7), remind(late, 8)] == [2, 0, 0]
    told = mails(late)
    assert [one for one, _ in told] == [partner, partner, *sorted((partner, link))]
    assert "Torrance Vale, main point 1: was due on 30 June 2030" in told[-1][1]
    assert late.point.text not in told[-1][1]


@pytest.mark.parametrize("status", ["closed", "superseded"])
def test_nothing_is_said_of_points_that_have_ended(late: Following, status: str) -> None:
    late.status(status)
    assert remind(late, 7) == 0
    assert mails(late) == []


def test_the_named_post_is_told_once_when_it_stays_late(late: Following) -> None:
    with scope(late.world.here.pk):
        FollowingRules.objects.create(
            escalation_days=10, escalate_to=late.person("lead").membership, silent_days=400
        )
    assert [remind(late, 9), remind(late, 10), remind(late, 11)] == [2, 1, 0]
    assert mails(late)[-1][0] == late.person("lead").membership.pk


def test_a_plan_that_is_late_is_named_once_for_all_its_points(following: Following) -> None:
    with scope(following.world.here.pk):
        plan = ActionPlan.objects.get()
        ActionPlan.objects.update(status="draft", due_on=DUE)
        MainPointForAction.objects.create(
            inspection=following.world.published, number=2, text="Another"
        )
    assert remind(following, 7) == 2
    with scope(following.world.here.pk):
        assert set(PointReminder.objects.values_list("subject", "point")) == {
            (f"plan-{plan.pk}", None)
        }
    assert mails(following)[0][1].count("joint action plan: was due on") == 1


def test_a_round_that_dies_leaves_nothing_and_the_next_says_it(
    late: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "tell_each", dies)
        with pytest.raises(SystemExit):
            remind(late, 7)
    with scope(late.world.here.pk):
        assert not PointReminder.objects.exists()
        assert not OutboxMessage.objects.filter(task="kernel.send_mail").exists()
    assert [remind(late, 8), remind(late, 8)] == [2, 0]


def test_more_points_cost_no_more_statements(late: Following) -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        remind(late, 7)
    with scope(late.world.here.pk):
        for number in range(2, 8):
            point = MainPointForAction.objects.create(
                inspection=late.world.published, number=number, text="More"
            )
            PlannedAction.objects.create(
                plan=late.plan, point=point, number=number, text="x", lead_post="y", due_on=DUE
            )
    with CaptureQueriesContext(connection) as many:
        assert remind(late, 21) == 2
    assert len(many) == len(one)
    assert mails(late)[-1][1].count("was due on") == 7


def test_the_task_goes_through_every_inspectorate(late: Following) -> None:
    with scope(late.world.here.pk):
        PlannedAction.objects.update(due_on=timezone.localdate() - timedelta(days=7))
    assert remind_points() == 2
    assert remind_points() == 0
