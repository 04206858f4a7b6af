"""Make and edit programmes."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from evaluations.access import programme_to_change
from evaluations.models import Programme
from evaluations.operations.checks import code_fault, raise_if_any, text_fault, version_or_stale
from evaluations.rules.orders import in_order
from indicators.access import edition_by_code
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound

LONGEST_CODE = 60
LONGEST_TITLE = 300


def as_record(programme: Programme) -> dict[str, Any]:
    """A programme as the API says it and as a stale edit is shown it."""
    return {
        "id": ids.encode("programme", programme.pk),
        "version": programme.version,
        "code": programme.code,
        "title": programme.title,
        "framework": programme.edition.code,
        "commissioned_by": programme.commissioned_by,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
    }


@transaction.atomic
def create_programme(
    *,
    actor: Actor,
    code: str,
    title: str,
    framework: str,
    commissioned_by: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Programme:
    """A new programme under the edition with the code ``framework``. Raises Invalid, NotPermitted."""
    actor.require(P.PLAN_INSPECTIONS)
    faults = _faults(title, commissioned_by, starts_on, ends_on)
    faults |= code_fault("code", code, LONGEST_CODE)
    raise_if_any(faults)
    try:
        edition = edition_by_code(actor, framework)
    except NotFound as error:
        raise Invalid({"framework": str(error)}) from None
    try:
        with transaction.atomic():
            made: Programme = Programme.objects.create(
                code=code,
                title=title,
                edition=edition,
                commissioned_by=commissioned_by,
                starts_on=starts_on,
                ends_on=ends_on,
            )
            return made
    except IntegrityError:
        raise Invalid({"code": "Another programme has this code. Choose another."}) from None


@transaction.atomic
def edit_programme(
    *, actor: Actor, programme: str, based_on: int, changes: dict[str, Any]
) -> Programme:
    """Change a programme's title, dates and who asked for it. Its code and edition stay.

    Raises NotFound, NotPermitted, Invalid, Stale (with the programme as it now is).
    """
    kept = programme_to_change(actor, programme)
    version_or_stale(kept, based_on, as_record)
    for name in ("title", "commissioned_by", "starts_on", "ends_on"):
        if name in changes:
            setattr(kept, name, changes[name])
    raise_if_any(_faults(kept.title, kept.commissioned_by, kept.starts_on, kept.ends_on))
    kept.version += 1
    kept.save()
    return kept


def _faults(
    title: str, commissioned_by: str, starts_on: date | None, ends_on: date | None
) -> dict[str, str]:
    return (
        text_fault("title", title, LONGEST_TITLE, needed=True)
        | text_fault("commissioned_by", commissioned_by, LONGEST_TITLE)
        | in_order("ends_on", starts_on, ends_on)
    )
