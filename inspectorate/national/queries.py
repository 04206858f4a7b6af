"""What is read for a summary, and what its pages and endpoints show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

from followthrough.queries.nation import followed_through
from followthrough.queries.stories import Story
from indicators.queries import edition_document
from indicators.rules.document import Edition
from indicators.rules.own_words import vocabulary_of
from indicators.rules.wording import Vocabulary
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.jobs import job_of
from inspectorate.kernel.listing import Filter, Listing
from inspectorate.kernel.models import Job
from inspectorate.kernel.terms import JobState
from inspectorate.national.models import FindingDecision, NationalSummary
from inspectorate.national.rules.inputs import (
    DecidedFinding,
    EvaluationFact,
    EvaluationValue,
    FollowedThrough,
    InspectionFact,
    PointFact,
    SummaryInputs,
)
from inspectorate.national.rules.summary import numbered
from inspectorate.national.terms import COMPILE_SUMMARY
from inspectorate.tenancy.scope import require_inspectorate_id

PROGRAMME_SQL = """
select t.slug, p.code, p.edition_id, f.digest, p.quantity_words,
       (select json_object_agg(q.code, json_build_array(d.finding, d.reason))
        from national_findingdecision d join indicators_qualityindicator q
          on q.inspectorate_id = d.inspectorate_id and q.id = d.indicator_id
        where d.inspectorate_id = p.inspectorate_id and d.programme_id = p.id)
from evaluations_programme p join tenancy_inspectorate t on t.id = p.inspectorate_id
join indicators_frameworkedition f
  on f.inspectorate_id = p.inspectorate_id and f.id = p.edition_id
where p.inspectorate_id = %s and p.id = %s
"""
# A follow-through inspection that only judged main points is in the follow-through figures; it is
# left out of the evaluations, and named among the exclusions, only where it evaluated indicators.
INSPECTIONS_SQL = """
select i.id, a.code, i.reference, i.kind,
  case when exists (select 1 from evaluations_withdrawal w
    where w.inspectorate_id = i.inspectorate_id and w.inspection_id = i.id and w.ended_at is null)
  then 'withdrawn' else i.status end,
  i.published_on, i.edition_id, a.pilot
from evaluations_inspection i
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
where i.inspectorate_id = %s and i.programme_id = %s
  and (i.kind not in ('follow-through', 'interim') or exists (
    select 1 from evaluations_evaluation e
    where e.inspectorate_id = i.inspectorate_id and e.inspection_id = i.id))
union all
select null, a.code, null, null, null, null, null, true from areas_localauthorityarea a
where a.inspectorate_id = %s and a.pilot
"""
EVALUATIONS_SQL = """
select e.inspection_id, q.code, e.level, e.level_set, e.non_grade
from evaluations_evaluation e
join indicators_qualityindicator q
  on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
where e.inspectorate_id = %s and e.programme_id = %s
"""


@dataclass(frozen=True)
class Sources:
    """Everything one compilation reads: four statements, in one transaction."""

    edition: Edition
    inputs: SummaryInputs
    decided: dict[str, DecidedFinding]
    vocabulary: Vocabulary


def _rows(cursor: Any, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(sql, values)
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def sources(programme_id: int, as_at: date) -> Sources:
    """Read a programme whole, as it is now; of main points, how they were on that day. Raises
    NotFound when it is there no longer."""
    inspectorate_id = require_inspectorate_id()
    with connection.cursor() as cursor:
        programmes = _rows(cursor, PROGRAMME_SQL, inspectorate_id, programme_id)
        if not programmes:
            raise NotFound("The programme is no longer there. Ask for one that is.")
        found = _rows(cursor, INSPECTIONS_SQL, inspectorate_id, programme_id, inspectorate_id)
        evaluations = _rows(cursor, EVALUATIONS_SQL, inspectorate_id, programme_id)
    ((slug, code, edition_id, digest, words, decisions),) = programmes
    edition = edition_document(edition_id, digest)
    nation = followed_through(programme_id, edition, as_at)
    inspections, pilot_areas = _inspections(found)
    inputs = SummaryInputs(
        inspectorate=slug,
        programme=code,
        inspections=inspections,
        evaluations=_values(evaluations),
        points=[fact for one in nation.stories for fact in _points(one)],
        pilot_areas=pilot_areas,
        followed=FollowedThrough(nation.facts, nation.figures),
    )
    decided = {indicator: DecidedFinding(*one) for indicator, one in (decisions or {}).items()}
    return Sources(edition, inputs, decided, vocabulary_of(words))


def _points(story: Story) -> list[PointFact]:
    """A point at each follow-through inspection that judged it; one fact where none has yet."""
    place = story.area_code, story.number, story.indicator
    return [PointFact(*place, one.on, one.rank, story.reference) for one in story.rounds] or [
        PointFact(*place, None, None, story.reference)
    ]


def _inspections(
    rows: Sequence[tuple[Any, ...]],
) -> tuple[list[InspectionFact], frozenset[str]]:
    """The inspections, and the pilot areas that had no full or short inspection in this programme.

    An area that once was a pilot and was later inspected in full counts like any other.
    """
    inspections = [InspectionFact(*row[:6]) for row in rows if row[0] is not None]
    inspected = {one.area_code for one in inspections if one.kind in {"full", "short"}}
    flagged = {row[1] for row in rows if row[7]}
    return inspections, frozenset(flagged - inspected)


def _values(rows: Sequence[tuple[Any, ...]]) -> list[EvaluationFact]:
    """Rows as facts. The same few sets and one-level values are shared between thousands of rows."""
    exact: dict[int, EvaluationValue] = {}
    facts: list[EvaluationFact] = []
    for inspection_id, code, level, level_set, non_grade in rows:
        if level is not None:
            value = exact.get(level)
            if value is None:
                value = exact[level] = frozenset((level,))
            facts.append((inspection_id, code, value))
        elif non_grade is not None:
            facts.append((inspection_id, code, non_grade))
        elif level_set is not None:
            facts.append((inspection_id, code, frozenset(level_set)))
    return facts


def document_of(summary: NationalSummary) -> dict[str, Any]:
    """The summary as the contract has it: the kept content with its version and time put in."""
    return numbered(
        orjson.loads(summary.content), version=summary.number, compiled_at=summary.compiled_at
    )


def versions_of(programme_id: int) -> list[NationalSummary]:
    """All versions, newest first, without their contents."""
    return list(
        NationalSummary.objects.filter(programme_id=programme_id)
        .select_related("compiled_by__user")
        .defer("content")
        .order_by("-number")
    )


@dataclass(frozen=True)
class ProgrammeCard:
    """A programme on the list of national summaries, with its newest version if there is one."""

    code: str
    title: str
    starts_on: date | None
    ends_on: date | None
    inspections: int
    newest: int | None
    as_at: date | None


CARDS_SQL = """
select p.code, p.title, p.starts_on, p.ends_on,
       (select count(*) from evaluations_inspection i
        where i.inspectorate_id = p.inspectorate_id and i.programme_id = p.id),
       s.number, s.as_at
from evaluations_programme p
left join lateral (
  select n.number, n.as_at from national_nationalsummary n
  where n.inspectorate_id = p.inspectorate_id and n.programme_id = p.id
  order by n.number desc limit 1) s on true
where p.inspectorate_id = %s order by p.starts_on desc nulls last, p.code
"""


def programme_cards() -> list[ProgrammeCard]:
    with connection.cursor() as cursor:
        return [ProgrammeCard(*row) for row in _rows(cursor, CARDS_SQL, require_inspectorate_id())]


def _record(row: Sequence[Any]) -> dict[str, Any]:
    number, programme, version, as_at, compiled_at, digest = row
    return {
        "id": ids.encode("summary", number),
        "programme": programme,
        "version": version,
        "as_at": as_at,
        "compiled_at": compiled_at,
        "inputs_sha256": digest,
    }


SUMMARIES = Listing(
    source="national_nationalsummary s join evaluations_programme p "
    "on p.inspectorate_id = s.inspectorate_id and p.id = s.programme_id",
    key="s.id",
    scoped="s.inspectorate_id",
    columns={
        "programme": "p.code",
        "version": "s.number",
        "as_at": "s.as_at",
        "compiled_at": "s.compiled_at",
        "inputs_sha256": "s.inputs_sha256",
    },
    make=_record,
    filters={"programme": Filter("p.code = %s")},
)


def running_job(programme_code: str) -> Job | None:
    """The compilation that is waiting or under way; else one that failed after the newest version."""
    jobs = Job.objects.filter(kind=COMPILE_SUMMARY, subject=programme_code)
    newest: Job | None = jobs.order_by("-pk").first()
    return None if newest is None or newest.state == JobState.DONE else newest


def job_by_id(job_id: int) -> Job:
    """A compilation's job. Raises NotFound for any other."""
    job = job_of(job_id)
    if job.kind != COMPILE_SUMMARY:
        raise NotFound
    return job


@dataclass(frozen=True)
class DecisionPage:
    """What somebody deciding a label needs to see."""

    code: str
    title: str
    suggested: str
    why: str
    statement: str
    rules: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    initial: dict[str, Any]
    version: int
    current: FindingDecision | None


def decision_page(programme: Any, indicator: str) -> DecisionPage:
    """Raises NotFound for an indicator the programme's edition does not have."""
    edition = edition_document(programme.edition_id)
    known = {one.code: one for one in edition.indicators}
    if indicator not in known:
        raise NotFound
    current = (
        FindingDecision.objects.filter(programme_id=programme.pk, indicator__code=indicator)
        .select_related("membership__user")
        .first()
    )
    row = _newest_row(programme.pk, indicator)
    labels = {one.code: one.label for one in edition.findings}
    suggested = row.get("suggested_finding") or ""
    return DecisionPage(
        code=indicator,
        title=known[indicator].title,
        suggested=labels.get(suggested, ""),
        why=row.get("suggestion_why") or "",
        statement=row.get("statement") or "",
        rules=[(one.label, one.statement) for one in edition.findings],
        choices=[*labels.items(), ("", "No label")],
        initial={
            "finding": current.finding if current else suggested,
            "reason": current.reason if current else "",
            "base": current.version if current else 0,
        },
        version=current.version if current else 0,
        current=current,
    )


def _newest_row(programme_id: int, indicator: str) -> dict[str, Any]:
    """The indicator's figures in the newest compiled version; empty when there is none."""
    newest = NationalSummary.objects.filter(programme_id=programme_id).order_by("-number").first()
    if newest is None:
        return {}
    rows = {one["code"]: one for one in document_of(newest)["indicators"]}
    found: dict[str, Any] = rows.get(indicator, {})
    return found
