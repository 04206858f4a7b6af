"""Follow-through inspections: scope, judgements, the decision for the area; an area's rounds."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough import operations
from followthrough.operations.rounds import DECISION, LONGEST_REASON, SCOPE
from followthrough.operations.rounds_judging import (
    LONGEST_FACTOR,
    LONGEST_RATIONALE,
    LONGEST_TITLE,
    MOST_EVIDENCE,
    MOST_FACTORS,
)
from followthrough.queries.rounds import judgement_of, round_now
from followthrough.queries.rounds_compared import records, rounds_compared
from followthrough.rules.rounds import MOST_MONTHS
from followthrough.terms import AreaDecision, PointDecision, PointStatus, ScopeChoice
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid

MOST_POINTS = 1_000


class RoundRecord(serializers.Serializer[Any]):
    """What a follow-through inspection looks at and decides; version 0 while nothing was chosen."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    choice = serializers.ChoiceField(ScopeChoice.choices, allow_null=True)
    points = serializers.ListField(child=serializers.CharField())
    reason = serializers.CharField(allow_blank=True)
    area_decision = serializers.ChoiceField(AreaDecision.choices, allow_null=True)
    again_within_months = serializers.IntegerField(allow_null=True)
    decision_reason = serializers.CharField(allow_blank=True)


class RoundChanges(serializers.Serializer[Any]):
    """Either the scope (`choice`, with `points` for some and `reason` for less than all) or the
    decision for the area (`area_decision`, `again_within_months`, `decision_reason`)."""

    choice = serializers.ChoiceField(ScopeChoice.choices, required=False)
    points = serializers.ListField(
        child=serializers.CharField(max_length=16), max_length=MOST_POINTS, required=False
    )
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    area_decision = serializers.ChoiceField(AreaDecision.choices, required=False)
    again_within_months = serializers.IntegerField(
        min_value=1, max_value=MOST_MONTHS, required=False, allow_null=True
    )
    decision_reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True
    )


class Factor(serializers.Serializer[Any]):
    """What worked: a short title by which it is counted, and what was seen."""

    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = serializers.CharField(
        max_length=LONGEST_FACTOR, required=False, allow_blank=True, default=""
    )


class RoundJudgement(serializers.Serializer[Any]):
    """Progress on a point as its team judges it. `missing` says what it still needs for moderation."""

    id = serializers.CharField(allow_null=True)
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    main_point = serializers.CharField()
    value = serializers.CharField(allow_blank=True)
    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    rationale = serializers.CharField(allow_blank=True)
    decision = serializers.ChoiceField(PointDecision.choices, allow_null=True)
    decision_reason = serializers.CharField(allow_blank=True)
    evidence = serializers.ListField(child=serializers.CharField())
    success_factors = Factor(many=True)
    missing = serializers.ListField(child=serializers.CharField())


class RoundJudgementChanges(serializers.Serializer[Any]):
    """Fields to change. `value` is a level's code, several joined by "|", or a reason for none; empty
    clears. The lists are sent whole."""

    value = serializers.CharField(max_length=200, required=False, allow_blank=True)
    rationale = serializers.CharField(
        max_length=LONGEST_RATIONALE, required=False, allow_blank=True
    )
    decision = serializers.ChoiceField(PointDecision.choices, required=False, allow_blank=True)
    decision_reason = serializers.CharField(
        max_length=LONGEST_RATIONALE, required=False, allow_blank=True
    )
    evidence = serializers.ListField(
        child=serializers.CharField(max_length=16), max_length=MOST_EVIDENCE, required=False
    )
    success_factors = serializers.ListField(child=Factor(), max_length=MOST_FACTORS, required=False)


class Steps(serializers.Serializer[Any]):
    """Levels up (positive) or down since the judgement before; two numbers where it is not sure."""

    min = serializers.IntegerField()
    max = serializers.IntegerField()


class OneRound(serializers.Serializer[Any]):
    """What one published follow-through inspection judged; `other_scale`: not comparable before."""

    inspection = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    edition = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    change = Steps(allow_null=True)
    other_scale = serializers.BooleanField()
    decision = serializers.ChoiceField(PointDecision.choices, allow_null=True)
    success_factors = serializers.ListField(child=serializers.CharField())


class PointRounds(serializers.Serializer[Any]):
    main_point = serializers.CharField()
    reference = serializers.CharField()
    status = serializers.ChoiceField(PointStatus.choices)
    replaced_by = serializers.CharField(allow_null=True)
    rounds = OneRound(many=True)


class RoundsOfArea(serializers.Serializer[Any]):
    """Every published main point of an area, and of those it succeeded, with its rounds."""

    results = PointRounds(many=True)


class RoundOfInspection(Endpoint):
    """The scope of a follow-through inspection, and its decision for the area."""

    collection = "inspections"

    @schema.reads(RoundRecord, refuses=(409,), summary="What a follow-through inspection looks at")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return answer(round_now(self.actor, inspection))

    @schema.edits(RoundChanges, RoundRecord, summary="Choose the scope, or decide for the area")
    def patch(self, request: Request, inspection: str, **_: Any) -> Response:
        base, sent = self.based_on(), self.sent(RoundChanges)
        by = {"actor": self.actor, "inspection": inspection, "based_on": base}
        if "choice" in sent and sent.keys() <= set(SCOPE):
            return answer(operations.choose_scope(**by, **sent))
        if "area_decision" in sent and sent.keys() <= set(DECISION):
            return answer(operations.decide_for_area(**by, **sent))
        said = (
            "Send choice with its points and reason, or area_decision with its months and reason."
        )
        raise Invalid({"choice": said})


class RoundPointJudgement(Endpoint):
    """The judgement of progress on one point in scope."""

    collection = "inspections"

    @schema.reads(RoundJudgement, refuses=(409,), summary="Progress on a point, as it is judged")
    def get(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        return answer(judgement_of(self.actor, inspection, point))

    @schema.edits(RoundJudgementChanges, RoundJudgement, summary="Judge progress on a point")
    def patch(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        base, sent = self.based_on(), self.sent(RoundJudgementChanges)
        saved = operations.save_judgement(
            actor=self.actor,
            inspection=inspection,
            point=point,
            based_on=base,
            changes=sent,
            exact=True,
        )
        return answer(saved)


class AreaRounds(Endpoint):
    """An area's rounds compared."""

    collection = "areas"
    also = ("progress",)

    @schema.reads(
        RoundsOfArea,
        versioned=False,
        operation_id="areas_rounds",
        summary="Progress on an area's main points, round by round",
    )
    def get(self, request: Request, area: str, **_: Any) -> Response:
        return Response({"results": records(rounds_compared(self.actor, area))})
