"""Days of following through in a person's calendar: what they follow that falls due, and the diary."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from areas.queries import committee_names, committees_linked_to
from evaluations.queries.calendar import Entry
from followthrough.models import Contact
from followthrough.queries.standing import Narrowed, standings


def following_days(membership_id: int, since: date) -> list[Entry]:
    """Of a link inspector: the day each point or its plan is due, as the desk has it, and planned or
    held contacts with the committees that they follow today. Areas and dates, no text of a point."""
    today = timezone.localdate()
    committees = committees_linked_to(membership_id, today)
    if not committees:
        return []
    names = dict(committee_names(committees))
    held = Contact.objects.filter(committee_id__in=committees, on__gte=since, cancelled_why="")
    contacts = [
        Entry(
            key=f"contact-{one.pk}",
            kind="contact",
            title=f"{one.get_kind_display()}: {names[one.committee_id]}",
            first=one.on,
            last=one.on,
            note=one.place,
            sequence=one.version,
        )
        for one in held.order_by("on", "pk")
    ]
    return contacts + _due(committees)


def _due(committees: frozenset[int]) -> list[Entry]:
    """One entry for each day and area: whole plans fall due together."""
    due: dict[tuple[date, str, bool], list[int]] = {}
    for one in standings(Narrowed(committees=committees)):
        if one.due_on and not one.listed:
            due.setdefault((one.due_on, one.origin, one.due_is_plan), []).append(one.number)
    return [
        Entry(
            key=f"due-{on:%Y%m%d}-{area}-{'plan' if plan else 'points'}",
            kind="due",
            title=(_("Action plan due: %(area)s") if plan else _("Main points due: %(area)s"))
            % {"area": area},
            first=on,
            last=on,
            note="" if plan else ", ".join(str(number) for number in sorted(numbers)),
        )
        for (on, area, plan), numbers in sorted(due.items())
    ]
