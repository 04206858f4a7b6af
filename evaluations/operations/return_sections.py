"""Write a section of a return: several agencies at once, saved at any time, with files."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evaluations.access.returns import section_to_write
from evaluations.models import (
    EvidenceFile,
    FileContent,
    ReturnFile,
    ReturnSection,
    StoredFile,
)
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.files import store_file
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.rules.returns import LONGEST_TEXT, complete_fault
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, Refused, Stale
from inspectorate.kernel.versions import merged

TABLE = "evaluations_returnsection"
FIELDS = ("answer", "complete")
MOST_FILES = 30


@transaction.atomic
def save_section(
    *,
    actor: Actor,
    inspection: str,
    section: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> ReturnSection:
    """Save what is written, whether it is complete, or both; the section as it now is.

    Another's change of the other field since ``based_on`` is kept (``exact``: any change is Stale).
    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale with the section.
    """
    access, one = section_to_write(actor, inspection, section)
    raise_if_any(_faults(changes))
    if exact and one.version != based_on:
        raise Stale(one)
    wanted = {name: value for name, value in changes.items() if name in FIELDS}
    values = merged(one, based_on, wanted)
    values = {name: value for name, value in values.items() if value != getattr(one, name)}
    if not values:
        return one
    answer = values.get("answer", one.answer)
    if values.get("complete", one.complete):
        fault = complete_fault(answer, ReturnFile.objects.filter(section=one).count())
        raise_if_any({"complete": fault} if fault else {})
    # Held to the patterns, not to the names declared for the sample: a refusal by one of those would
    # tell the partnership which children are in it.
    texts = {"answer": answer} if "answer" in values else {}
    answers = require_answers(inspection=None, texts=texts, reasons=reasons)
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    answers = replace(answers, inspection_id=access.inspection.pk)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    return one


def _faults(changes: Mapping[str, Any]) -> dict[str, str]:
    faults = {name: "A section has these fields: answer, complete." for name in changes}
    faults = {name: said for name, said in faults.items() if name not in FIELDS}
    return faults | text_fault("answer", changes.get("answer", ""), LONGEST_TEXT)


@transaction.atomic
def add_section_file(
    *,
    actor: Actor,
    inspection: str,
    section: str,
    upload: "UploadedFile[Any]",
    reasons: Mapping[str, str] = NO_REASONS,
) -> StoredFile:
    """Bring a file to a section. Raises NotFound, NotPermitted, Refused, Invalid (``file``),
    IdentifiersFound (in its name)."""
    access, one = section_to_write(actor, inspection, section)
    if ReturnFile.objects.filter(section=one).count() >= MOST_FILES:
        raise Refused(f"A section has at most {MOST_FILES} files. Remove one first.")
    place: dict[str, Any] = {"actor": actor, "inspection": access.inspection}
    made = store_file(**place, upload=upload, reasons=reasons, by_partnership=True)
    ReturnFile.objects.create(section=one, file=made)
    return made


@transaction.atomic
def remove_section_file(*, actor: Actor, inspection: str, section: str, file: str) -> None:
    """Take a file out of a section; its content is removed with it unless evidence rests on it.
    Raises NotFound, NotPermitted, Refused."""
    _, one = section_to_write(actor, inspection, section)
    links = ReturnFile.objects.filter(section=one)
    link = links.filter(file_id=ids.decode("file", file)).first()
    if link is None:
        raise NotFound
    if one.complete and complete_fault(one.answer, links.count() - 1):
        raise Refused("The section is marked as complete and has nothing else. Write why first.")
    file_id = link.file_id
    link.delete()
    elsewhere = (ReturnFile, EvidenceFile)
    if not any(model.objects.filter(file_id=file_id).exists() for model in elsewhere):
        FileContent.objects.filter(file_id=file_id).delete()
