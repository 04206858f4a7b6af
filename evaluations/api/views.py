"""views: what each member of a team makes of an indicator, as the asker may see it."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from evaluations import operations
from evaluations.operations.views import LONGEST_REASON
from evaluations.queries.view_records import views_record, views_records
from evaluations.shared.api import IdentifiersKept
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer

LONGEST_CODE = 60


class ViewRecord(serializers.Serializer[Any]):
    """One person's view; `level` and `non_grade` are codes of the edition, both null: none chosen
    yet. Until `given` only its author sees it."""

    id = serializers.CharField()
    person = serializers.CharField()
    name = serializers.CharField()
    level = serializers.CharField(allow_null=True)
    non_grade = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    given = serializers.BooleanField()
    given_at = serializers.DateTimeField(allow_null=True)


class MemberHasGiven(serializers.Serializer[Any]):
    """A member of the team today, and whether they have given their view."""

    person = serializers.CharField()
    name = serializers.CharField()
    given = serializers.BooleanField()


class IndicatorViews(serializers.Serializer[Any]):
    """The views of one indicator. `mine` is the asker's own, `version` its version (0: none yet).

    `others` are those that others have given: empty while they are `hidden`, which is until the
    asker has given theirs or, for whoever is not on the team, until the team has `agreed`.
    """

    indicator_code = serializers.CharField()
    version = serializers.IntegerField()
    mine = ViewRecord(allow_null=True)
    others = ViewRecord(many=True)
    hidden = serializers.BooleanField()
    agreed = serializers.BooleanField()
    members = MemberHasGiven(many=True)


class ViewsOfInspection(serializers.Serializer[Any]):
    """The views of every indicator of an inspection, in the edition's order."""

    results = IndicatorViews(many=True)


class ViewChanges(serializers.Serializer[Any]):
    """What changes of one's own view. A `level` and a `non_grade` replace each other; null clears.
    `given: true` gives the view to the team, for good."""

    level = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    non_grade = serializers.CharField(max_length=LONGEST_CODE, required=False, allow_null=True)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, trim_whitespace=False
    )
    given = serializers.BooleanField(required=False)
    identifiers_kept = IdentifiersKept(required=False)


class Views(Endpoint):
    """The views of an inspection's team."""

    collection = "inspections"

    @schema.reads(ViewsOfInspection, versioned=False, summary="The team's views of every indicator")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response({"results": views_records(self.actor, inspection)})


class OneView(Endpoint):
    """The views of one indicator; one's own can be changed, with a token of one's own."""

    collection = "inspections"

    @schema.reads(
        IndicatorViews,
        operation_id="inspections_views_of_indicator",
        summary="The team's views of one indicator",
    )
    def get(self, request: Request, inspection: str, indicator: str, **_: Any) -> Response:
        return answer(views_record(self.actor, inspection, indicator))

    @schema.edits(ViewChanges, IndicatorViews, summary="Save or give one's own view")
    def patch(self, request: Request, inspection: str, indicator: str, **_: Any) -> Response:
        changes = self.sent(ViewChanges)
        operations.save_view(
            actor=self.actor,
            inspection=inspection,
            indicator=indicator,
            based_on=self.based_on(),
            reasons=changes.pop("identifiers_kept", {}),
            changes=changes,
            exact=True,
        )
        return answer(views_record(self.actor, inspection, indicator))
