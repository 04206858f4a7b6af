"""Calibration: how far second judgements agree with teams'."""

from typing import Any

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from evaluations.queries.calibration import as_table
from evaluations.queries.calibration import calibration as figures
from inspectorate.kernel.web.downloads import as_csv


def _asked(request: Any) -> str:
    return str(request.GET.get("framework", "")).replace("\0", "")[:60]


@require_safe
def calibration(request: Any, inspectorate: str) -> HttpResponse:
    """Agreement by indicator and by person, of one edition."""
    page = figures(request.actor, _asked(request))
    return TemplateResponse(request, "evaluations/moderation/calibration.html", {"page": page})


@require_safe
def download(request: Any, inspectorate: str) -> HttpResponse:
    """The same as CSV."""
    page = figures(request.actor, _asked(request))
    return as_csv(as_table(page), "calibration")
