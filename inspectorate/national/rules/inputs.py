"""What a national summary is compiled from, as plain values, and the digest over exactly that.

The digest knows codes, references and dates, never a database's ids, and is the same in whatever
order the rows arrive. Evaluations of inspections that do not count are no input: they are neither
digested nor looked at.
"""

import hashlib
import json
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
class SummaryInputs:
    """All of one programme. ``pilot_areas`` are the codes of areas flagged as pilots: whatever full
    or short inspection they had is a pilot, and one without an inspection is left out all the same.
    """

    inspectorate: str
    programme: str
    inspections: Sequence[InspectionFact]
    evaluations: Iterable[EvaluationFact]
    points: Sequence[PointFact] = ()
    pilot_areas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """The inspections that count, by area, date and reference, and what each was evaluated as.

    ``values[i]`` belongs to ``inspections[i]``: indicator code -> value; no key, nothing recorded.
    ``left_out`` are the others with the reason, in the same order.
    """

    inspections: tuple[InspectionFact, ...]
    values: tuple[Mapping[str, EvaluationValue], ...]
    left_out: tuple[tuple[InspectionFact, str], ...]
    unvisited_pilots: tuple[str, ...]

    @property
    def counted(self) -> int:
        return len(self.inspections)


def reason_left_out(
    inspection: InspectionFact, *, pilot_areas: frozenset[str], as_at: date
) -> str | None:
    """Why an inspection does not count on that day; None when it does."""
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
        values=_values(edition, counted, inputs.evaluations),
        left_out=tuple(left_out),
        unvisited_pilots=tuple(sorted(inputs.pilot_areas - visited)),
    )


def _values(
    edition: Edition, counted: Sequence[InspectionFact], rows: Iterable[EvaluationFact]
) -> tuple[Mapping[str, EvaluationValue], ...]:
    by_key: dict[Hashable, dict[str, EvaluationValue]] = {one.key: {} for one in counted}
    if len(by_key) != len(counted):
        raise ValueError("Two inspections share a key: each needs its own.")
    known = {indicator.code for indicator in edition.indicators}
    for key, indicator_code, value in rows:
        values = by_key.get(key)
        if values is None:
            continue
        if indicator_code in values or indicator_code not in known:
            problem = "is evaluated twice" if indicator_code in known else "is not in the edition"
            raise ValueError(f"Indicator {indicator_code} {problem} ({edition.code}).")
        values[indicator_code] = value
    return tuple(by_key.values())


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


def _json(thing: Any) -> str:
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def edition_digest(edition: Edition) -> str:
    """The sha256 of everything the edition says, as 64 hexadecimal digits."""
    return hashlib.sha256(_json(_plain(edition)).encode()).hexdigest()


def canonical_lines(
    edition: Edition,
    sorted_out: Table,
    inputs: SummaryInputs,
    *,
    as_at: date,
    decided: Mapping[str, DecidedFinding],
    words: str,
) -> Iterable[str]:
    """The inputs as lines of JSON, one and the same for the same facts. ``words`` is the code of
    the vocabulary that the sentences use."""
    yield _json(["summary-inputs", 1, edition_digest(edition), as_at.isoformat(), words])
    codes = [indicator.code for indicator in edition.indicators]
    texts: dict[EvaluationValue | None, str] = {None: ""}
    for values in sorted_out.values:
        texts.update((value, "") for value in values.values())
    texts.update((value, value_text(edition, value)) for value in texts if value is not None)
    for inspection, values in zip(sorted_out.inspections, sorted_out.values, strict=True):
        row = [texts[values.get(code)] for code in codes]
        facts = [inspection.area_code, inspection.reference, inspection.kind]
        yield _json(["inspection", *facts, str(inspection.published_on), row])
    yield from sorted(
        _json(["left-out", one.area_code, one.reference, one.kind, reason])
        for one, reason in sorted_out.left_out
    )
    yield _json(["pilot-areas", sorted(inputs.pilot_areas)])
    yield from sorted(_json(_point(edition, point)) for point in inputs.points)
    yield from sorted(
        _json(["decided", code, one.finding, one.reason]) for code, one in decided.items()
    )


def _point(edition: Edition, point: PointFact) -> list[str | int | None]:
    level = None if point.rank is None else value_text(edition, frozenset({point.rank}))
    on = point.follow_through_published_on
    followed_on = None if on is None else on.isoformat()
    place: tuple[str | int, ...] = (
        point.area_code,
        point.reference,
        point.number,
        point.indicator_code,
    )
    return ["point", *place, followed_on, level]


def inputs_sha256(lines: Iterable[str]) -> str:
    """The sha256 of the canonical lines, each ended by a line feed, as hexadecimal digits."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()
