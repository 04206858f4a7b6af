"""Keep the days that are no working days beside the nation's: an area's own and the inspectorate's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from areas.access import area_for
from areas.models import Holiday, LocalAuthorityArea
from areas.rules.holidays import name_fault, read_holidays
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Stale


@dataclass(frozen=True, slots=True)
class HolidaysKept:
    """How many days are new, and how many have another name now; both 0: nothing changed."""

    made: int
    renamed: int


def paste_holidays(*, actor: Actor, text: str, area: str = "") -> HolidaysKept:
    """Keep the days of a pasted list, all or none; see ``add_holidays``. Raises Faulty too."""
    actor.require(P.MAINTAIN_AREAS)
    return add_holidays(actor=actor, days=read_holidays(text), area=area)


@transaction.atomic
def add_holidays(*, actor: Actor, days: Sequence[tuple[date, str]], area: str = "") -> HolidaysKept:
    """Keep days with their names, of an area (its opaque id) or, without one, everywhere. A day that
    is known is renamed; the same again changes nothing, in one call too. Clocks that run already keep
    their due date.

    Raises NotFound, NotPermitted, Invalid.
    """
    actor.require(P.MAINTAIN_AREAS)
    of_area: LocalAuthorityArea | None = area_for(actor, area) if area else None
    names: dict[date, str] = {}
    for on, name in days:
        if wrong := name_fault(name):
            raise Invalid({"name": wrong})
        if names.setdefault(on, name) != name:
            raise Invalid({"days": f"{on} is given twice, with different names. Keep one of them."})
    rows = Holiday.objects.select_for_update(no_key=True, of=("self",)).filter(area=of_area)
    known = {one.on: one for one in rows}
    made = renamed = 0
    for on, name in names.items():
        one = known.get(on)
        if one is None:
            Holiday.objects.create(area=of_area, on=on, name=name)
            made += 1
        elif one.name != name:
            one.name = name
            one.version += 1
            one.save()
            renamed += 1
    return HolidaysKept(made, renamed)


@transaction.atomic
def remove_holiday(*, actor: Actor, holiday: str, based_on: int) -> None:
    """It is a working day after all. Raises NotFound, NotPermitted, Stale."""
    actor.require(P.MAINTAIN_AREAS)
    rows = Holiday.objects.select_for_update(no_key=True, of=("self",))
    one = rows.filter(pk=ids.decode("holiday", holiday)).first()
    if one is None:
        raise NotFound
    if one.version != based_on:
        raise Stale(holiday_record(one))
    one.delete()


def holiday_record(one: Holiday) -> dict[str, object]:
    """A holiday as the API says it; `area` is None for the inspectorate's own."""
    return {
        "id": ids.encode("holiday", one.pk),
        "version": one.version,
        "area": ids.encode("area", one.area_id) if one.area_id else None,
        "on": one.on,
        "name": one.name,
    }
