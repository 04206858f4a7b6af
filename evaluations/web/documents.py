"""A report as PDF or Word: a published version, or a draft with its watermark."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.operations.documents import Made, draft_file, published_file
from evaluations.terms import DocumentFormat
from inspectorate.kernel.errors import NotFound

LARGEST_NUMBER = 32_000


@require_safe
def published_document(
    request: Any, inspectorate: str, inspection: str, number: str, ending: str
) -> HttpResponse:
    """A published version."""
    made = published_file(
        actor=request.actor,
        inspection=inspection,
        number=_number(number),
        wanted=_format(ending),
    )
    return _sent(made)


@require_safe
def draft_document(
    request: Any, inspectorate: str, inspection: str, number: str, ending: str
) -> HttpResponse:
    """The report as it is written (draft 0), or a kept draft: marked with who took it and when."""
    day = date_format(timezone.localdate(), "j F Y")
    mark = _("Draft, not for publication: %(name)s, %(day)s")
    made = draft_file(
        actor=request.actor,
        inspection=inspection,
        number=_number(number),
        wanted=_format(ending),
        watermark=mark % {"name": request.actor.display_name, "day": day},
    )
    return _sent(made)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:6]) <= LARGEST_NUMBER):
        raise NotFound
    return int(text[:6])


def _format(ending: str) -> DocumentFormat:
    if ending not in DocumentFormat.values:
        raise NotFound
    return DocumentFormat(ending)


def _sent(made: Made) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.media_type)
    response["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    return response
