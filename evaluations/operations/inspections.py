"""Schedule inspections and edit their facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction

from areas.access import area_for
from evaluations.access import inspection_to_change, programme_for
from evaluations.models import Inspection
from evaluations.operations.checks import code_fault, raise_if_any, version_or_stale
from evaluations.operations.fieldwork import days_of, note_moved, reason_fault
from evaluations.operations.identifiers import NO_REASONS, identifier_faults
from evaluations.rules.life import OUT
from evaluations.rules.orders import in_order
from evaluations.terms import InspectionKind
from indicators.access import edition_by_code
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused
from inspectorate.tenancy.scope import because, require_inspectorate_id

LONGEST_REFERENCE = 120
FACTS = ("reference", "kind", "fieldwork_from", "fieldwork_to", "published_on")

_ROWS = """
insert into evaluations_evaluation (inspectorate_id, inspection_id, programme_id, indicator_id,
  rationale, version)
select %s, %s, %s, id, '', 1 from indicators_qualityindicator
where inspectorate_id = %s and edition_id = %s order by position
"""


def as_record(inspection: Inspection) -> dict[str, Any]:
    """The facts of an inspection, for a stale edit."""
    return {
        "id": ids.encode("inspection", inspection.pk),
        "version": inspection.version,
        "area_code": inspection.area.code,
        "status": inspection.status,
        **{name: getattr(inspection, name) for name in FACTS},
    }


@transaction.atomic
def schedule_inspection(
    *,
    actor: Actor,
    programme: str,
    area: str,
    reference: str,
    kind: str = InspectionKind.FULL,
    framework: str = "",
    fieldwork_from: date | None = None,
    fieldwork_to: date | None = None,
) -> Inspection:
    """Plan an inspection of an area, under the programme's edition unless another is named.

    Every indicator of the edition gets its evaluation, without a value yet. Raises NotFound,
    NotPermitted, Invalid.
    """
    actor.require(P.PLAN_INSPECTIONS)
    found = programme_for(actor, programme)
    raise_if_any(_faults(reference, kind, fieldwork_from, fieldwork_to))
    edition_id = _edition(actor, framework) if framework else found.edition_id
    try:
        with transaction.atomic():
            made: Inspection = Inspection.objects.create(
                programme=found,
                area=area_for(actor, area),
                edition_id=edition_id,
                reference=reference,
                kind=kind,
                fieldwork_from=fieldwork_from,
                fieldwork_to=fieldwork_to,
            )
    except IntegrityError:
        raise Invalid(
            {"reference": "This area has an inspection with this reference in the programme."}
        ) from None
    here = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [here, made.pk, found.pk, here, edition_id])
    return made


def _edition(actor: Actor, code: str) -> int:
    try:
        return int(edition_by_code(actor, code).pk)
    except NotFound as error:
        raise Invalid({"framework": str(error)}) from None


@transaction.atomic
def edit_inspection(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    changes: dict[str, Any],
    reason: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> Inspection:
    """Change an inspection's reference, kind and dates. After publication they stay as published.

    Other days of fieldwork need a ``reason`` once the inspection is no longer merely planned; they
    stay on record beside the postponements. ``reasons``: why identifiers stay in it.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale.
    """
    kept = inspection_to_change(actor, inspection)
    actor.require(P.PLAN_INSPECTIONS)
    if kept.status in OUT:
        raise Refused("The inspection is published; its facts stay as they were published.")
    version_or_stale(kept, based_on, as_record)
    before = days_of(kept)
    for name in FACTS:
        if name in changes:
            setattr(kept, name, changes[name])
    faults = _faults(kept.reference, kept.kind, kept.fieldwork_from, kept.fieldwork_to)
    raise_if_any(faults | _published_fault(kept) | reason_fault(kept, before, reason))
    why = reason.strip()
    if why and days_of(kept) != before:
        note_moved(actor=actor, inspection=kept, before=before, why=why, reasons=reasons)
    return _saved(kept, why)


def _saved(kept: Inspection, why: str) -> Inspection:
    """The inspection, one version on. Raises Invalid."""
    kept.version += 1
    try:
        with because(why), transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Invalid(
            {"reference": "This area has another inspection with this reference."}
        ) from None
    return kept


def _published_fault(inspection: Inspection) -> dict[str, str]:
    published, start = inspection.published_on, inspection.fieldwork_from
    if published and start and published < start:
        return {"published_on": f"Publication on {published} is before fieldwork begins, {start}."}
    return {}


def _faults(
    reference: str, kind: str, fieldwork_from: date | None, fieldwork_to: date | None
) -> dict[str, str]:
    faults = code_fault("reference", reference, LONGEST_REFERENCE)
    if kind not in InspectionKind.values:
        faults["kind"] = f"Choose one of: {', '.join(InspectionKind.values)}."
    faults = identifier_faults({"reference": reference}) | faults
    return faults | in_order("fieldwork_to", fieldwork_from, fieldwork_to)
