"""What is said and sent of a report and its parts."""

from typing import Any

from rest_framework import serializers

from evaluations.operations.checks import LONGEST_REASON
from evaluations.rules.evidence import MOST_SERVICES
from evaluations.rules.report_text import LONGEST_CHAPTER
from evaluations.rules.reports import (
    LONGEST_EXAMPLE,
    LONGEST_GUIDANCE,
    LONGEST_LABEL,
    LONGEST_POINT,
    LONGEST_REPORT_TITLE,
    LONGEST_TITLE,
)
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import ChapterKind, DraftReason

LONGEST_CODE = 60
MOST_INDICATORS = 100
LAST_PLACE = 1_000


def _codes(most: int) -> Any:
    child = serializers.CharField(max_length=LONGEST_CODE)
    return serializers.ListField(child=child, max_length=most, required=False)


def _text(longest: int, **more: Any) -> Any:
    return serializers.CharField(max_length=longest, trim_whitespace=False, **more)


class ReportRecord(serializers.Serializer[Any]):
    """A report while it is written. `points_asked` are the codes of indicators whose level demands a
    main point that is not written yet, `examples_asked` those at the best level without an example
    of good practice."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    title = serializers.CharField()
    begun_at = serializers.DateTimeField()
    points_asked = serializers.ListField(child=serializers.CharField())
    examples_asked = serializers.ListField(child=serializers.CharField())


class ReportTitle(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=LONGEST_REPORT_TITLE)


class ChapterRecord(serializers.Serializer[Any]):
    """A chapter. In `text` a blank line ends a paragraph; `## ` begins a heading, `- ` an item of a
    list, `> ` a quotation."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    position = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(ChapterKind.choices)
    guidance = serializers.CharField(allow_blank=True)
    indicators = serializers.ListField(child=serializers.CharField())
    text = serializers.CharField(allow_blank=True)
    changed_at = serializers.DateTimeField()


class ReportChapters(serializers.Serializer[Any]):
    """Every chapter of a report, in order."""

    results = ChapterRecord(many=True)


class NewChapter(serializers.Serializer[Any]):
    """`after`: the id of the chapter that it follows; left out, it is the last."""

    title = serializers.CharField(max_length=LONGEST_TITLE)
    kind = serializers.ChoiceField(ChapterKind.choices, required=False)
    after = serializers.CharField(max_length=16, required=False)


class ChapterChanges(serializers.Serializer[Any]):
    """What changes of a chapter; what is left out stays."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    text = _text(LONGEST_CHAPTER, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class PlaceInReport(serializers.Serializer[Any]):
    """A place, counted from 1; beyond the end is the end."""

    to = serializers.IntegerField(min_value=1, max_value=LAST_PLACE)


class PointRecord(serializers.Serializer[Any]):
    """A main point for action as the report says it. `indicators` and `services` are codes."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    indicators = serializers.ListField(child=serializers.CharField())
    services = serializers.ListField(child=serializers.CharField())


class ReportPoints(serializers.Serializer[Any]):
    """Every main point of a report, in order."""

    results = PointRecord(many=True)


class PointChanges(serializers.Serializer[Any]):
    """What changes of a main point; what is left out stays. Lists are given whole."""

    text = _text(LONGEST_POINT, required=False)
    indicators = _codes(MOST_INDICATORS)
    services = _codes(MOST_SERVICES)
    identifiers_kept = IdentifiersKept(required=False)


class NewPoint(PointChanges):
    text = _text(LONGEST_POINT)


class PointWithdrawal(serializers.Serializer[Any]):
    """Why a main point is taken out of the report; its history keeps the reason."""

    why = serializers.CharField(max_length=LONGEST_REASON)


class ExampleRecord(serializers.Serializer[Any]):
    """An example of good practice; `indicator` is a code."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    title = serializers.CharField()
    text = serializers.CharField()
    indicator = serializers.CharField(allow_null=True)


class ReportExamples(serializers.Serializer[Any]):
    """Every example of good practice of a report."""

    results = ExampleRecord(many=True)


class ExampleChanges(serializers.Serializer[Any]):
    """What changes of an example; what is left out stays."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    text = _text(LONGEST_EXAMPLE, required=False)
    indicator = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    identifiers_kept = IdentifiersKept(required=False)


class NewExample(ExampleChanges):
    title = serializers.CharField(max_length=LONGEST_TITLE)
    text = _text(LONGEST_EXAMPLE)


class DraftRecord(serializers.Serializer[Any]):
    """A kept draft of the whole report; it never changes. `digest` is the sha256 of its content."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    number = serializers.IntegerField()
    reason = serializers.ChoiceField(DraftReason.choices)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    digest = serializers.CharField()
    kept_at = serializers.DateTimeField()


class DraftWithContent(DraftRecord):
    """`content` is the report's document: title, chapters in blocks, evaluations, main points, good
    practice, sources. Nothing case-level is in it."""

    content = serializers.JSONField()


class ReportDrafts(serializers.Serializer[Any]):
    """The kept drafts, newest first."""

    results = DraftRecord(many=True)


class NewDraft(serializers.Serializer[Any]):
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=LONGEST_LABEL, required=False, allow_blank=True
    )


class ReportSpan(serializers.Serializer[Any]):
    """A stretch of text: `same`, `ins` (it came) or `del` (it went)."""

    kind = serializers.CharField()
    text = serializers.CharField()


class ReportPart(serializers.Serializer[Any]):
    """A part of the report that differs."""

    kind = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    was = serializers.CharField(allow_blank=True)
    state = serializers.CharField()
    words_added = serializers.IntegerField()
    words_removed = serializers.IntegerField()
    spans = ReportSpan(many=True)


class ComparisonRecord(serializers.Serializer[Any]):
    """Two versions compared word by word; parts that are the same are left out."""

    before = serializers.CharField()
    after = serializers.CharField()
    parts = ReportPart(many=True)


class TemplateRecord(serializers.Serializer[Any]):
    """A chapter that a programme's reports begin with."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    position = serializers.IntegerField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(ChapterKind.choices)
    guidance = serializers.CharField(allow_blank=True)
    indicators = serializers.ListField(child=serializers.CharField())


class ChapterTemplates(serializers.Serializer[Any]):
    """The programme's own chapters, in order; none while its reports begin with the usual ones."""

    results = TemplateRecord(many=True)


class TemplateChanges(serializers.Serializer[Any]):
    """What changes of a chapter; what is left out stays."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    kind = serializers.ChoiceField(ChapterKind.choices, required=False)
    guidance = _text(LONGEST_GUIDANCE, required=False, allow_blank=True)
    indicators = _codes(MOST_INDICATORS)


class NewTemplate(TemplateChanges):
    title = serializers.CharField(max_length=LONGEST_TITLE)
