"""What the operator of the installation does: new inspectorates and fellow operators."""

import zoneinfo
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from inspectorate.accounts.models import User
from inspectorate.accounts.people import Actor
from inspectorate.accounts.rules.addresses import fault_of_slug
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.tenancy.models import Inspectorate

LONGEST_NAME = 200
NATIONS = ("scotland", "england-and-wales", "northern-ireland")
"""Whose bank holidays can count."""
FEWEST_DAYS, MOST_DAYS = 1, 90
"""Working days that a partnership may be given for a draft."""


@dataclass(frozen=True, slots=True)
class InspectorateMade:
    """``made`` is False when it was already there, unchanged."""

    inspectorate: Inspectorate
    made: bool


@transaction.atomic
def create_inspectorate(
    *,
    slug: str,
    name: str,
    time_zone: str = "Europe/London",
    notice: str = "",
    nation: str = NATIONS[0],
) -> InspectorateMade:
    """Open an inspectorate at ``/{slug}/``. The same again changes nothing.

    Raises Invalid for an address, name, time zone or nation that cannot be, and Refused when the address
    belongs to an inspectorate of another name.
    """
    name, notice = name.strip(), notice.strip()
    faults = _faults(slug, name, time_zone, notice)
    if nation not in NATIONS:
        faults["nation"] = f"Choose one of: {', '.join(NATIONS)}."
    if faults:
        raise Invalid(faults)
    inspectorate, made = Inspectorate.objects.get_or_create(
        slug=slug,
        defaults={"name": name, "time_zone": time_zone, "notice": notice, "nation": nation},
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
def set_working_days(
    *, actor: Actor, based_on: tuple[str, int], nation: str, accuracy_days: int
) -> Inspectorate:
    """Say whose bank holidays count here, and how many working days a partnership has for a draft.
    ``based_on`` is what both were. Clocks that run already keep their due date.

    Raises NotPermitted, Invalid, Stale with what both are now.
    """
    actor.require(P.PLAN_INSPECTIONS)
    rows = Inspectorate.objects.select_for_update(no_key=True)
    one: Inspectorate = rows.get(pk=actor.inspectorate_id)
    now = {"nation": one.nation, "accuracy_days": one.accuracy_days}
    if based_on != (one.nation, one.accuracy_days):
        raise Stale(now)
    if nation not in NATIONS:
        raise Invalid({"nation": f"Choose one of: {', '.join(NATIONS)}."})
    if not FEWEST_DAYS <= accuracy_days <= MOST_DAYS:
        raise Invalid({"accuracy_days": f"Give {FEWEST_DAYS} to {MOST_DAYS} working days."})
    one.nation, one.accuracy_days = nation, accuracy_days
    one.save(update_fields=["nation", "accuracy_days"])
    return one


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
