"""committees/{id}/improvement-plan: what a committee wants to do better by itself."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.access.improvement import improvement_action_for, improvement_for
from followthrough.api.plans import ActionProgress, WrittenAction
from followthrough.operations import improvement as operations
from followthrough.queries.improvement import improvement_action, improvement_record
from followthrough.rules.plans import LONGEST_AIM
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer


class ImprovementAction(serializers.Serializer[Any]):
    """One thing that a committee undertakes by itself. `aim`: what is to become better."""

    id = serializers.CharField()
    number = serializers.IntegerField()
    aim = serializers.CharField()
    text = serializers.CharField()
    lead_post = serializers.CharField()
    services = serializers.ListField(child=serializers.CharField())
    due_on = serializers.DateField()
    resources = serializers.CharField(allow_blank=True)
    measure = serializers.CharField(allow_blank=True)
    known_by = serializers.CharField(allow_blank=True)
    state = serializers.CharField(help_text="not-started, under-way, done or dropped")
    state_reason = serializers.CharField(allow_blank=True)
    done_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class ImprovementPlan(serializers.Serializer[Any]):
    """A committee's own plan. `shown`: whoever follows the committee reads it too. `version` is 0
    while nobody has begun it."""

    committee = serializers.CharField()
    shown = serializers.BooleanField()
    shown_at = serializers.DateTimeField(allow_null=True)
    actions = ImprovementAction(many=True)
    version = serializers.IntegerField()


class ShowPlan(serializers.Serializer[Any]):
    shown = serializers.BooleanField()


class NewImprovement(WrittenAction):
    aim = serializers.CharField(max_length=LONGEST_AIM)


class ImprovementPlanNow(Endpoint):
    """The plan with its actions."""

    collection = "committees"

    @schema.reads(ImprovementPlan, summary="A committee's improvement plan")
    def get(self, request: Request, committee: str, **_: Any) -> Response:
        return answer(improvement_record(self.actor, committee))

    @schema.edits(ShowPlan, ImprovementPlan, summary="Show the plan to the link inspector, or not")
    def patch(self, request: Request, committee: str, **_: Any) -> Response:
        improvement_for(self.actor, committee)
        sent, base = self.sent(ShowPlan), self.based_on()
        operations.show_improvement(
            actor=self.actor, committee=committee, based_on=base, shown=sent["shown"]
        )
        return answer(improvement_record(self.actor, committee))


class ImprovementActions(Endpoint):
    """The plan's actions."""

    collection = "committees"

    @schema.creates(NewImprovement, ImprovementAction, summary="Add an action to the plan")
    def post(self, request: Request, committee: str, **_: Any) -> Response:
        improvement_for(self.actor, committee)
        sent = self.sent(NewImprovement)
        made = operations.add_improvement(actor=self.actor, committee=committee, values=sent)
        record = improvement_action(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneImprovement(Endpoint):
    """One action."""

    collection = "committees"

    @schema.reads(ImprovementAction, summary="An action of the improvement plan")
    def get(self, request: Request, committee: str, action: str, **_: Any) -> Response:
        return answer(improvement_action(improvement_action_for(self.actor, committee, action)[1]))

    @schema.edits(NewImprovement, ImprovementAction, summary="Change what an action says")
    def patch(self, request: Request, committee: str, action: str, **_: Any) -> Response:
        improvement_action_for(self.actor, committee, action)
        sent, base = self.sent(NewImprovement, partial=True), self.based_on()
        place = {"committee": committee, "action": action}
        made = operations.edit_improvement(actor=self.actor, based_on=base, values=sent, **place)
        return answer(improvement_action(made))


class ImprovementState(Endpoint):
    """How far an action is."""

    collection = "committees"

    @schema.edits(ActionProgress, ImprovementAction, summary="Say how far an action is")
    def patch(self, request: Request, committee: str, action: str, **_: Any) -> Response:
        improvement_action_for(self.actor, committee, action)
        sent, base = self.sent(ActionProgress), self.based_on()
        place = {"committee": committee, "action": action}
        made = operations.set_improvement_state(
            actor=self.actor, based_on=base, state=sent["state"], reason=sent["reason"], **place
        )
        return answer(improvement_action(made))
