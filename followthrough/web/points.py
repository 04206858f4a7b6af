"""The pages of main points for action: the list, and one with everything that happened to it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from followthrough import queries
from followthrough.queries.point_page import PointPage, point_page
from followthrough.terms import PointStatus
from followthrough.web.forms import LookForm
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.web.paging import page_number
from inspectorate.kernel.web.panels import panels_for

PLANNING = (Permission.PLAN_INSPECTIONS, Permission.FOLLOW_MAIN_POINTS)
WITH_A_DESK = (*PLANNING, Permission.ANSWER_FOR_COMMITTEE)


@require_safe
def points(request: Any, inspectorate: str) -> HttpResponse:
    """Every main point this person may see, by area, narrowed as asked."""
    sent = {
        name: request.GET.get(name, "").replace("\x00", "")[:200]
        for name in ("q", "status", "indicator", "programme")
    }
    filters = queries.PointFilters(**sent)
    shown = queries.point_rows(request.actor, filters, page_number(request))
    return TemplateResponse(
        request,
        "followthrough/points.html",
        {
            "filters": filters,
            "shown": shown,
            "tally": queries.tally(request.actor),
            "statuses": PointStatus.choices,
            "may_analyse": request.actor.may(Permission.SEE_INSPECTIONS),
            "may_rule": request.actor.may(Permission.PLAN_INSPECTIONS),
            "may_plan": any(map(request.actor.may, PLANNING)),
            "has_desk": any(map(request.actor.may, WITH_A_DESK)),
            "query": urlencode({name: value for name, value in sent.items() if value}),
        },
    )


@require_safe
def point(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """One main point, from what was asked to what was judged, and what can be done now."""
    return point_response(request, point_page(request.actor, point), LookForm())


def point_response(
    request: Any, page: PointPage, look: LookForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The page of a point, with the link inspector's form as it was sent."""
    panels = panels_for("point", request.actor, page.point)
    values = {"page": page, "form": look, "panels": panels, **more}
    return TemplateResponse(request, "followthrough/point.html", values, status=status)
