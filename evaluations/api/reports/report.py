"""report: an inspection's report while it is written, its chapters, its kept drafts."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.api.reports import serializers as said
from evaluations.operations import reports as deeds
from evaluations.queries import report_records as query
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import NotFound

LONGEST_NUMBER = 5


class Report(Endpoint):
    """The report of an inspection."""

    collection = "inspections"

    @schema.reads(said.ReportRecord, summary="The report of an inspection")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return answer(query.report_now(self.actor, inspection))

    @schema.creates(None, said.ReportRecord, summary="Begin the report of an inspection")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        deeds.begin_report(actor=self.actor, inspection=inspection)
        record = query.report_now(self.actor, inspection)
        return answer(record, status=201, location=request.path)

    @schema.edits(said.ReportTitle, said.ReportRecord, summary="Rename a report")
    def patch(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = self.sent(said.ReportTitle)
        deeds.rename_report(actor=self.actor, inspection=inspection, based_on=based_on, **sent)
        return answer(query.report_now(self.actor, inspection))


class Chapters(Endpoint):
    """The chapters of a report."""

    collection = "inspections"

    @schema.reads(
        said.ReportChapters,
        versioned=False,
        operation_id="inspections_report_chapters_list",
        summary="The chapters of a report",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": query.chapters_now(self.actor, inspection)})

    @schema.creates(said.NewChapter, said.ChapterRecord, summary="Add a chapter to a report")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(said.NewChapter)
        made = deeds.add_chapter(actor=self.actor, inspection=inspection, **sent)
        return answer(made, status=201, location=f"{request.path}/{made['id']}")


class OneChapter(Endpoint):
    """One chapter of a report."""

    collection = "inspections"

    @schema.reads(said.ChapterRecord, summary="One chapter of a report")
    def get(self, request: Request, inspection: str, chapter: str, **_: Any) -> Response:
        return answer(query.chapter_now(self.actor, inspection, chapter))

    @schema.edits(said.ChapterChanges, said.ChapterRecord, summary="Write a chapter of a report")
    def patch(self, request: Request, inspection: str, chapter: str, **_: Any) -> Response:
        sent = self.sent(said.ChapterChanges)
        saved = deeds.save_chapter(
            actor=self.actor,
            inspection=inspection,
            chapter=chapter,
            based_on=self.based_on(),
            reasons=sent.pop("identifiers_kept", {}),
            changes=sent,
            exact=True,
        )
        return answer(saved)


class ChapterPlace(Endpoint):
    """The place of a chapter."""

    collection = "inspections"

    @schema.creates(
        said.PlaceInReport, said.ReportChapters, status=200, summary="Move a chapter of a report"
    )
    def post(self, request: Request, inspection: str, chapter: str, **_: Any) -> Response:
        to = self.sent(said.PlaceInReport)["to"]
        deeds.move_chapter(actor=self.actor, inspection=inspection, chapter=chapter, to=to)
        return Response({"results": query.chapters_now(self.actor, inspection)})


class ChapterRemoval(Endpoint):
    """Taking a chapter out."""

    collection = "inspections"

    @schema.creates(
        None,
        said.ReportChapters,
        status=200,
        based_on=True,
        summary="Take a chapter out of a report",
    )
    def post(self, request: Request, inspection: str, chapter: str, **_: Any) -> Response:
        deeds.remove_chapter(
            actor=self.actor, inspection=inspection, chapter=chapter, based_on=self.based_on()
        )
        return Response({"results": query.chapters_now(self.actor, inspection)})


class Drafts(Endpoint):
    """The kept drafts of a report."""

    collection = "inspections"

    @schema.reads(
        said.ReportDrafts,
        versioned=False,
        operation_id="inspections_report_drafts_list",
        summary="The kept drafts of a report",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": query.drafts_now(self.actor, inspection)})

    @schema.creates(said.NewDraft, said.DraftRecord, summary="Keep the report as it stands")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(said.NewDraft)
        kept = deeds.keep_version(actor=self.actor, inspection=inspection, **sent)
        return answer(
            query.draft_record(kept), status=201, location=f"{request.path}/{kept.number}"
        )


class OneDraft(Endpoint):
    """One kept draft."""

    collection = "inspections"

    @schema.reads(said.DraftWithContent, summary="One kept draft of a report")
    def get(self, request: Request, inspection: str, number: str, **_: Any) -> Response:
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
            raise NotFound
        return answer(query.draft_now(self.actor, inspection, int(number)))


class Comparison(Endpoint):
    """Two versions of a report compared."""

    collection = "inspections"

    @schema.reads(
        said.ComparisonRecord,
        OpenApiParameter("from", str, description="A draft's number, or `now`."),
        OpenApiParameter("to", str, description="A draft's number, or `now`."),
        versioned=False,
        summary="Two versions of a report, word by word",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        asked = [str(request.query_params.get(name, ""))[:10] for name in ("from", "to")]
        return Response(query.comparison_record(self.actor, inspection, *asked))
