"""matrix and completeness: what the evaluations of an inspection rest on, and what is missing."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.queries.completeness import as_record
from evaluations.queries.matrix import matrix_page, matrix_record
from evaluations.rules.completeness import Kind
from evaluations.rules.triangulation import GapKind
from evaluations.terms import LevelOfService, SourceKind
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint


class BySourceKind(serializers.Serializer[Any]):
    """Pieces of evidence by kind of source."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {kind.value: serializers.IntegerField() for kind in SourceKind}


class MatrixLine(serializers.Serializer[Any]):
    """What one indicator rests on; a piece that bears on several is counted for each."""

    code = serializers.CharField()
    pieces = serializers.IntegerField()
    by_source_kind = BySourceKind()
    levels_of_service = serializers.ListField(
        child=serializers.CharField(), help_text=f"Of these: {', '.join(LevelOfService.values)}."
    )
    contrary = serializers.IntegerField()
    gaps = serializers.ListField(
        child=serializers.ChoiceField([one.value for one in GapKind]),
        help_text="What is missing, the gravest first.",
    )
    agreed = serializers.BooleanField()


class Matrix(serializers.Serializer[Any]):
    """Every indicator of an inspection by kind of source."""

    inspection = serializers.CharField()
    indicators = MatrixLine(many=True)


class FindingRecord(serializers.Serializer[Any]):
    """Something found before moderation; `must`: it stands in the way. Sampled cases are named only
    to whoever reads case-level material."""

    kind = serializers.ChoiceField([one.value for one in Kind])
    must = serializers.BooleanField()
    indicators = serializers.ListField(child=serializers.CharField())
    people = serializers.ListField(child=serializers.CharField())
    cases = serializers.ListField(child=serializers.CharField())
    source_kind = serializers.ChoiceField(SourceKind.choices, allow_null=True)
    says = serializers.CharField()
    advice = serializers.CharField(allow_blank=True)


class Completeness(serializers.Serializer[Any]):
    """Whether an inspection is `ready` for moderation, and everything found."""

    ready = serializers.BooleanField()
    findings = FindingRecord(many=True)


class MatrixOfInspection(Endpoint):
    """What the evaluations of an inspection rest on."""

    collection = "inspections"

    @schema.reads(Matrix, versioned=False, summary="Every indicator by kind of source")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response(matrix_record(matrix_page(self.actor, inspection)))


class CompletenessOfInspection(Endpoint):
    """What is missing before moderation."""

    collection = "inspections"

    @schema.reads(Completeness, versioned=False, summary="What must be settled before moderation")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        page = matrix_page(self.actor, inspection)
        return Response(as_record(page.findings, named=page.named))
