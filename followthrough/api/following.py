"""main-points/{id}/notes and looks, actions/{id}/date-changes: what a link inspector makes of it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.shared.api import IdentifiersKept
from followthrough.operations import dates, looks, notes
from followthrough.queries.action_dates import change_record, changes_read
from followthrough.queries.notes import look_record, looks_read, note_record, notes_read
from followthrough.rules import progress as rules
from followthrough.terms import DateAnswer
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale


class NoteRecord(serializers.Serializer[Any]):
    """A link inspector's note. The partnership sees it once `shared_at` is set, for good."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    main_point = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField()
    shared_at = serializers.DateTimeField(allow_null=True)


class NoteList(serializers.Serializer[Any]):
    """Those that you may see, oldest first."""

    results = NoteRecord(many=True)


class NewNote(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=rules.LONGEST_TEXT)
    identifiers_kept = IdentifiersKept(required=False)


class ShareNote(serializers.Serializer[Any]):
    """`share` has to be true: sharing cannot be taken back."""

    share = serializers.BooleanField()

    def validate_share(self, value: bool) -> bool:
        if not value:
            raise serializers.ValidationError("Say true: sharing cannot be taken back.")
        return value


class LookRecord(serializers.Serializer[Any]):
    """Whether there is enough to look at, and what the committee was told. Never a judgement."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    main_point = serializers.CharField()
    enough = serializers.BooleanField()
    told = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class LookList(serializers.Serializer[Any]):
    """Oldest first."""

    results = LookRecord(many=True)


class NewLook(serializers.Serializer[Any]):
    """`told` is needed when there is not enough; the committee reads it."""

    enough = serializers.BooleanField()
    told = serializers.CharField(
        max_length=rules.LONGEST_REASON, required=False, allow_blank=True, default=""
    )
    identifiers_kept = IdentifiersKept(required=False)


class DateChangeRecord(serializers.Serializer[Any]):
    """Another date asked for an action. The action's date changes only when it is agreed."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    action = serializers.CharField()
    from_on = serializers.DateField()
    to_on = serializers.DateField()
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    answer = serializers.ChoiceField(DateAnswer.choices)
    answer_reason = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class DateChangeList(serializers.Serializer[Any]):
    """Oldest first; at most one waits."""

    results = DateChangeRecord(many=True)


class NewDateChange(serializers.Serializer[Any]):
    to_on = serializers.DateField()
    reason = serializers.CharField(max_length=rules.LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class DateChangeAnswer(serializers.Serializer[Any]):
    """`reason` is needed when it is not agreed; the committee reads it."""

    agree = serializers.BooleanField()
    reason = serializers.CharField(
        max_length=rules.LONGEST_REASON, required=False, allow_blank=True, default=""
    )
    identifiers_kept = IdentifiersKept(required=False)


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    """What was sent as operations take it."""
    if "identifiers_kept" in given:
        given["reasons"] = given.pop("identifiers_kept")
    return given


class Notes(Endpoint):
    """Notes on a point."""

    collection = "main-points"

    @schema.reads(
        NoteList,
        versioned=False,
        operation_id="link_notes_list",
        summary="The link inspector's notes on a main point, as far as you may see them",
    )
    def get(self, request: Request, point: str, **_: Any) -> Response:
        return Response({"results": notes_read(self.actor, point)})

    @schema.creates(NewNote, NoteRecord, summary="Write a note that the partnership does not see")
    def post(self, request: Request, point: str, **_: Any) -> Response:
        sent = _sent(self.sent(NewNote))
        made = notes.write_note(actor=self.actor, point=ids.decode("point", point), **sent)
        return answer(note_record(made), status=201, location=request.path)


class SharedNote(Endpoint):
    """A note shared with the partnership."""

    collection = "main-points"

    @schema.creates(
        ShareNote,
        NoteRecord,
        status=200,
        based_on=True,
        summary="Share a note with the partnership, for good",
    )
    def post(self, request: Request, point: str, link_note: str, **_: Any) -> Response:
        based_on = self.based_on()
        self.sent(ShareNote)
        place = {"point": ids.decode("point", point), "note": ids.decode("note", link_note)}
        try:
            shared = notes.share_note(actor=self.actor, **place, based_on=based_on)
        except Stale as stale:
            raise Stale(note_record(stale.current)) from None
        return answer(note_record(shared))


class Looks(Endpoint):
    """Looks at what a committee says is done."""

    collection = "main-points"

    @schema.reads(
        LookList,
        versioned=False,
        operation_id="looks_list",
        summary="What the link inspector found when looking at a main point",
    )
    def get(self, request: Request, point: str, **_: Any) -> Response:
        return Response({"results": looks_read(self.actor, point)})

    @schema.creates(NewLook, LookRecord, summary="Say whether there is enough to look at")
    def post(self, request: Request, point: str, **_: Any) -> Response:
        sent = _sent(self.sent(NewLook))
        made = looks.look(actor=self.actor, point=ids.decode("point", point), **sent)
        return answer(look_record(made), status=201, location=request.path)


class DateChanges(Endpoint):
    """Other dates that were asked for an action."""

    collection = "actions"

    @schema.reads(
        DateChangeList,
        versioned=False,
        operation_id="date_changes_list",
        summary="Other dates asked for an action",
    )
    def get(self, request: Request, action: str, **_: Any) -> Response:
        return Response({"results": changes_read(self.actor, action)})

    @schema.creates(NewDateChange, DateChangeRecord, summary="Ask for another date")
    def post(self, request: Request, action: str, **_: Any) -> Response:
        sent = _sent(self.sent(NewDateChange))
        made = dates.ask_date(actor=self.actor, action=ids.decode("action", action), **sent)
        return answer(change_record(made), status=201, location=request.path)


class DateAnswered(Endpoint):
    """The answer to one that waits."""

    collection = "actions"

    @schema.creates(
        DateChangeAnswer,
        DateChangeRecord,
        status=200,
        based_on=True,
        summary="Agree another date, or not",
    )
    def post(self, request: Request, action: str, change: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = _sent(self.sent(DateChangeAnswer))
        place: dict[str, Any] = {"change": ids.decode("date-change", change), "based_on": based_on}
        place["action"] = ids.decode("action", action)
        try:
            answered = dates.answer_date(actor=self.actor, **place, **sent)
        except Stale as stale:
            raise Stale(change_record(stale.current)) from None
        return answer(change_record(answered))
