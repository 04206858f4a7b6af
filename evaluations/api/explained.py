"""An evaluation, explained: what it rests on and how it came about, now or years later."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.api.moderation import JudgementRecord
from evaluations.api.threads import ThreadRecord
from evaluations.operations.reading_log import note_read
from evaluations.queries.explained import explained
from evaluations.queries.explained_record import explained_record
from evaluations.terms import Bearing, LevelOfService, ReadHow, SourceKind
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class ExplainedValue(serializers.Serializer[Any]):
    """At most one of the three is given; all null: none yet."""

    level = serializers.CharField(allow_null=True)
    level_set = serializers.ListField(child=serializers.CharField(), allow_null=True)
    non_grade = serializers.CharField(allow_null=True)


class DefinitionRecord(serializers.Serializer[Any]):
    """A level that the value is or may be, as the edition defines it."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    meaning = serializers.CharField(allow_blank=True)
    definition = serializers.CharField(allow_blank=True)
    action = serializers.CharField(allow_blank=True)


class SourceCount(serializers.Serializer[Any]):
    source_kind = serializers.ChoiceField(SourceKind.choices)
    pieces = serializers.IntegerField()


class ReferenceRecord(serializers.Serializer[Any]):
    """A piece of evidence by its number, without its words."""

    id = serializers.CharField()
    reference = serializers.CharField()
    bearing = serializers.ChoiceField(Bearing.choices)
    source_kind = serializers.ChoiceField(SourceKind.choices)
    level_of_service = serializers.ChoiceField(LevelOfService.choices)
    withdrawn = serializers.BooleanField()


class ExplainedVersion(ExplainedValue):
    number = serializers.IntegerField()
    published_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class ExplainedView(ExplainedValue):
    by = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    given_at = serializers.DateTimeField(allow_null=True)


class FieldChanged(serializers.Serializer[Any]):
    field = serializers.CharField()
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ExplainedChange(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    why = serializers.CharField(allow_blank=True)
    purpose = serializers.CharField(allow_blank=True)
    what = serializers.CharField(allow_blank=True)
    fields = FieldChanged(many=True)  # type: ignore[assignment]


class InsideRecord(serializers.Serializer[Any]):
    """What only those who know evaluations as they stand read."""

    rationale = serializers.CharField(allow_blank=True)
    single_source_reason = serializers.CharField(allow_blank=True)
    views = ExplainedView(many=True)
    second_judgements = JudgementRecord(many=True)
    threads = ThreadRecord(many=True)
    changes = ExplainedChange(many=True)


class ExplainedRecord(ExplainedValue):
    """`as_published`: the value is the newest published one. `evidence` null: not for the asker, or
    (`purpose_needed`) not before they say why. `inside` null: only what was published is theirs."""

    inspection = serializers.CharField()
    indicator_code = serializers.CharField()
    title = serializers.CharField()
    framework = serializers.CharField()
    as_published = serializers.BooleanField()
    definitions = DefinitionRecord(many=True)
    sources = SourceCount(many=True)
    evidence = ReferenceRecord(many=True, allow_null=True)
    purpose_needed = serializers.BooleanField()
    versions = ExplainedVersion(many=True)
    inside = InsideRecord(allow_null=True)


class EvaluationExplained(Endpoint):
    """One evaluation and everything it rests on, as far as each part is for the asker."""

    collection = "evaluations"

    @schema.reads(ExplainedRecord, versioned=False, summary="An evaluation, explained")
    def get(self, request: Request, inspection: str, indicator: str, **_: Any) -> Response:
        page = explained(self.actor, inspection, indicator)
        if page.access is not None and page.references is not None:
            note_read(page.access, "evidence", page.read, ReadHow.API)
        return Response(explained_record(page))
