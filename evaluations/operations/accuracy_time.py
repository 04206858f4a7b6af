"""More time for a draft: asked for by the partnership, decided on or given by the inspectorate."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from evaluations.access.accuracy import AccuracyAccess, extension_to_decide, round_for
from evaluations.models import AccuracyExtension, AccuracyRound
from evaluations.operations import accuracy_telling as telling
from evaluations.operations.accuracy_records import extension_record, held_to_patterns, round_record
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.rules.accuracy import extension_fault, why_not_write
from evaluations.terms import ExtensionDecision
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Refused, Stale
from inspectorate.tenancy.scope import because

EXTENSIONS = AccuracyExtension._meta.db_table


@transaction.atomic
def ask_for_time(
    *,
    actor: Actor,
    inspection: str,
    asked_for: date,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyExtension:
    """Ask for more time, with the day and the reason; the lead inspector is told. One question waits
    at a time. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound."""
    access = round_for(actor, inspection, lock=True)
    access.require_partner()
    _check(access, asked_for, "why", why)
    answers = held_to_patterns(access, {"why": why}, reasons)
    rows = AccuracyExtension.objects.filter(accuracy_round=access.round)
    if rows.filter(decision=ExtensionDecision.WAITING).exists():
        raise Refused("More time has been asked for already. The inspectorate has yet to decide.")
    made: AccuracyExtension = AccuracyExtension.objects.create(
        accuracy_round=access.round,
        asked_for=asked_for,
        why=why.strip(),
        asked_by_id=actor.membership_id,
    )
    answers.keep(actor=actor, table=EXTENSIONS, record_id=made.pk, new=True)
    telling.more_time_asked(access.round, made.pk)
    return made


@transaction.atomic
def decide_on_time(
    *,
    actor: Actor,
    inspection: str,
    extension: str,
    based_on: int,
    granted: bool,
    why: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyExtension:
    """Grant it, which moves the due date, or refuse it with the reason; the partners are told.
    Raises NotFound, NotPermitted, Refused (decided already, the round is over, the day has passed),
    Invalid, IdentifiersFound, Stale."""
    access, one = extension_to_decide(actor, inspection, extension)
    if one.version != based_on:
        raise Stale(extension_record(one))
    if one.decision != ExtensionDecision.WAITING:
        raise Refused("This has been decided already.")
    _refuse(why_not_write(access.round.status, access.inspection.status))
    raise_if_any(text_fault("why", why, LONGEST_REASON, needed=not granted))
    wrong = extension_fault(one.asked_for, access.round.due_on, timezone.localdate())
    if granted and wrong:
        raise Refused(f"{wrong} Refuse it, or give more time yourself.")
    answers = require_answers(inspection=access.inspection, texts={"why": why}, reasons=reasons)
    _decided(one, actor, granted=granted, why=why)
    answers.keep(actor=actor, table=EXTENSIONS, record_id=one.pk)
    if granted:
        telling.more_time_decided(access.round, one.pk)
        _move_due(access.round, one.asked_for, why or one.why)
    else:
        telling.more_time_refused(access.round, one.pk)
    return one


@transaction.atomic
def give_time(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    until: date,
    why: str,
    reasons: Mapping[str, str] = NO_REASONS,
) -> AccuracyRound:
    """Give more time unasked, with the reason; the partners are told. What waits is granted by it.
    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound, Stale."""
    access = round_for(actor, inspection, lock=True)
    access.require_deciding()
    one = access.round
    if one.version != based_on:
        raise Stale(round_record(access))
    _check(access, until, "why", why, day="until")
    answers = require_answers(inspection=access.inspection, texts={"why": why}, reasons=reasons)
    rows = AccuracyExtension.objects.select_for_update(no_key=True, of=("self",))
    waiting = rows.filter(accuracy_round=one, decision=ExtensionDecision.WAITING).first()
    given = waiting or AccuracyExtension(
        accuracy_round=one, asked_for=until, why=why.strip(), version=0
    )
    _decided(given, actor, granted=True, why=why if waiting else "")
    answers.keep(actor=actor, table=EXTENSIONS, record_id=given.pk)
    telling.more_time_decided(one, given.pk)
    _move_due(one, until, why)
    return one


def _check(
    access: AccuracyAccess, until: date, field: str, why: str, *, day: str = "asked_for"
) -> None:
    """Raises Refused, Invalid."""
    _refuse(why_not_write(access.round.status, access.inspection.status))
    fault = extension_fault(until, access.round.due_on, timezone.localdate())
    faults = {day: fault} if fault else {}
    raise_if_any(faults | text_fault(field, why, LONGEST_REASON, needed=True))


def _decided(one: AccuracyExtension, actor: Actor, *, granted: bool, why: str) -> None:
    one.decision = ExtensionDecision.GRANTED if granted else ExtensionDecision.REFUSED
    one.decided_at, one.decided_by_id = timezone.now(), actor.membership_id
    one.decided_why = why.strip()
    one.version += 1
    one.save()


def _move_due(one: AccuracyRound, until: date, why: str) -> None:
    one.due_on = until
    one.version += 1
    with because(why):
        one.save()
    telling.draft_sent(one)


def _refuse(wrong: str) -> None:
    if wrong:
        raise Refused(wrong)
