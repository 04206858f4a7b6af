"""Reminders of returns that are due or late: 14, 7 and 1 days before, and on each third day after.

A reminder is a row for one person and one day, written with its mail in one transaction: a worker
that dies in between leaves neither, and the next round sends it once.
"""

from datetime import date

from django.utils import timezone

from areas.queries import partner_members
from evaluations.messages import RETURN_DUE, RETURN_LATE
from evaluations.models import PreInspectionReturn, Reminder
from evaluations.operations.telling import leads_of, tell
from evaluations.rules.life import IMPORTABLE
from evaluations.rules.returns import WRITTEN_IN, latest_reminder_on
from inspectorate.kernel import ids

KIND = "return-due"


def remind_of_returns(today: date | None = None) -> int:
    """Remind those whose reminder is due in the open inspectorate; how many people."""
    day = today or timezone.localdate()
    rows = PreInspectionReturn.objects.filter(
        status__in=WRITTEN_IN, inspection__status__in=IMPORTABLE
    )
    waiting = rows.select_related("inspection__area").select_for_update(
        no_key=True, of=("self",), skip_locked=True
    )
    return sum(_remind(asked, day) for asked in waiting.order_by("id"))


def _remind(asked: PreInspectionReturn, today: date) -> int:
    """Its partners, and its lead inspectors too once it is late."""
    day = latest_reminder_on(asked.due_on, today)
    told = timezone.localdate(asked.decided_at or asked.asked_at)
    if day is None or day <= told:
        return 0
    late = day > asked.due_on
    members = set(partner_members(asked.committee_id, today))
    if late:
        members |= leads_of(asked.inspection)
    subject = ids.encode("return", asked.pk)
    known = Reminder.objects.filter(kind=KIND, subject=subject, for_on=day)
    new = members - set(known.values_list("membership_id", flat=True))
    now = timezone.now()
    Reminder.objects.bulk_create(
        Reminder(kind=KIND, subject=subject, membership_id=member, for_on=day, sent_at=now)
        for member in sorted(new)
    )
    _tell(asked, new, day, late=late)
    return len(new)


def _tell(asked: PreInspectionReturn, members: set[int], day: date, *, late: bool) -> None:
    about = f"return-{asked.pk}-{day}"
    kind = RETURN_LATE if late else RETURN_DUE
    tell(members, asked.inspection, kind, about=about, on=asked.due_on)
