"""Who sees a joint action plan, and who they are to it.

The partners of the committees that own the inspection's points write it. Whoever follows those
committees sees what was sent, not the draft. To everybody else it is not there.
"""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from areas.queries import committees_of_area
from evaluations.access import inspection_for
from followthrough.access.committees import answered_committees, follows
from followthrough.access.places import FOR_PARTNERS, FOR_THE_LINK_INSPECTOR
from followthrough.access.points import OUT
from followthrough.models import ActionPlan, PlannedAction
from followthrough.rules.plans import KNOWN
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


@dataclass(frozen=True, slots=True)
class PlanAccess:
    """The plan for the points of ``inspection`` and this person's place beside it. ``speaks_for``:
    the owning committees they answer for. ``plan`` is None while nobody has begun it."""

    inspection: Any
    plan: ActionPlan | None
    owners: frozenset[int]
    speaks_for: frozenset[int]
    follows: bool

    @property
    def answers(self) -> bool:
        return bool(self.speaks_for)

    def require_partner(self) -> None:
        if not self.answers:
            raise NotPermitted(FOR_PARTNERS)

    def require_following(self) -> None:
        if not self.follows:
            raise NotPermitted(FOR_THE_LINK_INSPECTOR)


def plan_for(actor: Actor, inspection: str, *, lock: bool = False) -> PlanAccess:
    """The plan of a published inspection. Raises NotFound for whoever has no part in it."""
    found = inspection_for(actor, inspection)
    owners = committees_of_area(found.area_id, timezone.localdate())
    speaks_for = answered_committees(actor) & owners
    following = follows(actor, owners)
    if found.status not in OUT or not (speaks_for or following or actor.may(P.SEE_UNPUBLISHED)):
        raise NotFound
    rows = ActionPlan.objects.filter(inspection_id=found.pk)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    plan = rows.first()
    return PlanAccess(found, plan, owners, speaks_for, following)


def action_for(
    actor: Actor, action: str, *, lock: bool = False
) -> tuple[PlanAccess, PlannedAction]:
    """An action of a joint action plan. Raises NotFound; for who follows, what is being written is
    not there."""
    number = ids.decode("action", action)
    row = PlannedAction.objects.filter(pk=number, point__isnull=False).values_list(
        "plan__inspection_id", flat=True
    )
    inspection = row.first()
    if inspection is None:
        raise NotFound
    access = plan_for(actor, ids.encode("inspection", inspection), lock=lock)
    actions = PlannedAction.objects.select_related("point", "plan").filter(pk=number)
    if lock:
        actions = actions.select_for_update(no_key=True, of=("self",))
    found: PlannedAction | None = actions.first()
    if found is None or not (access.answers or found.plan.status in KNOWN):
        raise NotFound
    return access, found
