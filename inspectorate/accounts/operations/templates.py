"""An inspectorate's own words for a kind of message."""

from django.db import transaction

from inspectorate.accounts.models import MailTemplate
from inspectorate.accounts.people import Actor
from inspectorate.accounts.rules.mail_words import LONGEST_BODY, LONGEST_SUBJECT, fault
from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.wordings import Wording, declared
from inspectorate.kernel.errors import Invalid, NotFound, Stale


@transaction.atomic
def keep_template(
    *, actor: Actor, kind: str, based_on: int, subject: str, body: str
) -> MailTemplate:
    """Send these words from now on. ``based_on`` is 0 where the product's words stood. Raises
    NotPermitted, NotFound, Invalid, Stale."""
    wording = _wording(actor, kind)
    kept = _own(kind)
    version = kept.version if kept else 0
    if version != based_on:
        raise Stale(as_record(wording, kept))
    faults = {
        name: [wrong]
        for name, text, longest in (
            ("subject", subject, LONGEST_SUBJECT),
            ("body", body, LONGEST_BODY),
        )
        if (wrong := fault(text, wording.names, longest))
    }
    if faults:
        raise Invalid(faults)
    template = kept or MailTemplate(kind=kind)
    template.subject = " ".join(subject.split())
    template.body, template.version = body.strip() + "\n", version + 1
    template.save()
    return template


@transaction.atomic
def back_to_usual_words(*, actor: Actor, kind: str) -> None:
    """Send the product's own words again. Raises NotPermitted, NotFound."""
    _wording(actor, kind)
    kept = _own(kind)
    if kept is not None:
        kept.delete()


def as_record(wording: Wording, kept: MailTemplate | None) -> dict[str, object]:
    """The words in force for a kind."""
    return {
        "kind": wording.kind,
        "subject": kept.subject if kept else str(wording.subject),
        "body": kept.body if kept else str(wording.body),
        "own": kept is not None,
        "version": kept.version if kept else 0,
    }


def _wording(actor: Actor, kind: str) -> Wording:
    actor.require(P.MANAGE_PEOPLE)
    found = declared().get(kind)
    if found is None:
        raise NotFound
    return found


def _own(kind: str) -> MailTemplate | None:
    found: MailTemplate | None = (
        MailTemplate.objects.select_for_update(no_key=True).filter(kind=kind).first()
    )
    return found
