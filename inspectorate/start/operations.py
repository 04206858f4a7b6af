"""Note that somebody is here, and up to when they have seen what others did."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from inspectorate.accounts.people import Actor
from inspectorate.tenancy.scope import require_inspectorate_id

AWAY = timedelta(hours=1)
"""Whoever has not opened the page for this long had left: what they had before them then is seen."""
AT_FIRST = timedelta(days=1)
"""How far back somebody is told who was never here."""

_HERE = """
insert into start_visit as v (inspectorate_id, membership_id, here_at, seen_until)
values (%(here)s, %(me)s, %(now)s, %(first)s)
on conflict (inspectorate_id, membership_id) do update set
  seen_until = case when v.here_at < %(left)s then greatest(v.seen_until, v.here_at)
                    else v.seen_until end,
  here_at = greatest(v.here_at, excluded.here_at)
returning seen_until
"""
_SEEN = """
update start_visit set seen_until = greatest(seen_until, least(%(until)s, here_at))
where inspectorate_id = %(here)s and membership_id = %(me)s
"""


@transaction.atomic
def arrive(actor: Actor) -> datetime:
    """Note that ``actor`` is here now; since when what others did is new to them. One statement.

    The instant is the person's own. It moves when they come back after leaving, to their last visit,
    or when they say that they have seen it (`look`); opening the page again keeps it.
    """
    now = timezone.now()
    if actor.membership_id is None:
        return now - AT_FIRST
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "me": actor.membership_id,
        "now": now,
        "first": now - AT_FIRST,
        "left": now - AWAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HERE, values)
        (since,) = cursor.fetchone()
    return since  # type: ignore[no-any-return]


@transaction.atomic
def look(actor: Actor, until: datetime) -> None:
    """``actor`` has seen what happened up to ``until``, at most what their page could show."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN,
            {"here": require_inspectorate_id(), "me": actor.membership_id or 0, "until": until},
        )
