"""The sentences of a summary, made from the very figures that stand in its tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.rules.document import CrossTabulation, Edition
from indicators.rules.figures import Bounds, bounds_of
from indicators.rules.wording import (
    Vocabulary,
    number,
    plural,
    proportion,
    sentence,
    words_of,
)
from inspectorate.national.rules.inputs import DecidedFinding

NOTHING_COUNTED = "No inspection is counted yet, so there is nothing to say."


@dataclass(frozen=True)
class Words:
    """What a summary speaks with: the edition's labels, the words of quantity, and what it counts
    (``area`` while every area has one inspection, ``inspection`` otherwise)."""

    edition: Edition
    vocabulary: Vocabulary
    unit: str

    def band(self, code: str) -> str:
        """A band's label, or a level's where the code names one."""
        if code in self.edition.bands:
            return self.edition.band_labels.get(code) or words_of(code)
        return self.edition.level_by_code[code].label

    def proportion(self, figure: int | Mapping[str, Any], total: int) -> str:
        return proportion(self.vocabulary, bounds_of(figure), total, self.unit)

    def indicator(self, code: str) -> str:
        """An indicator's title, in quotation marks: titles have a capital letter and no end."""
        return f"“{next(one.title for one in self.edition.indicators if one.code == code)}”"

    def finding(self, code: str) -> str:
        labels = {one.code: one.label for one in self.edition.findings}
        return labels.get(code) or words_of(code)


def headline_band(edition: Edition) -> str | None:
    """The band a statement opens with: the narrowest that runs from the best level down and holds
    more than that level alone; of two equal ones the edition's first. None where it has no such."""
    best = max(edition.level_by_rank)
    open_ended = [
        (len(ranks), place, code)
        for place, (code, ranks) in enumerate(edition.bands.items())
        if len(ranks) > 1 and min(ranks) + len(ranks) - 1 == best == max(ranks)
    ]
    return min(open_ended)[2] if open_ended else None


def _levels(words: Words, counts: Mapping[str, Any]) -> str:
    """``1 excellent, 9 very good, ..., none unsatisfactory``, best first."""
    return ", ".join(
        f"{number(bounds_of(counts[level.code]))} {level.label}" for level in words.edition.levels
    )


def _not_graded(words: Words, figures: Mapping[str, Any]) -> str:
    """The non-grades and the silent ones, in words; empty when there are none."""
    labels = {one.code: one.label for one in words.edition.non_grades}
    parts = [
        f"{count} {labels.get(code) or words_of(code)}"
        for code, count in figures["not_graded"].items()
    ]
    if figures["missing"]:
        parts.append(f"{figures['missing']} with nothing recorded")
    return ", ".join(parts)


def of_indicator(
    words: Words,
    figures: Mapping[str, Any],
    *,
    on_scale: bool,
    counted: int,
    finding: str,
) -> str:
    """What a summary says of one indicator; ``finding`` is the closing sentence or empty.

    ``on_scale`` is False for an indicator that the edition reports in words only.
    """
    if not on_scale and not figures["graded"]:
        return "Reported in words only: this edition gives it no level."
    if not counted:
        return NOTHING_COUNTED
    graded, silent = figures["graded"], _not_graded(words, figures)
    if not graded:
        return f"Not graded in any of {plural(counted, words.unit)}: {silent}."
    parts = []
    band = headline_band(words.edition)
    if band is not None:
        headline = words.proportion(figures["bands"][band], graded)
        parts.append(f"{sentence(words.band(band))} in {headline}.")
    else:
        parts.append(f"Graded in {plural(graded, words.unit)}.")
    parts.append(f"{sentence(_levels(words, figures['counts']))}.")
    if silent:
        parts.append(f"Not among the {graded}: {silent}.")
    return " ".join([*parts, finding]).strip()


def of_finding(
    words: Words, suggested: str | None, why: str, decided: DecidedFinding | None
) -> str:
    """The closing sentence on the national label: suggested by the rule, or decided by a person."""
    if decided is None:
        return f"{sentence(words.finding(suggested))} suggested: {why}." if suggested else ""
    label = sentence(words.finding(decided.finding)) if decided.finding else "No label"
    if decided.finding == (suggested or ""):
        return f"{label} decided, as the rule suggests."
    rule = words.finding(suggested) if suggested else "no label"
    return f"{label} decided; the rule suggests {rule}."


def of_positive_reports(words: Words, figures: Mapping[str, Any]) -> str:
    """What makes a report positive, how many are, and how many cannot be told."""
    rule = words.edition.positive_report
    if rule is None:
        return ""
    undetermined = figures.get("undetermined", 0)
    if not figures["counted"] and not undetermined:
        return NOTHING_COUNTED
    names = ", ".join(rule.indicators)
    left = (
        f"{plural(undetermined, 'report')} without a grade on each of them" if undetermined else ""
    )
    if not figures["counted"]:
        return f"No report can be told to be positive or not: {left}."
    share = proportion(
        words.vocabulary, bounds_of(figures["positive"]), figures["counted"], "report"
    )
    tail = f" Not counted: {left}." if left else ""
    return f"Positive ({names} all {words.band(rule.band)}) in {share}.{tail}"


def of_cross_tabulation_row(
    words: Words, definition: CrossTabulation, row: Mapping[str, Any]
) -> str:
    """``Where leadership is good or better (15 areas), ...``, for each band of interest."""
    total = bounds_of(row["inspections"])
    condition = f"{words.indicator(definition.condition)} is {words.band(row['row'])}"
    if not total.high:
        return f"There is no {words.unit} where {condition}."
    parts = [
        f"{words.band(band)}: {_spread(cells, len(definition.of))}"
        for band, cells in row["bands"].items()
    ]
    units = plural(total.high, words.unit) if total.exact else f"{number(total)} {words.unit}s"
    return f"Where {condition} ({units}), {'; '.join(parts)}."


def _spread(cells: Mapping[str, Any], size: int) -> str:
    """``all 4 in 10, 3 of 4 in 5``; where some were not graded, also how often all that were."""
    said = [
        f"{_of_the_set(int(key), size)} in {number(bounds_of(figure))}"
        for key, figure in cells["by_number"].items()
        if bounds_of(figure).high
    ]
    if cells["all_graded"] != cells["by_number"][str(size)]:
        said.append(f"every one that was graded in {number(bounds_of(cells['all_graded']))}")
    return ", ".join(said)


def _of_the_set(count: int, size: int) -> str:
    """``all 4``, ``3 of 4``, ``none of 4``."""
    if count == size:
        return f"all {size}" if size > 1 else "the one indicator"
    return f"{number(Bounds(count, count))} of {size}"


def of_follow_through(words: Words, figures: Mapping[str, Any]) -> str:
    """How far progress had come, in every band that starts at the best level."""
    if not figures["main_points"]:
        return "No main point for action has been followed through yet."
    opening = (
        f"{plural(figures['reports'], 'follow-through report')} covering "
        f"{plural(figures['main_points'], 'main point')} for action."
    )
    judged = figures["judged"]
    parts = [opening]
    if judged:
        parts += _progress(words, figures["bands"], judged)
    if figures["not_judged"]:
        parts.append(f"Progress on {figures['not_judged']} was not judged.")
    return " ".join(parts)


SPANS = {
    "plan": ("An action plan was sent", "a plan"),
    "evidence": ("Evidence was first sent", "evidence"),
    "closure": ("Points were closed", "closure"),
}
"""How a sentence on a time begins, and what those wait for that it has not come to."""


def of_followed_through(figures: Mapping[str, Any]) -> str:
    """How many main points there are, how many are closed, and how long things took in the middle."""
    total = figures["main_points"]
    if not total:
        return "No main point for action has been published yet."
    opening = f"{plural(total, 'main point')} for action in {plural(figures['areas'], 'area')}"
    parts = [f"{opening}; {figures['closed']} closed."]
    for name, (begins, wanted) in SPANS.items():
        one = figures["time_to"][name]
        of = one["counted"] + one["waiting"]
        if one["median_days"] is not None:
            parts.append(
                f"{begins} {plural(one['median_days'], 'day')} after publication at the median "
                f"({one['counted']} of {of}); {one['waiting']} "
                f"still waiting for {wanted}."
            )
    return " ".join(parts)


def _progress(words: Words, bands: Mapping[str, Any], judged: int) -> Sequence[str]:
    best = max(words.edition.level_by_rank)
    chosen = [
        code for code, ranks in words.edition.bands.items() if len(ranks) > 1 and best in ranks
    ]
    said = [
        f"{words.band(code)} on "
        f"{proportion(words.vocabulary, bounds_of(bands[code]), judged, 'main point')}"
        for code in chosen
    ]
    return [f"Progress was {' and '.join(said)}."] if said else []
