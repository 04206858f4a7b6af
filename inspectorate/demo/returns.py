"""Returns in the demonstration: one accepted before fieldwork, one half written and due soon.

Fictional, made once, and left afterwards as people have changed it.
"""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.operations import add_partner
from areas.queries import committee_of_area, partner_members
from evaluations.models import Inspection, PreInspectionReturn, ReturnSection
from evaluations.operations.return_sections import add_section_file, save_section
from evaluations.operations.returns import accept_return, ask_for_return, send_return
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id, scope

PROGRAMME = "second-cycle"
PARTNER = "angus.baird@partnership.example"
ACCEPTED, HALF = "A03", "A09"
FIGURES = (
    "year,referrals,initial conferences,registrations\n"
    "three years ago,212,61,44\ntwo years ago,230,66,51\nlast year,241,70,49\n"
)
ANSWERS = (
    "A mixed area: one town, six villages and two islands. Health and social work have shared a "
    "duty desk for a year.",
    "We are good at recognising concerns early. We know it from the audit of referrals each "
    "quarter. Next we want to hear more from young people themselves.",
    "Staff share information the same day in nine cases of ten. What is recorded does not always "
    "say what changed for the child; a joint chronology is being tried in two teams.",
)
DRAFT = "First notes, to be agreed by all services: core groups meet within ten working days."


def load(system: Actor) -> None:
    """Once, in the open scope; afterwards they are left as people have changed them."""
    if PreInspectionReturn.objects.exists():
        return
    found = Inspection.objects.filter(programme__code=PROGRAMME).select_related("area")
    inspections = {one.area.code: one for one in found}
    partner = Membership.objects.select_related("user").get(user__email=PARTNER)
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    actor = actor_for(partner.user, here)
    if actor is None:
        raise LookupError(f"{PARTNER} is no member of {here.slug}.")
    for code, days in ((ACCEPTED, 3), (HALF, 6)):
        _ask(system, inspections[code], partner, days)
    with scope(here.pk, person_id=partner.user_id):
        _write(actor, inspections[ACCEPTED], whole=True)
        _write(actor, inspections[HALF], whole=False)
        send_return(actor=actor, inspection=_id(inspections[ACCEPTED]), based_on=1)
    accept_return(actor=system, inspection=_id(inspections[ACCEPTED]), based_on=2)


def _id(inspection: Inspection) -> str:
    return ids.encode("inspection", inspection.pk)


def _ask(system: Actor, inspection: Inspection, partner: Membership, days: int) -> None:
    """Ask its committee, for which the partner acts from today if not yet."""
    today = timezone.localdate()
    committee = committee_of_area(inspection.area_id, today)
    if committee is not None and partner.pk not in partner_members(committee, today):
        add_partner(
            actor=system,
            committee=ids.encode("committee", committee),
            member=ids.encode("person", partner.pk),
            agency="Independent chair",
        )
    ask_for_return(
        actor=system,
        inspection=_id(inspection),
        due_on=today + timedelta(days=days),
        note="Write it together, all services. Figures only: nothing about a single child.",
    )


def _write(partner: Actor, inspection: Inspection, *, whole: bool) -> None:
    """All sections, or the first three and a draft."""
    rows = list(ReturnSection.objects.filter(of_return__inspection=inspection).order_by("position"))
    for at, row in enumerate(rows):
        if not whole and at > len(ANSWERS):
            return
        place: dict[str, Any] = {
            "inspection": _id(inspection),
            "section": ids.encode("return-section", row.pk),
        }
        if "Data" in row.title:
            figures = SimpleUploadedFile("figures.csv", FIGURES.encode())
            add_section_file(actor=partner, upload=figures, **place)
        drafted = not whole and at == len(ANSWERS)
        save_section(
            actor=partner,
            based_on=row.version,
            changes={
                "answer": DRAFT if drafted else ANSWERS[at % len(ANSWERS)],
                "complete": not drafted,
            },
            **place,
        )
