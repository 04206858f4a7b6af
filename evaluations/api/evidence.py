"""evidence: pieces of every inspection whose case-level material the token may read."""

from collections.abc import Iterable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import operations
from evaluations.access.evidence import evidence_for
from evaluations.access.evidence_lists import evidence_visible_sql
from evaluations.operations.evidence_source import FromReturn
from evaluations.operations.reading_log import note_evidence_read
from evaluations.queries.evidence import EVIDENCE, covered_for
from evaluations.rules.evidence import (
    LONGEST_QUOTE,
    LONGEST_TAG,
    LONGEST_TEXT,
    MOST_INDICATORS,
    MOST_SERVICES,
    MOST_TAGS,
)
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import Bearing, LevelOfService, ReadHow, SourceKind
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_CODE = 60
LONGEST_REASON = 2_000


def _codes(most: int, longest: int = LONGEST_CODE) -> Any:
    child = serializers.CharField(max_length=longest)
    return serializers.ListField(child=child, max_length=most, required=False)


class EvidenceRecord(serializers.Serializer[Any]):
    """A piece of evidence. `reference` is how it is cited within its inspection. `happened_on` is the
    day of what was read, heard or seen, `entered_at` when it was recorded. `hidden`: a note drawn
    from medical records whose words are not for this token. Withdrawn evidence counts nowhere.
    `return_section` and `return_file`: what of the pre-inspection return it was made from."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    inspection = serializers.CharField()
    reference = serializers.CharField()
    author = serializers.CharField(allow_null=True)
    author_name = serializers.CharField(allow_null=True)
    sampled_case = serializers.CharField(allow_null=True)
    pseudonym = serializers.CharField(allow_null=True)
    bearing = serializers.ChoiceField(Bearing.choices)
    source_kind = serializers.ChoiceField(SourceKind.choices)
    level_of_service = serializers.ChoiceField(LevelOfService.choices)
    services = serializers.ListField(child=serializers.CharField())
    happened_on = serializers.DateField()
    medical = serializers.BooleanField()
    hidden = serializers.BooleanField()
    text = serializers.CharField(allow_blank=True)
    quote = serializers.CharField(allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField())
    indicators = serializers.ListField(child=serializers.CharField())
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_why = serializers.CharField(allow_blank=True)
    entered_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    return_section = serializers.CharField(allow_null=True)
    return_file = serializers.CharField(allow_null=True)


class EvidenceChanges(serializers.Serializer[Any]):
    """What changes of a piece; what is left out stays. Lists are given whole."""

    bearing = serializers.ChoiceField(Bearing.choices, required=False)
    source_kind = serializers.ChoiceField(SourceKind.choices, required=False)
    level_of_service = serializers.ChoiceField(LevelOfService.choices, required=False)
    services = _codes(MOST_SERVICES)
    happened_on = serializers.DateField(required=False)
    sampled_case = serializers.CharField(max_length=16, required=False, allow_null=True)
    medical = serializers.BooleanField(required=False)
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, trim_whitespace=False)
    quote = serializers.CharField(
        max_length=LONGEST_QUOTE, required=False, allow_blank=True, trim_whitespace=False
    )
    tags = _codes(MOST_TAGS, LONGEST_TAG)
    indicators = _codes(MOST_INDICATORS)
    identifiers_kept = IdentifiersKept(required=False)


class NewEvidence(EvidenceChanges):
    """A piece to be recorded. `key`, a UUID of the client's own, brings it once however often it is
    sent, also without an Idempotency-Key. `return_section` or `return_file` says what of the accepted
    pre-inspection return it is made from; the file is kept with it."""

    inspection = serializers.CharField(max_length=16)
    bearing = serializers.ChoiceField(Bearing.choices)
    source_kind = serializers.ChoiceField(SourceKind.choices)
    level_of_service = serializers.ChoiceField(LevelOfService.choices)
    happened_on = serializers.DateField()
    text = serializers.CharField(max_length=LONGEST_TEXT, trim_whitespace=False)
    key = serializers.UUIDField(required=False)
    return_section = serializers.CharField(max_length=16, required=False)
    return_file = serializers.CharField(max_length=16, required=False)


class Withdrawal(serializers.Serializer[Any]):
    """Why a piece is withdrawn; it stays readable with this reason."""

    why = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


def _noted(actor: Any, records: Iterable[dict[str, Any]]) -> None:
    read = {
        ids.decode("evidence", one["id"]): ids.decode("inspection", one["inspection"])
        for one in records
        if not one["hidden"]
    }
    note_evidence_read(actor, read, ReadHow.API)


class EvidenceOfAll(ListEndpoint):
    """The evidence of every inspection."""

    collection = "evidence"
    listing = EVIDENCE

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return evidence_visible_sql(self.actor)

    @schema.lists(
        page_of(EvidenceRecord, "Evidence"),
        OpenApiParameter("inspection", str, description="An inspection's id."),
        OpenApiParameter("indicator", str, description="An indicator's code."),
        OpenApiParameter("source_kind", str, enum=SourceKind.values),
        OpenApiParameter("level_of_service", str, enum=LevelOfService.values),
        OpenApiParameter("bearing", str, enum=Bearing.values),
        OpenApiParameter("case", str, description="A sampled case's id."),
        OpenApiParameter("author", str, description="A person's id."),
        OpenApiParameter("tag", str),
        OpenApiParameter("q", str, description='Words, "a phrase" or -not.'),
        summary="Evidence",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = super().get(request, *args, **kwargs)
        page.data["results"] = covered_for(self.actor, page.data["results"])
        _noted(self.actor, page.data["results"])
        return page

    @schema.creates(NewEvidence, EvidenceRecord, summary="Record evidence")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(NewEvidence)
        made = operations.add_evidence(
            actor=self.actor,
            inspection=sent.pop("inspection"),
            client_key=sent.pop("key", None),
            reasons=sent.pop("identifiers_kept", {}),
            made_from=FromReturn(sent.pop("return_section", ""), sent.pop("return_file", "")),
            values=sent,
        )
        return answer(made, status=201, location=f"{request.path}/{made['id']}")


class OneEvidence(Endpoint):
    """One piece of evidence."""

    collection = "evidence"

    @schema.reads(EvidenceRecord, summary="One piece of evidence")
    def get(self, request: Request, evidence: str, **_: Any) -> Response:
        found = evidence_for(self.actor, evidence)[1]
        (record,) = covered_for(self.actor, [EVIDENCE.one(found.pk)])
        _noted(self.actor, [record])
        return answer(record)

    @schema.edits(EvidenceChanges, EvidenceRecord, summary="Edit a piece of evidence")
    def patch(self, request: Request, evidence: str, **_: Any) -> Response:
        sent = self.sent(EvidenceChanges)
        saved = operations.edit_evidence(
            actor=self.actor,
            evidence=evidence,
            based_on=self.based_on(),
            reasons=sent.pop("identifiers_kept", {}),
            changes=sent,
            exact=True,
        )
        return answer(saved)


class EvidenceWithdrawal(Endpoint):
    """Withdrawing a piece of evidence."""

    collection = "evidence"

    @schema.creates(
        Withdrawal,
        EvidenceRecord,
        status=200,
        based_on=True,
        summary="Withdraw a piece of evidence",
    )
    def post(self, request: Request, evidence: str, **_: Any) -> Response:
        sent = self.sent(Withdrawal)
        return answer(
            operations.withdraw_evidence(
                actor=self.actor,
                evidence=evidence,
                based_on=self.based_on(),
                why=sent["why"],
                reasons=sent.get("identifiers_kept", {}),
            )
        )
