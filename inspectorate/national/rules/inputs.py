"""What a national summary is compiled from, as plain values, and the digest over exactly that.

The digest knows codes, references and dates, never a database's ids, and is the same in whatever
order the rows arrive. Evaluations of inspections that do not count are no input: they are neither
digested nor looked at.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from indicators.rules.document import Edition

EvaluationValue = frozenset[int] | str
"""The ranks a value may have (one rank: known exactly; more: known only as a set), or the code of a
non-grade."""

EvaluationFact = tuple[Hashable, str, EvaluationValue]
"""The inspection's key, the indicator's code, the value. A plain tuple, for there are many."""

COUNTED_KINDS = frozenset({"full", "short"})
FOLLOW_THROUGH_KINDS = frozenset({"follow-through", "interim"})
PILOT, NOT_PUBLISHED, ABANDONED = "pilot", "not-published", "abandoned"
WITHDRAWN = "withdrawn"
"""In place of the status of an inspection whose report was taken back."""


@dataclass(frozen=True, slots=True)
class InspectionFact:
    """One inspection of the programme, whatever its state.

    ``key`` is how evaluations name it (an id will do); no figure and no digest depends on it.
    ``pilot`` says that it was done as a pilot for another reason than its kind.
    """

    key: Hashable
    area_code: str
    reference: str
    kind: str
    status: str
    published_on: date | None
    pilot: bool = False


@dataclass(frozen=True, slots=True)
class PointFact:
    """One main point for action at one follow-through, or not followed through yet (no date).

    A point judged at several follow-throughs is several facts with the same area, inspection
    ``reference`` and ``number``. ``rank`` is the level of progress, None while not judged.
    """

    area_code: str
    number: int
    indicator_code: str
    follow_through_published_on: date | None
    rank: int | None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class DecidedFinding:
    """What a person decided about an indicator's label: a finding's code, or empty for no label."""

    finding: str
    reason: str


@dataclass(frozen=True)
class FollowedThrough:
    """What became of the main points, as following through counts it: ``figures`` as they stand in
    the document, ``facts`` all that they follow from (JSON, in one order, no ids)."""

    facts: Mapping[str, Any]
    figures: Mapping[str, Any]


@dataclass(frozen=True)
class SummaryInputs:
    """All of one programme. ``pilot_areas`` are the codes of areas flagged as pilots: whatever full
    or short inspection they had is a pilot, and one without an inspection is left out all the same.
    ``followed`` is None where nothing is known of following through but the judgements in ``points``.
    """

    inspectorate: str
    programme: str
    inspections: Sequence[InspectionFact]
    evaluations: Iterable[EvaluationFact]
    points: Sequence[PointFact] = ()
    pilot_areas: frozenset[str] = frozenset()
    followed: FollowedThrough | None = None


@dataclass(frozen=True)
class Table:
    """The inspections that count, by area, date and reference, and what each was evaluated as.

    ``columns[code][i]`` is the value of an indicator in ``inspections[i]``, None where nothing is
    recorded; every indicator of the edition has a column. ``left_out`` are the other inspections
    with the reason, in the same order.
    """

    inspections: tuple[InspectionFact, ...]
    columns: Mapping[str, Sequence[EvaluationValue | None]]
    left_out: tuple[tuple[InspectionFact, str], ...]
    unvisited_pilots: tuple[str, ...]

    @property
    def counted(self) -> int:
        return len(self.inspections)

    def patterns(
        self, indicator_codes: Sequence[str]
    ) -> Iterable[tuple[tuple[EvaluationValue | None, ...], int]]:
        """The values that occur together under these indicators, and in how many inspections."""
        if not indicator_codes:
            return [((), self.counted)]
        return Counter(zip(*(self.columns[code] for code in indicator_codes), strict=True)).items()


def reason_left_out(
    inspection: InspectionFact, *, pilot_areas: frozenset[str], as_at: date
) -> str | None:
    """Why an inspection does not count on that day; None when it does."""
    if inspection.status == WITHDRAWN:
        return WITHDRAWN
    if inspection.kind in FOLLOW_THROUGH_KINDS:
        return inspection.kind
    if inspection.pilot or inspection.kind == PILOT or inspection.area_code in pilot_areas:
        return PILOT
    if inspection.kind not in COUNTED_KINDS:
        return inspection.kind
    if inspection.published_on is None:
        return ABANDONED if inspection.status == ABANDONED else NOT_PUBLISHED
    return None if inspection.published_on <= as_at else NOT_PUBLISHED


def _place(inspection: InspectionFact) -> tuple[str, date, str]:
    return inspection.area_code, inspection.published_on or date.max, inspection.reference


def table(edition: Edition, inputs: SummaryInputs, *, as_at: date) -> Table:
    """Sort out what counts.

    Raises ValueError for two values of one indicator in one inspection, and for a value or an
    indicator that the edition does not have: figures over such rows would be wrong without a sign.
    """
    counted: list[InspectionFact] = []
    left_out: list[tuple[InspectionFact, str]] = []
    for inspection in sorted(inputs.inspections, key=_place):
        reason = reason_left_out(inspection, pilot_areas=inputs.pilot_areas, as_at=as_at)
        if reason is None:
            counted.append(inspection)
        else:
            left_out.append((inspection, reason))
    visited = {inspection.area_code for inspection, reason in left_out if reason == PILOT}
    return Table(
        inspections=tuple(counted),
        columns=_columns(edition, counted, inputs.evaluations),
        left_out=tuple(left_out),
        unvisited_pilots=tuple(sorted(inputs.pilot_areas - visited)),
    )


def _columns(
    edition: Edition, counted: Sequence[InspectionFact], rows: Iterable[EvaluationFact]
) -> Mapping[str, Sequence[EvaluationValue | None]]:
    places = {one.key: place for place, one in enumerate(counted)}
    if len(places) != len(counted):
        raise ValueError("Two inspections share a key: each needs its own.")
    columns: dict[str, list[EvaluationValue | None]] = {
        indicator.code: [None] * len(counted) for indicator in edition.indicators
    }
    for key, indicator_code, value in rows:
        place = places.get(key)
        if place is None:
            continue
        column = columns.get(indicator_code)
        if column is None or column[place] is not None:
            problem = "is not in the edition" if column is None else "is evaluated twice"
            raise ValueError(f"Indicator {indicator_code} {problem} ({edition.code}).")
        column[place] = value
    return columns


def excluded(sorted_out: Table) -> dict[str, int]:
    """How many were left out by reason, in alphabetical order; only reasons that occur."""
    reasons = [reason for _, reason in sorted_out.left_out]
    reasons += [PILOT] * len(sorted_out.unvisited_pilots)
    return {reason: reasons.count(reason) for reason in sorted(set(reasons))}


def value_text(edition: Edition, value: EvaluationValue) -> str:
    """``weak|unsatisfactory`` (best first), or ``!`` and the code of a non-grade."""
    if isinstance(value, str):
        return f"!{value}"
    if not value or not value <= edition.level_by_rank.keys():
        raise ValueError(f"Ranks {sorted(value)} are not all levels of {edition.code}.")
    return "|".join(edition.level_by_rank[rank].code for rank in sorted(value, reverse=True))


def _plain(thing: Any) -> Any:
    """Dataclasses and mappings as JSON: empty fields dropped, so that a field added later with an
    empty default changes no digest. A mapping keeps its order, which an edition chooses."""
    if is_dataclass(thing) and not isinstance(thing, type):
        filled = ((field.name, getattr(thing, field.name)) for field in fields(thing))
        return [type(thing).__name__, *([name, _plain(value)] for name, value in filled if value)]
    if isinstance(thing, Mapping):
        return [[_plain(key), _plain(value)] for key, value in thing.items()]
    if isinstance(thing, frozenset):
        return sorted(_plain(one) for one in thing)
    if isinstance(thing, tuple | list):
        return [_plain(one) for one in thing]
    return thing if isinstance(thing, str | int | bool) or thing is None else str(thing)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def edition_digest(edition: Edition) -> str:
    """The sha256 of everything the edition says, as 64 hexadecimal digits."""
    return hashlib.sha256(_ENCODER.encode(_plain(edition)).encode()).hexdigest()


def canonical_inputs(
    edition: Edition,
    sorted_out: Table,
    inputs: SummaryInputs,
    *,
    as_at: date,
    decided: Mapping[str, DecidedFinding],
    words: str,
) -> str:
    """The inputs as JSON, one and the same text for the same facts. ``words`` is the code of the
    vocabulary that the sentences use."""
    left_out = [[i.area_code, i.reference, i.kind, why] for i, why in sorted_out.left_out]
    return _ENCODER.encode(
        {
            "edition": edition_digest(edition),
            "as_at": as_at.isoformat(),
            "words": words,
            "inspections": _inspections(edition, sorted_out),
            "left_out": sorted(left_out),
            "pilot_areas": sorted(inputs.pilot_areas),
            "points": sorted(_point(edition, point) for point in inputs.points),
            "decided": sorted([code, one.finding, one.reason] for code, one in decided.items()),
            **({} if inputs.followed is None else {"followed": inputs.followed.facts}),
        }
    )


def _inspections(edition: Edition, sorted_out: Table) -> list[list[Any]]:
    """Area, reference, kind, date, then the values in the edition's order (null: none recorded)."""
    distinct = set().union(*sorted_out.columns.values())
    texts = {value: None if value is None else value_text(edition, value) for value in distinct}
    columns = (map(texts.__getitem__, column) for column in sorted_out.columns.values())
    return [
        [one.area_code, one.reference, one.kind, str(one.published_on), values]
        for one, values in zip(sorted_out.inspections, zip(*columns, strict=True), strict=True)
    ]


def _point(edition: Edition, point: PointFact) -> tuple[str, str, int, str, str, str]:
    """As it sorts: no report yet and not judged are empty texts."""
    level = "" if point.rank is None else value_text(edition, frozenset({point.rank}))
    on = point.follow_through_published_on
    followed_on = "" if on is None else on.isoformat()
    place = point.area_code, point.reference, point.number
    return (*place, point.indicator_code, followed_on, level)


def inputs_sha256(canonical: str) -> str:
    """The sha256 of the canonical inputs, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical.encode()).hexdigest()
