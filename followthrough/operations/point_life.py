"""What people decide of a main point by hand: its end with a reason, its theme, its lead post."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from followthrough.access import point_by_id, to_follow
from followthrough.models import MainPointForAction, Theme
from followthrough.operations.moves import move_point
from followthrough.rules import life
from followthrough.terms import PointStatus
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Stale
from inspectorate.kernel.events import record_event

LONGEST_REASON = 2000
BY_HAND = (PointStatus.CLOSED, PointStatus.SUPERSEDED, PointStatus.OPEN)


def ends_for(point: MainPointForAction) -> list[PointStatus]:
    """Where a person may take this point by hand: to an end, or back from one."""
    ended = point.status in life.ENDED
    return [
        to
        for to in BY_HAND
        if to in life.STEPS[point.status] and (to in life.ENDED or ended) and to != point.status
    ]


@transaction.atomic
def end_point(
    *,
    actor: Actor,
    point: int,
    based_on: int,
    to: str,
    reason: str,
    replaced_by: int | None = None,
) -> MainPointForAction:
    """Close or supersede a point, or open it again, by who follows it, always with the reason.
    ``replaced_by`` is the point that takes the place of a superseded one. Raises NotFound,
    NotPermitted, Refused, Invalid, Stale with the point."""
    found, _place = to_follow(actor, point, lock=True)
    if found.version != based_on:
        raise Stale(found)
    reason = reason.strip()
    faults = text_fault("reason", reason, LONGEST_REASON, needed=True)
    if to not in ends_for(found):
        faults["to"] = "Choose one of those that are offered for this point."
    raise_if_any(faults or identifier_faults({"reason": reason}))
    successor = None
    if replaced_by is not None:
        if to != PointStatus.SUPERSEDED or replaced_by == found.pk:
            raise Invalid({"replaced_by": "Only a superseded point names another one."})
        successor = point_by_id(actor, replaced_by)
    found.replaced_by = successor
    found.save(update_fields=["replaced_by"])
    move_point(found, PointStatus(to), actor=actor, reason=reason)
    return found


@transaction.atomic
def describe_point(
    *, actor: Actor, point: int, based_on: int, theme: str, lead_post: str
) -> MainPointForAction:
    """Give a point its theme (a code, empty for none) and its lead post. Raises NotFound,
    NotPermitted, Invalid, Stale with the point."""
    found, _place = to_follow(actor, point, lock=True)
    if found.version != based_on:
        raise Stale(found)
    lead_post = lead_post.strip()
    raise_if_any(
        text_fault("lead_post", lead_post, 150) or identifier_faults({"lead_post": lead_post})
    )
    chosen = Theme.objects.filter(code=theme).first() if theme else None
    retired = chosen is not None and chosen.retired_on and chosen.pk != found.theme_id
    if theme and (chosen is None or retired):
        raise Invalid({"theme": "Choose one of the themes that are in use."})
    found.theme, found.lead_post, found.version = chosen, lead_post, found.version + 1
    found.save(update_fields=["theme", "lead_post", "version"])
    subject = ids.encode("point", found.pk)
    record_event("main-point.described", collection="main-points", subject=subject)
    return found


@transaction.atomic
def save_theme(
    *,
    actor: Actor,
    theme: str = "",
    based_on: int = 0,
    title: str,
    description: str = "",
    position: int = 0,
    retired: bool = False,
) -> Theme:
    """Make a theme, or change the one with this opaque id. Its code is made from its first title and
    stays. Raises NotFound, NotPermitted, Invalid, Stale with the theme."""
    actor.require(Permission.PLAN_INSPECTIONS)
    found = _theme(theme, based_on)
    texts = {"title": title.strip(), "description": description.strip()}
    faults = text_fault("title", texts["title"], 150, needed=True)
    faults |= text_fault("description", texts["description"], 2000)
    same = Theme.objects.filter(title__iexact=texts["title"]).exclude(pk=found.pk)
    if not faults and same.exists():
        faults["title"] = "There is a theme of this title. Give it another one."
    raise_if_any(faults or identifier_faults(texts))
    found.title, found.description, found.position = (*texts.values(), position)
    found.code = found.code or _code(texts["title"])
    found.retired_on = (found.retired_on or timezone.localdate()) if retired else None
    found.version += 1 if found.pk else 0
    found.save()
    return found


def _theme(theme: str, based_on: int) -> Theme:
    if not theme:
        return Theme()
    rows = Theme.objects.select_for_update(no_key=True, of=("self",))
    found: Theme | None = rows.filter(pk=ids.decode("theme", theme)).first()
    if found is None:
        raise NotFound
    if found.version != based_on:
        raise Stale(found)
    return found


def _code(title: str) -> str:
    """A code of the title's words, told apart by a number where it is taken."""
    base = slugify(title)[:34] or "theme"
    taken = set(Theme.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        one
        for one in (base, *(f"{base}-{number}" for number in range(2, 10_000)))
        if one not in taken
    )
