"""What holds whatever the facts: sums, bounds, order, and inspections that do not count."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.document import Edition, Section
from indicators.rules.figures import bounds_of
from inspectorate.national.rules.inputs import (
    DecidedFinding,
    EvaluationFact,
    InspectionFact,
    PointFact,
    SummaryInputs,
)
from inspectorate.national.rules.summary import canonical_text, compile_summary
from tests.national.editions import HMIE, REFERENCE

AS_AT = date(2009, 11, 26)
PATIENT = settings(deadline=None, max_examples=50)
CODES = (*REFERENCE, "5.2")
EDITION = replace(
    HMIE,
    sections=(Section("few", "Few", tuple(one for one in HMIE.indicators if one.code in CODES)),),
    chapters=(),
)
RANKS = st.integers(1, 6)
EXACT = st.builds(lambda rank: frozenset({rank}), RANKS)
SETS = st.frozensets(RANKS, min_size=1, max_size=3)
NON_GRADES = st.sampled_from(["not-graded", "not-in-scope"])
DAYS = st.builds(lambda n: date(2006, 1, 1) + timedelta(n), st.integers(0, 1400))


@dataclass(frozen=True)
class Facts:
    inspections: tuple[InspectionFact, ...]
    evaluations: tuple[EvaluationFact, ...]
    points: tuple[PointFact, ...]

    def compiled(self, edition: Edition = EDITION) -> dict[str, Any]:
        given_facts = SummaryInputs("i", "p", self.inspections, self.evaluations, self.points)
        return compile_summary(edition, given_facts, as_at=AS_AT, findings_decided={})


POINTS = st.lists(
    st.builds(
        PointFact,
        st.sampled_from(["A1", "A2"]),
        st.integers(1, 4),
        st.sampled_from(CODES),
        st.none() | DAYS,
        st.none() | RANKS,
    ),
    max_size=8,
).map(tuple)


@st.composite
def facts(draw: Callable[[Any], Any], values: Any = None) -> Facts:
    values = st.one_of(SETS, NON_GRADES) if values is None else values
    days = draw(st.lists(st.tuples(st.integers(1, 5), DAYS), max_size=12))
    inspections = tuple(
        InspectionFact(key, f"A{area}", f"R{key}", "full", "published", day)
        for key, (area, day) in enumerate(days)
    )
    rows = [
        (one.key, code, value)
        for one in inspections
        for code in CODES
        if (value := draw(st.none() | values)) is not None
    ]
    return Facts(inspections, tuple(rows), draw(POINTS))


def figures(thing: Any, path: str = "") -> dict[str, Any]:
    """Every count of a summary by its place; rows that have a code are found by it."""
    if isinstance(thing, bool | str) or thing is None:
        return {}
    if isinstance(thing, int) or (isinstance(thing, dict) and set(thing) == {"min", "max"}):
        return {path: thing}
    pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
    return {
        place: figure
        for key, value in pairs
        if key not in ("median", "scale")
        for place, figure in figures(value, f"{path}/{key}").items()
    }


@PATIENT
@given(facts(values=st.one_of(EXACT, NON_GRADES)))
def test_counts_add_up(these: Facts) -> None:
    summary = these.compiled()
    counted = summary["inspections"]["counted"]
    assert counted == len(these.inspections)
    for one in summary["indicators"]:
        assert sum(one["counts"].values()) == one["graded"]
        assert one["graded"] + sum(one["not_graded"].values()) + one["missing"] == counted
        good = [one["counts"][level] for level in ("excellent", "very-good", "good")]
        assert one["bands"]["good-or-better"] == sum(good)
    (crossed,) = summary["cross_tabulations"]
    assert crossed["inspections"] + sum(crossed["excluded"].values()) == counted
    assert sum(row["inspections"] for row in crossed["rows"]) == crossed["inspections"]
    for row in crossed["rows"]:
        for cells in row["bands"].values():
            assert sum(cells["by_number"].values()) == row["inspections"]
            assert cells["any"] == row["inspections"] - cells["by_number"]["0"]
    positive = summary["positive_reports"]
    assert positive["counted"] + positive.get("undetermined", 0) == counted
    assert positive["positive"] <= positive["counted"]


def complete(these: Facts, choose: Callable[[list[int]], int]) -> Facts:
    rows = tuple(
        (key, code, frozenset({choose(sorted(value))}) if isinstance(value, frozenset) else value)
        for key, code, value in these.evaluations
    )
    return replace(these, evaluations=rows)


@PATIENT
@given(facts(), st.data())
def test_any_completion_of_sets_lies_within_the_ranges(these: Facts, data: st.DataObject) -> None:
    open_summary = these.compiled()
    whole = complete(these, lambda ranks: data.draw(st.sampled_from(ranks))).compiled()
    ranges, exact = figures(open_summary), figures(whole)
    assert ranges.keys() == exact.keys()
    for place, figure in ranges.items():
        low, high = bounds_of(figure)
        assert low <= exact[place] <= high, place


@PATIENT
@given(facts(), st.data())
def test_medians_and_suggestions_cover_every_completion(these: Facts, data: st.DataObject) -> None:
    rank = {level.code: level.rank for level in EDITION.levels}
    open_rows = these.compiled()["indicators"]
    whole = complete(these, lambda ranks: data.draw(st.sampled_from(ranks))).compiled()
    for before, after in zip(open_rows, whole["indicators"], strict=True):
        assert after["suggested_finding"] in {
            before["suggested_finding"],
            *before["suggestions_open"],
        }
        middle = before["median"]
        if middle is None:
            assert after["median"] is None
            continue
        ends = middle if isinstance(middle, dict) else {"min": middle, "max": middle}
        assert rank[ends["min"]] <= rank[after["median"]] <= rank[ends["max"]]


@PATIENT
@given(facts())
def test_the_ends_of_a_range_can_be_reached(these: Facts) -> None:
    worst = complete(these, min).compiled()["indicators"]
    best = complete(these, max).compiled()["indicators"]
    for one, low, high in zip(these.compiled()["indicators"], worst, best, strict=True):
        known = bounds_of(one["bands"]["good-or-better"])
        assert known == (low["bands"]["good-or-better"], high["bands"]["good-or-better"])


@PATIENT
@given(facts(), st.randoms(use_true_random=False))
def test_order_of_rows_and_ids_are_irrelevant(these: Facts, chance: Any) -> None:
    keys = {one.key: f"other-{one.key}" for one in these.inspections}
    inspections = [replace(one, key=keys[one.key]) for one in these.inspections]
    evaluations = [(keys[key], code, value) for key, code, value in these.evaluations]
    points = list(these.points)
    for rows in (inspections, evaluations, points):
        chance.shuffle(rows)
    again = Facts(tuple(inspections), tuple(evaluations), tuple(points))
    assert canonical_text(again.compiled()) == canonical_text(these.compiled())


UNCOUNTED = st.one_of(
    st.builds(
        lambda kind: InspectionFact("new", "A9", "N", kind, "published", date(2008, 1, 1)),
        st.sampled_from(["pilot", "follow-through", "interim"]),
    ),
    st.builds(
        lambda status: InspectionFact("new", "A1", "N", "full", status, None),
        st.sampled_from(["planned", "moderation", "suspended", "abandoned"]),
    ),
    st.just(InspectionFact("new", "A1", "N", "short", "published", AS_AT + timedelta(1))),
    st.just(InspectionFact("new", "A1", "N", "full", "published", AS_AT, pilot=True)),
)


@PATIENT
@given(facts(), UNCOUNTED, st.one_of(SETS, NON_GRADES))
def test_an_inspection_that_does_not_count_changes_no_figure(
    these: Facts, extra: InspectionFact, value: Any
) -> None:
    before = these.compiled()
    after = replace(
        these,
        inspections=(*these.inspections, extra),
        evaluations=(*these.evaluations, *(("new", code, value) for code in CODES)),
    ).compiled()
    assert sum(after["inspections"]["excluded"].values()) == 1
    assert after["inspections"]["counted"] == before["inspections"]["counted"]
    assert after["inputs_sha256"] != before["inputs_sha256"]
    for summary in (before, after):
        del summary["inspections"], summary["inputs_sha256"]
    assert after == before


@PATIENT
@given(facts(), facts())
def test_different_facts_have_different_digests(one: Facts, other: Facts) -> None:
    first, second = one.compiled(), other.compiled()
    if first["inputs_sha256"] == second["inputs_sha256"]:
        assert canonical_text(first) == canonical_text(second)


@PATIENT
@given(st.sampled_from(["key-strength", "key-area-for-development", ""]), st.text(min_size=1))
def test_a_decision_overrides_the_suggestion_and_both_are_kept(finding: str, reason: str) -> None:
    rows = [(n, "1.1", frozenset({6})) for n in range(4)]
    inspections = [
        InspectionFact(n, f"A{n}", "R", "full", "published", date(2008, 1, 1)) for n in range(4)
    ]
    summary = compile_summary(
        EDITION,
        SummaryInputs("i", "p", inspections, rows),
        as_at=AS_AT,
        findings_decided={"1.1": DecidedFinding(finding, reason)},
    )
    first = summary["indicators"][0]
    assert first["suggested_finding"] == "key-strength"
    assert first["finding"] == (finding or None)
    assert first["finding_reason"] == reason
    assert "decided" in first["statement"]
