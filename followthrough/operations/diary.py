"""The link inspector's diary of a committee: contacts held and planned, and answers to its questions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from followthrough import messages
from followthrough.access.diary import committee_kept, contact_for
from followthrough.access.self_evaluations import Inside
from followthrough.models import Contact
from followthrough.operations.committee_telling import tell_about
from followthrough.queries.diary import contact_record, is_question
from followthrough.rules import diary as rules
from followthrough.terms import ContactKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.kernel.events import record_event

TABLE = Contact._meta.db_table
FIELDS = ("kind", "on", "at_time", *rules.TEXTS)


@transaction.atomic
def add_contact(
    *,
    actor: Actor,
    committee: str,
    values: Mapping[str, Any],
    reasons: Mapping[str, str] = NO_REASONS,
) -> Contact:
    """Enter a contact that was held, or one that is planned. ``values``: kind, on (a date), about, and
    as wanted at_time, place, with_posts (posts, not names), said. Raises NotFound, Invalid,
    IdentifiersFound."""
    inside = committee_kept(actor, committee)
    made = Contact(committee_id=inside.committee.pk, membership_id=actor.membership_id)
    return _kept(actor, inside, made, values, reasons)


@transaction.atomic
def edit_contact(
    *,
    actor: Actor,
    committee: str,
    contact: str,
    based_on: int,
    values: Mapping[str, Any],
    reasons: Mapping[str, str] = NO_REASONS,
) -> Contact:
    """Change an entry: say what was said, move it, cancel it with a reason. A committee's question is
    the committee's own words and is answered instead. Raises NotFound, Refused, Invalid,
    IdentifiersFound, Stale with the entry."""
    inside, found = contact_for(actor, committee, contact, lock=True)
    if is_question(found):
        raise Refused("The committee asked this in its own words. Answer it instead.")
    if found.version != based_on:
        raise Stale(contact_record(found))
    found.version += 1
    return _kept(actor, inside, found, values, reasons)


def _kept(
    actor: Actor,
    inside: Inside,
    contact: Contact,
    values: Mapping[str, Any],
    reasons: Mapping[str, str],
) -> Contact:
    was = {name: getattr(contact, name) for name in rules.TEXTS}
    for name in FIELDS:
        if name in values:
            value = values[name]
            setattr(contact, name, value.strip() if isinstance(value, str) else value)
    _check(contact)
    texts = {
        name: getattr(contact, name)
        for name in rules.TEXTS
        if contact._state.adding or getattr(contact, name) != was[name]
    }
    answers = require_answers(inspection=None, texts=texts, reasons=reasons)
    new = contact._state.adding
    contact.save()
    answers.keep(actor=actor, table=TABLE, record_id=contact.pk, new=new)
    kind = "contact.entered" if new else "contact.changed"
    record_event(kind, collection="committees", subject=inside.id)
    return contact


def _check(contact: Contact) -> None:
    faults: dict[str, str] = {}
    if contact.kind not in ContactKind.values:
        faults["kind"] = f"Choose one of: {', '.join(ContactKind.values)}."
    day: Any = contact.on
    if not isinstance(day, date):
        faults["on"] = "Give the day."
    for name, longest in rules.LONGEST.items():
        faults |= text_fault(name, getattr(contact, name), longest, needed=name == "about")
    if not faults:
        now = {name: getattr(contact, name) for name in FIELDS}
        faults = rules.entry_faults(now, timezone.localdate())
    raise_if_any(faults)


@transaction.atomic
def answer_question(
    *,
    actor: Actor,
    committee: str,
    contact: str,
    based_on: int,
    text: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Contact:
    """Answer a question of the committee, once; whoever asked it is told. Raises NotFound, Refused,
    Invalid, IdentifiersFound, Stale with the question."""
    inside, found = contact_for(actor, committee, contact, lock=True)
    why = rules.why_not_answer(asked=is_question(found), answered=found.answered_at is not None)
    if why:
        raise Refused(why)
    if found.version != based_on:
        raise Stale(contact_record(found))
    text = text.strip()
    raise_if_any(text_fault("text", text, rules.LONGEST_ANSWER, needed=True))
    answers = require_answers(inspection=None, texts={"text": text}, reasons=reasons)
    found.answer, found.answered_at = text, timezone.now()
    found.answered_by_id, found.version = actor.membership_id, found.version + 1
    found.save(update_fields=["answer", "answered_at", "answered_by", "version"])
    answers.keep(actor=actor, table=TABLE, record_id=found.pk, new=False)
    asked_by = [found.membership_id] if found.membership_id else []
    about = ids.encode("contact", found.pk)
    tell_about(
        inside, messages.QUESTION_ANSWERED, asked_by, page="committee-questions", about=about
    )
    record_event("question.answered", collection="committees", subject=inside.id)
    return found
