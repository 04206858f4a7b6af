"""What became of a report's main points, as far as it was published: for the public site.

A judgement is public with the report of the follow-through inspection that made it, while that is
published and not withdrawn, and as it stood then: one that was changed since waits for its correction.
What a partnership plans or tells, and what a link inspector notes, is not here.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from evaluations.rules.life import OUT
from indicators.queries import edition_document
from indicators.rules.document import Edition, Level
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

_JUDGED = """
select p.number, f.id, f.reference, f.published_on, f.published_number, f.edition_id,
       g.level, g.level_set, g.non_grade
from followthrough_progress g
join followthrough_mainpointforaction p
  on p.inspectorate_id = g.inspectorate_id and p.id = g.point_id
join evaluations_inspection f on f.inspectorate_id = g.inspectorate_id and f.id = g.inspection_id
left join evaluations_publishedversion v on v.inspectorate_id = f.inspectorate_id
  and v.inspection_id = f.id and v.number = f.published_number
where g.inspectorate_id = %(here)s and p.inspection_id = %(inspection)s and f.status = any(%(out)s)
  and f.published_on is not null and (v.id is null or g.changed_at <= v.created_at)
  and not exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = f.inspectorate_id and w.inspection_id = f.id and w.ended_at is null)
order by p.number, f.published_on, f.id
"""


@dataclass(frozen=True, slots=True)
class PublicJudgement:
    """Progress on a point at one follow-through inspection. ``report`` is empty where its report is
    not on this site."""

    reference: str
    on: date
    levels: tuple[Level, ...]
    non_grade: str
    report: str


@dataclass(frozen=True, slots=True)
class PublicPoint:
    """A main point as the report says it, and what was judged of it, oldest first."""

    number: int
    text: str
    judged: tuple[PublicJudgement, ...]


@dataclass(frozen=True, slots=True)
class PublicFollowing:
    """The part of a public report's page; ``anchor`` and ``title`` name it in the contents."""

    points: tuple[PublicPoint, ...]
    anchor: str = "followed"

    @property
    def title(self) -> str:
        return _("What became of the main points")


def public_following(_actor: None, report: Any) -> PublicFollowing | None:
    """For the newest version of a public report (evaluations.queries.public_reports.PublicReport);
    None for an earlier one and where it has no main point. One statement and the editions'."""
    said = report.document["main_points"] if report.is_newest else ()
    if not said:
        return None
    judged = _judged(ids.decode("inspection", report.id))
    return PublicFollowing(
        tuple(
            PublicPoint(one["number"], one["text"], tuple(judged.get(one["number"], ())))
            for one in said
        )
    )


def _judged(inspection_id: int) -> dict[int, list[PublicJudgement]]:
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "inspection": inspection_id,
        "out": list(OUT),
    }
    found: dict[int, list[PublicJudgement]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, values)
        rows = cursor.fetchall()
    editions = {number: edition_document(number) for number in {row[5] for row in rows}}
    for number, *row in rows:
        found.setdefault(number, []).append(_one(editions[row[4]], *row))
    return found


def _one(
    edition: Edition,
    inspection_id: int,
    reference: str,
    on: date,
    versions: int,
    _edition_id: int,
    level: int | None,
    level_set: list[int] | None,
    non_grade: str | None,
) -> PublicJudgement:
    ranks = level_set or ([level] if level is not None else [])
    labels = {one.code: one.label for one in edition.non_grades}
    return PublicJudgement(
        reference=reference,
        on=on,
        levels=tuple(edition.level_by_rank[rank] for rank in sorted(ranks, reverse=True)),
        non_grade=labels.get(non_grade or "", non_grade or ""),
        report=ids.encode("inspection", inspection_id) if versions else "",
    )
