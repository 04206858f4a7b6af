"""Published versions: the evaluations of inspections frozen as they stand, one statement for all.

The frozen document holds what was published: the area, the inspection, the edition with its digest,
its levels and sections, each indicator's code, title and value, and the words of the report where
there is one.
The rationale is the team's working text and is not in it. The digest is sha256 of the document as
PostgreSQL writes it (``content::text``), so that it can be checked with one statement.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from django.db import connection

from evaluations.operations.public_changes import announce_versions
from evaluations.terms import ROUND_KINDS
from indicators.rules.document import Edition
from inspectorate.tenancy.scope import require_inspectorate_id

EVALUATIONS = """
select e.inspection_id, jsonb_agg(jsonb_build_object(
    'code', q.code, 'title', q.title, 'section', q.section_code,
    'level', %(levels)s::jsonb -> e.level::text,
    'level_set', (select jsonb_agg(%(levels)s::jsonb -> r::text order by r)
                  from unnest(e.level_set) r),
    'non_grade', e.non_grade) order by q.position) as evaluations
from evaluations_evaluation e
join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
join evaluations_inspection k on k.inspectorate_id = e.inspectorate_id and k.id = e.inspection_id
where e.inspectorate_id = %(here)s and e.inspection_id = any(%(inspections)s)
  and (k.kind <> all(%(rounds)s) or e.level is not null or e.level_set is not null
    or e.non_grade is not null)
group by e.inspection_id
"""
_FREEZE = """
with made as (
  insert into evaluations_publishedversion (inspectorate_id, inspection_id, number, published_on,
    membership_id, reason, content, digest)
  select i.inspectorate_id, i.id, n.number,
         coalesce(%(on)s, i.published_on, %(otherwise_on)s),
         %(membership)s, %(reason)s, c.content,
         encode(sha256(convert_to(c.content::text, 'UTF8')), 'hex')
  from evaluations_inspection i
  join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
  join evaluations_programme p on p.inspectorate_id = i.inspectorate_id and p.id = i.programme_id
  join indicators_frameworkedition f
    on f.inspectorate_id = i.inspectorate_id and f.id = i.edition_id
  left join ({evaluations}) v on v.inspection_id = i.id
  cross join lateral (select coalesce(max(o.number), 0) + 1 as number
    from evaluations_publishedversion o
    where o.inspectorate_id = i.inspectorate_id and o.inspection_id = i.id) n
  cross join lateral (select jsonb_build_object(
    'area', jsonb_build_object('code', a.code, 'name', a.name),
    'programme', jsonb_build_object('code', p.code, 'title', p.title),
    'inspection', jsonb_build_object('reference', i.reference, 'kind', i.kind,
      'fieldwork_from', i.fieldwork_from, 'fieldwork_to', i.fieldwork_to),
    'edition', jsonb_build_object('code', f.code, 'title', f.title, 'digest', f.digest),
    'scale', %(scale)s::jsonb,
    'sections', %(sections)s::jsonb,
    'evaluations', coalesce(v.evaluations, '[]'::jsonb))
      || case when %(report)s::jsonb is null then '{}'::jsonb
              else jsonb_build_object('report', %(report)s::jsonb) end as content) c
  where i.inspectorate_id = %(here)s and i.id = any(%(inspections)s)
  order by i.id
  returning inspection_id, number
)
update evaluations_inspection i set published_number = made.number, version = i.version + 1
from made where i.inspectorate_id = %(here)s and i.id = made.inspection_id
  and i.published_number <> made.number
""".replace("{evaluations}", EVALUATIONS)


def _parameters(edition: Edition, inspections: Sequence[int]) -> dict[str, Any]:
    scale = {
        "levels": [
            {"code": one.code, "number": one.number, "label": one.label, "meaning": one.meaning}
            for one in edition.levels
        ],
        "non_grades": [{"code": one.code, "label": one.label} for one in edition.non_grades],
    }
    return {
        "here": require_inspectorate_id(),
        "inspections": list(inspections),
        "levels": orjson.dumps({str(one.rank): one.code for one in edition.levels}).decode(),
        "scale": orjson.dumps(scale).decode(),
        "sections": orjson.dumps(sections_of(edition)).decode(),
        "rounds": [str(kind) for kind in ROUND_KINDS],
    }


def sections_of(edition: Edition) -> list[dict[str, str]]:
    """The edition's sections, in its own words."""
    return [{"code": one.code, "title": one.title} for one in edition.sections]


def freeze(
    edition: Edition,
    inspections: Sequence[int],
    *,
    membership_id: int | None,
    reason: str,
    otherwise_on: date,
    on: date | None = None,
    report: Mapping[str, Any] | None = None,
    again: bool = False,
) -> int:
    """Freeze the next version of each inspection; how many. All are under ``edition``.

    ``report`` are the words of the one inspection's report: REPORT_WORDS of queries/report_document.
    The version is dated ``on``, or as the inspection says it was published, or ``otherwise_on``.
    Each becomes a line of the public change feed; ``again``: it was withdrawn and is published again.
    """
    if not inspections:
        return 0
    parameters = {
        **_parameters(edition, inspections),
        "membership": membership_id,
        "reason": reason,
        "otherwise_on": otherwise_on,
        "on": on,
        "report": None if report is None else orjson.dumps(report).decode(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE, parameters)
    announce_versions(inspections, again=again)
    return len(inspections)


def evaluations_now(edition: Edition, inspection_id: int) -> list[dict[str, Any]]:
    """An inspection's evaluations as they would be frozen now."""
    with connection.cursor() as cursor:
        cursor.execute(EVALUATIONS, _parameters(edition, [inspection_id]))
        found = cursor.fetchone()
    if found is None:
        return []
    evaluations: list[dict[str, Any]] = orjson.loads(found[1])
    return evaluations
