"""A first text for a chapter, and where its writer finds what it rests on."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection

from evaluations.access.inspections import on_it_today
from evaluations.access.reports import ReportAccess
from evaluations.models import Programme, ReportChapter
from evaluations.queries.services import services
from evaluations.report_parts import parts_of
from evaluations.rules.report_drafting import Ground, drafted
from evaluations.rules.report_text import Block, BlockKind, as_text
from evaluations.terms import Bearing, SourceKind
from indicators.queries import edition_document
from indicators.rules.document import Graded, NotGraded, Value
from indicators.rules.own_words import vocabulary_of
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id

_VALUES = """
select q.code, v.level, v.level_set, v.non_grade
from evaluations_evaluation v
join indicators_qualityindicator q on q.inspectorate_id = v.inspectorate_id and q.id = v.indicator_id
where v.inspectorate_id = %(here)s and v.inspection_id = %(inspection)s and q.code = any(%(codes)s)
"""
_EVIDENCE = """
select q.code, e.id, e.number, e.bearing, e.source_kind, e.services
from evaluations_evidenceindicator b
join evaluations_evidence e on e.inspectorate_id = b.inspectorate_id
  and e.inspection_id = b.inspection_id and e.id = b.evidence_id
join indicators_qualityindicator q on q.inspectorate_id = b.inspectorate_id and q.id = b.indicator_id
where b.inspectorate_id = %(here)s and b.inspection_id = %(inspection)s and q.code = any(%(codes)s)
  and e.withdrawn_at is null
order by e.number
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """A piece of evidence to look up: how it is cited, and what it was marked as."""

    id: str
    reference: str
    bearing: str


@dataclass(frozen=True, slots=True)
class Rests:
    """An indicator of the chapter and its evidence, strengths first; references only, no words."""

    code: str
    title: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``text`` is empty where nothing can be said yet; ``rests_on`` is for the team alone."""

    text: str
    rests_on: tuple[Rests, ...]


def suggestion_for(access: ReportAccess, chapter: ReportChapter) -> Suggestion:
    """From levels, their meanings, counts, titles and services; never from anybody's words. At most
    four statements beside the edition's."""
    if not chapter.indicators:
        return Suggestion(_of_its_kind(access, chapter), ())
    edition = edition_document(access.inspection.edition_id)
    values, pieces = _recorded(access.inspection.pk, chapter.indicators)
    named = {code: str(name) for code, name in services()} if pieces else {}
    known = [edition.indicator_by_code[code] for code in chapter.indicators if code in values]
    grounds = [
        _ground(one, values[one.code], [row for row in pieces if row[0] == one.code], named)
        for one in known
    ]
    words = Programme.objects.values_list("quantity_words", flat=True)
    vocabulary = vocabulary_of(words.get(pk=access.inspection.programme_id))
    rests = tuple(
        Rests(one.code, one.title, _references([row for row in pieces if row[0] == one.code]))
        for one in known
    )
    inside = on_it_today(access.place)
    return Suggestion(drafted(edition, vocabulary, grounds), rests if inside else ())


def _of_its_kind(access: ReportAccess, chapter: ReportChapter) -> str:
    """The first text that an app above gives to such a chapter of this kind of inspection."""
    parts = parts_of(access.inspection.kind)
    said = parts.first_text(access.inspection, chapter.kind) if parts else ()
    return as_text(tuple(Block(0, BlockKind(kind), words) for kind, words in said))


def _recorded(inspection_id: int, codes: list[str]) -> tuple[dict[str, Value | None], list[Any]]:
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "inspection": inspection_id,
        "codes": codes,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, values)
        found = {code: _value(*row) for code, *row in cursor.fetchall()}
        cursor.execute(_EVIDENCE, values)
        return found, cursor.fetchall()


def _value(level: int | None, level_set: list[int] | None, non_grade: str | None) -> Value | None:
    if level_set or level is not None:
        return Graded(frozenset(level_set or [level or 0]))
    return NotGraded(non_grade) if non_grade else None


def _ground(one: Any, value: Value | None, rows: list[Any], named: dict[str, str]) -> Ground:
    kinds: dict[str, int] = defaultdict(int)
    seen: dict[str, int] = defaultdict(int)
    for _code, _id, _number, _bearing, kind, of_services in rows:
        kinds[str(SourceKind(kind).label).lower()] += 1
        for code in of_services:
            seen[_inside(named.get(code, code))] += 1
    return Ground(
        indicator=one,
        value=value,
        pieces=len(rows),
        strengths=sum(row[3] == Bearing.STRENGTH for row in rows),
        improvements=sum(row[3] == Bearing.IMPROVEMENT for row in rows),
        kinds=_most_first(kinds),
        services=_most_first(seen),
    )


def _most_first(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda one: (-counts[one], one)))


def _inside(name: str) -> str:
    """A service's name within a sentence: "Social work" becomes "social work", "NHS" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


ORDER = {Bearing.STRENGTH.value: 0, Bearing.IMPROVEMENT.value: 1, Bearing.CONTRARY.value: 2}


def _references(rows: list[Any]) -> tuple[Reference, ...]:
    ordered = sorted(rows, key=lambda row: (ORDER.get(row[3], 3), row[2]))
    return tuple(
        Reference(ids.encode("evidence", row[1]), f"E{row[2]}", str(Bearing(row[3]).label))
        for row in ordered
    )
