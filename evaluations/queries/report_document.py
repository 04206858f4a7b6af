"""The report of an inspection as one plain document: what every way out of it is made from.

A kept draft, a published version, the preview, HTML, PDF, Word, the archive and the open data all
read this shape::

    {"title": str,
     "area": {"code", "name"}, "programme": {"code", "title"},
     "inspection": {"reference", "kind", "fieldwork_from", "fieldwork_to"},
     "edition": {"code", "title", "digest"},
     "scale": {"levels": [{"code", "number", "label", "meaning", "action"}], "non_grades": [...]},
     "sections": [{"code", "title"}] of the edition,
     "chapters": [{"id": opaque id, "number": 1, "title", "kind": ChapterKind,
                   "blocks": [Block.as_data()]}],
     "evaluations": [{"code", "title", "section", "level", "level_set", "non_grade"}],
     "main_points": [{"number", "text", "indicators": [codes], "services": [{"code", "name"}]}],
     "good_practice": [{"title", "indicator": code or None, "blocks": [...]}],
     "sources": [{"code": SourceKind, "pieces": int}],
     "progress": [...], "next_visit": {...}: of a follow-through inspection only, see
         followthrough/queries/rounds_report.py}

A paragraph is cited as "chapter.block": "2.3". Nothing case-level is in it: of evidence only counts.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson
from django.db.models import Count

from evaluations.models import (
    Evidence,
    GoodPractice,
    Inspection,
    Report,
    ReportChapter,
    ReportPoint,
    ReportPointIndicator,
)
from evaluations.operations.freezing import evaluations_now, sections_of
from evaluations.queries.services import services
from evaluations.report_parts import parts_of
from evaluations.rules.report_text import blocks
from evaluations.terms import SourceKind
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.kernel import ids

REPORT_WORDS = (
    "title",
    "chapters",
    "main_points",
    "good_practice",
    "sources",
    "progress",
    "next_visit",
)
"""What a published version keeps of the document under ``report``, as far as it has it; the rest
it has of its own."""


def report_document(report: Report) -> dict[str, Any]:
    """The report as it stands now. A fixed number of statements, whatever its length."""
    inspection = Inspection.objects.select_related("area", "programme", "edition").get(
        pk=report.inspection_id
    )
    report.inspection = inspection
    edition = edition_document(inspection.edition_id)
    return {
        **report_words(report),
        **_about(inspection),
        "scale": scale_of(edition),
        "sections": sections_of(edition),
        "evaluations": evaluations_now(edition, inspection.pk),
    }


def report_words(report: Report) -> dict[str, Any]:
    """REPORT_WORDS of the report as it stands now."""
    points = _main_points(report)
    return {
        "title": report.title,
        "chapters": _chapters(report),
        "main_points": points,
        "good_practice": _good_practice(report),
        "sources": sources_of(report.inspection_id),
        **_given(report, points),
    }


def words_in(document: Mapping[str, Any]) -> dict[str, Any]:
    """REPORT_WORDS of a document, as far as it has them."""
    return {name: document[name] for name in REPORT_WORDS if name in document}


def _given(report: Report, points: list[dict[str, Any]]) -> dict[str, Any]:
    """What an app above adds for this kind of inspection."""
    parts = parts_of(report.inspection.kind)
    return parts.words(report.inspection, points) if parts else {}


def digest_of(document: Any) -> str:
    """sha256 of the document with its keys in order."""
    return hashlib.sha256(orjson.dumps(document, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _about(inspection: Inspection) -> dict[str, Any]:
    area, programme, edition = inspection.area, inspection.programme, inspection.edition
    begun, ended = inspection.fieldwork_from, inspection.fieldwork_to
    return {
        "area": {"code": area.code, "name": area.name},
        "programme": {"code": programme.code, "title": programme.title},
        "inspection": {
            "reference": inspection.reference,
            "kind": inspection.kind,
            "fieldwork_from": begun.isoformat() if begun else None,
            "fieldwork_to": ended.isoformat() if ended else None,
        },
        "edition": {"code": edition.code, "title": edition.title, "digest": edition.digest},
    }


def scale_of(edition: Edition) -> dict[str, Any]:
    """The edition's levels, best first, and its reasons for having none, in their own words."""
    return {
        "levels": [
            {
                "code": one.code,
                "number": one.number,
                "label": one.label,
                "meaning": one.meaning,
                "action": one.action,
            }
            for one in edition.levels
        ],
        "non_grades": [{"code": one.code, "label": one.label} for one in edition.non_grades],
    }


def _chapters(report: Report) -> list[dict[str, Any]]:
    chapters = ReportChapter.objects.filter(report=report).order_by("position", "id")
    return [
        {
            "id": ids.encode("chapter", one.pk),
            "number": number,
            "title": one.title,
            "kind": one.kind,
            "blocks": [block.as_data() for block in blocks(one.text)],
        }
        for number, one in enumerate(chapters, 1)
    ]


def _main_points(report: Report) -> list[dict[str, Any]]:
    named = dict(services())
    answers: dict[int, list[str]] = {}
    bearing = ReportPointIndicator.objects.filter(point__report=report)
    for point, code in bearing.order_by("indicator__position").values_list(
        "point_id", "indicator__code"
    ):
        answers.setdefault(point, []).append(code)
    return [
        {
            "number": one.number,
            "text": one.text,
            "indicators": answers.get(one.pk, []),
            "services": [
                {"code": code, "name": str(named.get(code, code))} for code in one.services
            ],
        }
        for one in ReportPoint.objects.filter(report=report).order_by("number")
    ]


def _good_practice(report: Report) -> list[dict[str, Any]]:
    examples = GoodPractice.objects.filter(report=report).select_related("indicator")
    return [
        {
            "title": one.title,
            "indicator": one.indicator.code if one.indicator else None,
            "blocks": [block.as_data() for block in blocks(one.text)],
        }
        for one in examples.order_by("id")
    ]


def sources_of(inspection_id: int) -> list[dict[str, Any]]:
    """How many pieces of evidence of each kind of source the inspection rests on."""
    pieces = Evidence.objects.filter(inspection_id=inspection_id, withdrawn_at__isnull=True)
    counted = dict(pieces.values_list("source_kind").annotate(Count("id")).order_by())
    return [{"code": kind.value, "pieces": counted.get(kind.value, 0)} for kind in SourceKind]
