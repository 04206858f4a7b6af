"""What the offline workspace asks first: who is here, what waits, and which inspections to hold."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from evaluations.models import ClientOperation, Device, Notice
from evaluations.queries.mine import my_inspections
from evaluations.terms import OperationKind, OperationState
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

MOST_WAITING = 200
MOST_NOTICES = 50
MOST_DEVICES = 500


def status(actor: Actor, signed_in_seconds: float) -> dict[str, Any]:
    """Who is signed in and until when, how long work may be held, and what waits for this person.

    Three statements. ``held_until`` counts from now: contact is what prolongs it.
    """
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    now = timezone.now()
    left = timedelta(hours=here.session_hours) - timedelta(seconds=signed_in_seconds)
    return {
        "person": {
            "id": ids.encode("person", actor.membership_id or 0),
            "name": actor.display_name,
        },
        "session_ends_at": now + left,
        "offline_hours": here.offline_hours,
        "held_until": now + timedelta(hours=here.offline_hours),
        "server_time": now,
        "to_settle": to_settle(actor),
        "notices": notices(actor),
    }


def _waiting(actor: Actor) -> Any:
    return ClientOperation.objects.filter(
        membership_id=actor.membership_id or 0,
        settled_at__isnull=True,
        state__in=[OperationState.CLASH, OperationState.REFUSED],
    ).exclude(kind=OperationKind.SETTLE)


def to_settle(actor: Actor) -> list[dict[str, Any]]:
    """This person's operations that met another's or were refused, oldest first, as they were
    answered, with what was sent."""
    return [
        {
            **row.answer,
            "kind": row.kind,
            "device": str(row.device_key),
            "received_at": row.received_at,
            "sent": row.payload,
        }
        for row in _waiting(actor).order_by("id")[:MOST_WAITING]
    ]


def number_to_settle(actor: Actor) -> int:
    return int(_waiting(actor).count())


def notices(actor: Actor) -> list[dict[str, Any]]:
    """What this person is to be told and has not yet seen, newest first."""
    found = Notice.objects.filter(membership_id=actor.membership_id or 0, seen_at__isnull=True)
    return [
        {
            "id": ids.encode("notice", one.pk),
            "text": one.text,
            "page": one.page,
            "created_at": one.created_at,
        }
        for one in found.order_by("-id")[:MOST_NOTICES]
    ]


def inspections_to_hold(actor: Actor) -> list[dict[str, Any]]:
    """The inspections this person is on today. One statement."""
    return [
        {
            "id": one.id,
            "area_name": one.area_name,
            "reference": one.reference,
            "status": one.status,
            "status_label": one.status_label,
            "recordable": one.recordable,
            "fieldwork_from": one.fieldwork_from,
            "fieldwork_to": one.fieldwork_to,
        }
        for one in my_inspections(actor)
    ]


def devices(actor: Actor) -> list[dict[str, Any]]:
    """One's own devices, newest contact first; everybody's for whoever keeps people."""
    rows = Device.objects.select_related("membership__user")
    if not actor.may(P.MANAGE_PEOPLE):
        rows = rows.filter(membership_id=actor.membership_id or 0)
    return [
        {
            "id": ids.encode("device", one.pk),
            "key": str(one.key),
            "name": one.name,
            "person": one.membership.user.display_name,
            "mine": one.membership_id == actor.membership_id,
            "seen_at": one.seen_at,
            "revoked_at": one.revoked_at,
            "wiped_at": one.wiped_at,
        }
        for one in rows.order_by("-seen_at", "-id")[:MOST_DEVICES]
    ]
