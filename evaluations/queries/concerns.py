"""Concerns about a child at risk now: the list, one of them, the form to raise one, the strip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations import access
from evaluations.access.concerns import concern_for, concerns_visible_sql, require_handling
from evaluations.models import Concern, ConcernAdvice, ConcernRecipient, SampledCase
from evaluations.operations.concern_routes import handlers
from evaluations.queries.mine import my_inspections
from evaluations.rules.concerns import is_late, obstacle
from evaluations.terms import ConcernMove, ConcernStatus
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted
from inspectorate.kernel.history import Change, history_of
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 50
OPEN = (ConcernStatus.RAISED, ConcernStatus.ACKNOWLEDGED)
GROUPS: dict[str, tuple[str, ...]] = {
    "open": tuple(str(one) for one in OPEN),
    "closed": (str(ConcernStatus.CLOSED),),
}
"""The tabs of the list: which statuses each shows."""

_WAITING = """
select count(*) from evaluations_concern
where inspectorate_id = %s and status = 'raised' and %s = any(routed_to)
"""
_LIST = """
select c.id, c.status, c.raised_at, coalesce(a.name, ''), coalesce(i.reference, ''),
       coalesce(s.pseudonym, ''), coalesce(ru.display_name, ''), coalesce(au.display_name, ''),
       c.closed_at
from evaluations_concern c
left join evaluations_inspection i on i.inspectorate_id = c.inspectorate_id and i.id = c.inspection_id
left join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join evaluations_sampledcase s
  on s.inspectorate_id = c.inspectorate_id and s.id = c.sampled_case_id
left join accounts_membership rm
  on rm.inspectorate_id = c.inspectorate_id and rm.id = c.membership_id
left join accounts_user ru on ru.id = rm.user_id
left join accounts_membership am
  on am.inspectorate_id = c.inspectorate_id and am.id = c.acknowledged_by_id
left join accounts_user au on au.id = am.user_id
where {where}
order by c.id desc limit %s
"""
_COUNTS = "select c.status, count(*) from evaluations_concern c where {where} group by c.status"


def waiting_for(actor: Actor) -> int:
    """How many concerns that were sent to this person nobody has acknowledged yet. One statement,
    on an index that holds those alone."""
    if actor.membership_id is None or connection.needs_rollback:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [require_inspectorate_id(), actor.membership_id])
        return int(cursor.fetchone()[0])


@dataclass(frozen=True)
class ConcernLine:
    """A concern in the list, without a word of what was written."""

    id: str
    status: str
    raised_at: datetime
    area: str
    reference: str
    pseudonym: str
    raised_by: str
    acknowledged_by: str
    closed_at: datetime | None

    @property
    def status_label(self) -> str:
        return str(ConcernStatus(self.status).label)

    @property
    def late(self) -> bool:
        return is_late(self.status, self.raised_at, timezone.now())


@dataclass(frozen=True)
class ConcernList:
    """A page of concerns, newest first; ``after`` is where the next page begins."""

    lines: list[ConcernLine]
    after: str
    counts: dict[str, int]


def concern_list(actor: Actor, group: str, after: str = "") -> ConcernList:
    """The concerns this person raised, or all of them for who handles concerns. Two statements."""
    seen, arguments = concerns_visible_sql(actor)
    where = f"c.inspectorate_id = %s and {seen}"
    values: list[Any] = [require_inspectorate_id(), *arguments]
    narrowed, more = f"{where} and c.status = any(%s)", [*values, list(GROUPS[group])]
    try:
        before = ids.decode("concern", after)
    except NotFound:
        before = 0
    if before:
        narrowed += " and c.id < %s"
        more.append(before)
    with connection.cursor() as cursor:
        cursor.execute(_LIST.format(where=narrowed), [*more, PAGE + 1])
        rows = cursor.fetchall()
        cursor.execute(_COUNTS.format(where=where), values)
        counted = dict(cursor.fetchall())
    lines = [ConcernLine(ids.encode("concern", row[0]), *row[1:]) for row in rows[:PAGE]]
    counts = {name: sum(counted.get(one, 0) for one in GROUPS[name]) for name in GROUPS}
    return ConcernList(lines, lines[-1].id if len(rows) > PAGE else "", counts)


@dataclass(frozen=True)
class ConcernStep:
    """A move of a concern; ``why_not`` is empty when it leads on from where it is."""

    name: str
    label: str
    why_not: str


@dataclass(frozen=True)
class ConcernEvent:
    """Something that happened to a concern; ``said`` is what an opening again took back."""

    at: datetime
    who: str
    what: str
    said: str


@dataclass(frozen=True)
class ConcernPage:
    """One concern, who is in it, and what can be done with it."""

    id: str
    concern: Concern
    inspection_id: str
    raised_by: str
    acknowledged_by: str
    closed_by: str
    sent_to: list[str]
    late: bool
    is_mine: bool
    not_yours: str
    steps: list[ConcernStep]
    events: list[ConcernEvent]

    def may(self, move: str) -> bool:
        open_moves = {one.name for one in self.steps if not one.why_not}
        return not self.not_yours and move in open_moves

    @property
    def may_acknowledge(self) -> bool:
        return self.may(ConcernMove.ACKNOWLEDGE)

    @property
    def may_take_over(self) -> bool:
        return self.may(ConcernMove.TAKE_OVER)

    @property
    def may_close(self) -> bool:
        return self.may(ConcernMove.CLOSE)

    @property
    def may_reopen(self) -> bool:
        return self.may(ConcernMove.REOPEN)


def concern_page(actor: Actor, reference: str) -> ConcernPage:
    """One concern for who raised it or handles it. That it was read must be noted. Raises NotFound."""
    found = concern_for(actor, reference)
    names = _names(found)
    mine = found.acknowledged_by_id is not None and found.acknowledged_by_id == actor.membership_id
    return ConcernPage(
        id=reference,
        concern=found,
        inspection_id=ids.encode("inspection", found.inspection_id) if found.inspection_id else "",
        raised_by=names.get(found.membership_id, _("A tool")),
        acknowledged_by=names.get(found.acknowledged_by_id, ""),
        closed_by=names.get(found.closed_by_id, ""),
        sent_to=sorted(names[one] for one in found.routed_to if one in names),
        late=is_late(found.status, found.raised_at, timezone.now()),
        is_mine=mine,
        not_yours=_not_yours(actor, found),
        steps=_steps(found, is_mine=mine),
        events=[_event(one) for one in history_of(found)],
    )


def _event(change: Change) -> ConcernEvent:
    what = _("Raised") if change.operation == "I" else change.why
    taken_back = [one.before for one in change.fields if one.before and not one.after]
    return ConcernEvent(change.at, change.who, what, "; ".join(taken_back))


def _names(concern: Concern) -> dict[int | None, str]:
    wanted = {concern.membership_id, concern.acknowledged_by_id, concern.closed_by_id}
    people = Membership.objects.filter(pk__in={*wanted, *concern.routed_to} - {None})
    return dict(people.values_list("pk", "user__display_name"))


def _not_yours(actor: Actor, concern: Concern) -> str:
    """Why this person cannot deal with it at all; empty when they can."""
    try:
        require_handling(actor, concern)
    except NotPermitted:
        return _("It is dealt with by those who handle concerns. You see here what becomes of it.")
    return ""


def _steps(concern: Concern, *, is_mine: bool) -> list[ConcernStep]:
    return [
        ConcernStep(move.value, str(move.label), obstacle(move, concern.status, is_mine=is_mine))
        for move in ConcernMove
    ]


@dataclass(frozen=True)
class RaisingPage:
    """What the form to raise a concern offers. ``inspection`` is chosen before anybody chooses."""

    advice: str
    inspections: Sequence[tuple[str, str]]
    cases: Sequence[tuple[str, str]]
    inspection: str


def raising_page(actor: Actor, about: str) -> RaisingPage:
    """``about``: the inspection of the page that one comes from; otherwise the only one one is on."""
    mine = {one.id: f"{one.area_name}, {one.reference}" for one in my_inspections(actor)}
    chosen = next(iter(mine)) if len(mine) == 1 else ""
    cases: list[tuple[str, str]] = []
    try:
        found = access.inspection_for(actor, about)
        chosen = about
        mine.setdefault(about, f"{found.area.name}, {found.reference}")
    except NotFound:
        pass
    if chosen:
        cases = _cases(actor, chosen)
    none = ("", _("None of these, or I do not know"))
    return RaisingPage(advice(), [none, *mine.items()], cases, chosen)


def _cases(actor: Actor, inspection: str) -> list[tuple[str, str]]:
    """The pseudonyms of an inspection's cases, for its team; nothing of the cases themselves."""
    try:
        found = access.case_material_for(actor, inspection).inspection
    except (NotFound, NotPermitted):
        return []
    cases = SampledCase.objects.filter(inspection=found, withdrawn_at__isnull=True)
    named = cases.order_by("number").values_list("pk", "pseudonym")
    return [(ids.encode("sampled-case", number), pseudonym) for number, pseudonym in named]


def advice() -> str:
    """What the inspectorate itself says to who meets a child at risk; empty when it says nothing."""
    return str(ConcernAdvice.objects.values_list("text", flat=True).first() or "")


@dataclass(frozen=True)
class RecipientLine:
    id: str
    name: str
    post: str


@dataclass(frozen=True)
class RecipientsPage:
    """Who is told of every concern, who else could be, and what the inspectorate says itself."""

    recipients: list[RecipientLine]
    choices: list[tuple[str, str]]
    advice: str
    advice_version: int


def recipients_page(actor: Actor) -> RecipientsPage:
    """For the administrator. Raises NotPermitted."""
    actor.require(P.MANAGE_PEOPLE)
    kept = ConcernRecipient.objects.select_related("membership__user")
    lines = [
        RecipientLine(
            ids.encode("recipient", one.pk), one.membership.user.display_name, one.membership.post
        )
        for one in kept.order_by("membership__user__display_name")
    ]
    told = kept.values_list("membership_id", flat=True)
    others = handlers().exclude(pk__in=told).select_related("user").order_by("user__display_name")
    said = ConcernAdvice.objects.first()
    return RecipientsPage(
        lines,
        [(ids.encode("person", one.pk), one.user.display_name) for one in others],
        said.text if said else "",
        said.version if said else 0,
    )
