"""Sampling, variance, what stops a signature, agreement: plain values against direct formulas."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.calibration import (
    LEAST_FOR_PERSON,
    agreement,
    weighted_kappa,
    withheld,
)
from evaluations.rules.moderation import (
    Standing,
    before_asking,
    before_signing,
    draw,
    may_know,
    panel_fault,
    variance,
    why_not_independent,
)
from evaluations.rules.values import Kept

CODES = ["1.1", "1.2", "1.3", "2.1", "2.2", "3.1"]
SIZE = 6
pairs = st.lists(st.tuples(st.integers(1, SIZE), st.integers(1, SIZE)), max_size=40)


@given(st.permutations(CODES), st.integers(0, len(CODES)), st.text(max_size=40))
def test_the_same_seed_draws_the_same_whatever_the_order(
    codes: list[str], count: int, seed: str
) -> None:
    drawn = draw(codes, count, seed)
    assert len(set(drawn)) == count
    assert set(drawn) == set(draw(CODES, count, seed))
    assert list(drawn) == [code for code in codes if code in drawn]


def test_a_draw_is_repeatable_across_machines_and_reaches_every_indicator() -> None:
    assert draw(CODES, 3, "harbour") == draw(CODES, 3, "harbour")
    reached = Counter(code for seed in range(200) for code in draw(CODES, 2, str(seed)))
    assert set(reached) == set(CODES)
    assert min(reached.values()) > 30  # 200 draws of 2 of 6: 67 each on average
    with pytest.raises(ValueError, match="7 cannot be drawn from 6"):
        draw(CODES, 7, "x")


@pytest.mark.parametrize(
    ("team", "second", "differs", "steps"),
    [
        (Kept(level=4), Kept(level=4), False, 0),
        (Kept(level=4), Kept(level=2), True, -2),
        (Kept(level=2), Kept(level=3), True, 1),
        (Kept(level_set=[1, 2]), Kept(level=2), True, None),
        (Kept(non_grade="not-graded"), Kept(level=2), True, None),
        (Kept(non_grade="not-graded"), Kept(non_grade="not-graded"), False, None),
    ],
)
def test_variance(team: Kept, second: Kept, differs: bool, steps: int | None) -> None:
    found = variance(team, second)
    assert (found.differs, found.steps) == (differs, steps)
    assert found.distance == (None if steps is None else abs(steps))


@pytest.mark.parametrize(
    ("status", "chosen", "given_", "known"),
    [
        ("evaluating", 0, 0, False),
        ("moderation", 0, 0, False),
        ("moderation", 3, 2, False),
        ("moderation", 3, 3, True),
        ("evaluating", 3, 3, True),
        ("findings-discussed", 0, 0, True),
        ("closed", 0, 0, True),
        ("suspended", 0, 0, False),
    ],
)
def test_who_was_not_on_the_team_knows_when_every_judgement_is_given(
    status: str, chosen: int, given_: int, known: bool
) -> None:
    assert may_know(status, chosen=chosen, given=given_) is known


def test_before_signing_everything_open_is_named() -> None:
    assert before_signing([], 0) == ["Choose at least one indicator for a second judgement."]
    open_ones = [
        Standing("1.1", Kept(level=4)),
        Standing("1.2", Kept(level=4), Kept(level=3)),
        Standing("1.3", Kept(level=4), Kept(level=4)),
        Standing("2.1", Kept(level=3), Kept(level=2), decided=Kept(level=3)),
        Standing("2.2", Kept(level=3), Kept(level=2), decided=Kept(level=2)),
    ]
    assert before_signing(open_ones, 2) == [
        "Second judgements still to be given: 1.1.",
        "A panel decides where judgements differ: 1.2, 2.2.",
        "2 requests for change still to be resolved.",
    ]
    assert before_signing(open_ones[2:4], 0) == []
    assert before_asking(open_ones) == ["Give your judgement first, or do without it: 1.1."]
    assert before_asking(open_ones[1:]) == []


def test_a_value_changed_after_the_panel_decided_waits_again() -> None:
    decided = Standing("1.1", Kept(level=3), Kept(level=2), decided=Kept(level=3))
    assert not decided.waits_for_panel
    assert Standing("1.1", Kept(level=4), Kept(level=2), decided=Kept(level=3)).waits_for_panel
    assert not Standing("1.1", Kept(level=2), Kept(level=2), decided=Kept(level=3)).waits_for_panel


@pytest.mark.parametrize(
    ("who", "says"),
    [
        ({"named": False, "on_team": False, "was_on_team": False}, "named person"),
        ({"named": True, "on_team": True, "was_on_team": False}, "are or were on the team"),
        ({"named": True, "on_team": False, "was_on_team": True}, "are or were on the team"),
        ({"named": True, "on_team": False, "was_on_team": False, "wrote": True}, "wrote words"),
    ],
)
def test_who_is_not_independent(who: dict[str, bool], says: str) -> None:
    assert says in why_not_independent(**who)
    assert not why_not_independent(named=True, on_team=False, was_on_team=False)


def test_a_panel_is_two_people_or_more() -> None:
    assert "two people" in panel_fault([7], 7)
    assert "two people" in panel_fault([], None)
    assert not panel_fault([7, 8], 7)


@given(pairs)
def test_kappa_is_what_the_matrices_say(given_pairs: list[tuple[int, int]]) -> None:
    """Cohen (1968): 1 - sum(w o) / sum(w e) over the matrices of observed and expected counts."""
    n = len(given_pairs)
    observed = Counter(given_pairs)
    rows = Counter(team for team, _second in given_pairs)
    columns = Counter(second for _team, second in given_pairs)
    above = below = Fraction(0)
    for i in range(1, SIZE + 1):
        for j in range(1, SIZE + 1):
            weight = Fraction((i - j) ** 2, (SIZE - 1) ** 2)
            above += weight * observed[i, j]
            below += weight * Fraction(rows[i] * columns[j], n) if n else 0
    assert weighted_kappa(given_pairs, SIZE) == (1 - above / below if below else None)


@given(pairs)
def test_agreement_adds_up(given_pairs: list[tuple[int, int]]) -> None:
    found = agreement(given_pairs, SIZE)
    assert found.exact + found.adjacent + found.further == found.pairs == len(given_pairs)
    assert found.exact + found.higher + found.lower == found.pairs
    assert (found.kappa is None) == bool(found.no_kappa)
    if found.kappa is not None:
        assert -1.0 <= found.kappa <= 1.0
        assert (found.kappa == 1.0) == (found.exact == found.pairs)


def test_kappa_of_a_worked_example_and_where_there_is_none() -> None:
    ten = [(4, 4)] * 5 + [(3, 4)] * 2 + [(2, 2)] * 2 + [(5, 3)]
    # Observed: squared distances 2 + 4 over 10 pairs. Expected by chance: (131 + 129) / 10 - 2 * 3.5 * 3.5.
    assert weighted_kappa(ten, SIZE) == 1 - Fraction(6, 10) / Fraction(3, 2) == Fraction(3, 5)
    assert agreement(ten[:9], SIZE).no_kappa == "fewer than 10 pairs"
    assert agreement([(4, 4)] * 12, SIZE).no_kappa == "every judgement is at one level"
    with pytest.raises(ValueError, match="not on a scale of 6"):
        weighted_kappa([(7, 1)], SIZE)


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 12), max_size=6))
def test_few_pairs_are_withheld_and_never_one_person_alone(pairs_of: dict[int, int]) -> None:
    hidden = set(withheld(pairs_of))
    few = {one for one, count in pairs_of.items() if 0 < count < LEAST_FOR_PERSON}
    assert few <= hidden
    shown = {one for one, count in pairs_of.items() if count and one not in hidden}
    if len(hidden) == 1:
        assert not shown
    if not few:
        assert not hidden
