"""From a person and the key of a browser to the device it is; the only way to one."""

from uuid import UUID

from evaluations.models import Device
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


class DeviceUnknown(NotPermitted):
    """This browser is not a device of this person: it was never registered, or holds the work of
    somebody else, who alone may send it."""

    def __init__(self) -> None:
        super().__init__(
            "This device is not registered for you. If it holds the work of another person, only "
            "they can send it."
        )


class DeviceGone(NotPermitted):
    """The device was revoked, or has been wiped: nothing may stay on it, nothing is taken from it."""

    def __init__(self) -> None:
        super().__init__("This device was revoked. What it holds must be removed from it.")


def device_of(actor: Actor, key: UUID) -> Device:
    """The device of this person with this key. Raises DeviceUnknown, DeviceGone."""
    found: Device | None = Device.objects.filter(
        membership_id=actor.membership_id or 0, key=key
    ).first()
    if found is None:
        raise DeviceUnknown
    if found.revoked_at is not None or found.wiped_at is not None:
        raise DeviceGone
    return found


def device_to_revoke(actor: Actor, device: str) -> Device:
    """The device with this opaque id, locked: one's own, or anybody's for whoever keeps people.
    Raises NotFound."""
    rows = Device.objects.select_for_update(no_key=True, of=("self",))
    found: Device | None = rows.filter(pk=ids.decode("device", device)).first()
    if found is None:
        raise NotFound
    if found.membership_id != actor.membership_id and not actor.may(P.MANAGE_PEOPLE):
        raise NotFound
    return found
