"""Say which edition follows another. What was done under the earlier one stays under it."""

from django.db import transaction
from django.utils import timezone

from indicators.access import edition_by_code, edition_to_change
from indicators.models import FrameworkEdition
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale


@transaction.atomic
def supersede_edition(
    *, actor: Actor, reference: str, by_code: str, based_on: int
) -> FrameworkEdition:
    """Record that an edition is superseded by another. The same again changes nothing.

    Raises Refused when it is superseded already or the other leads back to it, Invalid for a code
    that is not here, Stale, NotFound, NotPermitted.
    """
    edition = edition_to_change(actor, reference)
    try:
        successor = edition_by_code(actor, by_code)
    except NotFound as error:
        raise Invalid({"by_code": str(error)}) from None
    if edition.superseded_by_id == successor.pk:
        return edition
    if edition.version != based_on:
        raise Stale(edition)
    if edition.superseded_by_id is not None:
        raise Refused(f"{edition.code} is superseded by {edition.superseded_by.code} already.")
    if edition.pk in _line_of(successor):
        raise Refused(f"{successor.code} leads back to {edition.code}, so it cannot follow it.")
    edition.superseded_by = successor
    edition.superseded_at = timezone.now()
    edition.version += 1
    edition.save()
    return edition


def _line_of(edition: FrameworkEdition) -> set[int]:
    """The edition and everything that follows it."""
    following = dict(FrameworkEdition.objects.values_list("pk", "superseded_by_id"))
    line: set[int] = set()
    number: int | None = edition.pk
    while number is not None and number not in line:
        line.add(number)
        number = following.get(number)
    return line
