"""Another date for an action of an accepted plan: asked by a partner, answered by who follows it."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from followthrough import access
from followthrough.access import Place
from followthrough.models import DateChange, MainPointForAction, PlannedAction
from followthrough.operations import progress_telling as telling
from followthrough.operations.updates import partnership_answers, refuse
from followthrough.rules import progress as rules
from followthrough.terms import DateAnswer, PlanStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.events import record_event
from inspectorate.tenancy.scope import because

TABLE = DateChange._meta.db_table


@transaction.atomic
def ask_date(
    *,
    actor: Actor,
    action: int,
    to_on: date,
    reason: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> DateChange:
    """Ask for another date for an action. Nothing changes until the link inspector agrees; one waits
    at a time. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound."""
    one, point, place = action_to_date(actor, action, lock=True)
    waits = DateChange.objects.filter(action=one, answer=DateAnswer.WAITING).exists()
    refuse(rules.why_not_date(point.status, plan=one.plan.status, action=one.state, waits=waits))
    reason = reason.strip()
    faults = text_fault("reason", reason, rules.LONGEST_REASON, needed=True)
    fault = rules.other_date_fault(to_on, one.due_on)
    raise_if_any(faults | ({"to_on": fault} if fault else {}))
    answers = partnership_answers(point, {"reason": reason}, reasons)
    made: DateChange = DateChange.objects.create(
        action=one,
        from_on=one.due_on,
        to_on=to_on,
        reason=reason,
        asked_by_id=actor.membership_id,
        asked_at=timezone.now(),
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    telling.date_asked(made, point, place.owners)
    _event("action.date-asked", one)
    return made


@transaction.atomic
def answer_date(
    *,
    actor: Actor,
    change: int,
    agree: bool,
    based_on: int,
    reason: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
    action: int | None = None,
) -> DateChange:
    """Agree the date, which is the action's from then on, or not, with the reason. The partners are
    told. ``action`` has to be its action, where it is named. Raises NotFound, NotPermitted, Refused,
    Invalid, IdentifiersFound, Stale with the change."""
    one, point, place = change_to_answer(actor, change, lock=True)
    if action is not None and one.action_id != action:
        raise NotFound
    if one.answer != DateAnswer.WAITING:
        raise Refused("This was answered already.")
    if one.version != based_on:
        raise Stale(one)
    dated = _locked(one.action_id)
    refuse(rules.why_not_agree(point.status, dated.state) if agree else "")
    reason = reason.strip()
    faults = text_fault("reason", reason, rules.LONGEST_REASON)
    if not agree and not reason:
        faults["reason"] = "Say why not: the committee reads it."
    raise_if_any(faults)
    texts = {"answer_reason": reason}
    answers = require_answers(inspection=point.inspection_id, texts=texts, reasons=reasons)
    _settle(one, dated, actor, agree=agree, reason=reason)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    telling.date_answered(one, point, place.owners, agreed=agree)
    _event("action.date-changed" if agree else "action.date-refused", dated)
    return one


def _settle(
    one: DateChange, action: PlannedAction, actor: Actor, *, agree: bool, reason: str
) -> None:
    one.answer = DateAnswer.AGREED if agree else DateAnswer.REFUSED
    one.answer_reason, one.answered_at = reason, timezone.now()
    one.answered_by_id = actor.membership_id
    one.version += 1
    one.save()
    if agree:
        action.due_on, action.version = one.to_on, action.version + 1
        with because(f"Another date, agreed by the link inspector. {one.reason}"[:2000]):
            action.save(update_fields=["due_on", "version"])


def action_to_date(
    actor: Actor, action: int, *, lock: bool = False
) -> tuple[PlannedAction, MainPointForAction, Place]:
    """An action for main points with its point, for who answers for it. What is not accepted yet is
    not there for others. Raises NotFound, NotPermitted."""
    rows = PlannedAction.objects.select_related("plan")
    found: PlannedAction | None = rows.filter(pk=action, point__isnull=False).first()
    if found is None:
        raise NotFound
    point, place = access.placed(actor, found.point_id or 0, lock=lock)
    if not place.reads and found.plan.status != PlanStatus.ACCEPTED:
        raise NotFound
    if not place.answers:
        raise NotPermitted(access.FOR_PARTNERS)
    return (_locked(found.pk) if lock else found), point, place


def change_to_answer(
    actor: Actor, change: int, *, lock: bool = False
) -> tuple[DateChange, MainPointForAction, Place]:
    """A change of date with its point, for who follows it; for whom neither asks nor answers it is not
    there. Raises NotFound, NotPermitted."""
    rows = DateChange.objects.select_related("action__plan")
    found: DateChange | None = rows.filter(pk=change, action__point__isnull=False).first()
    if found is None:
        raise NotFound
    point, place = access.placed(actor, found.action.point_id, lock=lock)
    if not place.reads:
        raise NotFound
    if not place.follows:
        raise NotPermitted(access.FOR_THE_LINK_INSPECTOR)
    if lock:
        locked = DateChange.objects.select_for_update(no_key=True, of=("self",))
        found = locked.select_related("action__plan").get(pk=change)
    return found, point, place


def _locked(action: int) -> PlannedAction:
    rows = PlannedAction.objects.select_for_update(no_key=True, of=("self",))
    found: PlannedAction = rows.select_related("plan").get(pk=action)
    return found


def _event(kind: str, action: PlannedAction) -> None:
    record_event(kind, collection="actions", subject=ids.encode("action", action.pk))
