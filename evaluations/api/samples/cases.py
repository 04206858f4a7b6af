"""The sampled cases of one inspection, their readers, readings and keys."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import access, operations
from evaluations.api.samples import records
from evaluations.operations.reading_log import note_read
from evaluations.queries.sampled_cases import CASES, numbers_of
from evaluations.terms import CaseCategory, ReadHow
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid

WHAT = "sampled-case"


class Cases(ListEndpoint):
    """The cases of one inspection's sample."""

    collection = "inspections"
    listing = CASES

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        self.seen = access.case_material_for(self.actor, self.kwargs["inspection"])
        return "c.inspection_id = %s", [self.seen.inspection.pk]

    @schema.lists(
        page_of(records.CaseRecord, "Cases"),
        OpenApiParameter("category", str, enum=[str(one) for one in CaseCategory.values]),
        OpenApiParameter("reader", str, description="A person's id."),
        summary="The sampled cases of an inspection",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = super().get(request, *args, **kwargs)
        note_read(self.seen, WHAT, numbers_of(page.data["results"]), ReadHow.API)
        return page

    @schema.creates(records.CasesToDraw, records.CasesDrawn, summary="Draw further cases")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        drawn = operations.draw_cases(
            actor=self.actor, inspection=inspection, **self.sent(records.CasesToDraw)
        )
        return answer({"results": drawn}, status=201, location=request.path)


class CaseEndpoint(Endpoint):
    """The base of one case's addresses: the case is of the inspection in the address."""

    collection = "inspections"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.seen, self.row = access.sampled_case_for(
            self.actor, kwargs["case"], kwargs["inspection"]
        )

    def shown(self, *, status: int = 200, location: str = "") -> Response:
        """The case as it now is, noted as read."""
        note_read(self.seen, WHAT, [self.row.pk], ReadHow.API)
        return answer(CASES.one(self.row.pk), status=status, location=location)


class OneCase(CaseEndpoint):
    """One sampled case."""

    @schema.reads(records.CaseRecord, summary="One sampled case")
    def get(self, request: Request, case: str, **_: Any) -> Response:
        return self.shown()

    @schema.edits(
        records.CaseChanges, records.CaseRecord, summary="Give a case to its reader, or change it"
    )
    def patch(self, request: Request, case: str, **_: Any) -> Response:
        operations.edit_case(
            actor=self.actor,
            sampled_case=case,
            based_on=self.based_on(),
            changes=self.sent(records.CaseChanges),
        )
        return self.shown()


class CaseWithdrawal(CaseEndpoint):
    """Taking one case out of the sample."""

    @schema.creates(
        records.CaseToWithdraw,
        records.CaseRecord,
        status=200,
        based_on=True,
        summary="Withdraw a case, with the reason",
    )
    def post(self, request: Request, case: str, **_: Any) -> Response:
        sent = self.sent(records.CaseToWithdraw)
        operations.withdraw_case(
            actor=self.actor,
            sampled_case=case,
            based_on=self.based_on(),
            why=sent["why"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return self.shown()


class CaseReaders(CaseEndpoint):
    """Who reads one case beside its reader."""

    @schema.creates(
        records.ReaderToAdd, records.CaseRecord, summary="Add a second reader, with the reason"
    )
    def post(self, request: Request, case: str, **_: Any) -> Response:
        sent = self.sent(records.ReaderToAdd)
        operations.add_reader(
            actor=self.actor,
            sampled_case=case,
            reader=sent["reader"],
            why=sent["why"],
            reasons=sent.get("identifiers_kept", {}),
        )
        return self.shown(status=201, location=f"{request.path}/{sent['reader']}")


class CaseReader(CaseEndpoint):
    """One of them."""

    @schema.removes(summary="Take a second reader off a case")
    def delete(self, request: Request, case: str, person: str, **_: Any) -> Response:
        operations.remove_reader(actor=self.actor, sampled_case=case, reader=person)
        return Response(status=204)


class CaseReadings(CaseEndpoint):
    """Which services' records of one case were read."""

    @schema.reads(records.ReadingList, versioned=False, summary="What was read of a case")
    def get(self, request: Request, case: str, **_: Any) -> Response:
        note_read(self.seen, WHAT, [self.row.pk], ReadHow.API)
        return Response({"results": CASES.one(self.row.pk)["readings"]})

    @schema.creates(
        records.ReadingToNote, records.NotedReading, summary="Note that records were read"
    )
    def post(self, request: Request, case: str, **_: Any) -> Response:
        noted = operations.note_record_read(
            actor=self.actor, sampled_case=case, **self.sent(records.ReadingToNote)
        )
        return answer(noted, status=201, location=f"{request.path}/{noted['id']}")


class CaseReading(CaseEndpoint):
    """One reading."""

    @schema.removes(summary="Take back a reading that was noted by mistake")
    def delete(self, request: Request, case: str, reading: str, **_: Any) -> Response:
        operations.take_back_reading(actor=self.actor, sampled_case=case, reading=reading)
        return Response(status=204)


class CaseKeys(CaseEndpoint):
    """Whom one pseudonym stands for. Only a person's own token, of the lead inspector, opens it."""

    @schema.reads(
        records.CaseKeyRecord,
        OpenApiParameter(
            "purpose", str, required=True, description="Why you need to know; it is logged."
        ),
        refuses=(409, 422),
        summary="Whom a pseudonym stands for",
    )
    def get(self, request: Request, case: str, **_: Any) -> Response:
        sent = request.query_params.getlist("purpose")
        if len(sent) != 1:
            raise Invalid({"purpose": "Say once why you need to know."})
        opened = operations.open_case_key(
            actor=self.actor, sampled_case=case, purpose=sent[0], how=ReadHow.API
        )
        return answer(opened)

    @schema.edits(
        records.CaseKeyToEnter, records.CaseKeyEntered, summary="Say whom a pseudonym stands for"
    )
    def patch(self, request: Request, case: str, **_: Any) -> Response:
        sent = self.sent(records.CaseKeyToEnter)
        entered = operations.enter_case_key(
            actor=self.actor, sampled_case=case, based_on=self.based_on(), **sent
        )
        return answer(entered)

    @schema.removes(summary="Forget whom a pseudonym stands for; the pseudonym stays")
    def delete(self, request: Request, case: str, **_: Any) -> Response:
        operations.remove_case_key(actor=self.actor, sampled_case=case)
        return Response(status=204)
