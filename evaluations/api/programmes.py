"""programmes: inspections asked for together, under one framework edition."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import access, operations
from evaluations.queries.listings import PROGRAMMES
from indicators.rules.own_words import LONGEST as LONGEST_WORDS
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_CODE = 60
LONGEST_TITLE = 300
LONGEST_REQUEST = 20_000


class ProgrammeRecord(serializers.Serializer[Any]):
    """A programme of inspections. `framework` is the code of the edition its inspections use."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    framework = serializers.CharField()
    commissioned_by = serializers.CharField(allow_blank=True)
    commissioning_request = serializers.CharField(allow_blank=True)
    requested_on = serializers.DateField(allow_null=True)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    quantity_words = serializers.CharField(allow_blank=True)


class ProgrammeChanges(serializers.Serializer[Any]):
    """What can change of a programme; its code and its framework edition stay."""

    title = serializers.CharField(max_length=LONGEST_TITLE, required=False)
    commissioned_by = serializers.CharField(
        max_length=LONGEST_TITLE, required=False, allow_blank=True
    )
    commissioning_request = serializers.CharField(
        max_length=LONGEST_REQUEST, required=False, allow_blank=True
    )
    requested_on = serializers.DateField(required=False, allow_null=True)
    starts_on = serializers.DateField(required=False, allow_null=True)
    ends_on = serializers.DateField(required=False, allow_null=True)
    quantity_words = serializers.CharField(
        max_length=LONGEST_WORDS,
        required=False,
        allow_blank=True,
        help_text="A word and the share it starts at on each line, from most to fewest: `most, 75` or "
        "`almost all, over 90`, the last at 0. Empty: the words of Education Scotland.",
    )


class NewProgramme(ProgrammeChanges):
    """A programme to be made. `framework` is the code of an edition that has been brought in."""

    code = serializers.CharField(max_length=LONGEST_CODE)
    title = serializers.CharField(max_length=LONGEST_TITLE)
    framework = serializers.CharField(max_length=LONGEST_CODE)


class Programmes(ListEndpoint):
    """The programmes of the inspectorate."""

    collection = "programmes"
    listing = PROGRAMMES

    @schema.lists(
        page_of(ProgrammeRecord, "Programmes"),
        OpenApiParameter("code", str, description="A programme's code."),
        OpenApiParameter("framework", str, description="A framework edition's code."),
        summary="Programmes of inspections",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewProgramme, ProgrammeRecord, summary="Make a programme")
    def post(self, request: Request, **_: Any) -> Response:
        made = operations.create_programme(actor=self.actor, **self.sent(NewProgramme))
        record = PROGRAMMES.one(made.pk)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneProgramme(Endpoint):
    """One programme."""

    collection = "programmes"

    @schema.reads(ProgrammeRecord, summary="One programme")
    def get(self, request: Request, programme: str, **_: Any) -> Response:
        return answer(PROGRAMMES.one(access.programme_for(self.actor, programme).pk))

    @schema.edits(ProgrammeChanges, ProgrammeRecord, summary="Change a programme")
    def patch(self, request: Request, programme: str, **_: Any) -> Response:
        changed = operations.edit_programme(
            actor=self.actor,
            programme=programme,
            based_on=self.based_on(),
            changes=self.sent(ProgrammeChanges),
        )
        return answer(PROGRAMMES.one(changed.pk))
