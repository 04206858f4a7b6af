"""What the recording page shows: an inspection's indicators and one of them in full."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from evaluations.access import (
    inspection_for,
    levels_visible,
    may_see_drafts,
    place_on_team,
    why_not_record,
)
from evaluations.models import Inspection
from evaluations.rules.values import value_of
from indicators.queries import edition_document
from indicators.rules.document import Edition, Indicator, Value
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

_VALUES = """
select q.code, e.level, e.level_set, e.non_grade, e.version, e.id, e.rationale <> '',
       e.single_source_reason <> ''
from evaluations_evaluation e
join indicators_qualityindicator q on q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id
where e.inspectorate_id = %s and e.inspection_id = %s
"""
_ONE = "select rationale from evaluations_evaluation where inspectorate_id = %s and id = %s"


@dataclass(frozen=True)
class Line:
    """An indicator and the team's value of it; ``value`` None: none yet, ``version`` 0: no record."""

    indicator: Indicator
    value: Value | None
    version: int
    evaluation_id: int | None
    has_rationale: bool = False
    has_single_source_reason: bool = False

    @property
    def name(self) -> str:
        return self.indicator.short_title or self.indicator.title


@dataclass(frozen=True)
class Part:
    """A section of the edition with its lines."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RecordingPage:
    """``not_now`` is why nothing can be recorded here by this person, empty when it can."""

    inspection: Inspection
    edition: Edition
    parts: tuple[Part, ...]
    line: Line
    rationale: str
    before: Line | None
    after: Line | None
    not_now: str

    @property
    def given(self) -> int:
        return sum(line.value is not None for part in self.parts for line in part.lines)

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self.parts)


def lines_of(inspection: Inspection, edition: Edition) -> tuple[Part, ...]:
    """Every graded indicator of the edition with the inspection's value. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VALUES, [require_inspectorate_id(), inspection.pk])
        values = {row[0]: row[1:] for row in cursor.fetchall()}
    return tuple(
        Part(
            section.code,
            section.title,
            tuple(_line(one, values.get(one.code)) for one in section.indicators if one.graded),
        )
        for section in edition.sections
    )


def _line(indicator: Indicator, row: Any) -> Line:
    if row is None:
        return Line(indicator, None, 0, None)
    return Line(indicator, value_of(*row[:3]), *row[3:])


def recording_page(actor: Actor, inspection: str, code: str = "") -> RecordingPage:
    """The page of one indicator, the first without a value when ``code`` is empty.

    Raises NotFound for an inspection whose evaluations as they stand are not for this person.
    """
    seen = inspection_for(actor, inspection)
    place = place_on_team(actor, seen)
    if not (levels_visible(actor, seen.status, place) and may_see_drafts(actor, place)):
        raise NotFound
    edition = edition_document(seen.edition_id)
    parts = lines_of(seen, edition)
    lines = [line for part in parts for line in part.lines]
    at = _position(lines, code)
    not_permitted, not_now = why_not_record(actor, seen.status, place)
    return RecordingPage(
        inspection=seen,
        edition=edition,
        parts=parts,
        line=lines[at],
        rationale=_rationale(lines[at]),
        before=lines[at - 1] if at else None,
        after=lines[at + 1] if at + 1 < len(lines) else None,
        not_now=not_permitted or not_now,
    )


def _position(lines: list[Line], code: str) -> int:
    if not lines:
        raise NotFound
    if not code:
        return next((at for at, line in enumerate(lines) if line.value is None), 0)
    for at, line in enumerate(lines):
        if line.indicator.code == code:
            return at
    raise NotFound


def _rationale(line: Line) -> str:
    if line.evaluation_id is None:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [require_inspectorate_id(), line.evaluation_id])
        found = cursor.fetchone()
    return str(found[0]) if found else ""
