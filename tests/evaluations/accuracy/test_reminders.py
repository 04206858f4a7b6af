"""Reminders of drafts: once for a person, a draft and a day; not when the round is over."""

from datetime import timedelta

import pytest

from areas.models import CommitteePartner
from evaluations.models import AccuracyRound, Reminder
from evaluations.operations.accuracy_reminders import remind_of_drafts
from evaluations.tasks import remind_drafts
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.evaluations.accuracy.conftest import Ground

pytestmark = pytest.mark.django_db


def remind(ground: Ground, days: int) -> int:
    """On the day ``days`` after the due day."""
    with scope(ground.world.here.pk):
        return remind_of_drafts(ground.round().due_on + timedelta(days=days))


def mailed(ground: Ground, kind: str) -> set[int]:
    with scope(ground.world.here.pk):
        found = Mail.objects.filter(key__startswith=kind)
        return set(found.values_list("member_id", flat=True))


def test_partners_are_reminded_once_a_day_that_counts(sent: Ground) -> None:
    with scope(sent.world.here.pk):
        AccuracyRound.objects.update(sent_on=sent.round().due_on - timedelta(days=20))
    assert remind(sent, -8) == 0
    assert remind(sent, -7) == 2
    assert remind(sent, -6) == 0
    assert remind(sent, -1) == 2
    assert remind(sent, 0) == 2
    assert remind(sent, 0) == 0
    partners = {sent.people.partner.membership.pk, sent.second.membership.pk}
    assert mailed(sent, "accuracy-due") == partners
    assert mailed(sent, "accuracy-late") == set()


def test_the_lead_is_told_when_it_is_late(sent: Ground) -> None:
    assert remind(sent, 1) == 3
    assert remind(sent, 2) == 0
    assert remind(sent, 4) == 3
    assert sent.people.lead.membership.pk in mailed(sent, "accuracy-late")


def test_who_came_later_is_reminded_and_who_left_is_not(sent: Ground) -> None:
    with scope(sent.world.here.pk):
        CommitteePartner.objects.filter(membership=sent.second.membership).delete()
    assert remind(sent, 0) == 1


@pytest.mark.parametrize("status", ["suspended", "abandoned", "evaluating", "published"])
def test_nobody_is_reminded_of_what_waits_or_is_over(sent: Ground, status: str) -> None:
    sent.status(status)
    assert remind(sent, 1) == 0


def test_nobody_is_reminded_of_what_was_returned(sent: Ground) -> None:
    sent.returned(nothing_to_correct=True)
    assert remind(sent, 1) == 0


def test_the_task_goes_through_every_inspectorate(sent: Ground) -> None:
    with scope(sent.world.here.pk):
        one = AccuracyRound.objects.get()
        one.sent_on, one.due_on = one.sent_on - timedelta(days=40), one.sent_on - timedelta(days=1)
        one.save()
    assert remind_drafts() == 3
    with scope(sent.world.here.pk):
        assert Reminder.objects.count() == 3
