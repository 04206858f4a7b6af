"""Who takes out what became of main points: all of it, or a committee's."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from areas.queries import areas_behind, areas_of_committees
from followthrough.access.self_evaluations import committee_inside
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotPermitted

FOR_THE_WHOLE = (
    "All committees together are taken out by those who plan inspections. Choose a committee."
)


@dataclass(frozen=True, slots=True)
class Whose:
    """What is taken out. ``areas`` and ``committees`` are None for all of them. ``answers``: by the
    partnership itself, with its drafts; otherwise by who follows it, with the link inspector's notes.
    """

    name: str
    areas: Collection[int] | None
    committees: Collection[int] | None
    answers: bool


EVERYTHING = Whose("main-points", None, None, answers=False)


def export_for(actor: Actor, committee: str = "") -> Whose:
    """What this person may take out of a committee (an opaque id), or of all. Raises NotFound,
    NotPermitted."""
    if not committee:
        if not actor.may(P.PLAN_INSPECTIONS):
            raise NotPermitted(FOR_THE_WHOLE)
        return EVERYTHING
    inside = committee_inside(actor, committee)
    partner_only = inside.answers and not inside.follows
    return of_committee(inside.committee.pk, inside.committee.code, answers=partner_only)


def of_committee(committee_id: int, code: str, *, answers: bool) -> Whose:
    """A committee with the areas that it answers for today and those they stand for."""
    today = timezone.localdate()
    areas = areas_behind(areas_of_committees([committee_id], today), today)
    return Whose(f"main-points-{code or committee_id}", areas, [committee_id], answers)
