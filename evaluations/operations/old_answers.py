"""Forget the answers to what devices sent, once nothing can ask for them again."""

from datetime import datetime, timedelta

from django.db import connection

from inspectorate.tenancy.scope import require_inspectorate_id

KEPT_FOR = timedelta(days=400)
"""Longer than any device is held without contact, a year away from work included."""
AFTER_THE_DEVICE = timedelta(days=2)
"""How long the answers to a device outlive it: a request of its last moment may be under way."""

_CLEAR = """
delete from evaluations_clientoperation where (inspectorate_id, id) in (
  select done.inspectorate_id, done.id
  from evaluations_clientoperation done
  left join evaluations_device device
    on device.inspectorate_id = done.inspectorate_id
   and device.membership_id = done.membership_id
   and device.key = done.device_key
  where done.inspectorate_id = %s
    and (done.state = 'done' or done.settled_at is not null)
    and (done.received_at < %s or least(device.wiped_at, device.revoked_at) < %s)
  order by done.id
  limit %s)
"""


def clear_old_answers(now: datetime, at_once: int) -> int:
    """Delete what was done, or settled, on devices that are gone (wiped or revoked), or so long ago
    that no device can send it again; how many rows went.

    What waits for a person to settle it is never deleted: its text is in it. The history of what
    was recorded is elsewhere and stays.
    """
    times = [now - KEPT_FOR, now - AFTER_THE_DEVICE]
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, [require_inspectorate_id(), *times, at_once])
        return int(cursor.rowcount)
