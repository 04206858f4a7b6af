"""The size of a sample, held to worked examples from the literature and to what must always hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.samples import (
    corrected_size,
    figures_faults,
    for_others,
    initials_of,
    participation_faults,
    planned_faults,
    pseudonym,
    sample_size,
    unlimited_size,
    z_of,
)

confidences = st.floats(80, 99.9).map(lambda one: round(one, 1))
margins = st.floats(0.5, 50).map(lambda one: round(one, 1))
populations = st.integers(0, 10_000_000)


@pytest.mark.parametrize(
    ("confidence", "z"), [(80, 1.2816), (90, 1.6449), (95, 1.9600), (99, 2.5758), (99.9, 3.2905)]
)
def test_deviates_are_those_of_the_tables(confidence: float, z: float) -> None:
    assert z_of(confidence) == pytest.approx(z, abs=5e-5)


def test_cochrans_own_example() -> None:
    """Sampling Techniques, 3rd edition, 4.1 and 4.4: 40 per cent, 5 either way, t taken as 2, an
    island of 3,200: 384 without end, 343 of them."""
    unlimited = unlimited_size(2, 5, 0.4)
    assert round(unlimited) == 384
    assert corrected_size(unlimited, 3200) == 343


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "size"),
    [
        (10_000_000, 95, 5, 385),
        (2_000, 95, 5, 323),
        (500, 95, 5, 218),
        (100, 95, 5, 80),
        (40, 95, 10, 29),
        (100, 95, 10, 50),
        (1_000, 99, 5, 400),
        (1, 80, 50, 1),
        (0, 95, 5, 0),
    ],
)
def test_worked_examples(population: int, confidence: float, margin: float, size: int) -> None:
    """z = 1.96 gives n0 = 384.15 at 5 per cent and 96.04 at 10; the rest is the correction."""
    assert sample_size(population, confidence, margin).size == size


@given(populations, confidences, margins)
def test_never_more_than_there_are_and_never_none_of_some(
    population: int, confidence: float, margin: float
) -> None:
    found = sample_size(population, confidence, margin)
    assert found.size <= population
    assert (found.size >= 1) == (population >= 1)
    assert figures_faults(population, confidence, margin) == {}


@given(populations, confidences, confidences, margins)
def test_more_confidence_never_takes_fewer(
    population: int, one: float, other: float, margin: float
) -> None:
    low, high = sorted((one, other))
    less, more = (sample_size(population, confidence, margin).size for confidence in (low, high))
    assert less <= more


@given(populations, confidences, margins, margins)
def test_a_wider_margin_never_takes_more(
    population: int, confidence: float, one: float, other: float
) -> None:
    narrow, wide = sorted((one, other))
    sizes = [sample_size(population, confidence, margin).size for margin in (narrow, wide)]
    assert sizes[0] >= sizes[1]


@given(populations, populations, confidences, margins)
def test_more_cases_never_take_fewer(
    one: int, other: int, confidence: float, margin: float
) -> None:
    few, many = sorted((one, other))
    assert sample_size(few, confidence, margin).size <= sample_size(many, confidence, margin).size


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ((-1, 95, 5), "population"),
        ((10_000_001, 95, 5), "population"),
        ((10, 79.9, 5), "confidence"),
        ((10, 100, 5), "confidence"),
        ((10, float("nan"), 5), "confidence"),
        ((10, 95, 0.4), "margin"),
        ((10, 95, 50.1), "margin"),
    ],
)
def test_figures_that_cannot_be(figures: tuple[int, float, float], field: str) -> None:
    assert list(figures_faults(*figures)) == [field]


def test_another_number_needs_its_reason() -> None:
    assert planned_faults(29, 40, 29, "") == {}
    assert list(planned_faults(30, 40, 29, " ")) == ["why"]
    assert planned_faults(30, 40, 29, "Two schools more") == {}
    assert list(planned_faults(41, 40, 29, "All")) == ["planned"]
    assert list(planned_faults(-1, 40, 29, "None")) == ["planned"]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Torrance Vale", "TV"),
        ("Muirhaven", "MU"),
        ("Ynys Môn", "YM"),
        ("Élan", "EL"),
        ("Na h-Eileanan an Iar", "NHEA"),
        ("北", "A01"),
    ],
)
def test_what_pseudonyms_begin_with(name: str, initials: str) -> None:
    assert initials_of(name, "a01") == initials


def test_pseudonyms_are_numbered() -> None:
    assert [pseudonym("TV", one) for one in (3, 100)] == ["TV-C03", "TV-C100"]


def test_nobody_comes_who_did_not_agree() -> None:
    assert participation_faults(5, 4, 4) == {}
    assert list(participation_faults(4, 5, 1)) == ["consented"]
    assert list(participation_faults(5, 4, 5)) == ["attended"]


@given(st.integers(0, 100_000))
def test_others_never_learn_a_small_number(count: int) -> None:
    told = for_others(count)
    assert (told is None) == (0 < count < 5)
    assert told is None or (told % 5 == 0 and abs(told - count) <= 2)
