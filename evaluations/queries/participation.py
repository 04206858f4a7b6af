"""How many children and family members were asked, agreed and came; never who."""

from typing import Any

from evaluations.access import CaseAccess
from evaluations.access.samples import keeps_sample
from evaluations.models import Participation
from evaluations.rules.samples import for_others
from evaluations.terms import CaseCategory, ParticipantGroup

COUNTS = ("asked", "consented", "attended")


def counted(access: CaseAccess, one: Participation) -> dict[str, Any]:
    """The counts of one group in one category as this person sees them. Outside the team they are to
    the nearest five, and None where they are fewer than five; ``exact`` says which."""
    exact = access.place is not None and keeps_sample(access)
    numbers = {name: getattr(one, name) for name in COUNTS}
    if not exact:
        numbers = {name: for_others(number) for name, number in numbers.items()}
    return {
        "version": one.version,
        "group": one.group,
        "category": one.category,
        **numbers,
        "exact": exact,
    }


def participation_of(access: CaseAccess) -> list[dict[str, Any]]:
    """A line for every group and category, those not counted yet at version 0. One statement."""
    rows = Participation.objects.filter(inspection=access.inspection)
    known = {(one.group, one.category): one for one in rows}
    return [
        counted(
            access,
            known.get((group, category))
            or Participation(
                inspection=access.inspection, group=group, category=category, version=0
            ),
        )
        for group in ParticipantGroup.values
        for category in CaseCategory.values
    ]
