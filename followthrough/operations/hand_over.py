"""Handing a committee over to the next link inspector, with what they should know."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from areas.operations import hand_on_committee
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from followthrough import messages
from followthrough.access.diary import committee_kept
from followthrough.models import HandOver
from followthrough.operations.committee_telling import tell_about
from followthrough.queries.standing import Narrowed, Standing, standings
from followthrough.rules.diary import LONGEST_SUMMARY
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.events import record_event

TABLE = HandOver._meta.db_table
FURTHEST = timedelta(days=366)
KEPT = (
    *("number", "origin", "text", "group", "due_on", "heard_on"),
    *("view", "last_word", "listed", "days_late", "days_silent"),
)
"""What is frozen of how each point stood; `main_point` is its opaque id."""


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    committee: str,
    to: str,
    on: date,
    summary: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> HandOver:
    """Hand a committee to another link inspector (``to`` is a person's opaque id) from a day on, today
    at the earliest. Who had it follows it until the day before. How every open point stands is frozen
    with the summary; the successor is told. Raises NotFound, NotPermitted, Invalid,
    IdentifiersFound."""
    inside = committee_kept(actor, committee)
    summary = summary.strip()
    faults = text_fault("summary", summary, LONGEST_SUMMARY, needed=True)
    today = timezone.localdate()
    if not today <= on <= today + FURTHEST:
        faults["on"] = "Choose a day from today on, within a year."
    raise_if_any(faults)
    answers = require_answers(inspection=None, texts={"summary": summary}, reasons=reasons)
    link, before = hand_on_committee(actor=actor, committee=committee, member=to, from_on=on)
    made: HandOver = HandOver.objects.create(
        committee_id=inside.committee.pk,
        from_membership_id=before,
        to_membership_id=link.membership_id,
        on=on,
        summary=summary,
        stood=_stood(inside.committee.pk),
        membership_id=actor.membership_id,
    )
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    about = ids.encode("hand-over", made.pk)
    new = [made.to_membership_id]
    tell_about(inside, messages.HANDED_OVER, new, page="committee-diary", about=about)
    record_event("committee.handed-over", collection="committees", subject=inside.id)
    return made


def _stood(committee: int) -> list[dict[str, Any]]:
    encoder = DjangoJSONEncoder()
    return [_plain(one, encoder) for one in standings(Narrowed(committees=[committee]))]


def _plain(one: Standing, encoder: DjangoJSONEncoder) -> dict[str, Any]:
    whole = asdict(one)
    plain = {
        name: encoder.default(value) if isinstance(value := whole[name], date) else value
        for name in KEPT
    }
    return {"main_point": one.id, **plain}
