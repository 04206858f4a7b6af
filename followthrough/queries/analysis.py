"""Main points across areas: how they stand by theme and indicator, how long things took, what worked.

Only points of published inspections and judgements of published follow-through inspections count. No
figure names or ranks an area or a service.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from evaluations.access import programme_by_code
from followthrough.access import OUT
from followthrough.queries.stories import Factor, Story, told_of
from followthrough.rules.life import SUPERSEDED
from followthrough.rules.spreads import Spread, spread
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.tenancy.scope import require_inspectorate_id

SPANS: dict[str, Callable[[Story], date | None]] = {
    "plan": lambda one: one.planned_on,
    "evidence": lambda one: one.evidenced_on,
    "closure": lambda one: one.closed_on,
}
"""What is measured from a point's publication on."""


def spans(told: Sequence[Story], as_at: date) -> dict[str, Spread]:
    """How long it took from publication to the plan, to evidence and to closure. Points that were
    superseded are not counted, nobody waits for them; nor are those published on an unknown day."""
    live = [
        (one, one.published_on) for one in told if one.status != SUPERSEDED and one.published_on
    ]
    return {
        name: spread(((began, end(one)) for one, began in live), as_at=as_at)
        for name, end in SPANS.items()
    }


@dataclass(frozen=True, slots=True)
class Line:
    """The points of one theme or indicator. ``counts`` are latest judgements by level code."""

    code: str
    title: str
    points: int
    statuses: dict[str, int]
    counts: dict[str, int]
    judged: int
    otherwise: int

    @property
    def not_judged(self) -> int:
        return self.points - self.judged - self.otherwise


def lines(edition: Edition, told: Iterable[Story], by: str, as_at: date) -> list[Line]:
    """Points gathered by ``theme`` or ``indicator``: indicators in the edition's order, themes by
    title; those without one last."""
    grouped: dict[str, list[Story]] = {}
    for one in told:
        grouped.setdefault(one.theme if by == "theme" else one.indicator, []).append(one)
    titles = {one.code: one.title for one in edition.indicators}
    order = list(titles) if by == "indicator" else sorted(grouped, key=lambda c: _title(grouped[c]))
    codes = [code for code in order if code in grouped and code]
    codes += [code for code in grouped if code not in codes]
    return [
        _line(edition, code, titles.get(code) or _title(grouped[code]), grouped[code], as_at)
        for code in codes
    ]


def _title(told: Sequence[Story]) -> str:
    return told[0].theme_title


def _line(edition: Edition, code: str, title: str, told: Sequence[Story], as_at: date) -> Line:
    levels = {level.rank: level.code for level in edition.levels}
    ranks = [one.rank(as_at) for one in told]
    counts = Counter(levels[rank] for rank in ranks if rank is not None)
    return Line(
        code=code,
        title=title if code else "",
        points=len(told),
        statuses=dict(Counter(one.status for one in told)),
        counts={level.code: counts.get(level.code, 0) for level in edition.levels},
        judged=counts.total(),
        otherwise=sum(one.judged_otherwise(as_at) for one in told),
    )


@dataclass(frozen=True)
class Analysis:
    """One programme's main points on a day."""

    programme: Any
    edition: Edition
    as_at: date
    by: str
    points: int
    areas: int
    by_theme: list[Line]
    by_indicator: list[Line]
    spans: dict[str, Spread]
    factors: list[Factor]

    @property
    def lines(self) -> list[Line]:
        """Gathered as asked."""
        return self.by_theme if self.by == "theme" else self.by_indicator


def analysis(actor: Actor, programme: str, *, by: str, as_at: date) -> Analysis:
    """Everything the page and the endpoint show. Four statements whatever the number of points.

    ``programme`` is a code, ``by`` "theme" or "indicator". For people of the inspectorate: times to
    plan and evidence are not published. Raises NotFound, NotPermitted.
    """
    actor.require(Permission.SEE_INSPECTIONS)
    found = programme_by_code(actor, programme)
    edition = edition_document(found.edition_id)
    whole = told_of(found.pk, edition, as_at)
    told = [one for one in whole.stories if one.out(as_at)]
    return Analysis(
        programme=found,
        edition=edition,
        as_at=as_at,
        by=by,
        points=len(told),
        areas=len({one.area_code for one in told}),
        by_theme=lines(edition, told, "theme", as_at),
        by_indicator=lines(edition, told, "indicator", as_at),
        spans=spans(told, as_at),
        factors=list(whole.factors),
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A programme with published main points, to choose from."""

    code: str
    title: str
    points: int


def programmes_offered() -> list[Offered]:
    """Programmes with published main points, the newest first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.code, r.title, count(*) from followthrough_mainpointforaction p "
            "join evaluations_inspection i "
            "on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id "
            "join evaluations_programme r "
            "on r.inspectorate_id = i.inspectorate_id and r.id = i.programme_id "
            "where p.inspectorate_id = %s and i.status = any(%s) "
            "group by r.id, r.code, r.title order by r.id desc",
            [require_inspectorate_id(), list(OUT)],
        )
        return [Offered(*row) for row in cursor.fetchall()]


def as_table(found: Analysis) -> list[list[object]]:
    """The lines as a table for a file: a head, then a row a theme or indicator."""
    levels = [level.code for level in found.edition.levels]
    statuses = ["open", "acted-on", "judged", "closed", "superseded"]
    head = [found.by, "title", "main_points", *statuses, *levels, "judged_otherwise", "not_judged"]
    return [
        list(head),
        *(
            [
                one.code,
                one.title,
                one.points,
                *(one.statuses.get(status, 0) for status in statuses),
                *(one.counts[level] for level in levels),
                one.otherwise,
                one.not_judged,
            ]
            for one in found.lines
        ),
    ]
