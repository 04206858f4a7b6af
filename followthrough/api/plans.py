"""Joint action plans and their actions."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.access.plans import action_for, plan_for
from followthrough.operations import plans as operations
from followthrough.queries.plan_list import ACTIONS, actions_visible_sql
from followthrough.queries.plans import action_record, plan_record
from followthrough.rules.plans import LONGEST, LONGEST_SERVICE, MOST_SERVICES
from followthrough.terms import ActionState
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.lists import ListEndpoint, page_of
from inspectorate.kernel.api.views import Endpoint, answer


class PlannedActionRecord(serializers.Serializer[Any]):
    """One thing that a partnership undertakes for a main point."""

    id = serializers.CharField()
    inspection = serializers.CharField()
    main_point = serializers.CharField()
    number = serializers.IntegerField()
    text = serializers.CharField()
    lead_post = serializers.CharField()
    services = serializers.ListField(child=serializers.CharField())
    due_on = serializers.DateField()
    resources = serializers.CharField()
    measure = serializers.CharField()
    known_by = serializers.CharField()
    state = serializers.CharField()
    state_reason = serializers.CharField()
    done_on = serializers.DateField(allow_null=True)
    version = serializers.IntegerField()


class WrittenAction(serializers.Serializer[Any]):
    """What an action says; with ``state`` how far it is."""

    text = serializers.CharField(max_length=LONGEST["text"])
    lead_post = serializers.CharField(max_length=LONGEST["lead_post"])
    services = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_SERVICE),
        max_length=MOST_SERVICES,
        required=False,
        default=list,
    )
    due_on = serializers.DateField()
    resources = serializers.CharField(
        max_length=LONGEST["resources"], required=False, allow_blank=True, default=""
    )
    measure = serializers.CharField(
        max_length=LONGEST["measure"], required=False, allow_blank=True, default=""
    )
    known_by = serializers.CharField(
        max_length=LONGEST["known_by"], required=False, allow_blank=True, default=""
    )


class NewAction(WrittenAction):
    main_point = serializers.CharField(max_length=16)


class ActionProgress(serializers.Serializer[Any]):
    """How far an action is; a dropped one says why."""

    state = serializers.ChoiceField(ActionState.choices)
    reason = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class PlanAgreement(serializers.Serializer[Any]):
    """``current`` false with a time: an earlier text was agreed."""

    agency = serializers.CharField()
    agreed_at = serializers.DateTimeField(allow_null=True)
    current = serializers.BooleanField()


class PlanSent(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    sent_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answer_text = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class JointActionPlan(serializers.Serializer[Any]):
    """A plan as the caller sees it: for its partners as it is written, else as it was last sent."""

    inspection = serializers.CharField()
    status = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    more_wanted = serializers.CharField(allow_blank=True)
    draft = serializers.BooleanField()
    actions = serializers.ListField(child=serializers.DictField())
    agreements = PlanAgreement(many=True)
    versions = PlanSent(many=True)
    version = serializers.IntegerField()


class SendPlan(serializers.Serializer[Any]):
    goes_without = serializers.CharField(
        max_length=2000, required=False, allow_blank=True, default=""
    )


class AnswerPlan(serializers.Serializer[Any]):
    """``number`` is the version that was read."""

    accept = serializers.BooleanField()
    text = serializers.CharField(max_length=4000, required=False, allow_blank=True, default="")
    number = serializers.IntegerField(min_value=1, max_value=100_000)


class AllActions(ListEndpoint):
    """Actions of plans that were sent, and of those that one writes."""

    collection = "actions"
    listing = ACTIONS

    def visible(self, request: Request) -> tuple[str, Sequence[Any]]:
        return actions_visible_sql(self.actor)

    @schema.lists(
        page_of(PlannedActionRecord, "Actions"),
        OpenApiParameter("inspection", str, description="An inspection's id."),
        OpenApiParameter("main_point", str, description="A main point's id."),
        OpenApiParameter("state", str, description="How far it is."),
        summary="Planned actions",
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class OneAction(Endpoint):
    collection = "actions"

    @schema.reads(PlannedActionRecord, summary="A planned action")
    def get(self, request: Request, action: str, **_: Any) -> Response:
        return answer(action_record(action_for(self.actor, action)[1]))

    @schema.edits(WrittenAction, PlannedActionRecord, summary="Change a planned action")
    def patch(self, request: Request, action: str, **_: Any) -> Response:
        values = self.sent(WrittenAction, partial=True)
        base = self.based_on()
        made = operations.edit_action(actor=self.actor, action=action, based_on=base, values=values)
        return answer(action_record(made))


class StateOfAction(Endpoint):
    collection = "actions"

    @schema.edits(ActionProgress, PlannedActionRecord, summary="Say how far an action is")
    def patch(self, request: Request, action: str, **_: Any) -> Response:
        sent, base = self.sent(ActionProgress), self.based_on()
        made = operations.set_state(
            actor=self.actor,
            action=action,
            based_on=base,
            state=sent["state"],
            reason=sent["reason"],
        )
        return answer(action_record(made))


class PlanOfInspection(Endpoint):
    """The joint action plan for an inspection's main points."""

    collection = "actions"

    @schema.reads(JointActionPlan, summary="A joint action plan")
    def get(self, request: Request, inspection: str, **_: Any) -> Response:
        return answer(plan_record(self.actor, inspection))


class ActionsOfPlan(Endpoint):
    collection = "actions"

    @schema.creates(NewAction, PlannedActionRecord, summary="Add an action to a plan")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        plan_for(self.actor, inspection)
        sent = self.sent(NewAction)
        point = sent.pop("main_point")
        made = operations.add_action(
            actor=self.actor, inspection=inspection, point=point, values=sent
        )
        record = action_record(made)
        where = request.path.split("/inspections/")[0]
        return answer(record, status=201, location=f"{where}/actions/{record['id']}")


class PlanDeed(Endpoint):
    """A deed on a plan, answered with the plan as it then is."""

    collection = "actions"

    def done(self, inspection: str) -> Response:
        return answer(plan_record(self.actor, inspection), status=201)


class AgreePlan(PlanDeed):
    @schema.creates(None, JointActionPlan, summary="Agree a plan for one's agency")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        operations.agree_plan(actor=self.actor, inspection=inspection)
        return self.done(inspection)


class SendPlanNow(PlanDeed):
    @schema.creates(SendPlan, JointActionPlan, summary="Send a plan to the link inspector")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        operations.send_plan(actor=self.actor, inspection=inspection, **self.sent(SendPlan))
        return self.done(inspection)


class AnswerPlanNow(PlanDeed):
    @schema.creates(AnswerPlan, JointActionPlan, summary="Accept a plan or ask for more")
    def post(self, request: Request, inspection: str, **_: Any) -> Response:
        operations.answer_plan(actor=self.actor, inspection=inspection, **self.sent(AnswerPlan))
        return self.done(inspection)
