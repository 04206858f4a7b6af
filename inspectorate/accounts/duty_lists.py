"""What the pages and the API show of duties and of the words of messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from inspectorate.accounts.models import Duty, MailChoice, MailTemplate
from inspectorate.accounts.operations.templates import as_record
from inspectorate.accounts.people import Actor
from inspectorate.accounts.rules.mail_words import fill
from inspectorate.accounts.wordings import declared
from inspectorate.kernel import ids

MOST_SHOWN = 200
DONE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class DutyLine:
    """``late``: its day has passed."""

    id: str
    kind: str
    title: str
    path: str
    due_on: date | None
    given_at: datetime
    done_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class DutiesPage:
    """A person's list: late and due first, then the newest; and what was done last."""

    open: Sequence[DutyLine]
    done: Sequence[DutyLine]
    daily: bool
    choice_version: int


def open_duties(actor: Actor) -> list[DutyLine]:
    """What this person has to do, the earliest day first, those without a day after them."""
    found = Duty.objects.filter(membership_id=actor.membership_id or 0, done_at__isnull=True)
    return _lines(found.order_by("due_on", "-id")[:MOST_SHOWN])


def duties_page(actor: Actor) -> DutiesPage:
    done = Duty.objects.filter(membership_id=actor.membership_id or 0, done_at__isnull=False)
    choice = MailChoice.objects.filter(membership_id=actor.membership_id or 0).first()
    return DutiesPage(
        open=open_duties(actor),
        done=_lines(done.order_by("-done_at", "-id")[:DONE_SHOWN]),
        daily=choice.daily if choice else False,
        choice_version=choice.version if choice else 0,
    )


def _lines(found: Any) -> list[DutyLine]:
    today = timezone.localdate()
    return [
        DutyLine(
            ids.encode("duty", one.pk),
            one.kind,
            one.title,
            one.path,
            one.due_on,
            one.given_at,
            one.done_at,
            bool(one.due_on and one.due_on < today and one.done_at is None),
        )
        for one in found
    ]


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A kind of message, the words in force and the names they may use."""

    kind: str
    label: str
    subject: str
    body: str
    own: bool
    version: int
    names: Sequence[str]


def templates() -> list[TemplateLine]:
    """Every kind of message, in the order in which they occur. One statement."""
    own = {one.kind: one for one in MailTemplate.objects.all()}
    return [
        TemplateLine(
            kind=kind,
            label=str(wording.label),
            subject=str(words["subject"]),
            body=str(words["body"]),
            own=kind in own,
            version=own[kind].version if kind in own else 0,
            names=sorted(wording.names),
        )
        for kind, wording in declared().items()
        for words in [as_record(wording, own.get(kind))]
    ]


def example_of(line: TemplateLine) -> tuple[str, str]:
    """Subject and body as somebody would get them, the names standing for themselves."""
    values = {name: f"[{name}]" for name in line.names}
    return fill(line.subject, values), fill(line.body, values)
