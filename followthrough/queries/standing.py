"""How main points stand today: late, silent, stuck, ready to be looked at, due soon, or none of these.

The one definition of these words; the desk, a committee's page, briefs, reminders and the planning
picture all read it here. A live point (not closed, not superseded, published) stands in exactly one
group, the first of these that is true:

- ready: the committee's latest word is "done", with at least one file since the link inspector last
  looked, and the link inspector has not looked since that word;
- late: its date has passed. Its date is the earliest of its actions that are neither done nor dropped
  in a plan that was sent; while no plan was sent, the plan's own date;
- silent: nothing was heard of it for more than ``silent_days``. Heard: an update, a plan sent; at
  first its publication;
- stuck: the latest ``stuck_reports`` updates all say so;
- soon: its date is within ``soon_days``;
- rest.

A point that the link inspector found enough on ("on the list") is not late or silent any more: it waits
for a follow-through inspection. Its owners are the committees of the areas that stand for its area today.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils import timezone

from areas.queries import HOLDERS_CTE
from followthrough.access import OUT
from followthrough.models import FollowingRules
from followthrough.queries.following_rules import rules_here
from followthrough.rules.life import LIVE
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id


class Group(StrEnum):
    """In the order of urgency for a link inspector."""

    LATE = "late"
    SILENT = "silent"
    STUCK = "stuck"
    READY = "ready"
    SOON = "soon"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Standing:
    """A live point as it stands. Names are ready to be shown; ``committees`` are rows.

    ``areas`` stand for the point's area today, ``origin`` is the area it was published for (the same
    one, mostly). ``due_on`` is explained above, ``due_is_plan`` says that it is the plan's date.
    ``view`` is the committee's own latest word (terms.OwnView), never a judgement.
    ``asked`` counts the reminders since the latest update. ``days_late`` and ``days_silent`` are up to
    the day that was asked for, 0 when nothing is due or was ever heard.
    """

    point: int
    inspection: int
    number: int
    text: str
    status: str
    origin: str
    areas: tuple[str, ...]
    committees: tuple[int, ...]
    committee_names: tuple[str, ...]
    indicator: str
    theme: str
    services: tuple[str, ...]
    lead_post: str
    published_on: date | None
    due_on: date | None
    due_is_plan: bool
    actions: int
    actions_done: int
    view: str
    view_at: datetime | None
    view_since: datetime | None
    last_word: str
    heard_on: date | None
    files: int
    listed: bool
    asked: int
    days_late: int
    days_silent: int
    group: Group

    @property
    def id(self) -> str:
        return ids.encode("point", self.point)

    @property
    def inspection_ref(self) -> str:
        return ids.encode("inspection", self.inspection)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the list is narrowed to. ``committees`` None: of all; the rest empty: any."""

    committees: Collection[int] | None = None
    group: str = ""
    indicator: str = ""
    service: str = ""
    theme: str = ""
    words: str = ""
    points: Collection[int] | None = None
    areas: Collection[int] | None = None


_FACTS = f"""with recursive {HOLDERS_CTE},
owned as (
  select o.area_id, array_agg(distinct h.name order by h.name) as areas,
    coalesce(array_agg(distinct c.id) filter (where c.id is not null), '{{}}') as committees,
    coalesce(array_agg(distinct c.name) filter (where c.id is not null), '{{}}') as committee_names
  from owns o
  join areas_localauthorityarea h on h.inspectorate_id = %(here)s and h.id = o.holder_id
  left join areas_childprotectioncommittee c on c.inspectorate_id = %(here)s and c.id = o.committee_id
  group by o.area_id
),
facts as (
  select p.id as point, p.inspection_id as inspection, i.area_id, p.number,
    p.text, p.status, a.name as origin,
    w.areas, w.committees, w.committee_names, coalesce(q.code, '') as indicator,
    p.indicator_codes, coalesce(t.title, '') as theme, coalesce(t.code, '') as theme_code,
    p.services, p.lead_post,
    i.published_on, coalesce(x.next_due, case when n.sent_at is null then n.due_on end) as due_on,
    x.next_due is null as due_is_plan, coalesce(x.actions, 0) as actions,
    coalesce(x.done, 0) as actions_done, coalesce(u.own_view, '') as view, u.at as view_at,
    coalesce(u.text, '') as last_word,
    greatest(u.at::date, n.sent_at::date, i.published_on) as heard_on,
    coalesce(f.files, 0) as files, coalesce(l.enough and l.at > u.at, false) as listed,
    l.at as looked_at, coalesce(r.asked, 0) as asked, coalesce(s.same, 0) as stuck_in_a_row,
    s.since as view_since
  from followthrough_mainpointforaction p
  join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
  join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
  join owned w on w.area_id = i.area_id
  left join indicators_qualityindicator q
    on q.inspectorate_id = p.inspectorate_id and q.id = p.indicator_id
  left join followthrough_theme t on t.inspectorate_id = p.inspectorate_id and t.id = p.theme_id
  left join followthrough_actionplan n
    on n.inspectorate_id = p.inspectorate_id and n.inspection_id = p.inspection_id
  left join lateral (
    select count(*) as actions, count(*) filter (where k.state = 'done') as done,
      min(k.due_on) filter (where k.state not in ('done', 'dropped') and n.sent_at is not null)
        as next_due
    from followthrough_plannedaction k
    where k.inspectorate_id = p.inspectorate_id and k.point_id = p.id) x on true
  left join lateral (
    select v.id, v.at, v.own_view, v.text from followthrough_progressupdate v
    where v.inspectorate_id = p.inspectorate_id and v.point_id = p.id
    order by v.at desc, v.id desc limit 1) u on true
  left join lateral (
    select v.at, v.enough from followthrough_pointlook v
    where v.inspectorate_id = p.inspectorate_id and v.point_id = p.id
    order by v.at desc, v.id desc limit 1) l on true
  left join lateral (
    select count(*) as same, min(v.at) as since from followthrough_progressupdate v
    where v.inspectorate_id = p.inspectorate_id and v.point_id = p.id
      and v.own_view = u.own_view and v.at > coalesce((
        select max(o.at) from followthrough_progressupdate o
        where o.inspectorate_id = p.inspectorate_id and o.point_id = p.id
          and o.own_view <> u.own_view), '-infinity')) s on u.id is not null
  left join lateral (
    select count(*) as files from followthrough_updatefile b
    join followthrough_progressupdate v
      on v.inspectorate_id = b.inspectorate_id and v.id = b.update_id
    where v.inspectorate_id = p.inspectorate_id and v.point_id = p.id
      and v.at > coalesce(l.at, '-infinity')) f on u.id is not null
  left join lateral (
    select count(distinct (m.for_on, m.about, m.subject)) as asked from followthrough_pointreminder m
    where m.inspectorate_id = p.inspectorate_id and m.point_id = p.id
      and m.for_on >= coalesce(u.at::date, '-infinity')) r on true
  where p.inspectorate_id = %(here)s and p.status = any(%(live)s) and i.status = any(%(out)s)
    and (%(committees)s::bigint[] is null or w.committees && %(committees)s::bigint[])
    and (%(points)s::bigint[] is null or p.id = any(%(points)s))
    and (%(holders)s::bigint[] is null or exists (
      select 1 from holds z where z.area_id = i.area_id and z.holder_id = any(%(holders)s)))
    and (%(indicator)s = '' or %(indicator)s = any(p.indicator_codes || q.code))
    and (%(service)s = '' or %(service)s = any(p.services))
    and (%(theme)s = '' or t.code = %(theme)s)
    and (%(words)s = '' or strpos(lower(p.text), lower(%(words)s)) > 0
      or strpos(lower(a.name), lower(%(words)s)) > 0)
),
standing as (
  select facts.*, greatest(coalesce(%(on)s - due_on, 0), 0) as days_late,
    coalesce(%(on)s - heard_on, 0) as days_silent, case
    when view = 'done' and files > 0 and (looked_at is null or looked_at < view_at) then 'ready'
    when listed then 'rest'
    when due_on < %(on)s then 'late'
    when %(on)s - heard_on > %(silent)s then 'silent'
    when view = 'stuck' and stuck_in_a_row >= %(stuck)s then 'stuck'
    when due_on <= %(soon)s then 'soon'
    else 'rest' end as grouped
  from facts
)
"""  # noqa: S608 - constants only; values are parameters

_COLUMNS = tuple(one.name for one in fields(Standing))[:-1]
_LIST = (
    _FACTS
    + f"select {', '.join(_COLUMNS)}, grouped "
    + """from standing where %(group)s = '' or grouped = %(group)s
order by array_position(%(groups)s, grouped), {order}
limit %(limit)s offset %(offset)s"""
)
_COUNTS = _FACTS + "select grouped, count(*) from standing group by grouped"  # noqa: S608

ORDERS = {
    "urgency": "case when grouped = 'silent' then heard_on else due_on end nulls last, point",
    "committee": "committee_names, inspection, number",
    "due": "due_on nulls last, point",
    "heard": "heard_on, point",
}
"""How a list may be sorted inside its groups."""
MOST = 10_000


def _values(narrowed: Narrowed, on: date, rules: FollowingRules | None = None) -> dict[str, Any]:
    rules = rules or rules_here()
    return {
        "here": require_inspectorate_id(),
        "on": on,
        "live": sorted(LIVE),
        "out": list(OUT),
        "silent": rules.silent_days,
        "stuck": rules.stuck_reports,
        "soon": on + timedelta(days=rules.soon_days),
        "group": narrowed.group,
        "groups": [str(one) for one in Group],
        "indicator": narrowed.indicator,
        "service": narrowed.service,
        "theme": narrowed.theme,
        "words": narrowed.words,
        "committees": _listed(narrowed.committees),
        "points": _listed(narrowed.points),
        "holders": _listed(narrowed.areas),
    }


def _listed(rows: Collection[int] | None) -> list[int] | None:
    return None if rows is None else sorted(rows)


def standings(
    narrowed: Narrowed,
    *,
    on: date | None = None,
    order: str = "urgency",
    limit: int = MOST,
    offset: int = 0,
    rules: FollowingRules | None = None,
) -> list[Standing]:
    """Live points as they stand, most urgent first. Two statements whatever the number.

    ``on`` today when not given; ``order`` one of ORDERS, inside the groups. ``rules`` saves a
    statement where the inspectorate's are known already.
    """
    values = _values(narrowed, on or timezone.localdate(), rules)
    values |= {"limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_LIST.replace("{order}", ORDERS[order]), values)
        return [_made(row) for row in cursor.fetchall()]


def standing_counts(
    narrowed: Narrowed, *, on: date | None = None, rules: FollowingRules | None = None
) -> dict[Group, int]:
    """How many live points stand in each group; every group is there. Two statements, one with the
    inspectorate's ``rules``."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, _values(narrowed, on or timezone.localdate(), rules))
        found = dict(cursor.fetchall())
    return {group: found.get(str(group), 0) for group in Group}


_GATHERED = """select z.holder_id, s.grouped, s.view, s.status, count(*) from standing s
join holds z on z.area_id = s.area_id group by 1, 2, 3, 4"""
_BY_AREA = _FACTS + _GATHERED


@dataclass(slots=True)
class AreaStanding:
    """The live points of one area, counted: how they stand, what the committee says, and whether
    progress was judged yet."""

    points: int = 0
    groups: Counter[str] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)


def standing_by_area(*, on: date | None = None) -> dict[int, AreaStanding]:
    """Live points counted for each area that stands for theirs, by the area's row. After a split a
    point counts in each of the areas that stand for it. Two statements."""
    found: dict[int, AreaStanding] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BY_AREA, _values(Narrowed(), on or timezone.localdate()))
        for area, group, view, status, count in cursor.fetchall():
            one = found.setdefault(area, AreaStanding())
            one.points += count
            one.groups[group] += count
            one.views[view] += count
            one.statuses[status] += count
    return found


def _made(row: Sequence[Any]) -> Standing:
    values: dict[str, Any] = dict(zip(_COLUMNS, row[:-1], strict=True))
    for name in ("areas", "committees", "committee_names", "services"):
        values[name] = tuple(values[name])
    return Standing(**values, group=Group(row[-1]))
