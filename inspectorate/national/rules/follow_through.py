"""What follow-through inspections found about progress on main points for action.

Pilots are included: a main point is followed through wherever it was made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicators.rules.document import Edition
from inspectorate.national.rules import counting
from inspectorate.national.rules.inputs import PointFact


@dataclass(frozen=True)
class Progress:
    """Points as at a day: ``followed`` by the latest report that covers each; ``awaiting``, no
    report yet. ``reports`` counts distinct (area, date of publication)."""

    followed: tuple[PointFact, ...]
    awaiting: int
    reports: int


def progress(points: Sequence[PointFact], *, as_at: date) -> Progress:
    """The latest judgement of each point among reports published by that day.

    A later report that left the point unjudged does not undo an earlier judgement.
    """
    latest: dict[tuple[str, str, int], PointFact] = {}
    every = {(point.area_code, point.reference, point.number) for point in points}
    out = [point for point in points if _is_out(point, as_at)]
    for point in sorted(out, key=_judged_then_date):
        latest[point.area_code, point.reference, point.number] = point
    reports = {(point.area_code, point.follow_through_published_on) for point in out}
    followed = tuple(latest[place] for place in sorted(latest))
    return Progress(followed=followed, awaiting=len(every - latest.keys()), reports=len(reports))


def _is_out(point: PointFact, as_at: date) -> bool:
    on = point.follow_through_published_on
    return on is not None and on <= as_at


def _judged_then_date(point: PointFact) -> tuple[bool, date, str, int]:
    on = point.follow_through_published_on or date.min
    return point.rank is not None, on, point.indicator_code, point.rank or 0


def _tally(points: Iterable[PointFact]) -> counting.Tally:
    return counting.tally(
        None if point.rank is None else frozenset({point.rank}) for point in points
    )


def follow_through(edition: Edition, points: Sequence[PointFact], *, as_at: date) -> dict[str, Any]:
    """The summary's figures. ``main_points`` are those a published report covers; bands and counts
    are over the ones it judged, the others are ``not_judged``."""
    now = progress(points, as_at=as_at)
    tallied = _tally(now.followed)
    return {
        "reports": now.reports,
        "main_points": len(now.followed),
        "bands": counting.bands(edition, tallied),
        "by_indicator": _by_indicator(edition, now.followed),
        "counts": counting.counts(edition, tallied),
        "judged": tallied.graded_total,
        "not_judged": tallied.missing,
        "awaiting_follow_through": now.awaiting,
    }


def _by_indicator(edition: Edition, followed: Sequence[PointFact]) -> list[dict[str, Any]]:
    """In the edition's order, indicators with main points only; points on none of them last."""
    groups: dict[str, list[PointFact]] = {one.code: [] for one in edition.indicators}
    for point in followed:
        groups.setdefault(point.indicator_code, []).append(point)
    titles = {one.code: one.title for one in edition.indicators}
    rows = []
    for code, points in groups.items():
        if points:
            tallied = _tally(points)
            rows.append(
                {
                    "code": code,
                    "title": titles.get(code, ""),
                    "main_points": len(points),
                    "bands": counting.bands(edition, tallied),
                    "counts": counting.counts(edition, tallied),
                    "not_judged": tallied.missing,
                }
            )
    return rows
