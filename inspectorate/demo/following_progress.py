"""What happened on one main point of Portwhirr: fictional, made once, and left as people change it.

Its partner tells of it, counts something and asks for another date; its link inspector notes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.models import ChildProtectionCommittee
from areas.queries import areas_of_committees
from followthrough.models import MainPointForAction, Measure, PlannedAction
from followthrough.operations.dates import ask_date
from followthrough.operations.measures import NewValue, add_measure, add_value
from followthrough.operations.notes import write_note
from followthrough.operations.updates import bring_file, make_update
from followthrough.rules.life import LIVE
from inspectorate.accounts.people import Actor
from inspectorate.demo.following_plans import COMMITTEE, LINK, PARTNER, acting
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

MEASURE = {"title": "Open cases with a shared chronology", "unit": "%", "target": Decimal(100)}
VALUES = ((330, 12), (240, 31), (150, 58), (60, 84))
"""How many days ago, and what was counted."""
TOLD = (
    "The protocol is signed by all services, and the shared chronology is in use in each of them. "
    "Two audits were read by the committee."
)
WHY = "What is left are cases that were opened before the chronology came."
NOTED = "The lead officer is new since the spring. Ask for a count of cases, not of staff trained."
AUDIT = "service,cases read,with a chronology\nhealth,40,38\nsocial work,52,50\npolice,21,20\n"


def load(actor: Actor, here: Inspectorate) -> None:
    """In the open scope; nothing when it is there already or there is no such point."""
    committee = ChildProtectionCommittee.objects.filter(name=COMMITTEE).first()
    if committee is None or Measure.objects.exists():
        return
    areas = areas_of_committees([committee.pk], timezone.localdate())
    points = MainPointForAction.objects.filter(
        inspection__area_id__in=areas, status__in=LIVE, inspection__published_on__isnull=False
    )
    point = points.order_by("-inspection__published_on", "number").first()
    partner, link = acting(here, PARTNER), acting(here, LINK)
    if point is None or partner is None or link is None:
        return
    with scope(here.pk, person_id=partner.person_id, why="Loading the demonstration"):
        _tell(partner, point.pk)
        ask_date(
            actor=partner,
            action=_action(point).pk,
            to_on=timezone.localdate() + timedelta(days=120),
            reason="The board that signs it meets a month later than planned.",
        )
    with scope(here.pk, person_id=link.person_id, why="Loading the demonstration"):
        write_note(actor=link, point=point.pk, text=NOTED)


def _tell(partner: Actor, point: int) -> None:
    today = timezone.localdate()
    place: dict[str, Any] = {"actor": partner, "point": point}
    measure = add_measure(**place, wanted=MEASURE).pk
    for days, value in VALUES:
        on = today - timedelta(days=days)
        add_value(**place, measure=measure, on=on, value=Decimal(value))
    upload = SimpleUploadedFile("audit of chronologies.csv", AUDIT.encode(), "text/csv")
    file = bring_file(**place, upload=upload)
    make_update(
        **place,
        text=TOLD,
        own_view="on-track",
        own_reason=WHY,
        values=[NewValue(measure, today - timedelta(days=3), Decimal(96))],
        files=[ids.encode("file", file.pk)],
    )


def _action(point: MainPointForAction) -> PlannedAction:
    """The point's action in the accepted plan."""
    found: PlannedAction = PlannedAction.objects.filter(
        point=point, plan__status="accepted", state__in=("not-started", "under-way")
    )[0]
    return found
