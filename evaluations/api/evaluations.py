"""evaluations: of one indicator at one inspection each, in the codes of the inspection's edition."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import access, operations
from evaluations.operations import Changes
from evaluations.queries.listings import EVALUATIONS
from evaluations.rules.values import Chosen
from evaluations.shared.api import IdentifiersKept
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid

LONGEST_CODE = 60
LONGEST_VALUE = 500
LONGEST_RATIONALE = 20_000
LONGEST_SINGLE_SOURCE = 2_000
MOST_LEVELS = 20


class EvaluationRecord(serializers.Serializer[Any]):
    """The team's evaluation of one indicator. At most one of `level`, `level_set` (the levels it may
    be, when no more is known) and `non_grade` (why there is none) is given; all null: not yet."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    area_code = serializers.CharField()
    programme = serializers.CharField()
    indicator_code = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    rationale = serializers.CharField(allow_blank=True)
    single_source_reason = serializers.CharField(
        allow_blank=True, help_text="Why one kind of source is enough, where there is only one."
    )


class EvaluationChanges(serializers.Serializer[Any]):
    """A value, a rationale or both; what is left out stays.

    The value is given in one way: as `level`, `level_set` or `non_grade` in the edition's codes (the
    others become null; null takes the value back), or as `value`, written as files of evaluations
    have it: a level's code, label or number, a non-grade's code, or a set such as
    `weak|unsatisfactory` (null or empty takes it back).
    """

    value = serializers.CharField(
        max_length=LONGEST_VALUE, required=False, allow_blank=True, allow_null=True
    )
    level = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    level_set = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_CODE),
        max_length=MOST_LEVELS,
        required=False,
        allow_null=True,
    )
    non_grade = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    rationale = serializers.CharField(
        max_length=LONGEST_RATIONALE, required=False, allow_blank=True, trim_whitespace=False
    )
    single_source_reason = serializers.CharField(
        max_length=LONGEST_SINGLE_SOURCE, required=False, allow_blank=True, trim_whitespace=False
    )
    identifiers_kept = IdentifiersKept(required=False)


def changes_of(sent: dict[str, Any]) -> Changes:
    """What was sent, as the operation takes it. Raises Invalid when the value is given twice over."""
    in_codes = {name: sent[name] for name in Chosen._fields if name in sent}
    written = sent.get("value")
    if written and any(in_codes.values()):
        raise Invalid({"value": "Give the value once: here, or as level, level_set or non_grade."})
    value: Chosen | str | None = None
    if written:
        value = written
    elif "value" in sent or in_codes:
        value = _choice(**in_codes)
    return Changes(value, sent.get("rationale"), sent.get("single_source_reason"))


def _choice(
    level: str | None = None, level_set: list[str] | None = None, non_grade: str | None = None
) -> Chosen:
    if level_set == []:
        raise Invalid(
            {"level_set": "A set has two levels or more. To take a value back, send null."}
        )
    return Chosen(level, None if level_set is None else tuple(level_set), non_grade)


class Evaluations(ListEndpoint):
    """The evaluations of every inspection."""

    collection = "evaluations"
    listing = EVALUATIONS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return access.evaluations_visible_sql(self.actor)

    @schema.lists(
        page_of(EvaluationRecord, "Evaluations"),
        OpenApiParameter("inspection", str, description="An inspection's id."),
        OpenApiParameter("programme", str, description="A programme's code."),
        OpenApiParameter("area", str, description="An area's code."),
        OpenApiParameter("indicator", str, description="An indicator's code."),
        summary="Evaluations",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneEvaluation(Endpoint):
    """One evaluation. Planning an inspection makes one for every indicator of its edition."""

    collection = "evaluations"

    @schema.reads(EvaluationRecord, summary="One evaluation")
    def get(self, request: Request, evaluation: str, **_: Any) -> Response:
        where, values = access.evaluations_visible_sql(self.actor)
        number = ids.decode("evaluation", evaluation)
        return answer(EVALUATIONS.one(number, where=where, values=values))

    @schema.edits(EvaluationChanges, EvaluationRecord, summary="Record an evaluation")
    def patch(self, request: Request, evaluation: str, **_: Any) -> Response:
        sent = self.sent(EvaluationChanges)
        saved = operations.save_evaluation(
            actor=self.actor,
            evaluation=evaluation,
            based_on=self.based_on(),
            changes=changes_of(sent),
            exact=True,
            reasons=sent.get("identifiers_kept", {}),
        )
        return answer(saved)
