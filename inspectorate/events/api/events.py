"""events: what happened, in order, to be read on from any of them."""

from typing import Any
from urllib.parse import urlencode

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.events.queries import feed
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import page_of
from inspectorate.kernel.api.views import Endpoint
from inspectorate.kernel.events import LONGEST_KIND
from inspectorate.kernel.listing import LARGEST_PAGE, USUAL_PAGE

READ = ":read"


class EventRecord(serializers.Serializer[Any]):
    """That something happened, never what was written. Fetch the record with your own rights:
    `subject` is its id in `collection`. `kind` is past tense and begins with the thing."""

    id = serializers.CharField()
    kind = serializers.CharField()
    collection = serializers.CharField()
    subject = serializers.CharField()
    at = serializers.DateTimeField()


class WhatIsWanted(serializers.Serializer[Any]):
    """Where to read on, and which kind."""

    after = serializers.CharField(max_length=16, required=False, allow_blank=True, default="")
    kind = serializers.CharField(
        max_length=LONGEST_KIND, required=False, allow_blank=True, default=""
    )
    page_size = serializers.IntegerField(
        min_value=1, max_value=LARGEST_PAGE, required=False, default=USUAL_PAGE
    )


class Events(Endpoint):
    """What happened to records of the collections that the token may read, oldest first."""

    collection = "events"

    @schema.reads(
        page_of(EventRecord, "Events"),
        OpenApiParameter("after", str, description="The id of the last event you have."),
        OpenApiParameter("kind", str, description="Such as main-point.closed."),
        OpenApiParameter("page_size", int, description=f"At most {LARGEST_PAGE}."),
        versioned=False,
        refuses=(422,),
        summary="What happened since",
    )
    def get(self, request: Request, **_: Any) -> Response:
        serializer = WhatIsWanted(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        wanted = dict(serializer.validated_data)
        size = wanted.pop("page_size")
        scopes: frozenset[str] = request.auth.scopes  # type: ignore[union-attr]
        readable = [one.removesuffix(READ) for one in scopes if one.endswith(READ)]
        found = feed(self.actor, collections=readable, most=size + 1, **wanted)
        shown = found[:size]
        path = request.build_absolute_uri(request.path)
        more = {**wanted, "after": shown[-1].id, "page_size": size} if len(found) > size else None
        following = f"{path}?{urlencode(more)}" if more else None
        records = [one.record() for one in shown]
        return Response({"results": records, "next": following, "previous": None})
