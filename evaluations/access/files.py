"""Who opens a file: whoever may read the inspection's case-level material; a file of a return or of a
comment on factual accuracy also the partners of its committee, and until that is first sent nobody
else."""

from dataclasses import dataclass

from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.access.returns import partner_of
from evaluations.models import (
    AccuracyFile,
    AccuracyRound,
    EvidenceFile,
    Inspection,
    PreInspectionReturn,
    ReturnFile,
    StoredFile,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

OF_THE_COMMITTEE = "A partner of the committee that sent it"
"""The purpose that the read log keeps."""


@dataclass(frozen=True, slots=True)
class FileAccess:
    """A file that somebody may open, and in what capacity; see operations.files.read_file."""

    file: StoredFile
    case: CaseAccess


def file_for(actor: Actor, inspection: str, file: str) -> FileAccess:
    """The file with this opaque id. Raises NotFound, PurposeNeeded."""
    rows = StoredFile.objects.select_related("inspection")
    found: StoredFile | None = rows.filter(
        pk=ids.decode("file", file), inspection_id=ids.decode("inspection", inspection)
    ).first()
    if found is None:
        raise NotFound
    returns, rounds = _returns_with(found), _rounds_with(found)
    mine = partner_of(actor)
    asked = {one.committee_id for one in returns} | {one.committee_id for one in rounds}
    if mine & asked:
        kept: Inspection = found.inspection
        return FileAccess(found, CaseAccess(actor, kept, None, OF_THE_COMMITTEE))
    case = case_material_for(actor, inspection)
    unsent = any(one.sent_at is None for one in returns)
    unsent = unsent or any(one.returned_at is None for one in rounds)
    if unsent or (not returns and _only_medical(found, case)):
        raise NotFound
    return FileAccess(found, case)


def _returns_with(file: StoredFile) -> list[PreInspectionReturn]:
    links = ReturnFile.objects.filter(file=file).select_related("section__of_return")
    return [link.section.of_return for link in links]


def _rounds_with(file: StoredFile) -> list[AccuracyRound]:
    links = AccuracyFile.objects.filter(file=file).select_related("comment__accuracy_round")
    return [link.comment.accuracy_round for link in links]


def _only_medical(file: StoredFile, case: CaseAccess) -> bool:
    """Whether it is kept with notes drawn from medical records, and they are not for this person."""
    if case.medical:
        return False
    kinds = set(EvidenceFile.objects.filter(file=file).values_list("evidence__medical", flat=True))
    return kinds == {True}
