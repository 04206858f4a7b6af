"""Take what a device did while it had no network: each operation once, in order, alone.

The key of an operation is inserted first. A repeat finds it and is given the answer again, whether
the first answer arrived or not; two at once are one, because the second waits for the first. What
is refused, or met somebody else's change, is kept with its text and stops no other operation.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone

from evaluations.access import inspection_for
from evaluations.access.devices import device_of
from evaluations.models import ClientOperation
from evaluations.operations.client_deeds import DEEDS
from evaluations.operations.devices import note_seen
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.meetings import sides, tell_the_others
from evaluations.operations.recording import Clash
from evaluations.operations.settling import AlreadySettled, settle
from evaluations.rules.client_operations import (
    MOST_OPERATIONS,
    Misunderstood,
    Sent,
    digest_of,
    key_of,
    understood,
)
from evaluations.terms import OperationKind, OperationState
from inspectorate.accounts.people import Actor
from inspectorate.kernel.api.rendering import dumps
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.tenancy.scope import because, require_inspectorate_id

log = logging.getLogger(__name__)

LONGEST_CHAIN = 50
AGAIN = "again"
"""The database could not do it just now: nothing is kept of it, send it again."""
ANOTHER = "Other work was sent under this key before. Export this, and record it again."
NOT_THERE = "This is not there any more, or not for you any more. Your text is kept; export it."
FAULT = "This could not be taken because of a fault here. Your text is kept. Tell the operator."

_CLAIM = """
insert into evaluations_clientoperation (inspectorate_id, membership_id, key, device_key,
  inspection_id, kind, made_at, request_digest, state, answer)
values (%s, %s, %s, %s, %s, %s, %s, %s, 'done', '{}')
on conflict (inspectorate_id, membership_id, key) do nothing
returning id
"""
_KEEP = """
update evaluations_clientoperation set state = %s, answer = %s::jsonb, payload = %s::jsonb
where inspectorate_id = %s and id = %s
"""


def take_from_device(*, actor: Actor, device: UUID, sent: Sequence[Any]) -> list[dict[str, Any]]:
    """The same from a browser that is registered as this person's. Raises DeviceUnknown, DeviceGone
    too."""
    note_seen(device_of(actor, device))
    return take_operations(actor=actor, device=device, sent=sent)


def take_operations(*, actor: Actor, device: UUID, sent: Sequence[Any]) -> list[dict[str, Any]]:
    """Do what was sent, in its order; an answer for each, in the same order. ``device`` says where it
    was done; see ``take_from_device`` for one that must be registered.

    An answer has ``key`` and ``state``: ``done`` with the ``record``; ``clash`` with ``base``,
    ``mine``, ``current`` and ``fields``; ``refused`` with the sentence ``said`` and, by kind,
    ``faults`` and ``found``; ``again``. Raises Invalid (too many at once).
    """
    if len(sent) > MOST_OPERATIONS:
        raise Invalid({"operations": f"Send at most {MOST_OPERATIONS} at once."})
    answers: list[dict[str, Any]] = []
    for raw in sent:
        stopped = bool(answers) and answers[-1]["state"] == AGAIN
        answers.append(_later(raw) if stopped else _take(actor, device, raw))
    return answers


def _later(raw: Any) -> dict[str, Any]:
    return {"key": str(key_of(raw) or ""), "state": AGAIN}


def _take(actor: Actor, device: UUID, raw: Any) -> dict[str, Any]:
    try:
        one = understood(raw)
    except Misunderstood as error:
        key = str(key_of(raw) or "")
        return {"key": key, "state": OperationState.REFUSED.value, "said": str(error)}
    try:
        with transaction.atomic():
            return _once(actor, device, one, raw)
    except OperationalError:
        log.warning("An operation of a device is to be sent again", exc_info=True)
        return _later(raw)
    except DatabaseError:
        log.exception("An operation of a device could not be kept (%s)", one.kind)
        return {"key": str(one.key), "state": OperationState.REFUSED.value, "said": FAULT}


def _once(actor: Actor, device: UUID, one: Sent, raw: Any) -> dict[str, Any]:
    """Do it unless it was done; in one savepoint, so that the key and the change stand together."""
    digest = digest_of(raw)
    number = _claim(actor, device, one, digest)
    if number is None:
        return _answered_before(actor, one, digest)
    answer = {
        "key": str(one.key),
        "after": one.after,
        "changed": list(one.fields),
        **_carried_out(actor, one),
    }
    kept = answer["state"] != OperationState.DONE
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            [
                answer["state"],
                dumps(answer).decode(),
                dumps(raw).decode() if kept else None,
                require_inspectorate_id(),
                number,
            ],
        )
    if one.replaces is not None:
        _replaced(actor, one.replaces)
    plain: dict[str, Any] = orjson.loads(dumps(answer))
    return plain


def _claim(actor: Actor, device: UUID, one: Sent, digest: str) -> int | None:
    """The row of this operation, made now; None when there was one."""
    values = [str(one.key), str(device), _inspection(actor, one), one.kind, one.made_at, digest]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [require_inspectorate_id(), actor.membership_id, *values])
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _inspection(actor: Actor, one: Sent) -> int | None:
    """The inspection it belongs to, where that is one that the person sees."""
    if not one.inspection:
        return None
    try:
        return int(inspection_for(actor, one.inspection).pk)
    except NotFound:
        return None


def _answered_before(actor: Actor, one: Sent, digest: str) -> dict[str, Any]:
    row = ClientOperation.objects.get(membership_id=actor.membership_id, key=one.key)
    if row.request_digest != digest:
        return {"key": str(one.key), "state": OperationState.REFUSED.value, "said": ANOTHER}
    answer: dict[str, Any] = row.answer
    return answer


def _carried_out(actor: Actor, one: Sent) -> dict[str, Any]:
    """The answer to one operation; whatever it says no with has changed nothing."""
    with because(f"Recorded on a device, {one.made_at:%Y-%m-%d %H:%M} UTC by its clock"):
        try:
            with transaction.atomic():
                return {"state": OperationState.DONE.value, **_done(actor, one)}
        except OperationalError:
            raise
        except Clash as clash:
            since = based_on(actor, one)
            tell_the_others(actor, one, clash, since)
            return {"state": OperationState.CLASH.value, "since": since, **sides(actor, clash)}
        except (Invalid, Stale, Misunderstood, NotFound, NotPermitted, Refused) as no:
            return _refused(no)
        except Exception:
            log.exception("An operation of a device could not be taken (%s)", one.kind)
            return {"state": OperationState.REFUSED.value, "said": FAULT}


def _done(actor: Actor, one: Sent) -> dict[str, Any]:
    if one.kind == OperationKind.SETTLE:
        return settle(actor=actor, one=one)
    return {"record": DEEDS[OperationKind(one.kind)](actor, one, based_on(actor, one))}


def based_on(actor: Actor, one: Sent) -> int:
    """The version an operation was made from.

    For each field that is the version which this person's own nearest operation before it on the
    same record and field made, and the version it names where there is none; the earliest of these,
    so that nothing of somebody else's that this person has not seen is ever replaced in silence.
    """
    chain = list(_chain(actor, one.after))
    if one.kind == OperationKind.WITHDRAW_EVIDENCE:
        return _base_of("", chain, one.based_on)
    return min((_base_of(name, chain, one.based_on) for name in one.fields), default=one.based_on)


def _chain(actor: Actor, after: Any) -> Iterator[ClientOperation]:
    """The operations before one on the same record, the nearest first."""
    for _ in range(LONGEST_CHAIN):
        before = ClientOperation.objects.filter(
            membership_id=actor.membership_id, key=after
        ).first()
        if after is None or before is None:
            return
        yield before
        after = before.answer.get("after")


def _base_of(name: str, chain: Sequence[ClientOperation], otherwise: int) -> int:
    """The version that the nearest operation on this field made; no name: on any of them."""
    for before in chain:
        whole = not name or before.kind == OperationKind.ADD_EVIDENCE
        if before.state == OperationState.DONE and (whole or name in before.answer["changed"]):
            record = before.answer.get("record") or {}
            return int(record.get("version", otherwise))
    return otherwise


def _refused(no: Exception) -> dict[str, Any]:
    """The sentence that says why, with what a form would show beside its fields."""
    answer: dict[str, Any] = {"state": OperationState.REFUSED.value, "said": str(no) or NOT_THERE}
    if isinstance(no, Invalid):
        answer["faults"] = no.faults
        answer["said"] = " ".join(said for faults in no.faults.values() for said in faults)
    if isinstance(no, IdentifiersFound):
        answer["found"] = no.found
    if isinstance(no, Stale):
        answer["current"] = no.current
    if isinstance(no, AlreadySettled):
        answer["settled"] = True
    return answer


def _replaced(actor: Actor, key: UUID) -> None:
    """The refused operation whose text came again in another is settled by that."""
    ClientOperation.objects.filter(
        membership_id=actor.membership_id,
        key=key,
        state=OperationState.REFUSED,
        settled_at__isnull=True,
    ).update(settled_at=timezone.now(), payload=None)
