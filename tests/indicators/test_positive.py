"""Positive reports, and the reports of which nothing can be said."""

import csv

import pytest

from indicators.rules.document import Graded, NotGraded, Value
from indicators.rules.positive import Positive, positive, without_level
from indicators.rules.statements import positive_statement
from tests.indicators.editions import SHIPPED, faults_with, shipped, small

HMIE = shipped("hmie-2005")
OUT = NotGraded("not-graded")


def at(*ranks: int | set[int] | Value) -> dict[str, Value]:
    """Values of 1.1, 1.2 and so on."""
    made = [
        Graded(frozenset({one})) if isinstance(one, int) else Graded(frozenset(one)) if isinstance(one, set) else one
        for one in ranks
    ]  # fmt: skip
    return dict(zip(("1.1", "1.2", "1.3", "1.4"), made, strict=False))


@pytest.mark.parametrize(
    ("values", "answer"),
    [
        (at(3, 4, 5, 6), Positive.YES),
        (at(3, 3, 3, 2), Positive.NO),
        (at(1, 1, 1, 1), Positive.NO),
        (at(3, 3, 3), Positive.UNDETERMINED),
        (at(1, 1, 1), Positive.UNDETERMINED),
        (at(), Positive.UNDETERMINED),
        (at(3, 3, 3, OUT), Positive.UNDETERMINED),
        (at(1, 3, 3, OUT), Positive.UNDETERMINED),
        (at(3, 3, 3, {3, 4}), Positive.YES),
        (at(3, 3, 3, {2, 3}), Positive.OPEN),
        (at(3, 3, 3, {1, 2}), Positive.NO),
        (at(2, 3, 3, {2, 3}), Positive.NO),
    ],
)
def test_a_report_is_positive_not_or_neither(values: dict[str, Value], answer: Positive) -> None:
    assert positive(HMIE, values) is answer


def test_other_indicators_do_not_come_into_it() -> None:
    assert positive(HMIE, at(3, 3, 3, 3) | {"5.4": Graded(frozenset({1}))}) is Positive.YES


def test_what_leaves_a_report_undetermined_is_named() -> None:
    assert without_level(HMIE, at(3, OUT, 3)) == ("1.2", "1.4")
    assert without_level(HMIE, at(3, 3, 3, 3)) == ()


def test_an_edition_without_the_rule_calls_no_report_positive() -> None:
    ofsted = shipped("ofsted-ilacs")
    values: dict[str, Value] = {one.code: Graded(frozenset({4})) for one in ofsted.indicators}
    assert positive(ofsted, values) is Positive.UNDETERMINED
    assert without_level(ofsted, {}) == ()


def test_the_first_cycle_has_twenty_three_positive_reports() -> None:
    data = SHIPPED.parents[1] / "inspectorate/demo/data/hmie-first-cycle/evaluations.csv"
    with data.open() as file:
        reports = [at(*(int(row[f"1.{n}"]) for n in range(1, 5))) for row in csv.DictReader(file)]
    answers = [positive(HMIE, values) for values in reports]
    assert (len(answers), answers.count(Positive.YES), answers.count(Positive.NO)) == (30, 23, 7)


def test_the_rule_in_words() -> None:
    assert HMIE.positive_report is not None
    assert positive_statement(HMIE, HMIE.positive_report) == (
        "A report is positive when 1.1, 1.2, 1.3 and 1.4 are all satisfactory or better."
    )


def test_the_rule_may_list_its_indicators() -> None:
    rule = small(
        'positive_report: {indicators: [1.10, "1.2"], band: good-or-better}\n'
    ).positive_report
    assert rule is not None
    assert rule.indicators == ("1.10", "1.2")


@pytest.mark.parametrize(
    ("rule", "field", "said"),
    [
        ("{indicators: reference}", "positive_report.band", "The band is missing"),
        ("{indicators: reference, band: fine}", "positive_report.band", "There is no band “fine”"),
        (
            "{indicators: [9.9], band: good-or-better}",
            "positive_report.indicators[0]",
            "There is no ind",
        ),
        (
            "{indicators: [1.1, 1.1], band: good-or-better}",
            "positive_report.indicators[1]",
            "twice",
        ),
        ("{band: good-or-better}", "positive_report.indicators", "Name at least one"),
        ("good", "positive_report", "must be a mapping"),
    ],
)
def test_a_rule_about_nothing_is_a_fault(rule: str, field: str, said: str) -> None:
    found = faults_with(f"positive_report: {rule}\n")
    assert [(line, at) for line, at, reason in found if said in reason] == [(1, field)], found
