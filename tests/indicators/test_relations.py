"""Cross-tabulations, chapters, and links between editions."""

import pytest

from indicators.rules.crosswalks import comparable, same_scale, series
from indicators.rules.document import Edition
from tests.indicators.editions import SMALL, faults, faults_with, read, shipped, small


def edition(
    code: str, indicators: str, crosswalk: str = "", levels: str = "good, fair, poor"
) -> Edition:
    listed = ", ".join(f"{{code: '{one}', title: Of {one}}}" for one in indicators.split())
    return read(
        f"code: {code}\ntitle: Edition {code}\nscale: {{levels: [{levels}]}}\n"
        f"sections: [{{code: S, indicators: [{listed}]}}]\ncrosswalk: [{crosswalk}]\n"
    )


FIRST = edition("first", "1.1 1.2 5.4")
SECOND = edition(
    "second",
    "1.1 2.1 2.2 5.1",
    "{from: 'first:1.1', to: '2.1', kind: renumbered, evidence: The report says so.}, "
    "{from: 'first:1.2', to: '2.2', kind: same}, "
    "{from: 'first:5.4', to: '5.1', kind: narrowed}, "
    "{to: '1.1', kind: new}, {from: 'first:9.9', kind: dropped}",
)
THIRD = edition("third", "a b", "{from: 'second:2.1', to: a, kind: renumbered}", "well, fair, poor")


def test_a_series_runs_along_same_and_renumbered_only() -> None:
    pairs = comparable(FIRST, SECOND)
    assert [(one.source, one.target, one.overridden) for one in pairs] == [
        ("1.1", "2.1", False),
        ("1.2", "2.2", False),
    ]
    assert pairs[0].label == "1.1 in first, 2.1 in second: renumbered"


def test_an_analyst_may_override_and_it_says_so() -> None:
    pairs = comparable(FIRST, SECOND, overrides={("5.4", "5.1"), ("1.1", "5.1")})
    assert [(one.source, one.target) for one in pairs] == [
        ("1.1", "2.1"),
        ("1.2", "2.2"),
        ("5.4", "5.1"),
    ]
    assert pairs[2].overridden
    assert pairs[2].label == (
        "5.4 in first, 5.1 in second: narrowed; compared by an analyst's decision although the "
        "indicators differ"
    )


def test_the_same_code_in_two_editions_is_not_the_same_indicator() -> None:
    assert all(one.target != "1.1" for one in comparable(FIRST, SECOND))


def test_a_series_over_three_editions() -> None:
    assert series([FIRST, SECOND, THIRD], "a") == (
        ("first", "1.1"),
        ("second", "2.1"),
        ("third", "a"),
    )
    assert series([FIRST, SECOND, THIRD], "b") == (("third", "b"),)
    assert series([FIRST, SECOND], "5.1") == (("second", "5.1"),)
    assert series([FIRST, SECOND], "5.1", overrides={("5.4", "5.1")})[0] == ("first", "5.4")


def test_another_scale_is_said_beside_the_figures() -> None:
    assert comparable(SECOND, THIRD)[0].label.endswith("; the two editions use different scales")
    assert not same_scale(SECOND, THIRD)
    assert not same_scale(shipped("hmie-2005"), shipped("ofsted-ilacs"))


def test_a_new_label_with_the_same_meaning_leaves_the_scale_the_same() -> None:
    one = edition("one", "a", "", "{code: s, label: satisfactory, meaning: just}, poor")
    other = edition("other", "a", "", "{code: a, label: adequate, meaning: just}, poor")
    assert same_scale(one, other)


@pytest.mark.parametrize(
    ("link", "field", "said"),
    [
        ("{from: 'old:1', to: 1.1}", "crosswalk[0].kind", "The kind is one of same, renumbered"),
        (
            "{from: 'old:1', to: 1.1, kind: renumberd}",
            "crosswalk[0].kind",
            "Is “renumbered” meant?",
        ),
        ("{from: '1.1', to: 1.1, kind: same}", "crosswalk[0].from", "such as hmie-2005:1.1"),
        ("{from: 'small:1.1', to: 1.1, kind: same}", "crosswalk[0].from", "is of this edition"),
        ("{to: 1.1, kind: same}", "crosswalk[0].from", "Name the earlier edition"),
        ("{from: 'old:1', to: 1.2.3, kind: same}", "crosswalk[0].to", "There is no indicator"),
        ("{from: 'old:1', kind: same}", "crosswalk[0].to", "Name the indicator of this edition"),
        ("same", "crosswalk[0]", "must be a mapping"),
    ],
)
def test_a_link_that_leads_nowhere_is_a_fault(link: str, field: str, said: str) -> None:
    found = faults_with(f"crosswalk:\n  - {link}\n")
    assert [(line, at) for line, at, reason in found if said in reason] == [(2, field)], found


def test_the_same_link_twice_is_a_fault() -> None:
    found = faults_with("crosswalk:\n" + "  - {from: 'old:1', to: 1.1, kind: same}\n" * 2)
    assert [(line, at) for line, at, _ in found] == [(3, "crosswalk[1]")]


@pytest.mark.parametrize(
    ("table", "field", "said"),
    [
        ("{condition: 1.1, rows: [good], of: [1.2], bands: [good-or-better]}", ".code", "is missing"),
        ("{code: x, rows: [good], of: [1.2], bands: [good-or-better]}", ".condition", "Name the ind"),
        ("{code: x, condition: 1.1, rows: [fine], of: [1.2], bands: [good-or-better]}", ".rows[0]",
         "There is no band or level “fine”"),
        ("{code: x, condition: 1.1, of: [1.2], bands: [good-or-better]}", ".rows", "at least one"),
        ("{code: x, condition: 1.1, rows: [good, good], of: [1.2], bands: [good-or-better]}",
         ".rows[1]", "named twice"),
        ("{code: x, condition: 1.1, rows: [good], of: [1.1], bands: [good-or-better]}", ".of",
         "is the condition"),
        ("{code: x, condition: 1.1, rows: [good], of: [1.2], bands: [good]}", ".bands[0]", "no band"),
    ],
)  # fmt: skip
def test_a_cross_tabulation_of_nothing_is_a_fault(table: str, field: str, said: str) -> None:
    found = faults_with(f"cross_tabulations:\n  - {table}\n")
    where = (2, f"cross_tabulations[0]{field}")
    assert where in [(line, at) for line, at, reason in found if said in reason], found


@pytest.mark.parametrize(
    ("chapters", "line", "said"),
    [
        ("[{code: One, indicators: [1.1, 1.2]}]", 1, "In no chapter: 1.10."),
        ("[{code: One, indicators: [1.1, 1.2, 1.10, 1.1]}]", 1, "in a chapter already"),
        ("[{code: One, indicators: [1.1, 1.2, 1.10, 7]}]", 1, "There is no indicator “7”"),
        (
            "\n  - {code: A, indicators: [1.1, 1.2]}\n  - {code: B, indicators: [1.2, 1.10]}",
            3,
            "on line 2",
        ),
    ],
)
def test_chapters_hold_every_indicator_once(chapters: str, line: int, said: str) -> None:
    found = faults_with(f"chapters: {chapters}\n")
    said = said.replace("line 2", f"line {SMALL.count(chr(10)) + 2}")
    assert [place for place, _, reason in found if said in reason] == [line], found


def test_an_indicator_that_is_never_graded_needs_no_chapter() -> None:
    text = SMALL.replace("title: Outcomes}", "title: Outcomes, graded: false}")
    made = read(text + "chapters: [{code: One, indicators: [1.2, 1.1]}]\n")
    assert made.chapters[0].indicators == ("1.2", "1.1")
    assert [one.graded for one in made.indicators] == [True, True, False]


def test_illustrations_are_by_level() -> None:
    text = SMALL.replace(
        "title: Outcomes}", "title: Outcomes, illustrations: {good: Seen, poor: Not}}"
    )
    assert "There is no level “poor”" in str(faults(text))
    made = read(text.replace("poor", "inadequate"))
    assert made.indicators[2].illustrations == {"good": "Seen", "inadequate": "Not"}


def test_the_report_chapters_of_the_first_cycle_keep_their_own_order() -> None:
    chapters = {one.code: one.indicators for one in shipped("hmie-2005").chapters}
    assert chapters["Section Two"] == ("1.2", "1.3", "1.4", "1.1")
    assert chapters["Section Three"] == (
        "3.1",
        "3.2",
        "3.3",
        "3.4",
        "4.1",
        "4.2",
        "4.3",
        "4.4",
        "2.1",
        "4.5",
    )


def test_a_cross_tabulation_may_name_levels_and_bands() -> None:
    made = small("""\
        cross_tabulations:
          - code: leadership
            condition: 1.10
            rows: [good-or-better, requires-improvement, inadequate]
            of: reference
            bands: [good-or-better, good-or-worse]
        """)
    table = made.cross_tabulations[0]
    assert (table.title, table.of) == ("leadership", ("1.1", "1.2"))
    assert made.bands["good-or-worse"] == frozenset({1, 2, 3})
