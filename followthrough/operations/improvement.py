"""A committee's own improvement plan, beyond the main points: nobody asks for it, nobody accepts it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from followthrough.access.improvement import (
    Improvement,
    improvement_action_for,
    improvement_for,
)
from followthrough.models import ActionPlan, PlannedAction
from followthrough.operations.plans import FREE_TEXTS, checked_action, keep_state
from followthrough.queries.improvement import improvement_action, improvement_record
from followthrough.rules.plans import LONGEST_AIM, MOST_ACTIONS
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because


@transaction.atomic
def add_improvement(*, actor: Actor, committee: str, values: Mapping[str, Any]) -> PlannedAction:
    """Add an action. ``values`` as of operations.plans.add_action, and ``aim``: what is to become
    better. Raises NotFound, NotPermitted, Refused, Invalid."""
    access = improvement_for(actor, committee, lock=True)
    access.inside.require_partner()
    whole = _checked(values)
    plan = ActionPlan.objects.get_or_create(committee_id=access.inside.committee.pk)[0]
    top = PlannedAction.objects.filter(plan=plan).aggregate(top=Max("number"))["top"] or 0
    if top >= MOST_ACTIONS:
        raise Refused(f"A plan has at most {MOST_ACTIONS} actions.")
    made: PlannedAction = PlannedAction.objects.create(plan=plan, number=top + 1, **whole)
    _tell("improvement.planned", access)
    return made


@transaction.atomic
def edit_improvement(
    *, actor: Actor, committee: str, action: str, based_on: int, values: Mapping[str, Any]
) -> PlannedAction:
    """Change what an action says; fields that are not given stay. Raises NotFound, NotPermitted,
    Invalid, Stale with the action."""
    access, found = _to_change(actor, committee, action, based_on)
    now = {name: getattr(found, name) for name in ("aim", *FREE_TEXTS, "services", "due_on")}
    whole = _checked(now | dict(values))
    for name, value in whole.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*whole, "version"])
    _tell("improvement.changed", access)
    return found


@transaction.atomic
def set_improvement_state(
    *, actor: Actor, committee: str, action: str, based_on: int, state: str, reason: str = ""
) -> PlannedAction:
    """Say how far an action is. Raises NotFound, NotPermitted, Invalid, Stale with the action."""
    access, found = _to_change(actor, committee, action, based_on)
    keep_state(found, state, reason)
    _tell(f"improvement.{state}", access)
    return found


@transaction.atomic
def show_improvement(*, actor: Actor, committee: str, based_on: int, shown: bool) -> ActionPlan:
    """Let who follows the committee read the plan, or not any more. Raises NotFound, NotPermitted,
    Refused, Stale with the plan."""
    access = improvement_for(actor, committee, lock=True)
    access.inside.require_partner()
    plan = access.plan
    if plan is None:
        raise Refused("There is nothing to show yet: the plan has no actions.")
    if plan.version != based_on:
        raise Stale(improvement_record(actor, committee))
    if access.shown != shown:
        plan.sent_at, plan.version = (timezone.now() if shown else None), plan.version + 1
        with because("Shown to the link inspector" if shown else "Not shown any more"):
            plan.save(update_fields=["sent_at", "version"])
        _tell("improvement.shown" if shown else "improvement.hidden", access)
    return plan


def _to_change(
    actor: Actor, committee: str, action: str, based_on: int
) -> tuple[Improvement, PlannedAction]:
    access, found = improvement_action_for(actor, committee, action, lock=True)
    access.inside.require_partner()
    if found.version != based_on:
        raise Stale(improvement_action(found))
    return access, found


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    aim = str(values.get("aim", "")).strip()
    raise_if_any(
        text_fault("aim", aim, LONGEST_AIM, needed=True) or identifier_faults({"aim": aim})
    )
    return {**checked_action(values), "aim": aim}


def _tell(kind: str, access: Improvement) -> None:
    record_event(kind, collection="committees", subject=access.inside.id)
