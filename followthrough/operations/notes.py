"""A link inspector's notes on a point: their own, until they share one. Sharing is final."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from followthrough import access, messages
from followthrough.models import LinkNote
from followthrough.operations.progress_telling import partners_of, tell
from followthrough.rules import progress as rules
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound, Refused, Stale
from inspectorate.tenancy.scope import because

TABLE = LinkNote._meta.db_table


@transaction.atomic
def write_note(
    *, actor: Actor, point: int, text: str, reasons: Mapping[str, str] = NO_REASONS
) -> LinkNote:
    """Write a note that only who follows the point sees. Raises NotFound, NotPermitted, Invalid,
    IdentifiersFound."""
    found, _ = access.to_follow(actor, point, lock=True)
    text = text.strip()
    raise_if_any(text_fault("text", text, rules.LONGEST_TEXT, needed=True))
    answers = require_answers(inspection=found.inspection_id, texts={"text": text}, reasons=reasons)
    made: LinkNote = LinkNote.objects.create(
        point=found, text=text, membership_id=actor.membership_id, at=timezone.now()
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    return made


@transaction.atomic
def share_note(*, actor: Actor, point: int, note: int, based_on: int) -> LinkNote:
    """Show a note to the partnership, for good: it cannot be taken back. The partners are told.
    Raises NotFound, NotPermitted, Refused, Stale with the note."""
    found, place = access.to_follow(actor, point, lock=True)
    one = note_of(found.pk, note)
    if one.shared_at is not None:
        raise Refused("This note is shared already. The partnership sees it.")
    if one.version != based_on:
        raise Stale(one)
    one.shared_at, one.version = timezone.now(), one.version + 1
    with because("Shared with the partnership"):
        one.save(update_fields=["shared_at", "version"])
    tell(found, partners_of(place.owners), messages.NOTE_SHARED, about=f"note-{one.pk}")
    return one


def note_of(point: int, note: int) -> LinkNote:
    """A note of a point, for a caller that has checked who asks. Raises NotFound."""
    found: LinkNote | None = LinkNote.objects.filter(pk=note, point_id=point).first()
    if found is None:
        raise NotFound
    return found
