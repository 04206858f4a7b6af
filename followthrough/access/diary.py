"""Who keeps the diary of a committee: whoever follows it. To its partners it is not there."""

from areas.access import committee_for
from followthrough.access.committees import follows
from followthrough.access.self_evaluations import Inside
from followthrough.models import Contact
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def committee_kept(actor: Actor, committee: str) -> Inside:
    """The committee with this opaque id, for who follows it. Raises NotFound."""
    found = committee_for(actor, committee)
    if not follows(actor, frozenset({found.pk})):
        raise NotFound
    return Inside(found, answers=False, follows=True)


def contact_for(
    actor: Actor, committee: str, contact: str, *, lock: bool = False
) -> tuple[Inside, Contact]:
    """One entry of a committee's diary. Raises NotFound."""
    inside = committee_kept(actor, committee)
    rows = Contact.objects.filter(
        committee_id=inside.committee.pk, pk=ids.decode("contact", contact)
    )
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: Contact | None = rows.select_related("membership__user", "answered_by__user").first()
    if found is None:
        raise NotFound
    return inside, found
