"""Threads as they are read: everything that was said, by whom, and what can be done with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evaluations.access.reports import chapter_for
from evaluations.access.threads import Talk, talk_of, thread_for
from evaluations.models import Comment, Thread
from evaluations.rules.report_text import blocks
from evaluations.terms import ThreadState
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


@dataclass(frozen=True)
class Said:
    """One comment. ``who`` is empty when no person is known."""

    who: str
    at: datetime
    text: str
    mine: bool


@dataclass(frozen=True)
class ThreadShown:
    """A thread for this reader. ``about`` says what it is about; of a chapter, ``paragraph`` is where
    that stands now, None when its words are gone or it is about the whole."""

    id: str
    version: int
    about: str
    indicator: str
    chapter: str
    paragraph: int | None
    quoted: str
    wants_change: bool
    open: bool
    by: str
    at: datetime
    said: tuple[Said, ...]
    resolved_by: str
    resolved_at: datetime | None
    resolution: str
    may_speak: bool
    may_resolve: bool


@dataclass(frozen=True)
class Threads:
    """Threads about one thing or a whole inspection; open ones first, requests for change before
    others. ``may_request``: this person may ask for changes."""

    all: tuple[ThreadShown, ...]
    may_speak: bool
    may_request: bool

    @property
    def open(self) -> list[ThreadShown]:
        return [one for one in self.all if one.open]

    @property
    def resolved(self) -> list[ThreadShown]:
        return [one for one in self.all if not one.open]

    @property
    def requests(self) -> list[ThreadShown]:
        return [one for one in self.open if one.wants_change]


def threads_of(actor: Actor, inspection: str) -> Threads:
    """Every thread of an inspection that this person may see. Raises NotFound."""
    return threads_in(talk_of(actor, inspection))


def threads_of_chapter(actor: Actor, inspection: str, chapter: str) -> Threads:
    """The threads of one chapter of the report. Raises NotFound."""
    _access, found = chapter_for(actor, inspection, chapter)
    return threads_in(talk_of(actor, inspection), chapter_id=found.pk)


def thread_shown(actor: Actor, inspection: str, thread: str) -> ThreadShown:
    """One thread. Raises NotFound."""
    talk, one = thread_for(actor, inspection, thread)
    return threads_in(talk, pk=one.pk).all[0]


def threads_in(talk: Talk, **narrowed: Any) -> Threads:
    """Threads of an inspection, narrowed as a filter says. Two statements."""
    rows = list(
        Thread.objects.filter(inspection=talk.of.inspection, **narrowed).select_related(
            "indicator", "chapter", "begun_by__user", "resolved_by__user"
        )
    )
    seen = [one for one in rows if talk.knows(one.indicator.code if one.indicator else None)]
    said: dict[int, list[Said]] = {}
    comments = Comment.objects.filter(thread__in=[one.pk for one in seen])
    for comment in comments.select_related("membership__user").order_by("id"):
        said.setdefault(comment.thread_id, []).append(_said(talk, comment))
    shown = [_shown(talk, one, said.get(one.pk, [])) for one in seen]
    shown.sort(key=lambda one: (not one.open, not one.wants_change))
    return Threads(tuple(shown), talk.may_speak, talk.may_speak and talk.checks)


def _said(talk: Talk, one: Comment) -> Said:
    me = one.membership_id is not None and one.membership_id == talk.actor.membership_id
    return Said(_name(one.membership), one.at, one.text, me)


def _name(membership: Any) -> str:
    return membership.user.display_name if membership is not None else ""


def _shown(talk: Talk, one: Thread, said: Sequence[Said]) -> ThreadShown:
    return ThreadShown(
        id=ids.encode("thread", one.pk),
        version=one.version,
        about=_about(one),
        indicator=one.indicator.code if one.indicator else "",
        chapter=ids.encode("chapter", one.chapter_id) if one.chapter_id else "",
        paragraph=paragraph_now(one.quoted, one.paragraph, one.chapter.text)
        if one.chapter
        else None,
        quoted=one.quoted,
        wants_change=one.wants_change,
        open=one.state == ThreadState.OPEN,
        by=_name(one.begun_by),
        at=one.begun_at,
        said=tuple(said),
        resolved_by=_name(one.resolved_by),
        resolved_at=one.resolved_at,
        resolution=one.resolution,
        may_speak=talk.may_speak and one.state == ThreadState.OPEN,
        may_resolve=talk.may_resolve(one),
    )


def _about(one: Thread) -> str:
    if one.indicator:
        return f"{one.indicator.code} {one.indicator.title}"
    return one.chapter.title if one.chapter else ""


def paragraph_now(quoted: str, paragraph: int | None, text: str) -> int | None:
    """Where the paragraph that a thread is about now stands in its chapter's ``text``, counted from
    1: by the words quoted, which stay found when others are written before them; None when they are
    gone."""
    words = " ".join(quoted.split())
    if not words:
        return paragraph
    found = [one.number for one in blocks(text) if words in one.words]
    if paragraph in found:
        return paragraph
    return found[0] if found else None


def thread_record(inspection: str, one: ThreadShown) -> dict[str, Any]:
    """A thread as the API says it."""
    return {
        "id": one.id,
        "version": one.version,
        "inspection": inspection,
        "indicator_code": one.indicator or None,
        "chapter": one.chapter or None,
        "paragraph": one.paragraph,
        "quoted": one.quoted,
        "wants_change": one.wants_change,
        "state": (ThreadState.OPEN if one.open else ThreadState.RESOLVED).value,
        "begun_by": one.by,
        "begun_at": one.at,
        "resolved_by": one.resolved_by,
        "resolved_at": one.resolved_at,
        "resolution": one.resolution,
        "comments": [{"by": said.who, "at": said.at, "text": said.text} for said in one.said],
    }
