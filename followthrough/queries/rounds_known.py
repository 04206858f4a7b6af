"""Judgements of progress as they are known: of published follow-through inspections, as published.

A correction that is not published yet is not known. Judgements brought in from a file, or published
before reports were written here, are known as they were brought in.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

from followthrough.access import OUT
from indicators.queries import edition_document
from indicators.rules.document import Edition, Graded, NotGraded, Value
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

_ROUNDS = """
select g.point_id, i.id, i.reference, i.kind, i.published_on, i.edition_id, e.code, e.digest,
  g.level, g.level_set, g.non_grade, g.decision, g.decision_reason,
  array(select f.title from followthrough_successfactor f
    where f.inspectorate_id = g.inspectorate_id and f.inspection_id = g.inspection_id
      and f.point_id = g.point_id order by f.id)
from followthrough_progress g
join evaluations_inspection i on i.inspectorate_id = g.inspectorate_id and i.id = g.inspection_id
join indicators_frameworkedition e
  on e.inspectorate_id = i.inspectorate_id and e.id = i.edition_id
where g.inspectorate_id = %s and g.point_id = any(%s) and i.status = any(%s)
order by i.published_on nulls last, i.id, g.point_id
"""
_SAID = """
select v.inspection_id, v.content -> 'report' -> 'progress' from evaluations_publishedversion v
join evaluations_inspection i on i.inspectorate_id = v.inspectorate_id
  and i.id = v.inspection_id and i.published_number = v.number
where v.inspectorate_id = %s and v.inspection_id = any(%s)
  and jsonb_typeof(v.content -> 'report' -> 'progress') = 'array'
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What one follow-through inspection judged of one point; ``value`` None: nothing."""

    point: int
    inspection: int
    reference: str
    kind: str
    on: date | None
    edition: Edition
    edition_code: str
    value: Value | None
    decision: str
    decision_reason: str
    factors: tuple[str, ...]

    @property
    def inspection_ref(self) -> str:
        return ids.encode("inspection", self.inspection)

    @property
    def ranks(self) -> frozenset[int]:
        return self.value.ranks if isinstance(self.value, Graded) else frozenset()


def known_rounds(points: Collection[int]) -> list[Known]:
    """Every known judgement of these points, oldest first. Two statements."""
    here = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_ROUNDS, [here, sorted(points), list(OUT)])
        rows = cursor.fetchall()
        cursor.execute(_SAID, [here, sorted({row[1] for row in rows})])
        said = {
            (inspection, ids.decode("point", one["point"])): one
            for inspection, progress in cursor.fetchall()
            for one in plain(progress)
        }
    return [_known(row, said.get((row[1], row[0]))) for row in rows]


def plain(progress: Any) -> list[dict[str, Any]]:
    """What a published version says of each point, from the JSON that the driver gives inside a
    statement of ours: text. Empty where it says nothing."""
    found = orjson.loads(progress) if isinstance(progress, str) else progress
    return found if isinstance(found, list) else []


def _known(row: Sequence[Any], said: dict[str, Any] | None) -> Known:
    point, inspection, reference, kind, on, edition_id, code, digest, *stored = row
    level, level_set, non_grade, decision, reason, factors = stored
    edition = edition_document(edition_id, digest)
    if said is None:
        ranks = frozenset(level_set or ([level] if level is not None else []))
    else:
        codes = said["level_set"] or ([said["level"]] if said["level"] else [])
        ranks = frozenset(edition.level_by_code[one].rank for one in codes)
        non_grade, decision = said["non_grade"], said["decision"]
        reason, factors = said["decision_reason"], [one["title"] for one in said["worked"]]
    value: Value | None = Graded(ranks) if ranks else NotGraded(non_grade) if non_grade else None
    return Known(
        point,
        inspection,
        reference,
        kind,
        on,
        edition,
        code,
        value,
        decision,
        reason,
        tuple(factors),
    )
