"""What became of every main point of a programme, and what worked: the facts behind the figures.

Only points of published inspections and judgements of published follow-through inspections are here;
a report that was withdrawn is left out, whether it made the point or judged it. A judgement is read as
it was published: one that was changed since waits for its correction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from followthrough.access import OUT
from followthrough.queries.rounds_known import known_rounds
from indicators.queries import edition_document
from indicators.rules.crosswalks import same_scale
from indicators.rules.document import Edition
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class Round:
    """One published judgement of a point. ``rank`` is a level of the programme's own scale; None: the
    judgement is of another kind (several levels, none, or a level of a scale that is not the same)."""

    inspection: int
    on: date
    rank: int | None


@dataclass(frozen=True, slots=True)
class Story:
    """One main point from publication to its end, in days on which things happened.

    ``status`` and ``closed_on`` are as they were at the end of the day asked for. ``planned_on``: a
    plan with an action for it was sent; ``evidenced_on``: the partnership first sent a file;
    ``closed_on``: closed, and still so. ``rounds`` are all published judgements, oldest first.
    """

    point: int
    area_code: str
    reference: str
    number: int
    indicator: str
    theme: str
    theme_title: str
    status: str
    published_on: date | None
    planned_on: date | None
    evidenced_on: date | None
    closed_on: date | None
    rounds: tuple[Round, ...] = ()

    def judged(self, as_at: date) -> Round | None:
        """The latest judgement known on a day."""
        return next((one for one in reversed(self.rounds) if one.on <= as_at), None)

    def rank(self, as_at: date) -> int | None:
        """The level of the latest judgement; None as well where that has none."""
        return latest.rank if (latest := self.judged(as_at)) else None

    def judged_otherwise(self, as_at: date) -> bool:
        """Whether the latest judgement is of another kind than one level of the programme's scale."""
        latest = self.judged(as_at)
        return latest is not None and latest.rank is None

    def out(self, as_at: date) -> bool:
        """Whether it was published by a day; one published on an unknown day was."""
        return self.published_on is None or self.published_on <= as_at


@dataclass(frozen=True, slots=True)
class Factor:
    """What worked: in how many areas, and with how many main points, it was found."""

    title: str
    areas: int
    points: int


@dataclass(frozen=True)
class Told:
    """A programme's main points, also those published after the day asked for, and what worked."""

    stories: tuple[Story, ...]
    factors: tuple[Factor, ...]


_NOT_WITHDRAWN = """not exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = {0}.inspectorate_id and w.inspection_id = {0}.id
      and w.ended_at is null)"""

_STORIES = f"""
select p.id, a.code as area, i.reference, p.number, coalesce(q.code, ''), coalesce(t.code, ''),
  coalesce(t.title, ''),
  coalesce(before.to_status, nullif(later.from_status, ''), later.to_status, p.status),
  i.published_on,
  (select min(v.sent_at)::date from followthrough_planversion v
   join followthrough_actionplan n on n.inspectorate_id = v.inspectorate_id and n.id = v.plan_id
   where n.inspectorate_id = p.inspectorate_id and n.inspection_id = p.inspection_id
     and exists (select 1 from followthrough_plannedaction k where
       k.inspectorate_id = n.inspectorate_id and k.plan_id = n.id and k.point_id = p.id)),
  (select min(u.at)::date from followthrough_updatefile f
   join followthrough_progressupdate u
     on u.inspectorate_id = f.inspectorate_id and u.id = f.update_id
   where u.inspectorate_id = p.inspectorate_id and u.point_id = p.id),
  case when before.to_status = 'closed' then before.at::date end,
  (select json_agg(json_build_array(j.inspection_id, f.published_on, j.level, f.edition_id,
      e.digest, v.id is not null and j.changed_at > v.created_at)
      order by f.published_on, j.id)
   from followthrough_progress j
   join evaluations_inspection f
     on f.inspectorate_id = j.inspectorate_id and f.id = j.inspection_id
   join indicators_frameworkedition e
     on e.inspectorate_id = f.inspectorate_id and e.id = f.edition_id
   left join evaluations_publishedversion v on v.inspectorate_id = f.inspectorate_id
     and v.inspection_id = f.id and v.number = f.published_number
   where j.inspectorate_id = p.inspectorate_id and j.point_id = p.id
     and f.status = any(%(out)s) and f.published_on is not null
     and {_NOT_WITHDRAWN.format("f")}) as rounds
from followthrough_mainpointforaction p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join indicators_qualityindicator q
  on q.inspectorate_id = p.inspectorate_id and q.id = p.indicator_id
left join followthrough_theme t on t.inspectorate_id = p.inspectorate_id and t.id = p.theme_id
left join lateral (
  select m.to_status, m.at from followthrough_pointmove m
  where m.inspectorate_id = p.inspectorate_id and m.point_id = p.id and m.at::date <= %(as_at)s
  order by m.at desc, m.id desc limit 1) before on true
left join lateral (
  select m.from_status, m.to_status from followthrough_pointmove m
  where m.inspectorate_id = p.inspectorate_id and m.point_id = p.id and m.at::date > %(as_at)s
  order by m.at, m.id limit 1) later on true
where p.inspectorate_id = %(here)s and i.programme_id = %(programme)s
  and i.status = any(%(out)s) and {_NOT_WITHDRAWN.format("i")}
"""  # noqa: S608 - constants only; values are parameters
_FACTORS = f"""
select s.title, count(distinct i.area_id) as areas, count(distinct s.point_id) as points
from followthrough_successfactor s
join evaluations_inspection i on i.inspectorate_id = s.inspectorate_id and i.id = s.inspection_id
left join followthrough_mainpointforaction p
  on p.inspectorate_id = s.inspectorate_id and p.id = s.point_id
left join evaluations_inspection made
  on made.inspectorate_id = p.inspectorate_id and made.id = p.inspection_id
where s.inspectorate_id = %(here)s
  and coalesce(made.programme_id, i.programme_id) = %(programme)s
  and i.status = any(%(out)s) and i.published_on <= %(as_at)s and {_NOT_WITHDRAWN.format("i")}
group by s.title
"""  # noqa: S608 - constants only; values are parameters
_TOLD = f"""
select told.*, null as factors from ({_STORIES}) told
union all
select {", ".join(["null"] * 13)}, (
  select json_agg(json_build_array(title, areas, points) order by areas desc, points desc, title)
  from ({_FACTORS}) worked)
order by area, reference, number
"""  # noqa: S608 - constants only; values are parameters


def told_of(programme_id: int, edition: Edition, as_at: date) -> Told:
    """What became of a programme's main points. One statement, and two more while a judgement waits
    for its correction. ``edition`` is the programme's own."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "programme": programme_id,
        "out": list(OUT),
        "as_at": as_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, values)
        *rows, last = cursor.fetchall()
    changed = {row[0] for row in rows if any(one[5] for one in row[12] or ())}
    said = _as_published(edition, changed)
    return Told(
        tuple(Story(*[*row[:12], _rounds(edition, row, said)]) for row in rows),
        tuple(Factor(*one) for one in last[13] or ()),
    )


_Said = Mapping[tuple[int, int], int | None]
"""The rank that was published, by point and inspection."""


def _as_published(edition: Edition, points: set[int]) -> _Said:
    known = known_rounds(points) if points else []
    return {
        (one.point, one.inspection): (
            next(iter(one.ranks))
            if len(one.ranks) == 1 and same_scale(one.edition, edition)
            else None
        )
        for one in known
    }


def _rounds(edition: Edition, row: Sequence[Any], said: _Said) -> tuple[Round, ...]:
    return tuple(
        Round(
            inspection,
            date.fromisoformat(on),
            said[row[0], inspection] if changed else _rank(edition, level, edition_id, digest),
        )
        for inspection, on, level, edition_id, digest, changed in row[12] or ()
    )


def _rank(edition: Edition, level: int | None, edition_id: int, digest: str) -> int | None:
    if level is None:
        return None
    return level if same_scale(edition_document(edition_id, digest), edition) else None
