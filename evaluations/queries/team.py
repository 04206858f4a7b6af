"""The page of an inspection's team: who is on it, who cannot stay, what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from evaluations.access import inspection_for, on_it_today, parties, place_on_team
from evaluations.models import Inspection, TeamMember
from evaluations.queries.people import RUNNING, Profile, conflicts_of, profiles, span, stints
from evaluations.rules.life import Party
from evaluations.rules.team import FITTING, balance, clashes
from evaluations.terms import TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of a team. ``conflicts`` should have kept them off it; ``warnings`` are to be known."""

    id: str
    name: str
    post: str
    role: str
    role_label: str
    from_on: date | None
    to_on: date | None
    profile: Profile
    profile_id: str
    recused_at: datetime | None
    recused_why: str
    conflicts: Sequence[str]
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class TeamPage:
    """``lacking`` says what the team as it stands has not got; ``may_form`` whether this person
    changes it now, ``forms`` whether they would before it was over."""

    inspection: Inspection
    members: list[MemberLine]
    lacking: list[str]
    forms: bool
    may_form: bool
    recused: list[MemberLine] = field(default_factory=list)


def team_page(actor: Actor, reference: str) -> TeamPage:
    """A team with everything that bears on who is on it. Raises NotFound. A constant number of
    statements."""
    inspection = inspection_for(actor, reference)
    who = parties(actor, place_on_team(actor, inspection))
    forms = bool(who & {Party.LEAD, Party.PLANNER})
    lines = member_lines(inspection)
    there = [one for one in lines if one.recused_at is None]
    return TeamPage(
        inspection=inspection,
        members=there,
        lacking=balance([one.profile.discipline for one in there], [one.role for one in there]),
        forms=forms,
        may_form=forms and inspection.status in RUNNING,
        recused=[one for one in lines if one.recused_at is not None],
    )


def member_lines(inspection: Inspection) -> list[MemberLine]:
    """Everybody who is or was on the team, its lead first. A dozen statements, however many."""
    rows = TeamMember.objects.filter(inspection=inspection)
    places = list(rows.select_related("membership__user", "inspection__area"))
    members = [one.membership_id for one in places]
    running = inspection.status in RUNNING
    known = profiles(members)
    wrong = conflicts_of(places) if running else {}
    busy = stints(members, but=inspection) if running else {}
    lines = [
        _line(
            one,
            known.get(one.membership_id, Profile()),
            [conflict.said for conflict in wrong.get(one.pk, ())],
            clashes(
                one.membership.user.display_name,
                *span(inspection, one),
                busy.get(one.membership_id, ()),
            )
            if one.recused_at is None
            else [],
        )
        for one in places
    ]
    order = list(TeamRole)
    return sorted(lines, key=lambda one: (order.index(TeamRole(one.role)), one.name))


def _line(
    one: TeamMember, profile: Profile, wrong: Sequence[str], busy: Sequence[str]
) -> MemberLine:
    warnings = list(busy)
    if not profile.home_area and not profile.employer and one.role == TeamRole.ASSOCIATE_ASSESSOR:
        name = one.membership.user.display_name
        warnings.append(f"Where {name} comes from is not on record, so no conflict can be seen.")
    return MemberLine(
        id=ids.encode("person", one.membership_id),
        name=one.membership.user.display_name,
        post=one.membership.post,
        role=one.role,
        role_label=str(TeamRole(one.role).label),
        from_on=one.from_on,
        to_on=one.to_on,
        profile=profile,
        profile_id=ids.encode("membership", one.membership_id),
        recused_at=one.recused_at,
        recused_why=one.recused_why,
        conflicts=wrong,
        warnings=warnings,
    )


@dataclass(frozen=True, slots=True)
class RecusalPage:
    """Whom a recusal is about; ``heirs`` can take over the lead, when it is the lead who goes."""

    inspection: Inspection
    name: str
    leads: bool
    own: bool
    heirs: list[tuple[str, str]]


def recusal_page(actor: Actor, inspection: Inspection, place: TeamMember) -> RecusalPage:
    leads = place.role == TeamRole.LEAD
    return RecusalPage(
        inspection=inspection,
        name=place.membership.user.display_name,
        leads=leads,
        own=place.membership_id == actor.membership_id,
        heirs=_heirs(inspection, place) if leads else [],
    )


def _heirs(inspection: Inspection, leaving: TeamMember) -> list[tuple[str, str]]:
    fitting = [str(role) for role in FITTING[TeamRole.LEAD]]
    rows: Any = TeamMember.objects.filter(
        inspection=inspection, recused_at__isnull=True, membership__roles__overlap=fitting
    ).exclude(pk=leaving.pk)
    return [
        (ids.encode("person", one.membership_id), one.membership.user.display_name)
        for one in rows.select_related("membership__user")
        if on_it_today(one)
    ]
