"""A return and its sections as the API says them, and as a stale edit is shown them."""

from collections.abc import Iterable
from typing import Any

from evaluations.access.returns import ReturnAccess
from evaluations.models import ReturnFile, ReturnSection
from evaluations.operations.files import file_record
from inspectorate.kernel import ids


def as_record(access: ReturnAccess) -> dict[str, Any]:
    """A return with its sections; what is written in them is None until the partnership has sent it
    once, for everybody but the partnership. Two statements."""
    asked = access.asked
    sections = list(ReturnSection.objects.filter(of_return=asked).order_by("position", "id"))
    files = files_of(sections)
    return {
        "id": ids.encode("return", asked.pk),
        "version": asked.version,
        "inspection": ids.encode("inspection", asked.inspection_id),
        "committee": ids.encode("committee", asked.committee_id),
        "status": asked.status,
        "due_on": asked.due_on,
        "note": asked.note,
        "asked_at": asked.asked_at,
        "sent_at": asked.sent_at,
        "decided_at": asked.decided_at,
        "sections": [section_record(access, one, files.get(one.pk, [])) for one in sections],
    }


def section_record(
    access: ReturnAccess, one: ReturnSection, files: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    shown = access.sees_answers
    return {
        "id": ids.encode("return-section", one.pk),
        "version": one.version,
        "title": one.title,
        "guidance": one.guidance,
        "answer": one.answer if shown else None,
        "complete": one.complete,
        "more_wanted": one.more_wanted,
        "files": list(files) if shown else [],
    }


def files_of(sections: Iterable[ReturnSection]) -> dict[int, list[dict[str, Any]]]:
    """The files of each section, in the order in which they came."""
    found: dict[int, list[dict[str, Any]]] = {}
    links = ReturnFile.objects.filter(section__in=list(sections)).select_related("file")
    for link in links.order_by("id"):
        found.setdefault(link.section_id, []).append(file_record(link.file))
    return found
