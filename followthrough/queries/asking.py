"""Who would be asked for a word on chosen main points, and what stands in the way. Nothing is sent."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from areas.queries import partners_by_committee
from followthrough.access import FOR_THE_LINK_INSPECTOR, followed_committees, visible
from followthrough.models import MainPointForAction, PointReminder
from followthrough.queries.points import reference_of
from followthrough.queries.standing import Narrowed, Standing, standings
from followthrough.rules.asking import number_fault, why_not_ask
from followthrough.terms import ReminderAbout
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import current_names
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted


@dataclass(frozen=True, slots=True)
class Letter:
    """One message: to whom (``member`` is a row), and of which points, as they stand."""

    member: int
    name: str
    points: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """What would be sent, by the partners' names. ``stops``: why nothing is, a sentence each.
    ``rounds``: how often each point (row) was asked by hand on ``day`` already."""

    day: date
    letters: tuple[Letter, ...]
    stops: tuple[str, ...]
    rounds: Mapping[int, int]
    inspections: frozenset[int]


def asking(
    actor: Actor, points: Collection[int], *, again: bool = False, lock: bool = False
) -> Asking:
    """A fixed number of statements, whatever the number of points.

    Raises Invalid for how many there are, NotFound, NotPermitted with the points that this person
    does not follow.
    """
    chosen = set(points)
    fault = number_fault(len(chosen))
    if fault:
        raise Invalid({"main_points": fault})
    day = timezone.localdate()
    found = _found(actor, chosen, lock)
    stand = {one.point: one for one in standings(Narrowed(points=chosen), on=day)}
    _require_followed(actor, found, stand)
    letters = _letters(list(stand.values()), day)
    reached = {one.point for letter in letters for one in letter.points}
    rounds = _rounds(chosen, day)
    cited = {one.pk: reference_of(one) for one in found}
    stops = why_not_ask(
        ended=[cited[one] for one in cited if one not in stand],
        nobody=[cited[one] for one in cited if one in stand and one not in reached],
        today=[cited[one] for one in cited if one in rounds],
        again=again,
    )
    inspections = frozenset(one.inspection_id for one in found)
    return Asking(day, letters, tuple(stops), rounds, inspections)


def _found(actor: Actor, chosen: set[int], lock: bool) -> list[MainPointForAction]:
    rows = MainPointForAction.objects.filter(visible(actor), pk__in=chosen)
    if lock:
        locked = MainPointForAction.objects.select_for_update(no_key=True, of=("self",))
        rows = locked.filter(pk__in=rows.values("pk"))
    found = list(rows.select_related("inspection__area").order_by("pk"))
    if len(found) < len(chosen):
        raise NotFound
    return found


def _require_followed(
    actor: Actor, found: Sequence[MainPointForAction], stand: Mapping[int, Standing]
) -> None:
    """Of points that have ended it is enough that somebody follows any: they are refused anyway."""
    mine = followed_committees(actor)
    if mine is None:
        return
    strange = [
        reference_of(one)
        for one in found
        if (one.pk in stand or not mine) and not mine & set(_owners(stand.get(one.pk)))
    ]
    if strange:
        raise NotPermitted(f"{FOR_THE_LINK_INSPECTOR} You do not follow {', '.join(strange)}.")


def _owners(one: Standing | None) -> tuple[int, ...]:
    return one.committees if one else ()


def _letters(stand: Sequence[Standing], day: date) -> tuple[Letter, ...]:
    partners = partners_by_committee({one for each in stand for one in each.committees}, day)
    theirs: dict[int, list[Standing]] = {}
    for one in stand:
        for member in sorted({who for each in one.committees for who in partners.get(each, [])}):
            theirs.setdefault(member, []).append(one)
    names = current_names(theirs)
    letters = [Letter(who, names[who], tuple(its)) for who, its in theirs.items() if who in names]
    return tuple(sorted(letters, key=lambda one: (one.name, one.member)))


def _rounds(points: set[int], day: date) -> dict[int, int]:
    rows = PointReminder.objects.filter(about=ReminderAbout.BY_HAND, for_on=day, point__in=points)
    return dict(Counter(point for point, _ in set(rows.values_list("point_id", "subject"))))
