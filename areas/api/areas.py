"""The collection ``areas``."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from areas import access, operations, queries
from areas.api.serializers import AreaInput, AreaLineSerializer, AreaSerializer
from areas.models import LocalAuthorityArea
from areas.terms import BodyKind
from inspectorate.kernel import ids
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.schema import creates, edits, lists, reads
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.listing import Filter, Listing

LINKS = {
    "committees": BodyKind.COMMITTEE,
    "health_boards": BodyKind.HEALTH_BOARD,
    "police_forces": BodyKind.POLICE_FORCE,
    "chief_officers_groups": BodyKind.CHIEF_OFFICERS_GROUP,
}
FIELDS = ("code", "name", "gss_code", "pilot", "from_on", "to_on", "version")
ON_DAY = "coalesce({0}.from_on, '-infinity') <= day and coalesce({0}.to_on, 'infinity') >= day"
AS_AT = "exists (select 1 from (select %s::date as day) asked where {0})"
OF_COMMITTEE = """exists (
  select 1 from areas_committeearea l
  where l.inspectorate_id = a.inspectorate_id and l.area_id = a.id and l.committee_id = %s
    and coalesce(l.from_on, '-infinity') <= current_date
    and coalesce(l.to_on, 'infinity') >= current_date)"""


def day(text: str) -> date:
    """Raises ValueError saying how a day is written."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("Give a day as 2026-04-02.") from None


def line(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": ids.encode("area", row[0]), **dict(zip(FIELDS, row[1:], strict=True))}


def record(area: LocalAuthorityArea) -> dict[str, Any]:
    """An area with every link it has or had."""
    links = queries.links_of_area(area, timezone.localdate())
    return {
        "id": ids.encode("area", area.pk),
        **{name: getattr(area, name) for name in FIELDS},
        **{
            name: [
                {
                    "id": link.other.id,
                    "name": link.other.name,
                    "from_on": link.from_on,
                    "to_on": link.to_on,
                }
                for link in links
                if link.kind is kind
            ]
            for name, kind in LINKS.items()
        },
    }


class Areas(ListEndpoint):
    """Local authority areas."""

    collection = "areas"
    listing = Listing(
        source="areas_localauthorityarea a",
        key="a.id",
        scoped="a.inspectorate_id",
        columns={name: f"a.{name}" for name in FIELDS},
        make=line,
        filters={
            "code": Filter("a.code = %s"),
            "as_at": Filter(AS_AT.format(ON_DAY.format("a")), day),
            "committee": Filter(OF_COMMITTEE, lambda text: ids.decode("committee", text)),
        },
    )

    @lists(
        page_of(AreaLineSerializer, "Areas"),
        OpenApiParameter("code", str, description="The area's code."),
        OpenApiParameter(
            "as_at", {"type": "string", "format": "date"}, description="Areas there were on a day."
        ),
        OpenApiParameter(
            "committee", str, description="The id of the committee they belong to today."
        ),
        operation_id="areas_list",
        summary="Areas",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @creates(AreaInput, AreaSerializer, operation_id="areas_create", summary="Make an area")
    def post(self, request: Request, inspectorate: str) -> Response:
        made = operations.create_area(actor=self.actor, **self.sent(AreaInput))
        body = record(made)
        location = reverse("api-area", args=[inspectorate, body["id"]], request=request)
        return answer(body, status=201, location=location)


class Area(Endpoint):
    """One local authority area."""

    collection = "areas"

    @reads(AreaSerializer, operation_id="areas_get", summary="An area")
    def get(self, request: Request, inspectorate: str, area: str) -> Response:
        return answer(record(access.area_for(self.actor, area)))

    @edits(AreaInput, AreaSerializer, operation_id="areas_edit", summary="Change an area")
    def patch(self, request: Request, inspectorate: str, area: str) -> Response:
        access.area_for(self.actor, area)
        based_on = self.based_on()
        wanted = self.sent(AreaInput, partial=True)
        try:
            done = operations.edit_area(
                actor=self.actor, reference=area, based_on=based_on, wanted=wanted, exact=True
            )
        except Stale as stale:
            raise Stale(record(stale.current)) from None
        return answer(record(done))
