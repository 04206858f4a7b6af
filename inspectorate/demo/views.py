"""Views in the demonstration: what each member of the teams under way makes of some indicators.

Fictional, made once, and left afterwards as people have changed it.
"""

from evaluations.models import Inspection
from evaluations.operations import save_view
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate

VIEWS: dict[str, dict[str, str]] = {
    "moira.gillespie@inspectorate.example": {"1.3": "good", "3.3": "satisfactory", "4.1": "good"},
    "callum.reid@inspectorate.example": {
        "1.3": "good",
        "3.1": "good",
        "3.3": "weak",
        "3.4": "satisfactory",
        "5.1": "very-good",
    },
    "ruth.abernethy@inspectorate.example": {
        "1.3": "very-good",
        "3.1": "satisfactory",
        "3.3": "satisfactory",
        "3.4": "satisfactory",
    },
    "isla.drummond@inspectorate.example": {"1.3": "good", "3.1": "satisfactory"},
}
"""By person: the level they give, by indicator."""
REASON = {
    "3.3": "Earlier concerns were listed in the assessments we read, and not brought together.",
    "1.3": "The response was prompt in every record, day and night.",
}
AREA = "A14"


def load(inspectorate: Inspectorate, programme: str) -> None:
    """For the inspection in fieldwork of this programme, inside the inspectorate's scope."""
    inspection = Inspection.objects.get(programme__code=programme, area__code=AREA)
    people = Membership.objects.filter(user__email__in=VIEWS).select_related("user")
    for membership in people.order_by("pk"):
        actor = actor_for(membership.user, inspectorate)
        if actor is not None:
            _give(actor, inspection, VIEWS[membership.user.email])


def _give(actor: Actor, inspection: Inspection, levels: dict[str, str]) -> None:
    for code, level in levels.items():
        save_view(
            actor=actor,
            inspection=ids.encode("inspection", inspection.pk),
            indicator=code,
            based_on=0,
            changes={"level": level, "reason": REASON.get(code, ""), "given": True},
        )
