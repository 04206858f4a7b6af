"""main points and good practice, as an inspection's report says them."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.api.reports import serializers as said
from evaluations.operations import good_practice, report_points
from evaluations.queries import report_records as query
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class Points(Endpoint):
    """The main points of a report."""

    collection = "inspections"

    @schema.reads(
        said.ReportPoints,
        versioned=False,
        operation_id="inspections_report_points_list",
        summary="The main points of a report",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": query.points_now(self.actor, inspection)})

    @schema.creates(said.NewPoint, said.PointRecord, summary="Add a main point to a report")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(said.NewPoint)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        made = report_points.add_point(actor=self.actor, inspection=inspection, **sent)
        return answer(made, status=201, location=f"{request.path}/{made['id']}")


class OnePoint(Endpoint):
    """One main point of a report."""

    collection = "inspections"

    @schema.reads(said.PointRecord, summary="One main point of a report")
    def get(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        return answer(query.point_now(self.actor, inspection, point))

    @schema.edits(said.PointChanges, said.PointRecord, summary="Edit a main point of a report")
    def patch(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        sent = self.sent(said.PointChanges)
        saved = report_points.edit_point(
            actor=self.actor,
            inspection=inspection,
            point=point,
            based_on=self.based_on(),
            reasons=sent.pop("identifiers_kept", {}),
            changes=sent,
            exact=True,
        )
        return answer(saved)


class PointPlace(Endpoint):
    """The place of a main point."""

    collection = "inspections"

    @schema.creates(
        said.PlaceInReport, said.ReportPoints, status=200, summary="Move a main point of a report"
    )
    def post(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        to = self.sent(said.PlaceInReport)["to"]
        report_points.move_point(actor=self.actor, inspection=inspection, point=point, to=to)
        return Response({"results": query.points_now(self.actor, inspection)})


class PointWithdrawal(Endpoint):
    """Taking a main point out of a report."""

    collection = "inspections"

    @schema.creates(
        said.PointWithdrawal,
        said.ReportPoints,
        status=200,
        based_on=True,
        summary="Withdraw a main point of a report",
    )
    def post(self, request: Request, inspection: str, point: str, **_: Any) -> Response:
        based_on = self.based_on()
        why = self.sent(said.PointWithdrawal)["why"]
        report_points.withdraw_point(
            actor=self.actor, inspection=inspection, point=point, based_on=based_on, why=why
        )
        return Response({"results": query.points_now(self.actor, inspection)})


class Examples(Endpoint):
    """The examples of good practice of a report."""

    collection = "inspections"

    @schema.reads(
        said.ReportExamples,
        versioned=False,
        operation_id="inspections_report_good_practice_list",
        summary="The good practice of a report",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": query.examples_now(self.actor, inspection)})

    @schema.creates(
        said.NewExample, said.ExampleRecord, summary="Add an example of good practice to a report"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(said.NewExample)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        made = good_practice.add_example(actor=self.actor, inspection=inspection, **sent)
        return answer(made, status=201, location=f"{request.path}/{made['id']}")


class OneExample(Endpoint):
    """One example of good practice."""

    collection = "inspections"

    @schema.reads(said.ExampleRecord, summary="One example of good practice of a report")
    def get(self, request: Request, inspection: str, example: str, **_: Any) -> Response:
        return answer(query.example_now(self.actor, inspection, example))

    @schema.edits(
        said.ExampleChanges, said.ExampleRecord, summary="Edit an example of good practice"
    )
    def patch(self, request: Request, inspection: str, example: str, **_: Any) -> Response:
        sent = self.sent(said.ExampleChanges)
        saved = good_practice.edit_example(
            actor=self.actor,
            inspection=inspection,
            example=example,
            based_on=self.based_on(),
            reasons=sent.pop("identifiers_kept", {}),
            changes=sent,
            exact=True,
        )
        return answer(saved)


class ExampleRemoval(Endpoint):
    """Taking an example out of a report."""

    collection = "inspections"

    @schema.creates(
        None,
        said.ReportExamples,
        status=200,
        based_on=True,
        summary="Take an example out of a report",
    )
    def post(self, request: Request, inspection: str, example: str, **_: Any) -> Response:
        good_practice.remove_example(
            actor=self.actor, inspection=inspection, example=example, based_on=self.based_on()
        )
        return Response({"results": query.examples_now(self.actor, inspection)})
