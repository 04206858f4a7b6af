"""duties: what the person whose token it is has to do."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.accounts.duty_lists import open_duties
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class DutyRecord(serializers.Serializer[Any]):
    """`path` is the address of the page where it is done; `late`: its day has passed."""

    id = serializers.CharField()
    kind = serializers.CharField()
    title = serializers.CharField()
    path = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    given_at = serializers.DateTimeField()
    late = serializers.BooleanField()


class DutyList(serializers.Serializer[Any]):
    """The most urgent first; at most 200. A tool that is nobody's own has none."""

    results = DutyRecord(many=True)


class Duties(Endpoint):
    """What is to be done by the person whose own token it is."""

    collection = "inspections"

    @schema.reads(DutyList, versioned=False, summary="What the token's person has to do")
    def get(self, request: Request, **_: Any) -> Response:
        return Response({"results": DutyRecord(open_duties(self.actor), many=True).data})
