"""Whose a main point is today and what somebody is to it, found in one statement for page and deed."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from areas.queries import HOLDERS_CTE
from followthrough.access.points import point_by_id
from followthrough.models import MainPointForAction
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted
from inspectorate.tenancy.scope import require_inspectorate_id

FOR_THE_LINK_INSPECTOR = (
    "This is for the committee’s link inspector, or somebody who plans inspections."
)
FOR_PARTNERS = "This is for those who act for the committee that the point belongs to."

_TODAY = (
    "({0}.from_on is null or {0}.from_on <= %(on)s) and ({0}.to_on is null or {0}.to_on >= %(on)s)"
)
_SQL = f"""with recursive {HOLDERS_CTE},
mine as (select distinct o.holder_id, o.committee_id from owns o where o.area_id = %(area)s),
places as (
  select m.holder_id, m.committee_id,
    exists (select 1 from areas_linkinspector l where l.inspectorate_id = %(here)s
      and l.committee_id = m.committee_id and l.membership_id = %(me)s
      and {_TODAY.format("l")}) as linked,
    exists (select 1 from areas_committeepartner n where n.inspectorate_id = %(here)s
      and n.committee_id = m.committee_id and n.membership_id = %(me)s
      and {_TODAY.format("n")}) as partner,
    exists (select 1 from evaluations_teammember t
      join evaluations_inspection i on i.inspectorate_id = t.inspectorate_id and i.id = t.inspection_id
      where t.inspectorate_id = %(here)s and t.membership_id = %(me)s and t.recused_at is null
        and i.area_id = m.holder_id and i.kind in ('follow-through', 'interim')
        and {_TODAY.format("t")}) as on_team
  from mine m
)
select coalesce(array_agg(distinct h.name), '{{}}'),
  coalesce(array_agg(distinct p.committee_id) filter (where p.committee_id is not null), '{{}}'),
  coalesce(array_agg(distinct c.name) filter (where c.name is not null), '{{}}'),
  coalesce(array_agg(distinct p.committee_id) filter (where p.partner), '{{}}'),
  coalesce(bool_or(p.linked and not p.partner), false), coalesce(bool_or(p.on_team), false)
from places p
join areas_localauthorityarea h on h.inspectorate_id = %(here)s and h.id = p.holder_id
left join areas_childprotectioncommittee c
  on c.inspectorate_id = %(here)s and c.id = p.committee_id"""  # noqa: S608 - constants only


@dataclass(frozen=True, slots=True)
class Place:
    """A point's partnership today, and this person's place beside it.

    ``areas`` stand for its area, ``owners`` are the rows of its committees, ``speaks_for`` those of
    them that this person answers for. ``follows``: for the inspectorate. ``reads``: sees what
    partnership and link inspector tell each other: both of them, the team of a follow-through
    inspection there, and who sees unpublished matter.
    """

    areas: tuple[str, ...]
    owners: frozenset[int]
    committees: tuple[str, ...]
    speaks_for: frozenset[int]
    follows: bool
    reads: bool

    @property
    def answers(self) -> bool:
        return bool(self.speaks_for)


def place_at(actor: Actor, point: MainPointForAction) -> Place:
    """One statement. The point is one that this person may see."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "on": timezone.localdate(),
        "area": point.inspection.area_id,
        "me": actor.membership_id or 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        areas, owners, committees, partner_of, linked, on_team = cursor.fetchone()
    speaks_for = frozenset(partner_of) if actor.may(P.ANSWER_FOR_COMMITTEE) else frozenset()
    follows = actor.may(P.PLAN_INSPECTIONS) or (actor.may(P.FOLLOW_MAIN_POINTS) and linked)
    judges = actor.may(P.JUDGE_PROGRESS) and on_team
    return Place(
        areas=tuple(areas),
        owners=frozenset(owners),
        committees=tuple(committees),
        speaks_for=speaks_for,
        follows=follows,
        reads=follows or judges or bool(speaks_for) or actor.may(P.SEE_UNPUBLISHED),
    )


def placed(actor: Actor, point_id: int, *, lock: bool = False) -> tuple[MainPointForAction, Place]:
    """A point and this person's place beside it. Raises NotFound, NotPermitted."""
    point = point_by_id(actor, point_id, lock=lock)
    return point, place_at(actor, point)


def read_inside(actor: Actor, reference: str) -> tuple[MainPointForAction, Place]:
    """A point by its opaque id, for who reads what is told of it; what is told is not there for others.
    Raises NotFound, NotPermitted."""
    point, place = placed(actor, ids.decode("point", reference))
    if not place.reads:
        raise NotFound
    return point, place


def to_answer(
    actor: Actor, point_id: int, *, lock: bool = False
) -> tuple[MainPointForAction, Place]:
    """The same, for who answers for the point. Raises NotFound, NotPermitted."""
    point, place = placed(actor, point_id, lock=lock)
    if not place.answers:
        raise NotPermitted(FOR_PARTNERS)
    return point, place


def to_follow(
    actor: Actor, point_id: int, *, lock: bool = False
) -> tuple[MainPointForAction, Place]:
    """The same, for who follows it. Raises NotFound, NotPermitted."""
    point, place = placed(actor, point_id, lock=lock)
    if not place.follows:
        raise NotPermitted(FOR_THE_LINK_INSPECTOR)
    return point, place
