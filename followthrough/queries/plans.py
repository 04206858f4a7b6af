"""What pages and endpoints show of joint action plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from areas.queries import agencies_of_committees, partner_agencies
from followthrough.access.plans import PlanAccess, plan_for
from followthrough.models import (
    ActionPlan,
    AgencyAgreement,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
)
from followthrough.rules import plans as rules
from followthrough.rules.life import LIVE
from followthrough.terms import PlanStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def action_record(action: PlannedAction) -> dict[str, Any]:
    """One action as the API shows it."""
    return {
        "id": ids.encode("action", action.pk),
        "inspection": ids.encode("inspection", action.plan.inspection_id or 0),
        "main_point": ids.encode("point", action.point_id or 0),
        "number": action.number,
        "text": action.text,
        "lead_post": action.lead_post,
        "services": action.services,
        "due_on": action.due_on,
        "resources": action.resources,
        "measure": action.measure,
        "known_by": action.known_by,
        "state": action.state,
        "state_reason": action.state_reason,
        "done_on": action.done_on,
        "version": action.version,
    }


def actions_of(plan: ActionPlan | None) -> list[dict[str, Any]]:
    """The actions of a plan as plain values, by point and number; dropped ones are not in it."""
    if plan is None:
        return []
    rows = PlannedAction.objects.filter(plan=plan, point__isnull=False).exclude(state="dropped")
    ordered = rows.select_related("point").order_by("point__number", "number")
    return [plain_action(one) for one in ordered]


def plain_action(one: PlannedAction) -> dict[str, Any]:
    """An action for a point as plain values: what a version keeps and agencies agree to."""
    return {
        "point": one.point.number,
        "number": one.number,
        "text": one.text,
        "lead_post": one.lead_post,
        "services": list(one.services),
        "due_on": one.due_on.isoformat(),
        "resources": one.resources,
        "measure": one.measure,
        "known_by": one.known_by,
    }


def agencies_of(access: PlanAccess) -> list[str]:
    """The agencies of the partnership today, by name."""
    return agencies_of_committees(access.owners, timezone.localdate())


def gap_of(access: PlanAccess, plan: ActionPlan | None) -> rules.Gap:
    """What keeps the plan from being sent."""
    live = MainPointForAction.objects.filter(inspection=access.inspection, status__in=LIVE)
    actions = actions_of(plan)
    answered = [one["point"] for one in actions]
    counted = {number: answered.count(number) for number in live.values_list("number", flat=True)}
    agreed = dict(AgencyAgreement.objects.filter(plan=plan).values_list("agency", "digest"))
    return rules.gap(counted, agencies_of(access), agreed, rules.digest_of(actions))


def plan_content(
    plan: ActionPlan, agencies: Sequence[str], missing: rules.Gap, goes_without: str
) -> dict[str, Any]:
    """The plan as it is kept in a version: its actions, who had agreed, and why it went without
    the others."""
    return {
        "actions": actions_of(plan),
        "agreed": [one for one in agencies if one not in missing.agencies],
        "not_agreed": list(missing.agencies),
        "goes_without": goes_without,
    }


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agency and whether it agreed the plan: as it is, an earlier text, or not yet."""

    agency: str
    on: Any
    current: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A point with the actions that answer it. ``actions`` are rows, or a version's plain values."""

    id: str
    number: int
    text: str
    indicator: str
    live: bool
    actions: list[Any]


@dataclass(frozen=True)
class PlanPage:
    """A plan as this person sees it. ``draft``: they see what is written, else the last version that
    was sent (``shown``)."""

    access: PlanAccess
    status: str
    due_on: date | None
    draft: bool
    shown: PlanVersion | None
    points: list[Answered]
    agreed: list[Agreed]
    versions: list[PlanVersion]
    why_not_write: str
    why_not_send: str
    missing: rules.Gap
    own_agency: str

    @property
    def id(self) -> str:
        return ids.encode("inspection", self.access.inspection.pk)

    @property
    def may_write(self) -> bool:
        return self.access.answers and not self.why_not_write

    @property
    def waits(self) -> bool:
        return self.status == PlanStatus.SENT

    @property
    def may_answer(self) -> bool:
        return self.access.follows and self.waits

    @property
    def status_label(self) -> str:
        return str(PlanStatus(self.status).label)

    @property
    def late(self) -> bool:
        before = self.status in rules.WRITABLE and self.shown is None
        return bool(before and self.due_on and self.due_on < timezone.localdate())


def plan_page(actor: Actor, inspection: str) -> PlanPage:
    """The page of a plan; a constant number of statements. Raises NotFound, and for who follows a
    plan that was never sent the page says so."""
    access = plan_for(actor, inspection)
    plan = access.plan
    versions = list(
        PlanVersion.objects.filter(plan=plan)
        .select_related("sent_by__user", "answered_by__user")
        .order_by("-number")
    )
    draft = access.answers or bool(plan and plan.status == PlanStatus.ACCEPTED)
    missing = gap_of(access, plan)
    status = plan.status if plan else PlanStatus.DRAFT
    return PlanPage(
        access=access,
        status=status,
        due_on=plan.due_on if plan else None,
        draft=draft,
        shown=versions[0] if versions else None,
        points=_points(access, plan, versions, draft=draft),
        agreed=_agreed(access, plan),
        versions=versions,
        why_not_write=rules.why_not_write(status),
        why_not_send=rules.why_not_send(status, missing, goes_without="given on the next page"),
        missing=missing,
        own_agency=_own_agency(actor, access),
    )


def _own_agency(actor: Actor, access: PlanAccess) -> str:
    speaks = partner_agencies(actor.membership_id or 0, timezone.localdate())
    return next((speaks[one] for one in sorted(access.speaks_for) if speaks.get(one)), "")


def _points(
    access: PlanAccess, plan: ActionPlan | None, versions: Sequence[PlanVersion], *, draft: bool
) -> list[Answered]:
    if draft:
        rows = PlannedAction.objects.filter(plan=plan, point__isnull=False).order_by("number")
        by_point: dict[int, list[Any]] = {}
        for one in rows:
            by_point.setdefault(one.point_id, []).append(_shown(one))
    else:
        frozen = versions[0].content["actions"] if versions else []
    points = MainPointForAction.objects.filter(inspection=access.inspection)
    return [
        Answered(
            id=ids.encode("point", one.pk),
            number=one.number,
            text=one.text,
            indicator=one.indicator.code if one.indicator else "",
            live=one.status in LIVE,
            actions=by_point.get(one.pk, [])
            if draft
            else [_of_version(action) for action in frozen if action["point"] == one.number],
        )
        for one in points.select_related("indicator").order_by("number")
    ]


def _shown(action: PlannedAction) -> dict[str, Any]:
    return {
        "id": ids.encode("action", action.pk),
        "text": action.text,
        "lead_post": action.lead_post,
        "services": action.services,
        "due_on": action.due_on,
        "resources": action.resources,
        "measure": action.measure,
        "known_by": action.known_by,
        "state": action.state,
        "state_label": action.get_state_display(),
        "state_reason": action.state_reason,
    }


def _of_version(action: dict[str, Any]) -> dict[str, Any]:
    return action | {"due_on": date.fromisoformat(action["due_on"]), "id": "", "state": ""}


def _agreed(access: PlanAccess, plan: ActionPlan | None) -> list[Agreed]:
    rows = {one.agency: one for one in AgencyAgreement.objects.filter(plan=plan)}
    digest = rules.digest_of(actions_of(plan))
    return [
        Agreed(
            agency,
            rows[agency].agreed_at if agency in rows else None,
            agency in rows and rows[agency].digest == digest,
        )
        for agency in agencies_of(access)
    ]


def version_of(actor: Actor, inspection: str, number: int) -> tuple[PlanAccess, PlanVersion]:
    """A version that was sent. Raises NotFound."""
    access = plan_for(actor, inspection)
    found = (
        PlanVersion.objects.filter(plan=access.plan, number=number)
        .select_related("sent_by__user", "answered_by__user")
        .first()
    )
    if found is None:
        raise NotFound
    return access, found


def plan_record(actor: Actor, inspection: str) -> dict[str, Any]:
    """A plan as the API shows it: what is written for its partners, else what was last sent."""
    page = plan_page(actor, inspection)
    return {
        "inspection": page.id,
        "status": page.status,
        "due_on": page.due_on,
        "more_wanted": page.access.plan.more_wanted if page.access.plan else "",
        "draft": page.draft,
        "actions": actions_of(page.access.plan)
        if page.draft
        else (page.shown.content["actions"] if page.shown else []),
        "agreements": [
            {"agency": one.agency, "agreed_at": one.on, "current": one.current}
            for one in page.agreed
            if page.access.answers or page.shown
        ],
        "versions": [
            {
                "number": one.number,
                "sent_at": one.sent_at,
                "answer": one.answer,
                "answer_text": one.answer_text,
                "answered_at": one.answered_at,
            }
            for one in page.versions
        ],
        "version": page.access.plan.version if page.access.plan else 0,
    }
