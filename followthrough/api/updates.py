"""main-points/{id}/updates and files: what a partnership tells of a point. Never a judgement."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations.files import file_record
from evaluations.shared.api import FileRecord, IdentifiersKept, attachment
from evaluations.terms import ReadHow
from followthrough.operations.measures import NewValue
from followthrough.operations.update_files import read_update_file, update_file
from followthrough.operations.updates import bring_file, make_update
from followthrough.queries.updates import one_update, updates_read
from followthrough.rules import progress as rules
from followthrough.terms import OwnView
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer

DIGITS = 14


class UpdateValue(serializers.Serializer[Any]):
    """The value of one of the point's measures on a day."""

    measure = serializers.CharField(max_length=16)
    on = serializers.DateField()
    value = serializers.DecimalField(max_digits=DIGITS, decimal_places=rules.PLACES)


class UpdateRecord(serializers.Serializer[Any]):
    """What the committee says of a point. `own_view` is the committee's own assessment, never the
    inspectorate's judgement (see `progress`). It is not edited: a later one says what is so then."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    main_point = serializers.CharField()
    committee = serializers.CharField()
    agency = serializers.CharField()
    text = serializers.CharField()
    own_view = serializers.ChoiceField(OwnView.choices)
    own_reason = serializers.CharField()
    at = serializers.DateTimeField()
    values = UpdateValue(many=True)
    files = FileRecord(many=True)


class UpdateList(serializers.Serializer[Any]):
    """Oldest first."""

    results = UpdateRecord(many=True)


class NewUpdate(serializers.Serializer[Any]):
    """`files` were brought before, by the same person, at `main-points/{id}/files`. `committee` is
    needed only of somebody who answers for several that own the point."""

    text = serializers.CharField(max_length=rules.LONGEST_TEXT)
    own_view = serializers.ChoiceField(OwnView.choices)
    own_reason = serializers.CharField(max_length=rules.LONGEST_REASON)
    committee = serializers.CharField(max_length=16, required=False)
    values = serializers.ListField(
        child=UpdateValue(), required=False, max_length=rules.MOST_MEASURES
    )
    files = serializers.ListField(
        child=serializers.CharField(max_length=16), required=False, max_length=rules.MOST_FILES
    )
    identifiers_kept = IdentifiersKept(required=False)


class NewUpdateFile(serializers.Serializer[Any]):
    """A form with one file, at most 20 MB."""

    file = serializers.FileField(max_length=400)


def as_update(sent: dict[str, Any]) -> dict[str, Any]:
    """What was sent, as the operation takes it. Raises NotFound."""
    values = [
        NewValue(ids.decode("measure", one["measure"]), one["on"], one["value"], "values")
        for one in sent.pop("values", [])
    ]
    given = {**sent, "values": values, "reasons": sent.pop("identifiers_kept", {})}
    given.pop("identifiers_kept", None)
    if "committee" in sent:
        given["committee"] = ids.decode("committee", sent["committee"])
    return given


class Updates(Endpoint):
    """What was told of a point."""

    collection = "main-points"

    @schema.reads(
        UpdateList,
        versioned=False,
        operation_id="updates_list",
        summary="What the committee says of a main point",
    )
    def get(self, request: Request, point: str, **_: Any) -> Response:
        return Response({"results": updates_read(self.actor, point)})

    @schema.creates(NewUpdate, UpdateRecord, summary="Tell what happened, for the committee")
    def post(self, request: Request, point: str, **_: Any) -> Response:
        sent = as_update(self.sent(NewUpdate))
        made = make_update(actor=self.actor, point=ids.decode("point", point), **sent)
        record = one_update(self.actor, point, ids.encode("update", made.pk))
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneUpdate(Endpoint):
    """One of them."""

    collection = "main-points"

    @schema.reads(UpdateRecord, summary="One update of a main point")
    def get(self, request: Request, point: str, update: str, **_: Any) -> Response:
        return answer(one_update(self.actor, point, update))


class UpdateFiles(Endpoint):
    """Files for an update that is being written."""

    collection = "main-points"
    parser_classes = [MultiPartParser]
    sends_files = True

    @schema.creates(
        {"multipart/form-data": NewUpdateFile},
        FileRecord,
        summary="Bring a file for an update of a main point",
    )
    def post(self, request: Request, point: str, **_: Any) -> Response:
        sent = self.sent(NewUpdateFile)
        self.once(sent["file"])
        number = ids.decode("point", point)
        record = file_record(bring_file(actor=self.actor, point=number, upload=sent["file"]))
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneUpdateFile(Endpoint):
    """What is known of a file that went with an update."""

    collection = "main-points"

    @schema.reads(FileRecord, summary="A file of an update")
    def get(self, request: Request, point: str, update_file: str, **_: Any) -> Response:
        return answer(file_record(_file(self.actor, point, update_file)))


def _file(actor: Any, point: str, file: str) -> Any:
    return update_file(actor, point, file)[0]


class UpdateFileContents(Endpoint):
    """Its bytes. That they were read is in the log."""

    collection = "main-points"

    @schema.reads(
        OpenApiResponse(OpenApiTypes.BINARY, description="The file, as an attachment."),
        versioned=False,
        media_type="application/octet-stream",
        refuses=(409,),
        summary="The content of a file of an update",
    )
    def get(self, request: Request, point: str, update_file: str, **_: Any) -> HttpResponse:
        name, content = read_update_file(
            actor=self.actor, point=point, file=update_file, how=ReadHow.API
        )
        return attachment(name, content)
