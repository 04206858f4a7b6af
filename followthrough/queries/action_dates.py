"""The dates of a point's actions: what they are, what they were, and a change that waits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from followthrough.access import placed
from followthrough.models import DateChange, PlannedAction
from followthrough.rules import progress as rules
from followthrough.terms import ActionState, DateAnswer
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of date that was asked. ``answer`` is a code, ``said`` its words."""

    id: str
    version: int
    from_on: date
    to_on: date
    reason: str
    asked_at: datetime
    answer: str
    answer_reason: str

    @property
    def said(self) -> str:
        return str(DateAnswer(self.answer).label)

    @property
    def waits(self) -> bool:
        return self.answer == DateAnswer.WAITING


@dataclass(frozen=True, slots=True)
class DatedAction:
    """An action with the history of its date. ``why_not`` says why no other can be asked."""

    id: str
    number: int
    text: str
    lead_post: str
    due_on: date
    state: str
    changes: tuple[ChangeLine, ...]
    why_not: str

    @property
    def state_label(self) -> str:
        return str(ActionState(self.state).label)

    @property
    def waiting(self) -> ChangeLine | None:
        return next((one for one in self.changes if one.waits), None)


_SQL = """
select k.id, k.number, k.text, k.lead_post, k.due_on, k.state, n.status, p.status,
  coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'version', d.version, 'from_on', d.from_on,
    'to_on', d.to_on, 'reason', d.reason, 'asked_at', d.asked_at, 'answer', d.answer,
    'answer_reason', d.answer_reason) order by d.id) filter (where d.id is not null), '[]')::text
from followthrough_plannedaction k
join followthrough_actionplan n on n.inspectorate_id = k.inspectorate_id and n.id = k.plan_id
join followthrough_mainpointforaction p
  on p.inspectorate_id = k.inspectorate_id and p.id = k.point_id
left join followthrough_datechange d
  on d.inspectorate_id = k.inspectorate_id and d.action_id = k.id
where k.inspectorate_id = %(here)s and k.point_id = %(point)s and n.status = 'accepted'
group by k.inspectorate_id, k.id, n.id, n.status, p.id, p.status
order by k.number, k.id"""


def dated_actions(point: int) -> list[DatedAction]:
    """The actions of a point (its row) in the accepted plan, with their dates. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"here": require_inspectorate_id(), "point": point})
        return [_action(row) for row in cursor.fetchall()]


def _action(row: Any) -> DatedAction:
    number, at, text, lead_post, due_on, state, plan, point, changes = row
    lines = tuple(_change(one) for one in orjson.loads(changes))
    waits = any(one.waits for one in lines)
    return DatedAction(
        id=ids.encode("action", number),
        number=at,
        text=text,
        lead_post=lead_post,
        due_on=due_on,
        state=state,
        changes=lines,
        why_not=rules.why_not_date(point, plan=plan, action=state, waits=waits),
    )


def _change(one: dict[str, Any]) -> ChangeLine:
    return ChangeLine(
        id=ids.encode("date-change", one["id"]),
        version=one["version"],
        from_on=date.fromisoformat(one["from_on"]),
        to_on=date.fromisoformat(one["to_on"]),
        reason=one["reason"],
        asked_at=datetime.fromisoformat(one["asked_at"]),
        answer=one["answer"],
        answer_reason=one["answer_reason"],
    )


def change_record(one: DateChange) -> dict[str, Any]:
    """A change of date as the API says it."""
    return {
        "id": ids.encode("date-change", one.pk),
        "version": one.version,
        "action": ids.encode("action", one.action_id),
        "from_on": one.from_on,
        "to_on": one.to_on,
        "reason": one.reason,
        "asked_at": one.asked_at,
        "answer": one.answer,
        "answer_reason": one.answer_reason,
        "answered_at": one.answered_at,
    }


def changes_read(actor: Actor, action: str) -> list[dict[str, Any]]:
    """Every change of an action's date, oldest first, for who reads what is told of its point. Raises
    NotFound, NotPermitted."""
    number = ids.decode("action", action)
    point = PlannedAction.objects.filter(pk=number).values_list("point_id", flat=True).first()
    if point is None or not placed(actor, point)[1].reads:
        raise NotFound
    rows = DateChange.objects.filter(action_id=number).order_by("pk")
    return [change_record(one) for one in rows]
