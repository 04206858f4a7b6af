"""Clocks of working days in an area: the nation's bank holidays, the council's and the inspectorate's
own."""

from datetime import date, timedelta

from areas.queries import closed_days
from evaluations.rules import working_days
from evaluations.rules.working_days import Nation
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

_LONGEST_CLOCK = timedelta(days=2 * working_days.LONGEST)


def nation_here() -> Nation:
    """Whose bank holidays count in the open inspectorate."""
    return Nation(Inspectorate.objects.get(pk=require_inspectorate_id()).nation)


def due_after(area_id: int, start: date, days: int) -> date:
    """The last day of ``days`` working days that begin after ``start``. Raises ValueError for less
    than 1 or more than 400 days."""
    closed = closed_days(area_id, start, start + _LONGEST_CLOCK)
    return working_days.after(start, days, nation_here(), closed)


def working_days_left(area_id: int, today: date, due_on: date) -> int:
    """Working days after today up to and with the due day; negative when it has passed."""
    first, last = sorted((today, due_on))
    return working_days.between(today, due_on, nation_here(), closed_days(area_id, first, last))
