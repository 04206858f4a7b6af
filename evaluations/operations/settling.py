"""Settle what waits: two texts that met, or work that was refused. Always somebody's choice."""

from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils import timezone

from evaluations.models import ClientOperation
from evaluations.operations.client_deeds import DEEDS
from evaluations.operations.meetings import sides, tell_it_is_settled
from evaluations.operations.recording import Clash
from evaluations.rules.client_operations import Sent, settled_fields, understood
from evaluations.terms import OperationKind, OperationState
from inspectorate.accounts.people import Actor
from inspectorate.kernel.api.rendering import dumps
from inspectorate.kernel.errors import Invalid, NotFound, Refused


class AlreadySettled(Refused):
    """It was settled before: here, in another tab or on another device."""

    def __init__(self) -> None:
        super().__init__("This has been settled already.")


@transaction.atomic
def settle(*, actor: Actor, one: Sent) -> dict[str, Any]:
    """Close an operation of this person's that waits, as its ``choices`` say, or give it up.

    ``target`` is its key, ``based_on`` the version of the record that was shown beside it,
    ``choices`` say for each field that clashes which side stays: mine, theirs or a text of both.
    The answer has the ``record``. When the same field was changed again meanwhile, nothing is saved,
    the operation waits on with the newer sides, and the answer has ``reopened`` with them.

    Raises NotFound, Refused, Invalid, Misunderstood, and what the operation itself raises.
    """
    row = _waiting(actor, one.target)
    if one.fields.get("give_up"):
        return _close(row, None)
    if row.state != OperationState.CLASH:
        raise Refused("Correct it and send it again, or give it up.")
    if "choices" not in one.fields:
        raise Invalid({"choices": "Choose which to keep."})
    first = understood(row.payload)
    clashing = list(row.answer["fields"])
    fields = settled_fields(clashing, first.fields, one.fields["choices"])
    again = first._replace(fields=fields, reasons={**first.reasons, **one.reasons})
    if not fields:
        tell_it_is_settled(actor, first, row.answer["current"], int(row.answer["since"]))
        return _close(row, row.answer["current"])
    try:
        with transaction.atomic():
            record = DEEDS[OperationKind(first.kind)](actor, again, one.based_on)
    except Clash as clash:
        return _reopened(row, again, {"since": one.based_on, **sides(actor, clash)})
    tell_it_is_settled(actor, first, row.answer["current"], int(row.answer["since"]))
    return _close(row, record)


def _waiting(actor: Actor, target: str) -> ClientOperation:
    try:
        key = UUID(target)
    except ValueError:
        raise NotFound from None
    rows = ClientOperation.objects.select_for_update(no_key=True, of=("self",))
    row: ClientOperation | None = rows.filter(membership_id=actor.membership_id, key=key).first()
    if row is None:
        raise NotFound
    if row.settled_at is not None or row.state == OperationState.DONE:
        raise AlreadySettled
    return row


def _close(row: ClientOperation, record: dict[str, Any] | None) -> dict[str, Any]:
    row.settled_at, row.payload = timezone.now(), None
    row.answer = {**_always(row), "settled": True}
    row.save(update_fields=["settled_at", "payload", "answer"])
    return {"record": record}


def _reopened(row: ClientOperation, again: Sent, newer: dict[str, Any]) -> dict[str, Any]:
    """The text as it was settled becomes this person's side of the new meeting."""
    plain = orjson.loads(dumps(newer))
    row.payload = {**(row.payload or {}), "fields": orjson.loads(dumps(again.fields))}
    row.answer = {**_always(row), **plain}
    row.save(update_fields=["payload", "answer"])
    return {"record": None, "reopened": plain}


def _always(row: ClientOperation) -> dict[str, Any]:
    """What stays of an answer when the texts in it go."""
    return {name: row.answer.get(name) for name in ("key", "state", "after", "changed")}
