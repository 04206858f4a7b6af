"""What a moderator chooses from: every indicator with what it rests on, and nothing of its level; and
who could sit on a panel."""

from dataclasses import dataclass

from django.utils import timezone

from evaluations.access.moderation import ModerationAccess, moderation_for
from evaluations.models import Inspection, TeamMember
from evaluations.queries.standing import judged_of
from evaluations.queries.triangulation import gap_in_words, triangulations
from evaluations.rules.triangulation import NOTHING
from indicators.queries import edition_document
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import on
from inspectorate.accounts.roles import permissions_of
from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True)
class Row:
    """An indicator that may be chosen. ``gaps``: what its evidence lacks, in words."""

    code: str
    title: str
    pieces: int
    kinds: int
    contrary: int
    gaps: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """``drawn_with``: how indicators were drawn already, empty when they were not."""

    inspection: Inspection
    rows: tuple[Row, ...]
    drawn_with: str
    not_now: str

    @property
    def open(self) -> int:
        return sum(not row.chosen for row in self.rows)


def choice(actor: Actor, inspection: str) -> Choice:
    """For whoever moderates. Raises NotFound."""
    access = moderation_for(actor, inspection)
    if not access.moderates:
        raise NotFound
    chosen = {one.code: one.given for one in judged_of(access.inspection)}
    rests_on = triangulations(access.inspection.pk)
    edition = edition_document(access.inspection.edition_id)
    rows = []
    for one in edition.indicators:
        if not one.graded:
            continue
        found = rests_on.get(one.code, NOTHING)
        rows.append(
            Row(
                one.code,
                one.title,
                found.pieces,
                len(found.kinds),
                found.contrary,
                "; ".join(gap_in_words(gap) for gap in found.gaps),
                one.code in chosen,
            )
        )
    not_now = "" if access.holds else "Take the moderation first."
    if chosen and all(chosen.values()):
        not_now = "Every judgement is given. A further one would not be blind."
    return Choice(access.inspection, tuple(rows), access.begun.drawn_with, not_now)


def panel_people(access: ModerationAccess) -> list[tuple[str, str]]:
    """Opaque id and name of who could sit on a panel beside this person: the team on it today, and
    whoever moderates or leads inspections here."""
    roles = [
        role.value
        for role in Role
        if permissions_of([role]) & {P.MODERATE, P.LEAD_INSPECTIONS} and role != Role.EXTERNAL_TOOL
    ]
    places = TeamMember.objects.filter(inspection=access.inspection)
    recused = places.filter(recused_at__isnull=False).values("membership_id")
    members = Membership.objects.filter(on(timezone.localdate()), user__is_active=True)
    fitting = members.filter(roles__overlap=roles) | members.filter(
        pk__in=places.values("membership_id")
    )
    found = (
        fitting.exclude(pk__in=recused)
        .exclude(pk=access.actor.membership_id)
        .select_related("user")
        .order_by("user__display_name")
        .distinct()
    )
    return [(ids.encode("person", one.pk), one.user.display_name) for one in found]
