"""To whom a concern goes: at once, and when nobody acknowledges it.

By e-mail (the inspectorate's own words and a link, nothing of what was written) and as a strip on
every page of theirs.
"""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from evaluations.messages import CONCERN_RAISED, CONCERN_WAITING
from evaluations.models import Concern, ConcernRecipient, TeamMember
from evaluations.rules.concerns import LATE_AFTER
from evaluations.terms import ConcernStatus, TeamRole
from inspectorate.accounts.models import Membership
from inspectorate.accounts.operations import tell_members
from inspectorate.accounts.roles import MATRIX
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import because, require_inspectorate_id


def handlers() -> QuerySet[Membership]:
    """Everybody who handles concerns and is a member today."""
    roles = sorted(str(role) for role, may in MATRIX.items() if P.HANDLE_CONCERNS in may)
    today = timezone.localdate()
    found: QuerySet[Membership] = Membership.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        roles__overlap=roles,
        user__is_active=True,
    )
    return found


def recipients_of(concern: Concern) -> list[int]:
    """The memberships that a concern goes to at once: the inspection's lead inspector and whoever is
    told of every concern; everybody who handles concerns when that is nobody but who raised it."""
    able = set(handlers().values_list("pk", flat=True)) - _recused(concern)
    named = set(ConcernRecipient.objects.values_list("membership_id", flat=True))
    leads = _leads(concern)
    told = (named | leads) & able if leads else able
    return sorted(told if told - {concern.membership_id} else able)


def tell(concern: Concern) -> None:
    """Mail those to whom a new concern goes."""
    _mail(concern, CONCERN_RAISED)


def widen_waiting() -> int:
    """Tell everybody who handles concerns of those that nobody has acknowledged in time; how many.

    Each once: what was done is kept with the concern.
    """
    waiting = Concern.objects.filter(
        status=ConcernStatus.RAISED,
        widened_at__isnull=True,
        raised_at__lte=timezone.now() - LATE_AFTER,
    )
    widened = 0
    for concern in waiting.select_for_update(no_key=True, of=("self",), skip_locked=True):
        _widen(concern)
        widened += 1
    return widened


@transaction.atomic
def _widen(concern: Concern) -> None:
    everybody = set(handlers().values_list("pk", flat=True)) - _recused(concern)
    concern.widened_at = timezone.now()
    concern.routed_to = sorted({*concern.routed_to, *everybody})
    concern.version += 1
    with because(gettext("Nobody had acknowledged it: everybody who handles concerns is told")):
        concern.save()
    _mail(concern, CONCERN_WAITING)


def _leads(concern: Concern) -> set[int]:
    """The lead inspectors of its inspection today."""
    if concern.inspection_id is None:
        return set()
    today = timezone.localdate()
    places = TeamMember.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        inspection_id=concern.inspection_id,
        role=TeamRole.LEAD,
        recused_at__isnull=True,
    )
    return set(places.values_list("membership_id", flat=True))


def _recused(concern: Concern) -> set[int]:
    if concern.inspection_id is None:
        return set()
    places = TeamMember.objects.filter(
        inspection_id=concern.inspection_id, recused_at__isnull=False
    )
    return set(places.values_list("membership_id", flat=True))


def _mail(concern: Concern, kind: str) -> None:
    """Told, not given as a duty: what is told goes out at once and is in nobody's daily message."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    opaque = ids.encode("concern", concern.pk)
    tell_members(
        kind=kind,
        subject=f"concern-{concern.pk}",
        members=concern.routed_to,
        path=reverse("concern", args=[here.slug, opaque]),
        words={},
    )
