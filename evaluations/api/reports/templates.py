"""chapters: what a programme's reports begin with."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.api.reports import serializers as said
from evaluations.operations import chapter_templates as deeds
from evaluations.queries.chapter_templates import template_of, template_records
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class Templates(Endpoint):
    """The chapters that a programme's reports begin with."""

    collection = "programmes"

    @schema.reads(
        said.ChapterTemplates,
        versioned=False,
        operation_id="programmes_chapters_list",
        summary="The chapters of a programme's reports",
    )
    def get(self, request: Request, programme: str, **_: Any) -> Response:
        return Response({"results": template_records(self.actor, programme)})

    @schema.creates(
        said.NewTemplate, said.TemplateRecord, summary="Add a chapter to a programme's reports"
    )
    def post(self, request: Request, programme: str, **_: Any) -> Response:
        values = self.sent(said.NewTemplate)
        made = deeds.add_template(actor=self.actor, programme=programme, values=values)
        return answer(made, status=201, location=f"{request.path}/{made['id']}")


class OneTemplate(Endpoint):
    """One chapter that a programme's reports begin with."""

    collection = "programmes"

    @schema.reads(said.TemplateRecord, summary="One chapter of a programme's reports")
    def get(self, request: Request, programme: str, template: str, **_: Any) -> Response:
        return answer(template_of(self.actor, programme, template))

    @schema.edits(
        said.TemplateChanges, said.TemplateRecord, summary="Edit a chapter of a programme's reports"
    )
    def patch(self, request: Request, programme: str, template: str, **_: Any) -> Response:
        based_on = self.based_on()
        changes = self.sent(said.TemplateChanges)
        place = {"programme": programme, "template": template}
        saved = deeds.edit_template(actor=self.actor, based_on=based_on, changes=changes, **place)
        return answer(saved)


class TemplatePlace(Endpoint):
    """The place of a chapter."""

    collection = "programmes"

    @schema.creates(
        said.PlaceInReport,
        said.ChapterTemplates,
        status=200,
        summary="Move a chapter of a programme's reports",
    )
    def post(self, request: Request, programme: str, template: str, **_: Any) -> Response:
        to = self.sent(said.PlaceInReport)["to"]
        deeds.move_template(actor=self.actor, programme=programme, template=template, to=to)
        return Response({"results": template_records(self.actor, programme)})


class TemplateRemoval(Endpoint):
    """Taking a chapter out."""

    collection = "programmes"

    @schema.creates(
        None,
        said.ChapterTemplates,
        status=200,
        based_on=True,
        summary="Take a chapter out of a programme's reports",
    )
    def post(self, request: Request, programme: str, template: str, **_: Any) -> Response:
        deeds.remove_template(
            actor=self.actor, programme=programme, template=template, based_on=self.based_on()
        )
        return Response({"results": template_records(self.actor, programme)})
