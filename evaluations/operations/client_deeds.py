"""What each kind of work done on a device calls: one operation of the house each, nothing else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from evaluations.models import ClientOperation
from evaluations.operations.by_indicator import save_indicator
from evaluations.operations.concerns import raise_concern
from evaluations.operations.evidence import add_evidence, edit_evidence, withdraw_evidence
from evaluations.operations.readings import note_record_read
from evaluations.operations.recording import Changes
from evaluations.operations.views import save_view
from evaluations.rules.client_operations import MADE_BY, Sent
from evaluations.rules.values import Chosen
from evaluations.terms import OperationKind, OperationState
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid, NotFound

Deed = Callable[[Actor, Sent, int], dict[str, Any]]
"""(who, what was sent, the version it is based on) -> the record as it then is."""


def save_evaluation(actor: Actor, sent: Sent, based_on: int) -> dict[str, Any]:
    value = sent.fields.get("value")
    chosen = None
    if value is not None:
        levels = value.get("level_set")
        chosen = Chosen(
            value.get("level"), tuple(levels) if levels else None, value.get("non_grade")
        )
    return save_indicator(
        actor=actor,
        inspection=sent.inspection,
        indicator=sent.target,
        based_on=based_on,
        changes=Changes(
            value=chosen,
            rationale=sent.fields.get("rationale"),
            single_source_reason=sent.fields.get("single_source_reason"),
        ),
        reasons=sent.reasons,
    )


def save_own_view(actor: Actor, sent: Sent, based_on: int) -> dict[str, Any]:
    changes = {name: one for name, one in sent.fields.items() if name != "value"}
    if "value" in sent.fields:
        value = sent.fields["value"]
        changes |= {"level": value.get("level"), "non_grade": value.get("non_grade")}
    return save_view(
        actor=actor,
        inspection=sent.inspection,
        indicator=sent.target,
        based_on=based_on,
        changes=changes,
        reasons=sent.reasons,
    )


def read_record(actor: Actor, sent: Sent, _based_on: int) -> dict[str, Any]:
    needed(sent, "service", "read_on")
    return note_record_read(
        actor=actor,
        sampled_case=sent.target,
        service=sent.fields["service"],
        read_on=sent.fields["read_on"],
        medical=sent.fields.get("medical", False),
        client_key=sent.key,
    )


def raise_a_concern(actor: Actor, sent: Sent, _based_on: int) -> dict[str, Any]:
    """Nothing but what is wrong is needed; without a time it was noticed when it was written."""
    needed(sent, "what")
    given = {"noticed_at": sent.made_at, **sent.fields}
    return raise_concern(
        actor=actor,
        inspection=sent.inspection,
        client_key=sent.key,
        reasons=sent.reasons,
        **given,
    )


def bring_evidence(actor: Actor, sent: Sent, _based_on: int) -> dict[str, Any]:
    return add_evidence(
        actor=actor,
        inspection=sent.inspection,
        values=sent.fields,
        client_key=sent.key,
        reasons=sent.reasons,
    )


def change_evidence(actor: Actor, sent: Sent, based_on: int) -> dict[str, Any]:
    return edit_evidence(
        actor=actor,
        evidence=record_meant(actor, sent.target),
        based_on=based_on,
        changes=sent.fields,
        reasons=sent.reasons,
    )


def take_evidence_back(actor: Actor, sent: Sent, based_on: int) -> dict[str, Any]:
    return withdraw_evidence(
        actor=actor,
        evidence=record_meant(actor, sent.target),
        based_on=based_on,
        why=sent.fields.get("why", ""),
        reasons=sent.reasons,
    )


def needed(sent: Sent, *names: str) -> None:
    """Raises Invalid for fields that this kind of work cannot do without."""
    missing = [name for name in names if sent.fields.get(name) in {None, ""}]
    if missing:
        raise Invalid({name: "This is needed." for name in missing})


DEEDS: dict[OperationKind, Deed] = {
    OperationKind.ADD_EVIDENCE: bring_evidence,
    OperationKind.EDIT_EVIDENCE: change_evidence,
    OperationKind.WITHDRAW_EVIDENCE: take_evidence_back,
    OperationKind.SAVE_EVALUATION: save_evaluation,
    OperationKind.SAVE_VIEW: save_own_view,
    OperationKind.READ_RECORD: read_record,
    OperationKind.RAISE_CONCERN: raise_a_concern,
}


def record_meant(actor: Actor, target: str) -> str:
    """The id of the record that a target names. Raises NotFound when the operation that was to make
    it has not made it."""
    if not target.startswith(MADE_BY):
        return target
    try:
        key = UUID(target.removeprefix(MADE_BY))
    except ValueError:
        raise NotFound from None
    made = ClientOperation.objects.filter(
        membership_id=actor.membership_id, key=key, state=OperationState.DONE
    ).first()
    if made is None:
        raise NotFound
    return str(made.answer["record"]["id"])
