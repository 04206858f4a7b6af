"""What the published report of a follow-through inspection makes of the points it judged."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from evaluations.terms import ROUND_KINDS
from followthrough.access import OUT
from followthrough.models import MainPointForAction, PointMove, Progress
from followthrough.operations import moves
from followthrough.rules.life import ENDED
from followthrough.rules.rounds import CLOSE, CONTINUE, NEW_POINT
from followthrough.terms import PointStatus
from inspectorate.kernel import ids
from inspectorate.kernel.events import record_event

TARGETS: Mapping[str, PointStatus] = {
    CONTINUE: PointStatus.JUDGED,
    CLOSE: PointStatus.CLOSED,
    NEW_POINT: PointStatus.SUPERSEDED,
}


@transaction.atomic
def settle_round(*, inspection: Any, version: Any) -> int:
    """Carry out the decisions as ``version`` of the report says them; how many points changed.

    The same version again changes nothing. A correction that decides otherwise is carried out too,
    unless a later inspection has judged the point since, or a person has closed or opened it.
    """
    report = version.content.get("report") or {}
    if inspection.kind not in ROUND_KINDS:
        return 0
    said = {ids.decode("point", one["point"]): one for one in report.get("progress", ())}
    rows = MainPointForAction.objects.select_for_update(no_key=True, of=("self",))
    changed = 0
    for point in rows.filter(pk__in=said).order_by("pk"):
        one = said[point.pk]
        if one["decision"] in TARGETS and not _judged_later(point, inspection):
            changed += _carry_out(
                point, one, inspection, f"Version {version.number} of the report."
            )
    if said:
        subject = ids.encode("inspection", inspection.pk)
        record_event("round.published", collection="inspections", subject=subject)
    return changed


def _judged_later(point: MainPointForAction, inspection: Any) -> bool:
    later = Q(inspection__published_on__gt=inspection.published_on) | Q(
        inspection__published_on=inspection.published_on, inspection__gt=inspection.pk
    )
    rounds = Progress.objects.filter(later, point=point, inspection__status__in=OUT)
    return bool(rounds.exists())


def _carry_out(
    point: MainPointForAction, said: Mapping[str, Any], inspection: Any, why: str
) -> bool:
    target, ended = TARGETS[said["decision"]], point.status in ENDED
    if ended and not _ended_here(point, inspection):
        return False
    instead = _new_point(inspection, said) if target is PointStatus.SUPERSEDED else None
    renamed = bool(point.replaced_by_id != (instead.pk if instead else None))
    if renamed:
        point.replaced_by = instead
        point.save(update_fields=["replaced_by"])
    if point.status == target:
        return renamed
    by: dict[str, Any] = {"actor": None, "inspection": inspection}
    if ended:
        moves.move_point(point, PointStatus.OPEN, reason=f"Decided otherwise. {why}", **by)
    moves.move_point(point, target, reason=f"{said['decision_reason']} {why}".strip(), **by)
    return True


def _ended_here(point: MainPointForAction, inspection: Any) -> bool:
    last = PointMove.objects.filter(point=point).order_by("-at", "-pk").first()
    return last is not None and last.inspection_id == inspection.pk


def _new_point(inspection: Any, said: Mapping[str, Any]) -> MainPointForAction | None:
    found: MainPointForAction | None = MainPointForAction.objects.filter(
        inspection=inspection, number=said["new_point"] or 0
    ).first()
    return found
