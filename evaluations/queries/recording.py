"""What the recording page shows: an inspection's indicators and one of them in full."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from evaluations.access import (
    inspection_for,
    levels_visible,
    may_see_drafts,
    on_it_today,
    place_on_team,
    why_not_record,
)
from evaluations.models import Inspection, TeamMember
from evaluations.rules.team import agrees_role
from evaluations.rules.values import value_of
from indicators.queries import edition_document
from indicators.rules.document import Edition, Indicator, Value
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

_VALUES = """
select q.code, e.level, e.level_set, e.non_grade, coalesce(e.version, 0), e.id,
  coalesce(e.rationale <> '', false), coalesce(e.single_source_reason <> '', false), q.id,
  array(select a.membership_id from evaluations_indicatorallocation a
        where a.inspectorate_id = q.inspectorate_id and a.inspection_id = %(inspection)s
          and a.indicator_id = q.id order by a.id)
from indicators_qualityindicator q
left join evaluations_evaluation e on e.inspectorate_id = q.inspectorate_id
  and e.inspection_id = %(inspection)s and e.indicator_id = q.id
where q.inspectorate_id = %(here)s and q.edition_id = %(edition)s
"""
_TEXTS = """
select rationale, single_source_reason from evaluations_evaluation
where inspectorate_id = %s and id = %s
"""


@dataclass(frozen=True)
class Line:
    """An indicator and the team's value of it; ``value`` None: none yet, ``version`` 0: no record.

    ``given_to``: the memberships that look after it.
    """

    indicator: Indicator
    value: Value | None
    version: int
    evaluation_id: int | None
    has_rationale: bool = False
    has_single_source_reason: bool = False
    indicator_id: int = 0
    given_to: tuple[int, ...] = ()

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
    """``not_now`` is why nothing can be recorded here by this person, empty when it can;
    ``may_agree``: they set the team's value too. ``place`` is their place on the team."""

    inspection: Inspection
    place: TeamMember | None
    edition: Edition
    parts: tuple[Part, ...]
    line: Line
    rationale: str
    single_source_reason: str
    before: Line | None
    after: Line | None
    not_now: str
    may_agree: bool

    @property
    def on_team(self) -> bool:
        return on_it_today(self.place)

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def agreed(self) -> set[str]:
        """The codes of the indicators that have a value."""
        return {line.indicator.code for line in self.lines if line.value is not None}

    @property
    def given(self) -> int:
        return sum(line.value is not None for part in self.parts for line in part.lines)

    @property
    def total(self) -> int:
        return sum(len(part.lines) for part in self.parts)


def lines_of(inspection: Inspection, edition: Edition) -> tuple[Part, ...]:
    """Every graded indicator of the edition with the inspection's value. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _VALUES,
            {
                "here": require_inspectorate_id(),
                "inspection": inspection.pk,
                "edition": inspection.edition_id,
            },
        )
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
    *value, version, number, rationale, single, indicator_id, given_to = row
    return Line(
        indicator,
        value_of(*value),
        version,
        number,
        rationale,
        single,
        indicator_id,
        tuple(given_to),
    )


def recording_page(actor: Actor, inspection: str, code: str = "") -> RecordingPage:
    """The page of one indicator, the first without a value when ``code`` is empty.

    Raises NotFound for an inspection whose evaluations as they stand are not for this person.
    """
    seen = inspection_for(actor, inspection)
    place = place_on_team(actor, seen)
    if not (levels_visible(actor, seen, place) and may_see_drafts(actor, place)):
        raise NotFound
    edition = edition_document(seen.edition_id)
    parts = lines_of(seen, edition)
    lines = [line for part in parts for line in part.lines]
    at = _position(lines, code)
    not_permitted, not_now = why_not_record(actor, seen.status, place)
    rationale, single_source_reason = _texts(lines[at])
    return RecordingPage(
        inspection=seen,
        place=place,
        edition=edition,
        parts=parts,
        line=lines[at],
        rationale=rationale,
        single_source_reason=single_source_reason,
        before=lines[at - 1] if at else None,
        after=lines[at + 1] if at + 1 < len(lines) else None,
        not_now=not_permitted or not_now,
        may_agree=not (not_permitted or not_now) and agrees_role(place.role if place else None),
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


def _texts(line: Line) -> tuple[str, str]:
    """The rationale, and why one kind of source is enough."""
    if line.evaluation_id is None:
        return "", ""
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, [require_inspectorate_id(), line.evaluation_id])
        found = cursor.fetchone()
    return found or ("", "")
