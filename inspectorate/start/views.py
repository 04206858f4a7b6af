"""The start page."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from inspectorate.start import queries


@require_safe
def start(request: Any, inspectorate: str) -> HttpResponse:
    page = queries.start_page(request.actor, inspectorate)
    return TemplateResponse(
        request, "start/start.html", {"page": page, "today": timezone.localdate()}
    )
