"""national-summaries: compiled versions, and asking for a new one."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids, jobs
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.kernel.models import Job
from inspectorate.kernel.terms import JobState
from inspectorate.national import access, operations, queries
from inspectorate.national.terms import COMPILE_SUMMARY


class SummaryRecord(serializers.Serializer[Any]):
    """One version in the list; its address gives the whole document."""

    id = serializers.CharField()
    programme = serializers.CharField()
    version = serializers.IntegerField()
    as_at = serializers.DateField()
    compiled_at = serializers.DateTimeField()
    inputs_sha256 = serializers.CharField()


class Compilation(serializers.Serializer[Any]):
    programme = serializers.CharField(max_length=60)
    as_at = serializers.DateField(required=False, allow_null=True)


class JobRecord(serializers.Serializer[Any]):
    """Background work. ``summary`` is the id of what it made, once it is done."""

    id = serializers.CharField()
    state = serializers.ChoiceField(JobState.choices)
    step = serializers.CharField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    error = serializers.CharField()
    summary = serializers.CharField(allow_null=True)


def job_record(job: Job) -> dict[str, Any]:
    made = (job.result or {}).get("summary")
    return {
        "id": ids.encode("job", job.pk),
        "state": job.state,
        "step": job.step,
        "done": job.done,
        "total": job.total,
        "error": job.error,
        "summary": ids.encode("summary", made) if made else None,
    }


class Summaries(ListEndpoint):
    collection = "national-summaries"
    listing = queries.SUMMARIES

    @schema.lists(
        page_of(SummaryRecord, "NationalSummaries"),
        OpenApiParameter("programme", str, description="A programme's code."),
        summary="Compiled national summaries",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(
        Compilation, JobRecord, status=202, summary="Compile a programme's national summary"
    )
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(Compilation)
        try:
            job = operations.ask_for_summary(
                actor=self.actor, programme=sent["programme"], as_at=sent.get("as_at")
            )
        except NotFound as error:
            raise Invalid({"programme": str(error) or "There is no such programme."}) from None
        record = job_record(job)
        address = f"{request.path}/jobs/{record['id']}"
        return Response(record, status=202, headers={"Location": address})


class OneSummary(Endpoint):
    collection = "national-summaries"

    @schema.reads(OpenApiTypes.OBJECT, summary="One version, whole, as the contract has it")
    def get(self, request: Request, summary: str, **_: Any) -> Response:
        found = access.summary_by_id(request.actor, ids.decode("summary", summary))  # type: ignore[attr-defined]
        return answer(queries.document_of(found))


class SummaryJob(Endpoint):
    collection = "national-summaries"

    @schema.reads(JobRecord, summary="How far a compilation is")
    def get(self, request: Request, job: str, **_: Any) -> Response:
        request.actor.require(Permission.SEE_NATIONAL)  # type: ignore[attr-defined]
        found = jobs.job_of(ids.decode("job", job))
        if found.kind != COMPILE_SUMMARY:
            raise NotFound
        return Response(job_record(found))
