"""What must be true of every point after years of changes: each check finds the points that break it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from areas.queries import HOLDERS_CTE
from followthrough.models import MainPointForAction, PointMove
from followthrough.queries import Narrowed, standings
from followthrough.rules import life
from followthrough.simulation.places import Map
from inspectorate.tenancy.scope import require_inspectorate_id

_JUDGED_OUTSIDE = """
select g.point_id from followthrough_progress g
join evaluations_inspection i on i.inspectorate_id = g.inspectorate_id and i.id = g.inspection_id
where g.inspectorate_id = %(here)s and (
  i.kind not in ('follow-through', 'interim') or not exists (
    select 1 from followthrough_roundpoint r where r.inspectorate_id = g.inspectorate_id
      and r.inspection_id = g.inspection_id and r.point_id = g.point_id))
"""
_ENDED_WITHOUT = """
select p.id from followthrough_mainpointforaction p
left join lateral (
  select m.reason, m.inspection_id, m.to_status from followthrough_pointmove m
  where m.inspectorate_id = p.inspectorate_id and m.point_id = p.id
  order by m.at desc, m.id desc limit 1) last on true
where p.inspectorate_id = %(here)s and p.status = any(%(ended)s)
  and (last.to_status is distinct from p.status
    or (last.reason = '' and last.inspection_id is null))
"""
_OWNERLESS = f"""with recursive {HOLDERS_CTE}
select p.id from followthrough_mainpointforaction p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
where p.inspectorate_id = %(here)s and p.status = any(%(live)s) and not exists (
  select 1 from owns o
  join areas_childprotectioncommittee c on c.inspectorate_id = %(here)s and c.id = o.committee_id
  where o.area_id = i.area_id and (c.from_on is null or c.from_on <= %(on)s)
    and (c.to_on is null or c.to_on >= %(on)s))
"""  # noqa: S608 - constants only; values are parameters


def broken(today: date, made: Sequence[int], places: Map) -> dict[str, list[int]]:
    """The points that break each rule, by the rule in words. ``made`` are the rows of all points."""
    values = {
        "here": require_inspectorate_id(),
        "on": today,
        "ended": sorted(life.ENDED),
        "live": sorted(life.LIVE),
    }
    there = dict(MainPointForAction.objects.values_list("pk", "status"))
    listed = [one.point for one in standings(Narrowed(), on=today, limit=len(there) + 1)]
    live = {pk for pk, status in there.items() if status in life.LIVE}
    return {
        "no point is lost": sorted(set(made) ^ set(there)),
        "every live point is listed once, and no other": sorted(
            {one for one in listed if listed.count(one) > 1} if len(listed) != len(live) else ()
        )
        + sorted(live ^ set(listed)),
        "every step is one that a life allows": _wrong_steps(there),
        "nothing is judged outside a follow-through inspection": _points(_JUDGED_OUTSIDE, values),
        "nothing ends without a judgement or a reason": _points(_ENDED_WITHOUT, values),
        "every open point has a committee of today": _points(_OWNERLESS, values),
        "its committees are those that another reckoning finds": _other_owners(today, places),
    }


def _points(sql: str, values: Mapping[str, Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return sorted({row[0] for row in cursor.fetchall()})


def _wrong_steps(there: Mapping[int, str]) -> list[int]:
    """Each step begins where the one before ended and is in the table; the last is the status."""
    now: dict[int, str] = {}
    wrong = set()
    rows = PointMove.objects.order_by("at", "pk")
    for point, before, after in rows.values_list("point_id", "from_status", "to_status"):
        if before != now.get(point, "") or (before and after not in life.STEPS[before]):
            wrong.add(point)
        now[point] = after
    return sorted(wrong | {pk for pk, status in there.items() if now.get(pk) != status})


def _other_owners(today: date, places: Map) -> list[int]:
    area = dict(MainPointForAction.objects.values_list("pk", "inspection__area"))
    return sorted(
        one.point
        for one in standings(Narrowed(), on=today, limit=len(area) + 1)
        if places.owners(area[one.point], today) != sorted(one.committees)
    )
