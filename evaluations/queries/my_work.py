"""What an inspector's own work comes to: the indicators of the inspections they are on, the views
they have not given, what waits to be settled, what others have done since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.queries.mine import MyInspection
from evaluations.queries.news import News, news_of
from evaluations.queries.triangulation import source_in_words
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

TOLD = timedelta(days=7)
"""How long a notice that was not ticked off stays on the start page."""

_INDICATORS = """
with cells as (
  select b.inspection_id, b.indicator_id, count(*) pieces, count(distinct e.source_kind) kinds,
    min(e.source_kind) kind
  from evaluations_evidenceindicator b
  join evaluations_evidence e on e.inspectorate_id = b.inspectorate_id
    and e.inspection_id = b.inspection_id and e.id = b.evidence_id
  where b.inspectorate_id = %(here)s and b.inspection_id = any(%(inspections)s)
    and e.withdrawn_at is null
  group by b.inspection_id, b.indicator_id)
select i.id, q.code, q.title,
  exists (select 1 from evaluations_indicatorallocation a
          where a.inspectorate_id = i.inspectorate_id and a.inspection_id = i.id
            and a.indicator_id = q.id and a.membership_id = %(me)s),
  coalesce(num_nonnulls(v.level, v.level_set, v.non_grade), 0) > 0,
  exists (select 1 from evaluations_memberview w
          where w.inspectorate_id = i.inspectorate_id and w.inspection_id = i.id
            and w.indicator_id = q.id and w.membership_id = %(me)s and w.given_at is not null),
  coalesce(c.pieces, 0), coalesce(c.kinds, 0), coalesce(c.kind, '')
from evaluations_inspection i
join indicators_qualityindicator q
  on q.inspectorate_id = i.inspectorate_id and q.edition_id = i.edition_id
left join evaluations_evaluation v on v.inspectorate_id = i.inspectorate_id
  and v.inspection_id = i.id and v.indicator_id = q.id
left join cells c on c.inspection_id = i.id and c.indicator_id = q.id
where i.inspectorate_id = %(here)s and i.id = any(%(inspections)s)
order by i.id, q.position
"""
_WAITING = """
select
  (select count(*) from evaluations_clientoperation where inspectorate_id = %(here)s
     and membership_id = %(me)s and settled_at is null and state = 'clash'),
  (select coalesce(json_agg(json_build_array(n.id, n.text, n.page) order by n.id desc), '[]')::text
   from (select id, text, page from evaluations_notice where inspectorate_id = %(here)s
           and membership_id = %(me)s and seen_at is null and created_at > %(told)s
           order by id desc limit 10) n)
"""


@dataclass(frozen=True)
class MyIndicator:
    """An indicator of an inspection one is on. ``mine``: given to this person to look after;
    ``kind`` is the only kind of source, where there is one."""

    inspection: str
    area: str
    code: str
    title: str
    mine: bool
    agreed: bool
    given: bool
    pieces: int
    kinds: int
    kind: str

    @property
    def evidence(self) -> str:
        """``8 pieces, 4 of 6 kinds``."""
        if not self.pieces:
            return _("none yet")
        pieces = ngettext("%d piece", "%d pieces", self.pieces) % self.pieces
        return _("%(pieces)s, %(kinds)d of 6 kinds") % {"pieces": pieces, "kinds": self.kinds}

    @property
    def icon(self) -> str:
        if self.agreed:
            return "agreed"
        if self.kinds == 1:
            return "look"
        if self.given:
            return "given"
        return "half" if self.pieces else "todo"

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        if self.icon == "look":
            return _("Only %(kind)s") % {"kind": source_in_words(self.kind)}
        return {
            "agreed": _("Agreed by the team"),
            "given": _("You: given"),
            "half": _("Evidence, level not given"),
            "todo": _("Not started"),
        }[self.icon]

    @property
    def view_waits(self) -> bool:
        """Whether their view is asked for: there is evidence, or it is theirs; and nothing agreed."""
        return not self.given and not self.agreed and (self.mine or self.pieces > 0)


@dataclass(frozen=True)
class Told:
    """Something a person is to be told and has not ticked off; ``page``: where it is."""

    id: str
    text: str
    page: str


@dataclass(frozen=True)
class MyWork:
    """``to_settle``: how many of their texts met somebody else's. ``notices``: what they are to be told."""

    indicators: tuple[MyIndicator, ...] = ()
    to_settle: int = 0
    notices: tuple[Told, ...] = ()
    news: tuple[News, ...] = ()

    @property
    def looked_after(self) -> list[MyIndicator]:
        return [one for one in self.indicators if one.mine]


def my_work(actor: Actor, inspections: Sequence[MyInspection], since: datetime) -> MyWork:
    """For somebody on these inspections, with what others did ``since``; three statements, however
    much evidence there is."""
    going_on = {ids.decode("inspection", one.id): one for one in inspections if one.recordable}
    if actor.membership_id is None or not inspections:
        return MyWork()
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "me": actor.membership_id,
        "inspections": list(going_on),
        "told": timezone.now() - TOLD,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, values)
        to_settle, notices = cursor.fetchone()
        cursor.execute(_INDICATORS, values)
        indicators = cursor.fetchall()
    return MyWork(
        indicators=tuple(
            MyIndicator(going_on[one].id, going_on[one].area_name, *rest)
            for one, *rest in indicators
        ),
        to_settle=to_settle,
        notices=tuple(
            Told(ids.encode("notice", number), text, page)
            for number, text, page in orjson.loads(notices)
        ),
        news=news_of(actor, inspections, since),
    )
