"""One evaluation that explains itself, and prints."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from evaluations.operations.reading_log import note_read
from evaluations.queries.explained import explained
from evaluations.terms import ReadHow


@require_safe
def evaluation(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """Level, definition, evidence, views, moderation, changes: as far as each is for this person."""
    page = explained(request.actor, inspection, indicator)
    if page.access is not None and page.references is not None:
        note_read(page.access, "evidence", page.read, ReadHow.PAGE)
    return TemplateResponse(
        request,
        "evaluations/moderation/explained.html",
        {"page": page, "inspection_id": inspection},
    )
