"""What became of main points, taken out as open files."""

from typing import Any

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from followthrough.operations.exports import TakenOut, export_following


def _sent(taken: TakenOut) -> StreamingHttpResponse:
    response = StreamingHttpResponse(taken.chunks, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, taken.name) or "attachment"
    return response


@require_safe
def of_all(request: Any, inspectorate: str) -> StreamingHttpResponse:
    """Of all committees, for those who plan."""
    return _sent(export_following(actor=request.actor))


@require_safe
def of_committee(request: Any, inspectorate: str, committee: str) -> StreamingHttpResponse:
    """Of one committee, for who follows it and for its partners."""
    return _sent(export_following(actor=request.actor, committee=committee))
