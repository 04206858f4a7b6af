"""Read a file that shows what an update says; whoever reads the update may."""

from typing import Any

from evaluations.access.case_material import CaseAccess
from evaluations.operations.files import contents
from evaluations.terms import ReadHow
from followthrough.access import Place, placed
from followthrough.models import MainPointForAction, UpdateFile
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

FOLLOWS, ANSWERS, READS = (
    "Follows the main point",
    "Answers for the main point",
    "Reads what is told of the main point",
)
"""The purposes that the read log keeps."""


def update_file(actor: Actor, point: str, file: str) -> tuple[Any, MainPointForAction, Place]:
    """A file of one of a point's updates, as it is stored. Raises NotFound, NotPermitted."""
    found, place = placed(actor, ids.decode("point", point))
    if not place.reads:
        raise NotFound
    link = (
        UpdateFile.objects.select_related("file__inspection")
        .filter(update__point=found, file_id=ids.decode("file", file))
        .first()
    )
    if link is None:
        raise NotFound
    return link.file, found, place


def read_update_file(*, actor: Actor, point: str, file: str, how: ReadHow) -> tuple[str, bytes]:
    """Its name and bytes; that it was read is noted. Raises NotFound, NotPermitted, Refused (not
    scanned yet, or malware was found)."""
    one, found, place = update_file(actor, point, file)
    purpose = FOLLOWS if place.follows else ANSWERS if place.answers else READS
    kept, content = contents(CaseAccess(actor, found.inspection, None, purpose), one, how)
    return kept.name, content
