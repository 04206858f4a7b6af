"""A report and its parts as the API says them."""

from typing import Any

from evaluations.access.reports import ReportAccess, chapter_for, draft_for, report_for
from evaluations.models import GoodPractice, ReportChapter, ReportDraft, ReportPoint
from evaluations.models import ReportPointIndicator as Link
from evaluations.operations.good_practice import example_record
from evaluations.operations.report_points import point_record
from evaluations.operations.reports import chapter_record, report_record
from evaluations.queries.report_asks import asks_of
from evaluations.queries.reports import comparison
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def report_now(actor: Actor, inspection: str) -> dict[str, Any]:
    """The report with how far it is. Raises NotFound, also while it is not begun."""
    access = report_for(actor, inspection)
    asks = asks_of(access.inspection)
    return report_record(inspection, access.begun) | {
        "points_asked": [one.code for one in asks.points],
        "examples_asked": [one.code for one in asks.examples],
    }


def chapters_now(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    rows = ReportChapter.objects.filter(report=report_for(actor, inspection).begun)
    return [chapter_record(inspection, one) for one in rows]


def chapter_now(actor: Actor, inspection: str, chapter: str) -> dict[str, Any]:
    return chapter_record(inspection, chapter_for(actor, inspection, chapter)[1])


def points_now(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    return _points(report_for(actor, inspection), inspection)


def point_now(actor: Actor, inspection: str, point: str) -> dict[str, Any]:
    return _one(_points(report_for(actor, inspection), inspection), point)


def _points(access: ReportAccess, inspection: str) -> list[dict[str, Any]]:
    codes: dict[int, list[str]] = {}
    links = Link.objects.filter(point__report=access.begun).order_by("indicator__position")
    for number, code in links.values_list("point_id", "indicator__code"):
        codes.setdefault(number, []).append(code)
    rows = ReportPoint.objects.filter(report=access.begun)
    return [point_record(inspection, one, codes.get(one.pk, [])) for one in rows]


def examples_now(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    rows = GoodPractice.objects.filter(report=report_for(actor, inspection).begun)
    return [
        example_record(inspection, one, one.indicator.code if one.indicator else None)
        for one in rows.select_related("indicator")
    ]


def example_now(actor: Actor, inspection: str, example: str) -> dict[str, Any]:
    return _one(examples_now(actor, inspection), example)


def _one(records: list[dict[str, Any]], opaque: str) -> dict[str, Any]:
    for record in records:
        if record["id"] == opaque:
            return record
    raise NotFound


def drafts_now(actor: Actor, inspection: str) -> list[dict[str, Any]]:
    """The kept drafts, newest first, without their contents."""
    rows = ReportDraft.objects.filter(report=report_for(actor, inspection).begun)
    return [draft_record(one) for one in rows.order_by("-number").defer("content")]


def draft_record(one: ReportDraft) -> dict[str, Any]:
    """A kept draft, without its content. It never changes, so its version is always 1."""
    return {
        "id": ids.encode("draft", one.pk),
        "version": 1,
        "number": one.number,
        "reason": str(one.reason),
        "label": one.label,
        "digest": one.digest,
        "kept_at": one.kept_at,
    }


def draft_now(actor: Actor, inspection: str, number: int) -> dict[str, Any]:
    one = draft_for(actor, inspection, number)[1]
    return draft_record(one) | {"content": one.content}


def comparison_record(actor: Actor, inspection: str, before: str, after: str) -> dict[str, Any]:
    """Two versions compared, part by part."""
    found = comparison(actor, inspection, before, after)
    return {
        "before": found.before,
        "after": found.after,
        "parts": [
            {
                "kind": one.kind,
                "title": one.title,
                "was": one.was,
                "state": one.state.value,
                "words_added": one.came,
                "words_removed": one.went,
                "spans": [{"kind": mark.kind, "text": mark.text} for mark in one.marks],
            }
            for one in found.changed
        ],
    }
