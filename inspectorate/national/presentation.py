"""A compiled document as the page shows it: chapters of bars, crosses, progress. Plain values.

The document is frozen and carries its own labels, so a page of an old version reads as it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspectorate.kernel.web.charts import Bar, stacked

LONGEST_MARK = 6


@dataclass(frozen=True)
class LevelShown:
    """A level as the document words it; ``rank`` counts from the lowest, 1 first."""

    code: str
    rank: int
    number: int | None
    label: str


@dataclass(frozen=True)
class Labels:
    """The document's own words for its codes. Levels run from the lowest to the best."""

    levels: tuple[LevelShown, ...]
    bands: Mapping[str, str]
    non_grades: Mapping[str, str]
    findings: Mapping[str, str]
    rules: tuple[tuple[str, str], ...]
    headline_band: str | None
    unit: str

    @property
    def headline(self) -> str:
        return self.bands.get(self.headline_band or "", "")

    def level(self, code: str) -> str:
        return next(one.label for one in self.levels if one.code == code)

    def row(self, code: str) -> str:
        """A band's or a level's label."""
        return self.bands[code] if code in self.bands else self.level(code)


@dataclass(frozen=True)
class Row:
    """One bar and what stands beside it. ``counts`` are as text, lowest level first."""

    code: str
    title: str
    of: int
    bar: Bar
    counts: tuple[str, ...]
    headline: str
    share: int | None
    median: str = ""
    reference: bool = False
    finding: str = ""
    finding_label: str = ""
    suggested_label: str = ""
    statement: str = ""
    why: str = ""
    reason: str = ""
    decided: bool = False
    aside: tuple[tuple[str, int], ...] = ()
    missing: int = 0

    @property
    def mark(self) -> str:
        """The code where it is short enough to stand before the title; a code like
        "impact-of-leaders" only repeats it."""
        return self.code if len(self.code) <= LONGEST_MARK else ""

    @property
    def tone(self) -> str:
        """The look of the label: the first finding of an edition is its good news."""
        return "k" if self.finding.startswith("key-strength") else "d"

    @property
    def shape(self) -> str:
        return "strength" if self.tone == "k" else "improve"


@dataclass(frozen=True)
class Chapter:
    code: str
    title: str
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """The chapter's code where it says something the title does not."""
        return "" if self.code.casefold() in self.title.casefold() else self.code


def figure(value: Any) -> str:
    """A count as it is read: "12", or "3 to 5" where it is a range."""
    if isinstance(value, Mapping):
        return f"{value['min']} to {value['max']}"
    return str(value)


def labels_of(document: Mapping[str, Any]) -> Labels:
    scale = document["scale"]
    size = len(scale["levels"])
    return Labels(
        levels=tuple(
            LevelShown(one["code"], size - place, one["number"], one["label"])
            for place, one in reversed(list(enumerate(scale["levels"])))
        ),
        bands={one["code"]: one["label"] for one in scale["bands"]},
        non_grades={one["code"]: one["label"] for one in scale["non_grades"]},
        findings={one["code"]: one["label"] for one in scale["findings"]},
        rules=tuple((one["label"], one["rule"]) for one in scale["findings"]),
        headline_band=scale["headline_band"],
        unit=document["unit"],
    )


def _median(value: Any, labels: Labels) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return f"{labels.level(value['min'])} to {labels.level(value['max'])}"
    return labels.level(value)


def _bar_row(
    figures: Mapping[str, Any],
    labels: Labels,
    *,
    code: str,
    title: str,
    of: int,
    unit: str,
    **more: Any,
) -> Row:
    """What every row has: the bar, its counts, the headline band and its share."""
    band = figures["bands"].get(labels.headline_band)
    return Row(
        code=code,
        title=title,
        of=of,
        bar=stacked(
            f"{code} {title}".strip(), figures["counts"], labels.levels, total=of, unit=unit
        ),
        counts=tuple(figure(figures["counts"].get(one.code, 0)) for one in labels.levels),
        headline="" if band is None else figure(band),
        share=round(100 * band / of) if of and isinstance(band, int) else None,
        **more,
    )


def _plural(labels: Labels) -> str:
    return f"{labels.unit}s"


def _indicator_row(one: Mapping[str, Any], labels: Labels) -> Row:
    finding, suggested = one["finding"] or "", one["suggested_finding"] or ""
    return _bar_row(
        one,
        labels,
        code=one["code"],
        title=one["title"],
        of=one["graded"],
        unit=_plural(labels),
        median=_median(one["median"], labels),
        reference=one["reference"],
        finding=finding,
        finding_label=labels.findings.get(finding, ""),
        suggested_label=labels.findings.get(suggested, ""),
        statement=one["statement"],
        why=one["suggestion_why"] or "",
        reason=one["finding_reason"] or "",
        decided=one["finding_decided"],
        aside=tuple(
            (labels.non_grades.get(code, code), number)
            for code, number in one["not_graded"].items()
        ),
        missing=one["missing"],
    )


def chapters_of(document: Mapping[str, Any], labels: Labels) -> tuple[Chapter, ...]:
    """The report's chapters in its order; indicators that no chapter names come last."""
    rows = {one["code"]: _indicator_row(one, labels) for one in document["indicators"]}
    chapters = [
        Chapter(one["code"], one["title"], tuple(rows.pop(code) for code in one["indicators"]))
        for one in document["chapters"]
    ]
    if rows:
        chapters.append(Chapter("", "", tuple(rows.values())))
    return tuple(chapters)


def findings_counted(document: Mapping[str, Any], labels: Labels) -> list[tuple[str, str, int]]:
    """(code, label, how many indicators) for each national label."""
    return [
        (code, label, sum(one["finding"] == code for one in document["indicators"]))
        for code, label in labels.findings.items()
    ]


def any_range(document: Mapping[str, Any]) -> bool:
    """Whether some value is known only as a set, so that the key must explain the hatching."""
    return any(
        isinstance(count, Mapping)
        for one in document["indicators"]
        for count in one["counts"].values()
    )


@dataclass(frozen=True)
class CrossRow:
    """A row of a cross-tabulation: cells (text, tint) run from "all of them" to "none"."""

    label: str
    cells: tuple[tuple[str, int], ...]
    total: str


@dataclass(frozen=True)
class CrossTable:
    """Among areas by the condition, how many of the set are in one band."""

    caption: str
    rows: tuple[CrossRow, ...]


@dataclass(frozen=True)
class Cross:
    """A cross-tabulation: one table for each band, and a sentence for each row."""

    title: str
    condition: str
    heads: tuple[str, ...]
    tables: tuple[CrossTable, ...]
    statements: tuple[str, ...]
    note: str
    inspections: int
    excluded: tuple[tuple[str, int], ...]


WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SHADES = 3


def _heads(size: int) -> tuple[str, ...]:
    named = [WORDS[n] if n < len(WORDS) else str(n) for n in range(size, -1, -1)]
    return (f"all {named[0]}", *named[1:])


def _cross_row(row: Mapping[str, Any], band: str, labels: Labels) -> CrossRow:
    by_number = row["bands"][band]["by_number"]
    whole = row["inspections"]
    total = whole["max"] if isinstance(whole, Mapping) else whole
    return CrossRow(
        label=labels.row(row["row"]),
        cells=tuple((figure(value), _shade(value, total)) for value in by_number.values()),
        total=figure(whole),
    )


def _shade(value: Any, total: int) -> int:
    """How strongly a cell is tinted, 0 to 3: by its share of the row. Tint means quantity only."""
    most = value["max"] if isinstance(value, Mapping) else value
    return 0 if not most or not total else max(1, round(SHADES * most / total))


def crosses_of(document: Mapping[str, Any], labels: Labels) -> tuple[Cross, ...]:
    """Every cross-tabulation of the document."""
    titles = {one["code"]: one["title"] for one in document["indicators"]}
    return tuple(_cross(one, titles, labels) for one in document["cross_tabulations"])


def _cross(cross: Mapping[str, Any], titles: Mapping[str, str], labels: Labels) -> Cross:
    condition, of = cross["condition"], ", ".join(titles_or_codes(cross["of"], titles))
    short = condition if len(condition) <= LONGEST_MARK else titles.get(condition, condition)
    return Cross(
        title=cross["title"],
        condition=f"{short} is",
        heads=_heads(len(cross["of"])),
        tables=tuple(
            CrossTable(
                caption=f"{labels.unit.capitalize()}s by {titles.get(condition, condition)}, and by "
                f"how many of {of} are {labels.bands.get(band, band).lower()}",
                rows=tuple(_cross_row(row, band, labels) for row in cross["rows"]),
            )
            for band in cross["rows"][0]["bands"]
        ),
        statements=tuple(row["statement"] for row in cross["rows"]),
        note=cross["note"],
        inspections=cross["inspections"],
        excluded=tuple((reason.replace("-", " "), n) for reason, n in cross["excluded"].items()),
    )


def titles_or_codes(codes: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Short codes as they are ("1.1"), long ones by the title they stand for."""
    return [one if len(one) <= LONGEST_MARK else titles.get(one, one) for one in codes]


def progress_rows(document: Mapping[str, Any], labels: Labels) -> tuple[Row, ...]:
    """Progress on main points, by the indicator they bear on."""
    return tuple(
        _bar_row(
            one,
            labels,
            code=one["code"],
            title=one["title"],
            of=one["main_points"] - one["not_judged"],
            unit="main points",
            missing=one["not_judged"],
        )
        for one in document["follow_through"]["by_indicator"]
    )


def latest_rows(document: Mapping[str, Any], labels: Labels) -> tuple[Row, ...]:
    """The newest grade of each area, where areas were inspected more than once."""
    latest = document.get("latest_per_area")
    if latest is None:
        return ()
    titles = {one["code"]: one["title"] for one in document["indicators"]}
    return tuple(
        _bar_row(
            one,
            labels,
            code=one["code"],
            title=titles[one["code"]],
            of=one["graded"],
            unit="areas",
            median=_median(one["median"], labels),
            missing=one["never_graded"],
        )
        for one in latest["indicators"]
    )
