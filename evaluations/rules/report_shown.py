"""A report's document (see queries/report_document.py) as a page draws it: levels, values, counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.rules.document import Graded, Level, NonGrade, NotGraded, Value


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One indicator's line of the table of evaluations; ``value`` None: nothing recorded yet."""

    code: str
    title: str
    value: Value | None


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A section of the framework; ``title`` is empty where the document does not know it."""

    code: str
    title: str
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """The table of evaluations. ``counts`` are by level code, a number or, where a value is known
    only as a set, ``{"min", "max"}``; ``graded`` of them have a level, ``not_graded`` a reason for
    none."""

    levels: tuple[Level, ...]
    non_grades: tuple[NonGrade, ...]
    parts: tuple[ShownPart, ...]
    counts: Mapping[str, int | dict[str, int]]
    graded: int
    not_graded: int


def table_of(document: Mapping[str, Any]) -> ShownTable:
    """The document's table of evaluations, section by section in the document's order."""
    levels = levels_of(document)
    lines = [(one["section"], _line(one, levels)) for one in document["evaluations"]]
    titles = {one["code"]: one["title"] for one in document.get("sections", ())}
    sections = list(dict.fromkeys(section for section, _ in lines))
    values = [line.value for _, line in lines]
    return ShownTable(
        levels=levels,
        non_grades=tuple(
            NonGrade(one["code"], one["label"]) for one in document["scale"]["non_grades"]
        ),
        parts=tuple(
            ShownPart(
                code,
                titles.get(code, ""),
                tuple(line for section, line in lines if section == code),
            )
            for code in sections
        ),
        counts=_counts(levels, values),
        graded=sum(isinstance(one, Graded) for one in values),
        not_graded=sum(isinstance(one, NotGraded) for one in values),
    )


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """One main point followed through, as the document of a follow-through report has it; ``decision``
    is its code, ``new_point`` the number of the point in this report that takes its place."""

    number: int
    reference: str
    asked: str
    value: Value | None
    decision: str
    decision_reason: str
    worked: tuple[str, ...]
    new_point: int | None


def progress_of(document: Mapping[str, Any]) -> tuple[ShownProgress, ...]:
    """The document's table of progress; empty for any other kind of report."""
    levels = levels_of(document)
    return tuple(
        ShownProgress(
            number=one["number"],
            reference=one["reference"],
            asked=one["asked"],
            value=_line({**one, "code": "", "title": ""}, levels).value,
            decision=one["decision"],
            decision_reason=one["decision_reason"],
            worked=tuple(each["title"] for each in one["worked"]),
            new_point=one["new_point"],
        )
        for one in document.get("progress", ())
    )


def levels_of(document: Mapping[str, Any]) -> tuple[Level, ...]:
    """The scale of a document, best first; a rank is counted from the lowest."""
    said: Sequence[Mapping[str, Any]] = document["scale"]["levels"]
    return tuple(
        Level(
            code=one["code"],
            rank=len(said) - at,
            number=one["number"],
            label=one["label"],
            meaning=one.get("meaning", ""),
            action=one.get("action", ""),
        )
        for at, one in enumerate(said)
    )


def _line(one: Mapping[str, Any], levels: Sequence[Level]) -> ShownLine:
    ranks = {level.code: level.rank for level in levels}
    codes = one["level_set"] or ([one["level"]] if one["level"] else [])
    value: Value | None = None
    if codes:
        value = Graded(frozenset(ranks[code] for code in codes))
    elif one["non_grade"]:
        value = NotGraded(one["non_grade"])
    return ShownLine(one["code"], one["title"], value)


def _counts(
    levels: Sequence[Level], values: Sequence[Value | None]
) -> dict[str, int | dict[str, int]]:
    counts: dict[str, int | dict[str, int]] = {}
    for level in levels:
        there = [one for one in values if isinstance(one, Graded) and level.rank in one.ranks]
        sure = sum(one.exact for one in there)
        counts[level.code] = sure if sure == len(there) else {"min": sure, "max": len(there)}
    return counts
