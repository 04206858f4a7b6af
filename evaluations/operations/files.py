"""Keep a file that somebody brings, have it scanned, and read it again.

The bytes are in the database, inside the same walls and the same backup as what they belong to.
"""

import hashlib
import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F

from evaluations.access.case_material import CaseAccess
from evaluations.access.files import file_for
from evaluations.messages import FILE_REFUSED
from evaluations.models import AccuracyFile, FileContent, Inspection, ReturnFile, StoredFile
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.reading_log import note_read
from evaluations.operations.telling import leads_of, tell
from evaluations.rules.files import LARGEST, Holds, Kind, charset_of, kind_of, renamed
from evaluations.terms import ReadHow, ScanState
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.outbox import after_commit
from inspectorate.kernel.scanning import ScannerUnreachable, ScanResult, ScanVerdict, scanner
from inspectorate.tenancy.scope import because

log = logging.getLogger(__name__)
SCAN = "evaluations.scan_file"
OPENED = (ScanState.NOT_SCANNED, ScanState.CLEAN)
AT_ONCE = 20
WHY_NOT = {
    ScanState.WAITING: "It is waiting to be scanned for malware. Try again in a minute.",
    ScanState.INFECTED: "Malware was found in it, and its content was removed. Bring a clean copy.",
    ScanState.FAILED: "The malware scanner could not read it. Save it anew and bring it again.",
}


@transaction.atomic
def store_file(
    *,
    actor: Actor,
    inspection: Inspection,
    upload: "UploadedFile[Any]",
    reasons: Mapping[str, str] = NO_REASONS,
    by_partnership: bool = False,
    called: str = "",
) -> StoredFile:
    """Keep an upload as a file of the inspection. Whether the actor may bring one there was decided
    by the caller, who links it to what it belongs to. Its name (``called``: another for it) is free
    text like any other; ``by_partnership``: it is held to the patterns, not to the names declared for
    the sample, since a refusal by one of those would tell who is in it. Raises Invalid (``file``),
    IdentifiersFound."""
    name = unicodedata.normalize("NFC", renamed(upload.name or "", called))
    held_to = None if by_partnership else inspection
    answers = require_answers(inspection=held_to, texts={"file": name}, reasons=reasons)
    content = upload.read(LARGEST + 1)
    kind = kind_of(name, content)
    if isinstance(kind, str):
        raise Invalid({"file": kind})
    waits = scanner() is not None
    made: StoredFile = StoredFile.objects.create(
        inspection=inspection,
        name=name,
        media_type=_media_type(kind, content),
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        scan=ScanState.WAITING if waits else ScanState.NOT_SCANNED,
        membership_id=actor.membership_id,
    )
    FileContent.objects.create(file=made, content=content)
    answers = replace(answers, inspection_id=inspection.pk).only("file", "name")
    answers.keep(actor=actor, table=made._meta.db_table, record_id=made.pk, new=True)
    if waits:
        after_commit(SCAN, file_id=made.pk)
    return made


def _media_type(kind: Kind, content: bytes) -> str:
    if kind.holds is Holds.TEXT:
        return f"{kind.media_type}; charset={charset_of(content)}"
    return kind.media_type


def file_record(one: StoredFile) -> dict[str, Any]:
    """A file as the API says it."""
    return {
        "id": ids.encode("file", one.pk),
        "version": one.version,
        "inspection": ids.encode("inspection", one.inspection_id),
        "name": one.name,
        "media_type": one.media_type,
        "size": one.size,
        "sha256": one.digest,
        "scan": one.scan,
        "added_at": one.added_at,
    }


@transaction.atomic
def read_file(
    *, actor: Actor, inspection: str, file: str, how: ReadHow
) -> tuple[StoredFile, bytes]:
    """A file and its bytes; that they were read is noted. Raises NotFound, PurposeNeeded, Refused
    (not scanned yet, or malware was found)."""
    access = file_for(actor, inspection, file)
    return contents(access.case, access.file, how)


def contents(access: CaseAccess, one: StoredFile, how: ReadHow) -> tuple[StoredFile, bytes]:
    """The same of a file that somebody may read. Raises Refused."""
    if one.scan not in OPENED:
        raise Refused(WHY_NOT[ScanState(one.scan)])
    kept = FileContent.objects.filter(file=one).values_list("content", flat=True).first()
    if kept is None:
        raise Refused("The content of this file was removed.")
    note_read(access, "file", [one.pk], how)
    return one, bytes(kept)


def scan_file(file_id: int) -> bool:
    """Have a waiting file scanned; whether there is an answer. Safe to repeat: of two answers the
    first counts. Raises ScannerUnreachable, and the file goes on waiting."""
    one = StoredFile.objects.filter(pk=file_id, scan=ScanState.WAITING).first()
    kept = FileContent.objects.filter(file_id=file_id).values_list("content", flat=True).first()
    if one is None or kept is None:
        return False
    look = scanner()
    if look is None:
        return _conclude(one, ScanState.NOT_SCANNED, "")
    result = look(bytes(kept))
    if not _conclude(one, ScanState(result.verdict.value), result.note):
        return False
    if result.verdict is not ScanVerdict.CLEAN:
        _refuse(one, result)
    return True


def scan_waiting() -> int:
    """Ask again for files whose scanner could not be reached; how many have an answer now."""
    answered = 0
    waiting = StoredFile.objects.filter(scan=ScanState.WAITING).order_by("id")
    for file_id in waiting.values_list("pk", flat=True)[:AT_ONCE]:
        try:
            answered += scan_file(file_id)
        except ScannerUnreachable as unreachable:
            log.warning("Files wait to be scanned. %s", unreachable)
            break
    return answered


def _conclude(one: StoredFile, state: ScanState, note: str) -> bool:
    with because("Scanned for malware"):
        changed = StoredFile.objects.filter(pk=one.pk, scan=ScanState.WAITING).update(
            scan=state, scan_note=note, version=F("version") + 1
        )
    return bool(changed)


def _refuse(one: StoredFile, result: ScanResult) -> None:
    """Malware is not kept; whoever brought the file and the lead inspector are told."""
    if result.verdict is ScanVerdict.INFECTED:
        FileContent.objects.filter(file=one).delete()
    told = leads_of(one.inspection) | ({one.membership_id} if one.membership_id else set())
    page = "return" if ReturnFile.objects.filter(file=one).exists() else "inspection"
    if AccuracyFile.objects.filter(file=one).exists():
        page = "accuracy"
    tell(told, one.inspection, FILE_REFUSED, about=f"file-{one.pk}", page=page)
