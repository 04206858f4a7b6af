"""What others did on one's inspections since an instant: evidence, evaluations, steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.queries.mine import MyInspection
from evaluations.terms import InspectionStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

MOST_NEWS = 12
ADDED, AGREED, WRITTEN, MOVED = "added", "agreed", "written", "moved"

# An evaluation counts once, by who changed it last. It was agreed when it has a value now and had
# none in its history at the instant. What the product itself did has no person and is no news.
_NEWS = """
with mine as (
  select i.id from evaluations_inspection i
  where i.inspectorate_id = %(here)s and i.id = any(%(inspections)s)),
valued as (
  select v.inspection_id, v.indicator_id, last.person_id, last.at,
    num_nonnulls(v.level, v.level_set, v.non_grade) > 0
      and coalesce(num_nonnulls(before.row_data->>'level', before.row_data->>'level_set',
                                before.row_data->>'non_grade'), 0) = 0 as agreed
  from evaluations_evaluation v
  join mine on mine.id = v.inspection_id
  join lateral (
    select h.person_id, h.at from kernel_history h
    where h.inspectorate_id = %(here)s and h.table_name = 'evaluations_evaluation'
      and h.record_id = v.id and h.at > %(since)s and h.person_id <> %(person)s
    order by h.id desc limit 1) last on true
  left join lateral (
    select h.row_data from kernel_history h
    where h.inspectorate_id = %(here)s and h.table_name = 'evaluations_evaluation'
      and h.record_id = v.id and h.at <= %(since)s
    order by h.id desc limit 1) before on true
  where v.inspectorate_id = %(here)s),
found as (
  select 'added' what, u.display_name who, e.inspection_id, q.code detail, count(*) pieces,
    max(e.entered_at) at
  from evaluations_evidence e
  join mine on mine.id = e.inspection_id
  join evaluations_evidenceindicator b on b.inspectorate_id = e.inspectorate_id
    and b.inspection_id = e.inspection_id and b.evidence_id = e.id
  join indicators_qualityindicator q
    on q.inspectorate_id = b.inspectorate_id and q.id = b.indicator_id
  join accounts_membership m on m.inspectorate_id = e.inspectorate_id and m.id = e.membership_id
  join accounts_user u on u.id = m.user_id
  where e.inspectorate_id = %(here)s and e.entered_at > %(since)s
    and e.membership_id <> %(me)s and e.withdrawn_at is null
  group by u.display_name, e.inspection_id, q.code
  union all
  select case when valued.agreed then 'agreed' else 'written' end, u.display_name,
    valued.inspection_id, q.code, 1, valued.at
  from valued
  join accounts_user u on u.id = valued.person_id
  join indicators_qualityindicator q
    on q.inspectorate_id = %(here)s and q.id = valued.indicator_id
  union all
  select 'moved', u.display_name, s.inspection_id, s.to_status, 1, s.at
  from evaluations_inspectionmove s
  join mine on mine.id = s.inspection_id
  join accounts_membership m on m.inspectorate_id = s.inspectorate_id and m.id = s.membership_id
  join accounts_user u on u.id = m.user_id
  where s.inspectorate_id = %(here)s and s.at > %(since)s and s.membership_id <> %(me)s)
select what, who, inspection_id, detail, pieces, at from found
order by at desc, detail limit %(most)s
"""


@dataclass(frozen=True)
class News:
    """Something that somebody else did. ``detail``: an indicator's code or, of a step, the status."""

    what: str
    who: str
    inspection: str
    area: str
    detail: str
    pieces: int
    at: datetime

    @property
    def code(self) -> str:
        """The indicator it is about; empty for a step of the inspection."""
        return "" if self.what == MOVED else self.detail

    @property
    def said(self) -> str:
        """As a sentence."""
        if self.what == ADDED:
            text = ngettext(
                "%(who)s added %(pieces)d piece of evidence to %(code)s",
                "%(who)s added %(pieces)d pieces of evidence to %(code)s",
                self.pieces,
            )
            return text % {"who": self.who, "pieces": self.pieces, "code": self.detail}
        if self.what == MOVED:
            status = str(InspectionStatus(self.detail).label).lower()
            return _("%(who)s moved it on: %(status)s") % {"who": self.who, "status": status}
        text = (
            _("%(who)s agreed %(code)s") if self.what == AGREED else _("%(who)s changed %(code)s")
        )
        return text % {"who": self.who, "code": self.detail}


def news_of(actor: Actor, inspections: Sequence[MyInspection], since: datetime) -> tuple[News, ...]:
    """What others did on these inspections, which ``actor`` is on, newest first. One statement."""
    mine = {ids.decode("inspection", one.id): one for one in inspections}
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "me": actor.membership_id,
        "person": actor.person_id,
        "inspections": list(mine),
        "since": since,
        "most": MOST_NEWS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWS, values)
        return tuple(
            News(what, who, mine[one].id, mine[one].area_name, *rest)
            for what, who, one, *rest in cursor.fetchall()
        )
