"""Joint action plans: begun, written by the partnership, agreed by its agencies, sent, answered."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from areas.queries import partner_agencies
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from evaluations.queries.working_days import due_after
from followthrough.access.plans import PlanAccess, action_for, plan_for
from followthrough.models import (
    ActionPlan,
    AgencyAgreement,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
)
from followthrough.operations import plan_telling as telling
from followthrough.operations.moves import move_point
from followthrough.queries.following_rules import rules_here
from followthrough.queries.plans import action_record, actions_of, agencies_of, gap_of, plan_content
from followthrough.rules import plans as rules
from followthrough.rules.life import LIVE
from followthrough.terms import ActionState, PlanAnswer, PlanStatus, PointStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, Refused, Stale
from inspectorate.kernel.events import record_event

FREE_TEXTS = ("text", "lead_post", "resources", "measure", "known_by")
LONGEST_ANSWER = 4000


def begin_plan(inspection: Any) -> ActionPlan:
    """The plan for an inspection's points, made when it is not there; due so many working days after
    publication as the inspectorate has set."""
    due_on = None
    if inspection.published_on:
        days = rules_here().plan_working_days
        due_on = due_after(inspection.area_id, inspection.published_on, days)
    made: ActionPlan = ActionPlan.objects.get_or_create(
        inspection=inspection, defaults={"due_on": due_on}
    )[0]
    return made


def _writable(actor: Actor, inspection: str) -> tuple[PlanAccess, ActionPlan]:
    access = plan_for(actor, inspection, lock=True)
    access.require_partner()
    plan = access.plan or begin_plan(access.inspection)
    _refuse(rules.why_not_write(plan.status))
    return access, plan


def _refuse(why: str) -> None:
    if why:
        raise Refused(why)


def checked_action(values: Mapping[str, Any]) -> dict[str, Any]:
    """What an action says, as it is kept. Raises Invalid by field, identifiers too."""
    kept = {name: str(values.get(name, "")).strip() for name in FREE_TEXTS}
    services = list(values.get("services", ()))
    whole: dict[str, Any] = {**kept, "due_on": values.get("due_on"), "services": services}
    faults = rules.action_faults(whole)
    texts = kept | {"services": "; ".join(services)}
    raise_if_any(faults or identifier_faults(texts))
    return whole


@transaction.atomic
def add_action(
    *, actor: Actor, inspection: str, point: str, values: Mapping[str, Any]
) -> PlannedAction:
    """Add an action for a point. ``values``: text, lead_post, services (a list), due_on, resources,
    measure, known_by. Raises NotFound, NotPermitted, Refused, Invalid."""
    access, plan = _writable(actor, inspection)
    found = MainPointForAction.objects.filter(
        pk=ids.decode("point", point), inspection_id=access.inspection.pk, status__in=LIVE
    ).first()
    if found is None:
        raise NotFound
    whole = checked_action(values)
    top = PlannedAction.objects.filter(plan=plan).aggregate(top=Max("number"))["top"] or 0
    if top >= rules.MOST_ACTIONS:
        raise Refused(f"A plan has at most {rules.MOST_ACTIONS} actions.")
    made: PlannedAction = PlannedAction.objects.create(
        plan=plan, point=found, number=top + 1, **whole
    )
    return made


@transaction.atomic
def edit_action(
    *, actor: Actor, action: str, based_on: int, values: Mapping[str, Any]
) -> PlannedAction:
    """Change what an action says, while the plan is written. Fields that are not given stay. Raises
    NotFound, NotPermitted, Refused, Invalid, Stale with the action as it is."""
    access, found = action_for(actor, action, lock=True)
    access.require_partner()
    _refuse(rules.why_not_write(found.plan.status))
    if found.version != based_on:
        raise Stale(action_record(found))
    now = {name: getattr(found, name) for name in (*FREE_TEXTS, "services", "due_on")}
    whole = checked_action(now | dict(values))
    for name, value in whole.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*whole, "version"])
    return found


@transaction.atomic
def remove_action(*, actor: Actor, action: str) -> None:
    """Take an action out of a plan that was never sent; later it is dropped, with a reason. Raises
    NotFound, NotPermitted, Refused."""
    access, found = action_for(actor, action, lock=True)
    access.require_partner()
    _refuse(rules.why_not_write(found.plan.status))
    if found.plan.sent_at:
        raise Refused("This plan was sent before. Drop the action, with the reason, instead.")
    found.delete()


@transaction.atomic
def set_state(
    *, actor: Actor, action: str, based_on: int, state: str, reason: str = ""
) -> PlannedAction:
    """Say how far an action is, at any time but while the plan waits for an answer. Raises NotFound,
    NotPermitted, Refused, Invalid, Stale."""
    access, found = action_for(actor, action, lock=True)
    access.require_partner()
    if found.plan.status == PlanStatus.SENT:
        raise Refused(rules.why_not_write(found.plan.status))
    if found.version != based_on:
        raise Stale(action_record(found))
    keep_state(found, state, reason)
    record_event(f"action.{state}", collection="actions", subject=ids.encode("action", found.pk))
    return found


def keep_state(found: PlannedAction, state: str, reason: str) -> None:
    """Keep how far an action is, for a caller that has checked who says so. Raises Invalid."""
    faults = rules.state_fault(state, reason) | text_fault("state_reason", reason, 2000)
    raise_if_any(faults or identifier_faults({"state_reason": reason}))
    found.state, found.state_reason = state, reason.strip()
    found.done_on = timezone.localdate() if state == ActionState.DONE else None
    found.version += 1
    found.save(update_fields=["state", "state_reason", "done_on", "version"])


@transaction.atomic
def agree_plan(*, actor: Actor, inspection: str) -> AgencyAgreement:
    """Agree the plan as it is now, for the actor's own agency. A later change shows that an earlier
    text was agreed. Raises NotFound, NotPermitted, Refused."""
    access, plan = _writable(actor, inspection)
    speaks = partner_agencies(actor.membership_id or 0, timezone.localdate())
    agency = next((speaks[one] for one in sorted(access.speaks_for) if speaks.get(one)), "")
    if not agency:
        raise Refused("No agency is on record for you. Ask the inspectorate to add it.")
    actions = actions_of(plan)
    if not actions:
        raise Refused("There is nothing to agree yet: the plan has no actions.")
    made: AgencyAgreement = AgencyAgreement.objects.get_or_create(plan=plan, agency=agency)[0]
    made.digest, made.agreed_at = rules.digest_of(actions), timezone.now()
    made.agreed_by_id, made.version = actor.membership_id, made.version + 1
    made.save()
    return made


@transaction.atomic
def send_plan(*, actor: Actor, inspection: str, goes_without: str = "") -> PlanVersion:
    """Send the plan to the link inspector, as a numbered version that never changes. ``goes_without``
    says why it goes without the agencies that have not agreed it. Raises NotFound, NotPermitted,
    Refused, Invalid."""
    access, plan = _writable(actor, inspection)
    missing = gap_of(access, plan)
    _refuse(rules.why_not_send(plan.status, missing, goes_without=goes_without))
    faults = text_fault("goes_without", goes_without, 2000)
    raise_if_any(faults or identifier_faults({"goes_without": goes_without}))
    number = (plan.versions.aggregate(top=Max("number"))["top"] or 0) + 1
    content = plan_content(plan, agencies_of(access), missing, goes_without.strip())
    now = timezone.now()
    made: PlanVersion = PlanVersion.objects.create(
        plan=plan, number=number, content=content, sent_at=now, sent_by_id=actor.membership_id
    )
    plan.status, plan.sent_at, plan.settled_at = PlanStatus.SENT, now, None
    plan.version += 1
    plan.save(update_fields=["status", "sent_at", "settled_at", "version"])
    telling.plan_sent(made, access)
    _event("plan.sent", access)
    return made


@transaction.atomic
def answer_plan(
    *, actor: Actor, inspection: str, accept: bool, text: str = "", number: int | None = None
) -> PlanVersion:
    """Accept the plan that was sent, or ask for more, saying what. Accepting takes its open points to
    "being acted on". ``number`` is the version that was read, to refuse an answer to another one.
    Raises NotFound, NotPermitted, Refused, Invalid."""
    access = plan_for(actor, inspection, lock=True)
    access.require_following()
    plan = access.plan
    if plan is None:
        raise Refused(rules.why_not_answer(PlanStatus.DRAFT))
    _refuse(rules.why_not_answer(plan.status))
    sent: PlanVersion = plan.versions.order_by("-number")[0]
    if number is not None and sent.number != number:
        raise Refused(f"Version {sent.number} was sent meanwhile. Read it before you answer.")
    faults = text_fault("text", text, LONGEST_ANSWER, needed=not accept)
    raise_if_any(faults or identifier_faults({"text": text}))
    sent.answer = PlanAnswer.ACCEPTED if accept else PlanAnswer.MORE_WANTED
    sent.answer_text, sent.answered_at = text.strip(), timezone.now()
    sent.answered_by_id, sent.version = actor.membership_id, sent.version + 1
    sent.save()
    plan.status = PlanStatus.ACCEPTED if accept else PlanStatus.MORE_WANTED
    plan.more_wanted = "" if accept else text.strip()
    plan.settled_at, plan.version = sent.answered_at, plan.version + 1
    plan.save(update_fields=["status", "more_wanted", "settled_at", "version"])
    if accept:
        _act_on(actor, plan)
    telling.plan_answered(sent, access)
    _event("plan.accepted" if accept else "plan.more-wanted", access)
    return sent


def _act_on(actor: Actor, plan: ActionPlan) -> None:
    """Points that are open and have an action in the plan are being acted on."""
    points = MainPointForAction.objects.select_for_update(no_key=True, of=("self",)).filter(
        inspection_id=plan.inspection_id, status=PointStatus.OPEN
    )
    with_action = set(
        plan.actions.exclude(state=ActionState.DROPPED).values_list("point_id", flat=True)
    )
    for point in points:
        if point.pk in with_action:
            move_point(point, PointStatus.ACTED_ON, actor=actor, reason="The plan is accepted.")


@transaction.atomic
def take_up(*, actor: Actor, inspection: str) -> ActionPlan:
    """Take up an accepted plan again to change it: a draft once more, to be agreed and sent. What was
    accepted stays a version. Raises NotFound, NotPermitted, Refused."""
    access = plan_for(actor, inspection, lock=True)
    access.require_partner()
    plan = access.plan
    _refuse(rules.why_not_take_up(plan.status if plan else PlanStatus.DRAFT))
    assert plan is not None  # noqa: S101 - for the type checker
    plan.status, plan.version = PlanStatus.DRAFT, plan.version + 1
    plan.save(update_fields=["status", "version"])
    return plan


def _event(kind: str, access: PlanAccess) -> None:
    record_event(
        kind, collection="inspections", subject=ids.encode("inspection", access.inspection.pk)
    )
