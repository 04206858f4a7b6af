"""By when a return is due unless somebody says otherwise."""

from datetime import date

from django.utils import timezone

from evaluations.models import Inspection
from evaluations.queries.working_days import due_after
from evaluations.rules.returns import USUAL_DAYS, usual_due_on


def usual_due_date(inspection: Inspection) -> date:
    """``USUAL_DAYS`` working days from today, the nation's, the area's and the inspectorate's holidays
    left out, and before fieldwork begins. Two statements."""
    today = timezone.localdate()
    after = due_after(inspection.area_id, today, USUAL_DAYS)
    return usual_due_on(after, today, inspection.fieldwork_from)
