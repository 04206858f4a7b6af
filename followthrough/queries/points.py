"""What the pages and endpoints of main points for action show."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from followthrough.access import OUT, answered_committees, followed_committees, visible_sql
from followthrough.models import MainPointForAction, Progress
from followthrough.queries.rounds_known import Known, known_rounds, plain
from followthrough.queries.standing import Group, Narrowed, standings
from followthrough.terms import PointDecision
from indicators.queries import edition_document
from indicators.rules.document import Edition, Level, NotGraded
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing
from inspectorate.tenancy.scope import require_inspectorate_id

SOURCE = """followthrough_mainpointforaction p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
join evaluations_programme r on r.inspectorate_id = i.inspectorate_id and r.id = i.programme_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
left join indicators_qualityindicator q
  on q.inspectorate_id = p.inspectorate_id and q.id = p.indicator_id
left join followthrough_theme t on t.inspectorate_id = p.inspectorate_id and t.id = p.theme_id"""


COLUMNS = {
    "inspection": "p.inspection_id",
    "area_code": "a.code",
    "programme": "r.code",
    "number": "p.number",
    "reference": "a.code || '/' || i.reference || '/' || p.number",
    "indicator_code": "q.code",
    "indicator_codes": "p.indicator_codes",
    "services": "p.services",
    "text": "p.text",
    "theme": "t.code",
    "lead_post": "p.lead_post",
    "status": "p.status",
    "version": "p.version",
}
"""What the API says of a point, and where it stands."""


def _point(row: Sequence[Any]) -> dict[str, Any]:
    number, *values = row
    record = {"id": ids.encode("point", number), **dict(zip(COLUMNS, values, strict=True))}
    record["inspection"] = ids.encode("inspection", record["inspection"])
    first = record["indicator_code"]
    record["indicator_codes"] = record["indicator_codes"] or ([first] if first else [])
    return record


def _group(text: str) -> str:
    """Which points stand so depends on who asks: see points_standing."""
    if text not in set(Group):
        raise ValueError(f"Use one of {', '.join(Group)}.")
    return text


def points_standing(actor: Actor, group: str) -> list[int]:
    """The rows of the live points that stand so today (late, silent, ...), of the committees that this
    person follows or answers for. Others are not told how a point stands."""
    followed = followed_committees(actor)
    mine = None if followed is None else followed | answered_committees(actor)
    if mine is not None and not mine:
        return []
    return [one.point for one in standings(Narrowed(committees=mine, group=group))]


POINTS = Listing(
    source=SOURCE,
    key="p.id",
    scoped="p.inspectorate_id",
    columns=COLUMNS,
    make=_point,
    filters={
        "area": Filter("a.code = %s"),
        "programme": Filter("r.code = %s"),
        "indicator": Filter("%s = any(p.indicator_codes || q.code)"),
        "theme": Filter("t.code = %s"),
        "status": Filter("p.status = %s"),
        "standing": Filter("%s::text is not null", _group),
        "inspection": Filter("p.inspection_id = %s", lambda text: ids.decode("inspection", text)),
    },
)


def point_record(point: MainPointForAction) -> dict[str, Any]:
    """One point as the API shows it."""
    return _point(
        (
            point.pk,
            point.inspection_id,
            point.inspection.area.code,
            point.inspection.programme.code,
            point.number,
            reference_of(point),
            point.indicator.code if point.indicator else None,
            point.indicator_codes,
            point.services,
            point.text,
            point.theme.code if point.theme else None,
            point.lead_post,
            point.status,
            point.version,
        )
    )


def value_codes(edition: Edition, level: int | None, level_set: list[int] | None) -> dict[str, Any]:
    """A stored value in the edition's own codes."""
    codes = {rank: one.code for rank, one in edition.level_by_rank.items()}
    return {
        "level": None if level is None else codes[level],
        "level_set": None if level_set is None else [codes[rank] for rank in sorted(level_set)],
    }


def _judgement(row: Sequence[Any]) -> dict[str, Any]:
    number, point, inspection, on, *stored, rationale, version, said = row
    edition_id, digest, level, level_set, non_grade = stored
    value = value_codes(edition_document(edition_id, digest), level, level_set)
    reference = ids.encode("point", point)
    record = {
        "id": ids.encode("progress", number),
        "main_point": reference,
        "inspection": ids.encode("inspection", inspection),
        "published_on": on,
        **value,
        "non_grade": non_grade,
        "rationale": rationale,
        "version": version,
    }
    published = next((one for one in plain(said) if one["point"] == reference), {})
    return record | {name: published[name] for name in _VALUE if name in published}


_VALUE = ("level", "level_set", "non_grade")
_SAID = f"""case when i.status in ({", ".join(f"'{one}'" for one in OUT)}) then (
  select v.content -> 'report' -> 'progress' from evaluations_publishedversion v
  where v.inspectorate_id = i.inspectorate_id and v.inspection_id = i.id
    and v.number = i.published_number) end"""  # noqa: S608 - constants only
"""What the published version says of every point: a correction that is not published is not known."""


PROGRESS = Listing(
    source="followthrough_progress g "
    "join evaluations_inspection i "
    "on i.inspectorate_id = g.inspectorate_id and i.id = g.inspection_id "
    "join indicators_frameworkedition e "
    "on e.inspectorate_id = i.inspectorate_id and e.id = i.edition_id",
    key="g.id",
    scoped="g.inspectorate_id",
    columns={
        "main_point": "g.point_id",
        "inspection": "g.inspection_id",
        "published_on": "i.published_on",
        "edition": "i.edition_id",
        "digest": "e.digest",
        "level": "g.level",
        "level_set": "g.level_set",
        "non_grade": "g.non_grade",
        "rationale": "g.rationale",
        "version": "g.version",
        "said": _SAID,
    },
    make=_judgement,
    filters={
        "main_point": Filter("g.point_id = %s", lambda text: ids.decode("point", text)),
        "inspection": Filter("g.inspection_id = %s", lambda text: ids.decode("inspection", text)),
    },
)


def progress_record(progress: Progress) -> dict[str, Any]:
    inspection = progress.inspection
    return _judgement(
        (
            progress.pk,
            progress.point_id,
            progress.inspection_id,
            inspection.published_on,
            inspection.edition_id,
            None,
            progress.level,
            progress.level_set,
            progress.non_grade,
            progress.rationale,
            progress.version,
            None,
        )
    )


@dataclass(frozen=True)
class Judged:
    """Progress on a point at one published follow-through inspection, ready to be shown."""

    reference: str
    on: date | None
    levels: tuple[Level, ...]
    non_grade: str
    decision: str
    reason: str
    worked: tuple[str, ...]
    inspection: str


@dataclass(frozen=True)
class PointRow:
    """One main point on the list. ``latest`` is the newest judgement, None while there is none."""

    id: str
    area: str
    area_code: str
    programme: str
    number: int
    indicator: str
    text: str
    status: str
    asked_on: date | None
    latest: Level | None
    judged_on: date | None


LIST_SQL = f"""
select p.id, a.name, a.code, r.title, p.number, coalesce(q.code, ''), p.text, p.status,
       i.published_on
from {SOURCE}
where p.inspectorate_id = %s {{where}}
order by a.name, p.inspection_id, p.number, p.id
limit %s offset %s
"""  # noqa: S608 - constants only; values are parameters
PAGE = 50


@dataclass(frozen=True)
class PointFilters:
    """What the list was narrowed to; empty means all."""

    q: str = ""
    status: str = ""
    indicator: str = ""
    programme: str = ""


@dataclass(frozen=True)
class PointPage:
    rows: list[PointRow] = field(default_factory=list)
    page: int = 1
    more: bool = False


def point_rows(actor: Actor, filters: PointFilters, page: int) -> PointPage:
    """A page of fifty, in the order of areas. Three statements whatever the size."""
    where, values = visible_sql(actor)
    conditions, arguments = ([f"and {where}"] if where else []), list(values)
    for column, value in (
        ("p.status", filters.status),
        ("any(p.indicator_codes || q.code)", filters.indicator),
        ("r.code", filters.programme),
    ):
        if value:
            conditions.append(f"and %s = {column}")
            arguments.append(value)
    if filters.q:
        conditions.append(
            "and (strpos(lower(a.name), lower(%s)) > 0 or strpos(lower(p.text), lower(%s)) > 0)"
        )
        arguments += [filters.q, filters.q]
    with connection.cursor() as cursor:
        cursor.execute(
            LIST_SQL.format(where=" ".join(conditions)),
            [require_inspectorate_id(), *arguments, PAGE + 1, (page - 1) * PAGE],
        )
        found = cursor.fetchall()
    newest = _newest([row[0] for row in found[:PAGE]])
    rows = [_listed(row, newest.get(row[0])) for row in found[:PAGE]]
    return PointPage(rows, page, len(found) > PAGE)


def _newest(points: Sequence[int]) -> dict[int, Known]:
    """The last known judgement of each point; one whose day is not known only where there is no other."""
    known = sorted(known_rounds(points), key=lambda one: (one.on or date.min, one.inspection))
    return {one.point: one for one in known}


def _listed(row: Sequence[Any], newest: Known | None) -> PointRow:
    point_id, area, code, programme, number, indicator, text, status, asked_on = row
    ranks = newest.ranks if newest else frozenset()
    exact = newest.edition.level_by_rank[next(iter(ranks))] if newest and len(ranks) == 1 else None
    return PointRow(
        id=ids.encode("point", point_id),
        area=area,
        area_code=code,
        programme=programme,
        number=number,
        indicator=indicator,
        text=text,
        status=status,
        asked_on=asked_on,
        latest=exact,
        judged_on=newest.on if newest else None,
    )


def judgements(point: MainPointForAction) -> list[Judged]:
    """Every round of progress on a point that is known, oldest first. Two statements."""
    return [_round(one) for one in known_rounds([point.pk])]


def _round(one: Known) -> Judged:
    labels = {each.code: each.label for each in one.edition.non_grades}
    non_grade = one.value.code if isinstance(one.value, NotGraded) else ""
    return Judged(
        reference=one.reference,
        on=one.on,
        levels=tuple(one.edition.level_by_rank[rank] for rank in sorted(one.ranks, reverse=True)),
        non_grade=labels.get(non_grade, non_grade),
        decision=str(PointDecision(one.decision).label) if one.decision else "",
        reason=one.decision_reason,
        worked=one.factors,
        inspection=one.inspection_ref,
    )


@dataclass(frozen=True)
class Tally:
    """How many main points there are and how they stand, for the head of the list."""

    points: int
    areas: int
    judged: int


def tally(actor: Actor) -> Tally:
    where, values = visible_sql(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(distinct i.area_id), count(*) filter (where p.status = 'judged') "  # noqa: S608
            f"from {SOURCE} where p.inspectorate_id = %s {'and ' + where if where else ''}",
            [require_inspectorate_id(), *values],
        )
        return Tally(*cursor.fetchone())


def reference_of(point: MainPointForAction) -> str:
    """How a point is cited everywhere: area, inspection, number."""
    return f"{point.inspection.area.code}/{point.inspection.reference}/{point.number}"
