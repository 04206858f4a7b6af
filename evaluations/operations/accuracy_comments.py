"""Comments on a draft: written for an agency, with files, until they are returned; then answered."""

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from evaluations.access.accuracy import AccuracyAccess, comment_for, round_for
from evaluations.models import AccuracyComment, AccuracyFile, FileContent, StoredFile
from evaluations.operations.accuracy_records import held_to_patterns
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.files import store_file
from evaluations.operations.identifiers import NO_REASONS, Answers, require_answers
from evaluations.queries.services import services
from evaluations.rules.accuracy import (
    LONGEST_TEXT,
    MOST_COMMENTS,
    MOST_FILES,
    Passage,
    passages_of,
    quote_fault,
    why_not_answer,
    why_not_write,
)
from evaluations.terms import CommentAbout, CommentDecision
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.versions import merged

TABLE = AccuracyComment._meta.db_table
FIELDS = ("agency", "about", "quoted", "text", "proposed")
TEXTS = ("text", "proposed")
LONGEST_QUOTE = 20_000


@transaction.atomic
def write_comment(
    *,
    actor: Actor,
    inspection: str,
    paragraph: str,
    agency: str,
    text: str,
    about: str = CommentAbout.FACT,
    quoted: str = "",
    proposed: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyComment:
    """Comment on one paragraph of the draft, for an agency (a service's code). Without ``quoted`` it is
    about the whole paragraph. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound."""
    access = round_for(actor, inspection, lock=True)
    _require_writing(access)
    if AccuracyComment.objects.filter(accuracy_round=access.round).count() >= MOST_COMMENTS:
        raise Refused(f"A draft has at most {MOST_COMMENTS:,} comments.")
    passage = passages_of(access.round.draft.content).get(paragraph)
    if passage is None:
        raise Invalid({"paragraph": "Choose a paragraph of the draft by the number beside it."})
    values = _trimmed(
        {"agency": agency, "about": about, "quoted": quoted, "text": text, "proposed": proposed}
    )
    raise_if_any(_faults(values, passage))
    texts = {"text": values["text"], "proposed": values["proposed"]}
    answers = held_to_patterns(access, texts, reasons)
    values["quoted"] = values["quoted"] or passage.words
    made: AccuracyComment = AccuracyComment.objects.create(
        accuracy_round=access.round,
        paragraph=paragraph,
        membership_id=actor.membership_id,
        **values,
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    return made


@transaction.atomic
def edit_comment(
    *,
    actor: Actor,
    inspection: str,
    comment: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyComment:
    """Change a comment before it is returned; any partner of the committee may. Another's change of
    other fields since ``based_on`` is kept (``exact``: any change is Stale).

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale with the comment.
    """
    access, one = comment_for(actor, inspection, comment, lock=True)
    _require_writing(access)
    if exact and one.version != based_on:
        raise Stale(one)
    wanted = _trimmed({name: text for name, text in changes.items() if name in FIELDS})
    passage = passages_of(access.round.draft.content)[one.paragraph]
    if wanted.get("quoted") == "":
        wanted["quoted"] = passage.words
    now = {name: getattr(one, name) for name in FIELDS}
    raise_if_any(_faults({**now, **wanted}, passage))
    values = merged(one, based_on, wanted)
    values = {name: text for name, text in values.items() if text != now[name]}
    if not values:
        return one
    texts: dict[str, str] = {name: values[name] for name in TEXTS if name in values}
    answers = held_to_patterns(access, texts, reasons)
    for name, text in values.items():
        setattr(one, name, text)
    _save(one)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    return one


@transaction.atomic
def withdraw_comment(*, actor: Actor, inspection: str, comment: str, based_on: int) -> None:
    """Take a comment back before it is returned, its files with it; the history keeps it. Raises
    NotFound, NotPermitted, Refused, Stale."""
    access, one = comment_for(actor, inspection, comment, lock=True)
    _require_writing(access)
    if one.version != based_on:
        raise Stale(one)
    for link in AccuracyFile.objects.filter(comment=one):
        _unlink(actor, link)
    nothing = held_to_patterns(access, dict.fromkeys(TEXTS, ""))
    nothing.keep(actor=actor, table=TABLE, record_id=one.pk)
    one.delete()


@transaction.atomic
def add_comment_file(
    *,
    actor: Actor,
    inspection: str,
    comment: str,
    upload: "UploadedFile[Any]",
    called: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> StoredFile:
    """Bring a file that supports a comment. Its name is held to the patterns of identifiers:
    ``called`` is another name for it, ``reasons`` say why what is in it stays. Raises NotFound,
    NotPermitted, Refused, Invalid (``file``), IdentifiersFound."""
    access, one = comment_for(actor, inspection, comment, lock=True)
    _require_writing(access)
    if AccuracyFile.objects.filter(comment=one).count() >= MOST_FILES:
        raise Refused(f"A comment has at most {MOST_FILES} files. Remove one first.")
    made = store_file(
        actor=actor,
        inspection=access.inspection,
        upload=upload,
        called=called,
        reasons=reasons,
        by_partnership=True,
    )
    AccuracyFile.objects.create(comment=one, file=made)
    return made


@transaction.atomic
def remove_comment_file(*, actor: Actor, inspection: str, comment: str, file: str) -> None:
    """Take a file off a comment; its content is removed. Raises NotFound, NotPermitted, Refused."""
    access, one = comment_for(actor, inspection, comment, lock=True)
    _require_writing(access)
    link = AccuracyFile.objects.filter(comment=one, file_id=ids.decode("file", file)).first()
    if link is None:
        raise NotFound
    _unlink(actor, link)


def _unlink(actor: Actor, link: AccuracyFile) -> None:
    """A file is brought to one comment and to nothing else; what stayed in its name is gone with it."""
    file_id = link.file_id
    link.delete()
    gone = Answers(None, ("name",), ())
    gone.keep(actor=actor, table=StoredFile._meta.db_table, record_id=file_id)
    FileContent.objects.filter(file_id=file_id).delete()


@transaction.atomic
def answer_comment(
    *,
    actor: Actor,
    inspection: str,
    comment: str,
    based_on: int,
    decision: str,
    answer: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyComment:
    """Accept a comment, in part or not at all, with the reason that the committee reads once the round
    is settled. Answered again, the later answer holds.

    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale with the comment.
    """
    access, one = comment_for(actor, inspection, comment, lock=True)
    access.require_deciding()
    if one.version != based_on:
        raise Stale(one)
    _refuse(why_not_answer(access.round.status, access.inspection.status))
    faults = text_fault("answer", answer, LONGEST_REASON, needed=True)
    if decision not in set(CommentDecision.values) - {CommentDecision.WAITING}:
        faults["decision"] = "Choose accepted, partly or declined."
    raise_if_any(faults)
    answers = require_answers(
        inspection=access.inspection, texts={"answer": answer}, reasons=reasons
    )
    one.decision, one.answer = decision, answer.strip()
    one.decided_at, one.decided_by_id = timezone.now(), actor.membership_id
    _save(one)
    answers.keep(actor=actor, table=TABLE, record_id=one.pk)
    return one


def _require_writing(access: AccuracyAccess) -> None:
    """Raises NotPermitted, Refused."""
    access.require_partner()
    _refuse(why_not_write(access.round.status, access.inspection.status))


def _trimmed(values: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n").strip() for name, text in values.items()}


def _faults(values: Mapping[str, str], passage: Passage) -> dict[str, str]:
    faults = text_fault("text", values["text"], LONGEST_TEXT, needed=True)
    faults |= text_fault("proposed", values["proposed"], LONGEST_TEXT)
    faults |= text_fault("quoted", values["quoted"], LONGEST_QUOTE)
    quote = quote_fault(values["quoted"], passage)
    if quote:
        faults.setdefault("quoted", quote)
    if values["agency"] not in dict(services()):
        faults["agency"] = "Choose one of the inspectorate’s services."
    if values["about"] not in CommentAbout.values:
        faults["about"] = f"Choose one of: {', '.join(CommentAbout.values)}."
    return faults


def _refuse(wrong: str) -> None:
    if wrong:
        raise Refused(wrong)


def _save(one: AccuracyComment) -> None:
    one.version += 1
    one.save()
