"""Reminders of drafts that are with a partnership: a week and a day before they are due, on the day,
and on each third day after, then to the lead inspector too.

A reminder is a row for one person and one day, written with its mail in one transaction: see
return_reminders.
"""

from datetime import date

from django.utils import timezone

from evaluations.models import AccuracyRound, Reminder
from evaluations.operations import accuracy_telling as telling
from evaluations.operations.telling import leads_of
from evaluations.rules.accuracy import latest_reminder_on
from evaluations.terms import AccuracyStatus, InspectionStatus
from inspectorate.kernel import ids

KIND = "accuracy-due"


def remind_of_drafts(today: date | None = None) -> int:
    """Remind those whose reminder is due in the open inspectorate; how many people. A round that is
    over, or whose inspection is not at factual accuracy, reminds nobody."""
    day = today or timezone.localdate()
    rows = AccuracyRound.objects.filter(
        status=AccuracyStatus.OPEN, inspection__status=InspectionStatus.FACTUAL_ACCURACY
    )
    waiting = rows.select_related("inspection__area").select_for_update(
        no_key=True, of=("self",), skip_locked=True
    )
    return sum(_remind(one, day) for one in waiting.order_by("id"))


def _remind(one: AccuracyRound, today: date) -> int:
    day = latest_reminder_on(one.due_on, today)
    if day is None or day <= one.sent_on:
        return 0
    members = set(telling.partners_of_round(one))
    if day > one.due_on:
        members |= leads_of(one.inspection)
    subject = ids.encode("accuracy", one.pk)
    known = Reminder.objects.filter(kind=KIND, subject=subject, for_on=day)
    new = members - set(known.values_list("membership_id", flat=True))
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(kind=KIND, subject=subject, membership_id=member, for_on=day, sent_at=now)
        for member in sorted(new)
    )
    telling.remind(one, new, day)
    return len(new)
