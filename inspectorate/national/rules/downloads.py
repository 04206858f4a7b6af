"""A summary's figures as rows for a spreadsheet: one row per indicator and level, band or the like.

Counts that are ranges fill ``count_min`` and ``count_max`` differently; nothing is averaged away.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from indicators.rules.figures import bounds_of
from inspectorate.kernel.sheets import for_spreadsheet

HEADER = (
    "framework",
    "version",
    "as_at",
    "indicator_code",
    "indicator_title",
    "measure",
    "code",
    "count_min",
    "count_max",
    "of",
)


def csv_rows(summary: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The header, then every count of the summary; ``of`` is the denominator of its row.

    ``measure`` is one of level, band, not-graded, missing, positive-reports, follow-through-level,
    follow-through-band; then of all published main points, by indicator and by theme: point-status,
    point-level; point-time (a class in days, as ``plan:0-90``), point-waiting, point-median-days (an
    empty count: too few for a median) and success-factor (areas that it was found in).
    ``summary`` may be numbered or not.
    """
    yield HEADER
    start = (summary["framework"], summary.get("version"), summary["as_at"])
    for figures in _indicator_rows(summary):
        yield tuple(for_spreadsheet(cell) for cell in (*start, *figures))
    for figures in _overall_rows(summary):
        yield tuple(for_spreadsheet(cell) for cell in (*start, "", "", *figures))
    for figures in _followed_rows(summary.get("followed_through")):
        yield tuple(for_spreadsheet(cell) for cell in (*start, *figures))


def _counts(measure: str, figures: Mapping[str, Any], of: int) -> Iterator[tuple[object, ...]]:
    for code, figure in figures.items():
        bounds = bounds_of(figure)
        yield measure, code, bounds.low, bounds.high, of


def _indicator_rows(summary: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    counted = summary["inspections"]["counted"]
    for indicator in summary["indicators"]:
        who = indicator["code"], indicator["title"]
        groups = (
            _counts("level", indicator["counts"], indicator["graded"]),
            _counts("band", indicator["bands"], indicator["graded"]),
            _counts("not-graded", indicator["not_graded"], counted),
            _counts("missing", {"": indicator["missing"]}, counted),
        )
        for group in groups:
            for row in group:
                yield *who, *row


def _overall_rows(summary: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    positive = summary["positive_reports"]
    if positive is not None:
        yield from _counts("positive-reports", {"": positive["positive"]}, positive["counted"])
    followed = summary["follow_through"]
    yield from _counts("follow-through-level", followed["counts"], followed["judged"])
    yield from _counts("follow-through-band", followed["bands"], followed["judged"])


def _followed_rows(followed: Mapping[str, Any] | None) -> Iterator[tuple[object, ...]]:
    """Of every published main point; a theme stands where an indicator would, as ``theme:code``."""
    if followed is None:
        return
    for key, prefix in (("by_indicator", ""), ("by_theme", "theme:")):
        for line in followed[key]:
            who = f"{prefix}{line['code']}", line["title"]
            for row in _counts("point-status", line["statuses"], line["main_points"]):
                yield *who, *row
            for row in _counts("point-level", line["counts"], line["judged"]):
                yield *who, *row
    for name, one in followed["time_to"].items():
        yield from (("", "", *row) for row in _time_rows(name, one))
    for factor in followed["success_factors"]:
        yield "", "", "success-factor", factor["title"], factor["areas"], factor["areas"], ""


def _time_rows(name: str, one: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    of = one["counted"] + one["waiting"]
    for each in one["classes"]:
        high = "" if each["to_days"] is None else each["to_days"]
        yield from _counts("point-time", {f"{name}:{each['from_days']}-{high}": each["count"]}, of)
    yield from _counts("point-waiting", {name: one["waiting"]}, of)
    middle = "" if one["median_days"] is None else one["median_days"]
    yield "point-median-days", name, middle, middle, one["counted"]
