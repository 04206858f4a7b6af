"""Main points for action as published reports say them: made by the first version, kept in step by
each correction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from evaluations.terms import InspectionKind
from followthrough.models import MainPointForAction
from followthrough.terms import PointStatus
from indicators.queries import indicator_ids
from inspectorate.tenancy.scope import because

JUDGE = (InspectionKind.FOLLOW_THROUGH, InspectionKind.INTERIM)
"""Kinds of inspection that judge the points of another and make none."""


@transaction.atomic
def points_of_report(*, inspection: Any, version: Any) -> int:
    """Make and mend the main points of an inspection as ``version`` of its report says them; how
    many were made or changed. The same version again changes nothing.

    A point keeps its number, its status and what was judged of it; its text, indicators and services
    are the report's. One that the report no longer has is superseded, never removed. Versions without
    words (imported from before there were reports here) leave the points as they are.
    """
    report = version.content.get("report")
    if report is None or inspection.kind in JUDGE:
        return 0
    said = {int(one["number"]): one for one in report["main_points"]}
    known = {
        one.number: one
        for one in MainPointForAction.objects.select_for_update(no_key=True, of=("self",)).filter(
            inspection=inspection
        )
    }
    codes = indicator_ids(inspection.edition_id)
    with because(_why(version)):
        changed = sum(_put(inspection, known.get(number), said[number], codes) for number in said)
        return changed + sum(_supersede(known[number]) for number in known.keys() - said.keys())


def _why(version: Any) -> str:
    return f"Version {version.number} of the report. {version.reason}".strip()


def _put(
    inspection: Any,
    point: MainPointForAction | None,
    said: Mapping[str, Any],
    codes: Mapping[str, int],
) -> bool:
    known = [code for code in said["indicators"] if code in codes]
    wanted = {
        "text": said["text"],
        "indicator_id": codes[known[0]] if known else None,
        "indicator_codes": known,
        "services": [one["name"] for one in said.get("services", [])],
    }
    if point is None:
        MainPointForAction.objects.create(inspection=inspection, number=said["number"], **wanted)
        return True
    back = point.status == PointStatus.SUPERSEDED
    if not back and all(getattr(point, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(point, name, value)
    point.status = PointStatus.OPEN if back else point.status
    point.version += 1
    point.save(update_fields=[*wanted, "status", "version"])
    return True


def _supersede(point: MainPointForAction) -> bool:
    if point.status in (PointStatus.SUPERSEDED, PointStatus.CLOSED):
        return False
    point.status = PointStatus.SUPERSEDED
    point.version += 1
    point.save(update_fields=["status", "version"])
    return True


def on_report_published(sender: Any, *, inspection: Any, version: Any, **_: Any) -> None:
    """Receives evaluations.signals.report_published, inside its transaction."""
    points_of_report(inspection=inspection, version=version)
