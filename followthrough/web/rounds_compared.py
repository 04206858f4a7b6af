"""An area's follow-through inspections compared, as a page that prints and as CSV."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from followthrough.queries.rounds_compared import as_rows, rounds_compared
from inspectorate.kernel.web.downloads import as_csv


@require_safe
def compared(request: Any, inspectorate: str, area: str) -> HttpResponse:
    """Points by rounds: the level at each, the change, the decision, what worked."""
    page = rounds_compared(request.actor, area)
    return TemplateResponse(request, "followthrough/rounds_compared.html", {"page": page})


@require_safe
def download(request: Any, inspectorate: str, area: str) -> HttpResponse:
    """The same as CSV."""
    page = rounds_compared(request.actor, area)
    return as_csv(as_rows(page), f"progress-{page.area.code}")
