"""Files kept with a piece of evidence: brought by whoever may change it, and taken off again."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evaluations.access.case_material import CaseAccess
from evaluations.access.evidence import evidence_to_change, is_its_authors
from evaluations.access.evidence_files import evidence_with_files, file_of_evidence
from evaluations.models import Evidence, EvidenceFile, FileContent, ReturnFile, StoredFile
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.files import contents, file_record, store_file
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.reading_log import note_read
from evaluations.terms import ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted
from inspectorate.tenancy.scope import because

MOST_FILES = 20
"""On one piece."""
TABLE = "evaluations_evidencefile"
_ELSEWHERE = (EvidenceFile, ReturnFile)


@transaction.atomic
def attach_file(
    *,
    actor: Actor,
    evidence: str,
    upload: "UploadedFile[Any]",
    reasons: Any = NO_REASONS,
) -> dict[str, Any]:
    """Keep a file with a piece; the file as it is kept. Its name is free text like any other.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    access, one = _to_change(actor, evidence)
    if EvidenceFile.objects.filter(evidence=one).count() >= MOST_FILES:
        raise Invalid({"file": f"A piece has at most {MOST_FILES} files. Record another piece."})
    made = store_file(actor=actor, inspection=access.inspection, upload=upload, reasons=reasons)
    EvidenceFile.objects.create(evidence=one, file=made)
    return file_record(made)


@transaction.atomic
def remove_file(
    *, actor: Actor, evidence: str, file: str, why: str, reasons: Any = NO_REASONS
) -> None:
    """Take a file off a piece. What it held is gone, unless the pre-inspection return or another piece
    has it too; that it was there, and ``why`` it is no more, stays in the history.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    access, one = _to_change(actor, evidence)
    link = EvidenceFile.objects.filter(evidence=one, file_id=ids.decode("file", file)).first()
    if link is None:
        raise NotFound
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=True))
    answers = require_answers(
        inspection=access.inspection, texts={"why": why.strip()}, reasons=reasons
    )
    answers.keep(actor=actor, table=TABLE, record_id=link.pk, new=True)
    with because(why.strip()):
        link.delete()
        if not any(kept.objects.filter(file_id=link.file_id).exists() for kept in _ELSEWHERE):
            FileContent.objects.filter(file_id=link.file_id).delete()


def list_evidence_files(*, actor: Actor, evidence: str, how: ReadHow) -> dict[str, Any]:
    """Every file of a piece, in the order in which they came; that the piece was read is noted.
    Raises NotFound, PurposeNeeded, NotPermitted."""
    access, one = evidence_with_files(actor, evidence)
    links = EvidenceFile.objects.filter(evidence=one).select_related("file").order_by("id")
    found = [file_record(link.file) for link in links]
    note_read(access, "evidence", [one.pk], how)
    return {"results": found}


@transaction.atomic
def read_evidence_file(
    *, actor: Actor, evidence: str, file: str, how: ReadHow
) -> tuple[StoredFile, bytes]:
    """A file of a piece and its bytes; that they were read is noted. Raises NotFound, PurposeNeeded,
    NotPermitted, Refused."""
    access, found = file_of_evidence(actor, evidence, file)
    return contents(access, found, how)


def _to_change(actor: Actor, evidence: str) -> tuple[CaseAccess, Evidence]:
    access, one = evidence_to_change(actor, evidence)
    if not is_its_authors(access, one) or (one.medical and not access.medical):
        raise NotPermitted(
            "Files are kept with evidence by whoever recorded it, or the lead inspector; with "
            "medical notes by a medically qualified inspector."
        )
    return access, one
