"""The rules against every figure that was published or checked independently of them."""

from typing import Any

import pytest

from inspectorate.national.rules.summary import compile_summary
from tests.national.editions import HMIE, HMIE_CODES, LEADERSHIP, OFSTED
from tests.national.sources import HMIE_AS_AT, OFSTED_AS_AT, hmie_inputs, ofsted_inputs, rows

LEVEL_COLUMNS = ("excellent", "very_good", "good", "satisfactory", "weak", "unsatisfactory")
BAND_COLUMNS = ("good_or_better", "weak_or_unsatisfactory")
FINDINGS = rows("hmie-first-cycle/national_findings.csv")
FILLED = [
    (row["code"], column, int(row[column]))
    for row in FINDINGS
    for column in (*LEVEL_COLUMNS, *BAND_COLUMNS)
    if row[column]
]


@pytest.fixture(scope="module")
def hmie() -> dict[str, Any]:
    return compile_summary(HMIE, hmie_inputs(), as_at=HMIE_AS_AT, findings_decided={})


@pytest.fixture(scope="module")
def ofsted() -> dict[str, Any]:
    return compile_summary(OFSTED, ofsted_inputs(), as_at=OFSTED_AS_AT, findings_decided={})


def indicator(summary: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in summary["indicators"] if one["code"] == code)


def test_every_published_cell_is_compared() -> None:
    assert len(FINDINGS) == 18
    assert len(FILLED) == sum(
        bool(row[column]) for row in FINDINGS for column in (*LEVEL_COLUMNS, *BAND_COLUMNS)
    )
    assert len(FILLED) > 50


@pytest.mark.parametrize(("code", "column", "published"), FILLED)
def test_agrees_with_the_national_report(
    hmie: dict[str, Any], code: str, column: str, published: int
) -> None:
    where = "bands" if column in BAND_COLUMNS else "counts"
    assert indicator(hmie, code)[where][column.replace("_", "-")] == published


def test_what_the_report_says_of_inspections(hmie: dict[str, Any]) -> None:
    assert hmie["inspections"] == {"counted": 30, "excluded": {"pilot": 2}}
    assert [one["code"] for one in hmie["indicators"]] == HMIE_CODES
    assert all(one["graded"] == 30 and one["missing"] == 0 for one in hmie["indicators"])
    assert hmie["unit"] == "area"
    assert "latest_per_area" not in hmie


def test_positive_reports(hmie: dict[str, Any]) -> None:
    assert hmie["positive_reports"] == {"positive": 23, "counted": 30}


@pytest.mark.parametrize("row", FINDINGS, ids=lambda row: row["code"])
def test_suggested_findings_are_the_published_labels(
    hmie: dict[str, Any], row: dict[str, str]
) -> None:
    label = None if row["national_label"] == "none" else row["national_label"].replace(" ", "-")
    assert indicator(hmie, row["code"])["suggested_finding"] == label
    assert indicator(hmie, row["code"])["finding"] == label


def test_leadership_against_outcomes(hmie: dict[str, Any]) -> None:
    (crossed,) = hmie["cross_tabulations"]
    good, satisfactory, weak = crossed["rows"]
    assert crossed["inspections"] == 30
    assert [row["inspections"] for row in crossed["rows"]] == [15, 8, 7]
    by_number = good["bands"]["good-or-better"]["by_number"]
    assert by_number == {"4": 10, "3": 5, "2": 0, "1": 0, "0": 0}
    in_weak = weak["bands"]["weak-or-unsatisfactory"]["by_number"]
    assert in_weak["1"] == in_weak["0"] == 0
    assert sum(in_weak.values()) == 7
    assert satisfactory["row"] == "satisfactory"


def test_follow_through(hmie: dict[str, Any]) -> None:
    followed = hmie["follow_through"]
    assert followed["reports"] == 9
    assert followed["main_points"] == followed["judged"] == 47
    assert followed["bands"]["satisfactory-or-better"] == 45
    assert followed["bands"]["good-or-better"] == 39
    assert sum(one["main_points"] for one in followed["by_indicator"]) == 47


def test_what_is_said_of_1_1_and_of_a_key_area(hmie: dict[str, Any]) -> None:
    assert indicator(hmie, "1.1")["statement"] == (
        "Good or better in 22 of 30 areas (73%: the majority). "
        "1 excellent, 9 very good, 12 good, 7 satisfactory, 1 weak, none unsatisfactory. "
        "Key strength suggested: 22 of 30 good or better (73.3%; the rule asks for at least 73%)."
    )
    assert indicator(hmie, "3.3")["statement"].startswith(
        "Good or better in 6 of 30 areas (20%: less than half). "
        "None excellent, none very good, 6 good, "
    )


def test_most_is_refused_for_21_of_30(hmie: dict[str, Any]) -> None:
    assert "21 of 30 areas (70%: the majority)" in indicator(hmie, "5.1")["statement"]


def test_what_is_said_of_the_whole(hmie: dict[str, Any]) -> None:
    assert hmie["statements"]["positive_reports"] == (
        "Positive (1.1, 1.2, 1.3, 1.4 all satisfactory or better) in 23 of 30 reports (77%: most)."
    )
    assert hmie["statements"]["follow_through"] == (
        "9 follow-through reports covering 47 main points for action. "
        "Progress was good or better on 39 of 47 main points (83%: most) "
        "and satisfactory or better on 45 of 47 main points (96%: almost all)."
    )


def test_medians(hmie: dict[str, Any]) -> None:
    assert indicator(hmie, "1.1")["median"] == "good"
    assert indicator(hmie, "2.1")["median"] == "very-good"
    assert indicator(hmie, "5.2")["median"] == "satisfactory", "15 and 15: the worse of the middle"


def test_ofsted_leadership_against_practice(ofsted: dict[str, Any]) -> None:
    (crossed,) = ofsted["cross_tabulations"]
    assert ofsted["inspections"] == {"counted": 497, "excluded": {}}
    assert crossed["inspections"] == 321
    assert sum(crossed["excluded"].values()) == 497 - 321
    good, requires_improvement, inadequate = crossed["rows"]
    assert (good["inspections"], good["bands"]["good-or-better"]["all_graded"]) == (216, 160)
    assert inadequate["inspections"] == 29
    assert inadequate["bands"]["inadequate-only"]["any"] == 25
    assert requires_improvement["inspections"] == 76
    assert requires_improvement["bands"]["good-or-better"]["all_graded"] == 0


def test_ofsted_latest_of_each_area(ofsted: dict[str, Any]) -> None:
    latest = ofsted["latest_per_area"]
    assert latest["areas"] == 153
    levels = ("outstanding", "good", "requires-improvement", "inadequate")
    for code, figures in ((LEADERSHIP, (60, 58, 27, 8)), ("help-and-protection", (28, 77, 39, 9))):
        row = next(one for one in latest["indicators"] if one["code"] == code)
        assert tuple(row["counts"][level] for level in levels) == figures
        assert row["graded"] == 153


def test_ofsted_gaps_are_neither_low_nor_zero(ofsted: dict[str, Any]) -> None:
    leavers = indicator(ofsted, "care-leavers")
    assert leavers["graded"] == 66 + 46 + 38 + 8
    assert leavers["not_graded"] == {"predates-indicator": 164, "unreadable-in-source": 175}
    assert indicator(ofsted, "overall-effectiveness")["missing"] == 169
    assert ofsted["positive_reports"] is None
    assert "positive_reports" not in ofsted["statements"]
    assert ofsted["unit"] == "inspection"
