"""Recuse somebody from an inspection: on record for good, and their access ends at once."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change, is_recused, on_it_today, parties, place_on_team
from evaluations.models import (
    FurtherReader,
    IndicatorAllocation,
    Inspection,
    SampledCase,
    TeamMember,
)
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.queries.people import RUNNING
from evaluations.rules.life import Party
from evaluations.rules.team import misfit
from evaluations.terms import TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.tenancy.scope import because


@transaction.atomic
def recuse(
    *,
    actor: Actor,
    inspection: str,
    person: str,
    reason: str,
    new_lead: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> TeamMember:
    """Recuse a member of the team: oneself, or anybody as its lead or as somebody who plans.

    The place stays on record with when and why; what it recorded stays; indicators and cases that
    were theirs to look after are free again, a case going to whoever read it beside them. A lead
    inspector is recused only together with ``new_lead``, the opaque id of a member of the team who
    can lead. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    kept = inspection_to_change(actor, inspection)
    place = place_of(actor, kept, person)
    if kept.status not in RUNNING:
        raise Refused("The inspection is over: there is nothing left to be recused from.")
    if is_recused(place):
        raise Refused(f"{place.membership.user.display_name} is recused already.")
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True))
    answers = require_answers(inspection=kept, texts={"reason": reason.strip()}, reasons=reasons)
    with because(reason):
        if place.role == TeamRole.LEAD:
            _hand_over(kept, place, new_lead)
        place.recused_at, place.recused_why = timezone.now(), reason.strip()
        place.version += 1
        place.save()
        answers.keep(actor=actor, table=TeamMember._meta.db_table, record_id=place.pk)
        free_work(kept, place.membership_id)
    return place


def place_of(actor: Actor, inspection: Inspection, person: str) -> TeamMember:
    """The place that this person may end by recusal. Raises NotFound, NotPermitted."""
    number = ids.decode("person", person)
    own = place_on_team(actor, inspection)
    runs = parties(actor, own) & {Party.LEAD, Party.PLANNER}
    if not runs and not (number == actor.membership_id and on_it_today(own)):
        raise NotPermitted("Somebody is recused by themselves, the lead inspector or a planner.")
    rows = TeamMember.objects.select_related("membership__user")
    found: TeamMember | None = rows.filter(inspection=inspection, membership_id=number).first()
    if found is None:
        raise NotFound
    return found


def _hand_over(inspection: Inspection, leaving: TeamMember, new_lead: str) -> None:
    name = leaving.membership.user.display_name
    if not new_lead:
        raise Invalid({"new_lead": f"{name} leads the inspection. Name another lead first."})
    rows = TeamMember.objects.select_related("membership__user").exclude(pk=leaving.pk)
    heir = rows.filter(inspection=inspection, membership_id=_person(new_lead)).first()
    if heir is None or is_recused(heir):
        raise Invalid({"new_lead": "Choose somebody who is on the team. Put them on it first."})
    wrong = misfit(heir.membership.user.display_name, TeamRole.LEAD, heir.membership.roles)
    raise_if_any({"new_lead": wrong} if wrong else {})
    leaving.role = TeamRole.INSPECTOR  # an inspection has one lead: the place is vacated first
    leaving.version += 1
    leaving.save()
    heir.role = TeamRole.LEAD
    heir.version += 1
    heir.save()


def _person(reference: str) -> int:
    try:
        return ids.decode("person", reference)
    except NotFound:
        return 0


def free_work(inspection: Inspection, membership_id: int) -> None:
    """What a person was to look after on an inspection waits for somebody else: indicators, and
    cases unless somebody reads them beside. What they have read and recorded stays."""
    rows = IndicatorAllocation.objects.filter(inspection=inspection, membership_id=membership_id)
    for row in rows:
        row.delete()
    FurtherReader.objects.filter(
        sampled_case__inspection=inspection, membership_id=membership_id
    ).delete()
    for case in SampledCase.objects.filter(inspection=inspection, reader_id=membership_id):
        beside = FurtherReader.objects.filter(sampled_case=case).order_by("pk").first()
        case.reader_id = beside.membership_id if beside else None
        if beside:
            beside.delete()
        case.version += 1
        case.save()
