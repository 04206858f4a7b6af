"""Whom to tell of what happens to an inspection's return and files, and in what words.

A sentence and a link; nothing of what was written.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import override as language

from evaluations.models import Inspection, TeamMember
from evaluations.terms import TeamRole
from inspectorate.kernel import ids
from inspectorate.kernel.mail import absolute, send_after_commit
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
    *,
    subject: str,
    said: str,
    key: str,
    page: str = "return",
    on: date | None = None,
) -> None:
    """Mail members once for this key. ``subject`` and ``said`` are source strings of the catalogue,
    in which ``%(area)s`` is the inspection's area and ``%(on)s`` the day ``on``; ``page`` is the page
    the link leads to."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    opaque = ids.encode("inspection", inspection.pk)
    link = absolute(reverse(page, args=[here.slug, opaque]))
    with language(here.language):
        named = {"area": inspection.area.name, "on": date_format(on, "j F Y") if on else ""}
        body = f"{gettext(said) % named}\n\n{link}\n"
        send_after_commit(members, gettext(subject) % named, body, key)
