"""A committee's improvement plan as its page and other systems show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from followthrough.access.improvement import Improvement, improvement_for
from followthrough.models import PlannedAction
from followthrough.terms import ActionState
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

ENDED = (ActionState.DONE, ActionState.DROPPED)
_SAID = (
    *("number", "aim", "text", "lead_post", "services", "due_on", "resources", "measure"),
    *("known_by", "state", "state_reason", "done_on", "version"),
)


@dataclass(frozen=True, slots=True)
class ImprovementPage:
    """``open`` by date, ``ended`` newest number first."""

    access: Improvement
    open: list[tuple[str, PlannedAction, bool]]
    ended: list[tuple[str, PlannedAction, bool]]

    @property
    def version(self) -> int:
        return self.access.plan.version if self.access.plan else 0


def improvement_page(actor: Actor, committee: str) -> ImprovementPage:
    """Each action with its opaque id, and whether it is late. Raises NotFound."""
    access = improvement_for(actor, committee)
    rows = _actions(access)
    today = timezone.localdate()
    lines = [
        (ids.encode("action", one.pk), one, one.due_on < today and one.state not in ENDED)
        for one in rows
    ]
    waiting = [one for one in lines if one[1].state not in ENDED]
    return ImprovementPage(
        access,
        sorted(waiting, key=lambda one: (one[1].due_on, one[1].number)),
        [one for one in reversed(lines) if one[1].state in ENDED],
    )


def _actions(access: Improvement) -> Sequence[PlannedAction]:
    return list(access.plan.actions.order_by("number")) if access.plan else []


def improvements_due(committee: int, until: date) -> list[PlannedAction]:
    """The actions of a committee's improvement plan that are due until a day and go on. One
    statement."""
    rows = PlannedAction.objects.filter(plan__committee_id=committee, due_on__lte=until)
    return list(rows.exclude(state__in=ENDED).order_by("due_on", "number"))


def improvement_action(one: PlannedAction) -> dict[str, Any]:
    """One action as data."""
    return {
        "id": ids.encode("action", one.pk),
        **{name: getattr(one, name) for name in _SAID},
    }


def improvement_record(actor: Actor, committee: str) -> dict[str, Any]:
    """The plan as data; ``version`` 0 while nobody has begun it. Raises NotFound."""
    access = improvement_for(actor, committee)
    return {
        "committee": access.inside.id,
        "shown": access.shown,
        "shown_at": access.plan.sent_at if access.plan else None,
        "actions": [improvement_action(one) for one in _actions(access)],
        "version": access.plan.version if access.plan else 0,
    }
