"""What the team changed since a round of moderation ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from evaluations.models import Inspection
from evaluations.rules.merge3 import Mark
from evaluations.rules.values import value_of
from evaluations.rules.word_diff import compare
from indicators.rules.document import Value
from inspectorate.tenancy.scope import require_inspectorate_id

_SINCE = """
select q.code, q.title, e.level, e.level_set, e.non_grade, e.rationale, w.row_data::text
from evaluations_evaluation e
join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
cross join lateral (
  select h.row_data from kernel_history h
  where h.inspectorate_id = e.inspectorate_id and h.table_name = 'evaluations_evaluation'
    and h.record_id = e.id and h.at <= %(at)s order by h.id desc limit 1) w
where e.inspectorate_id = %(here)s and e.inspection_id = %(inspection)s and e.changed_at > %(at)s
order by q.position, q.code
"""


@dataclass(frozen=True)
class Changed:
    """An evaluation that is not as it was. ``words``: the rationale word by word, empty when it is
    the same."""

    code: str
    title: str
    before: Value | None
    after: Value | None
    words: tuple[Mark, ...]

    @property
    def revalued(self) -> bool:
        return self.before != self.after


def changed_since(inspection: Inspection, at: datetime) -> Iterable[Changed]:
    """Every evaluation whose value or rationale differs from what it was then. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SINCE,
            {"here": require_inspectorate_id(), "inspection": inspection.pk, "at": at},
        )
        rows = cursor.fetchall()
    found = [_changed(row) for row in rows]
    return [one for one in found if one.revalued or one.words]


def _changed(row: Any) -> Changed:
    code, title, level, level_set, non_grade, rationale, was = row
    before = orjson.loads(was)
    words = compare(before["rationale"], rationale) if before["rationale"] != rationale else ()
    return Changed(
        code,
        title,
        value_of(before["level"], before["level_set"], before["non_grade"]),
        value_of(level, level_set, non_grade),
        tuple(words),
    )
