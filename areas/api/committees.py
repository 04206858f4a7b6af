"""The collection ``committees``."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from areas import access, operations, queries
from areas.api.areas import AS_AT, ON_DAY, day
from areas.api.serializers import CommitteeInput, CommitteeLineSerializer, CommitteeSerializer
from areas.models import Body
from areas.terms import BodyKind
from inspectorate.kernel import ids
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.schema import creates, edits, lists, reads
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.listing import Filter, Listing

FIELDS = ("code", "name", "from_on", "to_on", "version")


def line(row: Sequence[Any]) -> dict[str, Any]:
    return {"id": ids.encode("committee", row[0]), **dict(zip(FIELDS, row[1:], strict=True))}


def record(committee: Body) -> dict[str, Any]:
    """A committee with every area it covers or covered and its link inspectors."""
    today = timezone.localdate()
    return {
        "id": ids.encode("committee", committee.pk),
        **{name: getattr(committee, name) for name in FIELDS},
        "areas": [
            {
                "id": link.other.id,
                "name": link.other.name,
                "from_on": link.from_on,
                "to_on": link.to_on,
            }
            for link in queries.links_of_body(BodyKind.COMMITTEE, committee, today)
        ],
        "link_inspectors": [
            {"name": one.name, "from_on": one.from_on, "to_on": one.to_on}
            for one in queries.link_inspectors_of(committee, today)
        ],
    }


class Committees(ListEndpoint):
    """Child Protection Committees."""

    collection = "committees"
    listing = Listing(
        source="areas_childprotectioncommittee c",
        key="c.id",
        scoped="c.inspectorate_id",
        columns={name: f"c.{name}" for name in FIELDS},
        make=line,
        filters={
            "code": Filter("c.code = %s"),
            "as_at": Filter(AS_AT.format(ON_DAY.format("c")), day),
        },
    )

    @lists(
        page_of(CommitteeLineSerializer, "Committees"),
        OpenApiParameter("code", str, description="The committee's code."),
        OpenApiParameter(
            "as_at",
            {"type": "string", "format": "date"},
            description="Committees there were on a day.",
        ),
        operation_id="committees_list",
        summary="Committees",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @creates(
        CommitteeInput,
        CommitteeSerializer,
        operation_id="committees_create",
        summary="Make a committee",
    )
    def post(self, request: Request, inspectorate: str) -> Response:
        made = operations.create_body(
            actor=self.actor, kind=BodyKind.COMMITTEE, **self.sent(CommitteeInput)
        )
        body = record(made)
        location = reverse("api-committee", args=[inspectorate, body["id"]], request=request)
        return answer(body, status=201, location=location)


class Committee(Endpoint):
    """One Child Protection Committee."""

    collection = "committees"

    @reads(CommitteeSerializer, operation_id="committees_get", summary="A committee")
    def get(self, request: Request, inspectorate: str, committee: str) -> Response:
        return answer(record(access.committee_for(self.actor, committee)))

    @edits(
        CommitteeInput,
        CommitteeSerializer,
        operation_id="committees_edit",
        summary="Change a committee",
    )
    def patch(self, request: Request, inspectorate: str, committee: str) -> Response:
        access.committee_for(self.actor, committee)
        based_on = self.based_on()
        try:
            done = operations.edit_body(
                actor=self.actor,
                kind=BodyKind.COMMITTEE,
                reference=committee,
                based_on=based_on,
                wanted=self.sent(CommitteeInput, partial=True),
                exact=True,
            )
        except Stale as stale:
            raise Stale(record(stale.current)) from None
        return answer(record(done))
