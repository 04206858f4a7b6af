"""main-points/rules: how an inspectorate follows up, whom it reminds when, who would be told today."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from followthrough.operations import following_rules as operations
from followthrough.operations.reminders import would_be_told
from followthrough.queries.following_rules import (
    clocks_record,
    rule_by_id,
    rule_record,
    rules_read,
)
from followthrough.rules.reminding import BOUNDS, LONGEST_POST, MOST_DAYS, MOST_EVERY
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.kernel import ids
from inspectorate.kernel.api import schema
from inspectorate.kernel.api.views import Endpoint, answer
from inspectorate.kernel.errors import Stale


def _days(name: str) -> serializers.IntegerField:
    least, most = BOUNDS[name]
    return serializers.IntegerField(min_value=least, max_value=most, required=False)


class FollowingClocks(serializers.Serializer[Any]):
    """`version` is 0 while they are the product's own. `escalate_to` is a membership, or empty."""

    version = serializers.IntegerField()
    plan_working_days = serializers.IntegerField()
    silent_days = serializers.IntegerField()
    soon_days = serializers.IntegerField()
    stuck_reports = serializers.IntegerField()
    escalation_days = serializers.IntegerField()
    escalation_post = serializers.CharField(allow_blank=True)
    escalate_to = serializers.CharField(allow_blank=True)


class FollowingClocksChanges(serializers.Serializer[Any]):
    """What is missing stays as it is."""

    plan_working_days = _days("plan_working_days")
    silent_days = _days("silent_days")
    soon_days = _days("soon_days")
    stuck_reports = _days("stuck_reports")
    escalation_days = _days("escalation_days")
    escalation_post = serializers.CharField(
        max_length=LONGEST_POST, required=False, allow_blank=True
    )
    escalate_to = serializers.CharField(max_length=16, required=False, allow_blank=True)


class ReminderRuleRecord(serializers.Serializer[Any]):
    """`days` before, after or without a word; `every` so many days again, 0 for once."""

    id = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    about = serializers.ChoiceField(ReminderAbout.choices)
    days = serializers.IntegerField()
    every = serializers.IntegerField()
    to = serializers.ChoiceField(ReminderTo.choices)
    active = serializers.BooleanField()


class ReminderRuleList(serializers.Serializer[Any]):
    """`own` false: the usual rules, which have no `id` until one is added or they are taken over."""

    own = serializers.BooleanField()
    results = ReminderRuleRecord(many=True)


class NewReminderRule(serializers.Serializer[Any]):
    about = serializers.ChoiceField(ReminderAbout.choices)
    days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS)
    every = serializers.IntegerField(min_value=0, max_value=MOST_EVERY, required=False, default=0)
    to = serializers.ChoiceField(ReminderTo.choices)
    active = serializers.BooleanField(required=False, default=True)


class ReminderRuleChanges(serializers.Serializer[Any]):
    """What is missing stays as it is."""

    about = serializers.ChoiceField(ReminderAbout.choices, required=False)
    days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, required=False)
    every = serializers.IntegerField(min_value=0, max_value=MOST_EVERY, required=False)
    to = serializers.ChoiceField(ReminderTo.choices, required=False)
    active = serializers.BooleanField(required=False)


class ToldPerson(serializers.Serializer[Any]):
    member = serializers.CharField()
    name = serializers.CharField()
    lines = serializers.ListField(child=serializers.CharField())


class ToldToday(serializers.Serializer[Any]):
    """Whom the next round tells what; who had today's message already is told tomorrow."""

    results = ToldPerson(many=True)


class Clocks(Endpoint):
    """The clocks."""

    collection = "main-points"

    @schema.reads(FollowingClocks, summary="How main points are followed up")
    def get(self, request: Request, **_: Any) -> Response:
        return answer(clocks_record(rules_read(self.actor)[0]))

    @schema.edits(FollowingClocksChanges, FollowingClocks, summary="Change the clocks")
    def patch(self, request: Request, **_: Any) -> Response:
        based_on, sent = self.based_on(), self.sent(FollowingClocksChanges)
        try:
            saved = operations.save_clocks(actor=self.actor, based_on=based_on, values=sent)
        except Stale as stale:
            raise Stale(clocks_record(stale.current)) from None
        return answer(clocks_record(saved))


class ReminderRules(Endpoint):
    """Rules of reminding."""

    collection = "main-points"

    @schema.reads(
        ReminderRuleList,
        versioned=False,
        operation_id="reminder_rules_list",
        summary="Who is reminded when",
    )
    def get(self, request: Request, **_: Any) -> Response:
        _clocks, rules, own = rules_read(self.actor)
        return Response({"own": own, "results": [rule_record(one) for one in rules]})

    @schema.creates(NewReminderRule, ReminderRuleRecord, summary="Add a rule of reminding")
    def post(self, request: Request, **_: Any) -> Response:
        made = operations.save_rule(actor=self.actor, values=self.sent(NewReminderRule))
        record = rule_record(made)
        return answer(record, status=201, location=f"{request.path}/{record['id']}")


class OneReminderRule(Endpoint):
    """A rule of reminding."""

    collection = "main-points"

    @schema.reads(ReminderRuleRecord, summary="One rule of reminding")
    def get(self, request: Request, reminder_rule: str, **_: Any) -> Response:
        return answer(rule_record(rule_by_id(self.actor, reminder_rule)))

    @schema.edits(ReminderRuleChanges, ReminderRuleRecord, summary="Change a rule of reminding")
    def patch(self, request: Request, reminder_rule: str, **_: Any) -> Response:
        based_on, values = self.based_on(), self.sent(ReminderRuleChanges)
        named: dict[str, Any] = {"rule": reminder_rule, "based_on": based_on, "values": values}
        try:
            saved = operations.save_rule(actor=self.actor, **named)
        except Stale as stale:
            raise Stale(rule_record(stale.current)) from None
        return answer(rule_record(saved))


class WouldBeTold(Endpoint):
    """Today's reminders, before they are sent."""

    collection = "main-points"

    @schema.reads(ToldToday, versioned=False, summary="Who would be told today; nothing is sent")
    def get(self, request: Request, **_: Any) -> Response:
        told = [
            {"member": ids.encode("membership", one.member), "name": one.name, "lines": one.lines}
            for one in would_be_told(actor=self.actor)
        ]
        return Response({"results": told})
