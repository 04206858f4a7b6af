"""Begin, answer, resolve and reopen a thread about one evaluation or one paragraph of the draft."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from evaluations.access.threads import talk_to_begin, thread_to_change
from evaluations.models import Comment, Inspection, ReportChapter, Thread
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.queries.threads import paragraph_now
from evaluations.terms import ThreadState
from indicators.models import QualityIndicator
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.tenancy.scope import because

LONGEST_COMMENT = 4_000
LONGEST_QUOTE = 2_000
MOST_PARAGRAPHS = 32_000


@transaction.atomic
def begin_thread(
    *,
    actor: Actor,
    inspection: str,
    text: str,
    indicator: str = "",
    chapter: str = "",
    paragraph: int | None = None,
    quoted: str = "",
    wants_change: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Thread:
    """Begin a thread about an ``indicator`` (its code) or a ``chapter`` (its opaque id) of the report,
    there about the ``paragraph`` with this number, whose words then are ``quoted``.

    ``wants_change`` makes it a request for change, for whoever checks the team's work. Raises
    NotFound, NotPermitted, Refused (not now), Invalid, IdentifiersFound.
    """
    if bool(indicator) == bool(chapter):
        raise Invalid({"indicator": "A comment is about one evaluation or about one chapter."})
    talk, about = talk_to_begin(actor, inspection, indicator=indicator, chapter=chapter)
    if wants_change and not talk.checks:
        raise NotPermitted("Changes are requested by those who check the team's work.")
    _check(about, text, quoted, paragraph)
    answers = require_answers(
        inspection=talk.of.inspection, texts={"text": text.strip()}, reasons=reasons
    )
    made: Thread = Thread.objects.create(
        inspection=talk.of.inspection,
        indicator_id=_indicator(talk.of.inspection, indicator) if indicator else None,
        chapter=about,
        paragraph=paragraph,
        quoted=quoted.strip(),
        wants_change=wants_change,
        begun_by_id=actor.membership_id,
    )
    first = _say(made, actor, text)
    answers.keep(actor=actor, table=Comment._meta.db_table, record_id=first.pk, new=True)
    return made


def _check(about: ReportChapter | None, text: str, quoted: str, paragraph: int | None) -> None:
    """Raises Invalid when there is nothing said, or what is quoted is not in the chapter."""
    faults = text_fault("text", text, LONGEST_COMMENT, needed=True)
    faults |= text_fault("quoted", quoted, LONGEST_QUOTE)
    if quoted.strip() and not (about and paragraph_now(quoted, None, about.text)):
        faults["quoted"] = "These words are not in the chapter as it now is."
    if paragraph is not None and not (about and 1 <= paragraph <= MOST_PARAGRAPHS):
        faults["paragraph"] = "Paragraphs of a chapter are counted from 1."
    raise_if_any(faults)


def _indicator(inspection: Inspection, code: str) -> int:
    rows = QualityIndicator.objects.filter(
        edition_id=inspection.edition_id, code=code if "\0" not in code else ""
    )
    found: int | None = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _say(thread: Thread, actor: Actor, text: str) -> Comment:
    made: Comment = Comment.objects.create(
        thread=thread, membership_id=actor.membership_id, text=text.strip()
    )
    return made


@transaction.atomic
def reply(
    *,
    actor: Actor,
    inspection: str,
    thread: str,
    text: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Comment:
    """Answer in an open thread. Raises NotFound, NotPermitted, Refused (not now, or resolved),
    Invalid, IdentifiersFound."""
    talk, one = thread_to_change(actor, inspection, thread)
    if one.state != ThreadState.OPEN:
        raise Refused("This is resolved. Open it again to go on.")
    raise_if_any(text_fault("text", text, LONGEST_COMMENT, needed=True))
    answers = require_answers(
        inspection=talk.of.inspection, texts={"text": text.strip()}, reasons=reasons
    )
    made = _say(one, actor, text)
    answers.keep(actor=actor, table=Comment._meta.db_table, record_id=made.pk, new=True)
    return made


@transaction.atomic
def resolve(
    *,
    actor: Actor,
    inspection: str,
    thread: str,
    based_on: int,
    text: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> Thread:
    """Say that a thread is settled, and how; a request for change needs that said. Resolving what is
    resolved changes nothing. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound,
    Stale."""
    talk, one = thread_to_change(actor, inspection, thread)
    if not talk.may_resolve(one):
        raise NotPermitted("A request for change is resolved by those who check the team's work.")
    if one.state == ThreadState.RESOLVED:
        return one
    _version(one, based_on)
    raise_if_any(text_fault("text", text, LONGEST_COMMENT, needed=one.wants_change))
    answers = require_answers(
        inspection=talk.of.inspection, texts={"text": text.strip()}, reasons=reasons
    ).only("text", "resolution")
    one.state, one.resolved_by_id, one.resolved_at = (
        ThreadState.RESOLVED,
        actor.membership_id,
        timezone.now(),
    )
    one.resolution = text.strip()
    one.version += 1
    with because(one.resolution or "Resolved"):
        one.save()
    answers.keep(actor=actor, table=Thread._meta.db_table, record_id=one.pk)
    return one


@transaction.atomic
def reopen(
    *,
    actor: Actor,
    inspection: str,
    thread: str,
    based_on: int,
    text: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Thread:
    """Open a resolved thread again, and say why: that is its next comment. Raises NotFound,
    NotPermitted, Refused (it is open), Invalid, IdentifiersFound, Stale."""
    talk, one = thread_to_change(actor, inspection, thread)
    if not talk.may_resolve(one):
        raise NotPermitted("A request for change is opened again by those who check the work.")
    if one.state == ThreadState.OPEN:
        raise Refused("This is open.")
    _version(one, based_on)
    raise_if_any(text_fault("text", text, LONGEST_COMMENT, needed=True))
    answers = require_answers(
        inspection=talk.of.inspection, texts={"text": text.strip()}, reasons=reasons
    )
    one.state, one.resolved_by_id, one.resolved_at = ThreadState.OPEN, None, None
    one.resolution = ""
    one.version += 1
    with because(text.strip()):
        one.save()
    made = _say(one, actor, text)
    answers.keep(actor=actor, table=Comment._meta.db_table, record_id=made.pk, new=True)
    return one


def _version(one: Thread, based_on: int) -> None:
    if one.version != based_on:
        raise Stale({"id": ids.encode("thread", one.pk), "version": one.version, "text": ""})
