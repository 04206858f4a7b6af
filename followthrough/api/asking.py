"""main-points/reminders: the link inspector asks the partners of chosen points for a word."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.operations.reminders import ask_by_hand
from followthrough.queries.asking import Asking, asking
from followthrough.rules.asking import LONGEST_SENTENCE, MOST_POINTS
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class Letter(serializers.Serializer[Any]):
    """One message: to which member, about which points."""

    member = serializers.CharField()
    name = serializers.CharField()
    main_points = serializers.ListField(child=serializers.CharField())


class Reminders(serializers.Serializer[Any]):
    """Who gets a message. `stops` says why nothing would be sent; empty once it was."""

    on = serializers.DateField()
    letters = Letter(many=True)
    stops = serializers.ListField(child=serializers.CharField())


class AskForAWord(serializers.Serializer[Any]):
    """All or nothing. `again`: also points about which their partners were asked today already."""

    main_points = serializers.ListField(
        child=serializers.CharField(max_length=16), min_length=1, max_length=MOST_POINTS
    )
    text = serializers.CharField(max_length=LONGEST_SENTENCE)
    again = serializers.BooleanField(required=False, default=False)


def _record(found: Asking, stops: tuple[str, ...] = ()) -> dict[str, Any]:
    letters = [
        {
            "member": ids.encode("membership", one.member),
            "name": one.name,
            "main_points": [point.id for point in one.points],
        }
        for one in found.letters
    ]
    return {"on": found.day, "letters": letters, "stops": list(stops)}


class AskPartners(Endpoint):
    """Asked by hand."""

    collection = "main-points"

    @schema.reads(
        Reminders,
        OpenApiParameter("main_point", str, required=True, description="Ids, with commas between."),
        versioned=False,
        refuses=(422,),
        summary="Who would be asked for a word; nothing is sent",
    )
    def get(self, request: Request, **_: Any) -> Response:
        named = [one for one in request.query_params.get("main_point", "").split(",") if one]
        found = asking(self.actor, [ids.decode("point", one) for one in named])
        return Response(_record(found, found.stops))

    @schema.creates(AskForAWord, Reminders, summary="Ask the partners of main points for a word")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(AskForAWord)
        points = [ids.decode("point", one) for one in sent.pop("main_points")]
        asked = ask_by_hand(actor=self.actor, points=points, **sent)
        return Response(_record(asked), status=201, headers={"Location": request.path})
