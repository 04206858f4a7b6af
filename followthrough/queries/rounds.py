"""What the pages of a follow-through inspection's main points show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from evaluations.terms import Bearing, SourceKind
from followthrough.access.rounds import RoundAccess, round_for
from followthrough.models import (
    MainPointForAction,
    PlannedAction,
    Progress,
    ProgressUpdate,
    Round,
    SuccessFactor,
)
from followthrough.operations.rounds import current
from followthrough.operations.rounds_judging import judgement_record, missing_of
from followthrough.queries.open_points import open_points
from followthrough.queries.points import Judged, judgements, reference_of
from followthrough.queries.rounds_report import indicators_here, judged_points
from followthrough.queries.rounds_stops import Open, open_matters
from followthrough.queries.standing import Narrowed, Standing, standings
from followthrough.rules.life import ENDED
from followthrough.terms import OwnView, PlanStatus, PointDecision
from indicators.queries import edition_document
from indicators.rules.document import Edition, Graded, NotGraded, Value
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

MOST_UPDATES = 5
MOST_TITLES = 200
GROUP_WORDS = {
    "late": _("Late"),
    "silent": _("Nothing heard"),
    "stuck": _("Stuck"),
    "ready": _("Ready to look at"),
    "soon": _("Due soon"),
    "rest": _("On its way"),
}


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """A point that the inspection could look at or looks at. ``stands`` and ``says``: how it stands
    and what the partnership says of it, in words; ``value`` is this inspection's judgement."""

    id: str
    reference: str
    number: int
    text: str
    asked_on: date | None
    area: str
    stands: str
    due_on: date | None
    says: str
    said_on: Any
    last_word: str
    inside: bool
    ended: bool
    value: Value | None
    decision: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoundPage:
    """``round`` None: nothing is chosen yet. ``lines``: first those in scope."""

    access: RoundAccess
    edition: Edition
    round: Round | None
    record: dict[str, Any]
    lines: tuple[ScopeLine, ...]
    matters: tuple[Open, ...]

    @property
    def area_ref(self) -> str:
        return ids.encode("area", self.access.inspection.area_id)

    @property
    def why_not_choose(self) -> str:
        return "".join(self.access.why_not_choose())

    @property
    def why_not_decide(self) -> str:
        return "".join(self.access.why_not_decide())

    @property
    def inside(self) -> list[ScopeLine]:
        return [one for one in self.lines if one.inside]


def round_page(actor: Actor, inspection: str) -> RoundPage:
    """A fixed number of statements, whatever the number of points. Raises NotFound, Refused."""
    access = round_for(actor, inspection)
    found, record = current(access)
    judged = judged_points(access.inspection)
    inside = {point.pk for point, _judged in judged}
    others = [one for one in open_points(access.inspection) if one.pk not in inside]
    stands = {one.point: one for one in standings(Narrowed(points=_numbers(judged, others)))}
    lines = [
        _line(point, progress, stands.get(point.pk), inside=True) for point, progress in judged
    ]
    lines += [_line(point, None, stands.get(point.pk), inside=False) for point in others]
    return RoundPage(
        access,
        edition_document(access.inspection.edition_id),
        found,
        record,
        tuple(lines),
        tuple(open_matters(access.inspection)),
    )


def _numbers(judged: Sequence[Any], others: Sequence[Any]) -> list[int]:
    return [point.pk for point, _judged in judged] + [one.pk for one in others]


def _line(
    point: MainPointForAction, progress: Progress | None, stands: Standing | None, *, inside: bool
) -> ScopeLine:
    decision = progress.decision if progress else ""
    return ScopeLine(
        id=ids.encode("point", point.pk),
        reference=reference_of(point),
        number=point.number,
        text=point.text,
        asked_on=point.inspection.published_on,
        area=point.inspection.area.name,
        stands=str(GROUP_WORDS[stands.group]) if stands else str(point.get_status_display()),
        due_on=stands.due_on if stands else None,
        says=str(OwnView(stands.view).label) if stands and stands.view else "",
        said_on=stands.view_at if stands else None,
        last_word=stands.last_word if stands else "",
        inside=inside,
        ended=point.status in ENDED,
        value=_value(progress),
        decision=str(PointDecision(decision).label) if decision else "",
        missing=missing_of(progress) if inside else (),
    )


def _value(one: Progress | None) -> Value | None:
    if one is None:
        return None
    if one.level is not None or one.level_set:
        return Graded(frozenset(one.level_set or [one.level or 0]))
    return NotGraded(one.non_grade) if one.non_grade else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence to choose: how it is cited and marked, never its words."""

    id: str
    reference: str
    bearing: str
    source: str
    on: date
    codes: str
    near: bool


@dataclass(frozen=True, slots=True)
class JudgePage:
    """One point in scope with what came before, and the judgement as it stands."""

    access: RoundAccess
    edition: Edition
    point: MainPointForAction
    reference: str
    record: dict[str, Any]
    actions: tuple[PlannedAction, ...]
    updates: tuple[tuple[ProgressUpdate, str], ...]
    earlier: tuple[Judged, ...]
    pieces: tuple[Piece, ...]
    titles: tuple[str, ...]
    before: tuple[str, int] | None
    after: tuple[str, int] | None
    following: str

    @property
    def why_not(self) -> str:
        return "".join(self.access.why_not_judge())

    @property
    def origins(self) -> tuple[str, ...]:
        """Where the point's indicators come from, when it was written on another edition."""
        return indicators_here(self.point, self.edition).labels

    @property
    def near(self) -> list[Piece]:
        """Evidence on the point's own indicators, and what the judgement rests on already."""
        return [one for one in self.pieces if one.near]

    @property
    def far(self) -> list[Piece]:
        return [one for one in self.pieces if not one.near]


def judge_page(actor: Actor, inspection: str, point: str) -> JudgePage:
    """A fixed number of statements. Raises NotFound (not in scope, too), Refused."""
    access = round_for(actor, inspection)
    judged = judged_points(access.inspection)
    number = ids.decode("point", point)
    at = next((at for at, (one, _p) in enumerate(judged) if one.pk == number), None)
    if at is None:
        raise NotFound
    found, progress = judged[at]
    record = judgement_record(access, found.pk, progress)
    neighbours = [(ids.encode("point", one.pk), one.number) for one, _p in judged]
    return JudgePage(
        access=access,
        edition=edition_document(access.inspection.edition_id),
        point=found,
        reference=reference_of(found),
        record=record,
        actions=_actions(found),
        updates=_updates(found),
        earlier=tuple(judgements(found)),
        pieces=_pieces(access, found, record["evidence"]),
        titles=titles_used(),
        before=neighbours[at - 1] if at else None,
        after=neighbours[at + 1] if at + 1 < len(neighbours) else None,
        following=neighbours[at + 1][0] if at + 1 < len(neighbours) else "",
    )


def _actions(point: MainPointForAction) -> tuple[PlannedAction, ...]:
    """What the partnership undertook; a plan that is still its draft is not shown."""
    shown = PlannedAction.objects.filter(
        point=point, plan__status__in=[PlanStatus.SENT, PlanStatus.ACCEPTED]
    )
    return tuple(shown.order_by("number", "pk"))


def _updates(point: MainPointForAction) -> tuple[tuple[ProgressUpdate, str], ...]:
    rows = ProgressUpdate.objects.filter(point=point).order_by("-at", "-pk")[:MOST_UPDATES]
    return tuple((one, str(OwnView(one.own_view).label)) for one in rows)


def _pieces(
    access: RoundAccess, point: MainPointForAction, chosen: Sequence[str]
) -> tuple[Piece, ...]:
    edition = edition_document(access.inspection.edition_id)
    asked = set(indicators_here(point, edition).codes)
    rows = access.inspection.evidence.filter(withdrawn_at__isnull=True).order_by("number")
    found = []
    for one in rows.only("number", "bearing", "source_kind", "happened_on", "indicator_codes"):
        reference = ids.encode("evidence", one.pk)
        found.append(
            Piece(
                reference,
                f"E{one.number}",
                str(Bearing(one.bearing).label),
                str(SourceKind(one.source_kind).label),
                one.happened_on,
                ", ".join(one.indicator_codes),
                reference in chosen or bool(asked & set(one.indicator_codes)),
            )
        )
    return tuple(found)


def titles_used() -> tuple[str, ...]:
    """The titles of what worked that were used before, by alphabet: to choose from."""
    rows = SuccessFactor.objects.order_by("title").values_list("title", flat=True).distinct()
    return tuple(rows[:MOST_TITLES])


def judgement_of(actor: Actor, inspection: str, point: str) -> dict[str, Any]:
    """The judgement of one point in scope. Raises NotFound, Refused."""
    access = round_for(actor, inspection)
    number = ids.decode("point", point)
    for one, progress in judged_points(access.inspection):
        if one.pk == number:
            return judgement_record(access, number, progress)
    raise NotFound


def round_now(actor: Actor, inspection: str) -> dict[str, Any]:
    """The scope and the area's decision. Raises NotFound, Refused."""
    return current(round_for(actor, inspection))[1]
