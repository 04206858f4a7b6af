"""Days that are no working days beside the nation's: of areas, and the inspectorate's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from areas import operations
from areas.rules.holidays import FIRST, LAST, LONGEST_NAME, MOST_LINES
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.schema import creates, lists, removes
from inspectorate.kernel.api.views import Endpoint
from inspectorate.kernel.listing import Filter, Listing


class HolidayRecord(serializers.Serializer[Any]):
    """A day that is no working day; `area` is null for one of the whole inspectorate."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    area = serializers.CharField(allow_null=True)
    on = serializers.DateField()
    name = serializers.CharField()


class HolidayInput(serializers.Serializer[Any]):
    on = serializers.DateField()
    name = serializers.CharField(max_length=LONGEST_NAME)

    def validate_on(self, on: date) -> date:
        if not FIRST <= on <= LAST:
            raise serializers.ValidationError(f"Give a day from {FIRST.year} to {LAST.year}.")
        return on


class HolidaysInput(serializers.Serializer[Any]):
    """Days to keep, all or none; a known day gets the new name. Without `area` (its id) they are the
    whole inspectorate's."""

    area = serializers.CharField(max_length=16, required=False, allow_blank=True)
    days = serializers.ListField(child=HolidayInput(), min_length=1, max_length=MOST_LINES)


class HolidaysKept(serializers.Serializer[Any]):
    """How many days are new, and how many have another name now."""

    made = serializers.IntegerField()
    renamed = serializers.IntegerField()


def line(row: Sequence[Any]) -> dict[str, Any]:
    return {
        "id": ids.encode("holiday", row[0]),
        "version": row[1],
        "area": ids.encode("area", row[2]) if row[2] else None,
        "on": row[3],
        "name": row[4],
    }


class Holidays(ListEndpoint):
    """Local holidays."""

    collection = "areas"
    listing = Listing(
        source="areas_holiday h",
        key="h.id",
        scoped="h.inspectorate_id",
        columns={"version": "h.version", "area": "h.area_id", "on": 'h."on"', "name": "h.name"},
        make=line,
        filters={"area": Filter("h.area_id = %s", lambda text: ids.decode("area", text))},
    )

    @lists(
        page_of(HolidayRecord, "Holidays"),
        OpenApiParameter("area", str, description="The id of an area: its own days."),
        operation_id="holidays_list",
        summary="Local holidays",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.actor.require(P.SEE_AREAS)
        return super().get(request, *args, **kwargs)

    @creates(HolidaysInput, HolidaysKept, operation_id="holidays_keep", summary="Keep holidays")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(HolidaysInput)
        days = [(one["on"], one["name"]) for one in sent["days"]]
        done = operations.add_holidays(actor=self.actor, days=days, area=sent.get("area", ""))
        return Response({"made": done.made, "renamed": done.renamed}, status=201)


class OneHoliday(Endpoint):
    """One local holiday."""

    collection = "areas"

    @removes(based_on=True, operation_id="holidays_remove", summary="A working day after all")
    def delete(self, request: Request, holiday: str, **_: Any) -> Response:
        based_on = self.based_on()
        operations.remove_holiday(actor=self.actor, holiday=holiday, based_on=based_on)
        return Response(status=204)
