"""Where each area stands now: its latest graded evaluation of each indicator."""

from typing import Any

from indicators.rules.document import Edition, Indicator
from inspectorate.national.rules import counting
from inspectorate.national.rules.inputs import EvaluationValue, Table


def one_inspection_an_area(table: Table) -> bool:
    return len({inspection.area_code for inspection in table.inspections}) == table.counted


def latest_values(table: Table, indicator_code: str) -> dict[str, EvaluationValue]:
    """Area code -> the value of its latest inspection, by publication date, that graded the
    indicator (by reference where two came out on one day). Areas never graded are not there."""
    latest: dict[str, EvaluationValue] = {}
    for inspection, value in zip(table.inspections, table.columns[indicator_code], strict=True):
        if isinstance(value, frozenset):  # inspections of an area come in the order of their dates
            latest[inspection.area_code] = value
    return latest


def latest_per_area(edition: Edition, table: Table) -> dict[str, Any] | None:
    """The distribution over areas rather than inspections; None when these are the same thing."""
    if one_inspection_an_area(table):
        return None
    areas = len({inspection.area_code for inspection in table.inspections})
    return {
        "areas": areas,
        "indicators": [
            _of_indicator(edition, table, one, areas) for one in edition.indicators if one.graded
        ],
    }


def _of_indicator(
    edition: Edition, table: Table, indicator: Indicator, areas: int
) -> dict[str, Any]:
    tallied = counting.tally(latest_values(table, indicator.code).values())
    graded = tallied.graded_total
    return {
        "code": indicator.code,
        "graded": graded,
        "never_graded": areas - graded,
        "counts": counting.counts(edition, tallied),
        "bands": counting.bands(edition, tallied),
        "median": counting.median(edition, tallied),
    }
