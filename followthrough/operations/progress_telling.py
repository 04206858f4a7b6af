"""Whom to tell of what happens on a main point: the other side, once. Never what was written."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from areas.queries import link_members, partner_members
from followthrough import messages
from followthrough.models import DateChange, MainPointForAction
from inspectorate.accounts.operations import end_duty, give_duty, tell_members
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id


def links_of(committees: Collection[int]) -> set[int]:
    """The memberships of those who follow these committees today."""
    return set(link_members(committees, timezone.localdate()))


def partners_of(committees: Collection[int]) -> set[int]:
    """The memberships of those who act for these committees today."""
    today = timezone.localdate()
    return {member for one in committees for member in partner_members(one, today)}


def path_of(point: MainPointForAction) -> str:
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    return reverse("main-point", args=[here.slug, ids.encode("point", point.pk)])


def words_of(point: MainPointForAction) -> dict[str, str]:
    """The values of the names that these messages use."""
    return {
        "area": point.inspection.area.name,
        "point": _("main point %(number)s") % {"number": point.number},
    }


def tell(point: MainPointForAction, members: Collection[int], kind: str, *, about: str) -> None:
    """Tell members once for this kind and thing."""
    path, words = path_of(point), words_of(point)
    tell_members(kind=kind, subject=about, members=members, path=path, words=words)


def date_asked(change: DateChange, point: MainPointForAction, owners: Collection[int]) -> None:
    """It stands on the link inspectors' lists until it is answered."""
    give_duty(
        kind=messages.DATE_ASKED,
        subject=_about(change),
        members=links_of(owners),
        path=path_of(point),
        words=words_of(point),
    )


def date_answered(
    change: DateChange, point: MainPointForAction, owners: Collection[int], *, agreed: bool
) -> None:
    """Nobody has to answer any more; the partners are told."""
    end_duty(kind=messages.DATE_ASKED, subject=_about(change))
    kind = messages.DATE_AGREED if agreed else messages.DATE_REFUSED
    tell(point, partners_of(owners), kind, about=_about(change))


def _about(change: DateChange) -> str:
    return f"date-change-{change.pk}"
