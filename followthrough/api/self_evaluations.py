"""committees/{id}/self-evaluations: what a committee says of one of its areas itself."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.shared.api import IdentifiersKept
from followthrough.access.self_evaluations import committee_inside, self_evaluation_for
from followthrough.operations import self_evaluations as operations
from followthrough.queries.self_evaluation_list import SELF_EVALUATIONS, visible_of
from followthrough.queries.self_evaluations import comparison_record, self_page, self_record
from followthrough.rules.self_evaluation import LONGEST_RATIONALE, LONGEST_TITLE, Relation
from indicators.rules.values import LONGEST_VALUE
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer


class SelfValueRecord(serializers.Serializer[Any]):
    """The committee's own value of an indicator. At most one of `level`, `level_set` and `non_grade`
    is given; `value` says the same as it is written."""

    indicator = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    value = serializers.CharField(allow_blank=True)
    rationale = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()


class SelfEvaluationLine(serializers.Serializer[Any]):
    """A self-evaluation in a list. For who follows the committee: only finished ones."""

    id = serializers.CharField()
    committee = serializers.CharField()
    area = serializers.CharField()
    edition = serializers.CharField()
    title = serializers.CharField()
    on = serializers.DateField()
    status = serializers.CharField(help_text="draft or finished")
    finished_at = serializers.DateTimeField(allow_null=True)
    consent_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class SelfEvaluationRecord(SelfEvaluationLine):
    """A self-evaluation with its values in the edition's order."""

    consent_by = serializers.CharField(allow_null=True)
    values = SelfValueRecord(many=True)


class NewSelfEvaluation(serializers.Serializer[Any]):
    """`area` is an area's id, `edition` a code: without it that of the last published inspection."""

    area = serializers.CharField(max_length=16)
    title = serializers.CharField(max_length=LONGEST_TITLE)
    on = serializers.DateField()
    edition = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class SelfValueChanges(serializers.Serializer[Any]):
    """A value, a rationale or both. `value` is a level's code, label or number, a reason for none, or
    a set such as `weak|unsatisfactory`; empty takes it back."""

    value = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
    rationale = serializers.CharField(
        max_length=LONGEST_RATIONALE, required=False, allow_blank=True
    )
    identifiers_kept = IdentifiersKept(required=False)


class Consent(serializers.Serializer[Any]):
    """`given` false withdraws it."""

    given = serializers.BooleanField()


class AgreementCounted(serializers.Serializer[Any]):
    """Indicators counted: the same level, one level apart, further apart; which of them higher or
    lower than the inspection; and those of which it cannot be told, without a level, not comparable."""

    exact = serializers.IntegerField()
    adjacent = serializers.IntegerField()
    further = serializers.IntegerField()
    higher = serializers.IntegerField()
    lower = serializers.IntegerField()
    unsure = serializers.IntegerField()
    no_level = serializers.IntegerField()
    apart = serializers.IntegerField()


class IndicatorCompared(serializers.Serializer[Any]):
    """`by_at_least` and `by_at_most` levels apart; they differ where a value is a set of levels."""

    indicator = serializers.CharField()
    compared_with = serializers.CharField(allow_null=True)
    link = serializers.CharField(allow_null=True)
    relation = serializers.ChoiceField([one.value for one in Relation])
    by_at_least = serializers.IntegerField()
    by_at_most = serializers.IntegerField()


class SelfEvaluationComparison(serializers.Serializer[Any]):
    """Beside the last published inspection of the area; all null where there is none."""

    inspection = serializers.CharField(allow_null=True)
    published_on = serializers.DateField(allow_null=True)
    edition = serializers.CharField(allow_null=True)
    said = serializers.CharField(allow_blank=True)
    agreement = AgreementCounted(allow_null=True)
    indicators = IndicatorCompared(many=True)


class SelfEvaluations(ListEndpoint):
    """The self-evaluations of a committee."""

    collection = "committees"
    listing = SELF_EVALUATIONS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return visible_of(committee_inside(self.actor, self.kwargs["committee"]))

    @schema.lists(
        page_of(SelfEvaluationLine, "SelfEvaluations"),
        OpenApiParameter("area", str, description="An area's id."),
        OpenApiParameter("status", str, description="draft or finished."),
        summary="Self-evaluations of a committee",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewSelfEvaluation, SelfEvaluationRecord, summary="Begin a self-evaluation")
    def post(self, request: Request, committee: str, **_: Any) -> Response:
        committee_inside(self.actor, committee)
        made = operations.begin_self_evaluation(
            actor=self.actor, committee=committee, **self.sent(NewSelfEvaluation)
        )
        record = self_record(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneSelfEvaluation(Endpoint):
    """One self-evaluation with its values."""

    collection = "committees"

    @schema.reads(SelfEvaluationRecord, summary="A self-evaluation")
    def get(self, request: Request, committee: str, self_evaluation: str, **_: Any) -> Response:
        return answer(self_record(self_evaluation_for(self.actor, committee, self_evaluation)[1]))


class SelfEvaluationCompared(Endpoint):
    """Indicator by indicator beside the last published inspection; counted, never a mean."""

    collection = "committees"

    @schema.reads(
        SelfEvaluationComparison, versioned=False, summary="A self-evaluation beside the inspection"
    )
    def get(self, request: Request, committee: str, self_evaluation: str, **_: Any) -> Response:
        return Response(comparison_record(self_page(self.actor, committee, self_evaluation)))


class SelfEvaluationValueNow(Endpoint):
    """The value of one indicator, by its code."""

    collection = "committees"

    @schema.edits(SelfValueChanges, SelfValueRecord, summary="Value an indicator oneself")
    def patch(
        self, request: Request, committee: str, self_evaluation: str, indicator: str, **_: Any
    ) -> Response:
        sent, base = self.sent(SelfValueChanges), self.based_on()
        reasons = sent.pop("identifiers_kept", {})
        saved = operations.save_self_value(
            actor=self.actor,
            committee=committee,
            self_evaluation=self_evaluation,
            indicator=indicator,
            based_on=base,
            changes=sent,
            reasons=reasons,
        )
        return answer(saved)


class FinishSelfEvaluation(Endpoint):
    collection = "committees"

    @schema.creates(None, SelfEvaluationRecord, based_on=True, summary="Finish a self-evaluation")
    def post(self, request: Request, committee: str, self_evaluation: str, **_: Any) -> Response:
        base = self.based_on()
        made = operations.finish_self_evaluation(
            actor=self.actor, committee=committee, self_evaluation=self_evaluation, based_on=base
        )
        return answer(self_record(made), status=201)


class ConsentToSelfEvaluation(Endpoint):
    collection = "committees"

    @schema.creates(
        Consent, SelfEvaluationRecord, based_on=True, summary="Give or withdraw consent to counting"
    )
    def post(self, request: Request, committee: str, self_evaluation: str, **_: Any) -> Response:
        sent, base = self.sent(Consent), self.based_on()
        made = operations.set_consent(
            actor=self.actor,
            committee=committee,
            self_evaluation=self_evaluation,
            based_on=base,
            given=sent["given"],
        )
        return answer(self_record(made), status=201)
