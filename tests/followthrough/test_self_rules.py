"""A self-evaluation beside an inspection: plain values, many cases."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.rules import self_evaluation as rules
from followthrough.rules.self_evaluation import Relation as R
from indicators.rules.document import (
    CrosswalkLink,
    Edition,
    Graded,
    Indicator,
    Level,
    NotGraded,
    Section,
    Value,
)

LEVELS = tuple(Level(rank=n, number=n, code=f"l{n}", label=f"level {n}") for n in range(1, 7))
SIX = frozenset(range(1, 7))


def edition(code: str, *indicators: str, links: tuple[CrosswalkLink, ...] = ()) -> Edition:
    rows = tuple(Indicator(one, one) for one in indicators)
    return Edition(code, code, LEVELS, (Section("s", "s", rows),), crosswalk=links)


def at(*ranks: int) -> Value:
    return Graded(frozenset(ranks))


OLD = edition("old", "1", "2", "3", "4")
NEW = edition(
    "new",
    "A",
    "2",
    "3",
    "5",
    links=(
        CrosswalkLink("old:1", "A", "renumbered"),
        CrosswalkLink("old:2", "2", "same"),
        CrosswalkLink("old:3", "3", "narrowed"),
    ),
)


@pytest.mark.parametrize(
    ("own", "then", "relation", "least", "most"),
    [
        (at(4), at(4), R.SAME, 0, 0),
        (at(5), at(4), R.HIGHER, 1, 1),
        (at(2), at(6), R.LOWER, 4, 4),
        (at(5, 6), at(3), R.HIGHER, 2, 3),
        (at(1, 2), at(3, 4), R.LOWER, 1, 3),
        (at(3, 4), at(4), R.UNSURE, 0, 0),
        (at(3, 4), at(3, 4), R.UNSURE, 0, 0),
        (at(2, 5), at(4), R.UNSURE, 0, 0),
        (NotGraded("not-evaluated"), at(4), R.NO_LEVEL, 0, 0),
        (at(4), NotGraded("not-evaluated"), R.NO_LEVEL, 0, 0),
        (None, at(4), R.NO_LEVEL, 0, 0),
        (None, None, R.NO_LEVEL, 0, 0),
    ],
)
def test_relation(own: Value, then: Value, relation: R, least: int, most: int) -> None:
    assert rules.relation_of(own, then) == (relation, least, most)


RANKS = st.frozensets(st.integers(1, 6), min_size=1).map(Graded)
VALUES = st.one_of(RANKS, st.none(), st.just(NotGraded("none")))


@given(VALUES, VALUES)
def test_the_other_way_round_is_the_opposite(own: Value, then: Value) -> None:
    opposite = {R.HIGHER: R.LOWER, R.LOWER: R.HIGHER}
    relation, least, most = rules.relation_of(own, then)
    assert rules.relation_of(then, own) == (opposite.get(relation, relation), least, most)


@given(RANKS, RANKS, st.data())
def test_what_is_said_of_sets_is_true_of_every_pair_in_them(
    own: Graded, then: Graded, data: st.DataObject
) -> None:
    relation, least, most = rules.relation_of(own, then)
    mine = data.draw(st.sampled_from(sorted(own.ranks)))
    theirs = data.draw(st.sampled_from(sorted(then.ranks)))
    if relation is R.HIGHER:
        assert least <= mine - theirs <= most
    elif relation is R.LOWER:
        assert least <= theirs - mine <= most
    elif relation is R.SAME:
        assert mine == theirs


@given(st.lists(st.tuples(VALUES, VALUES), min_size=4, max_size=4))
def test_every_indicator_is_counted_once(pairs: list[tuple[Value, Value]]) -> None:
    codes = [one.code for one in OLD.indicators]
    own = dict(zip(codes, (one for one, _ in pairs), strict=True))
    then = dict(zip(codes, (one for _, one in pairs), strict=True))
    told = rules.agreement(rules.beside(OLD, OLD, own, then))
    assert told.exact + told.adjacent + told.further == told.told
    assert told.told + told.unsure + told.no_level + told.apart == len(codes)
    assert told.higher + told.lower == told.adjacent + told.further


def test_agreement_is_counted_exact_adjacent_and_further() -> None:
    own = {"1": at(4), "2": at(5), "3": at(2), "4": at(5, 6)}
    then = {"1": at(4), "2": at(4), "3": at(4), "4": at(4)}
    told = rules.agreement(rules.beside(OLD, OLD, own, then))
    assert (told.exact, told.adjacent, told.further) == (1, 1, 2)
    assert (told.higher, told.lower) == (2, 1)


def test_editions_are_joined_by_same_and_renumbered_alone() -> None:
    values = {one: at(3) for one in "123"}
    lines = {one.code: one for one in rules.beside(NEW, OLD, {"A": at(4), "2": at(3)}, values)}
    assert lines["A"].then_code == "1"
    assert lines["A"].link == "renumbered"
    assert lines["A"].relation is R.HIGHER
    assert lines["2"].relation is R.SAME
    assert lines["3"].relation is R.APART
    assert lines["5"].relation is R.APART
    assert "same or renumbered" in rules.why_apart(NEW, OLD)


def test_an_older_edition_is_joined_the_other_way_round() -> None:
    assert rules.partners_of(OLD, NEW) == {"1": ("A", "renumbered"), "2": ("2", "same")}


def test_what_has_several_others_has_none() -> None:
    twice = (*NEW.crosswalk, CrosswalkLink("old:1", "5", "same"))
    assert rules.partners_of(replace(NEW, crosswalk=twice), OLD) == {"2": ("2", "same")}


def test_other_scales_and_unjoined_editions_are_not_compared() -> None:
    four = replace(OLD, code="four", levels=LEVELS[:4])
    assert rules.partners_of(four, OLD) == {}
    assert "do not mean the same" in rules.why_apart(four, OLD)
    alone = edition("alone", "1")
    assert rules.partners_of(alone, OLD) == {}
    assert "no crosswalk" in rules.why_apart(alone, OLD)
    assert rules.why_apart(OLD, OLD) == ""


def test_levels_are_counted_where_they_are_exact() -> None:
    counts = rules.level_counts(OLD, [at(4), at(4), at(4, 5), None, NotGraded("x")])
    assert counts["l4"] == 2
    assert sum(counts.values()) == 2


def test_when_it_may_be_changed() -> None:
    assert rules.why_not_write("draft") == ""
    assert "Begin a new one" in rules.why_not_write("finished")
    assert "at least one" in rules.why_not_finish("draft", 0)
    assert rules.why_not_finish("draft", 1) == ""
    assert "Finish" in rules.why_not_consent("draft", given=False, wanted=True)
    assert "already" in rules.why_not_consent("finished", given=True, wanted=True)
    assert "No consent" in rules.why_not_consent("finished", given=False, wanted=False)
    assert rules.why_not_consent("finished", given=True, wanted=False) == ""
