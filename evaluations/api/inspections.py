"""inspections: of one area each, with its team and the moves of its life."""

from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from areas.queries import area_ids
from evaluations import access, operations
from evaluations.models import Inspection
from evaluations.queries.listings import INSPECTIONS
from evaluations.queries.records import inspection_record
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import InspectionKind, InspectionStatus, MoveName, TeamRole
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Invalid, NotFound, Stale

LONGEST_CODE = 60
LONGEST_REFERENCE = 120
LONGEST_REASON = 2_000


class InspectionRecord(serializers.Serializer[Any]):
    """An inspection in a list. `published_number` is the newest published version, 0 before any."""

    id = serializers.CharField()
    version = serializers.IntegerField()
    programme = serializers.CharField()
    area_code = serializers.CharField()
    framework = serializers.CharField()
    reference = serializers.CharField()
    kind = serializers.ChoiceField(InspectionKind.choices)
    status = serializers.ChoiceField(InspectionStatus.choices)
    fieldwork_from = serializers.DateField(allow_null=True)
    fieldwork_to = serializers.DateField(allow_null=True)
    published_on = serializers.DateField(allow_null=True)
    published_number = serializers.IntegerField()


class TeamMemberRecord(serializers.Serializer[Any]):
    """A person's place on an inspection; both days count, null has no end."""

    person = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(TeamRole.choices)
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class NextMove(serializers.Serializer[Any]):
    """A move out of the present status. `why_not` is null when this token may make it now."""

    move = serializers.ChoiceField(MoveName.choices)
    to = serializers.ChoiceField(InspectionStatus.choices)
    needs_reason = serializers.BooleanField()
    why_not = serializers.CharField(allow_null=True)


class WholeInspection(InspectionRecord):
    """An inspection with its team and what can be done next."""

    team = TeamMemberRecord(many=True)
    moves = NextMove(many=True)


class InspectionChanges(serializers.Serializer[Any]):
    """What can change of an inspection before it is published."""

    reference = serializers.CharField(max_length=LONGEST_REFERENCE, required=False)
    kind = serializers.ChoiceField(InspectionKind.choices, required=False)
    fieldwork_from = serializers.DateField(required=False, allow_null=True)
    fieldwork_to = serializers.DateField(required=False, allow_null=True)


class InspectionEdits(InspectionChanges):
    """Changes of an inspection. `reason` is needed when the days of fieldwork change once it is no
    longer merely planned; it stays on record beside the postponements."""

    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, default=""
    )
    identifiers_kept = IdentifiersKept(required=False)


class NewInspection(InspectionChanges):
    """An inspection to be planned. `framework` is for one that is not under its programme's."""

    programme = serializers.CharField(max_length=LONGEST_CODE)
    area_code = serializers.CharField(max_length=LONGEST_CODE)
    reference = serializers.CharField(max_length=LONGEST_REFERENCE)
    framework = serializers.CharField(max_length=LONGEST_CODE, required=False)


class MoveToMake(serializers.Serializer[Any]):
    """A move by its name. `reason` is needed where the move says so; `published_on` to publish."""

    move = serializers.ChoiceField(MoveName.choices)
    reason = serializers.CharField(
        max_length=LONGEST_REASON, required=False, allow_blank=True, default=""
    )
    published_on = serializers.DateField(required=False, allow_null=True)
    identifiers_kept = IdentifiersKept(required=False)


class CorrectionToPublish(serializers.Serializer[Any]):
    """Why what was published is published again; printed with the new version."""

    reason = serializers.CharField(max_length=LONGEST_REASON)


class PlaceOnTeam(serializers.Serializer[Any]):
    """A person's place, new or changed. `person` is the id of somebody of the inspectorate."""

    person = serializers.CharField(max_length=16)
    role = serializers.ChoiceField(TeamRole.choices)
    from_on = serializers.DateField(required=False, allow_null=True)
    to_on = serializers.DateField(required=False, allow_null=True)


class Inspections(ListEndpoint):
    """The inspections of every programme."""

    collection = "inspections"
    listing = INSPECTIONS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return access.visible_sql(self.actor)

    @schema.lists(
        page_of(InspectionRecord, "Inspections"),
        OpenApiParameter("programme", str, description="A programme's code."),
        OpenApiParameter("area", str, description="An area's code."),
        OpenApiParameter("status", str, enum=InspectionStatus.values),
        OpenApiParameter("kind", str, enum=InspectionKind.values),
        OpenApiParameter("reference", str, description="An inspection's reference."),
        summary="Inspections",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    @schema.creates(NewInspection, WholeInspection, summary="Plan an inspection of an area")
    def post(self, request: Request, **_: Any) -> Response:
        sent = self.sent(NewInspection)
        made = operations.schedule_inspection(
            actor=self.actor,
            programme=self._programme(sent.pop("programme")),
            area=self._area(sent.pop("area_code")),
            **sent,
        )
        record = inspection_record(self.actor, made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")

    def _programme(self, code: str) -> str:
        try:
            return ids.encode("programme", access.programme_by_code(self.actor, code).pk)
        except NotFound as error:
            raise Invalid({"programme": str(error)}) from None

    def _area(self, code: str) -> str:
        number = area_ids().get(code)
        if number is None:
            raise Invalid({"area_code": "There is no area with this code. See the areas."})
        return ids.encode("area", number)


class OneInspection(Endpoint):
    """One inspection."""

    collection = "inspections"

    def changed(self, inspection: str, change: Callable[[int], Inspection]) -> Response:
        """Make a change based on the version that If-Match names; the whole inspection after it."""
        based_on = self.based_on()
        try:
            return answer(inspection_record(self.actor, change(based_on)))
        except Stale:
            now = access.inspection_for(self.actor, inspection)
            raise Stale(inspection_record(self.actor, now)) from None

    @schema.reads(WholeInspection, summary="One inspection, its team and its next moves")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        found = access.inspection_for(self.actor, inspection)
        return answer(inspection_record(self.actor, found))

    @schema.edits(InspectionEdits, WholeInspection, summary="Change an inspection's facts")
    def patch(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(InspectionEdits)
        why = {"reason": sent.pop("reason"), "reasons": sent.pop("identifiers_kept", {})}
        place = {"actor": self.actor, "inspection": inspection, "changes": sent, **why}
        return self.changed(
            inspection,
            lambda based_on: operations.edit_inspection(based_on=based_on, **place),
        )


class Moves(OneInspection):
    """The moves of one inspection's life."""

    http_method_names = ["post", "options"]

    @schema.creates(
        MoveToMake, WholeInspection, status=200, based_on=True, summary="Move an inspection on"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(MoveToMake)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        return self.changed(
            inspection,
            lambda based_on: operations.move_inspection(
                actor=self.actor, inspection=inspection, based_on=based_on, **sent
            ),
        )


class Corrections(OneInspection):
    """New versions of what was published."""

    http_method_names = ["post", "options"]

    @schema.creates(
        CorrectionToPublish,
        WholeInspection,
        status=200,
        based_on=True,
        summary="Publish the corrected evaluations as the next version",
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(CorrectionToPublish)

        def publish(based_on: int) -> Inspection:
            operations.publish_correction(
                actor=self.actor, inspection=inspection, based_on=based_on, reason=sent["reason"]
            )
            return access.inspection_for(self.actor, inspection)

        return self.changed(inspection, publish)


class Team(Endpoint):
    """The team of one inspection."""

    collection = "inspections"

    @schema.creates(
        PlaceOnTeam, WholeInspection, status=200, summary="Put a person on the team, or change it"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        operations.put_on_team(actor=self.actor, inspection=inspection, **self.sent(PlaceOnTeam))
        found = access.inspection_for(self.actor, inspection)
        return answer(inspection_record(self.actor, found))


class TeamMembership(Endpoint):
    """One person's place on the team."""

    collection = "inspections"

    @schema.removes(summary="Take a person off the team; what they recorded stays")
    def delete(self, request: Request, inspection: str, person: str, **_: Any) -> Response:
        operations.take_off_team(actor=self.actor, inspection=inspection, person=person)
        return Response(status=204)
