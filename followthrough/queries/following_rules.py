"""How the open inspectorate follows up: its clocks, and whom it reminds when."""

from typing import Any

from followthrough.models import FollowingRules, ReminderRule
from followthrough.rules.reminding import BOUNDS, usual
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import current_names, members_who_may
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def rules_here() -> FollowingRules:
    """The inspectorate's own rules, or the product's defaults (not saved) while it has none."""
    found: FollowingRules | None = FollowingRules.objects.select_related(
        "escalate_to__user"
    ).first()
    return found or FollowingRules(version=0)


def clocks_record(rules: FollowingRules) -> dict[str, Any]:
    """The clocks as pages and the API say them; ``version`` 0 while they are the product's own."""
    named = rules.escalate_to_id
    return {
        "version": rules.version,
        **{name: getattr(rules, name) for name in BOUNDS},
        "escalation_post": rules.escalation_post,
        "escalate_to": ids.encode("membership", named) if named else "",
    }


def rule_record(rule: ReminderRule) -> dict[str, Any]:
    """A rule as pages and the API say it; one that is not saved has no id."""
    return {
        "id": ids.encode("reminder-rule", rule.pk) if rule.pk else "",
        "version": rule.version,
        "about": rule.about,
        "days": rule.days,
        "every": rule.every,
        "to": rule.to,
        "active": rule.active,
    }


def rules_read(actor: Actor) -> tuple[FollowingRules, list[ReminderRule], bool]:
    """The clocks, the rules, and whether these are the inspectorate's own; else they are the usual
    ones, not saved. Raises NotPermitted."""
    actor.require(Permission.PLAN_INSPECTIONS)
    clocks = rules_here()
    own = list(ReminderRule.objects.all())
    usually = [
        ReminderRule(about=one.about, days=one.days, every=one.every, to=one.to)
        for one in usual(clocks.silent_days)
    ]
    return clocks, own or usually, bool(own)


def rule_by_id(actor: Actor, reference: str, *, lock: bool = False) -> ReminderRule:
    """Raises NotPermitted, NotFound."""
    actor.require(Permission.PLAN_INSPECTIONS)
    rows = ReminderRule.objects.filter(pk=ids.decode("reminder-rule", reference))
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: ReminderRule | None = rows.first()
    if found is None:
        raise NotFound
    return found


def may_hold_post() -> list[tuple[str, str]]:
    """People of the inspectorate who may be the named post: opaque membership and name, by name."""
    inside = (Permission.SEE_INSPECTIONS, Permission.SEE_OWN_INSPECTIONS)
    names = current_names(member for one in inside for member in members_who_may(one))
    found = [(ids.encode("membership", member), name) for member, name in names.items()]
    return sorted(found, key=lambda one: (one[1], one[0]))
