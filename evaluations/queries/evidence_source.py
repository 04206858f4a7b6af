"""The pre-inspection return as the source of evidence: what a new piece starts with, which pieces were
made from which section, and where one piece came from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.access.case_material import CaseAccess
from evaluations.access.returns import reads_return
from evaluations.models import Evidence, ReturnSection
from evaluations.operations.evidence_source import FromReturn, source_of
from evaluations.rules.return_evidence import quoted, source_kind_of
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class Source:
    """A section of a return, or one of its files. ``section`` and ``file`` are opaque ids, ``file``
    empty without one; ``linked``: this person reads the return."""

    section: str
    title: str
    file: str
    file_name: str
    linked: bool = True


def new_from_return(access: CaseAccess, of: FromReturn) -> tuple[Source, dict[str, Any]]:
    """What is meant, and what the form of a new piece starts with. Raises NotFound, NotPermitted."""
    try:
        part = source_of(access.actor, access.inspection, of)
    except Refused as refused:
        raise NotPermitted(str(refused)) from None
    section, file = part.section, part.file
    shown = Source(
        ids.encode("return-section", section.pk),
        section.title,
        ids.encode("file", file.pk) if file else "",
        file.name if file else "",
    )
    said = {"title": section.title, "name": shown.file_name}
    text = _("From the pre-inspection return, section “%(title)s”: ")
    if file:
        text = _("From the pre-inspection return, section “%(title)s”, file %(name)s: ")
    return shown, {
        "source_kind": source_kind_of(section.title, file.media_type if file else ""),
        "text": text % said,
        "quote": "" if file else quoted(section.answer),
        "happened_on": _sent_on(section),
    }


def _sent_on(section: ReturnSection) -> date:
    sent_at = section.of_return.sent_at
    return timezone.localdate(sent_at) if sent_at else timezone.localdate()


def made_from(sections: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """(opaque id, reference) of the pieces made from each of these sections. One statement."""
    found: dict[int, list[tuple[str, str]]] = {}
    rows = Evidence.objects.filter(return_section_id__in=list(sections), withdrawn_at=None)
    for section, pk, number in rows.order_by("number").values_list(
        "return_section_id", "pk", "number"
    ):
        found.setdefault(section, []).append((ids.encode("evidence", pk), f"E{number}"))
    return found


def source_of_piece(access: CaseAccess, one: Evidence) -> Source | None:
    """Where a piece came from; None when it was not made from a return."""
    section, file = one.return_section, one.return_file
    if section is None:
        return None
    return Source(
        ids.encode("return-section", section.pk),
        section.title,
        ids.encode("file", file.pk) if file else "",
        file.name if file else "",
        reads_return(access.actor, access.inspection),
    )
