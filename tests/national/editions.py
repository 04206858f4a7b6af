"""Editions for the tests of rules: the scales and rules of two real frameworks, no more of them."""

from fractions import Fraction

from indicators.rules.document import (
    AllOf,
    AnyOf,
    Chapter,
    CrossTabulation,
    Edition,
    Finding,
    Indicator,
    Level,
    NonGrade,
    PositiveReport,
    Section,
    Share,
)

HMIE_LEVELS = ("excellent", "very good", "good", "satisfactory", "weak", "unsatisfactory")
HMIE_CODES = [
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "2.1",
    "3.1",
    "3.2",
    "3.3",
    "3.4",
    "4.1",
    "4.2",
    "4.3",
    "4.4",
    "4.5",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
]
OFSTED_LEVELS = ("outstanding", "good", "requires improvement", "inadequate")
LEADERSHIP = "impact-of-leaders"
PRACTICE = ("help-and-protection", "in-care", "care-leavers")


def _levels(labels: tuple[str, ...]) -> tuple[Level, ...]:
    return tuple(
        Level(code=label.replace(" ", "-"), rank=rank, number=rank, label=label)
        for rank, label in zip(range(len(labels), 0, -1), labels, strict=True)
    )


REFERENCE = ("1.1", "1.2", "1.3", "1.4")
STRENGTH = AnyOf(
    (
        Share("good-or-better", at_least=Fraction(73, 100)),
        AllOf(
            (
                Share("good-or-better", at_least=Fraction(70, 100)),
                Share("excellent", at_least=Fraction(20, 100)),
            )
        ),
    )
)

HMIE = Edition(
    code="hmie-2005",
    title="How well are children and young people protected?",
    levels=_levels(HMIE_LEVELS),
    sections=(
        Section(
            "all",
            "All indicators",
            tuple(Indicator(c, f"Indicator {c}", reference=c in REFERENCE) for c in HMIE_CODES),
        ),
    ),
    bands={
        "good-or-better": frozenset({4, 5, 6}),
        "satisfactory-or-better": frozenset({3, 4, 5, 6}),
        "weak-or-unsatisfactory": frozenset({1, 2}),
    },
    band_labels={
        "good-or-better": "good or better",
        "satisfactory-or-better": "satisfactory or better",
        "weak-or-unsatisfactory": "weak or unsatisfactory",
    },
    non_grades=(NonGrade("not-graded", "not graded"), NonGrade("not-in-scope", "not in scope")),
    chapters=(Chapter("Five", "How are services improving?", ("5.4",)),),
    positive_report=PositiveReport(REFERENCE, "satisfactory-or-better"),
    findings=(
        Finding("key-strength", "key strength", STRENGTH, ""),
        Finding(
            "key-area-for-development",
            "key area for development",
            Share("good-or-better", less_than=Fraction(45, 100)),
            "",
        ),
    ),
    cross_tabulations=(
        CrossTabulation(
            code="leadership-and-outcomes",
            title="Leadership and what children experience",
            condition="5.2",
            rows=("good-or-better", "satisfactory", "weak-or-unsatisfactory"),
            of=REFERENCE,
            bands=("good-or-better", "weak-or-unsatisfactory"),
        ),
    ),
)

OFSTED = Edition(
    code="ofsted-ilacs",
    title="Inspecting local authority children's services",
    levels=_levels(OFSTED_LEVELS),
    sections=(
        Section(
            "judgements",
            "Judgements",
            tuple(
                Indicator(code, code.replace("-", " "))
                for code in ("overall-effectiveness", LEADERSHIP, *PRACTICE)
            ),
        ),
    ),
    bands={"good-or-better": frozenset({3, 4})},
    non_grades=(
        NonGrade("unreadable-in-source", "unreadable in the source"),
        NonGrade("predates-indicator", "the indicator did not exist yet"),
        NonGrade("not-reported-after-reform", "not reported after the reform"),
    ),
    cross_tabulations=(
        CrossTabulation(
            code="leadership-and-practice",
            title="Leadership and practice",
            condition=LEADERSHIP,
            rows=("good-or-better", "requires-improvement", "inadequate"),
            of=PRACTICE,
            bands=("good-or-better", "inadequate"),
        ),
    ),
)
