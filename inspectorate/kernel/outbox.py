"""The outbox: tasks are committed with the change that asks for them, then delivered.

The broker may be down: the message waits in the table and recording goes on.
"""

import logging
from typing import Any

from django.db import connection, transaction
from kombu.exceptions import OperationalError

from inspectorate.kernel.models import OutboxMessage

log = logging.getLogger(__name__)
DELIVER = "kernel.deliver_outbox"
BATCH = 100


def after_commit(task: str, /, **arguments: Any) -> None:
    """Start ``task`` once the current transaction has committed. Arguments are ids, never content."""
    OutboxMessage.objects.create(task=task, arguments=arguments)
    transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    """Ask the relay to come at once rather than at its next round; it comes anyway."""
    from celery import current_app  # noqa: PLC0415

    try:
        current_app.send_task(DELIVER, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("The broker cannot be reached; the outbox waits. %s", error)


def deliver(send: Any) -> int:
    """Hand waiting messages to ``send(task, arguments)``; returns how many.

    One transaction a batch: a message is marked as delivered only when it was handed over, and a
    crash between the two delivers it again, which is why tasks are idempotent.
    """
    delivered = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "select id, inspectorate_id, task, arguments::text from claim_outbox(%s)", [BATCH]
            )
            messages = cursor.fetchall()
            for number, inspectorate_id, task, arguments in messages:
                send(number, inspectorate_id, task, arguments)
            delivered += len(messages)
        if len(messages) < BATCH:
            return delivered
