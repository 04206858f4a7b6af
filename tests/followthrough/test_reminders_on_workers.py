"""Reminders on real workers: one is killed in the middle, two remind at once; nobody hears twice."""

from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from followthrough.models import ActionPlan, PlannedAction, PointReminder
from inspectorate.celery import app
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import Following, following
from tests.kernel.workers import Workers, until, workers

__all__ = ["following", "workers"]
pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]
ROUND = "followthrough.remind_of_points"
WAITING = (
    "select pid from pg_stat_activity where datname = current_database()"
    " and wait_event_type = 'Lock' and query ilike 'insert into \"kernel_mail\"%%'"
)


@pytest.fixture
def late(following: Following) -> Following:
    """Its action was due a week ago: today its partner and its link inspector are reminded."""
    with scope(following.world.here.pk):
        ActionPlan.objects.update(sent_at=timezone.now() - timedelta(days=20))
        PlannedAction.objects.update(due_on=timezone.localdate() - timedelta(days=7))
    return following


def kept(late: Following) -> tuple[int, list[int]]:
    """How many reminders are on record, and who has a message."""
    with scope(late.world.here.pk):
        reminders = PointReminder.objects.count()
        return reminders, sorted(Mail.objects.values_list("member_id", flat=True))


def waiting() -> list[int]:
    """Connections that are about to write a message, and cannot."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return [row[0] for row in cursor.fetchall()]


def gone(pids: list[int]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_stat_activity where pid = any(%s)", [pids])
        return bool(cursor.fetchone() == (0,))


def test_a_worker_killed_before_it_commits_leaves_nothing_and_the_next_says_it_once(
    workers: Workers, late: Following
) -> None:
    first = workers.start()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("lock table kernel_mail in share row exclusive mode")
        app.send_task(ROUND)
        until(waiting, "the first worker has its reminders written and no message yet")
        held = waiting()
        first.kill()
    until(lambda: gone(held), "the database has noticed that the worker is gone")
    assert kept(late) == (0, [])
    workers.start()
    workers.start()
    for _ in range(4):
        app.send_task(ROUND)
    both = sorted(
        one.pk for name in ("partner", "link") if (one := late.person(name).membership) is not None
    )
    until(lambda: kept(late)[1], "somebody is reminded")
    until(
        lambda: sum(one.log.read_text().count("succeeded") for one in workers.started[1:]) >= 4,
        "every round is over",
    )
    assert kept(late) == (2, both)
