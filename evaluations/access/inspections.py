"""From a person and a reference to a programme, an inspection or an evaluation; the only way to one.

Who sees an inspection at all: those who see every inspection's dates and status; its team, on the
days they are on it; everybody once it is published. Levels before publication: its team, and those
who see evaluations before publication. A tool has no membership: its token's scopes hold it.

Whoever was recused sees it like somebody who was never on the team, and its levels only once they
are published, whatever else they may see; and being kept out, neither moderates nor publishes it.

Somebody who sees evaluations before publication without being on the team is who could be asked for
a blind second judgement. To them they open when every judgement asked for is given, or at sign-off.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from evaluations.models import Inspection, Programme, SecondJudgement, TeamMember
from evaluations.rules.life import OUT, RECORDING, Party
from evaluations.rules.moderation import SIGNED, may_know
from evaluations.rules.team import on_team
from evaluations.terms import TeamRole
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused


class Life(NamedTuple):
    """Where an inspection stands, when the record itself is not at hand."""

    pk: int
    status: str


def programme_by_id(actor: Actor, programme_id: int) -> Programme:
    """Everybody inside sees which programmes there are. Raises NotFound."""
    programme: Programme = _one(Programme.objects.filter(pk=programme_id))
    return programme


def programme_by_code(actor: Actor, code: str) -> Programme:
    """Raises NotFound, which names the programmes there are."""
    found = Programme.objects.filter(code=code).first() if "\0" not in code else None
    if found is None:
        known = ", ".join(Programme.objects.values_list("code", flat=True)[:20]) or "none yet"
        raise NotFound(f"There is no programme {code[:60]!r}. There are: {known}.")
    return cast(Programme, found)


def programme_for(actor: Actor, reference: str) -> Programme:
    """The programme with this opaque id. Raises NotFound."""
    return programme_by_id(actor, ids.decode("programme", reference))


def programme_to_change(actor: Actor, reference: str) -> Programme:
    """The programme, locked. Raises NotFound, NotPermitted."""
    actor.require(P.PLAN_INSPECTIONS)
    locked = Programme.objects.select_for_update(no_key=True, of=("self",))
    programme: Programme = _one(locked.filter(pk=ids.decode("programme", reference)))
    return programme


def team_today(actor: Actor) -> Any:
    """The places on teams that this person holds today."""
    today = timezone.localdate()
    return TeamMember.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        membership_id=actor.membership_id or 0,
        recused_at__isnull=True,
    )


def recused_from(actor: Actor) -> Any:
    """The places on teams from which this person was recused."""
    return TeamMember.objects.filter(
        membership_id=actor.membership_id or 0, recused_at__isnull=False
    )


def visible(actor: Actor) -> Q:
    """Which inspections this person may see."""
    if actor.may(P.SEE_INSPECTIONS):
        return Q()
    return Q(status__in=OUT) | Q(Exists(team_today(actor).filter(inspection_id=OuterRef("pk"))))


def visible_sql(actor: Actor, *, levels: bool = False) -> tuple[str, Sequence[Any]]:
    """The same as a condition on the inspection ``i`` of a list; ``levels``: whose evaluations this
    person may see."""
    if actor.may(P.SEE_UNPUBLISHED if levels else P.SEE_INSPECTIONS):
        return _levels_open_sql(actor) if levels else ("", ())
    return (
        "(i.status = any(%s) or exists (select 1 from evaluations_teammember m "
        "where m.inspectorate_id = i.inspectorate_id and m.inspection_id = i.id "
        "and m.membership_id = %s and m.recused_at is null "
        "and (m.from_on is null or m.from_on <= %s) and (m.to_on is null or m.to_on >= %s)))",
        (
            list(OUT),
            actor.membership_id or 0,
            timezone.localdate(),
            timezone.localdate(),
        ),
    )


_PLACE = (
    "exists (select 1 from evaluations_teammember m where m.inspectorate_id = i.inspectorate_id "
    "and m.inspection_id = i.id and m.membership_id = %s and m.recused_at is {})"
)
_JUDGED = (
    "exists (select 1 from evaluations_secondjudgement j join evaluations_moderation r "
    "on r.inspectorate_id = j.inspectorate_id and r.id = j.moderation_id "
    "where r.inspectorate_id = i.inspectorate_id and r.inspection_id = i.id and j.given_at is {})"
)
_LEVELS_OPEN = (
    f"(i.status = any(%s) or (not {_PLACE.format('not null')} and (i.status = any(%s) "
    f"or {_PLACE.format('null')} or ({_JUDGED.format('not null')} and not {_JUDGED.format('null')}))))"
)


def _levels_open_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Which evaluations open to somebody who sees them before publication: see ``levels_visible``."""
    if actor.membership_id is None:
        return "", ()
    me = actor.membership_id
    return _LEVELS_OPEN, (list(OUT), me, list(SIGNED), me)


def inspections_open(actor: Actor) -> Any:
    """The same as the inspections themselves, for somebody who sees evaluations before publication."""
    if actor.membership_id is None:
        return Inspection.objects.all()
    places = TeamMember.objects.filter(
        inspection_id=OuterRef("pk"), membership_id=actor.membership_id
    )
    judged = SecondJudgement.objects.filter(moderation__inspection_id=OuterRef("pk"))
    return Inspection.objects.filter(
        Q(status__in=OUT)
        | ~Q(Exists(places.filter(recused_at__isnull=False)))
        & (
            Q(status__in=SIGNED)
            | Q(Exists(places.filter(recused_at__isnull=True)))
            | (
                Q(Exists(judged.filter(given_at__isnull=False)))
                & ~Q(Exists(judged.filter(given_at__isnull=True)))
            )
        )
    )


_OF_INSPECTIONS = (
    "e.inspection_id in (select i.id from evaluations_inspection i "
    "where i.inspectorate_id = e.inspectorate_id and {})"
)


def evaluations_visible_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Whose evaluations this person may see, as a condition on the evaluation ``e`` of a list."""
    where, values = visible_sql(actor, levels=True)
    if not where:
        return "", ()
    return _OF_INSPECTIONS.format(where), values


def inspection_for(actor: Actor, reference: str) -> Inspection:
    """The inspection with this opaque id, with its area, programme and edition. Raises NotFound."""
    return inspection_by_id(actor, ids.decode("inspection", reference))


def inspection_by_id(actor: Actor, inspection_id: int) -> Inspection:
    """Raises NotFound."""
    found = Inspection.objects.select_related("area", "programme")
    inspection: Inspection = _one(found.filter(visible(actor), pk=inspection_id))
    return inspection


def inspection_to_change(actor: Actor, reference: str) -> Inspection:
    """The inspection, locked, when this person sees it; what they may do with it is decided by
    the operation. Raises NotFound."""
    seen = inspection_for(actor, reference)
    locked = Inspection.objects.select_for_update(no_key=True, of=("self",))
    inspection: Inspection = _one(locked.select_related("area", "programme").filter(pk=seen.pk))
    return inspection


def place_on_team(actor: Actor, inspection: Inspection) -> TeamMember | None:
    """This person's place on the team, whatever its dates; None when they have none."""
    if actor.membership_id is None:
        return None
    found = TeamMember.objects.filter(inspection=inspection, membership_id=actor.membership_id)
    return cast(TeamMember | None, found.first())


def on_it_today(place: TeamMember | None) -> bool:
    """Whether a place on a team holds today: within its dates, its holder not recused."""
    if place is None:
        return False
    recused = place.recused_at is not None
    return on_team(place.from_on, place.to_on, timezone.localdate(), recused=recused)


def parties(actor: Actor, place: TeamMember | None) -> frozenset[Party]:
    """Who this person is to the inspection on whose team they hold ``place``."""
    leads = on_it_today(place) and place is not None and place.role == TeamRole.LEAD
    found = {
        Party.LEAD: leads and actor.may(P.LEAD_INSPECTIONS),
        Party.PLANNER: actor.may(P.PLAN_INSPECTIONS),
        Party.MODERATOR: place is None and actor.may(P.MODERATE),
        Party.PUBLISHER: place is None and actor.may(P.PUBLISH_REPORTS),
        Party.FOLLOWER: actor.may(P.FOLLOW_MAIN_POINTS),
    }
    return frozenset(party for party, holds_it in found.items() if holds_it)


def levels_visible(actor: Actor, inspection: Inspection | Life, place: TeamMember | None) -> bool:
    """Whether the evaluations of an inspection are for this person, who holds ``place`` on its team.

    A statement more for whoever is not on the team and sees evaluations before publication.
    """
    status = inspection.status
    if status in OUT or on_it_today(place):
        return True
    if not actor.may(P.SEE_UNPUBLISHED) or is_recused(place):
        return False
    return place is not None or actor.membership_id is None or _may_know(inspection)


def _may_know(inspection: Inspection | Life) -> bool:
    if inspection.status in SIGNED:
        return True
    counts = SecondJudgement.objects.filter(moderation__inspection_id=inspection.pk).aggregate(
        chosen=Count("id"), given=Count("given_at")
    )
    return may_know(inspection.status, **counts)


def is_recused(place: TeamMember | None) -> bool:
    return place is not None and place.recused_at is not None


def may_see_drafts(actor: Actor, place: TeamMember | None) -> bool:
    """Whether evaluations as they stand, corrections not yet published included, are for this
    person; everybody else reads what was published."""
    if place is not None:
        return not is_recused(place)
    return actor.may(P.SEE_UNPUBLISHED) or actor.may(P.PUBLISH_REPORTS)


def why_not_record(actor: Actor, status: str, place: TeamMember | None) -> tuple[str, str]:
    """Why this person may not change an evaluation: (not permitted, not now); both empty if so.

    During fieldwork and evaluating the team records. After publication somebody who publishes may
    correct; the published version stays as it is until a correction is published.
    """
    on_it = on_it_today(place)
    tool = actor.membership_id is None
    if status in OUT:
        if actor.may(P.PUBLISH_REPORTS) and place is None:
            return "", ""
        return "Published evaluations are corrected by somebody who publishes.", ""
    if not (actor.may(P.RECORD_EVALUATIONS) and (on_it or tool)):
        return "Evaluations are recorded by the inspection's team.", ""
    if status in RECORDING:
        return "", ""
    return "", {
        "planned": "Recording begins with fieldwork. This inspection is still planned.",
        "preparing": "Recording begins with fieldwork. This inspection is still being prepared.",
        "moderation": "It is being moderated. The moderator can ask for changes.",
        "suspended": "The inspection is suspended. Resume it first.",
        "abandoned": "The inspection was abandoned.",
    }.get(status, "The evaluations are signed off. Reopen them first, with a reason.")


def require_recording(actor: Actor, status: str, place: TeamMember | None) -> None:
    """Raises NotPermitted or Refused."""
    not_permitted, not_now = why_not_record(actor, status, place)
    if not_permitted:
        raise NotPermitted(not_permitted)
    if not_now:
        raise Refused(not_now)


def _one(found: Any) -> Any:
    record = found.first()
    if record is None:
        raise NotFound
    return record
