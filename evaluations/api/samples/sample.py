"""The sample by category, and who took part."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import access, operations
from evaluations.api.samples import records
from evaluations.queries.participation import participation_of
from evaluations.queries.sampled_cases import cases_of
from evaluations.queries.samples import category_progress, sample_of
from evaluations.terms import CaseCategory, ParticipantGroup
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import NotFound

CATEGORY = OpenApiParameter(
    "category", str, OpenApiParameter.PATH, enum=[str(one) for one in CaseCategory.values]
)
GROUP = OpenApiParameter(
    "group", str, OpenApiParameter.PATH, enum=[str(one) for one in ParticipantGroup.values]
)


class Sample(Endpoint):
    """The case sample of one inspection."""

    collection = "inspections"

    @schema.reads(records.SampleRecord, versioned=False, summary="An inspection's case sample")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        seen = access.case_material_for(self.actor, inspection)
        lines = sample_of(seen, cases_of(seen.inspection))
        return Response({"inspection": inspection, "categories": lines})


class SampleCategory(Endpoint):
    """One category of the sample."""

    collection = "inspections"

    def progress(self, inspection: str, category: str) -> dict[str, Any]:
        found = category_progress(access.case_material_for(self.actor, inspection), category)
        if found is None:
            raise NotFound
        return found

    @schema.reads(
        records.CategoryRecord,
        CATEGORY,
        summary="One category of the case sample",
        operation_id="inspections_sample_category_get",
    )
    def get(self, request: Request, inspection: str, category: str, **_: Any) -> Response:
        return answer(self.progress(inspection, category))

    @schema.edits(
        records.PlanToMake,
        records.CategoryRecord,
        CATEGORY,
        summary="Plan how many cases of a category are read",
    )
    def patch(self, request: Request, inspection: str, category: str, **_: Any) -> Response:
        self.progress(inspection, category)
        sent = self.sent(records.PlanToMake)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        operations.plan_sample(
            actor=self.actor,
            inspection=inspection,
            category=category,
            based_on=self.based_on(),
            **sent,
        )
        return answer(self.progress(inspection, category))


class ParticipationCounts(Endpoint):
    """Who was asked, agreed and came, in numbers."""

    collection = "inspections"

    @schema.reads(
        records.ParticipationList,
        versioned=False,
        summary="How many children and family members took part",
    )
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        seen = access.case_material_for(self.actor, inspection)
        return Response({"results": participation_of(seen)})


class ParticipationCount(Endpoint):
    """The counts of one group in one category."""

    collection = "inspections"

    @schema.edits(
        records.ParticipationToCount,
        records.ParticipationRecord,
        GROUP,
        CATEGORY,
        summary="Count who took part",
    )
    def patch(
        self, request: Request, inspection: str, group: str, category: str, **_: Any
    ) -> Response:
        counted = operations.count_participation(
            actor=self.actor,
            inspection=inspection,
            group=group,
            category=category,
            based_on=self.based_on(),
            **self.sent(records.ParticipationToCount),
        )
        return answer(counted)
