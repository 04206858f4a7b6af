"""The one way in which the status of a main point changes."""

from typing import Any

from django.utils import timezone

from followthrough.models import MainPointForAction, PointMove
from followthrough.rules import life
from followthrough.terms import PointStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because


def move_point(
    point: MainPointForAction,
    to: PointStatus,
    *,
    actor: Actor | None,
    reason: str = "",
    inspection: Any = None,
) -> bool:
    """Take a locked point to another status and keep who, when and why; False: it is there already.

    ``inspection`` is the follow-through inspection at which it was decided. ``actor`` None: the system,
    as when a report says it. Raises Refused with the reason.
    """
    before = point.status
    if before == to:
        return False
    refused = life.why_not(before, to, reason=reason, judged=inspection is not None)
    if refused:
        raise Refused(refused)
    point.status = to
    point.version += 1
    with because(reason or f"Main point {PointStatus(to).label}"):
        point.save(update_fields=["status", "version"])
    PointMove.objects.create(
        point=point,
        from_status=before,
        to_status=to,
        reason=reason.strip(),
        inspection=inspection,
        membership_id=actor.membership_id if actor else None,
        at=timezone.now(),
    )
    record_event(
        f"main-point.{to}", collection="main-points", subject=ids.encode("point", point.pk)
    )
    return True


def began(point: MainPointForAction, *, reason: str, actor: Actor | None = None) -> None:
    """Keep that a point was made: the first step of its life."""
    PointMove.objects.create(
        point=point,
        from_status="",
        to_status=point.status,
        reason=reason,
        membership_id=actor.membership_id if actor else None,
    )
    record_event("main-point.made", collection="main-points", subject=ids.encode("point", point.pk))
