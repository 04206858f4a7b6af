"""Changing and ending memberships, without taking back somebody else's change in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from inspectorate.accounts.models import Membership
from inspectorate.accounts.operations.people import faults_of_dates, known_roles
from inspectorate.accounts.people import Actor
from inspectorate.accounts.queries import on
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.models import HistoryEntry

FIELDS = ("roles", "post", "from_on", "to_on")
LAST_ADMINISTRATOR = (
    "This would leave the inspectorate without an administrator. Make somebody else one first."
)
OWN_ROLES = "You cannot change your own roles or dates. Ask another administrator."


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that two people changed: what it was, what mine makes of it, what theirs made."""

    field: str
    base: Any
    mine: Any
    theirs: Any


@transaction.atomic
def change_membership(
    *,
    actor: Actor,
    membership_id: int,
    version: int,
    roles: Sequence[str],
    post: str = "",
    from_on: date | None = None,
    to_on: date | None = None,
) -> Membership:
    """Bring a membership to these values, based on ``version`` of it.

    What others changed since in other fields is kept. Raises NotFound, NotPermitted, Invalid,
    Refused (one's own roles, the last administrator), and Stale with a list of `Differing` when
    the same field was changed.
    """
    actor.require(Permission.MANAGE_PEOPLE)
    membership = _locked(membership_id)
    mine: dict[str, Any] = {
        "roles": known_roles(roles),
        "post": post.strip(),
        "from_on": from_on,
        "to_on": to_on,
    }
    merged = mine if version == membership.version else _merged(membership, version, mine)
    if faults := faults_of_dates(merged["from_on"], merged["to_on"]):
        raise Invalid(faults)
    if all(getattr(membership, name) == merged[name] for name in FIELDS):
        return membership
    _check_administrators(actor, membership, merged)
    for name in FIELDS:
        setattr(membership, name, merged[name])
    membership.version += 1
    membership.save()
    return membership


@transaction.atomic
def end_membership(*, actor: Actor, membership_id: int, version: int) -> Membership:
    """End a membership at once; its place in the history stays. Raises as `change_membership`."""
    membership = _locked(membership_id)
    yesterday = timezone.localdate() - timedelta(days=1)
    first = membership.from_on
    return change_membership(
        actor=actor,
        membership_id=membership_id,
        version=version,
        roles=membership.roles,
        post=membership.post,
        from_on=first and min(first, yesterday),
        to_on=yesterday,
    )


def _locked(membership_id: int) -> Membership:
    """The membership, locked, after every administrator's in one order: two administrators who
    remove each other at the same moment come one after the other."""
    rows = Membership.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(rows.filter(roles__contains=[Role.ADMINISTRATOR]))
    membership: Membership | None = rows.filter(pk=membership_id).first()
    if membership is None:
        raise NotFound
    return membership


def _check_administrators(actor: Actor, membership: Membership, merged: dict[str, Any]) -> None:
    """Raises Refused. What one calls oneself (``post``) one may change."""
    changed = {name for name in FIELDS if getattr(membership, name) != merged[name]}
    if membership.pk == actor.membership_id and changed - {"post"}:
        raise Refused(OWN_ROLES)
    today = timezone.localdate()
    stays = (
        Role.ADMINISTRATOR in merged["roles"]
        and (merged["from_on"] is None or merged["from_on"] <= today)
        and merged["to_on"] is None
    )
    if Role.ADMINISTRATOR not in membership.roles or stays:
        return
    others = Membership.objects.filter(
        on(today), roles__contains=[Role.ADMINISTRATOR], user__is_active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(LAST_ADMINISTRATOR)


def _merged(membership: Membership, version: int, mine: dict[str, Any]) -> dict[str, Any]:
    """Mine where only I changed, theirs where only they did. Raises Stale where both did."""
    base = _as_it_was(membership.pk, version)
    theirs = {name: getattr(membership, name) for name in FIELDS}
    clashes = [
        Differing(name, base[name], mine[name], theirs[name])
        for name in FIELDS
        if mine[name] != theirs[name] and base[name] not in (mine[name], theirs[name])
    ]
    if clashes:
        raise Stale(clashes)
    return {name: theirs[name] if mine[name] == base[name] else mine[name] for name in FIELDS}


def _as_it_was(membership_id: int, version: int) -> dict[str, Any]:
    """The fields at an earlier version, from the history. Raises Stale when there was none such."""
    entry = (
        HistoryEntry.objects.filter(
            table_name=Membership._meta.db_table,
            record_id=membership_id,
            row_data__version=version,
        )
        .exclude(operation="D")
        .order_by("id")
        .last()
    )
    if entry is None:
        raise Stale([])
    row: dict[str, Any] = entry.row_data
    return {
        "roles": row["roles"],
        "post": row["post"],
        "from_on": parse_date(row["from_on"]) if row["from_on"] else None,
        "to_on": parse_date(row["to_on"]) if row["to_on"] else None,
    }
