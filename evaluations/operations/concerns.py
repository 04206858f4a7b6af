"""A child at risk now: raise it, and it goes to those who can act; deal with it, and say who was told.

Nothing stands in the way of raising: no field but what is wrong, no identifier to be taken out first,
no reference that must lead somewhere.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from evaluations import access
from evaluations.access.concerns import concern_to_handle, require_raising
from evaluations.models import Concern, Inspection, SampledCase
from evaluations.operations.checks import raise_if_any, text_fault, version_or_stale
from evaluations.operations.concern_routes import recipients_of, tell
from evaluations.operations.identifiers import NO_REASONS, IdentifiersFound, require_answers
from evaluations.rules.concerns import STEPS, closing_faults, obstacle
from evaluations.terms import ConcernMove
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused
from inspectorate.tenancy.scope import because

LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000
TABLE = "evaluations_concern"


def as_record(concern: Concern) -> dict[str, Any]:
    """A concern as the API says it and as a stale edit is shown it."""
    return {
        "id": ids.encode("concern", concern.pk),
        "version": concern.version,
        "inspection": _opaque("inspection", concern.inspection_id),
        "sampled_case": _opaque("sampled-case", concern.sampled_case_id),
        "what": concern.what,
        "where": concern.where,
        "told_already": concern.told_already,
        "noticed_at": concern.noticed_at,
        "raised_at": concern.raised_at,
        "status": concern.status,
        "acknowledged_at": concern.acknowledged_at,
        "told_whom": concern.told_whom,
        "told_at": concern.told_at,
        "outcome": concern.outcome,
        "closed_at": concern.closed_at,
    }


def _opaque(kind: str, number: int | None) -> str | None:
    return None if number is None else ids.encode(kind, number)


@transaction.atomic
def raise_concern(
    *,
    actor: Actor,
    what: str,
    noticed_at: datetime | None = None,
    where: str = "",
    told_already: str = "",
    inspection: str | None = None,
    sampled_case: str | None = None,
    client_key: UUID | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Raise a concern and send it on at once; the concern as it is kept.

    ``noticed_at``: none, or a time to come (a device's clock may be wrong), is now. An inspection or
    a case that this person cannot reach is left out, and the concern goes to everybody who handles
    concerns. The same ``client_key`` again gives the same concern. Identifiers stay, and are listed.
    Raises NotPermitted; Invalid when nothing is said, or more than can be kept.
    """
    require_raising(actor)
    known = Concern.objects.filter(client_key=client_key).first() if client_key else None
    if known is not None:
        return as_record(known)
    said = {"what": what, "where": where, "told_already": told_already}
    texts = {name: _keepable(text) for name, text in said.items()}
    raise_if_any(_faults(texts))
    found, case = _about(actor, inspection, sampled_case)
    made = Concern(
        **texts,
        inspection=found,
        sampled_case=case,
        membership_id=actor.membership_id,
        noticed_at=_not_to_come(noticed_at),
        client_key=client_key,
    )
    if not _saved(made):
        return as_record(Concern.objects.get(client_key=client_key))
    _list_identifiers(actor, made, texts, reasons)
    tell(made)
    return as_record(made)


def _saved(made: Concern) -> bool:
    """Save it with those it goes to; False when the same operation was sent twice at once."""
    made.routed_to = recipients_of(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        return False
    return True


def _keepable(text: str) -> str:
    """Without what no database can hold: a concern is not sent back for a stray character."""
    kept = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    return kept.replace("\x00", "").replace("\r\n", "\n").strip()


def _faults(texts: Mapping[str, str]) -> dict[str, str]:
    if not texts["what"]:
        return {"what": "Say what is wrong. A few words are enough."}
    return {
        field: fault
        for name, text in texts.items()
        for field, fault in text_fault(name, text, LONGEST_TEXT).items()
    }


def _not_to_come(given: datetime | None) -> datetime:
    now = timezone.now()
    if given is None:
        return now
    if timezone.is_naive(given):
        given = timezone.make_aware(given)
    return min(given, now)


def _about(
    actor: Actor, inspection: str | None, sampled_case: str | None
) -> tuple[Inspection | None, SampledCase | None]:
    """The inspection and the case it is about, as far as this person can reach them."""
    case = _case(actor, sampled_case) if sampled_case else None
    if case is not None:
        return case.inspection, case
    if not inspection:
        return None, None
    try:
        return access.inspection_for(actor, inspection), None
    except NotFound:
        return None, None


def _case(actor: Actor, reference: str) -> SampledCase | None:
    try:
        number = ids.decode("sampled-case", reference)
        case: SampledCase = SampledCase.objects.select_related("inspection").get(pk=number)
        access.case_material_of(actor, case.inspection)
    except (NotFound, NotPermitted, SampledCase.DoesNotExist):
        return None
    return case


def _list_identifiers(
    actor: Actor, made: Concern, texts: Mapping[str, str], reasons: Mapping[str, str]
) -> None:
    """Nobody takes an identifier out in an emergency: whatever has no reason gets this one."""
    given = dict(reasons)
    try:
        answers = require_answers(inspection=made.inspection, texts=texts, reasons=given)
    except IdentifiersFound as missing:
        why = gettext("Concern for a child")
        given |= {one["digest"]: why for one in missing.found}
        answers = require_answers(inspection=made.inspection, texts=texts, reasons=given)
    answers.keep(actor=actor, table=TABLE, record_id=made.pk)


def _handled(actor: Actor, concern: str, based_on: int, move: ConcernMove) -> Concern:
    """The concern, locked, when this move leads on from where it is."""
    kept = concern_to_handle(actor, concern)
    version_or_stale(kept, based_on, as_record)
    wrong = obstacle(move, kept.status, is_mine=kept.acknowledged_by_id == actor.membership_id)
    if wrong:
        raise Refused(wrong)
    kept.status = STEPS[move].target
    kept.version += 1
    return kept


@transaction.atomic
def acknowledge_concern(
    *, actor: Actor, concern: str, based_on: int, take_over: bool = False
) -> dict[str, Any]:
    """Say "I am dealing with it", or take it over from who has said so before.

    Raises NotFound, NotPermitted, Refused, Stale.
    """
    move = ConcernMove.TAKE_OVER if take_over else ConcernMove.ACKNOWLEDGE
    kept = _handled(actor, concern, based_on, move)
    kept.acknowledged_by_id = actor.membership_id
    kept.acknowledged_at = timezone.now()
    with because(gettext("Taken over") if take_over else gettext("Acknowledged")):
        kept.save()
    return as_record(kept)


@transaction.atomic
def close_concern(
    *,
    actor: Actor,
    concern: str,
    based_on: int,
    told_whom: str,
    told_at: datetime | None,
    outcome: str,
) -> dict[str, Any]:
    """Close a concern: who was told, when, and what they do about it.

    Raises NotFound, NotPermitted, Refused, Invalid (by field), Stale.
    """
    kept = _handled(actor, concern, based_on, ConcernMove.CLOSE)
    faults = text_fault("told_whom", told_whom, LONGEST_REASON)
    faults |= text_fault("outcome", outcome, LONGEST_TEXT)
    now = timezone.now()
    raise_if_any(faults | closing_faults(told_whom, told_at, outcome, kept.noticed_at, now))
    kept.told_whom, kept.told_at, kept.outcome = told_whom.strip(), told_at, outcome.strip()
    kept.closed_by_id, kept.closed_at = actor.membership_id, now
    if kept.acknowledged_at is None:
        kept.acknowledged_by_id, kept.acknowledged_at = actor.membership_id, now
    with because(gettext("Closed")):
        kept.save()
    texts = {"told_whom": kept.told_whom, "outcome": kept.outcome}
    _list_identifiers(actor, kept, texts, NO_REASONS)
    return as_record(kept)


@transaction.atomic
def reopen_concern(*, actor: Actor, concern: str, based_on: int, reason: str) -> dict[str, Any]:
    """Open a closed concern again, with the reason; who was told before stays in its history.

    Raises NotFound, NotPermitted, Refused, Invalid, Stale.
    """
    kept = _handled(actor, concern, based_on, ConcernMove.REOPEN)
    raise_if_any(text_fault("reason", reason, LONGEST_REASON, needed=True))
    kept.acknowledged_by_id, kept.acknowledged_at = actor.membership_id, timezone.now()
    kept.told_whom, kept.told_at, kept.outcome = "", None, ""
    kept.closed_by_id, kept.closed_at = None, None
    with because(gettext("Opened again: %(reason)s") % {"reason": reason}):
        kept.save()
    _list_identifiers(actor, kept, {"reason": reason}, NO_REASONS)
    return as_record(kept)
