"""What counts, what is left out and why, and what is made of gaps and of values known as sets."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from indicators.rules.document import Edition
from indicators.rules.findings import Suggestion, suggest
from inspectorate.national.rules.counting import counts, median, tally, within
from inspectorate.national.rules.cross_tabulations import cross_tabulation
from inspectorate.national.rules.follow_through import follow_through
from inspectorate.national.rules.inputs import (
    EvaluationFact,
    InspectionFact,
    PointFact,
    SummaryInputs,
    Table,
    excluded,
    reason_left_out,
    table,
)
from inspectorate.national.rules.latest import latest_per_area, latest_values
from inspectorate.national.rules.positives import positive_reports
from tests.national.editions import HMIE, REFERENCE

AS_AT = date(2009, 6, 30)
GOOD, SATISFACTORY, WEAK = frozenset({4}), frozenset({3}), frozenset({2})
WEAK_OR_WORSE, SATISFACTORY_OR_WEAK = frozenset({1, 2}), frozenset({2, 3})


def inspection(key: int, **changes: Any) -> InspectionFact:
    usual = InspectionFact(key, f"A{key}", f"R{key}", "full", "published", date(2008, 1, key))
    return replace(usual, **changes)


def sort_out(
    inspections: list[InspectionFact],
    evaluations: list[EvaluationFact] | None = None,
    *,
    edition: Edition = HMIE,
    pilot_areas: frozenset[str] = frozenset(),
) -> Table:
    given = SummaryInputs("i", "p", inspections, evaluations or [], (), pilot_areas)
    return table(edition, given, as_at=AS_AT)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"kind": "short"}, None),
        ({"status": "following-through"}, None),
        ({"status": "closed"}, None),
        ({"published_on": AS_AT}, None),
        ({"published_on": date(2009, 7, 1)}, "not-published"),
        ({"published_on": None, "status": "planned"}, "not-published"),
        ({"published_on": None, "status": "suspended"}, "not-published"),
        ({"published_on": None, "status": "abandoned"}, "abandoned"),
        ({"kind": "pilot"}, "pilot"),
        ({"pilot": True}, "pilot"),
        ({"area_code": "P1"}, "pilot"),
        ({"kind": "follow-through"}, "follow-through"),
        ({"kind": "interim"}, "interim"),
        ({"kind": "follow-through", "area_code": "P1"}, "follow-through"),
        ({"kind": "thematic"}, "thematic"),
    ],
)
def test_which_inspections_count(changes: dict[str, Any], reason: str | None) -> None:
    one = inspection(1, **changes)
    assert reason_left_out(one, pilot_areas=frozenset({"P1"}), as_at=AS_AT) == reason


def test_exclusions_by_reason_and_pilot_areas_without_an_inspection() -> None:
    sorted_out = sort_out(
        [
            inspection(1),
            inspection(2, kind="pilot"),
            inspection(3, area_code="P1"),
            inspection(4, area_code="P2", kind="follow-through"),
        ],
        pilot_areas=frozenset({"P1", "P2", "P3"}),
    )
    assert sorted_out.counted == 1
    assert excluded(sorted_out) == {"follow-through": 1, "pilot": 4}


def test_no_reason_is_listed_that_does_not_occur() -> None:
    assert excluded(sort_out([inspection(1)])) == {}


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([(1, "1.1", GOOD), (1, "1.1", WEAK)], "1.1 is evaluated twice"),
        ([(1, "9.9", GOOD)], "9.9 is not in the edition"),
    ],
)
def test_contradictory_rows_are_refused(rows: list[EvaluationFact], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        sort_out([inspection(1)], rows)


def test_two_inspections_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="share a key"):
        sort_out([inspection(1), inspection(1, reference="other")])


def test_evaluations_of_uncounted_inspections_are_not_looked_at() -> None:
    sorted_out = sort_out([inspection(1), inspection(2, kind="pilot")], [(2, "9.9", GOOD)])
    assert set(sorted_out.columns["1.1"]) == {None}


def test_a_set_touches_every_count_it_may_belong_to() -> None:
    shown = counts(HMIE, tally([GOOD, WEAK, WEAK_OR_WORSE, "not-graded", None]))
    assert shown["good"] == 1
    assert shown["weak"] == {"min": 1, "max": 2}
    assert shown["unsatisfactory"] == {"min": 0, "max": 1}


def test_gaps_are_neither_low_nor_graded() -> None:
    counted = tally([GOOD, "not-graded", "not-graded", "not-in-scope", None])
    assert counted.graded_total == 1
    assert dict(counted.not_graded) == {"not-graded": 2, "not-in-scope": 1}
    assert counted.missing == 1


@pytest.mark.parametrize(
    ("ranks", "middle"),
    [
        ([], None),
        ([{4}], "good"),
        ([{3}, {4}], "satisfactory"),
        ([{6}, {1}], "unsatisfactory"),
        ([{2}, {4}, {6}], "good"),
        ([{2}, {3, 4}, {6}], {"min": "satisfactory", "max": "good"}),
        ([{2}, {5, 6}, {4}], "good"),
    ],
)
def test_median_is_the_worse_of_two_middles(ranks: list[set[int]], middle: Any) -> None:
    assert median(HMIE, tally([frozenset(one) for one in ranks])) == middle


def all_four(key: int, value: Any, **others: Any) -> list[EvaluationFact]:
    values = {code: others.get(code.replace(".", "_"), value) for code in REFERENCE}
    return [(key, code, one) for code, one in values.items() if one is not None]


def test_positive_reports_leave_out_what_cannot_be_told() -> None:
    reports = [
        all_four(1, GOOD),
        all_four(2, GOOD, **{"1_3": WEAK}),
        all_four(3, GOOD, **{"1_3": SATISFACTORY_OR_WEAK}),
        all_four(4, GOOD, **{"1_3": None}),
        all_four(5, WEAK, **{"1_4": "not-graded"}),
    ]
    rows = [row for report in reports for row in report]
    figures = positive_reports(HMIE, sort_out([inspection(n) for n in range(1, 6)], rows))
    assert figures == {"positive": {"min": 1, "max": 2}, "counted": 3, "undetermined": 2}


def test_without_a_rule_there_are_no_positive_reports() -> None:
    edition = replace(HMIE, positive_report=None)
    assert positive_reports(edition, sort_out([inspection(1)], all_four(1, GOOD))) is None


def test_cross_tabulation_says_what_is_left_out_and_where_it_is_unsure() -> None:
    rows = [
        *all_four(1, GOOD),
        (1, "5.2", GOOD),
        *all_four(2, GOOD, **{"1_1": WEAK_OR_WORSE, "1_2": SATISFACTORY_OR_WEAK}),
        (2, "5.2", frozenset({3, 4})),
        *all_four(3, GOOD),
        (3, "5.2", "not-graded"),
        (4, "5.2", GOOD),
    ]
    sorted_out = sort_out([inspection(n) for n in range(1, 6)], rows)
    figures = cross_tabulation(HMIE, HMIE.cross_tabulations[0], sorted_out)
    assert figures["inspections"] == 2
    assert figures["excluded"] == {"condition-not-graded": 2, "none-of-the-set-graded": 1}
    good, satisfactory, weak = figures["rows"]
    assert good["inspections"] == {"min": 1, "max": 2}
    assert satisfactory["inspections"] == {"min": 0, "max": 1}
    assert weak["inspections"] == 0
    low = satisfactory["bands"]["weak-or-unsatisfactory"]
    assert low["by_number"]["1"] == low["by_number"]["2"] == {"min": 0, "max": 1}
    assert low["by_number"]["0"] == low["by_number"]["3"] == 0
    assert low["any"] == {"min": 0, "max": 1}
    assert low["all_graded"] == 0


def test_all_graded_asks_only_of_what_was_graded() -> None:
    rows = [(1, "5.2", GOOD), *all_four(1, GOOD, **{"1_1": None, "1_2": "not-graded"})]
    figures = cross_tabulation(HMIE, HMIE.cross_tabulations[0], sort_out([inspection(1)], rows))
    cells = figures["rows"][0]["bands"]["good-or-better"]
    assert cells["all_graded"] == 1
    assert cells["by_number"] == {"4": 0, "3": 0, "2": 1, "1": 0, "0": 0}


def test_latest_graded_evaluation_of_an_area() -> None:
    sorted_out = sort_out(
        [
            inspection(1, area_code="A", published_on=date(2008, 5, 1)),
            inspection(2, area_code="A", published_on=date(2007, 5, 1)),
            inspection(3, area_code="A", published_on=date(2009, 5, 1)),
            inspection(4, area_code="B"),
        ],
        [(1, "1.1", GOOD), (2, "1.1", WEAK), (3, "1.1", "not-graded"), (2, "1.2", WEAK)],
    )
    assert latest_values(sorted_out, "1.1") == {"A": GOOD}
    assert latest_values(sorted_out, "1.2") == {"A": WEAK}
    document = latest_per_area(HMIE, sorted_out)
    assert document is not None
    assert document["areas"] == 2
    first = document["indicators"][0]
    assert (first["code"], first["graded"], first["never_graded"]) == ("1.1", 1, 1)


def suggested(values: list[Any]) -> Suggestion:
    tallied = tally(values)
    return suggest(HMIE, partial(within, tallied), tallied.graded_total)


def test_nothing_is_suggested_where_nothing_is_graded() -> None:
    assert suggested([None, "not-graded"]).code is None


def test_a_suggestion_that_hangs_on_a_set_stays_open() -> None:
    open_values = [GOOD] * 2 + [WEAK] * 2 + [frozenset({2, 4})]
    suggestion = suggested(open_values)
    assert suggestion.code is None
    assert suggestion.open == ("key-area-for-development",)


def test_a_strength_by_its_second_rule_gives_both_figures() -> None:
    values = [frozenset({6})] * 6 + [GOOD] * 15 + [WEAK] * 9
    suggestion = suggested(values)
    assert suggestion.code == "key-strength"
    assert suggestion.why == (
        "21 of 30 good or better (70%; the rule asks for at least 70%) "
        "and 6 of 30 excellent (20%; the rule asks for at least 20%)"
    )


def point(number: int, on: date | None, rank: int | None, **others: Any) -> PointFact:
    return replace(PointFact("A1", number, "3.2", on, rank), **others)


def test_follow_through_takes_the_latest_judgement_published_by_the_day() -> None:
    first, second, later = date(2008, 1, 1), date(2009, 1, 1), date(2010, 1, 1)
    figures = follow_through(
        HMIE,
        [
            point(1, first, 2),
            point(1, second, 4),
            point(1, later, 6),
            point(2, first, 3),
            point(2, second, None),
            point(3, second, None),
            point(4, None, None),
            point(5, later, 5),
            point(1, first, 5, reference="another inspection"),
            point(9, first, 5, area_code="A2", indicator_code=""),
        ],
        as_at=AS_AT,
    )
    assert figures["reports"] == 3
    assert figures["main_points"] == 5
    assert figures["judged"] == 4
    assert figures["not_judged"] == 1
    assert figures["awaiting_follow_through"] == 2
    assert figures["counts"]["good"] == figures["counts"]["satisfactory"] == 1
    assert figures["bands"]["good-or-better"] == 3
    assert [(row["code"], row["main_points"]) for row in figures["by_indicator"]] == [
        ("3.2", 4),
        ("", 1),
    ]


def test_follow_through_of_nothing() -> None:
    figures = follow_through(HMIE, [], as_at=AS_AT)
    assert (figures["reports"], figures["main_points"], figures["by_indicator"]) == (0, 0, [])
    assert set(figures["bands"].values()) == {0}
