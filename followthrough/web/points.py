"""The pages of main points for action."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from followthrough import access, queries
from followthrough.terms import PointStatus
from inspectorate.kernel import ids

LAST_PAGE = 100_000


def _page_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:9]) <= LAST_PAGE else 1


@require_safe
def points(request: Any, inspectorate: str) -> HttpResponse:
    """Every main point this person may see, by area, narrowed as asked."""
    sent = {
        name: request.GET.get(name, "").replace("\x00", "")[:200]
        for name in ("q", "status", "indicator", "programme")
    }
    filters = queries.PointFilters(**sent)
    shown = queries.point_rows(request.actor, filters, _page_number(request.GET.get("page", "1")))
    return TemplateResponse(
        request,
        "followthrough/points.html",
        {
            "filters": filters,
            "shown": shown,
            "tally": queries.tally(request.actor),
            "statuses": PointStatus.choices,
            "query": urlencode({name: value for name, value in sent.items() if value}),
        },
    )


@require_safe
def point(request: Any, inspectorate: str, point: str) -> HttpResponse:
    """One main point, from what was asked to what was judged."""
    found = access.point_by_id(request.actor, ids.decode("point", point))
    return TemplateResponse(
        request,
        "followthrough/point.html",
        {
            "point": found,
            "inspection_id": ids.encode("inspection", found.inspection_id),
            "rounds": queries.judgements(found),
            "reference": queries.reference_of(found),
        },
    )
