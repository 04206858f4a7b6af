"""What happened to an inspection: the steps of its life, and each time its fieldwork was moved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from evaluations.models import Inspection, InspectionMove, Postponement
from evaluations.terms import InspectionStatus

MOST = 100


@dataclass(frozen=True)
class Happening:
    at: datetime
    from_label: str
    to_label: str
    who: str
    why: str


def happened(inspection: Inspection) -> list[Happening]:
    """Newest first. Two statements."""
    found = [*_moves(inspection), *_postponements(inspection)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:MOST]


def _moves(inspection: Inspection) -> list[Happening]:
    moves = InspectionMove.objects.filter(inspection=inspection).select_related("membership__user")
    return [
        Happening(
            at=one.at,
            from_label=str(InspectionStatus(one.from_status).label),
            to_label=str(InspectionStatus(one.to_status).label),
            who=one.membership.user.display_name if one.membership else "",
            why=one.why,
        )
        for one in moves.order_by("-id")[:MOST]
    ]


def _postponements(inspection: Inspection) -> list[Happening]:
    rows = Postponement.objects.filter(inspection=inspection).select_related("membership__user")
    return [
        Happening(
            at=one.at,
            from_label=_days(one.before_from, one.before_to),
            to_label=_("Fieldwork moved: %(days)s") % {"days": _days(one.after_from, one.after_to)},
            who=one.membership.user.display_name if one.membership else "",
            why=one.why,
        )
        for one in rows.order_by("-id")[:MOST]
    ]


def _days(first: date | None, last: date | None) -> str:
    days = [f"{day:%-d %B %Y}" for day in (first, last) if day]
    return _(" to ").join(days) or _("no days yet")
