"""Whom to tell of a joint action plan: the link inspector when it is sent, the partners when it is
answered. Never what it says."""

from django.urls import reverse

from followthrough import messages
from followthrough.access.plans import PlanAccess
from followthrough.models import PlanVersion
from followthrough.operations.progress_telling import links_of, partners_of
from inspectorate.accounts.operations import end_duty, give_duty, tell_members
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def _path(access: PlanAccess) -> str:
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    return reverse("plan", args=[here.slug, ids.encode("inspection", access.inspection.pk)])


def plan_sent(version: PlanVersion, access: PlanAccess) -> None:
    """It stands on the link inspectors' lists until it is answered."""
    give_duty(
        kind=messages.PLAN_SENT,
        subject=f"plan-{version.plan_id}:{version.number}",
        members=links_of(access.owners),
        path=_path(access),
        words={"area": access.inspection.area.name},
    )


def plan_answered(version: PlanVersion, access: PlanAccess) -> None:
    accepted = version.answer == "accepted"
    end_duty(kind=messages.PLAN_SENT, subject=f"plan-{version.plan_id}")
    tell_members(
        kind=messages.PLAN_ACCEPTED if accepted else messages.PLAN_MORE_WANTED,
        subject=f"plan-{version.plan_id}:{version.number}",
        members=partners_of(access.owners),
        path=_path(access),
        words={"area": access.inspection.area.name},
    )
