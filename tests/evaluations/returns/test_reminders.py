"""Reminders of returns: each person once for a day, whatever happens in between."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from evaluations.models import PreInspectionReturn, Reminder
from evaluations.operations import return_reminders
from evaluations.operations.return_reminders import remind_of_returns
from evaluations.tasks import remind_returns
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.evaluations.returns.conftest import Ground, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_ago(asked: Ground) -> Ground:
    with scope(asked.world.here.pk):
        PreInspectionReturn.objects.update(asked_at=timezone.now() - timedelta(days=90))
    return asked


def due(ground: Ground, days: int, **more: Any) -> None:
    with scope(ground.world.here.pk):
        PreInspectionReturn.objects.update(due_on=day(days), **more)


def reminded(ground: Ground) -> int:
    with scope(ground.world.here.pk):
        return remind_of_returns()


def mails(ground: Ground) -> list[Mail]:
    with scope(ground.world.here.pk):
        return list(Mail.objects.filter(key__regex="^return-(due|late):").order_by("id"))


@pytest.mark.parametrize("days", [14, 7, 1])
def test_the_partners_are_reminded_before(long_ago: Ground, days: int) -> None:
    due(long_ago, days)
    assert reminded(long_ago) == 1
    [mail] = mails(long_ago)
    assert mail.member_id == long_ago.people.partner.membership.pk
    assert "is due on" in mail.subject
    assert f"/hmie/inspections/{long_ago.inspection}/return" in mail.body
    assert reminded(long_ago) == 0
    assert len(mails(long_ago)) == 1


def test_the_lead_too_when_it_is_late(long_ago: Ground) -> None:
    due(long_ago, -1)
    assert reminded(long_ago) == 2
    assert {one.member_id for one in mails(long_ago)} == {
        long_ago.people.partner.membership.pk,
        long_ago.people.lead.membership.pk,
    }
    assert all("was due on" in one.subject for one in mails(long_ago))


def test_again_on_each_third_day(long_ago: Ground) -> None:
    due(long_ago, -1)
    with scope(long_ago.world.here.pk):
        sent = [remind_of_returns(day(later)) for later in range(7)]
    assert sent == [2, 0, 0, 2, 0, 0, 2]


@pytest.mark.parametrize("days", [20, 15])
def test_nobody_too_early(long_ago: Ground, days: int) -> None:
    due(long_ago, days)
    assert reminded(long_ago) == 0


def test_nobody_is_reminded_of_what_was_due_before_it_was_asked(asked: Ground) -> None:
    due(asked, 10)
    assert reminded(asked) == 0


@pytest.mark.parametrize("status", ["sent", "accepted"])
def test_nobody_when_it_has_been_sent(long_ago: Ground, status: str) -> None:
    due(long_ago, -1, status=status)
    assert reminded(long_ago) == 0


@pytest.mark.parametrize("status", ["suspended", "abandoned", "published"])
def test_nobody_when_the_inspection_does_not_go_on(long_ago: Ground, status: str) -> None:
    due(long_ago, -1)
    long_ago.status(status)
    assert reminded(long_ago) == 0


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_sends_once(
    long_ago: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    due(long_ago, -1)

    class Killed(BaseException):
        """As a signal ends a process: nothing catches it."""

    def killed(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(return_reminders, "_tell", killed)
        with pytest.raises(Killed):
            remind_returns()
    with scope(long_ago.world.here.pk):
        assert not Reminder.objects.exists()
    assert mails(long_ago) == []
    assert [remind_returns(), remind_returns()] == [2, 0]
    assert len(mails(long_ago)) == 2
