"""An area's inspections, for the area's own page."""

from typing import Any

from django.db import connection

from evaluations.access import visible_sql
from evaluations.queries.inspections import LISTED, InspectionLine, listed
from inspectorate.accounts.people import Actor
from inspectorate.tenancy.scope import require_inspectorate_id

MOST = 50


def inspections_of_area(actor: Actor, area: Any) -> list[InspectionLine]:
    """The newest inspections of an area that this person may see, at most fifty. One statement."""
    seen, values = visible_sql(actor)
    where = "i.inspectorate_id = %s and i.area_id = %s" + (f" and {seen}" if seen else "")
    with connection.cursor() as cursor:
        cursor.execute(
            LISTED.format(where=where), [require_inspectorate_id(), area.pk, *values, MOST]
        )
        return [listed(row) for row in cursor.fetchall()]
