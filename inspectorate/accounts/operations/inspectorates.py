"""What the operator of the installation does: new inspectorates and fellow operators."""

import zoneinfo
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from inspectorate.accounts.models import User
from inspectorate.accounts.rules.addresses import fault_of_slug
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.models import Inspectorate

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class InspectorateMade:
    """``made`` is False when it was already there, unchanged."""

    inspectorate: Inspectorate
    made: bool


@transaction.atomic
def create_inspectorate(
    *, slug: str, name: str, time_zone: str = "Europe/London", notice: str = ""
) -> InspectorateMade:
    """Open an inspectorate at ``/{slug}/``. The same again changes nothing.

    Raises Invalid for an address, name or time zone that cannot be, and Refused when the address
    belongs to an inspectorate of another name.
    """
    name, notice = name.strip(), notice.strip()
    faults = _faults(slug, name, time_zone, notice)
    if faults:
        raise Invalid(faults)
    inspectorate, made = Inspectorate.objects.get_or_create(
        slug=slug, defaults={"name": name, "time_zone": time_zone, "notice": notice}
    )
    if inspectorate.name != name:
        raise Refused(f"The address {slug} belongs to {inspectorate.name}. Choose another address.")
    return InspectorateMade(inspectorate, made)


def _faults(slug: str, name: str, time_zone: str, notice: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if (wrong := fault_of_slug(slug)) is not None:
        faults["slug"] = wrong
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        faults["name"] = f"Give the inspectorate's name, up to {LONGEST_NAME} characters."
    if time_zone not in zoneinfo.available_timezones():
        faults["time_zone"] = "Give a time zone such as Europe/London."
    if "\x00" in notice:
        faults["notice"] = "This text has a character that cannot be kept. Type it again."
    return faults


@transaction.atomic
def make_operator(*, email: str, display_name: str) -> tuple[User, bool]:
    """The person who may create inspectorates, made when not there; and whether anything changed.

    Raises Invalid for an address that is none.
    """
    user, _ = person_with(email=email, display_name=display_name)
    if user.is_operator:
        return user, False
    user.is_operator = True
    user.save(update_fields=["is_operator"])
    return user, True


def person_with(*, email: str, display_name: str) -> tuple[User, bool]:
    """The person of an e-mail address, whatever its capitals; made, without a password, when new.

    Raises Invalid for an address that is none.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Invalid({"email": "Give an e-mail address such as name@example.org."}) from None
    known = User.objects.filter(email=email).first()
    if known is not None:
        return known, False
    name = display_name.strip()[:150] or email.split("@", maxsplit=1)[0]
    return User.objects.create_user(email=email, display_name=name), True
