"""The page of one main point: whose it is, how it stands, how it went, and what somebody can do now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from followthrough.access import OUT, Place, placed
from followthrough.models import MainPointForAction
from followthrough.queries.action_dates import DatedAction, dated_actions
from followthrough.queries.line import VIEWS, Line, line_of
from followthrough.queries.measures import MeasureLine, measures_of
from followthrough.queries.points import reference_of
from followthrough.queries.standing import Group, Narrowed, Standing, standings
from followthrough.rules import progress as rules
from followthrough.terms import OwnView, PlanStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class Other:
    """Another point as it is cited beside this one; ``id`` opaque."""

    id: str
    number: int
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class Now:
    """How a point stands, in a status word with its icon, and a note beside it."""

    icon: str
    tone: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something this person may do to the point: the address's name, and why not now."""

    page: str
    label: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PointPage:
    """Everything on the page. ``measures`` and ``actions`` are empty for who does not read inside."""

    point: MainPointForAction
    place: Place
    reference: str
    theme: str
    now: Now
    line: Line
    before: Other | None
    after: Other | None
    replaced_by: Other | None
    replaces: tuple[Other, ...]
    measures: list[MeasureLine] = field(default_factory=list)
    actions: list[DatedAction] = field(default_factory=list)
    plan: dict[str, str] | None = None
    deeds: tuple[Deed, ...] = ()
    why_not_look: str = ""

    @property
    def id(self) -> str:
        return ids.encode("point", self.point.pk)

    @property
    def ended(self) -> bool:
        return self.point.status in rules.ENDED

    @property
    def moved(self) -> tuple[str, ...]:
        """The areas that stand for it today beside the one it was published for."""
        return tuple(one for one in self.place.areas if one != self.point.inspection.area.name)


def point_page(actor: Actor, point: str) -> PointPage:
    """At most eight statements, whatever happened to it. Raises NotFound, NotPermitted."""
    found, place = placed(actor, ids.decode("point", point))
    line = line_of(actor, found, place)
    theme, others = _others(found)
    stands = next(iter(standings(Narrowed(points=[found.pk]))), None) if place.reads else None
    return PointPage(
        point=found,
        place=place,
        reference=reference_of(found),
        theme=theme,
        now=_now(found, stands, timezone.localdate()),
        line=line,
        before=next(iter(others.get("before", ())), None),
        after=next(iter(others.get("after", ())), None),
        replaced_by=next(iter(others.get("replaced-by", ())), None),
        replaces=tuple(others.get("replaces", ())),
        measures=measures_of(found.pk) if place.reads else [],
        actions=dated_actions(found.pk) if place.reads else [],
        plan=_plan(found, place, others.get("plan", ())),
        deeds=_deeds(found, place),
        why_not_look=rules.why_not_look(found.status, updates=len(line.of("update"))),
    )


_OTHERS = """
with this as (
  select p.* from followthrough_mainpointforaction p
  where p.inspectorate_id = %(here)s and p.id = %(point)s
),
other as (
  (select 'before' as how, o.id from this p join followthrough_mainpointforaction o
    on o.inspectorate_id = p.inspectorate_id and o.inspection_id = p.inspection_id
    and o.number < p.number order by o.number desc limit 1)
  union all
  (select 'after', o.id from this p join followthrough_mainpointforaction o
    on o.inspectorate_id = p.inspectorate_id and o.inspection_id = p.inspection_id
    and o.number > p.number order by o.number limit 1)
  union all
  select 'replaced-by', p.replaced_by_id from this p where p.replaced_by_id is not null
  union all
  select 'replaces', o.id from this p join followthrough_mainpointforaction o
    on o.inspectorate_id = p.inspectorate_id and o.replaced_by_id = p.id
)
select x.how, o.id, o.number, a.code || '/' || i.reference || '/' || o.number, o.text
from other x
join followthrough_mainpointforaction o on o.inspectorate_id = %(here)s and o.id = x.id
join evaluations_inspection i on i.inspectorate_id = o.inspectorate_id and i.id = o.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
where i.status = any(%(out)s) or i.id = (select inspection_id from this)
union all
select 'theme', t.id, 0, '', t.title from this p
join followthrough_theme t on t.inspectorate_id = p.inspectorate_id and t.id = p.theme_id
union all
select 'plan', n.id, (n.sent_at is not null)::int, '', n.status from this p
join followthrough_actionplan n
  on n.inspectorate_id = p.inspectorate_id and n.inspection_id = p.inspection_id"""


def _others(point: MainPointForAction) -> tuple[str, dict[str, list[Other]]]:
    """The title of its theme, and the points beside it, by how they are. One statement."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "point": point.pk,
        "out": list(OUT),
    }
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, values)
        rows = cursor.fetchall()
    found: dict[str, list[Other]] = {}
    for how, row, number, reference, text in rows:
        other = Other(ids.encode("point", row), number, reference, text)
        found.setdefault(how, []).append(other)
    return next((one.text for one in found.get("theme", ())), ""), found


def _plan(point: MainPointForAction, place: Place, there: Sequence[Other]) -> dict[str, str] | None:
    """The way to the partnership's plan, for those who see it: its partners, and once it was sent
    (``number`` 1) whoever reads inside."""
    sent = any(one.number for one in there)
    if not (place.answers or (place.reads and sent)):
        return None
    status = PlanStatus(there[0].text) if there else PlanStatus.DRAFT
    return {
        "inspection": ids.encode("inspection", point.inspection_id),
        "status": str(status.label),
    }


def _now(point: MainPointForAction, stands: Standing | None, today: date) -> Now:
    """The state of a point in a word: for who reads inside how it stands, else its status."""
    if stands is None:
        icon = "agreed" if point.status in rules.ENDED else "flag"
        return Now(icon, "", point.get_status_display())
    note = _says(stands)
    if stands.group == Group.LATE and stands.due_on:
        late = stands.days_late
        said = ngettext("%(days)d day late", "%(days)d days late", late) % {"days": late}
        return Now("look", "bad", said, note)
    if stands.group == Group.SILENT:
        days = stands.days_silent
        said = ngettext("%(days)d day silent", "%(days)d days silent", days) % {"days": days}
        return Now("silent", "warn", said, note)
    if stands.group == Group.READY:
        return Now("agreed", "good", _("The committee says it is done"), _("Ready to look at."))
    if stands.listed:
        said = _("On the list for a follow-through inspection")
        return Now("agreed", "good", said, note)
    if stands.view:
        icon, tone = VIEWS[OwnView(stands.view)]
        due = date_format(stands.due_on, "j F Y") if stands.due_on else ""
        return Now(icon, tone, note, _("Due %(day)s.") % {"day": due} if due else "")
    return Now("flag", "", point.get_status_display())


def _says(stands: Standing) -> str:
    if not stands.view:
        return ""
    return _("The committee says: %(view)s") % {"view": str(OwnView(stands.view).label).lower()}


def _deeds(point: MainPointForAction, place: Place) -> tuple[Deed, ...]:
    """What this person may do here, the most usual first."""
    ended = rules.why_not_told(point.status)
    deeds: list[Deed] = []
    if place.answers:
        deeds.append(Deed("point-update", _("Tell what happened, with files"), ended))
        deeds.append(Deed("point-measure-new", _("Measure something over time"), ended))
    if place.follows:
        deeds.append(Deed("point-ask", _("Ask its partners for a word"), ended))
        deeds.append(Deed("point-note", _("Write a note")))
        deeds.append(Deed("point-describe", _("Theme and lead post")))
        deeds.append(Deed("point-end", _("Close, supersede or open again")))
    return tuple(deeds)
