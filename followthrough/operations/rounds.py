"""What a follow-through inspection looks at, and what it decides for the area."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.access import inspection_to_change
from evaluations.operations.identifiers import identifier_faults
from followthrough.access.rounds import RoundAccess, require, round_for
from followthrough.models import Progress, Round, RoundPoint
from followthrough.queries.open_points import open_points
from followthrough.rules.rounds import ALL, SOME, decision_faults, scope_faults, together
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import because

LONGEST_REASON = 4000
SCOPE = ("choice", "points", "reason")
DECISION = ("area_decision", "again_within_months", "decision_reason")
TABLE = Round._meta.db_table


def round_record(
    access: RoundAccess, found: Round | None, points: Collection[int]
) -> dict[str, Any]:
    """The scope and the decision as the API says them; version 0 while nothing was chosen."""
    return {
        "id": access.reference,
        "version": found.version if found else 0,
        "inspection": access.reference,
        "choice": found.choice if found else None,
        "points": [ids.encode("point", one) for one in sorted(points)],
        "reason": found.reason if found else "",
        "area_decision": (found.area_decision or None) if found else None,
        "again_within_months": found.again_within_months if found else None,
        "decision_reason": found.decision_reason if found else "",
    }


def current(access: RoundAccess) -> tuple[Round | None, dict[str, Any]]:
    """The round as it stands and its record."""
    found: Round | None = Round.objects.filter(inspection=access.inspection).first()
    rows = RoundPoint.objects.filter(inspection=access.inspection)
    return found, round_record(access, found, list(rows.values_list("point_id", flat=True)))


@transaction.atomic
def choose_scope(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    choice: str,
    points: Collection[str] = (),
    reason: str = "",
) -> dict[str, Any]:
    """Choose which of the area's open points the inspection looks at; the round as it now is.

    ``points`` are needed for "some" only. A point that was judged here stays in. Raises NotFound,
    NotPermitted, Refused, Invalid, Stale.
    """
    access, found, record = _locked(actor, inspection, based_on, SCOPE)
    require(access.why_not_choose())
    there = {one.pk for one in open_points(access.inspection)}
    asked = {ids.decode("point", one) for one in points} if choice == SOME else set()
    faults = scope_faults(choice, there, asked, reason) | _text_faults(access, "reason", reason)
    if asked - there:
        faults["points"] = "One of these is not an open point of this area. Look at the list again."
    if faults:
        raise Invalid(faults)
    wanted = there if choice == ALL else asked
    _put_points(access, wanted, {ids.decode("point", one) for one in record["points"]})
    found = found or Round(inspection=access.inspection, version=0)
    found.choice, found.reason = choice, reason.strip() if choice != ALL else ""
    found.version += 1
    with because(f"Points to look at chosen for {access.inspection.reference}"):
        found.save()
    return current(access)[1]


@transaction.atomic
def decide_for_area(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    area_decision: str,
    again_within_months: int | None = None,
    decision_reason: str = "",
) -> dict[str, Any]:
    """Decide whether there is another visit to the area; it takes effect when the report is
    published. Raises NotFound, NotPermitted, Refused, Invalid, Stale."""
    access, found, _record = _locked(actor, inspection, based_on, DECISION)
    require(access.why_not_decide())
    if found is None:
        raise Refused("Choose first which open points this inspection looks at.")
    months = again_within_months if area_decision == "again" else None
    reason = decision_reason.strip()
    faults = decision_faults(area_decision, months, reason)
    faults |= _text_faults(access, "decision_reason", reason)
    if faults:
        raise Invalid(faults)
    found.area_decision, found.again_within_months = area_decision, months
    found.decision_reason = reason
    found.decided_by_id, found.decided_at = actor.membership_id, timezone.now()
    found.version += 1
    with because(f"Decided for the area at {access.inspection.reference}"):
        found.save()
    return current(access)[1]


def _locked(
    actor: Actor, inspection: str, based_on: int, fields: Collection[str]
) -> tuple[RoundAccess, Round | None, dict[str, Any]]:
    """The round, locked with its inspection; an edit of other fields meanwhile does no harm."""
    access = round_for(actor, inspection)
    inspection_to_change(actor, inspection)
    found, record = current(access)
    if record["version"] != based_on and not _untouched(found, based_on, fields, record):
        raise Stale(record)
    return access, found, record


def _untouched(
    found: Round | None, based_on: int, fields: Collection[str], record: Mapping[str, Any]
) -> bool:
    """Whether nobody changed these fields since the version. Which points are in scope goes with the
    choice and its reason, but is kept apart: a scope is never taken for untouched."""
    before = row_at(TABLE, found.pk, based_on) if found else None
    if before is None or "points" in fields:
        return False
    now = {name: record[name] or None for name in fields}
    was = {name: before[name] or None for name in fields}
    return not together(None, was, now)[1]


def _text_faults(access: RoundAccess, field: str, text: str) -> dict[str, str]:
    if len(text) > LONGEST_REASON or "\x00" in text:
        return {field: f"Use at most {LONGEST_REASON} printable characters."}
    return identifier_faults({field: text}, inspection=access.inspection)


def _put_points(access: RoundAccess, wanted: set[int], there: set[int]) -> None:
    gone = there - wanted
    judged = Progress.objects.filter(inspection=access.inspection, point__in=gone)
    if judged.exists():
        numbers = ", ".join(str(one.point.number) for one in judged.select_related("point"))
        raise Refused(f"Progress on point {numbers} is judged here already. It stays in scope.")
    with because(f"Points to look at chosen for {access.inspection.reference}"):
        RoundPoint.objects.filter(inspection=access.inspection, point__in=gone).delete()
        for one in sorted(wanted - there):
            RoundPoint.objects.create(inspection=access.inspection, point_id=one)
