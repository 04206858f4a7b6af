"""What levels ask of a report, sentences that judge one service, and first texts of chapters."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules.field_merge import settled
from evaluations.rules.main_points import demanding_ranks, examples_asked, points_asked
from evaluations.rules.report_drafting import Ground, drafted
from evaluations.rules.report_text import as_text, blocks
from evaluations.rules.single_service import judged_alone, may_judge
from indicators.rules.document import Edition, Graded, Level, NotGraded
from indicators.rules.reading import read_edition
from indicators.rules.wording import EDUCATION_SCOTLAND
from tests.evaluations.conftest import EDITIONS

HMIE = read_edition((EDITIONS / "hmie-2005.yaml").read_bytes())
OFSTED = read_edition((EDITIONS / "ofsted-ilacs.yaml").read_bytes())
SERVICES = ["Social work", "Police", "Health", "Education", "Children’s reporter"]
LABELS = [one.label for one in HMIE.levels]


def test_the_two_lowest_levels_demand_a_point() -> None:
    assert demanding_ranks(HMIE) == {1, 2}


@pytest.mark.parametrize(
    ("size", "ranks"), [(0, set()), (1, set()), (2, {1}), (3, {1, 2}), (5, {1, 2})]
)
def test_where_an_edition_names_none_the_lowest_two_do_and_never_all(
    size: int, ranks: set[int]
) -> None:
    levels = tuple(Level(f"l{rank}", rank, rank, f"level {rank}") for rank in range(size, 0, -1))
    assert demanding_ranks(replace(Edition("e", "E", levels, ()))) == ranks


def test_a_point_is_asked_where_none_answers() -> None:
    values = {"1.1": {2}, "1.2": {1}, "1.3": {3}, "3.1": {1, 2}, "3.2": {2, 3}}
    asked = points_asked(HMIE, values, {"1.2"})
    assert [(one.code, one.level) for one in asked] == [
        ("1.1", "weak"),
        ("3.1", "weak or unsatisfactory"),
    ]


@given(st.dictionaries(st.sampled_from([one.code for one in HMIE.indicators]), st.integers(1, 6)))
def test_nothing_is_asked_when_everything_is_answered(levels: dict[str, int]) -> None:
    values = {code: {rank} for code, rank in levels.items()}
    assert points_asked(HMIE, values, set(levels)) == ()
    assert examples_asked(HMIE, values, set(levels)) == ()
    assert {one.code for one in examples_asked(HMIE, values, set())} == {
        code for code, rank in levels.items() if rank == 6
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Social work is weak.", "Social work is weak"),
        ("Overall, the police are very good at this.", "police are very good"),
        ("Plans are clear and social work is weak", "social work is weak"),
        (
            "The Children's Reporter was judged to be excellent.",
            "Children's Reporter was judged to be excellent",
        ),
        ("Health services remain unsatisfactory\n\nNext", "Health services remain unsatisfactory"),
        ("education\nhas been evaluated as good", "education has been evaluated as good"),
        ("Police are not weak", "Police are not weak"),
    ],
)
def test_one_service_judged_is_found(text: str, found: str) -> None:
    assert may_judge(text, LABELS)
    assert judged_alone(text, SERVICES, LABELS) == (found,)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Health and police are very good at sharing information.",
        "Education, health and the police are very good.",
        "Police are good partners.",
        "Education is a good partner",
        "Social work should improve its weakest plans.",
        "Her mental health is good.",
        "Services are weak.",
        "Recording is weak in social work.",
        "Policing is weak",
    ],
)
def test_services_together_descriptions_and_recommendations_are_not(text: str) -> None:
    assert judged_alone(text, SERVICES, LABELS) == ()


def test_without_services_or_levels_nothing_is_found() -> None:
    assert judged_alone("Police are weak", [], LABELS) == ()
    assert judged_alone("Police are weak", SERVICES, ["", " "]) == ()
    assert not may_judge("Police are weak", [])


@pytest.mark.parametrize(
    "part", ["social work ", "health, ", "health are ", "police are also ", "also "]
)
def test_looking_takes_no_longer_for_hostile_texts(part: str) -> None:
    begun = time.process_time()
    judged_alone("police are " + part * (200_000 // len(part)), SERVICES, LABELS)
    assert time.process_time() - begun < 3


def grounds(*values: Graded | NotGraded | None) -> list[Ground]:
    return [
        Ground(indicator, value, 4, 3, 1, ("record reading", "interviews"), ("health", "police"))
        for indicator, value in zip(HMIE.indicators, values, strict=False)
    ]


def test_a_first_text_says_counts_words_levels_and_meanings() -> None:
    text = drafted(
        HMIE,
        EDUCATION_SCOTLAND,
        grounds(
            Graded(frozenset({4})),
            Graded(frozenset({2})),
            Graded(frozenset({3, 4})),
            Graded(frozenset({6})),
            NotGraded("not-graded"),
            None,
        ),
    )
    first, *_ = text.split("\n\n")
    assert first == (
        "Of the 4 quality indicators told of in this chapter: 1 excellent, 1 to 2 good, "
        "0 to 1 satisfactory, 1 weak. 3 of 4 quality indicators (75%: most) were evaluated "
        "as satisfactory or better."
    )
    assert "## Children are listened to, understood and respected" in text
    assert "We evaluated this as good: important strengths with areas for improvement." in text
    assert "We evaluated this as good or satisfactory." in text
    assert (
        "This rests on 4 pieces of evidence, from record reading and interviews, about health and "
        "police. 3 of 4 pieces of evidence (75%: most) showed strengths. 1 of 4 pieces of evidence "
        "(25%: less than half) showed areas for improvement."
    ) in text
    assert text.index("excellent: ") < text.index("We evaluated this as weak")
    assert "This has no level: not graded." in text
    assert as_text(blocks(text)) == text


@pytest.mark.parametrize("edition", [HMIE, OFSTED])
def test_nothing_is_drafted_where_nothing_is_evaluated(edition: Edition) -> None:
    assert drafted(edition, EDUCATION_SCOTLAND, []) == ""
    assert drafted(edition, EDUCATION_SCOTLAND, [Ground(edition.indicators[0], None)]) == ""


@given(st.lists(st.frozensets(st.integers(1, 6), min_size=1, max_size=3), min_size=1, max_size=18))
def test_a_first_text_never_judges_one_service_and_is_plain_text(
    values: list[frozenset[int]],
) -> None:
    text = drafted(HMIE, EDUCATION_SCOTLAND, grounds(*(Graded(one) for one in values)))
    assert judged_alone(text, SERVICES, LABELS) == ()
    assert as_text(blocks(text)) == text


def test_fields_of_two_people_are_settled_each_in_its_way() -> None:
    base = {"text": "One. Two. Three.", "services": ["health", "police"], "title": "A"}
    now = {"text": "One. Two. Three, now.", "services": ["health"], "title": "B"}
    mine = {"text": "One, mine. Two. Three.", "services": ["health", "police", "x"], "title": "A"}
    kept, clashing = settled(base, mine, now, words={"text"}, sets={"services"})
    assert kept == {
        "text": "One, mine. Two. Three, now.",
        "services": ["health", "x"],
        "title": "B",
    }
    assert clashing == ()
    assert settled(base, {"title": "C"}, now) == ({}, ("title",))
    assert settled(None, {"title": "B"}, now) == ({"title": "B"}, ())
    assert settled(None, {"text": "Other"}, now, words={"text"}) == ({}, ("text",))
