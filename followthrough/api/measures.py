"""main-points/{id}/measures: what a partnership counts over time."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.api.updates import DIGITS
from followthrough.operations import measures as deeds
from followthrough.queries.measure_page import measure_page, measures_read, value_of
from followthrough.queries.measures import measure_record, value_record
from followthrough.rules import progress as rules
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale


class ValueRecord(serializers.Serializer[Any]):
    """A value on a day; corrected, it has a later version."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    on = serializers.DateField()
    value = serializers.DecimalField(max_digits=DIGITS, decimal_places=rules.PLACES)


class MeasureRecord(serializers.Serializer[Any]):
    """Something counted over time. `reached` is null where there is no target or no value."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    unit = serializers.CharField()
    target = serializers.DecimalField(
        max_digits=DIGITS, decimal_places=rules.PLACES, allow_null=True
    )
    lower_is_better = serializers.BooleanField()
    reached = serializers.BooleanField(allow_null=True)
    values = ValueRecord(many=True)


class MeasureList(serializers.Serializer[Any]):
    results = MeasureRecord(many=True)


class NewMeasure(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=rules.LONGEST_TITLE)
    unit = serializers.CharField(max_length=rules.LONGEST_UNIT, required=False, allow_blank=True)
    target = serializers.DecimalField(
        max_digits=DIGITS, decimal_places=rules.PLACES, required=False, allow_null=True
    )
    lower_is_better = serializers.BooleanField(required=False)


class MeasureChanges(NewMeasure):
    title = serializers.CharField(max_length=rules.LONGEST_TITLE, required=False)


class NewMeasuredValue(serializers.Serializer[Any]):
    on = serializers.DateField()
    value = serializers.DecimalField(max_digits=DIGITS, decimal_places=rules.PLACES)


class ValueCorrection(serializers.Serializer[Any]):
    """The right value, and why the other was wrong; the history keeps both."""

    value = serializers.DecimalField(max_digits=DIGITS, decimal_places=rules.PLACES)
    reason = serializers.CharField(max_length=rules.LONGEST_REASON)


def _place(point: str, measure: str) -> dict[str, Any]:
    return {"point": ids.decode("point", point), "measure": ids.decode("measure", measure)}


class MeasureEndpoint(Endpoint):
    collection = "main-points"

    def measure(self, point: str, measure: str) -> dict[str, Any]:
        return measure_record(measure_page(self.actor, point, measure).measure)

    def value(self, point: str, measure: str, value: str) -> dict[str, Any]:
        return value_record(value_of(measure_page(self.actor, point, measure), value))


class Measures(MeasureEndpoint):
    """What is counted on a point."""

    @schema.reads(
        MeasureList,
        versioned=False,
        operation_id="measures_list",
        summary="What a partnership counts on a main point",
    )
    def get(self, request: Request, point: str, **_: Any) -> Response:
        return Response({"results": measures_read(self.actor, point)})

    @schema.creates(NewMeasure, MeasureRecord, summary="Begin to count something")
    def post(self, request: Request, point: str, **_: Any) -> Response:
        sent = self.sent(NewMeasure)
        number = ids.decode("point", point)
        made = deeds.add_measure(actor=self.actor, point=number, wanted=sent)
        record = self.measure(point, ids.encode("measure", made.pk))
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneMeasure(MeasureEndpoint):
    """One measure with its values."""

    @schema.reads(MeasureRecord, summary="One measure with its values")
    def get(self, request: Request, point: str, measure: str, **_: Any) -> Response:
        return answer(self.measure(point, measure))

    @schema.edits(MeasureChanges, MeasureRecord, summary="Change a measure")
    def patch(self, request: Request, point: str, measure: str, **_: Any) -> Response:
        based_on = self.based_on()
        changes = self.sent(MeasureChanges, partial=True)
        place = _place(point, measure)
        more: dict[str, Any] = {"changes": changes, "based_on": based_on, "exact": True}
        try:
            deeds.edit_measure(actor=self.actor, **place, **more)
        except Stale:
            raise Stale(self.measure(point, measure)) from None
        return answer(self.measure(point, measure))


class MeasureValues(MeasureEndpoint):
    """New values of a measure."""

    @schema.creates(NewMeasuredValue, ValueRecord, summary="Add a value that was counted")
    def post(self, request: Request, point: str, measure: str, **_: Any) -> Response:
        sent = self.sent(NewMeasuredValue)
        place = _place(point, measure)
        made = deeds.add_value(actor=self.actor, **place, **sent)
        record = self.value(point, measure, ids.encode("measured-value", made.pk))
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneMeasuredValue(MeasureEndpoint):
    """One value."""

    @schema.reads(ValueRecord, summary="One value of a measure")
    def get(
        self, request: Request, point: str, measure: str, measured_value: str, **_: Any
    ) -> Response:
        return answer(self.value(point, measure, measured_value))

    @schema.edits(ValueCorrection, ValueRecord, summary="Correct a value that was wrong")
    def patch(
        self, request: Request, point: str, measure: str, measured_value: str, **_: Any
    ) -> Response:
        based_on = self.based_on()
        sent = self.sent(ValueCorrection)
        place = _place(point, measure)
        place |= {"value_id": ids.decode("measured-value", measured_value), "based_on": based_on}
        try:
            deeds.correct_value(actor=self.actor, **place, **sent)
        except Stale:
            raise Stale(self.value(point, measure, measured_value)) from None
        return answer(self.value(point, measure, measured_value))
