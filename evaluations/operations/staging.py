"""The stage of an import: a temporary table beside the records, and the statements between them."""

import io
from typing import Any

from django.db import connection

from evaluations.rules.evaluations_file import EvaluationRow
from evaluations.rules.life import IMPORTABLE, OUT
from evaluations.rules.values import Kept
from inspectorate.tenancy.scope import require_inspectorate_id

_COLUMNS = (
    "line, area_code, reference, kind, fieldwork_from, fieldwork_to, published_on, indicator_id, "
    "level, level_set, non_grade"
)
_MAKE = """
drop table if exists import_stage;
drop table if exists import_inspection;
create temporary table import_stage (line int, area_code text, reference text, kind text,
  fieldwork_from date, fieldwork_to date, published_on date, indicator_id bigint,
  level smallint, level_set smallint[], non_grade text, inspection_id bigint) on commit drop;
"""
_PLACE = """
create temporary table import_inspection on commit drop as
select min(s.line) as line, a.id as area_id, s.area_code, s.reference, min(s.kind) as kind,
       min(s.fieldwork_from) as fieldwork_from, min(s.fieldwork_to) as fieldwork_to,
       min(s.published_on) as published_on, i.id as inspection_id, i.status, i.edition_id,
       coalesce(i.published_number, 0) as published_number,
       i.id is null as made, false as publish, false as changed
from import_stage s
join areas_localauthorityarea a on a.inspectorate_id = %(here)s and a.code = s.area_code
left join evaluations_inspection i on i.inspectorate_id = %(here)s
  and i.programme_id = %(programme)s and i.area_id = a.id and i.reference = s.reference
group by a.id, s.area_code, s.reference, i.id, i.status, i.edition_id, i.published_number;
create index on import_inspection (area_code, reference);
analyze import_inspection;
update import_stage s set inspection_id = p.inspection_id from import_inspection p
where p.area_code = s.area_code and p.reference = s.reference and p.inspection_id is not null;
"""
_CHANGED = """
update import_inspection p set changed = true
where p.inspection_id is not null and (exists (
    select 1 from evaluations_inspection i where i.inspectorate_id = %(here)s
      and i.id = p.inspection_id
      and (i.kind, i.fieldwork_from, i.fieldwork_to, i.published_on)
        is distinct from (p.kind, p.fieldwork_from, p.fieldwork_to,
                          coalesce(p.published_on, i.published_on)))
  or exists (
    select 1 from import_stage s
    left join evaluations_evaluation e on e.inspectorate_id = %(here)s
      and e.inspection_id = s.inspection_id and e.indicator_id = s.indicator_id
    where s.inspection_id = p.inspection_id
      and (e.id is null or (e.level, e.level_set, e.non_grade)
        is distinct from (s.level, s.level_set, s.non_grade::varchar))))
"""
_CONFLICTS = """
select line, edition_id <> %(edition)s, published_number > 0, status from import_inspection
where inspection_id is not null and (edition_id <> %(edition)s
  or changed and (case when published_number > 0 then not %(may_correct)s
                  else not status = any(%(importable)s) end))
order by line limit 600
"""
_INSPECTIONS = """
with new as (
insert into evaluations_inspection (inspectorate_id, programme_id, area_id, edition_id, reference,
  kind, status, resumes_to, fieldwork_from, fieldwork_to, published_on, published_number, version)
select %(here)s, %(programme)s, area_id, %(edition)s, reference, kind,
       case when published_on is null then 'evaluating' else 'published' end, '',
       fieldwork_from, fieldwork_to, published_on,
       case when published_on is null then 0 else 1 end, 1
from import_inspection where made order by line
returning id, area_id, reference)
update import_inspection p set inspection_id = new.id from new
where p.area_id = new.area_id and p.reference = new.reference
"""
_TO_PUBLISH = """
update import_inspection set publish = true
where (made or changed) and published_on is not null and published_number = 0
"""
_MOVES = """
insert into evaluations_inspectionmove (inspectorate_id, inspection_id, from_status, to_status, why)
select %(here)s, inspection_id, coalesce(status, 'planned'),
       case when published_on is null then 'evaluating' else 'published' end,
       %(why)s
from import_inspection
where made or publish and status is distinct from 'published' order by line
"""
_FACTS = """
update evaluations_inspection i
set kind = p.kind, fieldwork_from = p.fieldwork_from, fieldwork_to = p.fieldwork_to,
    published_on = coalesce(p.published_on, i.published_on),
    status = case when p.publish then 'published' else i.status end, version = i.version + 1
from import_inspection p
where p.changed and i.inspectorate_id = %(here)s and i.id = p.inspection_id
"""
_EVALUATIONS = """
insert into evaluations_evaluation (inspectorate_id, inspection_id, programme_id, indicator_id,
  level, level_set, non_grade, rationale, version)
select %(here)s, p.inspection_id, %(programme)s, s.indicator_id, s.level, s.level_set,
       s.non_grade, '', 1
from import_stage s
join import_inspection p on p.area_code = s.area_code and p.reference = s.reference
where not exists (select 1 from evaluations_evaluation e where e.inspectorate_id = %(here)s
  and e.inspection_id = p.inspection_id and e.indicator_id = s.indicator_id)
order by p.inspection_id, s.indicator_id
"""
_ALL_EVALUATIONS = """
insert into evaluations_evaluation (inspectorate_id, inspection_id, programme_id, indicator_id,
  level, level_set, non_grade, rationale, version)
select %(here)s, p.inspection_id, %(programme)s, s.indicator_id, s.level, s.level_set,
       s.non_grade, '', 1
from import_stage s
join import_inspection p on p.area_code = s.area_code and p.reference = s.reference
"""
_VALUES = """
update evaluations_evaluation e
set level = s.level, level_set = s.level_set, non_grade = s.non_grade, version = e.version + 1,
    changed_at = now()
from import_stage s join import_inspection p on p.inspection_id = s.inspection_id
where p.changed and e.inspectorate_id = %(here)s and e.inspection_id = s.inspection_id
  and e.indicator_id = s.indicator_id
  and (e.level, e.level_set, e.non_grade)
    is distinct from (s.level, s.level_set, s.non_grade::varchar)
"""


def make() -> None:
    """An empty stage, gone with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)


def areas() -> dict[str, tuple[int, bool]]:
    """Every area by its code: its row and whether it was a pilot."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select code, id, pilot from areas_localauthorityarea where inspectorate_id = %s",
            [require_inspectorate_id()],
        )
        return {code: (number, pilot) for code, number, pilot in cursor.fetchall()}


def areas_missing() -> list[str]:
    """Codes in the stage that no area on record has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct s.area_code from import_stage s where not exists (select 1 from "
            "areas_localauthorityarea a where a.inspectorate_id = %s and a.code = s.area_code) "
            "order by s.area_code",
            [require_inspectorate_id()],
        )
        return [code for (code,) in cursor.fetchall()]


def value_text(value: Kept) -> str:
    """The three columns of a value as COPY reads them."""
    level = r"\N" if value.level is None else str(value.level)
    ranks = r"\N" if value.level_set is None else "{" + ",".join(map(str, value.level_set)) + "}"
    return f"{level}\t{ranks}\t{_text(value.non_grade)}"


def line(row: EvaluationRow, indicator_id: int, value: str) -> str:
    """A row as COPY reads it."""
    return (
        f"{row.line}\t{_text(row.area_code)}\t{_text(row.reference)}\t{row.kind}\t"
        f"{row.fieldwork_from or NULL}\t{row.fieldwork_to or NULL}\t{row.published_on or NULL}\t"
        f"{indicator_id}\t{value}\n"
    )


NULL = r"\N"


def _text(text: str | None) -> str:
    if text is None:
        return NULL
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def copy(batch: io.StringIO) -> None:
    """Copy a batch of lines into the stage."""
    batch.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"copy import_stage ({_COLUMNS}) from stdin", batch)


def _run(sql: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"here": require_inspectorate_id(), **values})
        return int(cursor.rowcount)


def place(programme_id: int) -> None:
    """Find the inspection each staged row belongs to, and which of them would change."""
    _run("analyze import_stage")
    _run(_PLACE, programme=programme_id)
    _run(_CHANGED)


def conflicts(edition_id: int, *, may_correct: bool) -> list[tuple[int, str, str]]:
    """Inspections on record that the file must not change: line, field and why."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CONFLICTS,
            {
                "edition": edition_id,
                "may_correct": may_correct,
                "importable": [*IMPORTABLE, *(OUT if may_correct else ())],
            },
        )
        found = cursor.fetchall()
    return [(at, *_why(other, published, status)) for at, other, published, status in found]


def _why(other_edition: bool, published: bool, status: str) -> tuple[str, str]:
    if other_edition:
        return "inspection_reference", (
            "This inspection is on record under another framework edition, which it keeps. "
            "Import with that edition, or give another reference."
        )
    if published:
        return "value", (
            "This inspection is published, and the file differs from what is on record. To publish "
            "a correction, import the file with the reason of the correction (--correct)."
        )
    return "value", (
        f"This inspection is {status.replace('-', ' ')}: its evaluations are no longer open. "
        "Reopen them first, or leave the inspection out of the file."
    )


def bring_in(programme_id: int, edition_id: int, why: str) -> dict[str, int]:
    """From the stage into the records, a statement to a table; what was made and changed.

    ``why`` is what the first step of each new inspection says.
    """
    made = _run(_INSPECTIONS, programme=programme_id, edition=edition_id)
    _run(_TO_PUBLISH)
    _run(_MOVES, why=why)
    changed = _run(_FACTS)
    values_changed = _run(_VALUES)
    with connection.cursor() as cursor:
        cursor.execute("select bool_and(made) from import_inspection")
        (all_new,) = cursor.fetchone()
    statement = _ALL_EVALUATIONS if all_new else _EVALUATIONS
    return {
        "inspections_made": made,
        "inspections_changed": changed,
        "evaluations_made": _run(statement, programme=programme_id),
        "evaluations_changed": values_changed,
    }


def to_publish() -> tuple[list[int], list[int]]:
    """Inspections to freeze for the first time, and those whose published version is corrected."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select inspection_id, publish from import_inspection "
            "where publish or changed and published_number > 0 order by line"
        )
        found = cursor.fetchall()
    first = [number for number, publish in found if publish]
    return first, [number for number, publish in found if not publish]
