"""Factual accuracy: a draft with its partnership, its comments, more time, answers, the round's end."""

from typing import Any

from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.access.accuracy import comment_for, extension_to_decide, round_for
from evaluations.api.accuracy_records import (
    AccuracyCommentAnswer,
    AccuracyCommentFile,
    AccuracyCommentList,
    AccuracyCommentRecord,
    AccuracyCommentText,
    AccuracyDraftRecord,
    AccuracyRoundEdit,
    AccuracyRoundEnd,
    AccuracyRoundRecord,
    ExtensionDecided,
    ExtensionRecord,
    NewAccuracyComment,
    NewAccuracyExtension,
    NewAccuracyRound,
    ReturnOfComments,
)
from evaluations.operations import accuracy as deeds
from evaluations.operations import accuracy_comments as comments
from evaluations.operations import accuracy_time as time
from evaluations.operations.accuracy_records import (
    comment_record,
    comment_records,
    extension_record,
    files_of,
    round_record,
)
from evaluations.operations.files import file_record
from evaluations.shared.api import FileRecord
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale


def _sent(given: dict[str, Any]) -> dict[str, Any]:
    """What was sent as operations take it."""
    if "identifiers_kept" in given:
        given["reasons"] = given.pop("identifiers_kept")
    return given


class AccuracyEndpoint(Endpoint):
    collection = "inspections"

    def now(self, inspection: str, status: int = 200, location: str = "") -> Response:
        record = round_record(round_for(self.actor, inspection))
        return answer(record, status=status, location=location)

    def comment(self, inspection: str, comment: str) -> dict[str, Any]:
        access, one = comment_for(self.actor, inspection, comment)
        return comment_record(access, one, files_of([one]).get(one.pk, []))


class Accuracy(AccuracyEndpoint):
    """The latest round of an inspection."""

    @schema.reads(AccuracyRoundRecord, summary="The latest round of factual accuracy")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return self.now(inspection)

    @schema.creates(
        NewAccuracyRound,
        AccuracyRoundRecord,
        based_on=True,
        summary="Send the draft; based on the inspection",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = self.sent(NewAccuracyRound)
        deeds.send_draft(actor=self.actor, inspection=inspection, based_on=based_on, **sent)
        return self.now(inspection, 201, request.path)

    @schema.edits(
        AccuracyRoundEdit, AccuracyRoundRecord, summary="Show the partnership what changed, or not"
    )
    def patch(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = self.sent(AccuracyRoundEdit)
        deeds.show_changes(actor=self.actor, inspection=inspection, based_on=based_on, **sent)
        return self.now(inspection)


class AccuracyDraft(AccuracyEndpoint):
    """The draft of the latest round."""

    @schema.reads(
        AccuracyDraftRecord, versioned=False, summary="The draft that the partnership reads"
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        one = round_for(self.actor, inspection).round.draft
        record = {"number": one.number, "digest": one.digest, "content": one.content}
        return Response(record)


class AccuracyComments(AccuracyEndpoint):
    """The comments of the latest round."""

    @schema.reads(
        AccuracyCommentList,
        versioned=False,
        operation_id="accuracy_comments_list",
        summary="The comments on a draft",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": comment_records(round_for(self.actor, inspection))})

    @schema.creates(NewAccuracyComment, AccuracyCommentRecord, summary="Comment on a paragraph")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = _sent(self.sent(NewAccuracyComment))
        made = comments.write_comment(actor=self.actor, inspection=inspection, **sent)
        opaque = ids.encode("accuracy-comment", made.pk)
        record = self.comment(inspection, opaque)
        return answer(record, status=201, location=f"{request.path}/{opaque}")


class OneAccuracyComment(AccuracyEndpoint):
    """One comment."""

    @schema.reads(AccuracyCommentRecord, summary="One comment on a draft")
    def get(self, request: Request, inspection: str, comment: str, **_: Any) -> Response:
        return answer(self.comment(inspection, comment))

    @schema.edits(AccuracyCommentText, AccuracyCommentRecord, summary="Change a comment")
    def patch(self, request: Request, inspection: str, comment: str, **_: Any) -> Response:
        based_on = self.based_on()
        changes = self.sent(AccuracyCommentText, partial=True)
        reasons = changes.pop("identifiers_kept", {})
        place = {"actor": self.actor, "inspection": inspection, "comment": comment}
        more = {"changes": changes, "reasons": reasons, "exact": True}
        try:
            comments.edit_comment(**place, based_on=based_on, **more)
        except Stale:
            raise Stale(self.comment(inspection, comment)) from None
        return answer(self.comment(inspection, comment))

    @schema.removes(based_on=True, summary="Withdraw a comment")
    def delete(self, request: Request, inspection: str, comment: str, **_: Any) -> Response:
        based_on = self.based_on()
        place = {"actor": self.actor, "inspection": inspection, "comment": comment}
        try:
            comments.withdraw_comment(**place, based_on=based_on)
        except Stale:
            raise Stale(self.comment(inspection, comment)) from None
        return Response(status=204)


class AccuracyAnswers(AccuracyEndpoint):
    """The answer to a comment."""

    @schema.creates(
        AccuracyCommentAnswer,
        AccuracyCommentRecord,
        status=200,
        based_on=True,
        summary="Answer a comment, with the reason",
    )
    def post(self, request: Request, inspection: str, comment: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = _sent(self.sent(AccuracyCommentAnswer))
        place = {"actor": self.actor, "inspection": inspection, "comment": comment}
        try:
            comments.answer_comment(**place, based_on=based_on, **sent)
        except Stale:
            raise Stale(self.comment(inspection, comment)) from None
        return answer(self.comment(inspection, comment))


class AccuracyCommentFiles(AccuracyEndpoint):
    """Files that support a comment. They are read at `inspections/{id}/files/{file}`."""

    parser_classes = [MultiPartParser]
    sends_files = True

    @schema.creates(
        {"multipart/form-data": AccuracyCommentFile},
        FileRecord,
        summary="Bring a file that supports a comment",
    )
    def post(self, request: Request, inspection: str, comment: str, **_: Any) -> Response:
        sent = self.sent(AccuracyCommentFile)
        reasons, called = sent.get("identifiers_kept", {}), sent.get("called", "")
        self.once(sent["file"], repr((called, sorted(reasons.items()))))
        place = {"actor": self.actor, "inspection": inspection, "comment": comment}
        more = {"upload": sent["file"], "called": called, "reasons": reasons}
        record = file_record(comments.add_comment_file(**place, **more))
        base = request.path.partition("/factual-accuracy")[0]
        return answer(record, status=201, location=f"{base}/files/{record['id']}")


class OneAccuracyCommentFile(AccuracyEndpoint):
    """One file of a comment."""

    @schema.removes(summary="Take a file off a comment")
    def delete(
        self, request: Request, inspection: str, comment: str, file: str, **_: Any
    ) -> Response:
        place = {"actor": self.actor, "inspection": inspection, "comment": comment}
        comments.remove_comment_file(**place, file=file)
        return Response(status=204)


class AccuracyReturn(AccuracyEndpoint):
    """The partnership's one return."""

    @schema.creates(
        ReturnOfComments,
        AccuracyRoundRecord,
        status=200,
        based_on=True,
        summary="Return the comments",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = _sent(self.sent(ReturnOfComments))
        deeds.return_comments(actor=self.actor, inspection=inspection, based_on=based_on, **sent)
        return self.now(inspection)


class AccuracySettlement(AccuracyEndpoint):
    """The end of a round."""

    @schema.creates(
        AccuracyRoundEnd,
        AccuracyRoundRecord,
        status=200,
        based_on=True,
        summary="Settle the round, or go on",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = _sent(self.sent(AccuracyRoundEnd))
        place = {"actor": self.actor, "inspection": inspection, "based_on": based_on}
        why = sent.pop("without_return", "")
        if why:
            deeds.go_on_without(**place, why=why, **sent)
        else:
            deeds.settle_round(**place)
        return self.now(inspection)


class AccuracyExtensions(AccuracyEndpoint):
    """More time for a draft."""

    @schema.creates(
        NewAccuracyExtension,
        AccuracyRoundRecord,
        status=200,
        based_on=True,
        summary="Ask for, or give, more time",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = _sent(self.sent(NewAccuracyExtension))
        access = round_for(self.actor, inspection)
        place = {"actor": self.actor, "inspection": inspection}
        if access.for_partnership:
            time.ask_for_time(**place, **sent)
        else:
            time.give_time(**place, based_on=based_on, until=sent.pop("asked_for"), **sent)
        return self.now(inspection)


class OneAccuracyExtension(AccuracyEndpoint):
    """What was asked for."""

    @schema.edits(ExtensionDecided, ExtensionRecord, summary="Grant or refuse more time")
    def patch(self, request: Request, inspection: str, extension: str, **_: Any) -> Response:
        based_on = self.based_on()
        extension_to_decide(self.actor, inspection, extension)
        sent = _sent(self.sent(ExtensionDecided))
        place = {"actor": self.actor, "inspection": inspection, "extension": extension}
        done = time.decide_on_time(**place, based_on=based_on, **sent)
        return answer(extension_record(done))
