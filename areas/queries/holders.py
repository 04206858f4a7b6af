"""Which areas stand for an area on a day, after mergers and splits, and whose committees they are.

An area that was followed by others is stood for by them: by one after a merger, by each of several
after a split. A moved boundary changes nothing here. What belonged to the old area (its main points
for action) keeps its origin and is followed by whoever stands for it now.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import connection

from inspectorate.tenancy.scope import require_inspectorate_id

_FOLLOWED = """s.inspectorate_id = %(here)s and s.kind <> 'boundary' and s."on" <= %(on)s"""

HOLDERS_CTE = f"""reached(area_id, holder_id) as (
  select a.id, a.id from areas_localauthorityarea a where a.inspectorate_id = %(here)s
  union
  select r.area_id, s.successor_id from reached r
  join areas_areasuccession s on {_FOLLOWED} and s.predecessor_id = r.holder_id
),
holds(area_id, holder_id) as (
  select r.area_id, r.holder_id from reached r
  where not exists (
    select 1 from areas_areasuccession s where {_FOLLOWED} and s.predecessor_id = r.holder_id)
),
owns(area_id, holder_id, committee_id) as (
  select h.area_id, h.holder_id, b.id from holds h
  left join areas_committeearea c on c.inspectorate_id = %(here)s and c.area_id = h.holder_id
    and (c.from_on is null or c.from_on <= %(on)s) and (c.to_on is null or c.to_on >= %(on)s)
  left join areas_childprotectioncommittee b on b.inspectorate_id = %(here)s
    and b.id = c.committee_id and (b.to_on is null or b.to_on >= %(on)s)
)"""  # noqa: S608 - constants only
"""For ``with recursive``: ``holds`` (area, area that stands for it) and ``owns`` (the same with the
committee, null where none is on record or the one there was has been dissolved). Parameters ``here``
(the inspectorate) and ``on`` (the day). Fixed SQL; nothing a person typed gets into it."""

_OWNS = f"""with recursive {HOLDERS_CTE}
select area_id, holder_id, committee_id from owns
where area_id = any(%(areas)s) order by area_id, holder_id"""  # noqa: S608 - constants only


def _owned(areas: Collection[int], on: date) -> list[tuple[int, int, int | None]]:
    values: dict[str, Any] = {"here": require_inspectorate_id(), "on": on, "areas": sorted(areas)}
    with connection.cursor() as cursor:
        cursor.execute(_OWNS, values)
        found: list[tuple[int, int, int | None]] = cursor.fetchall()
    return found


def holders_of(areas: Collection[int], on: date) -> dict[int, tuple[int, ...]]:
    """The areas that stand for each area on a day, by the area's row. One statement."""
    found: dict[int, tuple[int, ...]] = {}
    for area, holder, _ in _owned(areas, on):
        found[area] = (*found.get(area, ()), holder)
    return found


def committees_of_area(area_id: int, on: date) -> frozenset[int]:
    """The committees of the areas that stand for an area on a day; none on record: empty."""
    return frozenset(one for _, _, one in _owned((area_id,), on) if one is not None)


_COMES_FROM = f"""with recursive {HOLDERS_CTE}
select distinct area_id from holds where holder_id = any(%(areas)s)"""  # noqa: S608


def areas_behind(areas: Collection[int], on: date) -> frozenset[int]:
    """The areas that these stand for on a day, themselves included: where their past is."""
    values: dict[str, Any] = {"here": require_inspectorate_id(), "on": on, "areas": sorted(areas)}
    with connection.cursor() as cursor:
        cursor.execute(_COMES_FROM, values)
        return frozenset(row[0] for row in cursor.fetchall())


_AREAS_OF = f"""with recursive {HOLDERS_CTE}
select distinct holder_id from owns where committee_id = any(%(committees)s)"""  # noqa: S608


def areas_of_committees(committees: Collection[int], on: date) -> frozenset[int]:
    """The areas of these committees on a day."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "on": on,
        "committees": sorted(committees),
    }
    with connection.cursor() as cursor:
        cursor.execute(_AREAS_OF, values)
        return frozenset(row[0] for row in cursor.fetchall())
