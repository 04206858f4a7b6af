"""Whom to tell of what happens to an inspection's return and files, and in what words.

A sentence and a link; nothing of what was written.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from evaluations.models import Inspection, TeamMember
from evaluations.terms import TeamRole
from inspectorate.accounts.operations import give_duty, tell_members
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def leads_of(inspection: Inspection) -> set[int]:
    """The memberships of its lead inspectors today."""
    today = timezone.localdate()
    places = TeamMember.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        inspection=inspection,
        role=TeamRole.LEAD,
        recused_at__isnull=True,
    )
    return set(places.values_list("membership_id", flat=True))


def tell(
    members: Iterable[int],
    inspection: Inspection,
    kind: str,
    *,
    about: str,
    page: str = "return",
    on: date | None = None,
) -> None:
    """Tell members once for this kind, thing and day: see accounts.operations.duties. ``page`` is the
    page of the inspection that the link leads to."""
    tell_members(**_message(members, inspection, kind, about, page, on))


def ask(
    members: Iterable[int],
    inspection: Inspection,
    kind: str,
    *,
    about: str,
    page: str = "return",
    on: date | None = None,
) -> None:
    """The same, and it stands on their lists until it is done."""
    give_duty(**_message(members, inspection, kind, about, page, on))


def _message(
    members: Iterable[int],
    inspection: Inspection,
    kind: str,
    about: str,
    page: str,
    on: date | None,
) -> dict[str, Any]:
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    opaque = ids.encode("inspection", inspection.pk)
    return {
        "kind": kind,
        "subject": about,
        "members": members,
        "path": reverse(page, args=[here.slug, opaque]),
        "words": {"area": inspection.area.name},
        "due_on": on,
    }
