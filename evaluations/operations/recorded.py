"""Inspections that happened and are put on record afterwards, without going through each step."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from evaluations.models import Inspection, InspectionMove, Programme
from evaluations.terms import InspectionStatus
from inspectorate.tenancy.scope import current_scope


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """An inspection as it is on record elsewhere."""

    area_id: int
    reference: str
    kind: str
    status: str
    published_on: date | None


def add_recorded_inspections(
    *, programme: Programme, inspections: Iterable[InspectionFacts]
) -> int:
    """Put inspections of a programme on record as they are; how many.

    For importers, which have checked that the actor may and that the inspections are new. The
    reason open in the scope is what the first step of each says.
    """
    made = Inspection.objects.bulk_create(
        [
            Inspection(
                programme=programme,
                edition_id=programme.edition_id,
                area_id=one.area_id,
                reference=one.reference,
                kind=one.kind,
                status=one.status,
                published_on=one.published_on,
            )
            for one in inspections
        ]
    )
    here = current_scope()
    InspectionMove.objects.bulk_create(
        [
            InspectionMove(
                inspection=one,
                from_status=InspectionStatus.PLANNED,
                to_status=one.status,
                why=here.why if here else "",
            )
            for one in made
        ]
    )
    return len(made)
