"""A committee's own page: what is asked of it, its plans, what comes next, and its questions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from areas.queries import (
    agencies_of_committees,
    areas_as_at,
    areas_of_committees,
    committee_names,
    link_inspectors_of,
    partners_of,
)
from evaluations.queries.accuracy_list import rounds_seen
from evaluations.queries.returns import returns_seen
from followthrough.access.committees import answered_committees
from followthrough.access.self_evaluations import Inside, committee_inside
from followthrough.models import ActionPlan, AgencyAgreement, Contact, PlannedAction
from followthrough.queries.improvement import improvements_due
from followthrough.queries.plans import plain_action
from followthrough.queries.self_evaluations import SelfLine, self_lines
from followthrough.queries.standing import Group, Narrowed, Standing, standings
from followthrough.rules import plans as plan_rules
from followthrough.terms import ContactKind, PlanStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

WEEKS = timedelta(weeks=8)
MOST_QUESTIONS = 100
TO_WRITE = ("half", "asked")
"""The icons of returns that are with the partnership."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of the committee. ``kind`` says what it is and how it is done: point, plan,
    round or return; ``ref`` is the opaque id of the point, else of the inspection."""

    kind: str
    ref: str
    area: str
    text: str
    number: int
    due_on: date | None
    late: bool
    state: str

    @property
    def urgency(self) -> tuple[bool, date, str]:
        return (not self.late, self.due_on or date.max, self.text)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The joint action plan for one inspection's points. ``agreed``: each agency with whether it has
    agreed the plan as it is."""

    inspection: str
    area: str
    status: str
    status_label: str
    due_on: date | None
    late: bool
    points: int
    without: int
    agreed: list[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class OurCommittee:
    inside: Inside
    areas: list[tuple[str, str, int]]
    """Each area today: its opaque id, its name, and how many open points it has."""
    links: list[str]
    partners: list[Any]
    asked: list[Asked]
    plans: list[PlanLine]
    coming: list[tuple[date, str, str]]
    """Day, kind of thing and what of it, within eight weeks."""
    selves: list[SelfLine]
    improvements: list[PlannedAction]
    """Actions of its own improvement plan that are late, or due within eight weeks."""
    today: date

    @property
    def late(self) -> int:
        return sum(one.late for one in self.asked)


def own_committees(actor: Actor) -> list[tuple[str, str]]:
    """The committees this person answers for: opaque id and name. Raises NotFound when none."""
    mine = answered_committees(actor)
    if not mine:
        raise NotFound
    return [(ids.encode("committee", row), name) for row, name in committee_names(mine)]


def our_committee(actor: Actor, committee: str) -> OurCommittee:
    """The page of a committee, for those who act for it; a constant number of statements. Raises
    NotFound."""
    inside = committee_inside(actor, committee)
    if not inside.answers:
        raise NotFound
    today, row = timezone.localdate(), inside.committee.pk
    points = standings(Narrowed(committees=[row]))
    plans = _plans(points, agencies_of_committees([row], today), today)
    asked = sorted(
        [*_points_asked(points, today), *_plans_asked(plans), *_sent(actor, inside)],
        key=lambda one: one.urgency,
    )
    improvements = improvements_due(row, today + WEEKS)
    return OurCommittee(
        inside=inside,
        areas=_areas(row, points, today),
        links=[one.name for one in link_inspectors_of(inside.committee, today) if one.now],
        partners=[one for one in partners_of(inside.committee, today) if one.now],
        asked=asked,
        plans=plans,
        coming=_coming(row, asked, points, improvements, today),
        selves=self_lines(inside),
        improvements=improvements,
        today=today,
    )


def _points_asked(points: Sequence[Standing], today: date) -> list[Asked]:
    """Points of which something is wanted now; what waits for the inspectorate is not asked."""
    wanted = (Group.LATE, Group.SILENT, Group.STUCK, Group.SOON)
    return [
        Asked(
            kind="point",
            ref=one.id,
            area=one.origin,
            text=one.text,
            number=one.number,
            due_on=one.due_on,
            late=one.group is Group.LATE,
            state=one.group.value,
        )
        for one in points
        if (one.group in wanted and not one.due_is_plan) or one.group in (Group.SILENT, Group.STUCK)
    ]


def _plans_asked(plans: Sequence[PlanLine]) -> list[Asked]:
    return [
        Asked("plan", one.inspection, one.area, "", 0, one.due_on, one.late, one.status)
        for one in plans
        if one.status in plan_rules.WRITABLE
    ]


def _sent(actor: Actor, inside: Inside) -> list[Asked]:
    """Drafts to comment on and returns to write. Four statements."""
    name = inside.committee.name
    drafts = [
        Asked("round", one.inspection, one.area, "", one.number, one.due_on, one.late, one.look)
        for one in rounds_seen(actor)
        if one.committee == name and one.look == "half"
    ]
    returns = [
        Asked("return", one.inspection, one.area, "", 0, one.due_on, one.late, one.look)
        for one in returns_seen(actor)
        if one.committee == name and one.look in TO_WRITE
    ]
    return [*drafts, *returns]


def _plans(points: Sequence[Standing], agencies: Sequence[str], today: date) -> list[PlanLine]:
    """The plan of each inspection that has open points, whether it is begun or not. Three statements."""
    areas = {one.inspection: one.origin for one in points}
    known = {one.inspection_id: one for one in ActionPlan.objects.filter(inspection_id__in=areas)}
    rows = [one.pk for one in known.values()]
    digests = _digests(rows)
    agreed = {
        (one.plan_id, one.agency): one.digest
        for one in AgencyAgreement.objects.filter(plan_id__in=rows)
    }
    lines = []
    for inspection, area in areas.items():
        own = [one for one in points if one.inspection == inspection]
        plan = known.get(inspection)
        status = PlanStatus(plan.status if plan else PlanStatus.DRAFT)
        due_on = plan.due_on if plan and not plan.sent_at else None
        row = plan.pk if plan else 0
        lines.append(
            PlanLine(
                inspection=ids.encode("inspection", inspection),
                area=area,
                status=status.value,
                status_label=str(status.label),
                due_on=due_on,
                late=bool(due_on and due_on < today and status in plan_rules.WRITABLE),
                points=len(own),
                without=sum(not one.actions for one in own),
                agreed=[
                    (name, row in digests and agreed.get((row, name)) == digests[row])
                    for name in agencies
                ],
            )
        )
    return lines


def _digests(plans: Collection[int]) -> dict[int, str]:
    """What agencies would agree to now, by the plan's row; a plan without actions is not in it."""
    rows = PlannedAction.objects.filter(plan_id__in=plans, point__isnull=False)
    found: dict[int, list[dict[str, Any]]] = {}
    for one in (
        rows.exclude(state="dropped").select_related("point").order_by("point__number", "number")
    ):
        found.setdefault(one.plan_id, []).append(plain_action(one))
    return {plan: plan_rules.digest_of(actions) for plan, actions in found.items()}


def _areas(committee: int, points: Sequence[Standing], today: date) -> list[tuple[str, str, int]]:
    mine = {ids.encode("area", one) for one in areas_of_committees([committee], today)}
    return [
        (one.id, one.name, sum(one.name in point.areas for point in points))
        for one in areas_as_at(today)
        if one.id in mine
    ]


def _coming(
    committee: int,
    asked: Sequence[Asked],
    points: Sequence[Standing],
    improvements: Sequence[PlannedAction],
    today: date,
) -> list[tuple[date, str, str]]:
    until = today + WEEKS
    due = [
        (one.due_on, one.kind, one.area)
        for one in asked
        if one.due_on and one.kind != "point" and today <= one.due_on <= until
    ]
    actions = [
        (one.due_on, "point", f"{one.origin}: {one.text}")
        for one in points
        if one.due_on and not one.due_is_plan and today <= one.due_on <= until
    ]
    held = Contact.objects.filter(
        committee_id=committee, on__range=(today, until), cancelled_why="", said=""
    )
    visits = [(one.on, one.kind, one.about) for one in held]
    own = [(one.due_on, "improvement", one.text) for one in improvements if one.due_on >= today]
    return sorted([*due, *actions, *visits, *own])


def questions_asked(inside: Inside) -> list[Contact]:
    """What the committee's partners have asked their link inspector, newest first."""
    rows = Contact.objects.filter(
        committee_id=inside.committee.pk,
        kind=ContactKind.WRITING,
        membership__partner_of__committee_id=inside.committee.pk,
    )
    return list(
        rows.select_related("membership__user").distinct().order_by("-on", "-id")[:MOST_QUESTIONS]
    )
