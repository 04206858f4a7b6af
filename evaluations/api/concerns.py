"""Concerns about a child at risk now: raised and read here, dealt with by people on the pages."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import access
from evaluations.access.concerns import concern_for, concerns_visible_sql
from evaluations.operations.concerns import as_record, raise_concern
from evaluations.operations.reading_log import note_concerns_read
from evaluations.queries.concern_listing import CONCERNS
from evaluations.terms import ConcernStatus, ReadHow
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000


class ConcernRecord(serializers.Serializer[Any]):
    """A concern. `noticed_at` is the clock of who raised it, `raised_at` ours. `told_whom`,
    `told_at` and `outcome` are there once it is closed."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField(allow_null=True)
    sampled_case = serializers.CharField(allow_null=True)
    what = serializers.CharField()
    where = serializers.CharField(allow_blank=True)
    told_already = serializers.CharField(allow_blank=True)
    noticed_at = serializers.DateTimeField()
    raised_at = serializers.DateTimeField()
    status = serializers.ChoiceField(ConcernStatus.choices)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    told_whom = serializers.CharField(allow_blank=True)
    told_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.CharField(allow_blank=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class NewConcernOfInspection(serializers.Serializer[Any]):
    """A concern to be raised. Only `what` is needed; `noticed_at` is now unless it is given.
    Identifiers in it are kept and listed: nothing is taken out of a concern."""

    what = serializers.CharField(max_length=LONGEST_TEXT)
    where = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    told_already = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True
    )
    noticed_at = serializers.DateTimeField(required=False)
    sampled_case = serializers.CharField(max_length=16, required=False)


class NewConcern(NewConcernOfInspection):
    """The same, of an inspection or of none. One that this token cannot reach is left out, and the
    concern goes to everybody who handles concerns."""

    inspection = serializers.CharField(max_length=16, required=False)


CONCERNS_PAGE = page_of(ConcernRecord, "Concerns")


def _noted(actor: Any, records: Sequence[dict[str, Any]]) -> None:
    read = {
        ids.decode("concern", one["id"]): one["inspection"]
        and ids.decode("inspection", one["inspection"])
        for one in records
    }
    note_concerns_read(actor, read, ReadHow.API)


class Concerns(ListEndpoint):
    """The concerns of the inspectorate."""

    collection = "inspections"
    listing = CONCERNS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return concerns_visible_sql(self.actor)

    @schema.lists(
        CONCERNS_PAGE,
        OpenApiParameter("status", str, enum=ConcernStatus.values),
        OpenApiParameter("inspection", str, description="An inspection's id."),
        summary="Concerns about a child at risk now",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = super().get(request, *args, **kwargs)
        _noted(self.actor, page.data["results"])
        return page

    @schema.creates(NewConcern, ConcernRecord, summary="Raise a concern about a child at risk now")
    def post(self, request: Request, **_: Any) -> Response:
        record = raise_concern(actor=self.actor, **self.sent(NewConcern))
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneConcern(Endpoint):
    """One concern."""

    collection = "inspections"

    @schema.reads(ConcernRecord, summary="One concern")
    def get(self, request: Request, concern: str, **_: Any) -> Response:
        record = as_record(concern_for(self.actor, concern))
        _noted(self.actor, [record])
        return answer(record)


class ConcernsOfInspection(ListEndpoint):
    """The concerns of one inspection."""

    collection = "inspections"
    listing = CONCERNS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        found = access.inspection_for(self.actor, self.kwargs["inspection"])
        where, values = concerns_visible_sql(self.actor)
        return f"c.inspection_id = %s and {where}", [found.pk, *values]

    @schema.lists(
        CONCERNS_PAGE,
        OpenApiParameter("status", str, enum=ConcernStatus.values),
        summary="Concerns of one inspection",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = super().get(request, *args, **kwargs)
        _noted(self.actor, page.data["results"])
        return page

    @schema.creates(
        NewConcernOfInspection, ConcernRecord, summary="Raise a concern met on an inspection"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        access.inspection_for(self.actor, inspection)
        sent = self.sent(NewConcernOfInspection)
        record = raise_concern(actor=self.actor, inspection=inspection, **sent)
        here = request.path.removesuffix(f"/inspections/{inspection}/concerns")
        return answer(record, status=201, location=f"{here}/concerns/{record['id']}")
