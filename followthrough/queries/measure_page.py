"""The page of one measure, for who reads what is told of its point."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from followthrough.access import FOR_PARTNERS, placed, read_inside
from followthrough.models import MainPointForAction
from followthrough.queries.measures import (
    MeasureLine,
    ValueLine,
    measure_record,
    measures_of,
)
from followthrough.rules import progress as rules
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted
from inspectorate.kernel.web.trends import number
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class Before:
    """A number that was corrected: of which day, what it was, what took its place, when and why."""

    on: date
    was: str
    now: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """``writes``: this person answers for the point; ``why_not`` says why not now. ``corrected``: what
    stood there before a correction, oldest first."""

    point: MainPointForAction
    measure: MeasureLine
    writes: bool
    why_not: str
    corrected: tuple[Before, ...] = ()

    @property
    def id(self) -> str:
        return ids.encode("point", self.point.pk)


def measure_page(actor: Actor, point: str, measure: str, *, to_write: bool = False) -> MeasurePage:
    """Raises NotFound; NotPermitted for who may not write it, ``to_write``."""
    found, place = placed(actor, ids.decode("point", point))
    lines = {one.id: one for one in measures_of(found.pk)} if place.reads else {}
    if measure not in lines:
        raise NotFound
    if to_write and not place.answers:
        raise NotPermitted(FOR_PARTNERS)
    why_not = rules.why_not_told(found.status)
    one = lines[measure]
    return MeasurePage(found, one, place.answers, why_not, _corrected(one))


_BEFORE = """
select (h.row_data ->> 'on')::date, (b.row_data ->> 'value')::numeric,
  (h.row_data ->> 'value')::numeric, h.at, h.why
from kernel_history h
join lateral (
  select x.row_data from kernel_history x
  where x.inspectorate_id = h.inspectorate_id and x.table_name = h.table_name
    and x.record_id = h.record_id and x.id < h.id
  order by x.id desc limit 1) b on true
where h.inspectorate_id = %s and h.table_name = 'followthrough_measuredvalue'
  and h.record_id = any(%s) and h.operation = 'U'
order by h.id"""


def _corrected(one: MeasureLine) -> tuple[Before, ...]:
    """One statement where something was corrected, none else."""
    rows = [ids.decode("measured-value", value.id) for value in one.values if value.corrected]
    if not rows:
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [require_inspectorate_id(), rows])
        return tuple(
            Before(on, number(was, one.unit), number(now, one.unit), at, why)
            for on, was, now, at, why in cursor.fetchall()
        )


def measures_read(actor: Actor, point: str) -> list[dict[str, Any]]:
    """What is counted on a point, as the API says it, for who reads inside. Raises NotFound,
    NotPermitted."""
    found, _ = read_inside(actor, point)
    return [measure_record(one) for one in measures_of(found.pk)]


def value_of(page: MeasurePage, value: str) -> ValueLine:
    """A value of the page's measure. Raises NotFound."""
    for one in page.measure.values:
        if one.id == value:
            return one
    raise NotFound
