"""Main points for action as published reports say them: made by the first version, kept in step by
each correction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from followthrough.models import MainPointForAction
from followthrough.operations import moves
from followthrough.operations.plans import begin_plan
from followthrough.operations.rounds_effects import settle_round
from followthrough.rules.life import ENDED
from followthrough.terms import PointStatus
from indicators.queries import indicator_ids
from inspectorate.tenancy.scope import because


@transaction.atomic
def points_of_report(*, inspection: Any, version: Any) -> int:
    """Make and mend the main points of an inspection as ``version`` of its report says them; how
    many were made or changed. The same version again changes nothing.

    A point keeps its number, its status and what was judged of it; its text, indicators and services
    are the report's. One that the report no longer has is superseded, never removed. Versions without
    words (imported from before there were reports here) leave the points as they are.
    """
    report = version.content.get("report")
    if report is None:
        return 0
    said = {int(one["number"]): one for one in report["main_points"]}
    known = {
        one.number: one
        for one in MainPointForAction.objects.select_for_update(no_key=True, of=("self",)).filter(
            inspection=inspection
        )
    }
    codes = indicator_ids(inspection.edition_id)
    why = _why(version)
    with because(why):
        changed = sum(
            _put(inspection, known.get(number), said[number], codes, why) for number in said
        )
        if said:
            begin_plan(inspection)
        gone = known.keys() - said.keys()
        return changed + sum(
            _supersede(known[number], f"Not in it any more. {why}") for number in gone
        )


def _why(version: Any) -> str:
    return f"Version {version.number} of the report. {version.reason}".strip()


def _put(
    inspection: Any,
    point: MainPointForAction | None,
    said: Mapping[str, Any],
    codes: Mapping[str, int],
    why: str,
) -> bool:
    known = [code for code in said["indicators"] if code in codes]
    wanted = {
        "text": said["text"],
        "indicator_id": codes[known[0]] if known else None,
        "indicator_codes": known,
        "services": [one["name"] for one in said.get("services", [])],
    }
    if point is None:
        made = MainPointForAction.objects.create(
            inspection=inspection, number=said["number"], **wanted
        )
        moves.began(made, reason=why)
        return True
    differs = any(getattr(point, name) != value for name, value in wanted.items())
    if differs:
        for name, value in wanted.items():
            setattr(point, name, value)
        point.version += 1
        point.save(update_fields=[*wanted, "version"])
    back = point.status == PointStatus.SUPERSEDED
    return (back and moves.move_point(point, PointStatus.OPEN, actor=None, reason=why)) or differs


def _supersede(point: MainPointForAction, why: str) -> bool:
    if point.status in ENDED:
        return False
    return moves.move_point(point, PointStatus.SUPERSEDED, actor=None, reason=why)


def on_report_published(sender: Any, *, inspection: Any, version: Any, **_: Any) -> None:
    """Receives evaluations.signals.report_published, inside its transaction."""
    points_of_report(inspection=inspection, version=version)
    settle_round(inspection=inspection, version=version)
