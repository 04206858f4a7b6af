"""Whose evidence a list may show, and for what purpose each inspection's is read."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone

from evaluations.access.case_material import ON_THE_TEAM, WITH_A_TOKEN
from evaluations.access.inspections import recused_from, team_today
from evaluations.models import StatedPurpose
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P


def _stated(actor: Actor) -> Any:
    return StatedPurpose.objects.filter(
        membership_id=actor.membership_id or 0, until__gt=timezone.now()
    ).exclude(inspection_id__in=recused_from(actor).values("inspection_id"))


def purposes(actor: Actor, only: Collection[int] | None = None) -> dict[int, str]:
    """The inspections whose case-level material this person may read today, each with the purpose.

    Not for a tool, which reads every inspection's within its scopes. Two statements.
    """
    found: dict[int, str] = {}
    if actor.may(P.READ_WITH_REASON):
        for inspection, why in _stated(actor).order_by("id").values_list("inspection_id", "why"):
            found[inspection] = why
    if actor.may(P.SEE_CASE_MATERIAL):
        on = team_today(actor).values_list("inspection_id", flat=True)
        found |= dict.fromkeys(on, ON_THE_TEAM)
    return found if only is None else {one: why for one, why in found.items() if one in only}


def reads_everything(actor: Actor) -> bool:
    """Whether this is a tool that reads the case-level material of every inspection."""
    return actor.membership_id is None and actor.may(P.SEE_CASE_MATERIAL)


def evidence_visible_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Whose evidence this person may read, as a condition on the evidence ``e`` of a list."""
    if reads_everything(actor):
        return "", ()
    return "e.inspection_id = any(%s)", [list(purposes(actor))]


def purpose_of(actor: Actor, inspections: Collection[int]) -> dict[int, str]:
    """For what purpose this person reads these inspections' evidence, which they were shown."""
    if reads_everything(actor):
        return dict.fromkeys(inspections, WITH_A_TOKEN)
    return purposes(actor, inspections)
