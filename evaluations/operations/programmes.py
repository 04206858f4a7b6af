"""Make and edit programmes."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from areas.access import area_for
from evaluations.access import programme_to_change
from evaluations.models import Inspection, Programme, ProgrammeArea
from evaluations.operations.checks import code_fault, raise_if_any, text_fault, version_or_stale
from evaluations.operations.identifiers import identifier_faults
from evaluations.rules.orders import in_order
from evaluations.terms import InspectionStatus
from indicators.access import edition_by_code
from indicators.rules.own_words import LONGEST as LONGEST_WORDS
from indicators.rules.own_words import vocabulary_of
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused

LONGEST_CODE = 60
LONGEST_TITLE = 300
LONGEST_REQUEST = 20_000
FACTS = (
    "title",
    "commissioned_by",
    "commissioning_request",
    "requested_on",
    "starts_on",
    "ends_on",
    "quantity_words",
)


def as_record(programme: Programme) -> dict[str, Any]:
    """A programme as the API says it and as a stale edit is shown it."""
    return {
        "id": ids.encode("programme", programme.pk),
        "version": programme.version,
        "code": programme.code,
        "title": programme.title,
        "framework": programme.edition.code,
        "commissioned_by": programme.commissioned_by,
        "commissioning_request": programme.commissioning_request,
        "requested_on": programme.requested_on,
        "starts_on": programme.starts_on,
        "ends_on": programme.ends_on,
        "quantity_words": programme.quantity_words,
    }


@transaction.atomic
def create_programme(
    *,
    actor: Actor,
    code: str,
    title: str,
    framework: str,
    commissioned_by: str = "",
    commissioning_request: str = "",
    requested_on: date | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    quantity_words: str = "",
) -> Programme:
    """A new programme under the edition with the code ``framework``. Raises Invalid, NotPermitted."""
    actor.require(P.PLAN_INSPECTIONS)
    facts: dict[str, Any] = {
        "title": title,
        "commissioned_by": commissioned_by,
        "commissioning_request": commissioning_request,
        "requested_on": requested_on,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "quantity_words": quantity_words,
    }
    faults = _faults(**facts)
    faults |= code_fault("code", code, LONGEST_CODE)
    raise_if_any(faults)
    try:
        edition = edition_by_code(actor, framework)
    except NotFound as error:
        raise Invalid({"framework": str(error)}) from None
    try:
        with transaction.atomic():
            made: Programme = Programme.objects.create(code=code, edition=edition, **facts)
            return made
    except IntegrityError:
        raise Invalid({"code": "Another programme has this code. Choose another."}) from None


@transaction.atomic
def edit_programme(
    *, actor: Actor, programme: str, based_on: int, changes: dict[str, Any]
) -> Programme:
    """Change a programme's title, dates, words of quantity, and who asked for it, how and when. Its
    code and edition stay.

    Raises NotFound, NotPermitted, Invalid, Stale (with the programme as it now is).
    """
    kept = programme_to_change(actor, programme)
    version_or_stale(kept, based_on, as_record)
    for name in FACTS:
        if name in changes:
            setattr(kept, name, changes[name])
    raise_if_any(_faults(**{name: getattr(kept, name) for name in FACTS}))
    kept.version += 1
    kept.save()
    return kept


def _faults(
    *,
    title: str,
    commissioned_by: str,
    commissioning_request: str,
    requested_on: date | None,
    starts_on: date | None,
    ends_on: date | None,
    quantity_words: str,
) -> dict[str, str]:
    faults = (
        text_fault("title", title, LONGEST_TITLE, needed=True)
        | text_fault("commissioned_by", commissioned_by, LONGEST_TITLE)
        | text_fault("commissioning_request", commissioning_request, LONGEST_REQUEST)
        | in_order("ends_on", starts_on, ends_on)
    )
    texts = {
        "title": title,
        "commissioned_by": commissioned_by,
        "commissioning_request": commissioning_request,
        "quantity_words": quantity_words,
    }
    faults |= _fault_of_words(quantity_words)
    faults = identifier_faults(texts, contacts=True) | faults
    if requested_on and ends_on and ends_on < requested_on:
        faults["requested_on"] = f"The programme ends on {ends_on}, before it was asked for."
    return faults


def _fault_of_words(quantity_words: str) -> dict[str, str]:
    faults = text_fault("quantity_words", quantity_words, LONGEST_WORDS)
    if faults:
        return faults
    try:
        vocabulary_of(quantity_words)
    except ValueError as error:
        return {"quantity_words": str(error)}
    return {}


@transaction.atomic
def change_programme_areas(
    *, actor: Actor, programme: str, add: Collection[str] = (), remove: Collection[str] = ()
) -> Programme:
    """Say which areas a programme is to inspect, by their opaque ids; all or nothing.

    Adding what is there and removing what is not changes nothing, so two people who plan at once
    both succeed. An area with an inspection in the programme stays. Raises NotFound, NotPermitted,
    Invalid, Refused.
    """
    kept = programme_to_change(actor, programme)
    there = {one.area_id: one for one in ProgrammeArea.objects.filter(programme=kept)}
    for reference in remove:
        gone = there.pop(_area(actor, reference).pk, None)
        if gone is not None:
            _refuse_inspected(kept, gone)
            gone.delete()
    for reference in add:
        area = _area(actor, reference)
        if area.pk not in there:
            there[area.pk] = ProgrammeArea.objects.create(programme=kept, area=area)
    return kept


def _area(actor: Actor, reference: str) -> Any:
    try:
        return area_for(actor, reference)
    except NotFound:
        raise Invalid({"areas": "One of these is not an area of this inspectorate."}) from None


def _refuse_inspected(programme: Programme, place: ProgrammeArea) -> None:
    rows = Inspection.objects.filter(programme=programme, area_id=place.area_id)
    if rows.exclude(status=InspectionStatus.ABANDONED).exists():
        raise Refused(f"{place.area.name} has an inspection in this programme. Abandon that first.")
