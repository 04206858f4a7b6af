"""Evidence made from the pre-inspection return: it says which section or file it came from, and the
file is kept with it too."""

from typing import NamedTuple

from evaluations.access.return_evidence import PartOfReturn, part_of_return
from evaluations.models import Evidence, EvidenceFile, Inspection
from evaluations.operations.files import OPENED, WHY_NOT
from evaluations.terms import ScanState
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Refused


class FromReturn(NamedTuple):
    """What of a return somebody makes evidence from: the opaque ids of a section, a file of it, or
    both. Empty: nothing."""

    section: str = ""
    file: str = ""

    def __bool__(self) -> bool:
        return bool(self.section or self.file)


def source_of(actor: Actor, inspection: Inspection, of: FromReturn) -> PartOfReturn:
    """The section and file that are meant. Raises NotFound, Refused (the return is not accepted, or
    the file cannot be opened)."""
    part = part_of_return(actor, inspection, of.section, of.file)
    if part.file is not None and part.file.scan not in OPENED:
        raise Refused(WHY_NOT[ScanState(part.file.scan)])
    return part


def put_source(actor: Actor, one: Evidence, of: FromReturn) -> None:
    """Note on a piece that is not saved yet what it comes from, if anything. Raises as source_of."""
    if not of:
        return
    part = source_of(actor, one.inspection, of)
    one.return_section = part.section
    one.return_file = part.file


def keep_its_file(one: Evidence) -> None:
    """Keep the return's file with a piece that was just saved: the same file, not a copy."""
    if one.return_file_id is not None:
        EvidenceFile.objects.create(evidence=one, file_id=one.return_file_id)
