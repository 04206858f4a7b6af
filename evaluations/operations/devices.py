"""The devices on which people work without a network: register, revoke, note that one is empty.

What a device holds is sealed with a key made of two parts. One never leaves the browser. The other,
the session part, is derived here and given only to a signed-in session of the person whose device it
is, as long as the device has not been revoked; it is stored nowhere.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from evaluations.access.devices import device_of, device_to_revoke
from evaluations.models import Device
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.scope import require_inspectorate_id

LONGEST_NAME = 120
SEEN_AGAIN_AFTER = "5 minutes"

_REGISTER = """
insert into evaluations_device (inspectorate_id, membership_id, key, name, version)
values (%s, %s, %s, %s, 1)
on conflict (inspectorate_id, membership_id, key) do nothing
"""
_SEEN = """
update evaluations_device set seen_at = now()
where inspectorate_id = %s and id = %s and seen_at < now() - %s::interval
"""


@transaction.atomic
def register_device(*, actor: Actor, key: UUID, name: str) -> Device:
    """Make this browser a device of the person; registered again it is the same device.

    Raises NotPermitted, Invalid, DeviceGone (a wiped or revoked device comes back under a new key).
    """
    _require_worker(actor)
    faults = text_fault("name", name, LONGEST_NAME, needed=True)
    raise_if_any(faults or identifier_faults({"name": name}))
    with connection.cursor() as cursor:
        cursor.execute(
            _REGISTER, [require_inspectorate_id(), actor.membership_id, str(key), name.strip()]
        )
    return device_of(actor, key)


def _require_worker(actor: Actor) -> None:
    if actor.membership_id is None or not actor.may(P.RECORD_EVALUATIONS):
        raise NotPermitted("Only those who record on inspections work on a device.")


def note_seen(device: Device) -> None:
    """Note that the device was in contact, once in some minutes."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, [require_inspectorate_id(), device.pk, SEEN_AGAIN_AFTER])


def session_parts(device: Device) -> list[str]:
    """The session part of the device's key (hex), under the present secret first and then under the
    earlier ones that are still accepted, so that changing the secret loses nobody's unsent work."""
    told = f"workspace:{require_inspectorate_id()}:{device.membership_id}:{device.pk}:{device.key}"
    return [
        hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest()
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


@transaction.atomic
def note_wiped(*, actor: Actor, key: UUID) -> None:
    """Note that nothing is left on a device of this person. Said of an unknown one, nothing happens:
    a revoked device must be able to say it too."""
    Device.objects.filter(
        membership_id=actor.membership_id or 0, key=key, wiped_at__isnull=True
    ).update(wiped_at=timezone.now())


@transaction.atomic
def revoke_device(*, actor: Actor, device: str) -> Device:
    """Take a device out of use: it gets no key any more, nothing is taken from it, and it empties
    itself when it is next in contact. Raises NotFound."""
    found = device_to_revoke(actor, device)
    if found.revoked_at is None:
        found.revoked_at = timezone.now()
        found.version += 1
        found.save(update_fields=["revoked_at", "version"])
    return found
