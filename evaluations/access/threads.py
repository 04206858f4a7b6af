"""From a person and a reference to a thread; who may begin one, answer it and resolve it.

Threads about an evaluation are for whoever may know the evaluation, those about a paragraph for
whoever reads the report as it is written. Its team, on its days, and moderators and publishers who are
not on it take part; who asked for a change, or another moderator, says that it is made.
"""

from dataclasses import dataclass

from evaluations.access.inspections import on_it_today, parties
from evaluations.access.moderation import ModerationAccess, moderation_for
from evaluations.access.reports import chapter_for
from evaluations.models import ReportChapter, SecondJudgement, Thread
from evaluations.rules.life import Party
from evaluations.terms import InspectionStatus as S
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused

SPOKEN = (S.EVALUATING, S.MODERATION, S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY)
"""While an inspection is here, comments are made."""
NOT_NOW = "Comments are made while evaluations are agreed, moderated and reported."


@dataclass(frozen=True, slots=True)
class Talk:
    """An inspection whose threads ``actor`` may see. ``known``: the codes of the evaluations that
    are open to them; None for all of them."""

    of: ModerationAccess
    known: frozenset[str] | None

    @property
    def actor(self) -> Actor:
        return self.of.actor

    @property
    def checks(self) -> bool:
        """Whether this person checks the team's work, and may request changes."""
        who = parties(self.of.actor, self.of.place)
        return bool(who & {Party.MODERATOR, Party.PUBLISHER})

    @property
    def may_speak(self) -> bool:
        person = self.of.actor.membership_id is not None
        takes_part = self.checks or on_it_today(self.of.place)
        return person and takes_part and self.of.inspection.status in SPOKEN

    def knows(self, code: str | None) -> bool:
        """Whether a thread about the evaluation with this code, or about a chapter, is for them."""
        if self.known is None:
            return True
        return code is not None and code in self.known

    def may_resolve(self, thread: Thread) -> bool:
        """A request for change is resolved by whoever checks, never by the team that was asked."""
        return self.may_speak and (self.checks or not thread.wants_change)


def talk_of(actor: Actor, inspection: str) -> Talk:
    """The threads of the inspection with this opaque id. Raises NotFound."""
    return talk_about(moderation_for(actor, inspection))


def talk_about(access: ModerationAccess) -> Talk:
    """The same when the moderation is at hand."""
    if access.levels:
        return Talk(access, None)
    given = SecondJudgement.objects.filter(
        moderation__inspection=access.inspection, given_at__isnull=False
    )
    return Talk(access, frozenset(given.values_list("indicator__code", flat=True)))


def talk_to_begin(
    actor: Actor, inspection: str, *, indicator: str = "", chapter: str = ""
) -> tuple[Talk, ReportChapter | None]:
    """For a new thread about one or the other. Raises NotFound, NotPermitted, Refused."""
    found = chapter_for(actor, inspection, chapter)[1] if chapter else None
    talk = talk_of(actor, inspection)
    if found is None and not talk.knows(indicator):
        raise NotFound
    require_speaking(talk)
    return talk, found


def thread_for(actor: Actor, inspection: str, thread: str) -> tuple[Talk, Thread]:
    """A thread of the inspection. Raises NotFound."""
    talk = talk_of(actor, inspection)
    found = (
        Thread.objects.select_related("indicator", "chapter")
        .filter(inspection=talk.of.inspection, pk=ids.decode("thread", thread))
        .first()
    )
    if found is None or not talk.knows(found.indicator.code if found.indicator else None):
        raise NotFound
    return talk, found


def thread_to_change(actor: Actor, inspection: str, thread: str) -> tuple[Talk, Thread]:
    """The thread, locked, for who takes part. Raises NotFound, NotPermitted, Refused."""
    talk, seen = thread_for(actor, inspection, thread)
    require_speaking(talk)
    locked: Thread = Thread.objects.select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)
    return talk, locked


def require_speaking(talk: Talk) -> None:
    """Raises NotPermitted or Refused."""
    if talk.may_speak:
        return
    if talk.of.inspection.status not in SPOKEN:
        raise Refused(NOT_NOW)
    raise NotPermitted("Comments are made by the team and by those who check its work.")
