"""Change how an inspectorate follows up: its clocks, and whom it reminds when.

What is changed counts from the next round; whoever changes and a round that is under way take turns.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from followthrough.models import FollowingRules, ReminderRule
from followthrough.operations.reminders import in_turn
from followthrough.queries.following_rules import may_hold_post, rule_by_id, rules_here
from followthrough.rules.reminding import (
    BOUNDS,
    LONGEST_POST,
    Rule,
    clock_faults,
    rule_faults,
    usual,
)
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Stale


@transaction.atomic
def save_clocks(*, actor: Actor, based_on: int, values: Mapping[str, Any]) -> FollowingRules:
    """Change the clocks, in days, and who holds the named post (``escalate_to``, opaque, empty for
    nobody); names that are missing stay. ``based_on`` 0: there were none yet.

    Raises NotPermitted, Invalid, Stale with the clocks.
    """
    actor.require(Permission.PLAN_INSPECTIONS)
    in_turn()
    clocks = rules_here()
    if clocks.version != based_on:
        raise Stale(clocks)
    numbers = {name: values.get(name, getattr(clocks, name)) for name in BOUNDS}
    post = values.get("escalation_post", clocks.escalation_post).strip()
    faults = clock_faults(numbers) | text_fault("escalation_post", post, LONGEST_POST)
    holder, fault = _holder(clocks, values)
    raise_if_any(faults | fault or identifier_faults({"escalation_post": post}))
    _hold_rules_to(numbers["silent_days"], named_post=holder is not None)
    for name, number in numbers.items():
        setattr(clocks, name, number)
    clocks.escalation_post, clocks.escalate_to_id = post, holder
    clocks.version += 1
    clocks.save()
    return clocks


def _holder(clocks: FollowingRules, values: Mapping[str, Any]) -> tuple[int | None, dict[str, str]]:
    wanted = values.get("escalate_to")
    if wanted is None:
        return clocks.escalate_to_id, {}
    if not wanted:
        return None, {}
    if wanted not in dict(may_hold_post()):
        return None, {"escalate_to": "Choose somebody who works for the inspectorate today."}
    return ids.decode("membership", wanted), {}


def _hold_rules_to(silent_days: int, *, named_post: bool) -> None:
    """Raises Invalid when an active rule would never speak under these clocks."""
    for one in ReminderRule.objects.filter(active=True):
        if one.about == ReminderAbout.SILENT and one.days <= silent_days:
            said = f"A rule speaks after {one.days} days without a word. Change that rule first."
            raise Invalid({"silent_days": said})
        if one.to == ReminderTo.POST and not named_post:
            raise Invalid({"escalate_to": "A rule reminds the named post. Change that rule first."})


@transaction.atomic
def adopt_usual(*, actor: Actor) -> int:
    """Make the usual rules the inspectorate's own, to be changed; how many. None when it has some."""
    actor.require(Permission.PLAN_INSPECTIONS)
    in_turn()
    return _adopt(rules_here())


def _adopt(clocks: FollowingRules) -> int:
    if ReminderRule.objects.exists():
        return 0
    made = ReminderRule.objects.bulk_create(
        ReminderRule(about=one.about, days=one.days, every=one.every, to=one.to)
        for one in usual(clocks.silent_days)
    )
    return len(made)


@transaction.atomic
def save_rule(
    *, actor: Actor, rule: str = "", based_on: int = 0, values: Mapping[str, Any]
) -> ReminderRule:
    """Add a rule, or change the one with this opaque id: about, days, every, to, active. With the
    first one of its own an inspectorate takes over the usual ones, so that none of them is lost.

    Raises NotPermitted, NotFound, Invalid, Stale with the rule.
    """
    actor.require(Permission.PLAN_INSPECTIONS)
    in_turn()
    clocks = rules_here()
    if rule:
        found = rule_by_id(actor, rule, lock=True)
        if found.version != based_on:
            raise Stale(found)
    else:
        found = ReminderRule()
        _adopt(clocks)
    for name in ("about", "days", "every", "to", "active"):
        setattr(found, name, values.get(name, getattr(found, name)))
    wanted = Rule(ReminderAbout(found.about), found.days, found.every, ReminderTo(found.to))
    named = clocks.escalate_to_id is not None
    raise_if_any(rule_faults(wanted, silent_days=clocks.silent_days, named_post=named))
    same = ReminderRule.objects.filter(about=found.about, days=found.days, to=found.to)
    if same.exclude(pk=found.pk).exists():
        raise Invalid({"days": "There is a rule for this already. Change that one."})
    found.version += 1 if found.pk else 0
    found.save()
    return found
