"""What planning adds to programmes and inspections: areas, team facts, recusal, shares, dates."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from areas.queries import area_ids
from evaluations import operations
from evaluations.api.inspections import LONGEST_REASON, OneInspection, Team, WholeInspection
from evaluations.queries.planning_records import (
    allocations_record,
    areas_record,
    postponements_record,
    recusal_record,
    team_record,
)
from evaluations.shared.api import IdentifiersKept
from evaluations.terms import Discipline, InspectionStatus, TeamRole
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint
from inspectorate.kernel.errors import Invalid

MOST_SHARES = 1_000
LONGEST_CODE = 60
LONGEST_ID = 16


class InspectionOfArea(serializers.Serializer[Any]):
    """An inspection of an area within a programme."""

    id = serializers.CharField()
    reference = serializers.CharField()
    status = serializers.ChoiceField(InspectionStatus.choices)


class ProgrammeAreaRecord(serializers.Serializer[Any]):
    """An area that a programme is to inspect, with its inspections there; abandoned ones left out."""

    id = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    inspections = InspectionOfArea(many=True)


class ProgrammeAreaList(serializers.Serializer[Any]):
    """Every area of a programme, by name."""

    results = ProgrammeAreaRecord(many=True)


class AreaOfProgramme(serializers.Serializer[Any]):
    """An area to be inspected, by its code."""

    area_code = serializers.CharField(max_length=LONGEST_CODE)


class TeamMemberFacts(serializers.Serializer[Any]):
    """A member of a team and where they come from; what is not said is empty.

    `conflicts` say why they should not be on this inspection, `warnings` what else takes them up.
    """

    person = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(TeamRole.choices)
    from_on = serializers.DateField(allow_null=True)
    to_on = serializers.DateField(allow_null=True)
    discipline = serializers.ChoiceField(Discipline.choices, allow_blank=True)
    home_body = serializers.CharField(allow_blank=True)
    home_area = serializers.CharField(allow_blank=True)
    employer = serializers.CharField(allow_blank=True)
    recused_at = serializers.DateTimeField(allow_null=True)
    recused_why = serializers.CharField(allow_blank=True)
    conflicts = serializers.ListField(child=serializers.CharField())
    warnings = serializers.ListField(child=serializers.CharField())


class TeamFacts(serializers.Serializer[Any]):
    """A team, those recused included, and what it still lacks."""

    members = TeamMemberFacts(many=True)
    lacking = serializers.ListField(child=serializers.CharField())


class Recusal(serializers.Serializer[Any]):
    """Why somebody is recused; `new_lead` is who leads from now on, when it is the lead who goes."""

    reason = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)
    new_lead = serializers.CharField(
        max_length=LONGEST_ID, required=False, allow_blank=True, default=""
    )


class RecusalRecord(serializers.Serializer[Any]):
    """A recusal as it stays on record."""

    person = serializers.CharField()
    name = serializers.CharField()
    recused_at = serializers.DateTimeField()
    recused_why = serializers.CharField()


class Share(serializers.Serializer[Any]):
    """An indicator and a member of the team who looks after it."""

    indicator_code = serializers.CharField(max_length=40)
    person = serializers.CharField(max_length=LONGEST_ID)


class SharesToChange(serializers.Serializer[Any]):
    """Indicators to give and to take back, all or nothing; done again, nothing changes."""

    give = serializers.ListField(
        child=Share(), required=False, default=list, max_length=MOST_SHARES
    )
    take = serializers.ListField(
        child=Share(), required=False, default=list, max_length=MOST_SHARES
    )


class MemberProgress(serializers.Serializer[Any]):
    """How much of the work is a person's and how much of it is done: counts."""

    person = serializers.CharField()
    name = serializers.CharField()
    indicators = serializers.IntegerField()
    evidence = serializers.IntegerField()
    views_given = serializers.IntegerField()
    cases = serializers.IntegerField()
    cases_read = serializers.IntegerField()


class AllocationsRecord(serializers.Serializer[Any]):
    """Who looks after which indicator, and how far each person is."""

    allocations = Share(many=True)
    unallocated = serializers.ListField(child=serializers.CharField())
    progress = MemberProgress(many=True)


class PostponementRecord(serializers.Serializer[Any]):
    """Fieldwork put off or brought forward: the days before and after, who, when and why."""

    before_from = serializers.DateField(allow_null=True)
    before_to = serializers.DateField(allow_null=True)
    after_from = serializers.DateField(allow_null=True)
    after_to = serializers.DateField(allow_null=True)
    by = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    why = serializers.CharField()


class PostponementList(serializers.Serializer[Any]):
    """Every postponement of an inspection, the latest first."""

    results = PostponementRecord(many=True)


class PostponementToMake(serializers.Serializer[Any]):
    """The new days of fieldwork, and why."""

    fieldwork_from = serializers.DateField()
    fieldwork_to = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST_REASON)
    identifiers_kept = IdentifiersKept(required=False)


class ProgrammeAreas(Endpoint):
    """The areas that a programme is to inspect."""

    collection = "programmes"

    @schema.reads(ProgrammeAreaList, versioned=False, summary="The areas of a programme")
    def get(self, request: Request, programme: str, **_: Any) -> Response:
        return Response(areas_record(self.actor, programme))

    @schema.creates(
        AreaOfProgramme, ProgrammeAreaList, status=200, summary="Add an area to a programme"
    )
    def post(self, request: Request, programme: str, **_: Any) -> Response:
        code = self.sent(AreaOfProgramme)["area_code"]
        number = area_ids().get(code)
        if number is None:
            raise Invalid({"area_code": "There is no area with this code. See the areas."})
        operations.change_programme_areas(
            actor=self.actor, programme=programme, add=[ids.encode("area", number)]
        )
        return Response(areas_record(self.actor, programme))


class OneProgrammeArea(Endpoint):
    """One area of a programme."""

    collection = "programmes"

    @schema.removes(summary="Take an area out of a programme, while it has no inspection there")
    def delete(self, request: Request, programme: str, area: str, **_: Any) -> Response:
        areas_record(self.actor, programme, area)
        operations.change_programme_areas(actor=self.actor, programme=programme, remove=[area])
        return Response(status=204)


class Recusals(Endpoint):
    """The recusal of one member of a team."""

    collection = "inspections"

    @schema.creates(Recusal, RecusalRecord, status=200, summary="Recuse somebody, for good")
    def post(self, request: Request, inspection: str, person: str, **_: Any) -> Response:
        sent = self.sent(Recusal)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        place = operations.recuse(actor=self.actor, inspection=inspection, person=person, **sent)
        return Response(recusal_record(place))


class Allocations(Endpoint):
    """Who does what on one inspection."""

    collection = "inspections"

    @schema.reads(AllocationsRecord, versioned=False, summary="Who looks after which indicator")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response(allocations_record(self.actor, inspection))

    @schema.creates(
        SharesToChange, AllocationsRecord, status=200, summary="Give indicators and take them back"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = {
            name: [(one["indicator_code"], one["person"]) for one in shares]
            for name, shares in self.sent(SharesToChange).items()
        }
        operations.allocate_indicators(actor=self.actor, inspection=inspection, **sent)
        return Response(allocations_record(self.actor, inspection))


class Postponements(OneInspection):
    """The postponements of one inspection's fieldwork."""

    http_method_names = ["get", "post", "head", "options"]

    @schema.reads(PostponementList, versioned=False, summary="Each time fieldwork was postponed")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response(postponements_record(self.actor, inspection))

    @schema.creates(
        PostponementToMake, WholeInspection, status=200, based_on=True, summary="Postpone fieldwork"
    )
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        sent = self.sent(PostponementToMake)
        sent["reasons"] = sent.pop("identifiers_kept", {})
        return self.changed(
            inspection,
            lambda based_on: operations.postpone(
                actor=self.actor, inspection=inspection, based_on=based_on, **sent
            ),
        )


class TeamWithFacts(Team):
    """The team of one inspection, with where its members come from."""

    @schema.reads(TeamFacts, versioned=False, summary="The team, its conflicts and what it lacks")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return Response(team_record(self.actor, inspection))
