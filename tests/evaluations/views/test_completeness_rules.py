"""What must be settled before moderation, what is good to know: the rules alone."""

from dataclasses import replace

import pytest

from evaluations.rules.completeness import (
    Finding,
    IndicatorFacts,
    InspectionFacts,
    Kind,
    findings,
    unsettled,
)
from evaluations.rules.triangulation import Cell, Triangulation

WELL = Triangulation(
    (
        Cell("stakeholder-views", "outcomes", "strength", 2),
        Cell("record-reading", "delivery", "improvement", 1),
    )
)
ONLY_INTERVIEWS = Triangulation((Cell("interviews", "outcomes", "strength", 4),))
ONLY_THEIRS = Triangulation((Cell("self-evaluation", "outcomes", "strength", 4),))
READY = IndicatorFacts("1.1", valued=True, graded=True, rationale=True, rests_on=WELL)


def found(**changes: object) -> list[Finding]:
    return findings(InspectionFacts((replace(READY, **changes),)))  # type: ignore[arg-type]


def test_a_ready_indicator_has_nothing_to_say() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"valued": False, "graded": False, "rationale": False}, [Kind.NO_VALUE]),
        ({"rationale": False}, [Kind.NO_RATIONALE]),
        ({"rests_on": Triangulation()}, [Kind.NO_EVIDENCE]),
        ({"rests_on": ONLY_INTERVIEWS}, [Kind.ONE_KIND]),
        ({"rests_on": ONLY_THEIRS}, [Kind.ONLY_SELF_EVALUATION]),
        ({"rests_on": ONLY_THEIRS, "single_source_reason": True}, [Kind.ONLY_SELF_EVALUATION]),
        (
            {"valued": False, "graded": False, "rationale": False, "rests_on": Triangulation()},
            [Kind.NO_VALUE, Kind.NO_EVIDENCE],
        ),
    ],
)
def test_what_must_be_settled(changes: dict, kinds: list[Kind]) -> None:
    assert [one.kind for one in found(**changes)] == kinds
    assert all(one.must for one in found(**changes))


def test_a_reason_settles_a_single_kind_of_source_and_is_still_told() -> None:
    (one,) = found(rests_on=ONLY_INTERVIEWS, single_source_reason=True)
    assert (one.kind, one.must, one.source) == (Kind.ONE_KIND_WITH_REASON, False, "interviews")


def test_a_recorded_reason_for_no_level_needs_no_evidence_but_a_rationale() -> None:
    assert found(graded=False, rests_on=Triangulation()) == []
    assert [one.kind for one in found(graded=False, rationale=False)] == [Kind.NO_RATIONALE]


def test_cases_and_texts_are_told_by_name() -> None:
    facts = InspectionFacts(
        (READY,), to_settle=("Isla",), unread=("TV-C05",), medical_unread=("TV-C02",)
    )
    assert [(one.kind, one.must, one.names or one.cases) for one in findings(facts)] == [
        (Kind.TO_SETTLE, True, ("Isla",)),
        (Kind.CASE_UNREAD, True, ("TV-C05",)),
        (Kind.MEDICAL_UNREAD, True, ("TV-C02",)),
    ]


def test_views_that_are_missing_are_told_by_person() -> None:
    facts = InspectionFacts(
        (replace(READY, missing=("Isla", "Ann")), replace(READY, code="1.2", missing=("Isla",)))
    )
    assert [(one.names, one.codes, one.must) for one in findings(facts)] == [
        (("Isla",), ("1.1", "1.2"), False),
        (("Ann",), ("1.1",), False),
    ]


def test_good_to_know_comes_after_what_must_be_settled() -> None:
    contrary = Triangulation((*WELL.cells, Cell("data", "outcomes", "contrary", 1)))
    facts = InspectionFacts(
        (
            replace(READY, rests_on=contrary, demands_point=True),
            replace(READY, code="1.2", rationale=False),
        )
    )
    all_found = findings(facts)
    assert [one.kind for one in all_found] == [
        Kind.NO_RATIONALE,
        Kind.CONTRARY,
        Kind.DEMANDS_POINT,
    ]
    assert unsettled(all_found) == all_found[:1]
