"""From a person and a reference to an area or a body; the only way to one."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from areas.models import (
    BODIES,
    Body,
    ChildProtectionCommittee,
    CommitteePartner,
    Dated,
    LinkInspector,
    LocalAuthorityArea,
)
from areas.terms import BodyKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def id_kind(kind: BodyKind) -> str:
    """The kind of opaque id that bodies of this kind have."""
    return "committee" if kind is BodyKind.COMMITTEE else "body"


def area_for(actor: Actor, reference: str) -> LocalAuthorityArea:
    """The area with this opaque id. Raises NotFound, NotPermitted."""
    actor.require(P.SEE_AREAS)
    found: LocalAuthorityArea | None = LocalAuthorityArea.objects.filter(
        pk=ids.decode("area", reference)
    ).first()
    if found is None:
        raise NotFound
    return found


def area_to_change(actor: Actor, reference: str) -> LocalAuthorityArea:
    """The area, locked until the end of the transaction. Raises NotFound, NotPermitted."""
    found = area_for(actor, reference)
    actor.require(P.MAINTAIN_AREAS)
    rows = LocalAuthorityArea.objects.select_for_update(no_key=True, of=("self",))
    locked: LocalAuthorityArea = rows.get(pk=found.pk)
    return locked


def body_for(actor: Actor, kind: BodyKind, reference: str) -> Body:
    """The body of a kind with this opaque id. Raises NotFound, NotPermitted."""
    actor.require(P.SEE_AREAS)
    number = ids.decode(id_kind(kind), reference)
    found: Body | None = BODIES[kind].model.objects.filter(pk=number).first()
    if found is None:
        raise NotFound
    return found


def body_to_change(
    actor: Actor, kind: BodyKind, reference: str, permission: P = P.MAINTAIN_AREAS
) -> Body:
    """The body, locked until the end of the transaction. Raises NotFound, NotPermitted."""
    found = body_for(actor, kind, reference)
    actor.require(permission)
    model = BODIES[kind].model
    locked: Body = model.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
    return locked


def committee_for(actor: Actor, reference: str) -> ChildProtectionCommittee:
    """The committee with this opaque id. Raises NotFound, NotPermitted."""
    found = body_for(actor, BodyKind.COMMITTEE, reference)
    assert isinstance(found, ChildProtectionCommittee)  # noqa: S101 -- for the type checker
    return found


def row_for(
    actor: Actor, model: type[Dated], reference: str, permission: P = P.MAINTAIN_AREAS
) -> Dated:
    """A dated link by its opaque id, for somebody who may change it. Raises NotFound, NotPermitted."""
    actor.require(P.SEE_AREAS)
    actor.require(permission)
    found: Dated | None = model.objects.filter(pk=ids.decode("link", reference)).first()
    if found is None:
        raise NotFound
    return found


def row_to_change(
    actor: Actor, model: type[Dated], reference: str, permission: P = P.MAINTAIN_AREAS
) -> Dated:
    """The same, locked until the end of the transaction. Raises NotFound, NotPermitted."""
    found = row_for(actor, model, reference, permission)
    rows = model.objects.select_for_update(no_key=True, of=("self",))
    locked: Dated | None = rows.filter(pk=found.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _there(on: date) -> Q:
    """Of rows beside a committee: it has not been dissolved before a day."""
    return Q(committee__to_on__isnull=True) | Q(committee__to_on__gte=on)


def committees_of(actor: Actor) -> frozenset[int]:
    """The committees a person is the link inspector of, or a partner in, today."""
    if actor.membership_id is None:
        return frozenset()
    today = timezone.localdate()
    return frozenset(
        committee
        for model in (LinkInspector, CommitteePartner)
        for committee in model.objects.as_at(today)
        .filter(_there(today), membership_id=actor.membership_id)
        .values_list("committee_id", flat=True)
    )


def partner_committees_of(actor: Actor) -> frozenset[int]:
    """The committees a person acts for as a partner today."""
    if actor.membership_id is None:
        return frozenset()
    today = timezone.localdate()
    rows = CommitteePartner.objects.as_at(today).filter(_there(today))
    return frozenset(
        rows.filter(membership_id=actor.membership_id).values_list("committee_id", flat=True)
    )
