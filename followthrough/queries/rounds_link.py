"""Where the pages of an inspection and of an area lead to follow-through."""

from typing import Any

from evaluations.terms import ROUND_KINDS
from followthrough.access.rounds import round_for
from followthrough.models import Round, RoundPoint
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def round_link(actor: Actor, inspection: Any) -> dict[str, Any] | None:
    """For an inspection's page: how many points it looks at; None for whom or where there is none."""
    if inspection.kind not in ROUND_KINDS:
        return None
    reference = ids.encode("inspection", inspection.pk)
    try:
        round_for(actor, reference)
    except NotFound:
        return None
    return {
        "inspection": reference,
        "chosen": Round.objects.filter(inspection=inspection).exists(),
        "points": RoundPoint.objects.filter(inspection=inspection).count(),
    }


def rounds_of_area(actor: Actor, area: Any) -> dict[str, str] | None:
    """For an area's page: the way to its rounds compared."""
    if not actor.may(Permission.SEE_MAIN_POINTS):
        return None
    return {"area": ids.encode("area", area.pk)}
