"""Files of an inspection: brought as a form with one file, read by whoever may read case-level
material."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.access import case_material_for
from evaluations.access.evidence import require_recording_evidence
from evaluations.access.files import file_for
from evaluations.operations.files import file_record, read_file, store_file
from evaluations.operations.return_sections import add_section_file
from evaluations.shared.api import FileRecord, IdentifiersKept, attachment
from evaluations.terms import ReadHow
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class NewFile(serializers.Serializer[Any]):
    """A form with one file, at most 20 MB. With `section` it is brought to that section of the
    inspection's return, by a partner of its committee; without, by the team to its evidence. Its name
    is free text: an identifier in it stays with `identifiers_kept.<digest>` alone."""

    file = serializers.FileField(max_length=400)
    section = serializers.CharField(max_length=16, required=False)
    identifiers_kept = IdentifiersKept(required=False)


class Files(Endpoint):
    """The files of an inspection."""

    collection = "inspections"
    parser_classes = [MultiPartParser]
    sends_files = True

    @schema.creates(
        {"multipart/form-data": NewFile}, FileRecord, repeatable=False, summary="Bring a file"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(NewFile)
        place: dict[str, Any] = {"actor": self.actor, "upload": sent["file"]}
        place["reasons"] = sent.get("identifiers_kept", {})
        if sent.get("section"):
            made = add_section_file(**place, inspection=inspection, section=sent["section"])
        else:
            access = case_material_for(self.actor, inspection)
            require_recording_evidence(access)
            made = store_file(**place, inspection=access.inspection)
        record = file_record(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneFile(Endpoint):
    """What is known of a file."""

    collection = "inspections"

    @schema.reads(FileRecord, summary="One file")
    def get(self, request: Request, inspection: str, file: str, **_: Any) -> Response:
        return answer(file_record(file_for(self.actor, inspection, file).file))


class FileContents(Endpoint):
    """A file's bytes. That they were read is in the log."""

    collection = "inspections"

    @schema.reads(
        OpenApiResponse(OpenApiTypes.BINARY, description="The file, as an attachment."),
        versioned=False,
        media_type="application/octet-stream",
        refuses=(409,),
        summary="The content of a file",
    )
    def get(self, request: Request, inspection: str, file: str, **_: Any) -> HttpResponse:
        one, content = read_file(
            actor=self.actor, inspection=inspection, file=file, how=ReadHow.API
        )
        return attachment(one.name, content)
