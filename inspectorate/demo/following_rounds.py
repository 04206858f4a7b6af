"""A follow-through inspection in fieldwork in the demonstration: its points chosen, the first judged.

Fictional, made once, and left afterwards as people have changed it.
"""

from datetime import timedelta

from django.utils import timezone

from areas.models import LocalAuthorityArea
from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.terms import InspectionKind, MoveName, TeamRole
from followthrough.operations import choose_scope, save_judgement
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

AREA = "A24"
STARTED = 4
"""Days since fieldwork began."""
TEAM = (
    ("moira.gillespie@inspectorate.example", TeamRole.LEAD),
    ("isla.drummond@inspectorate.example", TeamRole.INSPECTOR),
)
FIRST = {
    "value": "good",
    "rationale": "The plan is kept by all services, and staff could say what it had changed.",
    "decision": "close",
    "decision_reason": "What was asked is done, and has held for a year.",
    "success_factors": [
        {
            "title": "One plan that every service keeps",
            "text": "Each service looks at the same plan each month, and says what it has done.",
        }
    ],
}


def load(actor: Actor, programme: str) -> None:
    """For this programme, inside the inspectorate's scope."""
    inspection = _make(actor, programme)
    for version, move in enumerate((MoveName.PREPARE, MoveName.START_FIELDWORK), 1):
        operations.move_inspection(actor=actor, inspection=inspection, move=move, based_on=version)
    chosen = choose_scope(actor=actor, inspection=inspection, based_on=0, choice="all")
    for point in chosen["points"][:1]:
        save_judgement(actor=actor, inspection=inspection, point=point, based_on=0, changes=FIRST)


def _make(actor: Actor, programme: str) -> str:
    starts = timezone.localdate() - timedelta(days=STARTED)
    made = operations.schedule_inspection(
        actor=actor,
        programme=ids.encode("programme", programme_by_code(actor, programme).pk),
        area=ids.encode("area", LocalAuthorityArea.objects.get(code=AREA).pk),
        reference=f"follow-through {starts.year}",
        kind=InspectionKind.FOLLOW_THROUGH,
        fieldwork_from=starts,
        fieldwork_to=starts + timedelta(days=10),
    )
    inspection = ids.encode("inspection", made.pk)
    people = dict(Membership.objects.values_list("user__email", "pk"))
    for email, role in TEAM:
        operations.put_on_team(
            actor=actor,
            inspection=inspection,
            person=ids.encode("person", people[email]),
            role=role,
        )
    return inspection
