"""From a person and a reference to a release or an early reader; who prepares a publication.

Who publishes and is not on the team approves, calls off and lets early readers in. Whoever may see
the evaluations before publication reads what is planned.
"""

from evaluations.access.inspections import (
    inspection_for,
    inspection_to_change,
    levels_visible,
    may_see_drafts,
    parties,
    place_on_team,
)
from evaluations.models import EarlyReader, Inspection, Release
from evaluations.rules.life import BY_NAME, Party, not_yours
from evaluations.terms import MoveName
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


def publication_of(actor: Actor, inspection: str) -> tuple[Inspection, bool]:
    """The inspection whose publication this person may see, and whether they publish it. Before it
    is published that is for its team and for moderators. Raises NotFound."""
    seen = inspection_for(actor, inspection)
    place = place_on_team(actor, seen)
    publishes = Party.PUBLISHER in parties(actor, place)
    drafts = levels_visible(actor, seen, place) and may_see_drafts(actor, place)
    if not (publishes or drafts):
        raise NotFound
    return seen, publishes


def inspection_to_release(actor: Actor, inspection: str) -> Inspection:
    """The inspection, locked, for who publishes it. Raises NotFound, NotPermitted."""
    kept = inspection_to_change(actor, inspection)
    not_permitted = not_yours(BY_NAME[MoveName.PUBLISH], parties(actor, place_on_team(actor, kept)))
    if not_permitted:
        raise NotPermitted(not_permitted)
    return kept


def release_for(actor: Actor, inspection: str, release: str) -> tuple[Inspection, Release]:
    """A release of an inspection whose publication this person may see. Raises NotFound."""
    seen, _ = publication_of(actor, inspection)
    found = Release.objects.filter(inspection=seen, pk=ids.decode("release", release)).first()
    if found is None:
        raise NotFound
    return seen, found


def release_to_change(actor: Actor, inspection: str, release: str) -> Release:
    """The release, locked after its inspection, for who publishes it. Raises NotFound,
    NotPermitted."""
    kept = inspection_to_release(actor, inspection)
    found: Release | None = (
        Release.objects.select_for_update(no_key=True, of=("self",))
        .filter(inspection=kept, pk=ids.decode("release", release))
        .first()
    )
    if found is None:
        raise NotFound
    found.inspection = kept
    return found


def early_reader_of(release: Release, reader: str) -> EarlyReader:
    """An early reader of a release that was found for who asks. Raises NotFound."""
    found: EarlyReader | None = EarlyReader.objects.filter(
        release=release, pk=ids.decode("early-reader", reader)
    ).first()
    if found is None:
        raise NotFound
    return found
