"""The report under embargo, for whoever has a secret address of their own."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evaluations.operations.early_readers import open_early
from evaluations.terms import ReleaseState
from inspectorate.kernel import ids
from inspectorate.kernel.web.views import public


@public
@require_safe
def early_report(request: Any, inspectorate: str, secret: str) -> HttpResponse:
    """The approved draft from the reader's minute to the release; afterwards the public page."""
    reader = open_early(secret)
    release = reader.release
    if release.state == ReleaseState.RELEASED:
        opaque = ids.encode("inspection", release.inspection_id)
        return redirect("public-report", inspectorate, opaque)
    begun = reader.from_at <= timezone.now()
    values = {"reader": reader, "release": release, "document": release.draft.content}
    if not begun:
        values["document"] = None
    response = TemplateResponse(request, "evaluations/publishing/early.html", values)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
