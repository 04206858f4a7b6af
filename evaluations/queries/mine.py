"""The inspections a person is on today, for the start page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from evaluations.rules.life import RECORDING
from evaluations.terms import InspectionStatus, TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

SQL = """
select i.id, a.name, i.reference, i.status, m.role, i.fieldwork_from, i.fieldwork_to,
  (select count(*) from evaluations_evaluation e
   where e.inspectorate_id = i.inspectorate_id and e.inspection_id = i.id
     and (e.level is not null or e.level_set is not null or e.non_grade is not null)),
  (select count(*) from indicators_qualityindicator q
   where q.inspectorate_id = i.inspectorate_id and q.edition_id = i.edition_id)
from evaluations_teammember m
join evaluations_inspection i on i.inspectorate_id = m.inspectorate_id and i.id = m.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
where m.inspectorate_id = %(here)s and m.membership_id = %(me)s and m.recused_at is null
  and (m.from_on is null or m.from_on <= %(today)s) and (m.to_on is null or m.to_on >= %(today)s)
  and i.status not in ('closed', 'abandoned')
order by i.fieldwork_from nulls last, a.name
"""


@dataclass(frozen=True)
class MyInspection:
    """One inspection this person is on. ``valued`` of ``indicators`` have a value."""

    id: str
    area_name: str
    reference: str
    status: str
    status_label: str
    role_label: str
    fieldwork_from: date | None
    fieldwork_to: date | None
    valued: int
    indicators: int

    @property
    def recordable(self) -> bool:
        return self.status in RECORDING


def my_inspections(actor: Actor) -> list[MyInspection]:
    """Going on or published, soonest fieldwork first. One statement."""
    if actor.membership_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            SQL,
            {
                "here": require_inspectorate_id(),
                "me": actor.membership_id,
                "today": timezone.localdate(),
            },
        )
        return [_mine(row) for row in cursor.fetchall()]


def _mine(row: tuple[Any, ...]) -> MyInspection:
    number, area, reference, status, role, first, last, valued, indicators = row
    return MyInspection(
        id=ids.encode("inspection", number),
        area_name=area,
        reference=reference,
        status=status,
        status_label=str(InspectionStatus(status).label),
        role_label=str(TeamRole(role).label),
        fieldwork_from=first,
        fieldwork_to=last,
        valued=valued,
        indicators=indicators,
    )
