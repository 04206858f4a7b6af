"""What is on record of a programme, area by area, for importers of other apps."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from inspectorate.tenancy.scope import require_inspectorate_id

_RECORDED = """
select a.id, a.code, a.name, a.pilot, i.id, i.kind, i.status, i.published_on, i.reference
from areas_localauthorityarea a
left join evaluations_inspection i
  on i.inspectorate_id = a.inspectorate_id and i.area_id = a.id and i.programme_id = %s
where a.inspectorate_id = %s
order by a.code, i.published_on nulls first, i.fieldwork_from nulls first, i.id
"""


@dataclass(frozen=True, slots=True)
class RecordedInspection:
    id: int
    kind: str
    status: str
    published_on: date | None
    reference: str


@dataclass(frozen=True, slots=True)
class RecordedArea:
    """An area and its inspections in one programme, oldest first."""

    id: int
    code: str
    name: str
    pilot: bool
    inspections: tuple[RecordedInspection, ...]


def recorded_inspections(programme_id: int) -> list[RecordedArea]:
    """Every area of the inspectorate with its inspections in the programme. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED, [programme_id, require_inspectorate_id()])
        rows = cursor.fetchall()
    areas: dict[int, tuple[str, str, bool, list[RecordedInspection]]] = {}
    for area, code, name, pilot, *inspection in rows:
        kept = areas.setdefault(area, (code, name, pilot, []))
        if inspection[0] is not None:
            kept[3].append(RecordedInspection(*inspection))
    return [
        RecordedArea(area, code, name, pilot, tuple(inspections))
        for area, (code, name, pilot, inspections) in areas.items()
    ]
