"""The pre-inspection return: asked, read, written section by section, sent and decided on."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.access.returns import return_for, section_for
from evaluations.operations import returns as deeds
from evaluations.operations.return_records import as_record, files_of, section_record
from evaluations.operations.return_sections import save_section
from evaluations.rules.returns import LONGEST_TEXT, MOST_SECTIONS
from evaluations.shared.api import FileRecord, IdentifiersKept
from evaluations.terms import ReturnMove, ReturnStatus
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale

LONGEST_REASON = 2_000


class ReturnSectionRecord(serializers.Serializer[Any]):
    """A section. `answer` is null until the partnership has sent the return once, for everybody but
    the partnership; `more_wanted` is what the inspectorate asked for when it sent it back."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    guidance = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True, allow_null=True)
    complete = serializers.BooleanField()
    more_wanted = serializers.CharField(allow_blank=True)
    files = FileRecord(many=True)


class ReturnRecord(serializers.Serializer[Any]):
    """The return of one inspection, asked of the committee for the partnership as a whole."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    committee = serializers.CharField()
    status = serializers.ChoiceField(ReturnStatus.choices)
    due_on = serializers.DateField()
    note = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    sections = ReturnSectionRecord(many=True)


class NewReturn(serializers.Serializer[Any]):
    """Without `due_on` the partnership has twenty working days, and until fieldwork at most."""

    due_on = serializers.DateField(required=False)
    note = serializers.CharField(max_length=LONGEST_REASON, required=False, allow_blank=True)
    identifiers_kept = IdentifiersKept(required=False)


class ReturnEdit(serializers.Serializer[Any]):
    due_on = serializers.DateField()


class SectionEdit(serializers.Serializer[Any]):
    """What is left out stays. `identifiers_kept` says why an identifier stays in the text, by the
    digest that the refusal gave."""

    answer = serializers.CharField(
        max_length=LONGEST_TEXT, required=False, allow_blank=True, trim_whitespace=False
    )
    complete = serializers.BooleanField(required=False)
    identifiers_kept = IdentifiersKept(required=False)


class Wanted(serializers.Serializer[Any]):
    section = serializers.CharField(max_length=16)
    text = serializers.CharField(max_length=LONGEST_REASON)


class ReturnMoveMade(serializers.Serializer[Any]):
    """`wanted` says what more is wanted in which sections, with `send-back` and `reopen`."""

    move = serializers.ChoiceField(ReturnMove.choices)
    wanted = serializers.ListField(child=Wanted(), required=False, max_length=MOST_SECTIONS)
    due_on = serializers.DateField(required=False)
    identifiers_kept = IdentifiersKept(required=False)


class Return(Endpoint):
    """The return of an inspection."""

    collection = "inspections"

    def _now(self, inspection: str, status: int = 200, location: str = "") -> Response:
        record = as_record(return_for(self.actor, inspection))
        return answer(record, status=status, location=location)

    @schema.reads(ReturnRecord, summary="The return of an inspection")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return self._now(inspection)

    @schema.creates(NewReturn, ReturnRecord, summary="Ask for the return of an inspection")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(NewReturn)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        deeds.ask_for_return(actor=self.actor, inspection=inspection, **sent)
        return self._now(inspection, 201, request.path)

    @schema.edits(ReturnEdit, ReturnRecord, summary="Change the due date of a return")
    def patch(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = self.sent(ReturnEdit)
        deeds.change_due_date(actor=self.actor, inspection=inspection, based_on=based_on, **sent)
        return self._now(inspection)


class ReturnMoves(Endpoint):
    """What is done with a return."""

    collection = "inspections"

    @schema.creates(
        ReturnMoveMade, ReturnRecord, status=200, based_on=True, summary="Move a return on"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        based_on = self.based_on()
        sent = self.sent(ReturnMoveMade)
        place = {"actor": self.actor, "inspection": inspection, "based_on": based_on}
        deeds.move_return(**place, **sent_move(sent))
        return answer(as_record(return_for(self.actor, inspection)))


def sent_move(sent: dict[str, Any]) -> dict[str, Any]:
    """A move as the operation takes it."""
    wanted = {one["section"]: one["text"] for one in sent.get("wanted", [])}
    return {
        "move": ReturnMove(sent["move"]),
        "wanted": wanted,
        "due_on": sent.get("due_on"),
        "reasons": sent.get("identifiers_kept", {}),
    }


class OneReturnSection(Endpoint):
    """One section of a return."""

    collection = "inspections"

    def _now(self, inspection: str, section: str) -> dict[str, Any]:
        access, one = section_for(self.actor, inspection, section)
        return section_record(access, one, files_of([one]).get(one.pk, []))

    @schema.reads(ReturnSectionRecord, summary="One section of a return")
    def get(self, request: Request, inspection: str, section: str, **_: Any) -> Response:
        return answer(self._now(inspection, section))

    @schema.edits(SectionEdit, ReturnSectionRecord, summary="Write a section of a return")
    def patch(self, request: Request, inspection: str, section: str, **_: Any) -> Response:
        based_on = self.based_on()
        changes = self.sent(SectionEdit, partial=True)
        reasons = changes.pop("identifiers_kept", {})
        place = {"actor": self.actor, "inspection": inspection, "section": section}
        try:
            save_section(**place, based_on=based_on, changes=changes, exact=True, reasons=reasons)
        except Stale:
            raise Stale(self._now(inspection, section)) from None
        return answer(self._now(inspection, section))
