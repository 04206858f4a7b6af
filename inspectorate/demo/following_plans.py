"""The joint action plan of Portwhirr: fictional, written by its partner, sent, and accepted."""

from datetime import timedelta

from django.utils import timezone

from areas.models import ChildProtectionCommittee
from areas.operations import add_partner
from areas.queries import areas_of_committees, partner_members
from followthrough.models import ActionPlan, MainPointForAction
from followthrough.operations.plans import add_action, agree_plan, answer_plan, send_plan, set_state
from followthrough.queries.plans import action_record
from followthrough.rules.life import LIVE
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

COMMITTEE = "Portwhirr Child Protection Committee"
PARTNER, LINK = "angus.baird@partnership.example", "effie.mackay@inspectorate.example"
ACTIONS = (
    ("One protocol and one shared chronology for all services", "Head of nursing, Health Board 7"),
    ("One assessment format for all services", "Head of children’s services"),
    ("Quarterly figures to the committee", "Head of performance, council"),
    ("Children’s views in every plan, checked each month", "Team leader, public protection"),
    ("A joint self-evaluation each spring, and what it changed", "Committee lead officer"),
    ("Paediatrician takes part in planning medical examinations", "Lead paediatrician"),
)
SERVICES = ["Social work", "Health Board 7", "Police"]
WITHOUT = "The other services agree it at the committee’s meeting next month."


def acting(here: Inspectorate, email: str) -> Actor | None:
    """Somebody of the cast, as operations see them."""
    member = Membership.objects.select_related("user").filter(user__email=email).first()
    return actor_for(member.user, here) if member else None


def load(actor: Actor, here: Inspectorate) -> None:
    """In the open scope; nothing when there is a plan already or there are no such points."""
    committee = ChildProtectionCommittee.objects.filter(name=COMMITTEE).first()
    partner, link = acting(here, PARTNER), acting(here, LINK)
    if committee is None or partner is None or link is None:
        return
    points = _points(committee)
    if not points or ActionPlan.objects.filter(inspection_id=points[0].inspection_id).exists():
        return
    if partner.membership_id not in partner_members(committee.pk, timezone.localdate()):
        add_partner(
            actor=actor,
            committee=ids.encode("committee", committee.pk),
            member=ids.encode("person", partner.membership_id or 0),
            agency="Independent chair",
        )
    inspection = ids.encode("inspection", points[0].inspection_id)
    with scope(here.pk, person_id=partner.person_id, why="Loading the demonstration"):
        _write(partner, inspection, points)
    with scope(here.pk, person_id=link.person_id, why="Loading the demonstration"):
        answer_plan(actor=link, inspection=inspection, accept=True, text="Clear and measurable.")
    with scope(here.pk, person_id=partner.person_id, why="Loading the demonstration"):
        first = ActionPlan.objects.get(inspection_id=points[0].inspection_id).actions.first()
        record = action_record(first)
        set_state(actor=partner, action=record["id"], based_on=record["version"], state="under-way")


def _points(committee: ChildProtectionCommittee) -> list[MainPointForAction]:
    """The live points of the committee's last inspection that has some."""
    areas = areas_of_committees([committee.pk], timezone.localdate())
    points = MainPointForAction.objects.filter(
        inspection__area_id__in=areas, status__in=LIVE, inspection__published_on__isnull=False
    ).order_by("-inspection__published_on", "number")
    return [one for one in points if one.inspection_id == points[0].inspection_id]


def _write(partner: Actor, inspection: str, points: list[MainPointForAction]) -> None:
    today = timezone.localdate()
    for number, point in enumerate(points):
        text, post = ACTIONS[number % len(ACTIONS)]
        add_action(
            actor=partner,
            inspection=inspection,
            point=ids.encode("point", point.pk),
            values={
                "text": text,
                "lead_post": post,
                "services": SERVICES,
                "due_on": today + timedelta(days=90 + 30 * number),
                "measure": "Open cases it is done in",
                "known_by": "Audits of twenty cases a quarter, read by the committee.",
            },
        )
    agree_plan(actor=partner, inspection=inspection)
    send_plan(actor=partner, inspection=inspection, goes_without=WITHOUT)
