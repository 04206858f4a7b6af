"""What machinery leaves behind is cleared by age, a bounded number at a time. Never history."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from inspectorate.tenancy.scope import require_inspectorate_id

DELIVERED_FOR = timedelta(days=7)
"""How long a delivered message of the outbox can still be looked at."""
ANSWERS_FOR = timedelta(days=30)
"""How long a request repeated with its Idempotency-Key is given its first answer."""
AT_ONCE = 10_000

_CLEAR = {
    "kernel_outbox": ("delivered_at", DELIVERED_FOR),
    "kernel_keptanswer": ("created_at", ANSWERS_FOR),
}

_of_apps: list[Callable[[datetime, int], int]] = []


def also_clear(clear: Callable[[datetime, int], int]) -> None:
    """Clear what an app leaves behind too: ``clear(now, at_once)`` deletes at most ``at_once`` rows
    of the open inspectorate and says how many went."""
    if clear not in _of_apps:
        _of_apps.append(clear)


def tidy() -> int:
    """Clear what is old in the open inspectorate; how many rows went."""
    now = timezone.now()
    gone = 0
    with connection.cursor() as cursor:
        for table, (since, age) in _CLEAR.items():
            cursor.execute(
                f"delete from {table} where (inspectorate_id, id) in ("  # noqa: S608 - constants
                f"select inspectorate_id, id from {table} "
                f"where inspectorate_id = %s and {since} < %s order by id limit %s)",
                [require_inspectorate_id(), now - age, AT_ONCE],
            )
            gone += cursor.rowcount
    return gone + sum(clear(now, AT_ONCE) for clear in _of_apps)
