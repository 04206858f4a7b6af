"""What a report's evaluations ask of it: main points that are missing, good practice to tell of."""

from dataclasses import dataclass

from evaluations.models import (
    Evaluation,
    GoodPractice,
    Inspection,
    ReportPoint,
    ReportPointIndicator,
)
from evaluations.rules.main_points import Asked, examples_asked, points_asked
from indicators.queries import edition_document


@dataclass(frozen=True, slots=True)
class Asks:
    """Indicators that demand a main point and have none; those that ask for an example."""

    points: tuple[Asked, ...]
    examples: tuple[Asked, ...]


def asks_of(inspection: Inspection) -> Asks:
    """What is missing, whether its report is begun or not. Three statements."""
    edition = edition_document(inspection.edition_id)
    values = ranks_of(inspection)
    answered = ReportPointIndicator.objects.filter(point__report__inspection=inspection)
    told = GoodPractice.objects.filter(report__inspection=inspection, indicator__isnull=False)
    return Asks(
        points_asked(edition, values, set(answered.values_list("indicator__code", flat=True))),
        examples_asked(edition, values, set(told.values_list("indicator__code", flat=True))),
    )


def points_written(inspection: Inspection) -> list[tuple[int, tuple[str, ...]]]:
    """The main points in the report as it is written: number and the indicators each answers."""
    rows = ReportPoint.objects.filter(report__inspection=inspection).order_by("number")
    found: dict[int, tuple[str, ...]] = dict.fromkeys(rows.values_list("number", flat=True), ())
    links = ReportPointIndicator.objects.filter(point__report__inspection=inspection)
    for number, code in links.order_by("indicator__position").values_list(
        "point__number", "indicator__code"
    ):
        found[number] = (*found[number], code)
    return list(found.items())


def ranks_of(inspection: Inspection) -> dict[str, frozenset[int]]:
    """By indicator's code, the ranks that its evaluation may have; without those that have none."""
    rows = Evaluation.objects.filter(inspection=inspection)
    return {
        code: frozenset(level_set or [level])
        for code, level, level_set in rows.values_list("indicator__code", "level", "level_set")
        if level is not None or level_set
    }


def points_missing(inspection: Inspection) -> list[str]:
    """For before_moves: the indicators whose level demands a main point that the report has not."""
    missing = asks_of(inspection).points
    if not missing:
        return []
    named = ", ".join(f"{one.code} ({one.level})" for one in missing)
    return [f"Write a main point for action in the report for each of these: {named}."]
