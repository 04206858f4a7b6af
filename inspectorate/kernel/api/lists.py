"""Endpoints that list: a page of a Listing, with absolute addresses."""

from collections.abc import Sequence
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.kernel.api.views import Endpoint
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.listing import Listing


def page_of(
    record: type[serializers.Serializer[Any]], name: str
) -> type[serializers.Serializer[Any]]:
    """The schema of a page of records, for the API's description."""
    return type(
        f"{name}Page",
        (serializers.Serializer,),
        {
            "results": record(many=True),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "__doc__": "A page; follow `next` until it is null.",
        },
    )


class ListEndpoint(Endpoint):
    """GET gives a page. ``visible`` narrows it to what the actor may see."""

    listing: ClassVar[Listing]

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return "", ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        where, values = self.visible(request)
        for name in request.query_params:
            if len(request.query_params.getlist(name)) > 1:
                raise Invalid({name: "Give this parameter once."})
        page = self.listing.page(
            request.query_params.dict(),
            path=request.build_absolute_uri(request.path),
            where=where,
            values=values,
        )
        return Response(page)
