"""Working without a network with a program of one's own: the same two resources the browser uses.

For people, with their own tokens: what is held and what was done is somebody's.
"""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations.operations import client_operations, workspace
from evaluations.rules.client_operations import MOST_OPERATIONS
from evaluations.terms import OperationKind
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint
from inspectorate.kernel.errors import NotPermitted

OWN_TOKEN = "Work without a network with a token of your own: a tool is on no inspection's team."  # noqa: S105


class HeldInspection(serializers.Serializer[Any]):
    """One inspection, whole, to be held on a device: what its team reads and records.

    `evidence` is the newest first; with more than 500 pieces `evidence_next` is the number to ask
    for more below. `identifiers` is what texts are held to: the key and the digests of names.
    """

    format = serializers.IntegerField()
    as_at = serializers.DateTimeField()
    inspection = serializers.JSONField()
    edition = serializers.JSONField()
    team = serializers.ListField(child=serializers.JSONField())
    indicators = serializers.DictField(child=serializers.JSONField())
    evidence = serializers.ListField(child=serializers.JSONField())
    evidence_next = serializers.IntegerField(allow_null=True)
    cases = serializers.ListField(child=serializers.JSONField())
    services = serializers.ListField(child=serializers.JSONField())
    terms = serializers.DictField(child=serializers.JSONField())
    identifiers = serializers.JSONField()


class OneOperation(serializers.Serializer[Any]):
    """One thing that was done, with a key of its own.

    `target` is what it changes: an indicator's code, a record's id, or `key:` and the key of the
    operation that made the record. `after` is the operation before it on the same record, `replaces`
    the refused one whose text it carries, `reasons` say why identifiers stay, by digest.
    """

    key = serializers.UUIDField()
    seq = serializers.IntegerField(min_value=0)
    kind = serializers.ChoiceField(OperationKind.choices)
    inspection = serializers.CharField(required=False, allow_null=True, max_length=60)
    target = serializers.CharField(required=False, allow_null=True, max_length=60)
    based_on = serializers.IntegerField(required=False, min_value=0)
    made_at = serializers.DateTimeField()
    fields = serializers.DictField()  # type: ignore[assignment]
    reasons = serializers.DictField(child=serializers.CharField(), required=False, allow_null=True)
    after = serializers.UUIDField(required=False, allow_null=True)
    replaces = serializers.UUIDField(required=False, allow_null=True)


class OperationsDescribed(serializers.Serializer[Any]):
    """What was done on a device, in its order. `device` is a UUID of the device's own."""

    device = serializers.UUIDField()
    operations = OneOperation(many=True)


class OperationsSent(serializers.Serializer[Any]):
    """What is checked of a batch as a whole: an operation that cannot be understood is answered by
    itself, so that it stops no other."""

    device = serializers.UUIDField()
    operations = serializers.ListField(child=serializers.JSONField(), max_length=MOST_OPERATIONS)


class OneAnswer(serializers.Serializer[Any]):
    """What became of one operation: `done` with the record; `clash` with what it was, what was sent
    and what it is now; `refused` with the sentence that says why; `again`: send it again."""

    key = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(["done", "clash", "refused", "again"])
    record = serializers.JSONField(required=False, allow_null=True)
    base = serializers.JSONField(required=False, allow_null=True)
    mine = serializers.JSONField(required=False, allow_null=True)
    current = serializers.JSONField(required=False, allow_null=True)
    fields = serializers.ListField(child=serializers.CharField(), required=False)  # type: ignore[assignment]
    said = serializers.CharField(required=False)
    faults = serializers.DictField(required=False)
    found = serializers.ListField(child=serializers.JSONField(), required=False)


class Answers(serializers.Serializer[Any]):
    """An answer for each operation, in the same order."""

    answers = OneAnswer(many=True)


class ForPeople(Endpoint):
    """What is reached with a token of one's own alone, and needs the scopes of all it touches."""

    collection = "evidence"
    also = ("evaluations", "inspections")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.actor.membership_id is None:
            raise NotPermitted(OWN_TOKEN)


class WorkspaceOfInspection(ForPeople):
    """One inspection as a device holds it."""

    @schema.reads(HeldInspection, summary="An inspection to be held on a device")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        known = request.headers.get("If-None-Match", "")
        held = workspace.hold_inspection(actor=self.actor, inspection=inspection, known=known)
        status = 304 if held.content is None else 200
        return Response(held.content, status=status, headers={"ETag": held.etag})


class Operations(ForPeople):
    """What was done without a network."""

    @schema.creates(
        OperationsDescribed, Answers, status=200, summary="Send what was done without a network"
    )
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(OperationsSent)
        answers = client_operations.take_operations(
            actor=self.actor, device=sent["device"], sent=sent["operations"]
        )
        return Response({"answers": answers})
