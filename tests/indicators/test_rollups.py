"""Overall values: judged, calculated, limited, or none."""

import pytest

from indicators.rules.document import Edition, Graded, NotGraded, RollUp, Value
from indicators.rules.rollups import Overall, at_odds, overall
from indicators.rules.statements import roll_up_statement
from tests.indicators.editions import faults_with, read, shipped, small

STATEMENTS = [f"s{n}" for n in range(1, 10)]

NINE = """\
code: nine-statements
title: Nine statements
scale:
  levels:
    - {code: outstanding, number: 4}
    - {code: good, number: 3}
    - {code: requires-improvement, number: 2}
    - {code: inadequate, number: 1}
sections:
  - code: overall
    indicators: [{code: overall, title: Overall}]
  - code: statements
    indicators:
"""


def nine(roll_up: str) -> Edition:
    """An edition of nine scored statements with an overall value, as adult social care has it."""
    listed = "".join(f"      - {{code: {code}, title: Statement}}\n" for code in STATEMENTS)
    return read(f"{NINE}{listed}roll_up: {roll_up}\n")


SUMMED = nine(
    f"{{kind: arithmetic, into: overall, of: [{', '.join(STATEMENTS)}], rounded: true, "
    "thresholds: {outstanding: 88%, good: 63%, requires-improvement: 39%}}"
)


def graded(*ranks: int) -> Graded:
    return Graded(frozenset(ranks))


def scoring(total: int) -> dict[str, Value]:
    """Nine levels whose scores add up to ``total``."""
    scores = [1] * 9
    for n in range(total - 9):
        scores[n % 9] += 1
    return {code: graded(score) for code, score in zip(STATEMENTS, scores, strict=True)}


@pytest.mark.parametrize("total", range(9, 37))
def test_nine_scores_are_summed_against_the_published_thresholds(total: int) -> None:
    """25-38 per cent inadequate, 39-62 requires improvement, 63-87 good, 88 and more outstanding."""
    percentage = int(total / 36 * 100 + 0.5)
    expected = 4 if percentage >= 88 else 3 if percentage >= 63 else 2 if percentage >= 39 else 1
    found = overall(SUMMED, scoring(total))
    assert isinstance(found, Overall)
    assert found.ranks == frozenset({expected})
    assert found.why == f"The scores add up to {total} of 36, {percentage}%."


def test_a_value_known_as_a_set_leaves_the_overall_open() -> None:
    found = overall(SUMMED, scoring(22) | {"s1": graded(2, 4)})
    assert isinstance(found, Overall)
    assert found.ranks == frozenset({2, 3})
    assert found.why == "The scores add up to 21 to 23 of 36, 58% to 64%."


def test_a_missing_score_is_not_a_nought() -> None:
    values = scoring(36) | {"s3": NotGraded("not-graded")}
    values.pop("s7")
    assert overall(SUMMED, values) == "The overall value needs a level for s3, s7."


def test_an_overall_value_on_record_is_held_against_the_sum() -> None:
    values = scoring(30)
    assert at_odds(SUMMED, values | {"overall": graded(3)}) == ""
    assert at_odds(SUMMED, values) == ""
    assert at_odds(SUMMED, values | {"overall": graded(4)}) == (
        "The overall value is outstanding; the roll-up gives good. The scores add up to 30 of 36, 83%."
    )


def test_levels_may_have_scores_of_their_own() -> None:
    edition = nine(
        "{kind: arithmetic, of: [s1, s2], scores: {outstanding: 10, good: 5, requires-improvement: 1, "
        "inadequate: 0}, thresholds: {outstanding: 18/20, good: 1/2, requires-improvement: 5%}}"
    )
    found = overall(edition, {"s1": graded(3), "s2": graded(3)})
    assert found == Overall(frozenset({3}), "The scores add up to 10 of 20, 50%.")
    assert overall(edition, {"s1": graded(1), "s2": graded(1)}) == Overall(
        frozenset({1}), "The scores add up to 0 of 20, 0%."
    )


def test_a_judged_overall_may_be_anything() -> None:
    found = overall(shipped("ofsted-ilacs"), {})
    assert isinstance(found, Overall)
    assert found.ranks == frozenset({1, 2, 3, 4})


def test_an_edition_may_have_no_overall_value() -> None:
    assert overall(shipped("hmie-2005"), {}) == "This edition has no overall value."


LIMITED = nine(
    "{kind: limiting, into: overall, of: [s1, s2, s3], "
    "limits: [{any_at_or_below: inadequate, at_most: inadequate}, "
    "{any_at_or_below: requires-improvement, at_most: good}]}"
)


@pytest.mark.parametrize(
    ("ranks", "best", "why"),
    [
        ((4, 4, 4), 4, "Nothing limits the overall value."),
        ((4, 2, 4), 3, "s2 is requires improvement, so it is at most good."),
        ((4, 2, 1), 1, "s3 is inadequate, so it is at most inadequate."),
    ],
)
def test_one_low_level_limits_the_overall_value(
    ranks: tuple[int, ...], best: int, why: str
) -> None:
    values = dict(zip(STATEMENTS, map(graded, ranks), strict=False))
    assert overall(LIMITED, values) == Overall(frozenset(range(1, best + 1)), why)


def test_only_what_is_certain_limits() -> None:
    nothing = Overall(frozenset({1, 2, 3, 4}), "Nothing limits the overall value.")
    assert overall(LIMITED, {"s1": graded(1, 4), "s2": NotGraded("x")}) == nothing
    found = overall(LIMITED, {"s1": graded(1, 2)})
    assert isinstance(found, Overall)
    assert found.ranks == frozenset({1, 2, 3})


def test_without_limits_the_lowest_level_is_the_limit() -> None:
    edition = nine("{kind: limiting, of: [s1, s2]}")
    found = overall(edition, {"s1": graded(4), "s2": graded(2)})
    assert isinstance(found, Overall)
    assert found.ranks == frozenset({1, 2})


@pytest.mark.parametrize(
    ("rule", "field", "said"),
    [
        ("{kind: sum}", "roll_up.kind", "The kind is one of none, judged, arithmetic, limiting."),
        ("{kind: limitng}", "roll_up.kind", "Is “limiting” meant?"),
        ("{}", "roll_up.kind", "The kind is missing"),
        ("{kind: judged, into: 9.9}", "roll_up.into", "There is no indicator"),
        ("{kind: limiting, into: 1.1, of: [1.1]}", "roll_up.of", "cannot rest on itself"),
        ("{kind: limiting}", "roll_up.of", "Name at least one"),
        ("{kind: judged, limits: []}", "roll_up.limits", "belongs to a roll-up of kind “limiting”"),
        ("{kind: limiting, of: all, limits: [{at_most: good}]}", "roll_up.limits[0]", "A limit names"),
        ("{kind: arithmetic, of: all}", "roll_up.thresholds", "Each level but the lowest needs one"),
        ("{kind: arithmetic, of: all, thresholds: {good: 50%}}", "roll_up.thresholds", "Each level"),
        ("{kind: arithmetic, of: all, thresholds: {outstanding: 50%, good: 60%, "
         "requires-improvement: 10%}}", "roll_up.thresholds", "A better level needs a greater share"),
        ("{kind: arithmetic, of: all, thresholds: {outstanding: 90%, good: 60%, requires-improvement: 1%}"
         ", scores: {good: 3}}", "roll_up.scores", "Give every level a score"),
    ],
)  # fmt: skip
def test_a_roll_up_that_makes_no_sense_is_a_fault(rule: str, field: str, said: str) -> None:
    found = faults_with(f"roll_up: {rule}\n")
    assert [(line, at) for line, at, reason in found if said in reason] == [(1, field)], found


def test_a_kind_alone_is_enough_where_nothing_else_is_needed() -> None:
    assert small("roll_up: none\n").roll_up == RollUp()
    assert small("roll_up: judged\n").roll_up == RollUp("judged")
    assert faults_with("roll_up: jugded\n")[0][2].endswith("Is “judged” meant?")


def test_roll_ups_in_words() -> None:
    assert roll_up_statement(shipped("hmie-2005")) == ""
    assert roll_up_statement(shipped("ofsted-ilacs")) == (
        "The overall value, overall-effectiveness, is a judgement; it is not calculated."
    )
    assert roll_up_statement(LIMITED) == (
        "The overall value, overall, is limited by s1, s2 and s3: at most inadequate when any is "
        "inadequate; at most good when any is requires improvement or lower."
    )
    assert roll_up_statement(nine("{kind: limiting, of: s1}")) == (
        "The overall value is limited by s1: it is no better than the lowest of them."
    )
    assert roll_up_statement(SUMMED).endswith(
        "as a share of the greatest possible sum, rounded to a whole percentage: outstanding from 88%, "
        "good from 63%, requires improvement from 39%, otherwise inadequate."
    )


def test_the_word_all_means_every_graded_indicator() -> None:
    assert small("roll_up: {kind: limiting, of: all}\n").roll_up.of == ("1.1", "1.2", "1.10")
