"""What is known of each area when the next visit is planned: plain facts beside each other, no score.

Whoever plans decides, and says why; the picture they decided on is kept with the decision.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from areas.access import area_for
from areas.queries import HOLDERS_CTE, areas_of_committees
from followthrough.access import OUT, followed_committees
from followthrough.models import PlanningDecision
from followthrough.queries.standing import AreaStanding, Group, standing_by_area
from followthrough.terms import OwnView, PointStatus
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted
from inspectorate.tenancy.scope import require_inspectorate_id

FOR_PLANNING = "This is for those who plan inspections, and for the area’s link inspector."

_AREAS = f"""with recursive {HOLDERS_CTE},
seen as (
  select h.holder_id, i.id, i.reference, i.kind, i.published_on, i.edition_id, d.digest,
    a.name as origin, i.kind in ('full', 'short', 'pilot') as whole
  from holds h
  join evaluations_inspection i on i.inspectorate_id = %(here)s and i.area_id = h.area_id
  join areas_localauthorityarea a on a.inspectorate_id = %(here)s and a.id = h.area_id
  join indicators_frameworkedition d on d.inspectorate_id = %(here)s and d.id = i.edition_id
  where i.status = any(%(out)s) and coalesce(i.published_on, '-infinity') <= %(on)s
)
select z.id, z.code, z.name, l.id, l.reference, l.published_on, l.edition_id, l.origin,
  (select max(s.published_on) from seen s where s.holder_id = z.id),
  (select min(n.fieldwork_from) from evaluations_inspection n where n.inspectorate_id = %(here)s
     and n.area_id = z.id and n.status = 'planned'),
  e."on", e.id, e.finished, l.digest
from areas_localauthorityarea z
left join lateral (
  select s.* from seen s where s.holder_id = z.id and s.whole
  order by s.published_on desc nulls last, s.id desc limit 1) l on true
left join lateral (
  select v."on", v.id, v.status = 'finished' as finished from followthrough_selfevaluation v
  where v.inspectorate_id = %(here)s and v.area_id = z.id and v.status = 'finished'
  order by v."on" desc, v.id desc limit 1) e on true
where z.inspectorate_id = %(here)s and (z.from_on is null or z.from_on <= %(on)s)
  and (z.to_on is null or z.to_on >= %(on)s)
  and (%(areas)s::bigint[] is null or z.id = any(%(areas)s))
order by z.name, z.id
"""  # noqa: S608 - constants only; values are parameters
_LEVELS = """
select inspection_id, level, non_grade, level_set is not null, count(*)
from evaluations_evaluation
where inspectorate_id = %s and inspection_id = any(%s)
group by 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The last full inspection: how many indicators at each level, never an average of them.
    ``several`` are known as more than one level, ``otherwise`` have a reason for none;
    ``published_on`` is None where the day is not on record."""

    id: str
    reference: str
    published_on: date | None
    origin: str
    edition: Edition
    counts: dict[str, int]
    several: int
    otherwise: int

    @property
    def at_a_level(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class AreaPicture:
    """One area as it is on a day. ``last_out`` is its last published inspection of any kind; ``next``
    the first day of fieldwork that is planned; ``self_evaluated_on`` its last finished self-evaluation."""

    row: int
    code: str
    name: str
    on: date
    evaluated: Evaluated | None
    last_out: date | None
    next: date | None
    self_evaluated_on: date | None
    standing: AreaStanding = field(default_factory=AreaStanding)
    decision: PlanningDecision | None = None

    @property
    def id(self) -> str:
        return ids.encode("area", self.row)

    @property
    def days_since(self) -> int | None:
        """Days since the last published inspection; None when there was none."""
        return (self.on - self.last_out).days if self.last_out else None

    @property
    def groups(self) -> list[tuple[str, int]]:
        """How open points stand, the groups that occur, most urgent first."""
        counted = self.standing.groups
        return [(one.value, counted[one]) for one in Group if counted[one]]

    @property
    def views(self) -> list[tuple[Any, int]]:
        """What the committee says of its points, in its own words; nothing said last."""
        counted = self.standing.views
        said = [(one.label, counted[one]) for one in OwnView if counted[one]]
        return [*said, ("", counted[""])] if counted[""] else said

    @property
    def judged(self) -> int:
        return self.standing.statuses[PointStatus.JUDGED]

    def as_data(self) -> dict[str, Any]:
        """The picture as it is kept with a decision: codes, counts and days."""
        seen = self.evaluated
        return {
            "area": self.code,
            "on": self.on.isoformat(),
            "last_full_inspection": seen
            and {
                "reference": seen.reference,
                "area": seen.origin,
                "published_on": seen.published_on and seen.published_on.isoformat(),
                "framework": seen.edition.code,
                "counts": seen.counts,
                "several_levels": seen.several,
                "no_level": seen.otherwise,
            },
            "days_since_published": self.days_since,
            "next_fieldwork_from": self.next and self.next.isoformat(),
            "open_points": self.standing.points,
            "standing": dict(self.groups),
            "judged": self.judged,
            "committee_says": {one: n for one, n in sorted(self.standing.views.items()) if one},
            "self_evaluated_on": self.self_evaluated_on and self.self_evaluated_on.isoformat(),
        }


def _areas_of(actor: Actor, on: date) -> frozenset[int] | None:
    """The areas this person sees the picture of; None: all. Raises NotPermitted."""
    if actor.may(Permission.PLAN_INSPECTIONS):
        return None
    if not actor.may(Permission.FOLLOW_MAIN_POINTS):
        raise NotPermitted(FOR_PLANNING)
    return areas_of_committees(followed_committees(actor) or frozenset(), on)


def sees_picture(actor: Actor, area_row: int) -> bool:
    """Whether this person sees the picture of an area of today."""
    try:
        mine = _areas_of(actor, timezone.localdate())
    except NotPermitted:
        return False
    return mine is None or area_row in mine


def pictures(actor: Actor, *, on: date | None = None) -> list[AreaPicture]:
    """Every area of today that this person may plan or follows, by name. A constant number of
    statements whatever the number of areas. Raises NotPermitted."""
    day = on or timezone.localdate()
    return _pictures(_areas_of(actor, day), day)


def picture_of(actor: Actor, area: str, *, on: date | None = None) -> AreaPicture:
    """One area's picture. Raises NotFound, NotPermitted."""
    day = on or timezone.localdate()
    found = area_for(actor, area)
    mine = _areas_of(actor, day)
    if mine is not None and found.pk not in mine:
        raise NotPermitted(FOR_PLANNING)
    drawn = _pictures(frozenset({found.pk}), day)
    if not drawn:
        raise NotFound("This area is no longer there. Plan for the areas that followed it.")
    return drawn[0]


def _pictures(areas: frozenset[int] | None, on: date) -> list[AreaPicture]:
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "on": on,
        "out": list(OUT),
        "areas": None if areas is None else sorted(areas),
    }
    with connection.cursor() as cursor:
        cursor.execute(_AREAS, values)
        rows = cursor.fetchall()
        cursor.execute(_LEVELS, [values["here"], [row[3] for row in rows if row[3]]])
        levels = _by_inspection(cursor.fetchall())
    standing = standing_by_area(on=on)
    decided = latest_decisions([row[0] for row in rows])
    return [
        AreaPicture(
            row=row[0],
            code=row[1],
            name=row[2],
            on=on,
            evaluated=_evaluated(row, levels),
            last_out=row[8],
            next=row[9],
            self_evaluated_on=row[10],
            standing=standing.get(row[0], AreaStanding()),
            decision=decided.get(row[0]),
        )
        for row in rows
    ]


def _by_inspection(rows: list[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for inspection, *value in rows:
        found.setdefault(inspection, []).append(tuple(value))
    return found


def _evaluated(row: tuple[Any, ...], levels: dict[int, list[tuple[Any, ...]]]) -> Evaluated | None:
    inspection, reference, published_on, edition_id, origin = row[3:8]
    if inspection is None:
        return None
    edition = edition_document(edition_id, row[13])
    values = levels.get(inspection, [])
    at = Counter({level: count for level, _, _, count in values if level is not None})
    return Evaluated(
        id=ids.encode("inspection", inspection),
        reference=reference,
        published_on=published_on,
        origin=origin,
        edition=edition,
        counts={level.code: at[level.rank] for level in edition.levels},
        several=sum(count for _, _, several, count in values if several),
        otherwise=sum(count for _, non_grade, _, count in values if non_grade is not None),
    )


def latest_decisions(areas: list[int]) -> dict[int, PlanningDecision]:
    """The last decision for each area. One statement."""
    rows = PlanningDecision.objects.filter(area_id__in=areas).select_related("membership__user")
    newest = rows.order_by("area_id", "-at", "-id").distinct("area_id")
    return {one.area_id: one for one in newest}


def decisions_of(area_row: int) -> list[PlanningDecision]:
    """Everything decided for an area, the newest first."""
    rows = PlanningDecision.objects.filter(area_id=area_row)
    return list(rows.select_related("membership__user", "programme").order_by("-at", "-id"))
