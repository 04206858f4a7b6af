"""threads: comments and requests for change on evaluations and paragraphs of the report."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations import threads as deeds
from evaluations.operations.threads import LONGEST_COMMENT, LONGEST_QUOTE, MOST_PARAGRAPHS
from evaluations.queries.threads import thread_record, thread_shown, threads_of
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import ThreadState
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_CODE = 60


class CommentRecord(serializers.Serializer[Any]):
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    text = serializers.CharField()


class ThreadRecord(serializers.Serializer[Any]):
    """A thread about an indicator or a chapter. `paragraph` is where its words stand now; null when
    they are gone, or it is about the whole."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    indicator_code = serializers.CharField(allow_null=True)
    chapter = serializers.CharField(allow_null=True)
    paragraph = serializers.IntegerField(allow_null=True)
    quoted = serializers.CharField(allow_blank=True)
    wants_change = serializers.BooleanField()
    state = serializers.ChoiceField(ThreadState.choices)
    begun_by = serializers.CharField(allow_blank=True)
    begun_at = serializers.DateTimeField()
    resolved_by = serializers.CharField(allow_blank=True)
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolution = serializers.CharField(allow_blank=True)
    comments = CommentRecord(many=True)


class ThreadsOfInspection(serializers.Serializer[Any]):
    """Every thread that the asker may see, open ones first."""

    results = ThreadRecord(many=True)


class ThreadSent(serializers.Serializer[Any]):
    """A new thread: about an `indicator_code`, or about a `chapter` and there a `paragraph` whose
    words are `quoted`."""

    text = serializers.CharField(max_length=LONGEST_COMMENT)
    indicator_code = serializers.CharField(max_length=LONGEST_CODE, required=False)
    chapter = serializers.CharField(max_length=LONGEST_CODE, required=False)
    paragraph = serializers.IntegerField(min_value=1, max_value=MOST_PARAGRAPHS, required=False)
    quoted = serializers.CharField(max_length=LONGEST_QUOTE, required=False, allow_blank=True)
    wants_change = serializers.BooleanField(required=False, default=False)
    identifiers_kept = IdentifiersKept(required=False)


class CommentSent(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=LONGEST_COMMENT)
    identifiers_kept = IdentifiersKept(required=False)


class StateSent(serializers.Serializer[Any]):
    """`resolved` or `open` again, and how it was settled or why it is open."""

    state = serializers.ChoiceField(ThreadState.choices)
    text = serializers.CharField(
        max_length=LONGEST_COMMENT, required=False, allow_blank=True, default=""
    )
    identifiers_kept = IdentifiersKept(required=False)


class Threads(Endpoint):
    """The threads of an inspection."""

    collection = "inspections"

    @schema.reads(ThreadsOfInspection, versioned=False, summary="Comments and requests for change")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        found = threads_of(self.actor, inspection).all
        return Response({"results": [thread_record(inspection, one) for one in found]})

    @schema.creates(ThreadSent, ThreadRecord, summary="Begin a thread")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(ThreadSent)
        reasons = sent.pop("identifiers_kept", {})
        sent["indicator"] = sent.pop("indicator_code", "")
        made = deeds.begin_thread(actor=self.actor, inspection=inspection, reasons=reasons, **sent)
        return _answered(self.actor, inspection, ids.encode("thread", made.pk), status=201)


class OneThread(Endpoint):
    """One thread; its state changes by what was based on its version."""

    collection = "inspections"

    @schema.reads(
        ThreadRecord, operation_id="inspections_thread_retrieve", summary="One thread, in full"
    )
    def get(self, request: Request, inspection: str, thread: str, **_: Any) -> Response:
        return _answered(self.actor, inspection, thread)

    @schema.edits(StateSent, ThreadRecord, summary="Resolve a thread, or open it again")
    def patch(self, request: Request, inspection: str, thread: str, **_: Any) -> Response:
        sent = self.sent(StateSent)
        deed = deeds.resolve if sent["state"] == ThreadState.RESOLVED else deeds.reopen
        deed(
            actor=self.actor,
            inspection=inspection,
            thread=thread,
            based_on=self.based_on(),
            text=sent["text"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return _answered(self.actor, inspection, thread)


class ThreadComments(Endpoint):
    """Answers in a thread."""

    collection = "inspections"

    @schema.creates(CommentSent, ThreadRecord, summary="Answer in a thread")
    def post(self, request: Request, inspection: str, thread: str, **_: Any) -> Response:
        sent = self.sent(CommentSent)
        deeds.reply(
            actor=self.actor,
            inspection=inspection,
            thread=thread,
            text=sent["text"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return _answered(self.actor, inspection, thread, status=201)


def _answered(actor: Any, inspection: str, thread: str, status: int = 200) -> Response:
    return answer(thread_record(inspection, thread_shown(actor, inspection, thread)), status=status)
