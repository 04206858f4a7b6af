"""Say from when to when a body serves an area, and who acts for a committee."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from areas.access import area_to_change, body_for, body_to_change, row_to_change
from areas.models import BODIES, CommitteePartner, Dated, LinkInspector
from areas.queries.people import member_in_role
from areas.rules.dates import out_of_order
from areas.terms import BodyKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.terms import Role
from inspectorate.kernel.errors import Invalid, NotFound, Stale
from inspectorate.tenancy.scope import because


@transaction.atomic
def link_body(
    *,
    actor: Actor,
    kind: BodyKind,
    area: str,
    body: str,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Dated:
    """Record that a body serves an area between two days.

    Where an area has one such body on any day (committee, force), a link that is still open when
    this one begins ends the day before. Raises Invalid, NotFound, NotPermitted.
    """
    shape = BODIES[kind]
    if shape.link is None:
        raise NotFound
    locked = area_to_change(actor, area)
    chosen = body_for(actor, kind, body)
    same = {"area": locked} if shape.exclusive else {"area": locked, shape.field: chosen}
    if shape.exclusive and from_on is not None:
        _end_open(shape.link, same, from_on)
    link = shape.link(**{"area": locked, shape.field: chosen}, from_on=from_on, to_on=to_on)
    _check(link, same)
    link.save()
    return link


@transaction.atomic
def redate_link(
    *,
    actor: Actor,
    kind: BodyKind,
    reference: str,
    based_on: int,
    from_on: date | None,
    to_on: date | None,
) -> Dated:
    """Change the days of a link; ending one is giving its last day. Raises Stale, Invalid."""
    shape = BODIES[kind]
    if shape.link is None:
        raise NotFound
    link: Any = row_to_change(actor, shape.link, reference)
    body = f"{shape.field}_id"
    same = {"area_id": link.area_id}
    if not shape.exclusive:
        same[body] = getattr(link, body)
    return _redated(link, same, based_on, from_on, to_on)


@transaction.atomic
def remove_link(*, actor: Actor, kind: BodyKind, reference: str, based_on: int, why: str) -> None:
    """Take back a link that was recorded by mistake; its history stays, with the reason."""
    shape = BODIES[kind]
    if shape.link is None:
        raise NotFound
    link = row_to_change(actor, shape.link, reference)
    if link.version != based_on:
        raise Stale(link)
    with because(why):
        link.delete()


@transaction.atomic
def assign_link_inspector(
    *, actor: Actor, committee: str, member: str, from_on: date, to_on: date | None = None
) -> LinkInspector:
    """Make a person a committee's link inspector from a day on; the one before ends the day before.

    Raises Invalid when the person is no link inspector or the days meet another's.
    """
    locked = body_to_change(actor, BodyKind.COMMITTEE, committee, P.ASSIGN_LINK_INSPECTORS)
    return _assigned(locked, member, from_on, to_on)


@transaction.atomic
def hand_on_committee(
    *, actor: Actor, committee: str, member: str, from_on: date
) -> tuple[LinkInspector, int | None]:
    """A link inspector hands their own committee on to another, from a day on; whoever assigns link
    inspectors may hand on any. The new link, and the membership of who had it before that day.

    Raises NotFound, NotPermitted, Invalid for a person who is no link inspector, or has it already.
    """
    locked = body_to_change(actor, BodyKind.COMMITTEE, committee, P.FOLLOW_MAIN_POINTS)
    before: int | None = (
        LinkInspector.objects.as_at(from_on)
        .filter(committee_id=locked.pk)
        .values_list("membership_id", flat=True)
        .first()
    )
    if before is None or before != actor.membership_id:
        actor.require(P.ASSIGN_LINK_INSPECTORS)
    if before is not None and member_in_role(member, Role.LINK_INSPECTOR) == before:
        raise Invalid({"member": "This person has the committee already. Choose another."})
    return _assigned(locked, member, from_on, None), before


def _assigned(locked: Any, member: str, from_on: date, to_on: date | None) -> LinkInspector:
    membership = member_in_role(member, Role.LINK_INSPECTOR)
    if membership is None:
        raise Invalid({"member": "This person does not have the role of link inspector."})
    _end_open(LinkInspector, {"committee": locked}, from_on)
    row = LinkInspector(
        committee_id=locked.pk, membership_id=membership, from_on=from_on, to_on=to_on
    )
    _check(row, {"committee": locked})
    row.save()
    return row


@transaction.atomic
def add_partner(
    *,
    actor: Actor,
    committee: str,
    member: str,
    agency: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> CommitteePartner:
    """Let a person act for a committee between two days. Raises Invalid, NotFound, NotPermitted."""
    locked = body_to_change(actor, BodyKind.COMMITTEE, committee, P.MAINTAIN_AREAS)
    membership = member_in_role(member, Role.COMMITTEE_PARTNER)
    if membership is None:
        raise Invalid({"member": "This person does not have the role of committee partner."})
    row = CommitteePartner(
        committee_id=locked.pk,
        membership_id=membership,
        agency=agency,
        from_on=from_on,
        to_on=to_on,
    )
    _check(row, {"committee": locked, "membership_id": membership})
    row.save()
    return row


@transaction.atomic
def redate_person(
    *,
    actor: Actor,
    model: type[LinkInspector] | type[CommitteePartner],
    reference: str,
    based_on: int,
    from_on: date | None,
    to_on: date | None,
) -> Dated:
    """Change the days of a link inspector or a partner. Raises Stale, Invalid, NotFound."""
    inspector = model is LinkInspector
    permission = P.ASSIGN_LINK_INSPECTORS if inspector else P.MAINTAIN_AREAS
    row: Any = row_to_change(actor, model, reference, permission)
    same = {"committee_id": row.committee_id}
    if not inspector:
        same["membership_id"] = row.membership_id
    return _redated(row, same, based_on, from_on, to_on)


def _redated(
    row: Dated, same: dict[str, Any], based_on: int, from_on: date | None, to_on: date | None
) -> Dated:
    if row.version != based_on:
        raise Stale(row)
    if (row.from_on, row.to_on) == (from_on, to_on):
        return row
    row.from_on, row.to_on = from_on, to_on
    _check(row, same)
    row.version += 1
    row.save()
    return row


def _end_open(model: type[Dated], same: dict[str, Any], from_on: date) -> None:
    """End what holds on the day something new begins, the day before, if it began earlier."""
    for row in model.objects.as_at(from_on).filter(to_on__isnull=True, **same):
        if row.from_on is None or row.from_on < from_on:
            row.to_on = from_on - timedelta(days=1)
            row.version += 1
            row.save()


def _check(row: Dated, same: dict[str, Any]) -> None:
    """Raises Invalid when the days are out of order or meet a row that holds the same place."""
    if reason := out_of_order(row.from_on, row.to_on):
        raise Invalid({"to_on": reason})
    others = type(row).objects.filter(**same).exclude(pk=row.pk)
    if row.to_on is not None:
        others = others.exclude(from_on__gt=row.to_on)
    if row.from_on is not None:
        others = others.exclude(to_on__lt=row.from_on)
    met = others.first()
    if met is not None:
        begins = met.from_on.strftime("%-d %B %Y") if met.from_on else "the beginning"
        ends = met.to_on.strftime("%-d %B %Y") if met.to_on else "further notice"
        raise Invalid(
            {
                "from_on": f"Another already holds this place from {begins} until {ends}. "
                "Change its days first, or begin after it."
            }
        )
