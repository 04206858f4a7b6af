"""What is known of an area when its next visit is planned, and what was decided."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.operations.planning import LONGEST_REASON, decide_visit
from followthrough.queries.picture import decisions_of, picture_of
from followthrough.terms import ScopeChoice
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class VisitDecision(serializers.Serializer[Any]):
    """What a person decided for the next visit, and what was known then."""

    id = serializers.CharField()
    choice = serializers.CharField()
    programme = serializers.CharField(allow_null=True)
    visit_after = serializers.DateField(allow_null=True)
    visit_before = serializers.DateField(allow_null=True)
    reason = serializers.CharField()
    picture = serializers.DictField()
    at = serializers.DateTimeField()


class VisitPlanning(serializers.Serializer[Any]):
    picture = serializers.DictField()
    decisions = VisitDecision(many=True)


class DecideVisit(serializers.Serializer[Any]):
    """``programme`` is a code."""

    choice = serializers.ChoiceField(ScopeChoice.choices)
    programme = serializers.CharField(max_length=60, required=False, default="", allow_blank=True)
    visit_after = serializers.DateField(required=False, allow_null=True, default=None)
    visit_before = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=LONGEST_REASON)


def _decision(one: Any) -> dict[str, Any]:
    return {
        "id": ids.encode("planning-decision", one.pk),
        "choice": one.choice,
        "programme": one.programme.code if one.programme else None,
        "visit_after": one.visit_after,
        "visit_before": one.visit_before,
        "reason": one.reason,
        "picture": one.picture,
        "at": one.at,
    }


class AreaPlanning(Endpoint):
    """The picture of an area today, and every decision with the picture it was made on."""

    collection = "areas"

    @schema.reads(VisitPlanning, versioned=False, summary="What is known for planning a visit")
    def get(self, request: Request, area: str, **_: Any) -> Response:
        drawn = picture_of(self.actor, area)
        decided = [_decision(one) for one in decisions_of(drawn.row)]
        return Response({"picture": drawn.as_data(), "decisions": decided})

    @schema.creates(DecideVisit, VisitDecision, summary="Decide on the next visit to an area")
    def post(self, request: Request, area: str, **_: Any) -> Response:
        made = decide_visit(actor=self.actor, area=area, **self.sent(DecideVisit))
        return Response(_decision(made), status=201, headers={"Location": request.path})
