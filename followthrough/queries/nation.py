"""What a programme's main points come to, for its national summary: facts and the figures over them.

Figures name no area and no service. Days to a plan and to evidence are not published area by area, so
a median or a quartile of fewer than five durations is not given, nor the shortest and the longest.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from followthrough.queries.analysis import Line, lines, spans
from followthrough.queries.stories import Story, Told, told_of
from followthrough.rules.life import SUPERSEDED
from indicators.rules.document import Edition


@dataclass(frozen=True)
class Nation:
    """``facts`` are everything that ``figures`` follow from, as JSON and in one order, without an id
    of the database; ``stories`` are all points that are not superseded, of whatever day."""

    stories: tuple[Story, ...]
    facts: dict[str, Any]
    figures: dict[str, Any]


def followed_through(programme_id: int, edition: Edition, as_at: date) -> Nation:
    """A programme's main points as known on a day. One statement (see ``told_of``)."""
    told = told_of(programme_id, edition, as_at)
    live = tuple(one for one in told.stories if one.status != SUPERSEDED)
    known = [one for one in live if one.out(as_at)]
    return Nation(live, _facts(told, known, as_at), _figures(told, known, edition, as_at))


def _facts(told: Told, known: list[Story], as_at: date) -> dict[str, Any]:
    return {
        "stories": sorted(_fact(one, as_at) for one in known),
        "factors": sorted([one.title, one.areas, one.points] for one in told.factors),
    }


def _fact(one: Story, as_at: date) -> list[Any]:
    """As it sorts: what is not known is an empty text, what came after the day is not known."""
    judged = one.judged(as_at)
    days = (one.published_on, one.planned_on, one.evidenced_on, one.closed_on)
    return [
        one.area_code,
        one.reference,
        one.number,
        one.indicator,
        one.theme,
        one.theme_title,
        one.status,
        *("" if day is None or day > as_at else day.isoformat() for day in days),
        "" if judged is None else judged.on.isoformat(),
        "" if judged is None or judged.rank is None else str(judged.rank),
    ]


def _figures(told: Told, known: list[Story], edition: Edition, as_at: date) -> dict[str, Any]:
    took = spans(known, as_at)
    return {
        "main_points": len(known),
        "areas": len({one.area_code for one in known}),
        "closed": sum(one.status == "closed" for one in known),
        "by_theme": [_line(one) for one in lines(edition, known, "theme", as_at)],
        "by_indicator": [_line(one) for one in lines(edition, known, "indicator", as_at)],
        "time_to": {name: one.as_published() for name, one in took.items()},
        "success_factors": [
            {"title": one.title, "areas": one.areas, "main_points": one.points}
            for one in told.factors
        ],
    }


def _line(one: Line) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "main_points": one.points,
        "statuses": dict(sorted(one.statuses.items())),
        "counts": one.counts,
        "judged": one.judged,
        "judged_otherwise": one.otherwise,
        "not_judged": one.not_judged,
    }
