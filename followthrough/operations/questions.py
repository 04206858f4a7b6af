"""A committee asks its link inspector something: kept as a contact in writing, and told."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from areas.queries import partner_agencies
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, identifier_faults, require_answers
from followthrough import messages
from followthrough.access.self_evaluations import committee_inside
from followthrough.models import Contact
from followthrough.operations.committee_telling import tell_links
from followthrough.terms import ContactKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

LONGEST_ABOUT = 200
LONGEST_QUESTION = 4000
TABLE = Contact._meta.db_table


@transaction.atomic
def ask_question(
    *,
    actor: Actor,
    committee: str,
    about: str,
    text: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Contact:
    """Ask, for one's own agency; the link inspectors are told. Raises NotFound, NotPermitted for who
    only follows the committee, Invalid, IdentifiersFound."""
    inside = committee_inside(actor, committee)
    inside.require_partner()
    about, text = about.strip(), text.strip()
    faults = text_fault("about", about, LONGEST_ABOUT, needed=True)
    faults |= text_fault("text", text, LONGEST_QUESTION, needed=True)
    raise_if_any(faults or identifier_faults({"about": about}))
    answers = require_answers(inspection=None, texts={"text": text}, reasons=reasons)
    today = timezone.localdate()
    agency = partner_agencies(actor.membership_id or 0, today).get(inside.committee.pk, "")
    made: Contact = Contact.objects.create(
        committee_id=inside.committee.pk,
        kind=ContactKind.WRITING,
        on=today,
        with_posts=agency,
        about=about,
        said=text,
        membership_id=actor.membership_id,
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    tell_links(
        inside,
        messages.COMMITTEE_ASKS,
        page="committee-questions",
        about=ids.encode("contact", made.pk),
        more=False,
    )
    return made
