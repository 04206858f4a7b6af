"""One message a day for those who chose it: what is new on their list, and what is due."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import override as language

from inspectorate.accounts.models import Duty, MailChoice
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotPermitted, Stale
from inspectorate.kernel.mail import absolute, send_after_commit
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

SENT_FROM = 7
"""The hour of the inspectorate's clock from which the day's messages go out."""


@transaction.atomic
def choose_mail(*, actor: Actor, based_on: int, daily: bool) -> MailChoice:
    """How this person wants to be told. ``based_on`` is 0 before any choice. What waits for the
    day's message is told at once when they go back. Raises NotPermitted for a tool, Stale."""
    if actor.membership_id is None:
        raise NotPermitted("A tool is not told of anything.")
    kept = MailChoice.objects.select_for_update(no_key=True).filter(
        membership_id=actor.membership_id
    )
    choice: MailChoice = kept.first() or MailChoice(membership_id=actor.membership_id, version=0)
    if choice.version != based_on:
        raise Stale({"daily": choice.daily, "version": choice.version})
    if choice.daily and not daily:
        _send_one(choice.membership_id, timezone.localtime(), key="choice")
    choice.daily, choice.version = daily, choice.version + 1
    choice.save()
    return choice


def send_digests(now: datetime | None = None) -> int:
    """Queue the day's message for everybody in the open inspectorate who chose it; how many.

    Once a person and day, whoever calls it how often; nothing before SENT_FROM, nothing to whoever
    has nothing new and nothing due.
    """
    now = timezone.localtime(now)
    if now.hour < SENT_FROM:
        return 0
    members = MailChoice.objects.filter(daily=True).values_list("membership_id", flat=True)
    return sum(_send_one(one, now, key=now.date().isoformat()) for one in members.order_by("id"))


@transaction.atomic
def _send_one(member: int, now: datetime, *, key: str) -> bool:
    today = now.date()
    duties = list(
        Duty.objects.select_for_update(no_key=True, of=("self",))
        .filter(membership_id=member, done_at__isnull=True)
        .order_by("due_on", "id")
    )
    told_of = [one for one in duties if _tell_of(one, today)]
    if not told_of:
        return False
    Duty.objects.filter(pk__in=[one.pk for one in told_of]).update(digested_on=today)
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        subject = ngettext(
            "%(n)d thing for you at %(where)s", "%(n)d things for you at %(where)s", len(duties)
        ) % {"n": len(duties), "where": here.name}
        lines = [_line(one) for one in told_of]
        link = absolute(reverse("duties", args=[here.slug]))
        body = "\n\n".join([*lines, gettext("Everything on your list: %(link)s") % {"link": link}])
    send_after_commit([member], subject, body + "\n", f"digest:{key}:{max(d.pk for d in told_of)}")
    return True


def _tell_of(duty: Duty, today: date) -> bool:
    """New since the last message, or due today or before and not said today."""
    if duty.digested_on is None:
        return True
    return duty.due_on is not None and duty.due_on <= today and duty.digested_on < today


def _line(duty: Duty) -> str:
    due = gettext(" (by %(on)s)") % {"on": date_format(duty.due_on, "j F Y")} if duty.due_on else ""
    return f"{duty.title}{due}\n{absolute(duty.path)}"
