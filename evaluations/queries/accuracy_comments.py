"""Comments on a draft as pages show them: in a list, or one with its paragraph."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluations.access.accuracy import AccuracyAccess, comment_for, round_for
from evaluations.models import (
    AccuracyComment,
)
from evaluations.operations.accuracy_records import comments_of, files_of
from evaluations.queries.returns import FileLine, file_line
from evaluations.queries.services import services
from evaluations.rules.accuracy import (
    Passage,
    passages_of,
    why_not_answer,
    why_not_write,
)
from evaluations.terms import (
    CommentAbout,
    CommentDecision,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

DECISION_LOOKS = {
    CommentDecision.WAITING: "todo",
    CommentDecision.ACCEPTED: "agreed",
    CommentDecision.PARTLY: "half",
    CommentDecision.DECLINED: "out",
}
"""The icon of each decision."""


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as a page shows it. ``number`` counts a round's comments from 1."""

    id: str
    version: int
    number: int
    paragraph: str
    quoted: str
    agency_code: str
    agency: str
    about: str
    about_label: str
    text: str
    proposed: str
    author: str
    files: list[FileLine]
    decision: str
    decision_label: str
    look: str
    answer: str
    decided_by: str
    decided_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.decision == CommentDecision.WAITING


def comment_lines(access: AccuracyAccess) -> list[CommentLine]:
    """The comments that this person sees, in the order in which they were written."""
    rows = comments_of(access)
    files, named = files_of(rows), dict(services())
    return [_comment(access, at, one, files, named) for at, one in enumerate(rows, 1)]


def _comment(
    access: AccuracyAccess,
    number: int,
    one: AccuracyComment,
    files: dict[int, list[dict[str, Any]]],
    named: dict[str, str],
) -> CommentLine:
    decision = CommentDecision(one.decision) if access.sees_answers else CommentDecision.WAITING
    decided = one.decided_by if access.sees_answers else None
    return CommentLine(
        id=ids.encode("accuracy-comment", one.pk),
        version=one.version,
        number=number,
        paragraph=one.paragraph,
        quoted=one.quoted,
        agency_code=one.agency,
        agency=str(named.get(one.agency, one.agency)),
        about=one.about,
        about_label=str(CommentAbout(one.about).label),
        text=one.text,
        proposed=one.proposed,
        author=one.membership.user.display_name if one.membership else "",
        files=[file_line(each) for each in files.get(one.pk, [])],
        decision=decision.value,
        decision_label=str(decision.label),
        look=DECISION_LOOKS[decision],
        answer=one.answer if access.sees_answers else "",
        decided_by=decided.user.display_name if decided else "",
        decided_at=one.decided_at if access.sees_answers else None,
    )


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One comment, or the place of one that is to be written, with its paragraph."""

    access: AccuracyAccess
    passage: Passage
    comment: CommentLine | None
    why_not_write: str
    why_not_answer: str


def comment_page(actor: Actor, inspection: str, comment: str) -> CommentPage:
    """Raises NotFound."""
    access, one = comment_for(actor, inspection, comment)
    passage = passages_of(access.round.draft.content)[one.paragraph]
    line = next(
        each for each in comment_lines(access) if each.id == ids.encode("accuracy-comment", one.pk)
    )
    return _comment_page(access, passage, line)


def new_comment_page(actor: Actor, inspection: str, paragraph: str) -> CommentPage | None:
    """Where a comment on this paragraph is written; None when the draft has no such paragraph.
    Raises NotFound, NotPermitted."""
    access = round_for(actor, inspection)
    access.require_partner()
    passage = passages_of(access.round.draft.content).get(paragraph)
    return _comment_page(access, passage, None) if passage else None


def _comment_page(
    access: AccuracyAccess, passage: Passage, line: CommentLine | None
) -> CommentPage:
    status, inspection = access.round.status, access.inspection.status
    return CommentPage(
        access=access,
        passage=passage,
        comment=line,
        why_not_write=why_not_write(status, inspection),
        why_not_answer=why_not_answer(status, inspection),
    )
