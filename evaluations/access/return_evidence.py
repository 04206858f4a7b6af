"""What of an accepted pre-inspection return the inspection's team makes evidence from."""

from dataclasses import dataclass

from evaluations.access.returns import reads_return, section_for
from evaluations.models import Inspection, ReturnFile, ReturnSection, StoredFile
from evaluations.rules.return_evidence import why_not_used
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class PartOfReturn:
    """A section of a return, and the one of its files that is meant, if any. ``number`` counts the
    sections from 1."""

    section: ReturnSection
    file: StoredFile | None = None


def part_of_return(actor: Actor, inspection: Inspection, section: str, file: str) -> PartOfReturn:
    """The section, or the file (opaque ids; of the two at least one), of an inspection's return.

    Raises NotFound, Refused (the return is not accepted).
    """
    here = ids.encode("inspection", inspection.pk)
    link = _link(file) if file else None
    if link is not None:
        section = section or ids.encode("return-section", link.section_id)
    access, found = section_for(actor, here, section)
    if not reads_return(actor, inspection) or (link and link.section_id != found.pk):
        raise NotFound
    wrong = why_not_used(access.asked.status)
    if wrong:
        raise Refused(wrong)
    return PartOfReturn(found, link.file if link else None)


def _link(file: str) -> ReturnFile:
    rows = ReturnFile.objects.select_related("file")
    found: ReturnFile | None = rows.filter(file_id=ids.decode("file", file)).first()
    if found is None:
        raise NotFound
    return found
