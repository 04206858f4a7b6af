"""Planning in the demonstration: its services, who comes from where, who does what, what moved.

Fictional, made once, and left afterwards as people have changed it.
"""

from datetime import timedelta

from django.utils import timezone

from areas.operations import create_body
from areas.queries import area_ids
from areas.terms import BodyKind
from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import Inspection
from evaluations.operations.profiles import add_absence, declare_interest, save_profile
from evaluations.operations.services import adopt_services
from indicators.queries import indicator_ids
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

PROGRAMME = "second-cycle"
BODIES = ("Inspectorate of Schools", "Social Work Inspection Agency", "Inspectorate of Policing")
FROM = {
    "moira.gillespie": ("social-work", BODIES[1], "", ""),
    "isla.drummond": ("education", BODIES[0], "", ""),
    "callum.reid": ("police", BODIES[2], "", ""),
    "ruth.abernethy": ("health", "", "A20", "Health Board 6"),
}
"""Discipline, home scrutiny body, home area and employer, by the first part of the address."""
AREAS = ("A03", "A09", "A12", "A14", "A20", "A27")
"""The programme's areas; the last two have no inspection yet."""
REQUEST = (
    "Ministers ask for every area to be inspected again, beginning with those where a main point "
    "for action was judged weak, and for a national summary when the last report is published."
)
MOVED = "The committee asked for it: a new lead officer takes up post in the week first planned."


def load(actor: Actor) -> None:
    """For the second cycle, inside the inspectorate's scope."""
    adopt_services(actor=actor)
    rows = Membership.objects.values_list("user__email", "pk")
    people = {email.split("@")[0]: number for email, number in rows}
    _where_from(actor, people)
    _programme(actor)
    inspections = {
        one.area.code: one
        for one in Inspection.objects.filter(programme__code=PROGRAMME).select_related("area")
    }
    for code in ("A12", "A14"):
        _share_out(actor, inspections[code], people)
    _postpone(actor, inspections["A09"])


def _where_from(actor: Actor, people: dict[str, int]) -> None:
    bodies = {
        name: ids.encode(
            "body", create_body(actor=actor, kind=BodyKind.SCRUTINY_BODY, name=name).pk
        )
        for name in BODIES
    }
    areas = {code: ids.encode("area", number) for code, number in area_ids().items()}
    for name, (discipline, body, area, employer) in FROM.items():
        save_profile(
            actor=actor,
            person=ids.encode("membership", people[name]),
            based_on=0,
            changes={
                "discipline": discipline,
                "home_body": bodies.get(body, ""),
                "home_area": areas.get(area, ""),
                "employer": employer,
            },
        )
    today = timezone.localdate()
    declare_interest(
        actor=actor,
        person=ids.encode("membership", people["callum.reid"]),
        organisation="Police Force 2",
        nature="Served there before joining the inspectorate.",
        to_on=today + timedelta(days=400),
    )
    add_absence(
        actor=actor,
        person=ids.encode("membership", people["isla.drummond"]),
        from_on=today + timedelta(days=52),
        to_on=today + timedelta(days=58),
    )


def _programme(actor: Actor) -> None:
    programme = programme_by_code(actor, PROGRAMME)
    reference = ids.encode("programme", programme.pk)
    areas = area_ids()
    operations.change_programme_areas(
        actor=actor,
        programme=reference,
        add=[ids.encode("area", areas[code]) for code in AREAS],
    )
    operations.edit_programme(
        actor=actor,
        programme=reference,
        based_on=programme.version,
        changes={
            "commissioning_request": REQUEST,
            "requested_on": timezone.localdate() - timedelta(days=150),
        },
    )


def _share_out(actor: Actor, inspection: Inspection, people: dict[str, int]) -> None:
    """Each indicator to one person, in turn; the last two wait for somebody."""
    codes = list(indicator_ids(inspection.edition_id))[:-2]
    names = ("isla.drummond", "callum.reid", "moira.gillespie", "isla.drummond", "ruth.abernethy")
    operations.allocate_indicators(
        actor=actor,
        inspection=ids.encode("inspection", inspection.pk),
        give=[
            (code, ids.encode("person", people[names[at % len(names)]]))
            for at, code in enumerate(codes)
        ],
    )


def _postpone(actor: Actor, inspection: Inspection) -> None:
    first, last = inspection.fieldwork_from, inspection.fieldwork_to
    if first is None or last is None:
        return
    shift = timedelta(days=21)
    operations.postpone(
        actor=actor,
        inspection=ids.encode("inspection", inspection.pk),
        based_on=inspection.version,
        fieldwork_from=first + shift,
        fieldwork_to=last + shift,
        reason=MOVED,
    )
