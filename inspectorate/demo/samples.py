"""A case sample under way in Torrance Vale: twelve cases, nine of them read. All fictional."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.utils import timezone

from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import Inspection, SampledCase
from evaluations.terms import CaseCategory as C
from evaluations.terms import ParticipantGroup as G
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id, scope

PROGRAMME, AREA = "second-cycle", "A12"
READERS = ("isla.drummond", "callum.reid", "ruth.abernethy")
DRAWN = {
    C.EARLY_INTERVENTION: (310, 4),
    C.CURRENT_PROTECTION: (58, 5),
    C.LONGER_TERM_OUTCOMES: (124, 3),
}
"""Cases of the area and cases drawn, by category."""
WHY = "Read in depth, every service’s records of each child, in the days that the team has."
READ = (
    ("education", "health", "police", "social-work", "childrens-reporter", "third-sector"),
    ("education", "health", "police", "social-work"),
    ("education", "health", "social-work"),
)
"""Whose records were read, from one case to the next."""
CASES_READ = 9
TOOK_PART = (
    (G.CHILDREN, C.EARLY_INTERVENTION, 14, 11, 9),
    (G.CHILDREN, C.CURRENT_PROTECTION, 12, 8, 7),
    (G.PARENTS, C.CURRENT_PROTECTION, 16, 12, 10),
    (G.CARERS, C.LONGER_TERM_OUTCOMES, 9, 8, 8),
)


def load(system: Actor) -> None:
    """Once, in the open scope; afterwards it is left as people have changed it."""
    found = Inspection.objects.filter(programme=programme_by_code(system, PROGRAMME))
    inspection = found.filter(area__code=AREA).first()
    if inspection is None or SampledCase.objects.filter(inspection=inspection).exists():
        return
    reference = ids.encode("inspection", inspection.pk)
    with _as("moira.gillespie") as moira:
        cases = _drawn(moira, reference)
        _key(moira, cases[2])
    _readings(cases[:CASES_READ])
    with _as("isla.drummond") as isla:
        for group, category, asked, consented, attended in TOOK_PART:
            operations.count_participation(
                actor=isla,
                inspection=reference,
                group=group,
                category=category,
                based_on=0,
                asked=asked,
                consented=consented,
                attended=attended,
            )


@contextmanager
def _as(name: str) -> Iterator[Actor]:
    """Somebody of the cast, in a scope of theirs, so that the history names them."""
    member = Membership.objects.select_related("user").get(
        user__email=f"{name}@inspectorate.example"
    )
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    actor = actor_for(member.user, here)
    if actor is None:
        raise LookupError(f"{name} is no member of {here.slug}.")
    with scope(here.pk, person_id=actor.person_id, why="Loading the demonstration"):
        yield actor


def _drawn(moira: Actor, inspection: str) -> list[str]:
    """Planned, drawn, and shared out among the readers; the cases in their order."""
    cases: list[str] = []
    for category, (population, number) in DRAWN.items():
        operations.plan_sample(
            actor=moira,
            inspection=inspection,
            category=category,
            based_on=0,
            population=population,
            confidence=95.0,
            margin=10.0,
            planned=number,
            why=WHY,
        )
        drawn = operations.draw_cases(
            actor=moira, inspection=inspection, category=category, number=number
        )
        cases += [one["id"] for one in drawn]
    people = dict(Membership.objects.values_list("user__email", "pk"))
    readers = [ids.encode("person", people[f"{one}@inspectorate.example"]) for one in READERS]
    operations.share_out(actor=moira, inspection=inspection, readers=readers)
    operations.edit_case(
        actor=moira, sampled_case=cases[5], based_on=2, changes={"medical_wanted": True}
    )
    return cases


def _key(moira: Actor, case: str) -> None:
    operations.enter_case_key(
        actor=moira,
        sampled_case=case,
        based_on=0,
        reference="SW-FICTION-0003",
        names="Bryony Fictionby, Rory Fictionby",
    )


def _readings(cases: list[str]) -> None:
    """Each case read by its reader, on the days since fieldwork began."""
    today = timezone.localdate()
    for at, case in enumerate(cases):
        with _as(READERS[at % len(READERS)]) as reader:
            operations.note_records_read(
                actor=reader,
                sampled_case=case,
                services=READ[at % len(READ)],
                read_on=today - timedelta(days=len(cases) - at),
            )
