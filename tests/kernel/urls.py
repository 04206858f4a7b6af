"""A few endpoints of the kernel's bases, for the tests of the bases themselves."""

from typing import Any

from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from areas.models import LocalAuthorityArea
from inspectorate.kernel.api.lists import ListEndpoint
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import NotFound, Refused, Stale
from inspectorate.kernel.listing import Filter, Listing


def record(area: LocalAuthorityArea) -> dict[str, Any]:
    return {"id": area.pk, "code": area.code, "version": area.version}


class AreaInput(serializers.Serializer):
    code = serializers.CharField(max_length=20)


class Areas(ListEndpoint):
    collection = "areas"
    listing = Listing(
        source="areas_localauthorityarea a",
        key="a.id",
        scoped="a.inspectorate_id",
        columns={"code": "a.code"},
        make=lambda row: {"id": row[0], "code": row[1]},
        filters={"code": Filter("a.code = %s")},
    )

    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(AreaInput)
        if sent["code"] == "refused":
            raise Refused("Not this one.")
        area = LocalAuthorityArea.objects.create(code=sent["code"], name=sent["code"])
        if sent["code"] == "late":
            raise Refused("Too late.")
        return answer(record(area), status=201, location=f"/areas/{area.pk}")


class Area(Endpoint):
    collection = "areas"

    def patch(self, request: Request, number: int, **_: Any) -> Response:
        base = self.based_on()
        area = LocalAuthorityArea.objects.filter(pk=number).first()
        if area is None:
            raise NotFound
        if area.version != base:
            raise Stale(record(area))
        area.version += 1
        area.save()
        return answer(record(area))


urlpatterns = [
    path("api/v1/<slug:inspectorate>/areas", Areas.as_view()),
    path("api/v1/<slug:inspectorate>/areas/<int:number>", Area.as_view()),
]
