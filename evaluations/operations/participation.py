"""Count the children and family members who were asked, agreed and came."""

from typing import Any

from django.db import transaction

from evaluations.access import inspection_to_change
from evaluations.access.case_material import case_material_of
from evaluations.access.samples import require_sampling
from evaluations.models import Participation
from evaluations.operations.checks import raise_if_any, version_or_stale
from evaluations.queries.participation import COUNTS, counted
from evaluations.rules.samples import participation_faults
from evaluations.terms import CaseCategory, ParticipantGroup
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound

MOST_PEOPLE = 100_000


@transaction.atomic
def count_participation(
    *,
    actor: Actor,
    inspection: str,
    group: str,
    category: str,
    based_on: int,
    asked: int,
    consented: int,
    attended: int,
) -> dict[str, Any]:
    """Set the counts of one group in one category; as they now are. ``based_on`` is 0 when none were.

    Raises NotFound (also for a group or category there is none of), PurposeNeeded, NotPermitted,
    Refused, Invalid, Stale.
    """
    if group not in ParticipantGroup.values or category not in CaseCategory.values:
        raise NotFound
    kept = inspection_to_change(actor, inspection)
    access = case_material_of(actor, kept)
    require_sampling(access)
    numbers = dict(zip(COUNTS, (asked, consented, attended), strict=True))
    raise_if_any(
        {
            name: f"Give a number from 0 to {MOST_PEOPLE:,}."
            for name, number in numbers.items()
            if not 0 <= number <= MOST_PEOPLE
        }
        or participation_faults(asked, consented, attended)
    )
    found = Participation.objects.filter(inspection=kept, group=group, category=category).first()
    one = found or Participation(inspection=kept, group=group, category=category, version=0)
    version_or_stale(one, based_on, lambda record: counted(access, record))
    one.asked, one.consented, one.attended = asked, consented, attended
    one.version += 1
    one.save()
    return counted(access, one)
