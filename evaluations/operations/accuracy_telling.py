"""Who is told of a round of factual accuracy, and in what words: what is to be done, never what was
written."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from areas.queries import partner_members
from evaluations.models import AccuracyRound
from evaluations.operations.telling import ask, leads_of, tell
from inspectorate.accounts.operations import end_duty
from inspectorate.accounts.wordings import declare

DRAFT, ANSWER, DECIDE = "accuracy-draft", "accuracy-answer", "accuracy-extension"
REFUSED, SETTLED = "accuracy-time-refused", "accuracy-settled"
PAGE = "accuracy"
DUE, LATE = "accuracy-due", "accuracy-late"


def declare_words() -> None:
    """Every kind of message about factual accuracy, with the product's own words. Called once."""
    declare(
        DRAFT,
        label=_("A draft report is sent to the partnership"),
        title=_("Check the draft report on {area} for factual accuracy"),
        subject=_("Draft report on {area}: comments on its factual accuracy by {due}"),
        body=_(
            "{inspectorate} has sent the draft report on {area} to your partnership. "
            "Please check its facts. You can comment on it, paragraph by paragraph, and return the "
            "comments of all agencies together until {due}:\n\n{link}\n\nThe draft is confidential."
        ),
    )
    declare(
        ANSWER,
        label=_("A partnership returned its comments on a draft"),
        title=_("Answer the comments on the draft report on {area}"),
        subject=_("Comments on the draft report on {area} have come"),
        body=_(
            "The partnership in {area} has returned its comments on the draft report. "
            "Each is to be answered, with a reason:\n\n{link}"
        ),
    )
    _declare_time()
    _declare_reminders()


def _declare_time() -> None:
    declare(
        DECIDE,
        label=_("A partnership asks for more time"),
        title=_("Decide on more time for the draft report on {area}"),
        subject=_("The partnership in {area} asks for more time"),
        body=_(
            "The partnership in {area} asks for more time to comment on the draft report:\n\n{link}"
        ),
    )
    declare(
        REFUSED,
        label=_("More time for a draft was refused"),
        title=_("More time for the draft report on {area}"),
        subject=_("Draft report on {area}: your comments are due on {due}"),
        body=_(
            "The inspectorate cannot give more time for the draft report on {area}. "
            "Your comments are due on {due}. Why not:\n\n{link}"
        ),
    )
    declare(
        SETTLED,
        label=_("Every comment of a partnership is answered"),
        title=_("The answers to your comments on {area}"),
        subject=_("Your comments on the draft report on {area} are answered"),
        body=_(
            "The inspectorate has finished this round of factual accuracy for {area}. "
            "What became of each comment, and why:\n\n{link}"
        ),
    )


def _declare_reminders() -> None:
    declare(
        DUE,
        label=_("Reminder: comments on a draft are due"),
        title=_("Comments on the draft report on {area} are due"),
        subject=_("Comments on the draft report on {area} are due on {due}"),
        body=_(
            "The comments of your partnership on the draft report on {area} are due "
            "on {due}. If there is nothing to correct, please return it saying so:\n\n{link}"
        ),
    )
    declare(
        LATE,
        label=_("Reminder: comments on a draft are late"),
        title=_("Comments on the draft report on {area} are late"),
        subject=_("Comments on the draft report on {area} were due on {due}"),
        body=_(
            "The comments of the partnership on the draft report on {area} were due "
            "on {due} and have not been returned:\n\n{link}"
        ),
    )


def partners_of_round(one: AccuracyRound) -> list[int]:
    """The memberships of those who act for its committee today."""
    return partner_members(one.committee_id, timezone.localdate())


def draft_sent(one: AccuracyRound) -> None:
    """Also after another due day, which is then another duty in the place of the first."""
    end_duty(kind=DRAFT, subject=_about(one))
    _ask(DRAFT, one, partners_of_round(one), on=one.due_on)


def comments_returned(one: AccuracyRound) -> None:
    end_duty(kind=DRAFT, subject=_about(one))
    _ask(ANSWER, one, leads_of(one.inspection))


def more_time_asked(one: AccuracyRound, extension: int) -> None:
    _ask(DECIDE, one, leads_of(one.inspection), extension)


def more_time_decided(one: AccuracyRound, extension: int) -> None:
    """Nobody has to decide any more."""
    end_duty(kind=DECIDE, subject=_about(one, extension))


def more_time_refused(one: AccuracyRound, extension: int) -> None:
    more_time_decided(one, extension)
    about = _about(one, extension)
    members = partners_of_round(one)
    tell(members, one.inspection, REFUSED, about=about, page=PAGE, on=one.due_on)


def round_over(one: AccuracyRound) -> None:
    """Nothing is left to do for anybody; the partners are told."""
    end_duty(kind=DRAFT, subject=_about(one))
    end_duty(kind=ANSWER, subject=_about(one))
    tell(partners_of_round(one), one.inspection, SETTLED, about=_about(one), page=PAGE)


def remind(one: AccuracyRound, members: set[int], day: date) -> None:
    """Once for each of them and the day of the reminder."""
    kind = LATE if day > one.due_on else DUE
    tell(members, one.inspection, kind, about=_about(one, day), page=PAGE, on=one.due_on)


def _about(one: AccuracyRound, more: object = "") -> str:
    return f"accuracy-{one.pk}:{more}" if more else f"accuracy-{one.pk}"


def _ask(
    kind: str, one: AccuracyRound, members: Iterable[int], more: object = "", on: date | None = None
) -> None:
    ask(members, one.inspection, kind, about=_about(one, more), page=PAGE, on=on)
