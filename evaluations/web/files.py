"""A file: downloaded, or shown alone on a page that can do nothing else."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from evaluations.operations.files import read_file
from evaluations.rules.files import SHOWN
from evaluations.terms import ReadHow

NOTHING_RUNS = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
ALONE = f"{NOTHING_RUNS}; img-src 'self'; style-src 'unsafe-inline'; sandbox"
"""For pictures and text: no script, no form, an origin of its own."""
PDF = f"{NOTHING_RUNS}; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
"""Browsers show no PDF in a sandbox."""


@require_safe
def file(request: Any, inspectorate: str, inspection: str, file: str) -> HttpResponse:
    """The file as an attachment; with ``?preview`` in the browser, where it can show it safely."""
    one, content = read_file(
        actor=request.actor, inspection=inspection, file=file, how=ReadHow.PAGE
    )
    media_type = one.media_type.partition(";")[0]
    shown = "preview" in request.GET and media_type in SHOWN
    response = HttpResponse(content, content_type=one.media_type)
    response["Content-Disposition"] = (
        content_disposition_header(not shown, one.name) or "attachment"
    )
    response["Content-Security-Policy"] = (
        PDF if shown and media_type == "application/pdf" else ALONE
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
