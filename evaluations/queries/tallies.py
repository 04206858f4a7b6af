"""How much there is of an inspection: pieces of evidence, sampled cases read, for all and a row."""

from dataclasses import dataclass, field

from django.db import connection

from inspectorate.tenancy.scope import require_inspectorate_id

# A case counts for an indicator when a piece of evidence of it does; it is read when anybody has
# noted that they read one service's records of it.
_TALLIES = """
with cases as (
  select c.id, exists (select 1 from evaluations_recordreading r
                       where r.inspectorate_id = c.inspectorate_id
                         and r.sampled_case_id = c.id) read
  from evaluations_sampledcase c
  where c.inspectorate_id = %(here)s and c.inspection_id = %(inspection)s
    and c.withdrawn_at is null)
select '', (select count(*) from evaluations_evidence e
            where e.inspectorate_id = %(here)s and e.inspection_id = %(inspection)s
              and e.withdrawn_at is null),
  (select count(*) from cases), (select count(*) from cases where read)
union all
select q.code, count(*), count(distinct c.id), count(distinct c.id) filter (where c.read)
from evaluations_evidenceindicator b
join evaluations_evidence e on e.inspectorate_id = b.inspectorate_id
  and e.inspection_id = b.inspection_id and e.id = b.evidence_id and e.withdrawn_at is null
join indicators_qualityindicator q
  on q.inspectorate_id = b.inspectorate_id and q.id = b.indicator_id
left join cases c on c.id = e.sampled_case_id
where b.inspectorate_id = %(here)s and b.inspection_id = %(inspection)s
group by q.code
"""
_LEAD = """
select u.display_name from evaluations_teammember t
join accounts_membership m on m.inspectorate_id = t.inspectorate_id and m.id = t.membership_id
join accounts_user u on u.id = m.user_id
where t.inspectorate_id = %s and t.inspection_id = %s and t.role = 'lead'
  and t.recused_at is null
order by t.id limit 1
"""


@dataclass(frozen=True)
class Tally:
    """``pieces`` of evidence; of the ``cases`` they come from, or are sampled, ``read`` are read."""

    pieces: int = 0
    cases: int = 0
    read: int = 0


@dataclass(frozen=True)
class Tallies:
    """``all``: every piece once, every sampled case. ``rows``: by indicator's code."""

    all: Tally = Tally()
    rows: dict[str, Tally] = field(default_factory=dict)

    def of(self, code: str) -> Tally:
        return self.rows.get(code, Tally())


def tallies(inspection_id: int) -> Tallies:
    """Withdrawn evidence and withdrawn cases are not counted. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, {"here": require_inspectorate_id(), "inspection": inspection_id})
        rows = {code: Tally(*counts) for code, *counts in cursor.fetchall()}
    return Tallies(rows.pop("", Tally()), rows)


def lead_of(inspection_id: int) -> str:
    """The lead inspector's name; empty when there is none. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LEAD, [require_inspectorate_id(), inspection_id])
        found = cursor.fetchone()
    return str(found[0]) if found else ""
