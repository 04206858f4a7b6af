"""The open main points that a follow-through inspection of an area could look at."""

from typing import Any

from django.utils import timezone

from areas.queries import areas_behind
from followthrough.access import OUT
from followthrough.models import MainPointForAction
from followthrough.rules.life import LIVE


def open_points(inspection: Any) -> list[MainPointForAction]:
    """The live, published points of the inspection's area and of those it succeeded, oldest first.
    Two statements."""
    areas = areas_behind([inspection.area_id], timezone.localdate())
    rows = MainPointForAction.objects.filter(
        inspection__area__in=areas, inspection__status__in=OUT, status__in=sorted(LIVE)
    ).exclude(inspection_id=inspection.pk)
    return list(
        rows.select_related("inspection__area", "indicator").order_by(
            "inspection__published_on", "inspection_id", "number"
        )
    )
