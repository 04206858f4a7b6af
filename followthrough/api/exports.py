"""exports/following: what became of main points, of all committees or of one."""

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework.request import Request

from followthrough.operations.exports import TakenOut, export_following
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint

A_ZIP = OpenApiResponse(OpenApiTypes.BINARY, description="The files, as an attachment.")
ALSO = ("main-points", "actions", "progress", "committees")
"""What is in it: a token that may not read these one by one does not read them together."""


def _sent(taken: TakenOut) -> StreamingHttpResponse:
    response = StreamingHttpResponse(taken.chunks, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    return response


class ExportOfAll(Endpoint):
    """Of all committees, as a ZIP that is sent while it is written."""

    collection = "exports"
    also = ALSO

    @schema.reads(
        A_ZIP,
        versioned=False,
        media_type="application/zip",
        operation_id="exports_following",
        summary="Take out what became of all main points",
    )
    def get(self, request: Request, **_: Any) -> StreamingHttpResponse:
        return _sent(export_following(actor=self.actor))


class ExportOfCommittee(Endpoint):
    """Of one committee, as this person sees it."""

    collection = "exports"
    also = ALSO

    @schema.reads(
        A_ZIP,
        versioned=False,
        media_type="application/zip",
        operation_id="exports_following_of_committee",
        summary="Take out what became of a committee's main points",
    )
    def get(self, request: Request, committee: str, **_: Any) -> StreamingHttpResponse:
        return _sent(export_following(actor=self.actor, committee=committee))
