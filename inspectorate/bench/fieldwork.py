"""An inspectorate in the middle of fieldwork, made past no wall: history and all, for P3, P5 and P7.

One inspection has two members on its team and as much evidence as is asked for, spread over its
indicators as real evidence is: a good part of it on the first.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from areas.models import LocalAuthorityArea
from evaluations.models import (
    Evaluation,
    Evidence,
    EvidenceIndicator,
    Inspection,
    Programme,
    SampledCase,
    TeamMember,
)
from evaluations.terms import LevelOfService, SourceKind
from indicators.models import FrameworkEdition
from indicators.operations import import_edition
from inspectorate.accounts.models import Membership, User
from inspectorate.accounts.people import system_actor
from inspectorate.accounts.terms import Role
from inspectorate.bench.filling import EDITION
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

SLUG = "fieldwork"
CASES = 12
FIRST_DAY = date(2009, 3, 2)
BEARINGS = ("strength", "strength", "improvement", "contrary")
SOURCES = SourceKind.values
LEVELS_OF_SERVICE = LevelOfService.values
SAID = (
    "The initial referral discussion was held on the day of the referral and its reasons are on "
    "record. Health was not part of it. The plan names who does what and by when. "
)


@dataclass(frozen=True)
class Fieldwork:
    """What was made: the inspectorate, the lead, the inspection worked on, and opaque ids."""

    inspectorate: Inspectorate
    lead: User
    inspection_id: int
    evaluations: tuple[int, ...]

    @property
    def inspection(self) -> str:
        return ids.encode("inspection", self.inspection_id)


def make_fieldwork(*, inspections: int, evidence: int) -> Fieldwork:
    """So many inspections with every indicator, and so many pieces of evidence on the first."""
    here = Inspectorate.objects.create(slug=SLUG, name="Bench in fieldwork")
    people = [User.objects.create_user(email=f"{n}@bench.example", display_name=n) for n in "ab"]
    with scope(here.pk):
        edition = import_edition(actor=system_actor(here.pk), data=EDITION.read_bytes()).edition
        programme = Programme.objects.create(code="p", title="Programme", edition=edition)
        made = [_inspection(programme, edition, number) for number in range(inspections)]
        members = [
            Membership.objects.create(user=one, roles=[role])
            for one, role in zip(people, (Role.LEAD_INSPECTOR, Role.INSPECTOR), strict=True)
        ]
        for member, role in zip(members, ("lead", "inspector"), strict=True):
            TeamMember.objects.create(inspection=made[0], membership=member, role=role)
        _gather(made[0], members, edition, evidence)
        numbers = tuple(Evaluation.objects.order_by("id").values_list("pk", flat=True))
    return Fieldwork(here, people[0], made[0].pk, numbers)


def _inspection(programme: Programme, edition: FrameworkEdition, number: int) -> Inspection:
    area = LocalAuthorityArea.objects.create(code=f"A{number}", name=f"Area {number}")
    made: Inspection = Inspection.objects.create(
        programme=programme,
        area=area,
        edition=edition,
        reference=f"r{number}",
        status="fieldwork",
    )
    Evaluation.objects.bulk_create(
        Evaluation(inspection=made, programme=programme, indicator=one)
        for one in edition.indicators.order_by("position")
    )
    return made


def _gather(
    inspection: Inspection, members: list[Membership], edition: FrameworkEdition, count: int
) -> None:
    """Evidence of every bearing, source and level of service, and cases for it to name."""
    cases = SampledCase.objects.bulk_create(
        SampledCase(
            inspection=inspection,
            number=number,
            pseudonym=f"A01-C{number:02}",
            category="current-protection",
        )
        for number in range(1, CASES + 1)
    )
    pieces = Evidence.objects.bulk_create(
        Evidence(
            inspection=inspection,
            number=number,
            bearing=BEARINGS[number % len(BEARINGS)],
            source_kind=SOURCES[number % len(SOURCES)],
            level_of_service=LEVELS_OF_SERVICE[number % len(LEVELS_OF_SERVICE)],
            happened_on=FIRST_DAY + timedelta(days=number % 40),
            text=f"{SAID}Seen in file {number}.",
            membership=members[number % len(members)],
            sampled_case=cases[number % CASES],
        )
        for number in range(1, count + 1)
    )
    indicators = list(edition.indicators.order_by("position"))
    EvidenceIndicator.objects.bulk_create(
        EvidenceIndicator(
            evidence=one,
            inspection=inspection,
            indicator=indicators[one.number % len(indicators) if one.number % 3 else 0],
        )
        for one in pieces
    )
