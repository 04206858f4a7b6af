"""Portwhirr's self-evaluation in the demonstration: one finished, one being written. Fictional."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from areas.models import ChildProtectionCommittee
from areas.queries import areas_of_committees, partner_members
from followthrough.models import SelfEvaluation
from followthrough.operations.self_evaluations import (
    begin_self_evaluation,
    finish_self_evaluation,
    save_self_value,
)
from inspectorate.accounts.people import Actor
from inspectorate.demo.following_plans import COMMITTEE, PARTNER, acting
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate

FINISHED = {
    "3.1": "good",
    "3.2": "good",
    "3.3": "satisfactory",
    "3.4": "satisfactory",
    "5.1": "good",
}
BEGUN = {"3.2": "very-good", "3.3": "satisfactory|good"}
WHY = (
    "Twenty files a quarter are audited by two services together; the figures go to the committee."
)


def load(here: Inspectorate) -> None:
    """In the open scope; nothing when there is one already or the committee has no partner."""
    committee = ChildProtectionCommittee.objects.filter(name=COMMITTEE).first()
    partner = acting(here, PARTNER)
    if committee is None or partner is None or SelfEvaluation.objects.exists():
        return
    if partner.membership_id not in partner_members(committee.pk, timezone.localdate()):
        return
    one = _written(partner, committee.pk, "Spring self-evaluation", 120, FINISHED)
    finish_self_evaluation(actor=partner, based_on=1, **one)
    _written(partner, committee.pk, "Autumn self-evaluation", 5, BEGUN)


def _written(
    partner: Actor, committee: int, title: str, days: int, values: Mapping[str, str]
) -> dict[str, Any]:
    """A self-evaluation as so many days ago, valued; how it is addressed."""
    today = timezone.localdate()
    reference = ids.encode("committee", committee)
    area = min(areas_of_committees([committee], today))
    made = begin_self_evaluation(
        actor=partner,
        committee=reference,
        area=ids.encode("area", area),
        title=title,
        on=today - timedelta(days=days),
    )
    one: dict[str, Any] = {
        "committee": reference,
        "self_evaluation": ids.encode("self-evaluation", made.pk),
    }
    for code, value in values.items():
        save_self_value(
            actor=partner,
            indicator=code,
            based_on=1,
            changes={"value": value, "rationale": WHY},
            **one,
        )
    return one
