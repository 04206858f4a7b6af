"""The document as a whole: its shape, its sentences, its digest, what moved, and the download."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from indicators.rules.document import Edition, Indicator, Section
from inspectorate.kernel.sheets import for_spreadsheet
from inspectorate.national.rules.compare import anything_moved, compare
from inspectorate.national.rules.downloads import HEADER, csv_rows
from inspectorate.national.rules.inputs import (
    DecidedFinding,
    EvaluationFact,
    InspectionFact,
    SummaryInputs,
)
from inspectorate.national.rules.statements import headline_band
from inspectorate.national.rules.summary import canonical_text, compile_summary, numbered
from tests.national.editions import HMIE, HMIE_CODES, OFSTED
from tests.national.sources import HMIE_AS_AT, OFSTED_AS_AT, hmie_inputs, ofsted_inputs

CONTRACT_KEYS = (
    "inspectorate programme framework version as_at compiled_at inputs_sha256 inspections "
    "indicators positive_reports cross_tabulations follow_through"
)
CONTRACT_INDICATOR_KEYS = (
    "code title reference graded not_graded counts bands median "
    "suggested_finding finding finding_reason statement"
)


def compiled(edition: Edition = HMIE, given: SummaryInputs | None = None) -> dict[str, Any]:
    given = hmie_inputs() if given is None else given
    return compile_summary(edition, given, as_at=HMIE_AS_AT, findings_decided={})


def small(values: list[Any], *, edition: Edition = HMIE) -> dict[str, Any]:
    """A summary of as many areas as values, all of indicator 1.1 (None: nothing recorded)."""
    inspections = [
        InspectionFact(n, f"A{n}", "R", "full", "published", date(2008, 1, 1))
        for n in range(len(values))
    ]
    rows: list[EvaluationFact] = [
        (n, "1.1", value) for n, value in enumerate(values) if value is not None
    ]
    return compiled(edition, SummaryInputs("i", "p", inspections, rows))


def test_keys_and_their_order_are_the_contract() -> None:
    whole = numbered(compiled(), version=3, compiled_at=datetime(2009, 11, 26, 9, tzinfo=UTC))
    contract = CONTRACT_KEYS.split()
    assert list(whole)[: len(contract)] == contract
    assert (whole["version"], whole["compiled_at"]) == (3, "2009-11-26T09:00:00+00:00")
    keys = CONTRACT_INDICATOR_KEYS.split()
    assert all(list(one)[: len(keys)] == keys for one in whole["indicators"])
    assert list(whole["follow_through"])[:4] == ["reports", "main_points", "bands", "by_indicator"]
    assert list(whole["indicators"][0]["counts"]) == [level.code for level in HMIE.levels]


def test_compiling_again_gives_the_same_bytes() -> None:
    text = canonical_text(compiled())
    assert canonical_text(compiled()) == text
    assert json.loads(text) == compiled()


@pytest.mark.parametrize(
    "change",
    [
        lambda edition, given: (replace(edition, title="Other words"), given),
        lambda edition, given: (edition, replace(given, evaluations=given.evaluations[1:])),
        lambda edition, given: (edition, replace(given, points=given.points[1:])),
        lambda edition, given: (edition, replace(given, pilot_areas=frozenset())),
    ],
)
def test_the_digest_covers_everything_it_was_compiled_from(
    change: Callable[[Any, Any], tuple[Edition, SummaryInputs]],
) -> None:
    edition, given = change(HMIE, hmie_inputs())
    assert compiled(edition, given)["inputs_sha256"] != compiled()["inputs_sha256"]


def test_decisions_and_the_day_are_inputs() -> None:
    digests = {
        compile_summary(HMIE, hmie_inputs(), as_at=day, findings_decided=decided)["inputs_sha256"]
        for day in (HMIE_AS_AT, date(2009, 11, 27))
        for decided in ({}, {"1.1": DecidedFinding("", "Not this year.")})
    }
    assert len(digests) == 4


def test_progress_is_told_step_by_step() -> None:
    heard: list[tuple[str, int, int]] = []
    compile_summary(
        HMIE,
        hmie_inputs(),
        as_at=HMIE_AS_AT,
        findings_decided={},
        on_step=lambda step, done, total: heard.append((step, done, total)),
    )
    total = heard[0][2]
    assert [done for _, done, _ in heard] == list(range(1, total + 1))
    assert {f"indicator {code}" for code in HMIE_CODES} <= {step for step, _, _ in heard}


def test_before_anything_is_published() -> None:
    summary = compiled(given=SummaryInputs("i", "p", [], []))
    assert summary["inspections"] == {"counted": 0, "excluded": {}}
    assert summary["positive_reports"] == {"positive": 0, "counted": 0}
    nothing = "No inspection is counted yet, so there is nothing to say."
    assert {one["statement"] for one in summary["indicators"]} == {nothing}
    assert {one["median"] for one in summary["indicators"]} == {None}
    assert summary["statements"]["positive_reports"] == nothing
    assert "No main point" in summary["statements"]["follow_through"]
    assert summary["cross_tabulations"][0]["inspections"] == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            [frozenset({5})],
            "Good or better in 1 of 1 area (100%: all). None excellent, 1 very good, none good",
        ),
        ([frozenset({2}), frozenset({3})], "Good or better in none of the 2 areas (0%)."),
        ([frozenset({4}), frozenset({6})], "Good or better in all 2 areas (100%)."),
        (
            [frozenset({4}), frozenset({3, 4}), frozenset({2})],
            "Good or better in 1 to 2 of 3 areas (33% to 67%: less than half to the majority).",
        ),
        (
            [None, "not-graded", "not-graded"],
            "Not graded in any of 3 areas: 2 not graded, 1 with nothing recorded.",
        ),
        (
            [frozenset({4}), "not-in-scope", None],
            "Not among the 1: 1 not in scope, 1 with nothing recorded.",
        ),
    ],
)
def test_statements(values: list[Any], said: str) -> None:
    statement = small(values)["indicators"][0]["statement"]
    assert said in statement


def test_a_level_known_only_as_a_set_is_said_as_a_range() -> None:
    statement = small([frozenset({1, 2}), frozenset({2})])["indicators"][0]["statement"]
    assert "1 to 2 weak, 0 to 1 unsatisfactory" in statement


def test_no_statement_gives_a_mean() -> None:
    assert "average" not in canonical_text(compiled()).lower()
    assert "mean of" not in canonical_text(compiled()).lower()


def test_the_headline_band_runs_from_the_best_level_and_is_the_narrowest() -> None:
    assert headline_band(HMIE) == "good-or-better"
    low_first = {"low": frozenset({1, 2}), "wide": frozenset({2, 3, 4, 5, 6})}
    assert headline_band(replace(HMIE, bands=low_first)) == "wide"
    assert headline_band(replace(HMIE, bands={"top": frozenset({6})})) is None


def test_without_bands_the_statement_opens_with_the_denominator() -> None:
    edition = replace(
        HMIE, bands={}, band_labels={}, positive_report=None, findings=(), cross_tabulations=()
    )
    statement = small([frozenset({5})], edition=edition)["indicators"][0]["statement"]
    assert statement.startswith("Graded in 1 area. None excellent, 1 very good,")


def test_an_indicator_reported_in_words_only() -> None:
    narrative = Indicator("N", "Chronologies", graded=False)
    edition = replace(HMIE, sections=(*HMIE.sections, Section("n", "In words", (narrative,))))
    row = small([frozenset({5})], edition=edition)["indicators"][-1]
    assert row["graded"] == 0
    assert row["statement"] == "Reported in words only: this edition gives it no level."


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (DecidedFinding("key-strength", "Agreed."), "Key strength decided, as the rule suggests."),
        (DecidedFinding("", "Too few."), "No label decided; the rule suggests key strength."),
        (
            DecidedFinding("key-area-for-development", "Why."),
            "Key area for development decided; the rule suggests key strength.",
        ),
    ],
)
def test_the_statement_says_who_chose_the_label(decided: DecidedFinding, said: str) -> None:
    summary = compile_summary(
        HMIE, hmie_inputs(), as_at=HMIE_AS_AT, findings_decided={"1.1": decided}
    )
    assert summary["indicators"][0]["statement"].endswith(said)


def test_the_pattern_of_leadership_is_said_with_its_counts() -> None:
    rows = compiled()["cross_tabulations"][0]["rows"]
    assert rows[0]["statement"] == (
        "Where “Leadership and direction” is good or better (15 areas), "
        "good or better: all 4 in 10, 3 of 4 in 5; "
        "weak or unsatisfactory: none of 4 in 15."
    )
    assert rows[2]["statement"] == (
        "Where “Leadership and direction” is weak or unsatisfactory (7 areas), "
        "good or better: 1 of 4 in 5, none of 4 in 2; "
        "weak or unsatisfactory: 3 of 4 in 2, 2 of 4 in 5."
    )


def test_the_pattern_says_where_not_all_were_graded() -> None:
    ofsted = compile_summary(OFSTED, ofsted_inputs(), as_at=OFSTED_AS_AT, findings_decided={})
    assert (
        "every one that was graded in 160;"
        in ofsted["cross_tabulations"][0]["rows"][0]["statement"]
    )


def test_a_pattern_without_areas_says_so() -> None:
    row = small([frozenset({4})])["cross_tabulations"][0]["rows"][1]
    assert row["statement"] == "There is no area where “Leadership and direction” is satisfactory."


def test_what_moved() -> None:
    before = small([frozenset({4}), frozenset({2})])
    after = small([frozenset({4}), frozenset({4}), frozenset({2, 3})])
    comparison = compare(before, after)
    assert not comparison["same_inputs"]
    assert anything_moved(comparison)
    assert comparison["inspections"] == {"counted": {"before": 2, "after": 3}}
    first = next(one for one in comparison["indicators"] if one["code"] == "1.1")
    assert first["change"] == "moved"
    assert first["figures"]["counts"] == {
        "good": {"before": 1, "after": 2},
        "satisfactory": {"before": 0, "after": {"min": 0, "max": 1}},
        "weak": {"before": 1, "after": {"min": 0, "max": 1}},
    }
    assert first["figures"]["bands"]["good-or-better"] == {"before": 1, "after": 2}
    assert comparison["positive_reports"]["before"]["undetermined"] == 2


def test_nothing_moved() -> None:
    comparison = compare(compiled(), compiled())
    assert comparison["same_inputs"]
    assert not anything_moved(comparison)


def test_what_moved_across_editions_names_added_and_removed_indicators() -> None:
    ofsted = compile_summary(OFSTED, ofsted_inputs(), as_at=OFSTED_AS_AT, findings_decided={})
    comparison = compare(compiled(), ofsted)
    changes = {one["code"]: one["change"] for one in comparison["indicators"]}
    assert changes["in-care"] == "added"
    assert changes["1.1"] == "removed"
    assert comparison["framework"] == {"before": "hmie-2005", "after": "ofsted-ilacs"}
    assert comparison["cross_tabulations"] == [
        "leadership-and-practice",
        "leadership-and-experience",
    ]


def test_every_count_is_in_the_download() -> None:
    rows = list(csv_rows(numbered(compiled(), version=1, compiled_at=datetime.now(tz=UTC))))
    assert rows[0] == HEADER
    assert all(len(row) == len(HEADER) for row in rows)
    start = ("hmie-2005", "1", "2009-11-26")
    indicator = compiled()["indicators"][0]
    good = (*start, "1.1", indicator["title"], "band", "good-or-better", "22", "22", "30")
    assert good in rows
    assert (*start, "", "", "positive-reports", "", "23", "23", "30") in rows
    levels = [row for row in rows if row[5] == "level"]
    assert len(levels) == 18 * 6
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    file.seek(0)
    assert [tuple(row) for row in csv.reader(file)] == rows


def test_a_range_fills_both_columns() -> None:
    rows = list(csv_rows(small([frozenset({1, 2})])))
    weak = next(row for row in rows if row[5:7] == ("level", "weak"))
    assert weak[7:] == ("0", "1", "1")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert for_spreadsheet(text) == f"'{text}"


def test_a_title_cannot_become_a_formula() -> None:
    indicator = Indicator("1.1", '=HYPERLINK("https://example.org")')
    edition = replace(
        HMIE,
        sections=(Section("s", "S", (indicator,)),),
        cross_tabulations=(),
        positive_report=None,
    )
    titles = {row[4] for row in csv_rows(small([frozenset({4})], edition=edition))}
    assert not any(title.startswith("=") for title in titles)
