"""The national summary: everything an inspectorate tells the nation, from one set of facts.

``compile_summary`` makes the document without the two things that differ between two compilations
of the same facts, its version and the instant; ``numbered`` puts them in.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from indicators.rules.document import CrossTabulation, Edition, Indicator
from indicators.rules.findings import suggest
from indicators.rules.wording import EDUCATION_SCOTLAND, Vocabulary
from inspectorate.national.rules import counting, inputs, statements
from inspectorate.national.rules.cross_tabulations import cross_tabulation
from inspectorate.national.rules.follow_through import follow_through
from inspectorate.national.rules.inputs import DecidedFinding, SummaryInputs, Table
from inspectorate.national.rules.latest import latest_per_area, one_inspection_an_area
from inspectorate.national.rules.positives import positive_reports
from inspectorate.national.rules.statements import Words

Step = Callable[[str, int, int], None]
"""Told ``(step, done, total)`` after each piece of work, ``done`` growing to ``total``."""

STAGES = ("inputs", "positive-reports", "latest", "follow-through", "digest")


def _unheard(step: str, done: int, total: int) -> None:
    """For callers who do not want to know how far it is."""


@dataclass
class _Compilation:
    """What every part of the document is made from."""

    edition: Edition
    table: Table
    words: Words
    decided: Mapping[str, DecidedFinding]
    on_step: Step
    total: int
    done: int = 0

    def step(self, name: str) -> None:
        self.done += 1
        self.on_step(name, self.done, self.total)


def compile_summary(
    edition: Edition,
    given: SummaryInputs,
    *,
    as_at: date,
    findings_decided: Mapping[str, DecidedFinding],
    vocabulary: Vocabulary = EDUCATION_SCOTLAND,
    on_step: Step = _unheard,
) -> dict[str, Any]:
    """The document, keys in the order in which it is published.

    ``findings_decided`` goes by indicator code. Raises ValueError for facts that contradict the
    edition or each other (see ``inputs.table``).
    """
    table = inputs.table(edition, given, as_at=as_at)
    unit = "area" if one_inspection_an_area(table) else "inspection"
    total = len(STAGES) + len(edition.indicators) + len(edition.cross_tabulations)
    words = Words(edition, vocabulary, unit)
    work = _Compilation(edition, table, words, findings_decided, on_step, total)
    work.step("inputs")
    figures = _figures(work, given, as_at)
    canonical = inputs.canonical_inputs(
        edition, table, given, as_at=as_at, decided=findings_decided, words=vocabulary.code
    )
    digest = inputs.inputs_sha256(canonical)
    work.step("digest")
    return {
        "inspectorate": given.inspectorate,
        "programme": given.programme,
        "framework": edition.code,
        "as_at": as_at.isoformat(),
        "inputs_sha256": digest,
        "inspections": {"counted": table.counted, "excluded": inputs.excluded(table)},
        **figures,
        "unit": unit,
        "scale": _scale(edition),
        "chapters": _chapters(edition),
        "quantity_words": vocabulary.as_data(),
    }


def _figures(work: _Compilation, given: SummaryInputs, as_at: date) -> dict[str, Any]:
    """The parts that are counted, each reported when done; ``latest_per_area`` only where it says
    something that the indicators' own counts do not."""
    rows = [_indicator(work, indicator) for indicator in work.edition.indicators]
    positive = positive_reports(work.edition, work.table)
    work.step("positive-reports")
    crossed = [_crossed(work, definition) for definition in work.edition.cross_tabulations]
    latest = latest_per_area(work.edition, work.table)
    work.step("latest")
    followed = follow_through(work.edition, given.points, as_at=as_at)
    work.step("follow-through")
    said = {"follow_through": statements.of_follow_through(work.words, followed)}
    if given.followed is not None:
        said["followed_through"] = statements.of_followed_through(given.followed.figures)
    if positive is not None:
        said["positive_reports"] = statements.of_positive_reports(work.words, positive)
    return {
        "indicators": rows,
        "positive_reports": positive,
        "cross_tabulations": crossed,
        "follow_through": followed,
        **({} if given.followed is None else {"followed_through": given.followed.figures}),
        **({} if latest is None else {"latest_per_area": latest}),
        "statements": said,
    }


def _indicator(work: _Compilation, indicator: Indicator) -> dict[str, Any]:
    """One row of the national table."""
    edition, code = work.edition, indicator.code
    tallied = counting.tally(work.table.columns[code])
    figures = {
        "graded": tallied.graded_total,
        "not_graded": dict(tallied.not_graded),
        "counts": counting.counts(edition, tallied),
        "bands": counting.bands(edition, tallied),
        "median": counting.median(edition, tallied),
    }
    suggestion = suggest(edition, partial(counting.within, tallied), tallied.graded_total)
    decided = work.decided.get(code)
    sentence = statements.of_finding(work.words, suggestion.code, suggestion.why, decided)
    statement = statements.of_indicator(
        work.words,
        {**figures, "missing": tallied.missing},
        on_scale=indicator.graded,
        counted=work.table.counted,
        finding=sentence,
    )
    work.step(f"indicator {code}")
    return {
        "code": code,
        "title": indicator.title,
        "reference": indicator.reference,
        **figures,
        "suggested_finding": suggestion.code,
        "finding": suggestion.code if decided is None else decided.finding or None,
        "finding_reason": None if decided is None else decided.reason,
        "statement": statement,
        "missing": tallied.missing,
        "suggestion_why": suggestion.why,
        "suggestions_open": list(suggestion.open),
        "finding_decided": decided is not None,
    }


def _crossed(work: _Compilation, definition: CrossTabulation) -> dict[str, Any]:
    """A cross-tabulation's figures with a sentence beside each row."""
    figures = cross_tabulation(work.edition, definition, work.table)
    for row in figures["rows"]:
        row["statement"] = statements.of_cross_tabulation_row(work.words, definition, row)
    work.step(f"cross-tabulation {definition.code}")
    return figures


def _scale(edition: Edition) -> dict[str, Any]:
    """The labels behind the codes, so that a frozen summary can be read without its edition."""
    words = [{"code": one.code, "label": one.label} for one in edition.non_grades]
    rules = [
        {"code": one.code, "label": one.label, "rule": one.statement} for one in edition.findings
    ]
    levels = [
        {"code": one.code, "number": one.number, "label": one.label, "meaning": one.meaning}
        for one in edition.levels
    ]
    bands = [
        {
            "code": code,
            "label": edition.band_labels.get(code) or code.replace("-", " "),
            "levels": [one.code for one in edition.levels if one.rank in ranks],
        }
        for code, ranks in edition.bands.items()
    ]
    return {
        "levels": levels,
        "bands": bands,
        "headline_band": statements.headline_band(edition),
        "non_grades": words,
        "findings": rules,
    }


def _chapters(edition: Edition) -> list[dict[str, Any]]:
    """The order of the national report where the edition gives one, its sections otherwise."""
    if edition.chapters:
        return [
            {"code": one.code, "title": one.title, "indicators": list(one.indicators)}
            for one in edition.chapters
        ]
    return [
        {"code": one.code, "title": one.title, "indicators": [item.code for item in one.indicators]}
        for one in edition.sections
    ]


def numbered(document: Mapping[str, Any], *, version: int, compiled_at: datetime) -> dict[str, Any]:
    """The document as published: ``version`` after the framework, ``compiled_at`` after the day."""
    whole: dict[str, Any] = {}
    for key, value in document.items():
        whole[key] = value
        if key == "framework":
            whole["version"] = version
        if key == "as_at":
            whole["compiled_at"] = compiled_at.isoformat()
    return whole


def canonical_text(document: Mapping[str, Any]) -> str:
    """JSON on one line, keys as they stand: the same document gives the same bytes."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
