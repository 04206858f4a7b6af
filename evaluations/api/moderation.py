"""moderation: second judgements given blind, what a panel decides, and calibration."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations.judgements import decide, save_judgement
from evaluations.operations.moderation import (
    choose_indicators,
    draw_indicators,
    take_moderation,
)
from evaluations.queries.calibration import calibration, calibration_record
from evaluations.queries.moderation import desk
from evaluations.queries.moderation_records import desk_record, one_side_record
from evaluations.rules.moderation import LONGEST_REASON, LONGEST_SEED, LONGEST_WHY
from evaluations.rules.values import Chosen
from evaluations.shared.api import IdentifiersKept
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_CODE = 60
MOST_INDICATORS = 1_000
MOST_PEOPLE = 30


class JudgementRecord(serializers.Serializer[Any]):
    """One chosen indicator. Of both sides nothing is here until the judgement is `given`, but one's
    own to its author. `steps`: levels that it is above the team's then; below is negative."""

    indicator_code = serializers.CharField()
    version = serializers.IntegerField()
    given = serializers.BooleanField()
    given_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_blank=True)
    level = serializers.CharField(allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    team_level = serializers.CharField(allow_null=True)
    team_level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    team_non_grade = serializers.CharField(allow_null=True)
    steps = serializers.IntegerField(allow_null=True)
    differs = serializers.BooleanField(allow_null=True)
    panel_level = serializers.CharField(allow_null=True)
    panel_non_grade = serializers.CharField(allow_null=True)
    panel_why = serializers.CharField(allow_blank=True)
    waits_for_panel = serializers.BooleanField()


class ModerationRecord(serializers.Serializer[Any]):
    """The newest round of an inspection's moderation and every indicator chosen; `round` null: none
    yet. `before_sign_off`: what is still to be settled, in sentences."""

    inspection = serializers.CharField()
    version = serializers.IntegerField()
    round = serializers.IntegerField(allow_null=True)
    status = serializers.CharField(allow_null=True)
    moderator = serializers.CharField(allow_blank=True)
    drawn_with = serializers.CharField(allow_blank=True)
    before_sign_off = serializers.ListField(child=serializers.CharField())
    judgements = JudgementRecord(many=True)


class Nothing(serializers.Serializer[Any]):
    """An empty body."""


class ChoiceSent(serializers.Serializer[Any]):
    """Indicators by their `codes`, or a `count` of them drawn with a `seed`."""

    codes = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE),
        max_length=MOST_INDICATORS,
        required=False,
    )
    count = serializers.IntegerField(min_value=1, max_value=MOST_INDICATORS, required=False)
    seed = serializers.CharField(max_length=LONGEST_SEED, required=False, allow_blank=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("codes" in attrs) == ("count" in attrs):
            raise serializers.ValidationError({"codes": "Give codes, or a count to draw."})
        return attrs


class JudgementSent(serializers.Serializer[Any]):
    """One's own judgement. `give: true` gives it, for good."""

    level = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    non_grade = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, default=""
    )
    give = serializers.BooleanField(required=False, default=False)
    identifiers_kept = IdentifiersKept(required=False)


class DecisionSent(serializers.Serializer[Any]):
    """What a panel decided; `panel` are ids of people, beside whoever records it. `version`: of the
    decision of this round that it replaces, 0 for the first."""

    indicator_code = serializers.CharField(max_length=LONGEST_CODE)
    version = serializers.IntegerField(min_value=0, max_value=10**9, default=0)
    level = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    non_grade = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    why = serializers.CharField(max_length=LONGEST_WHY)
    panel = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE), max_length=MOST_PEOPLE
    )
    identifiers_kept = IdentifiersKept(required=False)


class AgreementRecord(serializers.Serializer[Any]):
    """Agreement of pairs of judgements; `no_kappa` says why there is no `weighted_kappa`."""

    pairs = serializers.IntegerField()
    exact = serializers.IntegerField()
    adjacent = serializers.IntegerField()
    further = serializers.IntegerField()
    higher = serializers.IntegerField()
    lower = serializers.IntegerField()
    weighted_kappa = serializers.FloatField(allow_null=True)
    no_kappa = serializers.CharField(allow_blank=True)


class IndicatorAgreement(serializers.Serializer[Any]):
    code = serializers.CharField()
    agreement = AgreementRecord()


class PersonAgreement(serializers.Serializer[Any]):
    """`agreement` null: withheld, on too few pairs."""

    name = serializers.CharField(allow_blank=True)
    agreement = AgreementRecord(allow_null=True)


class CalibrationRecord(serializers.Serializer[Any]):
    """How far second judgements agree with teams', of one framework edition."""

    framework = serializers.CharField(allow_null=True)
    frameworks = serializers.ListField(child=serializers.CharField())
    all = AgreementRecord(allow_null=True)
    left_out = serializers.IntegerField()
    indicators = IndicatorAgreement(many=True)
    people = PersonAgreement(many=True)


class ModerationOfInspection(Endpoint):
    """An inspection's moderation, as the asker may see it."""

    collection = "inspections"

    @schema.reads(ModerationRecord, summary="Second judgements and what is open")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return answer(desk_record(desk(self.actor, inspection)))


class ModerationTaking(Endpoint):
    """Take the round, with a token of one's own."""

    collection = "inspections"

    @schema.creates(Nothing, ModerationRecord, summary="Take an inspection's moderation")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        take_moderation(actor=self.actor, inspection=inspection)
        return answer(desk_record(desk(self.actor, inspection)), status=201)


class Judgements(Endpoint):
    """Which indicators are judged a second time."""

    collection = "inspections"

    @schema.creates(ChoiceSent, ModerationRecord, summary="Choose or draw indicators")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(ChoiceSent)
        by = {"actor": self.actor, "inspection": inspection}
        if "codes" in sent:
            choose_indicators(**by, codes=sent["codes"])
        else:
            draw_indicators(**by, count=sent["count"], seed=sent.get("seed", ""))
        return answer(desk_record(desk(self.actor, inspection)), status=201)


class OneJudgement(Endpoint):
    """A second judgement."""

    collection = "inspections"

    @schema.reads(JudgementRecord, summary="One second judgement, beside the team's when given")
    def get(self, request: Request, inspection: str, indicator: str, **_: Any) -> Response:
        return answer(one_side_record(self.actor, inspection, indicator))

    @schema.edits(JudgementSent, JudgementRecord, summary="Save or give one's own judgement")
    def patch(self, request: Request, inspection: str, indicator: str, **_: Any) -> Response:
        sent = self.sent(JudgementSent)
        save_judgement(
            actor=self.actor,
            inspection=inspection,
            indicator=indicator,
            based_on=self.based_on(),
            value=Chosen(sent.get("level"), None, sent.get("non_grade")),
            reason=sent["reason"],
            give=sent["give"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return answer(one_side_record(self.actor, inspection, indicator))


class Decisions(Endpoint):
    """What panels decide."""

    collection = "inspections"

    @schema.creates(DecisionSent, JudgementRecord, summary="Record what a panel decided")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(DecisionSent)
        code = sent["indicator_code"]
        decide(
            actor=self.actor,
            inspection=inspection,
            indicator=code,
            based_on=sent["version"],
            value=Chosen(sent.get("level"), None, sent.get("non_grade")),
            why=sent["why"],
            panel=sent["panel"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return answer(one_side_record(self.actor, inspection, code), status=201)


class CalibrationFigures(Endpoint):
    """Agreement of second judgements, for the inspectorate."""

    collection = "evaluations"

    @schema.reads(
        CalibrationRecord,
        OpenApiParameter("framework", str, description="An edition's code; else that with most."),
        versioned=False,
        summary="How far second judgements agree",
    )
    def get(self, request: Request, **_: Any) -> Response:
        code = request.query_params.get("framework", "").replace("\0", "")[:60]
        return Response(calibration_record(calibration(self.actor, code)))
