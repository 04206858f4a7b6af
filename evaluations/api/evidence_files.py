"""Files of a piece of evidence: listed, brought, read and taken off."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.access.evidence_files import file_of_evidence
from evaluations.operations import evidence_files as deeds
from evaluations.operations.files import file_record
from evaluations.shared.api import FileRecord, IdentifiersKept, attachment
from evaluations.terms import ReadHow
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_REASON = 2_000


class FilesOfEvidence(serializers.Serializer[Any]):
    """The files of a piece of evidence, in the order in which they came; at most twenty."""

    results = FileRecord(many=True)


class NewEvidenceFile(serializers.Serializer[Any]):
    """A form with one file, at most 20 MB. Its name is free text: an identifier in it is refused
    (422, `identifiers`) until `identifiers_kept.<digest>` says why it stays."""

    file = serializers.FileField(max_length=400)
    identifiers_kept = IdentifiersKept(required=False)


class FileRemoval(serializers.Serializer[Any]):
    """Why the file is taken off. What it held is gone; that it was there, and why it is no more, stays
    in the history."""

    why = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


def _files(actor: Any, evidence: str) -> dict[str, Any]:
    return deeds.list_evidence_files(actor=actor, evidence=evidence, how=ReadHow.API)


class EvidenceFiles(Endpoint):
    """The files of a piece of evidence."""

    collection = "evidence"
    parser_classes = [MultiPartParser]
    sends_files = True

    @schema.reads(
        FilesOfEvidence,
        versioned=False,
        operation_id="evidence_files_list",
        summary="The files of a piece of evidence",
    )
    def get(self, request: Request, evidence: str, **_: Any) -> Response:
        return Response(_files(self.actor, evidence))

    @schema.creates(
        {"multipart/form-data": NewEvidenceFile}, FileRecord, summary="Keep a file with evidence"
    )
    def post(self, request: Request, evidence: str, **_: Any) -> Response:
        sent = self.sent(NewEvidenceFile)
        reasons = sent.get("identifiers_kept", {})
        self.once(sent["file"], repr(sorted(reasons.items())))
        record = deeds.attach_file(
            actor=self.actor, evidence=evidence, upload=sent["file"], reasons=reasons
        )
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneEvidenceFile(Endpoint):
    """What is known of a file of a piece of evidence."""

    collection = "evidence"

    @schema.reads(FileRecord, summary="One file of a piece of evidence")
    def get(self, request: Request, evidence: str, file: str, **_: Any) -> Response:
        return answer(file_record(file_of_evidence(self.actor, evidence, file)[1]))


class EvidenceFileContents(Endpoint):
    """A file's bytes. That they were read is in the log."""

    collection = "evidence"

    @schema.reads(
        OpenApiResponse(OpenApiTypes.BINARY, description="The file, as an attachment."),
        versioned=False,
        media_type="application/octet-stream",
        refuses=(409,),
        summary="The content of a file of a piece of evidence",
    )
    def get(self, request: Request, evidence: str, file: str, **_: Any) -> HttpResponse:
        one, content = deeds.read_evidence_file(
            actor=self.actor, evidence=evidence, file=file, how=ReadHow.API
        )
        return attachment(one.name, content)


class EvidenceFileRemoval(Endpoint):
    """Taking a file off a piece of evidence."""

    collection = "evidence"

    @schema.creates(
        FileRemoval,
        FilesOfEvidence,
        status=200,
        summary="Take a file off a piece of evidence, with the reason",
    )
    def post(self, request: Request, evidence: str, file: str, **_: Any) -> Response:
        sent = self.sent(FileRemoval)
        deeds.remove_file(
            actor=self.actor,
            evidence=evidence,
            file=file,
            why=sent["why"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return Response(_files(self.actor, evidence))
