"""Meetings at which findings were discussed with the services."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations import discussions as deeds
from evaluations.queries.discussions import discussion_for, discussion_records
from evaluations.rules import discussions as rules
from evaluations.rules.discussions import Seat
from evaluations.shared.api import IdentifiersKept
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class SeatRecord(serializers.Serializer[Any]):
    """Who was asked, by service (its code) and post, never by name; `note` says why not, when they
    were not there."""

    service = serializers.CharField(max_length=rules.LONGEST_SERVICE)
    post = serializers.CharField(max_length=rules.LONGEST_POST)
    present = serializers.BooleanField()
    note = serializers.CharField(
        max_length=rules.LONGEST_NOTE, allow_blank=True, required=False, default=""
    )


class DiscussionRecord(serializers.Serializer[Any]):
    """A meeting, and who was there."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    held_on = serializers.DateField()
    place = serializers.CharField(allow_blank=True)
    record = serializers.CharField(allow_blank=True)
    attendance = SeatRecord(many=True)


class DiscussionList(serializers.Serializer[Any]):
    """Every meeting of an inspection, by date."""

    results = DiscussionRecord(many=True)


class DiscussionInput(serializers.Serializer[Any]):
    """A meeting as it is sent, whole: what is left out is empty."""

    held_on = serializers.DateField()
    place = serializers.CharField(
        max_length=rules.LONGEST_PLACE, required=False, allow_blank=True, default=""
    )
    record = serializers.CharField(
        max_length=rules.LONGEST_RECORD, required=False, allow_blank=True, default=""
    )
    attendance = serializers.ListField(child=SeatRecord(), max_length=rules.MOST_ATTENDANCE)
    identifiers_kept = IdentifiersKept(required=False)


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    given["attendance"] = [Seat(**one) for one in given["attendance"]]
    given["reasons"] = given.pop("identifiers_kept", {})
    return given


class Discussions(Endpoint):
    """The meetings of an inspection."""

    collection = "inspections"

    @schema.reads(
        DiscussionList,
        versioned=False,
        operation_id="discussions_list",
        summary="Meetings at which findings were discussed",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": discussion_records(self.actor, inspection)})

    @schema.creates(DiscussionInput, DiscussionRecord, summary="Record a meeting")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = _sent(self.sent(DiscussionInput))
        made = deeds.record_discussion(actor=self.actor, inspection=inspection, **sent)
        record = deeds.discussion_record(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneDiscussion(Endpoint):
    """One meeting."""

    collection = "inspections"

    @schema.reads(DiscussionRecord, summary="One meeting")
    def get(self, request: Request, inspection: str, discussion: str, **_: Any) -> Response:
        return answer(deeds.discussion_record(discussion_for(self.actor, inspection, discussion)))

    @schema.edits(DiscussionInput, DiscussionRecord, summary="Change the record of a meeting")
    def patch(self, request: Request, inspection: str, discussion: str, **_: Any) -> Response:
        based_on = self.based_on()
        discussion_for(self.actor, inspection, discussion)
        sent = _sent(self.sent(DiscussionInput))
        place = {"actor": self.actor, "inspection": inspection, "discussion": discussion}
        done = deeds.edit_discussion(**place, based_on=based_on, **sent)
        return answer(deeds.discussion_record(done))
