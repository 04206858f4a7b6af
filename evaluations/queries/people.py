"""What is known of people who may be on a team: where they come from, interests, absences."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from areas.queries import AreaAtlas
from evaluations.models import Absence, DeclaredInterest, Inspection, InspectorProfile, TeamMember
from evaluations.rules.conflicts import AreaFacts, Conflict, Interest, PersonFacts, conflicts
from evaluations.rules.life import OPEN
from evaluations.rules.team import Stint
from evaluations.terms import Discipline, InspectionStatus
from inspectorate.accounts.models import Membership
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

RUNNING = (*OPEN, InspectionStatus.SUSPENDED)
"""Statuses in which a team still works."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A person's facts for the screen; each is empty when nobody has said."""

    discipline: str = ""
    discipline_label: str = ""
    home_body: str = ""
    home_area: str = ""
    employer: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class InterestLine:
    """A declared interest; ``area`` and ``organisation`` say in what."""

    id: str
    area: str
    organisation: str
    nature: str
    from_on: date | None
    to_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class AbsenceLine:
    id: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An inspection that a person is or was on. ``conflicts`` are sentences, most often none."""

    inspection: str
    area: str
    reference: str
    status_label: str
    role_label: str
    from_on: date | None
    to_on: date | None
    recused: bool
    conflicts: list[str]


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything that is known of one person for planning."""

    member: Membership
    reference: str
    profile: Profile
    interests: list[InterestLine]
    absences: list[AbsenceLine]
    places: list[PlaceLine]


def profiles(members: Collection[int]) -> dict[int, Profile]:
    """The profile of each of these memberships that has one. One statement."""
    rows = InspectorProfile.objects.filter(membership_id__in=members).select_related(
        "home_body", "home_area"
    )
    return {one.membership_id: _profile(one) for one in rows}


def _profile(one: InspectorProfile) -> Profile:
    label = str(Discipline(one.discipline).label) if one.discipline else ""
    return Profile(
        discipline=one.discipline,
        discipline_label=label,
        home_body=one.home_body.name if one.home_body else "",
        home_area=one.home_area.name if one.home_area else "",
        employer=one.employer,
        version=one.version,
    )


def profile_now(member: Membership) -> dict[str, Any]:
    """A person's profile as a form has it; version 0 when nothing is known. One statement."""
    kept = InspectorProfile.objects.filter(membership=member).first()
    return profile_record(kept or InspectorProfile(membership=member, version=0))


def interest_now(member: Membership, reference: str) -> dict[str, Any]:
    """A declared interest of a person as a form has it. Raises NotFound."""
    number = ids.decode("interest", reference)
    found = DeclaredInterest.objects.filter(membership=member, pk=number).first()
    if found is None:
        raise NotFound
    return interest_record(found)


def profile_record(profile: InspectorProfile) -> dict[str, Any]:
    """A profile as a form has it, references as opaque ids; also what a stale edit is shown."""
    body, area = profile.home_body_id, profile.home_area_id
    return {
        "version": profile.version,
        "discipline": profile.discipline,
        "home_body": ids.encode("body", body) if body else "",
        "home_area": ids.encode("area", area) if area else "",
        "employer": profile.employer,
    }


def interest_record(interest: DeclaredInterest) -> dict[str, Any]:
    """An interest as a form has it; also what a stale edit is shown."""
    return {
        "version": interest.version,
        "area": ids.encode("area", interest.area_id) if interest.area_id else "",
        "organisation": interest.organisation,
        "nature": interest.nature,
        "from_on": interest.from_on,
        "to_on": interest.to_on,
    }


def person_facts(members: Iterable[Membership]) -> dict[int, PersonFacts]:
    """What the rules of conflict need of these people, by membership. Two statements."""
    people = {one.pk: one.user.display_name for one in members}
    interests: dict[int, list[Interest]] = defaultdict(list)
    for one in DeclaredInterest.objects.filter(membership_id__in=people):
        interests[one.membership_id].append(
            Interest(one.area_id, one.organisation, one.nature, one.from_on, one.to_on)
        )
    rows = InspectorProfile.objects.filter(membership_id__in=people)
    homes = {one.membership_id: (one.home_area_id, one.employer) for one in rows}
    return {
        number: PersonFacts(name, *homes.get(number, (None, "")), tuple(interests[number]))
        for number, name in people.items()
    }


def span(
    inspection: Inspection, place: TeamMember | None = None
) -> tuple[date | None, date | None]:
    """The days of somebody's work on an inspection, as far as they are known: from the earlier of
    fieldwork and place to the later; None where nothing bounds it."""
    first = [day for day in (inspection.fieldwork_from, place and place.from_on) if day]
    last = [day for day in (inspection.fieldwork_to, place and place.to_on) if day]
    return min(first, default=None), max(last, default=None)


def area_facts(atlas: AreaAtlas, inspection: Inspection, days: tuple[Any, Any]) -> AreaFacts:
    around = atlas.around(inspection.area_id, *days)
    return AreaFacts(
        id=around.id,
        name=around.name,
        kin=around.kin,
        with_it=around.with_it,
        committees=around.committees,
        health_boards=around.health_boards,
        police_forces=around.police_forces,
    )


def conflicts_of(places: Collection[TeamMember]) -> dict[int, list[Conflict]]:
    """The conflicts of places on teams, by place, those recused apart; only those that have any.

    Eight statements, however many places. Each place brings its membership with its user, and its
    inspection.
    """
    holding = [one for one in places if one.recused_at is None]
    if not holding:
        return {}
    facts = person_facts(one.membership for one in holding)
    atlas = AreaAtlas()
    found = {}
    for one in holding:
        days = span(one.inspection, one)
        area = area_facts(atlas, one.inspection, days)
        found[one.pk] = conflicts(facts[one.membership_id], one.role, area, *days)
    return {number: some for number, some in found.items() if some}


def running_places(**narrowed: Any) -> list[TeamMember]:
    """Places on the teams of inspections that go on, each with person, inspection and area.
    One statement."""
    rows = TeamMember.objects.filter(
        inspection__status__in=RUNNING, recused_at__isnull=True, **narrowed
    )
    return list(rows.select_related("membership__user", "inspection__area").order_by("pk"))


def stints(members: Collection[int], *, but: Inspection | None = None) -> dict[int, list[Stint]]:
    """What takes people up: fieldwork of the inspections they are on (``but`` one) and absences,
    by membership. Two statements."""
    found: dict[int, list[Stint]] = defaultdict(list)
    rows = TeamMember.objects.filter(
        ~Q(inspection=but) if but else Q(),
        membership_id__in=members,
        recused_at__isnull=True,
        inspection__status__in=RUNNING,
        inspection__fieldwork_from__isnull=False,
    ).select_related("inspection__area")
    for one in rows:
        inspection = one.inspection
        first = inspection.fieldwork_from
        last = inspection.fieldwork_to or first
        found[one.membership_id].append(
            Stint(
                f"fieldwork in {inspection.area.name}",
                max(first, one.from_on or first),
                min(last, one.to_on or last),
                inspection.area.code,
            )
        )
    for away in Absence.objects.filter(membership_id__in=members):
        found[away.membership_id].append(Stint("absent", away.from_on, away.to_on))
    return found


def person_page(member: Membership) -> PersonPage:
    """A person's profile, interests, absences, and the inspections they are on. Constant number of
    statements."""
    rows = TeamMember.objects.filter(membership=member)
    places = list(rows.select_related("membership__user", "inspection__area").order_by("-pk")[:50])
    running = [one for one in places if one.inspection.status in RUNNING]
    wrong = conflicts_of(running)
    return PersonPage(
        member=member,
        reference=ids.encode("membership", member.pk),
        profile=profiles([member.pk]).get(member.pk, Profile()),
        interests=[_interest(one) for one in _interests(member)],
        absences=[_absence(one) for one in Absence.objects.filter(membership=member)],
        places=[_place(one, wrong.get(one.pk, [])) for one in places],
    )


def _interests(member: Membership) -> Any:
    return DeclaredInterest.objects.filter(membership=member).select_related("area")


def _interest(one: DeclaredInterest) -> InterestLine:
    return InterestLine(
        id=ids.encode("interest", one.pk),
        area=one.area.name if one.area else "",
        organisation=one.organisation,
        nature=one.nature,
        from_on=one.from_on,
        to_on=one.to_on,
        version=one.version,
    )


def _absence(one: Absence) -> AbsenceLine:
    return AbsenceLine(ids.encode("absence", one.pk), one.from_on, one.to_on)


def _place(one: TeamMember, wrong: Collection[Conflict]) -> PlaceLine:
    inspection = one.inspection
    return PlaceLine(
        inspection=ids.encode("inspection", inspection.pk),
        area=inspection.area.name,
        reference=inspection.reference,
        status_label=inspection.get_status_display(),
        role_label=one.get_role_display(),
        from_on=one.from_on,
        to_on=one.to_on,
        recused=one.recused_at is not None,
        conflicts=[conflict.said for conflict in wrong],
    )
