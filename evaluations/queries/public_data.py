"""Open data: published reports and their evaluations as plain rows, page by page."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from evaluations.models import PublishedVersion
from evaluations.queries.public_reports import ReportLine, Wanted, public_reports
from inspectorate.kernel import ids

REPORTS_A_PAGE = 200
REPORT_COLUMNS = (
    *("report", "version", "area_code", "area", "programme", "reference", "kind"),
    *("first_published_on", "published_on", "title", "area_gss_code"),
)
EVALUATION_COLUMNS = (
    *("report", "version", "published_on", "area_code", "area", "programme", "reference"),
    *("edition", "indicator_code", "indicator", "section", "level_code", "level_number"),
    *("level", "level_set", "non_grade", "area_gss_code"),
)
"""``level_set``: codes of the levels it may be, where that is all that is known, by "|"."""


def report_rows(after: str) -> tuple[list[dict[str, Any]], str]:
    """A page of reports, newest first, and where the next begins. One statement."""
    found = public_reports(Wanted(), after, REPORTS_A_PAGE)
    return [_report_row(line) for line in found.lines], found.after


def _report_row(line: ReportLine) -> dict[str, Any]:
    return {
        "report": line.id,
        "version": line.number,
        "area_code": line.area_code,
        "area": line.area,
        "programme": line.programme,
        "reference": line.reference,
        "kind": line.kind,
        "first_published_on": line.first_on,
        "published_on": line.published_on,
        "title": line.name,
        "area_gss_code": line.area_gss_code,
    }


def evaluation_rows(after: str) -> tuple[list[dict[str, Any]], str]:
    """The evaluations of a page of reports, and where the next page begins. Two statements."""
    found = public_reports(Wanted(), after, REPORTS_A_PAGE)
    numbers = {ids.decode("inspection", line.id): line for line in found.lines}
    versions = {
        (one["inspection_id"], one["number"]): one
        for one in PublishedVersion.objects.filter(
            inspection_id__in=numbers, number__in={line.number for line in found.lines}
        )
        .annotate(figures=RawSQL("content - 'report'", (), JSONField()))
        .values("inspection_id", "number", "published_on", "figures")
    }
    rows: list[dict[str, Any]] = []
    for number, line in numbers.items():
        one = versions[number, line.number]
        made = evaluations_of(line.id, one["number"], one["published_on"], one["figures"])
        rows += [row | {"area_gss_code": line.area_gss_code} for row in made]
    return rows, found.after


def evaluations_of(
    report: str, number: int, published_on: date, content: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The evaluations of one published version as rows of EVALUATION_COLUMNS, without the GSS code,
    which is the area's as it is known now and no part of what was published."""
    about = {
        "report": report,
        "version": number,
        "published_on": published_on,
        "area_code": content["area"]["code"],
        "area": content["area"]["name"],
        "programme": content["programme"]["title"],
        "reference": content["inspection"]["reference"],
        "edition": content["edition"]["code"],
    }
    return [about | row for row in _values(content)]


def _values(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    levels = {one["code"]: one for one in content["scale"]["levels"]}
    for one in content["evaluations"]:
        level = levels.get(one["level"])
        yield {
            "indicator_code": one["code"],
            "indicator": one["title"],
            "section": one["section"],
            "level_code": one["level"],
            "level_number": level["number"] if level else None,
            "level": level["label"] if level else None,
            "level_set": "|".join(one["level_set"] or ()) or None,
            "non_grade": one["non_grade"],
        }


def as_lines(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Rows as lines of a table of text, its heads first; nothing for null."""
    return [list(columns)] + [
        ["" if row[name] is None else str(row[name]) for name in columns] for row in rows
    ]
