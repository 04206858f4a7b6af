"""committees/{id}/contacts and /hand-overs: what its link inspector keeps of a committee."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.shared.api import IdentifiersKept
from followthrough.access.diary import committee_kept, contact_for
from followthrough.operations.diary import add_contact, answer_question, edit_contact
from followthrough.operations.hand_over import hand_over
from followthrough.queries.diary import contact_record, hand_over_record
from followthrough.queries.diary_list import CONTACTS, HAND_OVERS, contacts_in, hand_overs_in
from followthrough.rules.diary import LONGEST, LONGEST_ANSWER, LONGEST_SUMMARY
from followthrough.terms import ContactKind
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer

KINDS = f"One of: {', '.join(ContactKind.values)}."


def _text(name: str) -> serializers.CharField:
    return serializers.CharField(max_length=LONGEST[name], required=False, allow_blank=True)


class ContactRecord(serializers.Serializer[Any]):
    """A visit or a contact, held or planned. `with_posts` are posts, not names; `question`: a partner
    of the committee asked it, and `answer` is what the link inspector said to it."""

    id = serializers.CharField()
    committee = serializers.CharField()
    kind = serializers.CharField(help_text=KINDS)
    on = serializers.DateField()
    at_time = serializers.TimeField(allow_null=True)
    place = serializers.CharField(allow_blank=True)
    with_posts = serializers.CharField(allow_blank=True)
    about = serializers.CharField()
    said = serializers.CharField(allow_blank=True)
    cancelled_why = serializers.CharField(allow_blank=True)
    question = serializers.BooleanField()
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class ContactChanges(serializers.Serializer[Any]):
    """What changes of an entry. `said` is for a day that was held, `cancelled_why` for one that will
    not be."""

    kind = serializers.CharField(max_length=10, required=False, help_text=KINDS)
    on = serializers.DateField(required=False)
    at_time = serializers.TimeField(required=False, allow_null=True)
    place = _text("place")
    with_posts = _text("with_posts")
    about = serializers.CharField(max_length=LONGEST["about"], required=False)
    said = _text("said")
    cancelled_why = _text("cancelled_why")
    identifiers_kept = IdentifiersKept(required=False)


class NewContact(ContactChanges):
    """An entry of the diary."""

    kind = serializers.CharField(max_length=10, help_text=KINDS)
    on = serializers.DateField()
    about = serializers.CharField(max_length=LONGEST["about"])


class AnswerToQuestion(serializers.Serializer[Any]):
    """The committee's partners read it."""

    text = serializers.CharField(max_length=LONGEST_ANSWER)
    identifiers_kept = IdentifiersKept(required=False)


class PointAsItStood(serializers.Serializer[Any]):
    """How an open point stood when the committee was handed over."""

    main_point = serializers.CharField()
    number = serializers.IntegerField()
    origin = serializers.CharField(help_text="The area it was published for.")
    text = serializers.CharField()
    group = serializers.CharField(help_text="late, silent, stuck, ready, soon or rest")
    due_on = serializers.DateField(allow_null=True)
    heard_on = serializers.DateField(allow_null=True)
    view = serializers.CharField(allow_blank=True)
    last_word = serializers.CharField(allow_blank=True)
    listed = serializers.BooleanField()
    days_late = serializers.IntegerField()
    days_silent = serializers.IntegerField()


class HandOverRecord(serializers.Serializer[Any]):
    """A committee handed from one link inspector to the next. Persons are members' ids."""

    id = serializers.CharField()
    committee = serializers.CharField()
    from_person = serializers.CharField(allow_null=True)
    to_person = serializers.CharField()
    on = serializers.DateField()
    summary = serializers.CharField()
    stood = PointAsItStood(many=True)
    at = serializers.DateTimeField()


class NewHandOver(serializers.Serializer[Any]):
    """`to` is the id of a person who has the role of link inspector, `on` the first day of theirs."""

    to = serializers.CharField(max_length=16)
    on = serializers.DateField()
    summary = serializers.CharField(max_length=LONGEST_SUMMARY)
    identifiers_kept = IdentifiersKept(required=False)


class Contacts(ListEndpoint):
    """The diary of a committee."""

    collection = "committees"
    listing = CONTACTS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return contacts_in(committee_kept(self.actor, self.kwargs["committee"]))

    @schema.lists(
        page_of(ContactRecord, "Contacts"),
        OpenApiParameter("kind", str, description="visit, meeting, telephone or writing."),
        summary="Visits to a committee and contacts with it",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewContact, ContactRecord, summary="Enter a contact")
    def post(self, request: Request, committee: str, **_: Any) -> Response:
        committee_kept(self.actor, committee)
        sent = self.sent(NewContact)
        reasons = sent.pop("identifiers_kept", {})
        made = add_contact(actor=self.actor, committee=committee, values=sent, reasons=reasons)
        record = contact_record(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneContact(Endpoint):
    """One entry of the diary."""

    collection = "committees"

    @schema.reads(ContactRecord, summary="A contact")
    def get(self, request: Request, committee: str, contact: str, **_: Any) -> Response:
        return answer(contact_record(contact_for(self.actor, committee, contact)[1]))

    @schema.edits(ContactChanges, ContactRecord, summary="Change a contact")
    def patch(self, request: Request, committee: str, contact: str, **_: Any) -> Response:
        contact_for(self.actor, committee, contact)
        sent, base = self.sent(ContactChanges), self.based_on()
        reasons = sent.pop("identifiers_kept", {})
        place = {"committee": committee, "contact": contact}
        made = edit_contact(actor=self.actor, based_on=base, values=sent, reasons=reasons, **place)
        return answer(contact_record(made))


class AnswerQuestion(Endpoint):
    """What the link inspector says to a question of the committee, once."""

    collection = "committees"

    @schema.creates(
        AnswerToQuestion, ContactRecord, based_on=True, summary="Answer a committee's question"
    )
    def post(self, request: Request, committee: str, contact: str, **_: Any) -> Response:
        contact_for(self.actor, committee, contact)
        sent, base = self.sent(AnswerToQuestion), self.based_on()
        reasons = sent.pop("identifiers_kept", {})
        place = {"committee": committee, "contact": contact}
        made = answer_question(
            actor=self.actor, based_on=base, text=sent["text"], reasons=reasons, **place
        )
        return answer(contact_record(made), status=201, location=request.path)


class HandOvers(ListEndpoint):
    """From one link inspector of the committee to the next."""

    collection = "committees"
    listing = HAND_OVERS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return hand_overs_in(committee_kept(self.actor, self.kwargs["committee"]))

    @schema.lists(page_of(HandOverRecord, "HandOvers"), summary="Hand-overs of a committee")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewHandOver, HandOverRecord, summary="Hand a committee over")
    def post(self, request: Request, committee: str, **_: Any) -> Response:
        committee_kept(self.actor, committee)
        sent = self.sent(NewHandOver)
        reasons = sent.pop("identifiers_kept", {})
        made = hand_over(actor=self.actor, committee=committee, reasons=reasons, **sent)
        return Response(hand_over_record(made), status=201, headers={"Location": request.path})
