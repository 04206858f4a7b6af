"""Make and edit areas and bodies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from areas.access import area_to_change, body_to_change
from areas.models import BODIES, Body, LocalAuthorityArea
from areas.operations.importing import free_code
from areas.rules.dates import out_of_order
from areas.terms import BodyKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, Stale
from inspectorate.kernel.versions import merged


@transaction.atomic
def create_area(
    *,
    actor: Actor,
    code: str,
    name: str,
    pilot: bool = False,
    gss_code: str | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> LocalAuthorityArea:
    """Make an area. Raises Invalid (a code that is taken, dates out of order), NotPermitted."""
    actor.require(P.MAINTAIN_AREAS)
    area = LocalAuthorityArea(
        code=code, name=name, pilot=pilot, gss_code=gss_code, from_on=from_on, to_on=to_on
    )
    _check(area)
    _save(area)
    return area


@transaction.atomic
def create_body(*, actor: Actor, kind: BodyKind, name: str, code: str = "", **values: Any) -> Body:
    """Make a body; without a code it gets one from its name. Raises Invalid, NotPermitted."""
    actor.require(P.MAINTAIN_AREAS)
    model = BODIES[kind].model
    code = code or free_code(name, set(model.objects.values_list("code", flat=True)))
    body = model(code=code, name=name, **values)
    _check(body)
    _save(body)
    return body


@transaction.atomic
def edit_area(
    *, actor: Actor, reference: str, based_on: int, wanted: Mapping[str, Any], exact: bool = False
) -> LocalAuthorityArea:
    """Change an area's fields. ``wanted`` maps field names to values.

    Another's change of other fields since ``based_on`` is kept (``exact``: any change is Stale).
    Raises Stale with the area as it is, Invalid, NotFound, NotPermitted.
    """
    return _edited(area_to_change(actor, reference), based_on, wanted, exact=exact)


@transaction.atomic
def edit_body(
    *,
    actor: Actor,
    kind: BodyKind,
    reference: str,
    based_on: int,
    wanted: Mapping[str, Any],
    exact: bool = False,
) -> Body:
    """Change a body's fields, as ``edit_area`` does an area's."""
    return _edited(body_to_change(actor, kind, reference), based_on, wanted, exact=exact)


def _edited[B: Body](record: B, based_on: int, wanted: Mapping[str, Any], *, exact: bool) -> B:
    if exact and record.version != based_on:
        raise Stale(record)
    values = {
        name: value
        for name, value in merged(record, based_on, wanted).items()
        if getattr(record, name) != value
    }
    if not values:
        return record
    for name, value in values.items():
        setattr(record, name, value)
    _check(record)
    record.version += 1
    _save(record)
    return record


def _save(record: Body) -> None:
    """Raises Invalid when somebody took the same code or name between the check and now."""
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        raise Invalid({"code": "This code or name was taken a moment ago. Give another."}) from None


def _check(record: Body) -> None:
    """Raises Invalid where the record cannot stand beside the others."""
    if reason := out_of_order(record.from_on, record.to_on):
        raise Invalid({"to_on": reason})
    others = type(record).objects.exclude(pk=record.pk)
    if others.filter(code=record.code).exists():
        raise Invalid({"code": f"The code {record.code} is taken. Give another."})
    if isinstance(record, LocalAuthorityArea):
        held = others.filter(gss_code=record.gss_code).first() if record.gss_code else None
        if held is not None:
            raise Invalid({"gss_code": f"This is the GSS code of {held.name}. Give its own."})
    elif others.filter(name=record.name).exists():
        raise Invalid({"name": f"There is one called {record.name} already."})
