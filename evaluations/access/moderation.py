"""From a person and a reference to an inspection's moderation; who sees it and who carries it on.

Its team, on its days, sees how it goes: what was chosen, and each judgement once it is given. So does
whoever may moderate it; of the team's side they see what is given back for what they gave, an
indicator at a time, and everything when all is given: see ``levels_visible``.
"""

from dataclasses import dataclass

from django.db.models import Max

from evaluations.access.inspections import (
    inspection_for,
    inspection_to_change,
    is_recused,
    levels_visible,
    may_see_drafts,
    on_it_today,
    parties,
    place_on_team,
)
from evaluations.models import (
    GoodPractice,
    Inspection,
    Moderation,
    Report,
    ReportChapter,
    ReportPoint,
    TeamMember,
)
from evaluations.rules.life import Party
from evaluations.rules.moderation import why_not_independent
from evaluations.terms import InspectionStatus, ModerationStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused
from inspectorate.kernel.models import HistoryEntry

NOT_MODERATED = "Second judgements are given while the inspection is in moderation."
NOT_YOURS = "Somebody else has taken this moderation. Take it over first."
TAKE_FIRST = "Take the moderation first."


@dataclass(frozen=True, slots=True)
class ModerationAccess:
    """An inspection's moderation that ``actor`` sees; ``round`` is the newest, None before the first.

    ``levels``: the team's evaluations as they stand are open to them.
    """

    actor: Actor
    inspection: Inspection
    place: TeamMember | None
    round: Moderation | None
    levels: bool

    @property
    def moderates(self) -> bool:
        """Whether this person may moderate it."""
        return Party.MODERATOR in parties(self.actor, self.place)

    @property
    def going_on(self) -> bool:
        return (
            self.inspection.status == InspectionStatus.MODERATION
            and self.round is not None
            and self.round.status == ModerationStatus.OPEN
        )

    @property
    def holds(self) -> bool:
        """Whether this person has taken the round that goes on."""
        return (
            self.going_on
            and self.moderates
            and self.round is not None
            and self.round.moderator_id == self.actor.membership_id
        )

    @property
    def begun(self) -> Moderation:
        """The newest round. Raises NotFound."""
        if self.round is None:
            raise NotFound
        return self.round


def moderation_for(actor: Actor, inspection: str) -> ModerationAccess:
    """The moderation of the inspection with this opaque id. Raises NotFound."""
    return _access(actor, inspection_for(actor, inspection))


def moderation_to_change(actor: Actor, inspection: str, *, held: bool = True) -> ModerationAccess:
    """The same, its inspection locked, for who moderates it while it goes on; ``held``: for who has
    taken it. Raises NotFound, NotPermitted, Refused."""
    access = _access(actor, inspection_to_change(actor, inspection))
    if not access.moderates:
        raise NotPermitted("This is for a moderator who is not on the team.")
    if access.inspection.status != InspectionStatus.MODERATION:
        raise Refused(NOT_MODERATED)
    if not access.going_on:  # sent to moderation before rounds were kept
        access = ModerationAccess(
            actor, access.inspection, access.place, begin_round(access.inspection), access.levels
        )
    require_independent(actor, access.inspection, access.place)
    if held and not access.holds:
        raise Refused(NOT_YOURS if access.begun.moderator_id else TAKE_FIRST)
    return access


def begin_round(inspection: Inspection) -> Moderation:
    """The next round of an inspection that is locked."""
    newest = Moderation.objects.filter(inspection=inspection).aggregate(Max("number"))
    made: Moderation = Moderation.objects.create(
        inspection=inspection, number=(newest["number__max"] or 0) + 1
    )
    return made


def _access(actor: Actor, seen: Inspection) -> ModerationAccess:
    place = place_on_team(actor, seen)
    levels = levels_visible(actor, seen, place) and may_see_drafts(actor, place)
    moderates = Party.MODERATOR in parties(actor, place)
    if is_recused(place) or not (levels or moderates or on_it_today(place)):
        raise NotFound
    newest = (
        Moderation.objects.filter(inspection=seen)
        .select_related("moderator__user", "ended_by__user")
        .order_by("-number")
        .first()
    )
    return ModerationAccess(actor, seen, place, newest, levels)


def require_independent(
    actor: Actor, inspection: Inspection, place: TeamMember | None, *, signs: bool = False
) -> None:
    """Raises NotPermitted for whoever is or was on the team; ``signs``: or wrote words of the report."""
    why = why_not_independent(
        named=actor.membership_id is not None and actor.person_id is not None,
        on_team=place is not None,
        was_on_team=_was_on_team(actor, inspection),
        wrote=signs and _wrote(actor, inspection),
    )
    if why:
        raise NotPermitted(why)


def _was_on_team(actor: Actor, inspection: Inspection) -> bool:
    """Whether a place on the team was ever theirs, taken off it since or not."""
    found: bool = HistoryEntry.objects.filter(
        table_name=TeamMember._meta.db_table,
        row_data__inspection_id=inspection.pk,
        row_data__membership_id=actor.membership_id,
    ).exists()
    return found


def _wrote(actor: Actor, inspection: Inspection) -> bool:
    """Whether words of the inspection's report are this person's."""
    report = Report.objects.filter(inspection=inspection).values_list("pk", flat=True).first()
    if report is None:
        return False
    tables = (ReportChapter, ReportPoint, GoodPractice)
    found: bool = HistoryEntry.objects.filter(
        table_name__in=[one._meta.db_table for one in tables],
        row_data__report_id=report,
        person_id=actor.person_id,
    ).exists()
    return found
