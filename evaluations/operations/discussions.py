"""Record the meetings at which findings were discussed with the services: who was asked, who came."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change
from evaluations.access.accuracy import FOR_THE_INSPECTORATE
from evaluations.access.returns import inspectorate_parties
from evaluations.models import DiscussionAttendance, FindingsDiscussion, Inspection
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, Answers, require_answers
from evaluations.queries.services import services
from evaluations.rules.discussions import (
    LONGEST_NOTE,
    LONGEST_PLACE,
    LONGEST_POST,
    LONGEST_RECORD,
    MOST_MEETINGS,
    Seat,
    seats_fault,
    why_not_record,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused, Stale

TABLE = FindingsDiscussion._meta.db_table


def discussion_record(one: FindingsDiscussion) -> dict[str, Any]:
    """A meeting as the API says it."""
    return {
        "id": ids.encode("discussion", one.pk),
        "version": one.version,
        "inspection": ids.encode("inspection", one.inspection_id),
        "held_on": one.held_on,
        "place": one.place,
        "record": one.record,
        "attendance": [
            {"service": each.service, "post": each.post, "present": each.present, "note": each.note}
            for each in one.attendance.all()
        ],
    }


@transaction.atomic
def record_discussion(
    *,
    actor: Actor,
    inspection: str,
    held_on: date,
    place: str,
    record: str,
    attendance: Sequence[Seat],
    reasons: Any = NO_REASONS,
) -> FindingsDiscussion:
    """Record a meeting with who was asked to it. Raises NotFound, NotPermitted, Refused, Invalid,
    IdentifiersFound."""
    kept = _inspection_to_discuss(actor, inspection)
    if FindingsDiscussion.objects.filter(inspection=kept).count() >= MOST_MEETINGS:
        raise Refused(f"An inspection has at most {MOST_MEETINGS} meetings of this kind.")
    answers = _checked(kept, held_on, place, record, attendance, reasons)
    made: FindingsDiscussion = FindingsDiscussion.objects.create(
        inspection=kept, held_on=held_on, place=place.strip(), record=record.strip()
    )
    _seat(made, attendance)
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    return made


@transaction.atomic
def edit_discussion(
    *,
    actor: Actor,
    inspection: str,
    discussion: str,
    based_on: int,
    held_on: date,
    place: str,
    record: str,
    attendance: Sequence[Seat],
    reasons: Any = NO_REASONS,
) -> FindingsDiscussion:
    """Change a meeting's record, its attendance included. Raises NotFound, NotPermitted, Refused,
    Invalid, IdentifiersFound, Stale with its representation."""
    kept = _inspection_to_discuss(actor, inspection)
    rows = FindingsDiscussion.objects.select_for_update(no_key=True, of=("self",))
    one: FindingsDiscussion | None = rows.filter(
        inspection=kept, pk=ids.decode("discussion", discussion)
    ).first()
    if one is None:
        raise NotFound
    if one.version != based_on:
        raise Stale(discussion_record(one))
    answers = _checked(kept, held_on, place, record, attendance, reasons)
    one.held_on, one.place, one.record = held_on, place.strip(), record.strip()
    one.version += 1
    one.save()
    _seat(one, attendance)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    return one


def _inspection_to_discuss(actor: Actor, inspection: str) -> Inspection:
    kept = inspection_to_change(actor, inspection)
    if not inspectorate_parties(actor, kept):
        raise NotPermitted(FOR_THE_INSPECTORATE)
    wrong = why_not_record(kept.status)
    if wrong:
        raise Refused(wrong)
    return kept


def _checked(
    inspection: Inspection,
    held_on: date,
    place: str,
    record: str,
    attendance: Sequence[Seat],
    reasons: Any,
) -> Answers:
    faults = text_fault("place", place, LONGEST_PLACE)
    faults |= text_fault("record", record, LONGEST_RECORD)
    if held_on > timezone.localdate():
        faults["held_on"] = "This day has not come yet. Record the meeting when it has been held."
    for seat in attendance:
        faults |= text_fault("attendance", seat.post, LONGEST_POST)
        faults |= text_fault("attendance", seat.note, LONGEST_NOTE)
    wrong = seats_fault(attendance, dict(services()))
    if wrong:
        faults["attendance"] = wrong
    raise_if_any(faults)
    notes = " / ".join(seat.note for seat in attendance if seat.note)
    texts = {"record": record, "attendance": notes}
    return require_answers(inspection=inspection, texts=texts, reasons=reasons)


def _seat(one: FindingsDiscussion, attendance: Sequence[Seat]) -> None:
    """The attendance as given; rows that stay the same stay."""
    wanted = {(seat.service, seat.post.strip()): seat for seat in attendance}
    for row in DiscussionAttendance.objects.filter(discussion=one):
        seat = wanted.pop((row.service, row.post), None)
        if seat is None:
            row.delete()
        elif (row.present, row.note) != (seat.present, seat.note.strip()):
            row.present, row.note = seat.present, seat.note.strip()
            row.save()
    for (service, post), seat in wanted.items():
        DiscussionAttendance.objects.create(
            discussion=one, service=service, post=post, present=seat.present, note=seat.note.strip()
        )
