"""Reminding people of main points and plans: one message for a person and a day, with all of theirs.

The rows and the mail are written in one transaction: a worker that dies in between leaves neither,
and the next round says it once. Two rounds at once take turns.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override as language

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import (
    TAKE_OUT,
    IdentifiersFound,
    names_of_each,
    require_answers,
)
from followthrough.messages import POINTS_ASKED, POINTS_DUE
from followthrough.models import PointReminder
from followthrough.queries.asking import Asking, asking
from followthrough.queries.reminders import Due, reminders_due
from followthrough.queries.standing import Standing
from followthrough.rules.asking import LONGEST_SENTENCE
from followthrough.terms import ReminderAbout
from inspectorate.accounts.operations import members_told, tell_each
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import current_names
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Refused
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

_LOCK = "select pg_advisory_xact_lock(hashtext('point-reminders'), %s)"


@transaction.atomic
def remind_of_points(today: date | None = None) -> int:
    """Remind whoever is due to be reminded in the open inspectorate; how many people.

    Who has had today's message already gets what is new tomorrow.
    """
    day = today or timezone.localdate()
    here = in_turn()
    found = _unsaid(day)
    PointReminder.objects.bulk_create(_row(one) for one in found)
    with language(here.language):
        words = {
            member: {"list": _lines(list(ones))}
            for member, ones in groupby(found, key=lambda one: one.member)
        }
    path = reverse("main-points", args=[here.slug])
    tell_each(kind=POINTS_DUE, subject=str(day), words=words, path=path)
    return len(words)


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody whom the next round tells, and the lines of their message."""

    member: int
    name: str
    lines: tuple[str, ...]


def would_be_told(*, actor: Actor, today: date | None = None) -> list[Told]:
    """Whom the next round of a day tells what, by name; nothing is written. Raises NotPermitted."""
    actor.require(Permission.PLAN_INSPECTIONS)
    found = _unsaid(today or timezone.localdate())
    names = current_names(one.member for one in found)
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        told = [
            Told(member, names[member], tuple(_lines(list(ones)).splitlines()))
            for member, ones in groupby(found, key=lambda one: one.member)
            if member in names
        ]
    return sorted(told, key=lambda one: (one.name, one.member))


def _unsaid(day: date) -> list[Due]:
    """What the rules say on a day to those who had no message yet, by member."""
    had = members_told(kind=POINTS_DUE, subject=str(day))
    found = [one for one in reminders_due(day) if one.member not in had]
    return sorted(found, key=lambda one: one.member)


def in_turn() -> Inspectorate:
    """The open inspectorate; whoever else reminds there, or changes its rules, waits until this is
    committed."""
    here: Inspectorate = Inspectorate.objects.get(pk=require_inspectorate_id())
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [here.pk])
    return here


def _row(one: Due) -> PointReminder:
    return PointReminder(
        about=one.about,
        subject=one.subject,
        point_id=one.point,
        membership_id=one.member,
        for_on=one.for_on,
    )


def _lines(found: Sequence[Due]) -> str:
    """What the message lists: how each thing is cited and what is said of it, never its words."""
    order = list(ReminderAbout)
    ranked = sorted(found, key=lambda one: (-order.index(one.about), one.for_on, one.subject))
    said = {one.subject: _line(one) for one in reversed(ranked)}
    return "\n".join(said[one] for one in dict.fromkeys(due.subject for due in ranked))


def _line(one: Due) -> str:
    standing = one.standing
    thing = (
        _("joint action plan")
        if one.point is None
        else _("main point %(number)s") % {"number": standing.number}
    )
    day = standing.heard_on if one.about == ReminderAbout.SILENT else standing.due_on
    words = {
        ReminderAbout.SILENT: _("nothing heard since %(day)s"),
        ReminderAbout.OVERDUE: _("was due on %(day)s"),
        ReminderAbout.ESCALATED: _("was due on %(day)s, and is put to you"),
    }.get(one.about, _("is due on %(day)s"))
    told = words % {"day": date_format(day, "j F Y") if day else ""}
    return f"- {', '.join(standing.areas)}, {thing}: {told}"


@transaction.atomic
def ask_by_hand(*, actor: Actor, points: Collection[int], text: str, again: bool = False) -> Asking:
    """Ask the partners of these points for a word, in a sentence: one message for each partner, with
    all of theirs. What was asked, by whom and when stands in each point's line; gives what was sent.

    All or nothing: raises NotFound, NotPermitted for points that this person does not follow, Refused
    for those that are not open, that nobody answers for, or that were asked about today already,
    unless they are to be asked ``again``. Invalid: the sentence goes out by mail, so that no
    identifier may stand in it. ``queries.asking.asking`` tells beforehand who gets what.
    """
    here = in_turn()
    found = asking(actor, points, again=again, lock=True)
    text = text.strip()
    faults = text_fault("text", text, LONGEST_SENTENCE, needed=True)
    raise_if_any(faults or _identifier_faults(text, found.inspections))
    if found.stops:
        raise Refused(" ".join(found.stops))
    rows = PointReminder.objects.bulk_create(
        PointReminder(
            about=ReminderAbout.BY_HAND,
            subject=_round(one.point, found.rounds.get(one.point, 0)),
            point_id=one.point,
            membership_id=letter.member,
            for_on=found.day,
            asked_by_id=actor.membership_id,
            text=text,
        )
        for letter in found.letters
        for one in letter.points
    )
    _send(here, found, text, subject=f"asked-{rows[0].pk}")
    return found


def _round(point: int, before: int) -> str:
    """What a point is called when it is asked for the first time that day, or once more."""
    return f"point-{point}:{before + 1}" if before else f"point-{point}"


def _send(here: Inspectorate, found: Asking, text: str, *, subject: str) -> None:
    with language(here.language):
        words = {
            letter.member: {"text": text, "list": "\n".join(map(_cited, letter.points))}
            for letter in found.letters
        }
    path = reverse("desk", args=[here.slug])
    tell_each(kind=POINTS_ASKED, subject=subject, words=words, path=path)


def _cited(one: Standing) -> str:
    cited = _("main point %(number)s") % {"number": one.number}
    said = f"- {', '.join(one.areas)}, {cited}"
    if one.due_on is None or one.due_is_plan:
        return said
    return f"{said}: " + _("due on %(day)s") % {"day": date_format(one.due_on, "j F Y")}


def _identifier_faults(text: str, inspections: Collection[int]) -> dict[str, str]:
    """An identifier of any of the inspections whose points these are."""
    for names in names_of_each(sorted(inspections)):
        try:
            require_answers(inspection=None, texts={"text": text}, names=names)
        except IdentifiersFound as found:
            return {"text": f"{found.found[0]['said']} {TAKE_OUT}"}
    return {}
