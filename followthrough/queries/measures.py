"""What is counted on a point, over time, with its chart."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from django.db import connection

from followthrough.models import Measure
from inspectorate.kernel import ids
from inspectorate.kernel.web.trends import Trend, number, trend
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class ValueLine:
    """The value of a measure on a day; ``shown`` with its unit. ``corrected``: not as first written."""

    id: str
    on: date
    value: Decimal
    shown: str
    version: int

    @property
    def corrected(self) -> bool:
        return self.version > 1


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure with its values, oldest first. ``aim`` is the target in words, empty without one;
    ``reached``: the latest value is at the target or beyond, None where that cannot be said."""

    id: str
    row: int
    title: str
    unit: str
    target: Decimal | None
    lower_is_better: bool
    version: int
    values: tuple[ValueLine, ...]

    @property
    def aim(self) -> str:
        return "" if self.target is None else number(self.target, self.unit)

    @property
    def latest(self) -> ValueLine | None:
        return self.values[-1] if self.values else None

    @property
    def reached(self) -> bool | None:
        if self.target is None or not self.values:
            return None
        last = self.values[-1].value
        return last <= self.target if self.lower_is_better else last >= self.target

    @property
    def chart(self) -> Trend | None:
        points = [(one.on, one.value) for one in self.values]
        return trend(self.title, points, unit=self.unit, target=self.target)


_SQL = """
select m.id, m.title, m.unit, m.target, m.lower_is_better, m.version,
  coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'on', v."on", 'value', v.value::text,
    'version', v.version) order by v."on") filter (where v.id is not null), '[]')::text
from followthrough_measure m
left join followthrough_measuredvalue v
  on v.inspectorate_id = m.inspectorate_id and v.measure_id = m.id
where m.inspectorate_id = %s and m.point_id = %s
group by m.inspectorate_id, m.id
order by m.id"""


def measures_of(point: int) -> list[MeasureLine]:
    """Everything that is counted on a point (its row). One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [require_inspectorate_id(), point])
        return [_measure(*row) for row in cursor.fetchall()]


def _measure(
    row: int,
    title: str,
    unit: str,
    target: Decimal | None,
    lower: bool,
    version: int,
    values: str,
) -> MeasureLine:
    lines = tuple(_value(one, unit) for one in orjson.loads(values))
    place = ids.encode("measure", row)
    return MeasureLine(place, row, title, unit, target, lower, version, lines)


def _value(one: dict[str, Any], unit: str) -> ValueLine:
    value = Decimal(one["value"])
    on = date.fromisoformat(one["on"])
    shown = number(value, unit)
    return ValueLine(ids.encode("measured-value", one["id"]), on, value, shown, one["version"])


def measure_record(one: MeasureLine) -> dict[str, Any]:
    """A measure as the API says it."""
    return {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "unit": one.unit,
        "target": one.target,
        "lower_is_better": one.lower_is_better,
        "reached": one.reached,
        "values": [value_record(value) for value in one.values],
    }


def value_record(one: ValueLine) -> dict[str, Any]:
    return {"id": one.id, "version": one.version, "on": one.on, "value": one.value}


def measure_line(one: Measure) -> MeasureLine:
    """The same of a measure that is at hand. One statement."""
    return next(line for line in measures_of(one.point_id) if line.row == one.pk)
