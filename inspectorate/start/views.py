"""The start page, and what is ticked off on it."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evaluations.operations.workspace import see_notice
from inspectorate.start import operations, queries


@require_safe
def start(request: Any, inspectorate: str) -> HttpResponse:
    now = timezone.now()
    since = operations.arrive(request.actor)
    page = queries.start_page(request.actor, inspectorate, since)
    return TemplateResponse(
        request,
        "start/start.html",
        {"page": page, "today": timezone.localdate(), "until": int(now.timestamp() * 1000)},
    )


@require_POST
def seen(request: Any, inspectorate: str) -> HttpResponse:
    """What others did up to the page's own instant is seen; what came after it is still new."""
    sent = request.POST.get("until", "")
    if sent.isascii() and sent.isdigit() and len(sent) <= len("1000000000000"):
        operations.look(request.actor, datetime.fromtimestamp(int(sent) / 1000, tz=UTC))
    return redirect("start", inspectorate)


@require_POST
def tick_off(request: Any, inspectorate: str, notice: str) -> HttpResponse:
    """A notice is read and goes. Another person's is not found."""
    see_notice(actor=request.actor, notice=notice)
    return redirect("start", inspectorate)
