"""The list of inspections and the page of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from evaluations.access import (
    inspection_for,
    levels_visible,
    may_see_drafts,
    on_it_today,
    parties,
    place_on_team,
    visible_sql,
    why_not_record,
)
from evaluations.models import Inspection, PublishedVersion, TeamMember
from evaluations.operations import changed_since_publication
from evaluations.operations.postponing import why_not_postpone
from evaluations.queries.before_moves import unsettled_before
from evaluations.queries.happenings import Happening, happened
from evaluations.queries.recording import Line, Part, lines_of
from evaluations.rules.life import OPEN, ORDER, OUT, Party, moves_from, not_yours, obstacle
from evaluations.rules.values import Chosen, understood, value_of
from evaluations.terms import ROUND_KINDS, InspectionKind, InspectionStatus, TeamRole
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

PAGE = 50
GROUPS: dict[str, Sequence[str]] = {
    "going-on": (*OPEN, InspectionStatus.SUSPENDED),
    "published": OUT,
    "abandoned": (InspectionStatus.ABANDONED,),
    "all": tuple(InspectionStatus),
}
"""The tabs of the list: which statuses each shows."""

_DAY = "coalesce(i.published_on, i.fieldwork_from, date '0001-01-01')"
LISTED = f"""
select i.id, a.name, a.code, i.reference, i.kind, i.status, i.fieldwork_from, i.fieldwork_to,
       i.published_on, p.code, p.title, coalesce(u.display_name, ''), {_DAY}
from evaluations_inspection i
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
join evaluations_programme p on p.inspectorate_id = i.inspectorate_id and p.id = i.programme_id
left join evaluations_teammember l
  on l.inspectorate_id = i.inspectorate_id and l.inspection_id = i.id and l.role = 'lead'
left join accounts_membership m on m.inspectorate_id = l.inspectorate_id and m.id = l.membership_id
left join accounts_user u on u.id = m.user_id
where {{where}}
order by {_DAY} desc, i.id desc limit %s
"""  # noqa: S608 - constants only; values are parameters
_COUNTS = "select i.status, count(*) from evaluations_inspection i where {where} group by i.status"


@dataclass(frozen=True)
class InspectionFilters:
    """What a list of inspections is narrowed to; empty: everything."""

    group: str = "going-on"
    programme: str = ""
    status: str = ""
    kind: str = ""
    area: str = ""


@dataclass(frozen=True)
class InspectionLine:
    id: str
    area: str
    area_code: str
    reference: str
    kind: str
    status: str
    fieldwork_from: date | None
    fieldwork_to: date | None
    published_on: date | None
    programme_code: str
    programme: str
    lead: str

    @property
    def status_label(self) -> str:
        return str(InspectionStatus(self.status).label)

    @property
    def kind_label(self) -> str:
        return str(InspectionKind(self.kind).label)


@dataclass(frozen=True)
class InspectionList:
    """A page of inspections, newest first; ``after`` is where the next page begins."""

    lines: list[InspectionLine]
    after: str
    counts: dict[str, int]


def inspection_list(actor: Actor, filters: InspectionFilters, after: str = "") -> InspectionList:
    """A page of the inspections this person may see, and how many each tab has. Two statements."""
    where, values = _narrowed(actor, filters)
    statuses = [filters.status] if filters.status else list(GROUPS[filters.group])
    conditions, arguments = [where, "i.status = any(%s)"], [*values, statuses]
    position = _position(after)
    if position is not None:
        conditions.append(f"({_DAY}, i.id) < (%s, %s)")
        arguments += position
    sql = LISTED.format(where=" and ".join(conditions))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*arguments, PAGE + 1])
        rows = cursor.fetchall()
        cursor.execute(_COUNTS.format(where=where), values)
        counted = dict(cursor.fetchall())
    lines = [listed(row) for row in rows[:PAGE]]
    following = f"{rows[PAGE - 1][12]}.{lines[-1].id}" if len(rows) > PAGE else ""
    counts = {
        group: sum(counted.get(str(status), 0) for status in statuses)
        for group, statuses in GROUPS.items()
    }
    return InspectionList(lines, following, counts)


def listed(row: tuple[Any, ...]) -> InspectionLine:
    return InspectionLine(ids.encode("inspection", row[0]), *row[1:12])


def _narrowed(actor: Actor, filters: InspectionFilters) -> tuple[str, list[Any]]:
    conditions: list[str] = ["i.inspectorate_id = %s"]
    values: list[Any] = [require_inspectorate_id()]
    seen, more = visible_sql(actor)
    if seen:
        conditions.append(seen)
        values += more
    for column, value in (("p.code", filters.programme), ("i.kind", filters.kind)):
        if value and column == "i.kind":
            conditions.append("i.kind = %s")
            values.append(value)
        elif value:
            conditions.append(
                "i.programme_id = (select p.id from evaluations_programme p "
                "where p.inspectorate_id = i.inspectorate_id and p.code = %s)"
            )
            values.append(value)
    if filters.area:
        conditions.append(
            "i.area_id in (select s.id from areas_localauthorityarea s where s.inspectorate_id = "
            "i.inspectorate_id and (strpos(lower(s.name), lower(%s)) > 0 or s.code = %s))"
        )
        values += [filters.area, filters.area]
    return " and ".join(conditions), values


def _position(after: str) -> list[Any] | None:
    """Where a page begins; None for the first, and for what is no such place."""
    day, _, reference = after.partition(".")
    if not reference:
        return None
    try:
        return [date.fromisoformat(day), ids.decode("inspection", reference)]
    except (ValueError, NotFound):
        return None


@dataclass(frozen=True)
class Step:
    """A move out of the present status; ``why_not`` is empty when this person can make it now."""

    name: str
    label: str
    why_not: str


@dataclass(frozen=True)
class Member:
    id: str
    name: str
    post: str
    role: str
    role_label: str
    from_on: date | None
    to_on: date | None
    recused: bool = False


@dataclass(frozen=True)
class Version:
    number: int
    published_on: date
    reason: str


@dataclass(frozen=True)
class InspectionPage:
    """``parts`` are the evaluations this person may see: as they stand, as published, or none
    (None). ``moved_on``: what stands differs from what is published. ``me`` is this person's id
    while they are on the team, else empty."""

    inspection: Inspection
    edition: Edition
    stages: list[tuple[str, str]]
    steps: list[Step]
    team: list[Member]
    happened: list[Happening]
    versions: list[Version]
    parts: tuple[Part, ...] | None
    as_published: bool
    moved_on: bool
    may_record: bool
    may_see_history: bool
    may_form_team: bool
    may_edit: bool
    may_correct: bool
    may_postpone: bool = False
    may_see_reads: bool = False
    may_take_out: bool = False
    moderation_link: bool = False
    may_forget_keys: bool = False
    me: str = ""

    @property
    def stage_number(self) -> int:
        return next((at for at, (state, _) in enumerate(self.stages, 1) if state == "now"), 0)


def inspection_page(actor: Actor, reference: str) -> InspectionPage:
    """Everything the page of one inspection shows. Raises NotFound."""
    inspection = inspection_for(actor, reference)
    place = place_on_team(actor, inspection)
    who = parties(actor, place)
    edition = edition_document(inspection.edition_id)
    drafts = levels_visible(actor, inspection, place) and may_see_drafts(actor, place)
    parts, as_published = _parts(inspection, edition, drafts=drafts)
    out = inspection.status in OUT
    may_correct = out and drafts and Party.PUBLISHER in who
    may_record = drafts and not any(why_not_record(actor, inspection.status, place))
    forms_team = bool(who & {Party.LEAD, Party.PLANNER})
    going_on = inspection.status in GROUPS["going-on"]
    return InspectionPage(
        inspection=inspection,
        edition=edition,
        stages=stages(inspection.status, inspection.resumes_to),
        steps=_steps(inspection, who, parts if drafts else None),
        team=team_of(inspection),
        happened=happened(inspection),
        versions=_versions(inspection),
        parts=parts,
        as_published=as_published,
        moved_on=bool(out and drafts and changed_since_publication(inspection)),
        may_record=may_record,
        may_see_history=drafts,
        may_form_team=forms_team and going_on,
        may_edit=actor.may(P.PLAN_INSPECTIONS) and not out,
        may_correct=may_correct,
        moderation_link=drafts or Party.MODERATOR in who,
        may_see_reads=Party.LEAD in who or actor.may(P.SEE_READ_LOG),
        may_take_out=Party.LEAD in who or actor.may(P.READ_WITH_REASON),
        may_forget_keys=forms_team and inspection.status == InspectionStatus.ABANDONED,
        may_postpone=forms_team and not why_not_postpone(inspection),
        me=ids.encode("person", actor.membership_id)
        if going_on and actor.membership_id and on_it_today(place)
        else "",
    )


def stages(status: str, resumes_to: str = "") -> list[tuple[str, str]]:
    """The straight way as (done, now or empty, label); a suspended inspection is where it was."""
    here = resumes_to or status
    at = next((number for number, one in enumerate(ORDER) if one == here), -1)
    states = ["done" if n < at else "now" if n == at else "" for n in range(len(ORDER))]
    return [(state, str(one.label)) for state, one in zip(states, ORDER, strict=True)]


def _steps(
    inspection: Inspection, who: frozenset[Party], parts: tuple[Part, ...] | None
) -> list[Step]:
    shown = () if inspection.kind in ROUND_KINDS else parts or ()
    missing = [line.indicator.code for part in shown for line in part.lines if line.value is None]
    moves = moves_from(inspection.status)
    return [
        Step(
            move.name.value,
            str(move.name.label),
            not_yours(move, who)
            or obstacle(
                move,
                inspection.status,
                missing,
                unsettled=() if missing else unsettled_before(inspection, move),
            ),
        )
        for move in moves
    ]


def _parts(
    inspection: Inspection, edition: Edition, *, drafts: bool
) -> tuple[tuple[Part, ...] | None, bool]:
    if drafts:
        return lines_of(inspection, edition), False
    if not inspection.published_number:
        return None, False
    newest = PublishedVersion.objects.get(inspection=inspection, number=inspection.published_number)
    return published_parts(newest.content, edition), True


def published_parts(content: Any, edition: Edition) -> tuple[Part, ...]:
    """The evaluations of a published version, in the edition's order."""
    frozen = {one["code"]: one for one in content["evaluations"]}
    return tuple(
        Part(
            section.code,
            section.title,
            tuple(
                Line(one, _frozen(edition, frozen[one.code]), 0, None)
                for one in section.indicators
                if one.code in frozen
            ),
        )
        for section in edition.sections
    )


def _frozen(edition: Edition, one: Any) -> Any:
    choice = Chosen(one["level"], tuple(one["level_set"] or ()) or None, one["non_grade"])
    columns = understood(edition, choice)
    return None if isinstance(columns, dict) else value_of(*columns)


def team_of(inspection: Inspection) -> list[Member]:
    """The team, its lead first. One statement."""
    places = TeamMember.objects.filter(inspection=inspection).select_related("membership__user")
    order = list(TeamRole)
    found = [
        Member(
            id=ids.encode("person", one.membership_id),
            name=one.membership.user.display_name,
            post=one.membership.post,
            role=one.role,
            role_label=str(TeamRole(one.role).label),
            from_on=one.from_on,
            to_on=one.to_on,
            recused=one.recused_at is not None,
        )
        for one in places
    ]
    return sorted(found, key=lambda one: (order.index(TeamRole(one.role)), one.name))


def _versions(inspection: Inspection) -> list[Version]:
    found = PublishedVersion.objects.filter(inspection=inspection).order_by("-number")
    return [Version(*one) for one in found.values_list("number", "published_on", "reason")]


@dataclass(frozen=True)
class PublishedPage:
    """One published version, as it was frozen; ``newest`` is the number of the last."""

    inspection: Inspection
    version: PublishedVersion
    content: Any
    parts: tuple[Part, ...]
    edition: Edition
    newest: int
    moved_on: bool

    @property
    def digest_parts(self) -> list[str]:
        """The digest in parts, between which a narrow screen may break it."""
        digest = self.version.digest
        return [digest[at : at + 8] for at in range(0, len(digest), 8)]


def published_page(actor: Actor, reference: str, number: int) -> PublishedPage:
    """Raises NotFound."""
    inspection = inspection_for(actor, reference)
    version = PublishedVersion.objects.filter(inspection=inspection, number=number).first()
    if version is None:
        raise NotFound
    edition = edition_document(inspection.edition_id)
    return PublishedPage(
        inspection=inspection,
        version=version,
        content=version.content,
        parts=published_parts(version.content, edition),
        edition=edition,
        newest=inspection.published_number,
        moved_on=changed_since_publication(inspection),
    )
