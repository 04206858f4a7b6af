"""The files kept with a piece of evidence, for whoever may read what the piece says."""

from evaluations.access.case_material import CaseAccess
from evaluations.access.evidence import evidence_for
from evaluations.models import Evidence, EvidenceFile, StoredFile
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


def evidence_with_files(actor: Actor, evidence: str) -> tuple[CaseAccess, Evidence]:
    """The piece whose files this person may see. Raises NotFound, PurposeNeeded, NotPermitted."""
    access, one = evidence_for(actor, evidence)
    if one.medical and not access.medical:
        raise NotPermitted("Files of a medical note are for medically qualified inspectors.")
    return access, one


def file_of_evidence(actor: Actor, evidence: str, file: str) -> tuple[CaseAccess, StoredFile]:
    """One of its files. Raises NotFound, PurposeNeeded, NotPermitted."""
    access, one = evidence_with_files(actor, evidence)
    links = EvidenceFile.objects.filter(evidence=one, file_id=ids.decode("file", file))
    found: EvidenceFile | None = links.select_related("file").first()
    if found is None:
        raise NotFound
    return access, found.file
