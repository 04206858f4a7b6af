"""inspections: releases, published versions and withdrawals of a report."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import operations
from evaluations.operations import releases
from evaluations.operations.checks import LONGEST_REASON
from evaluations.operations.releases import release_record
from evaluations.queries.publication import (
    release_records,
    version_record,
    version_records,
    withdrawal_records,
)
from evaluations.shared.api import IdentifiersKept
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class ReleaseRecord(serializers.Serializer[Any]):
    """An approval to publish a kept draft at an instant. `state` is planned, released or
    called-off."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    at = serializers.DateTimeField()
    state = serializers.CharField()
    draft_number = serializers.IntegerField()
    draft_digest = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    approved_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_why = serializers.CharField(allow_blank=True)


class ReleasesOfInspection(serializers.Serializer[Any]):
    """The releases of an inspection, the newest first."""

    results = ReleaseRecord(many=True)


class ReleaseToApprove(serializers.Serializer[Any]):
    """The instant, to the minute, with its offset from UTC. If-Match names the inspection's version.
    To publish at once, make the move `publish`."""

    at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class ReasonOfEnd(serializers.Serializer[Any]):
    """Why a release is called off."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class ReasonPublished(serializers.Serializer[Any]):
    """Why a report is withdrawn: published, so no identifier may be in it."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class VersionRecord(serializers.Serializer[Any]):
    """A published version, without its content."""

    number = serializers.IntegerField()
    published_on = serializers.DateField()
    reason = serializers.CharField(allow_blank=True)
    digest = serializers.CharField()


class VersionsOfInspection(serializers.Serializer[Any]):
    """The published versions of an inspection, the newest first."""

    results = VersionRecord(many=True)


class WholeVersion(VersionRecord):
    """A published version with the document that was frozen."""

    content = serializers.JSONField()


class WithdrawalRecord(serializers.Serializer[Any]):
    """A time during which the report was withdrawn; `ended_at` null: it still is."""

    at = serializers.DateTimeField()
    reason = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)


class WithdrawalsOfInspection(serializers.Serializer[Any]):
    """The withdrawals of an inspection's report, the newest first."""

    results = WithdrawalRecord(many=True)


class Releases(Endpoint):
    """The releases of an inspection."""

    collection = "inspections"

    @schema.reads(ReleasesOfInspection, versioned=False, summary="What is planned and was released")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": release_records(self.actor, inspection)})

    @schema.creates(
        ReleaseToApprove,
        ReleaseRecord,
        based_on=True,
        summary="Approve the report for publication at an instant",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(ReleaseToApprove)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        made = releases.approve_release(
            actor=self.actor, inspection=inspection, based_on=self.based_on(), **sent
        )
        return answer(release_record(made), status=201, location=request.path)


class ReleaseCallOff(Endpoint):
    """The end of a planned release."""

    collection = "inspections"

    @schema.creates(
        ReasonOfEnd, ReleaseRecord, status=200, based_on=True, summary="Call a release off"
    )
    def post(self, request: Request, inspection: str, release: str, **_: Any) -> Response:
        sent = self.sent(ReasonOfEnd)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        made = releases.call_off_release(
            actor=self.actor,
            inspection=inspection,
            release=release,
            based_on=self.based_on(),
            **sent,
        )
        return answer(release_record(made))


class Versions(Endpoint):
    """The published versions of an inspection."""

    collection = "inspections"

    @schema.reads(VersionsOfInspection, versioned=False, summary="Published versions")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": version_records(self.actor, inspection)})


class OneVersion(Endpoint):
    """One published version."""

    collection = "inspections"

    @schema.reads(
        WholeVersion,
        versioned=False,
        operation_id="inspections_published_version",
        summary="One published version, as it was frozen",
    )
    def get(self, request: Request, inspection: str, number: int, **_: Any) -> Response:
        return Response(version_record(self.actor, inspection, number))


class Withdrawals(Endpoint):
    """The withdrawals of an inspection's report."""

    collection = "inspections"

    @schema.reads(WithdrawalsOfInspection, versioned=False, summary="When the report was withdrawn")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": withdrawal_records(self.actor, inspection)})

    @schema.creates(
        ReasonPublished, WithdrawalRecord, based_on=True, summary="Withdraw a published report"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(ReasonPublished)
        operations.withdraw_report(
            actor=self.actor, inspection=inspection, based_on=self.based_on(), **sent
        )
        newest = withdrawal_records(self.actor, inspection)[0]
        return Response(newest, status=201, headers={"Location": request.path})
