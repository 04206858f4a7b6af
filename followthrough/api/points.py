"""main-points: what inspections asked of partnerships."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough import access, operations, queries
from followthrough.queries.standing import Group
from followthrough.terms import PointStatus
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale


class MainPoint(serializers.Serializer[Any]):
    """A main point for action. Its owner is the partnership of the area, never one service."""

    id = serializers.CharField()
    inspection = serializers.CharField()
    area_code = serializers.CharField()
    programme = serializers.CharField()
    number = serializers.IntegerField()
    reference = serializers.CharField(help_text="How it is cited: area, inspection, number.")
    indicator_code = serializers.CharField(allow_null=True, help_text="The first it answers.")
    indicator_codes = serializers.ListField(child=serializers.CharField())
    services = serializers.ListField(
        child=serializers.CharField(), help_text="Named by the published report."
    )
    text = serializers.CharField()
    theme = serializers.CharField(allow_null=True, help_text="A theme's code.")
    lead_post = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(PointStatus.choices)
    version = serializers.IntegerField()


class NewMainPoint(serializers.Serializer[Any]):
    inspection = serializers.CharField(max_length=16)
    number = serializers.IntegerField(min_value=1, max_value=operations.LARGEST_NUMBER)
    text = serializers.CharField(max_length=operations.LONGEST_TEXT)
    indicator_code = serializers.CharField(max_length=40, required=False, allow_null=True)


class MainPointChanges(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=operations.LONGEST_TEXT, required=False)
    indicator_code = serializers.CharField(max_length=40, required=False, allow_null=True)


STANDINGS = [str(one) for one in Group]
STANDS = (
    "How a point stands today, for who follows or answers for its committee; nothing for others."
)


class MainPoints(ListEndpoint):
    collection = "main-points"
    listing = queries.POINTS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        where, values = access.visible_sql(self.actor)
        standing = request.query_params.get("standing", "")
        if standing not in STANDINGS:
            return where, values
        rows = queries.points_standing(self.actor, standing)
        return " and ".join([*([where] if where else []), "p.id = any(%s)"]), [*values, rows]

    @schema.lists(
        page_of(MainPoint, "MainPoints"),
        OpenApiParameter("area", str, description="An area's code."),
        OpenApiParameter("programme", str, description="A programme's code."),
        OpenApiParameter("theme", str, description="A theme's code."),
        OpenApiParameter("indicator", str, description="An indicator's code."),
        OpenApiParameter("status", str, enum=PointStatus.values),
        OpenApiParameter("standing", str, enum=STANDINGS, description=STANDS),
        OpenApiParameter("inspection", str, description="An inspection's id."),
        summary="Main points for action, in the order they were recorded",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewMainPoint, MainPoint, summary="Add a main point to an inspection")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(NewMainPoint)
        point = operations.create_point(
            actor=request.actor,  # type: ignore[attr-defined]
            inspection_id=ids.decode("inspection", sent["inspection"]),
            number=sent["number"],
            text=sent["text"],
            indicator_code=sent.get("indicator_code"),
        )
        record = queries.point_record(point)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneMainPoint(Endpoint):
    collection = "main-points"

    @schema.reads(MainPoint, summary="One main point")
    def get(self, request: Request, point: str, **_: Any) -> Response:
        found = access.point_by_id(request.actor, ids.decode("point", point))  # type: ignore[attr-defined]
        return answer(queries.point_record(found))

    @schema.edits(MainPointChanges, MainPoint, summary="Change a main point not yet published")
    def patch(self, request: Request, point: str, **_: Any) -> Response:
        base, sent = self.based_on(), self.sent(MainPointChanges)
        try:
            changed = operations.edit_point(
                actor=request.actor,  # type: ignore[attr-defined]
                point_id=ids.decode("point", point),
                base=base,
                changes=sent,
            )
        except Stale as stale:
            raise Stale(queries.point_record(stale.current)) from None
        return answer(queries.point_record(changed))
