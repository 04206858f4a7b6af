"""Who sees a committee's improvement plan: its partners; who follows the committee once it is shown."""

from dataclasses import dataclass

from followthrough.access.self_evaluations import Inside, committee_inside
from followthrough.models import ActionPlan, PlannedAction
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Improvement:
    """The plan of a committee; ``plan`` is None while nobody has begun it."""

    inside: Inside
    plan: ActionPlan | None

    @property
    def shown(self) -> bool:
        """Whether the link inspector sees it."""
        return self.plan is not None and self.plan.sent_at is not None


def improvement_for(actor: Actor, committee: str, *, lock: bool = False) -> Improvement:
    """The improvement plan of a committee. Raises NotFound, for who follows it too until its partners
    show it."""
    inside = committee_inside(actor, committee)
    rows = ActionPlan.objects.filter(committee_id=inside.committee.pk)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found = Improvement(inside, rows.first())
    if not (inside.answers or found.shown):
        raise NotFound
    return found


def improvement_action_for(
    actor: Actor, committee: str, action: str, *, lock: bool = False
) -> tuple[Improvement, PlannedAction]:
    """One action of it. Raises NotFound."""
    access = improvement_for(actor, committee, lock=lock)
    rows = PlannedAction.objects.filter(plan=access.plan, pk=ids.decode("action", action))
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: PlannedAction | None = rows.first() if access.plan else None
    if found is None:
        raise NotFound
    return access, found
