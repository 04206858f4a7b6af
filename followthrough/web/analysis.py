"""What main points come to across areas."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from followthrough.queries import analysis as queries
from followthrough.rules.spreads import classes
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.web.downloads import as_csv

BY = ("theme", "indicator")


@require_safe
def analysis(request: Any, inspectorate: str) -> HttpResponse:
    """One programme's main points by theme or indicator, with how long things took and what worked."""
    request.actor.require(Permission.SEE_INSPECTIONS)
    offered = queries.programmes_offered()
    asked = request.GET.get("programme", "").replace("\x00", "")[:60]
    code = asked or (offered[0].code if offered else "")
    by = request.GET.get("by", "")
    found = (
        queries.analysis(
            request.actor, code, by=by if by in BY else BY[0], as_at=timezone.localdate()
        )
        if code
        else None
    )
    if found and request.GET.get("format") == "csv":
        name = f"main-points-{found.programme.code}-by-{found.by}"
        return as_csv(queries.as_table(found), name)
    return TemplateResponse(
        request,
        "followthrough/analysis.html",
        {"found": found, "offered": offered, "classes": classes()},
    )
