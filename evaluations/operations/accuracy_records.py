"""A round of factual accuracy and its comments as the API says them, and as a stale edit is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from evaluations.access.accuracy import AccuracyAccess
from evaluations.models import AccuracyComment, AccuracyExtension, AccuracyFile
from evaluations.operations.files import file_record
from evaluations.operations.identifiers import NO_REASONS, Answers, require_answers
from evaluations.terms import CommentDecision
from inspectorate.kernel import ids


def held_to_patterns(
    access: AccuracyAccess, texts: Mapping[str, str], reasons: Mapping[str, str] = NO_REASONS
) -> Answers:
    """Hold what a partnership writes to the patterns of identifiers, not to the names declared for the
    sample: a refusal by one of those would tell it which children are in it. Raises IdentifiersFound."""
    answers = require_answers(inspection=None, texts=texts, reasons=reasons)
    return replace(answers, inspection_id=access.inspection.pk)


def round_record(access: AccuracyAccess) -> dict[str, Any]:
    """A round without its comments."""
    one = access.round
    extensions = AccuracyExtension.objects.filter(accuracy_round=one).order_by("id")
    return {
        "id": ids.encode("accuracy", one.pk),
        "version": one.version,
        "inspection": ids.encode("inspection", one.inspection_id),
        "committee": ids.encode("committee", one.committee_id),
        "number": one.number,
        "draft": one.draft.number,
        "status": one.status,
        "working_days": one.working_days,
        "sent_on": one.sent_on,
        "due_on": one.due_on,
        "returned_at": one.returned_at,
        "covering_note": one.covering_note if access.sees_comments else "",
        "settled_at": one.settled_at,
        "settled_why": one.settled_why,
        "shown_at": one.shown_at,
        "extensions": [extension_record(each) for each in extensions],
    }


def extension_record(one: AccuracyExtension) -> dict[str, Any]:
    return {
        "id": ids.encode("extension", one.pk),
        "version": one.version,
        "asked_for": one.asked_for,
        "why": one.why,
        "asked_at": one.asked_at,
        "decision": one.decision,
        "decided_at": one.decided_at,
        "decided_why": one.decided_why,
    }


def comment_record(
    access: AccuracyAccess, one: AccuracyComment, files: Iterable[dict[str, Any]]
) -> dict[str, Any]:
    """Until the round is settled the partnership reads every comment as not answered."""
    shown = access.sees_answers
    return {
        "id": ids.encode("accuracy-comment", one.pk),
        "version": one.version,
        "paragraph": one.paragraph,
        "quoted": one.quoted,
        "agency": one.agency,
        "about": one.about,
        "text": one.text,
        "proposed": one.proposed,
        "written_at": one.written_at,
        "files": list(files),
        "decision": one.decision if shown else CommentDecision.WAITING.value,
        "answer": one.answer if shown else "",
        "decided_at": one.decided_at if shown else None,
    }


def comments_of(access: AccuracyAccess) -> list[AccuracyComment]:
    """The comments of a round that this person sees, in the order in which they were written."""
    if not access.sees_comments:
        return []
    rows = AccuracyComment.objects.filter(accuracy_round=access.round)
    return list(rows.select_related("membership__user", "decided_by__user").order_by("id"))


def files_of(comments: Iterable[AccuracyComment]) -> dict[int, list[dict[str, Any]]]:
    """The files of each comment, in the order in which they came. One statement."""
    found: dict[int, list[dict[str, Any]]] = {}
    links = AccuracyFile.objects.filter(comment__in=list(comments)).select_related("file")
    for link in links.order_by("id"):
        found.setdefault(link.comment_id, []).append(file_record(link.file))
    return found


def comment_records(access: AccuracyAccess) -> list[dict[str, Any]]:
    """Every comment that this person sees. Two statements."""
    comments = comments_of(access)
    files = files_of(comments)
    return [comment_record(access, one, files.get(one.pk, [])) for one in comments]
