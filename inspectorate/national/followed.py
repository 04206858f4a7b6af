"""What became of the main points, as a summary's page shows it. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspectorate.kernel.web.charts import Bar, stacked
from inspectorate.national.presentation import Labels


@dataclass(frozen=True)
class FollowedRow:
    """The main points of one theme or indicator; ``counts`` as text, lowest level first."""

    code: str
    title: str
    points: int
    closed: int
    counts: tuple[str, ...]
    otherwise: int
    not_judged: int
    bar: Bar


@dataclass(frozen=True)
class TimeRow:
    """How long something took from publication. ``middle`` and ``half`` are empty where too few came
    to it for a median; ``classes`` run from the shortest."""

    name: str
    counted: int
    waiting: int
    middle: str
    half: str
    classes: tuple[int, ...]


@dataclass(frozen=True)
class FollowedShown:
    """What became of all published main points."""

    points: int
    groups: tuple[tuple[str, tuple[FollowedRow, ...]], ...]
    heads: tuple[tuple[int, int | None], ...]
    times: tuple[TimeRow, ...]
    factors: tuple[Mapping[str, Any], ...]


def followed_of(document: Mapping[str, Any], labels: Labels) -> FollowedShown | None:
    """None in a version that was compiled before this was counted, and without main points."""
    followed = document.get("followed_through")
    if not followed or not followed["main_points"]:
        return None
    times = followed["time_to"]
    classes = next(iter(times.values()))["classes"]
    return FollowedShown(
        points=followed["main_points"],
        groups=tuple(
            (by, tuple(_followed_row(one, labels) for one in followed[f"by_{by}"]))
            for by in ("theme", "indicator")
        ),
        heads=tuple((one["from_days"], one["to_days"]) for one in classes),
        times=tuple(_time_row(name, one) for name, one in times.items()),
        factors=tuple(followed["success_factors"]),
    )


def _followed_row(one: Mapping[str, Any], labels: Labels) -> FollowedRow:
    return FollowedRow(
        code=one["code"],
        title=one["title"],
        points=one["main_points"],
        closed=one["statuses"].get("closed", 0),
        counts=tuple(str(one["counts"].get(level.code, 0)) for level in labels.levels),
        otherwise=one["judged_otherwise"],
        not_judged=one["not_judged"],
        bar=stacked(
            f"{one['code']} {one['title']}".strip(),
            one["counts"],
            labels.levels,
            total=one["judged"],
            unit="main points",
        ),
    )


def _time_row(name: str, one: Mapping[str, Any]) -> TimeRow:
    low, high = one["lower_quartile_days"], one["upper_quartile_days"]
    return TimeRow(
        name=name,
        counted=one["counted"],
        waiting=one["waiting"],
        middle="" if one["median_days"] is None else f"{one['median_days']}",
        half="" if low is None else f"{low}–{high}",
        classes=tuple(each["count"] for each in one["classes"]),
    )
