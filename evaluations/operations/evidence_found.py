"""The same done to everything that a search found, however much that is: the database does it, in a
few statements, and each piece's history says the same reason."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.access.evidence import require_recording_evidence
from evaluations.operations.evidence_marking import codes_of, marking_for
from evaluations.queries.evidence_search import EvidenceFilters, where_found
from evaluations.rules.evidence_marking import Marking
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.scope import because, require_inspectorate_id

# Locked in one order, so that two of these never wait for each other.
_LOCK = """
select count(*) from (
  select e.id from evaluations_evidence e where {where} order by e.id for no key update of e) locked
"""
_TAGS = """(select array_agg(m order by m collate "C")
  from (select distinct m from unnest(e.tags || %s::varchar[]) m) u)"""
_CODES = """(select array_agg(m order by array_position(%s::varchar[], m), m collate "C")
  from (select distinct m from unnest(array_remove(e.indicator_codes || %s::varchar[], %s)) m) u)"""
_TOO_MANY = """
select min(e.number) from evaluations_evidence e where {where} and cardinality({after}) > %s
"""
_CHANGE = """
with changed as (
  update evaluations_evidence c set {column} = n.after, version = c.version + 1, changed_at = now()
  from (select e.id, {after} as after from evaluations_evidence e where {where}) n
  where c.inspectorate_id = %s and c.id = n.id and c.{column} <> n.after
  returning c.id, c.indicator_codes
), wanted as (
  select c.id as evidence_id, q.id as indicator_id from changed c
  join indicators_qualityindicator q
    on q.inspectorate_id = %s and q.edition_id = %s and q.code = any(c.indicator_codes)
), gone as (
  delete from evaluations_evidenceindicator b using changed c
  where b.inspectorate_id = %s and b.evidence_id = c.id
    and not exists (select 1 from wanted w
                    where w.evidence_id = b.evidence_id and w.indicator_id = b.indicator_id)
), linked as (
  insert into evaluations_evidenceindicator
    (inspectorate_id, inspection_id, evidence_id, indicator_id)
  select %s, %s, evidence_id, indicator_id from wanted
  on conflict (inspectorate_id, evidence_id, indicator_id) do nothing
)
select count(*) from changed
"""


def marking_and_count(
    *,
    actor: Actor,
    inspection: str,
    filters: EvidenceFilters,
    deed: str,
    sent: Mapping[str, Any],
) -> tuple[Marking, int]:
    """What would be done, to be confirmed, and to how many pieces; withdrawn ones are left out.
    Raises NotFound, PurposeNeeded, NotPermitted, Refused (not now), Invalid."""
    access = case_material_for(actor, inspection)
    require_recording_evidence(access)
    marking = marking_for(access, deed, sent)
    where, values = _where(access, filters, marking)
    with connection.cursor() as cursor:
        _require_room(cursor, access, marking, where, values)
        cursor.execute(f"select count(*) from evaluations_evidence e where {where}", values)  # noqa: S608 - constants
        return marking, int(cursor.fetchone()[0])


@transaction.atomic
def mark_found(
    *,
    actor: Actor,
    inspection: str,
    filters: EvidenceFilters,
    deed: str,
    sent: Mapping[str, Any],
    expected: int,
) -> int:
    """Do it to every piece that the search finds now; how many changed. ``expected``: how many were
    confirmed. Four statements at most, however many pieces.

    Raises NotFound, PurposeNeeded, NotPermitted, Refused (not now, or the search finds another number
    than was confirmed), Invalid (naming a piece that cannot take it).
    """
    access = case_material_for(actor, inspection)
    require_recording_evidence(access)
    marking = marking_for(access, deed, sent)
    where, values = _where(access, filters, marking)
    with because(marking.why), connection.cursor() as cursor:
        cursor.execute(_LOCK.format(where=where), values)
        found = cursor.fetchone()[0]
        if found != expected:
            raise Refused(f"The search finds {found} now, not {expected}. Look again, and confirm.")
        _require_room(cursor, access, marking, where, values)
        return _changed(cursor, access, marking, where, values)


def _where(access: CaseAccess, filters: EvidenceFilters, marking: Marking) -> tuple[str, list[Any]]:
    """The pieces that the search finds and the deed concerns, as a condition."""
    where, values = where_found(access, filters.standing)
    if marking.gone:
        return f"{where} and %s = any(e.indicator_codes)", [*values, marking.gone]
    return where, values


def _after(access: CaseAccess, marking: Marking) -> tuple[str, list[Any]]:
    """What a piece has after it, as an expression."""
    if marking.field == "tags":
        return _TAGS, [list(marking.add)]
    return _CODES, [codes_of(access), list(marking.add), marking.gone]


def _require_room(
    cursor: Any, access: CaseAccess, marking: Marking, where: str, values: list[Any]
) -> None:
    after, members = _after(access, marking)
    cursor.execute(_TOO_MANY.format(where=where, after=after), [*values, *members, marking.most])
    number = cursor.fetchone()[0]
    if number is not None:
        raise Invalid({marking.field: f"E{number}: It would have more than {marking.most}."})


def _changed(
    cursor: Any, access: CaseAccess, marking: Marking, where: str, values: list[Any]
) -> int:
    after, members = _after(access, marking)
    column = "tags" if marking.field == "tags" else "indicator_codes"
    here, inspection = require_inspectorate_id(), access.inspection
    cursor.execute(
        _CHANGE.format(where=where, after=after, column=column),
        [*members, *values, here, here, inspection.edition_id, here, here, inspection.pk],
    )
    return int(cursor.fetchone()[0])
