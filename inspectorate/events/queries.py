"""The feed: what happened, in the order of the transactions that made it so, and nothing passed over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.kernel.models import Event
from inspectorate.tenancy.scope import require_inspectorate_id

FEED = """
select e.id, e.kind, e.collection, e.subject, e.at
  from kernel_event e
 where e.inspectorate_id = %(here)s
   and e.written_in < pg_snapshot_xmin(pg_current_snapshot())
   and (%(after)s::bigint is null or (e.written_in, e.id) > (
        select a.written_in, a.id from kernel_event a
         where a.inspectorate_id = %(here)s and a.id = %(after)s))
   and e.collection = any(%(collections)s)
   and (%(kind)s = '' or e.kind = %(kind)s)
 order by e.written_in, e.id
 limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is told: ``subject`` is the id of a record of ``collection``."""

    number: int
    kind: str
    collection: str
    subject: str
    at: datetime

    @property
    def id(self) -> str:
        return ids.encode("event", self.number)

    def record(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "collection": self.collection,
            "subject": self.subject,
            "at": self.at,
        }


def feed(
    actor: Actor, *, collections: Iterable[str], after: str = "", kind: str = "", most: int
) -> list[Happened]:
    """At most ``most`` events of these collections that came after the event ``after`` (an id).

    Only for whoever may see every change of the inspectorate: an event tells that a record exists.
    Raises NotPermitted, Invalid (there is no such event).
    """
    actor.require(Permission.SEE_HISTORY)
    return happened(collections=collections, after=_number(after), kind=kind, most=most)


def happened(
    *, collections: Iterable[str], after: int | None, kind: str = "", most: int
) -> list[Happened]:
    """The same by number, for the machinery itself."""
    wanted = {
        "here": require_inspectorate_id(),
        "after": after,
        "collections": sorted(collections),
        "kind": kind,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(FEED, wanted)
        return [Happened(*row) for row in cursor.fetchall()]


def _number(after: str) -> int | None:
    if not after:
        return None
    try:
        number = ids.decode("event", after)
    except NotFound:
        number = 0
    if not Event.objects.filter(pk=number).exists():
        raise Invalid({"after": "There is no such event. Give the id of the last one you have."})
    return number
