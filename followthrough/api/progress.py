"""progress: what follow-through inspections judged of each main point."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough import access, operations, queries
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import answer
from inspectorate.kernel.errors import Stale


class ProgressRecord(serializers.Serializer[Any]):
    """A judgement: a level, a set of levels, or a non-grade, in the edition's own codes."""

    id = serializers.CharField()
    main_point = serializers.CharField()
    inspection = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    rationale = serializers.CharField()
    version = serializers.IntegerField()


class Judgement(serializers.Serializer[Any]):
    """``based_on`` is the version of the judgement this changes, 0 for the first."""

    main_point = serializers.CharField(max_length=16)
    inspection = serializers.CharField(max_length=16)
    value = serializers.CharField(max_length=200)
    rationale = serializers.CharField(
        max_length=operations.LONGEST_TEXT, required=False, allow_blank=True, default=""
    )
    based_on = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, default=0)


class AllProgress(ListEndpoint):
    collection = "progress"
    listing = queries.PROGRESS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return access.visible_sql(request.actor)  # type: ignore[attr-defined]

    @schema.lists(
        page_of(ProgressRecord, "Progress"),
        OpenApiParameter("main_point", str, description="A main point's id."),
        OpenApiParameter("inspection", str, description="A follow-through inspection's id."),
        summary="Progress judged at follow-through inspections",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(Judgement, ProgressRecord, summary="Judge progress on a main point")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(Judgement)
        try:
            progress = operations.judge_progress(
                actor=request.actor,  # type: ignore[attr-defined]
                point_id=ids.decode("point", sent["main_point"]),
                inspection_id=ids.decode("inspection", sent["inspection"]),
                value=sent["value"],
                rationale=sent["rationale"],
                base=sent["based_on"],
            )
        except Stale as stale:
            current = queries.progress_record(stale.current) if stale.current else {"version": 0}
            raise Stale(current) from None
        return answer(queries.progress_record(progress), status=201)
