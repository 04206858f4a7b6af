"""imports: what the import commands do, for a tool.

Nothing is kept of an import but what it changed: history says when, by which token and from what.
So there is no list of past imports; reading the collection tells what can be sent.
"""

from dataclasses import asdict
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.imports.operations import Import, bring_in
from inspectorate.imports.terms import ImportKind
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint

LONGEST_TEXT = 5 * 1024 * 1024
LONGEST_CODE = 60
LONGEST_REASON = 2_000

KINDS = (
    (ImportKind.FRAMEWORK, "YAML", (), ()),
    (
        ImportKind.AREAS,
        "CSV",
        (),
        ("code", "name", "child_protection_committee", "health_boards", "police_force", "pilot"),
    ),
    (
        ImportKind.EVALUATIONS,
        "CSV",
        ("programme", "framework"),
        (
            "area_code",
            "inspection_reference",
            "inspection_kind",
            "fieldwork_from",
            "fieldwork_to",
            "published_on",
            "indicator_code",
            "value",
        ),
    ),
    (
        ImportKind.MAIN_POINTS,
        "CSV",
        ("programme",),
        (
            "area_code",
            "number",
            "indicator_code",
            "text",
            "follow_through_published_on",
            "progress_level",
        ),
    ),
)
"""Kind, format, what must be named beside the text, and the columns of a CSV; in the order in which
an inspectorate that begins sends them."""


class ImportFormat(serializers.Serializer[Any]):
    """A kind of text that can be sent: its columns, and what must be named beside it."""

    kind = serializers.ChoiceField(ImportKind.choices)
    title = serializers.CharField()
    format = serializers.CharField()
    needs = serializers.ListField(child=serializers.CharField())
    columns = serializers.ListField(child=serializers.CharField())


class ImportFormats(serializers.Serializer[Any]):
    """Every kind there is, in the order in which an inspectorate that begins sends them."""

    results = ImportFormat(many=True)


class ImportToMake(serializers.Serializer[Any]):
    """A text to bring in, of up to 5 MiB with all that is around it; larger files are for the
    commands. `correct` is the reason for changing what is published already; `create_areas` makes
    areas that evaluations name and the records do not; `dry_run` says what would be done.
    """

    kind = serializers.ChoiceField(ImportKind.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT, trim_whitespace=False)
    programme = serializers.CharField(
        max_length=LONGEST_CODE, required=False, default="", allow_blank=True
    )
    framework = serializers.CharField(
        max_length=LONGEST_CODE, required=False, default="", allow_blank=True
    )
    create_areas = serializers.BooleanField(required=False, default=False)
    correct = serializers.CharField(
        max_length=LONGEST_REASON, required=False, default="", allow_blank=True
    )
    dry_run = serializers.BooleanField(required=False, default=False)


class ImportReport(serializers.Serializer[Any]):
    """What was done, or would be. `counts` says how many of each thing were made or changed."""

    kind = serializers.ChoiceField(ImportKind.choices)
    dry_run = serializers.BooleanField()
    changed = serializers.BooleanField()
    counts = serializers.DictField(child=serializers.IntegerField())
    remarks = serializers.ListField(child=serializers.CharField())


class Imports(Endpoint):
    """What can be brought in, and bringing it in."""

    collection = "imports"

    @schema.reads(ImportFormats, versioned=False, summary="What can be brought in")
    def get(self, request: Request, **_: Any) -> Response:
        return Response(
            {
                "results": [
                    {
                        "kind": kind.value,
                        "title": str(kind.label),
                        "format": text_format,
                        "needs": needs,
                        "columns": columns,
                    }
                    for kind, text_format, needs, columns in KINDS
                ]
            }
        )

    @schema.creates(ImportToMake, ImportReport, summary="Bring a text in, all of it or nothing")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(ImportToMake)
        dry_run = sent.pop("dry_run")
        wanted = Import(**{**sent, "kind": ImportKind(sent["kind"])})
        report = bring_in(actor=self.actor, wanted=wanted, dry_run=dry_run)
        return Response(
            {"kind": wanted.kind.value, "dry_run": dry_run, **asdict(report)}, status=201
        )
