"""exports: an inspection whole, as an archive of open files."""

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations.archives import take_out
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class ExportFormat(serializers.Serializer[Any]):
    """What can be taken out, and in which form; `address` is completed with the id of
    what stands in braces."""

    kind = serializers.CharField()
    title = serializers.CharField()
    format = serializers.CharField()
    address = serializers.CharField()


class ExportFormats(serializers.Serializer[Any]):
    """Everything that can be taken out."""

    results = ExportFormat(many=True)


class Exports(Endpoint):
    """What can be taken out. Nothing is kept of an export but that it was made, in the read log."""

    collection = "exports"

    @schema.reads(ExportFormats, versioned=False, summary="What can be taken out")
    def get(self, request: Request, inspectorate: str, **_: Any) -> Response:
        archive = {
            "kind": "inspection",
            "title": "An inspection whole",
            "format": "application/zip",
            "address": f"/api/v1/{inspectorate}/exports/{{inspection}}",
        }
        following = {
            "kind": "following",
            "title": "What became of main points: all committees, or one by its id",
            "format": "application/zip",
            "address": f"/api/v1/{inspectorate}/exports/following/{{all or a committee}}",
        }
        return Response({"results": [archive, following]})


class OneExport(Endpoint):
    """An inspection whole, in any state, as a ZIP that is sent while it is written."""

    collection = "exports"

    @schema.reads(
        OpenApiResponse(OpenApiTypes.BINARY, description="The archive, as an attachment."),
        versioned=False,
        media_type="application/zip",
        operation_id="exports_archive",
        summary="Take an inspection out whole",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> StreamingHttpResponse:
        taken = take_out(actor=self.actor, inspection=inspection)
        response = StreamingHttpResponse(taken.chunks, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{inspection}.zip"'
        return response
