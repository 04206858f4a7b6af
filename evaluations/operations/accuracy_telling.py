"""Who is told of a round of factual accuracy: what is to be done, never what was written."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from areas.queries import partner_members
from evaluations.messages import (
    ACCURACY_ANSWER,
    ACCURACY_DRAFT,
    ACCURACY_DUE,
    ACCURACY_EXTENSION,
    ACCURACY_LATE,
    ACCURACY_SETTLED,
    ACCURACY_TIME_REFUSED,
)
from evaluations.models import AccuracyRound
from evaluations.operations.telling import ask, leads_of, tell
from inspectorate.accounts.operations import end_duty

PAGE = "accuracy"


def partners_of_round(one: AccuracyRound) -> list[int]:
    """The memberships of those who act for its committee today."""
    return partner_members(one.committee_id, timezone.localdate())


def draft_sent(one: AccuracyRound) -> None:
    """Also after another due day, which is then another duty in the place of the first."""
    end_duty(kind=ACCURACY_DRAFT, subject=_about(one))
    _ask(ACCURACY_DRAFT, one, partners_of_round(one), on=one.due_on)


def comments_returned(one: AccuracyRound) -> None:
    end_duty(kind=ACCURACY_DRAFT, subject=_about(one))
    _ask(ACCURACY_ANSWER, one, leads_of(one.inspection))


def more_time_asked(one: AccuracyRound, extension: int) -> None:
    _ask(ACCURACY_EXTENSION, one, leads_of(one.inspection), extension)


def more_time_decided(one: AccuracyRound, extension: int) -> None:
    """Nobody has to decide any more."""
    end_duty(kind=ACCURACY_EXTENSION, subject=_about(one, extension))


def more_time_refused(one: AccuracyRound, extension: int) -> None:
    more_time_decided(one, extension)
    about = _about(one, extension)
    members = partners_of_round(one)
    tell(members, one.inspection, ACCURACY_TIME_REFUSED, about=about, page=PAGE, on=one.due_on)


def round_over(one: AccuracyRound) -> None:
    """Nothing is left to do for anybody; the partners are told."""
    end_duty(kind=ACCURACY_DRAFT, subject=_about(one))
    end_duty(kind=ACCURACY_ANSWER, subject=_about(one))
    tell(partners_of_round(one), one.inspection, ACCURACY_SETTLED, about=_about(one), page=PAGE)


def remind(one: AccuracyRound, members: set[int], day: date) -> None:
    """Once for each of them and the day of the reminder."""
    kind = ACCURACY_LATE if day > one.due_on else ACCURACY_DUE
    tell(members, one.inspection, kind, about=_about(one, day), page=PAGE, on=one.due_on)


def _about(one: AccuracyRound, more: object = "") -> str:
    return f"accuracy-{one.pk}:{more}" if more else f"accuracy-{one.pk}"


def _ask(
    kind: str, one: AccuracyRound, members: Iterable[int], more: object = "", on: date | None = None
) -> None:
    ask(members, one.inspection, kind, about=_about(one, more), page=PAGE, on=on)
