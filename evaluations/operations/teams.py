"""Form an inspection's team: who is on it, in which place, from when to when."""

from datetime import date

from django.db import transaction

from areas.queries import AreaAtlas
from evaluations.access import inspection_to_change, is_recused, parties, place_on_team
from evaluations.models import Inspection, TeamMember
from evaluations.operations.checks import raise_if_any
from evaluations.operations.recusal import free_work
from evaluations.queries.people import area_facts, person_facts, span
from evaluations.rules.conflicts import conflicts
from evaluations.rules.life import OPEN, Party
from evaluations.rules.orders import in_order
from evaluations.rules.team import misfit
from evaluations.terms import InspectionStatus, TeamRole
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.tenancy.scope import because


def _team_to_change(actor: Actor, inspection: str) -> Inspection:
    """The inspection, locked, for its lead or a planner, while its team can change."""
    kept = inspection_to_change(actor, inspection)
    if not parties(actor, place_on_team(actor, kept)) & {Party.LEAD, Party.PLANNER}:
        raise NotPermitted("A team is formed by its lead inspector or by somebody who plans.")
    if kept.status not in (*OPEN, InspectionStatus.SUSPENDED):
        raise Refused("The team no longer changes: the inspection is published or abandoned.")
    return kept


@transaction.atomic
def put_on_team(
    *,
    actor: Actor,
    inspection: str,
    person: str,
    role: str,
    from_on: date | None = None,
    to_on: date | None = None,
) -> TeamMember:
    """Put a person on the team, or change their place on it.

    ``person`` is the opaque id of a membership. An inspection has one lead; a person needs a role
    that fits the place, and comes from elsewhere: a conflict with their home area, employer or a
    declared interest is refused, and the refusal names rule and fact. Raises NotFound,
    NotPermitted, Refused, Invalid.
    """
    kept = _team_to_change(actor, inspection)
    if role not in TeamRole.values:
        raise Invalid({"role": f"Choose one of: {', '.join(TeamRole.values)}."})
    member = _member(person)
    faults = in_order("to_on", from_on, to_on)
    wrong = misfit(member.user.display_name, TeamRole(role), member.roles)
    raise_if_any(faults | ({"role": wrong} if wrong else {}))
    others = TeamMember.objects.filter(inspection=kept).exclude(membership=member)
    if role == TeamRole.LEAD and others.filter(role=TeamRole.LEAD).exists():
        raise Invalid({"role": "The team has a lead inspector. Give them another place first."})
    place = TeamMember.objects.filter(inspection=kept, membership=member).first()
    if is_recused(place):
        raise Refused(f"{member.user.display_name} was recused from this inspection for good.")
    place = place or TeamMember(inspection=kept, membership=member, version=0)
    place.role, place.from_on, place.to_on = role, from_on, to_on
    refuse_conflicts(place)
    place.version += 1
    place.save()
    return place


def refuse_conflicts(place: TeamMember) -> None:
    """Raises Invalid, with a sentence for each conflict that the person has with the inspection."""
    days = span(place.inspection, place)
    facts = person_facts([place.membership])[place.membership_id]
    area = area_facts(AreaAtlas(), place.inspection, days)
    found = conflicts(facts, place.role, area, *days)
    if found:
        raise Invalid({"person": [one.said for one in found]})


def _member(person: str) -> Membership:
    try:
        return Membership.objects.select_related("user").get(pk=ids.decode("person", person))  # type: ignore[no-any-return]
    except (NotFound, Membership.DoesNotExist):
        raise Invalid({"person": "Choose somebody of this inspectorate."}) from None


@transaction.atomic
def take_off_team(*, actor: Actor, inspection: str, person: str, reason: str = "") -> None:
    """Take a person off the team; what they recorded stays, what they were to look after waits for
    somebody else. Raises NotFound, NotPermitted, Refused."""
    kept = _team_to_change(actor, inspection)
    member = ids.decode("person", person)
    place = TeamMember.objects.filter(inspection=kept, membership_id=member).first()
    if place is None:
        raise NotFound
    if is_recused(place):
        raise Refused("A recusal stays on record. Who was recused sees the inspection no more.")
    with because(reason or "Taken off the team"):
        free_work(kept, place.membership_id)
        place.delete()
