"""Which national label a rule suggests, exactly and when counts are ranges."""

import csv
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules.document import AllOf, AnyOf, FindingRule, Share
from indicators.rules.findings import Suggestion, answer, suggest, within_counts
from tests.indicators.editions import SHIPPED, faults_with, shipped, small

HMIE = shipped("hmie-2005")
HALF = Fraction(1, 2)


def exact(counts: dict[int, int]):
    return within_counts({rank: (n, n) for rank, n in counts.items()}, sum(counts.values()))


def first_cycle() -> dict[str, Counter[int]]:
    """How many areas are at each rank, by indicator, in the reconstructed first cycle."""
    data = SHIPPED.parents[1] / "inspectorate/demo/data/hmie-first-cycle/evaluations.csv"
    with data.open() as file:
        rows = list(csv.DictReader(file))
    return {one.code: Counter(int(row[one.code]) for row in rows) for one in HMIE.indicators}


def test_the_rules_give_every_published_label_and_no_other() -> None:
    suggested = {
        code: suggest(HMIE, exact(counts), counts.total()).code
        for code, counts in first_cycle().items()
    }
    labelled = {code: label for code, label in suggested.items() if label}
    assert labelled == {
        **dict.fromkeys(("1.1", "1.2", "2.1", "4.1", "4.5", "5.1"), "key-strength"),
        **dict.fromkeys(("3.3", "3.4", "4.2"), "key-area-for-development"),
    }


def test_why_names_the_figures_and_the_rule() -> None:
    counts = first_cycle()
    assert suggest(HMIE, exact(counts["1.1"]), 30) == Suggestion(
        "key-strength", "22 of 30 good or better (73.3%; the rule asks for at least 73%)"
    )
    assert suggest(HMIE, exact(counts["5.1"]), 30).why == (
        "21 of 30 good or better (70%; the rule asks for at least 70%) and "
        "6 of 30 excellent (20%; the rule asks for at least 20%)"
    )
    assert suggest(HMIE, exact(counts["4.4"]), 30) == Suggestion()


def test_with_nothing_graded_nothing_is_suggested() -> None:
    assert suggest(HMIE, exact({}), 0) == Suggestion()


def test_a_label_that_depends_on_a_set_is_open_and_not_suggested() -> None:
    counts = {6: (0, 0), 5: (12, 12), 4: (9, 11), 3: (7, 9), 2: (0, 0), 1: (0, 0)}
    assert suggest(HMIE, within_counts(counts, 30), 30) == Suggestion(open=("key-strength",))
    assert suggest(HMIE, within_counts(counts | {4: (10, 11), 3: (7, 8)}, 30), 30) == Suggestion(
        "key-strength",
        "22 to 23 of 30 good or better (73.3% to 76.7%; the rule asks for at least 73%)",
    )


@pytest.mark.parametrize(
    ("rule", "counted", "holds"),
    [
        (Share("good-or-better", at_least=HALF), 15, True),
        (Share("good-or-better", at_least=HALF), 14, False),
        (Share("good-or-better", more_than=HALF), 15, False),
        (Share("good-or-better", more_than=HALF), 16, True),
        (Share("good-or-better", at_most=HALF), 15, True),
        (Share("good-or-better", at_most=HALF), 16, False),
        (Share("good-or-better", less_than=HALF), 15, False),
        (Share("good-or-better", less_than=HALF), 14, True),
        (Share("good-or-better", at_least=HALF, less_than=Fraction(2, 3)), 19, True),
        (Share("good-or-better", at_least=HALF, less_than=Fraction(2, 3)), 20, False),
        (Share("good", at_least=HALF), 15, True),
    ],
)
def test_bounds_are_exact(rule: Share, counted: int, holds: bool) -> None:
    got = answer(HMIE, rule, exact({4: counted, 2: 30 - counted}), 30)
    assert (got.surely, got.perhaps) == (holds, holds)


def test_the_first_finding_that_holds_is_the_one_suggested() -> None:
    edition = small("""\
        findings:
          best: {band: good-or-better, at_least: 90%}
          fine: {band: good-or-better, at_least: 50%}
        """)
    assert suggest(edition, exact({3: 9, 1: 1}), 10).code == "best"
    assert suggest(edition, exact({3: 8, 1: 2}), 10).code == "fine"


shares = st.builds(
    Share,
    st.sampled_from(["good-or-better", "weak-or-unsatisfactory", "excellent"]),
    at_least=st.fractions(0, 1, max_denominator=30),
)
rules = st.recursive(
    shares,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([AnyOf, AllOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
values = st.lists(st.sets(st.integers(1, 6), min_size=1, max_size=3), min_size=1, max_size=8)


@given(rules, values, st.randoms())
def test_what_holds_surely_holds_for_every_completion(
    rule: FindingRule, sets: list[set[int]], chance
) -> None:
    bounds = {
        rank: (sum(one == {rank} for one in sets), sum(rank in one for one in sets))
        for rank in range(1, 7)
    }
    ranged = answer(HMIE, rule, within_counts(bounds, len(sets)), len(sets))
    completed = Counter(chance.choice(sorted(one)) for one in sets)
    found = answer(HMIE, rule, exact(completed), len(sets))
    assert found.surely == found.perhaps
    assert found.surely or not ranged.surely
    assert ranged.perhaps or not found.surely


def test_statements_are_generated_unless_written() -> None:
    edition = small("""\
        findings:
          strength:
            label: a strength
            any:
              - {band: good-or-better, at_least: 22/30}
              - all: [{level: outstanding, more_than: 12.5%}, {band: good-or-better, at_least: 0.5}]
          weakness: {statement: Said so., rule: {band: good-or-better, less_than: 45%}}
        """)
    assert [one.statement for one in edition.findings] == [
        "“a strength” is suggested when at least 11/15 of areas are good or better, or both "
        "more than 12.5% of areas are outstanding and at least 50% of areas are good or better.",
        "Said so.",
    ]


@pytest.mark.parametrize(
    ("rule", "field", "said"),
    [
        ("{band: good-or-beter, at_least: 5%}", "findings.x.band", "Is “good-or-better” meant?"),
        ("{level: god, at_least: 5%}", "findings.x.level", "Is “good” meant?"),
        ("{band: good-or-better}", "findings.x.band", "Say how much"),
        ("{band: good-or-better, at_least: 73}", "findings.x.at_least", "“73” is not a share"),
        ("{band: good-or-better, at_least: 101%}", "findings.x.at_least", "is not a share"),
        ("{band: good-or-better, at_least: 1/0}", "findings.x.at_least", "is not a share"),
        ("{band: good-or-better, at_least: -5%}", "findings.x.at_least", "is not a share"),
        ("{band: good-or-better, at_least: 1e9}", "findings.x.at_least", "is not a share"),
        ("{band: good-or-better, at_least: [5%]}", "findings.x.at_least", "This is not a share"),
        ("{band: good-or-better, atleast: 5%}", "findings.x.atleast", "Is “at_least” meant?"),
        ("{band: good-or-better, level: good, at_least: 5%}", "findings.x", "names one of"),
        ("{at_least: 5%}", "findings.x", "names one of"),
        ("{any: []}", "findings.x.any", "stands a list of rules"),
        ("{any: [{band: good-or-better, at_least: x}]}", "findings.x.any[0].at_least", "a share"),
        ("{any: [x]}", "findings.x.any[0]", "must be a mapping"),
        ("{all: [{level: good, at_least: 1%}], at_least: 5%}", "findings.x.at_least", "not beside"),
        ("{band: good-or-better, at_least: 60%, at_most: 50%}", "findings.x.band", "No share can"),
        ("{band: good-or-better, more_than: 50%, at_most: 50%}", "findings.x.band", "No share can"),
        ("{band: good-or-better, at_most: 5%, rule: {any: []}}", "findings.x.band", "already"),
        ("good", "findings.x", "must be a mapping"),
    ],
)
def test_a_rule_that_makes_no_sense_is_a_fault_on_its_line(
    rule: str, field: str, said: str
) -> None:
    found = faults_with(f"findings:\n  x: {rule}\n")
    assert [(line, at) for line, at, reason in found if said in reason] == [(2, field)], found


def test_rules_nested_without_end_are_refused() -> None:
    deep = "{any: [" * 60 + "x" + "]}" * 60
    assert "Nested more than" in faults_with(f"findings:\n  x: {deep}\n")[0][2]
