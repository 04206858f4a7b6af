"""What the administrator sets: who is told of every concern, and what its page says."""

from django.db import IntegrityError, transaction

from evaluations.access.concerns import recipient_for
from evaluations.models import ConcernAdvice, ConcernRecipient
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.concern_routes import handlers
from evaluations.operations.identifiers import identifier_faults
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale

LONGEST_ADVICE = 2_000


@transaction.atomic
def add_recipient(*, actor: Actor, person: str) -> ConcernRecipient:
    """Send every concern to this person too; ``person`` is the opaque id of a membership.

    Raises NotPermitted, Invalid (nobody of the inspectorate who handles concerns).
    """
    actor.require(P.MANAGE_PEOPLE)
    try:
        member = handlers().filter(pk=ids.decode("person", person)).first()
    except NotFound:
        member = None
    if member is None:
        raise Invalid({"person": "Choose somebody whose role receives and closes concerns."})
    try:
        with transaction.atomic():
            made: ConcernRecipient = ConcernRecipient.objects.create(membership=member)
            return made
    except IntegrityError:
        raise Invalid({"person": "Every concern goes to this person already."}) from None


@transaction.atomic
def remove_recipient(*, actor: Actor, recipient: str) -> None:
    """Send this person no longer every concern. Raises NotPermitted, NotFound."""
    recipient_for(actor, recipient).delete()


@transaction.atomic
def set_advice(*, actor: Actor, text: str, based_on: int) -> ConcernAdvice:
    """Say whom to ring and at what hours; ``based_on`` is 0 when nothing was said before.

    Raises NotPermitted, Invalid, Stale, Refused (somebody else was first).
    """
    actor.require(P.MANAGE_PEOPLE)
    faults = text_fault("text", text, LONGEST_ADVICE)
    raise_if_any(faults or identifier_faults({"text": text}, contacts=True))
    kept = ConcernAdvice.objects.select_for_update(no_key=True).first()
    if kept is not None and kept.version != based_on:
        raise Stale({"text": kept.text, "version": kept.version})
    kept = kept or ConcernAdvice(version=0)
    kept.text = text
    kept.version += 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise Refused("Somebody has just said something here. Open the page again.") from None
    return kept
