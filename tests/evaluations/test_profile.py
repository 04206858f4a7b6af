"""Import profiles, read and applied."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluations.rules import profile as profiles
from evaluations.rules import profiled_file
from evaluations.rules.evaluations_file import EvaluationRow
from evaluations.rules.profile import Profile, read_profile
from evaluations.rules.profiled_file import ProfiledFile
from indicators.rules.document import Graded, NotGraded
from inspectorate.kernel.faults import Faulty
from tests.evaluations.editions import HMIE, ILACS, parse
from tests.reference import OFSTED_ILACS

SHIPPED = Path(profiles.__file__).parent.parent / "profiles" / "ofsted-ilacs.yaml"

WIDE = """\
profile: theirs
framework: hmie-2005
tables:
  places: {file: places.csv, key: id, by: place}
area:
  code: place
  name: [{table: places, column: called}, {column: place name, capitals: true}]
  may_be_created: true
inspection:
  kind: {column: type, words: {Whole: full, "": full}, otherwise: interim}
  fieldwork_from: {column: began, formats: ["%d.%m.%Y", "%d.%m.%y"]}
  published_on: {constant: 2009-11-26}
values:
  columns: {listening: "1.1", harm: "1.2"}
  words: {super: excellent}
  non_grades: {n/k: not-graded, "": not-graded}
skip:
  - {column: type, words: [Trial]}
ignore: others
"""
LONG = """\
profile: theirs
framework: hmie-2005
area: {code: place}
inspection: {reference: {column: report, after_last: /}}
values:
  indicator: {column: question, words: {Listening: "1.1"}}
  value: answer
"""


def profile_of(text: str) -> Profile:
    return read_profile(text.encode(), HMIE, parse)


def applied(text: str, source: str, **more: object) -> ProfiledFile:
    return ProfiledFile(source.encode(), profile_of(text), HMIE, parse, **more)  # type: ignore[arg-type]


def refusal(text: str, source: str, **more: object) -> list[str]:
    with pytest.raises(Faulty) as caught:
        list(applied(text, source, **more))
    return [str(fault) for fault in caught.value.faults]


ROWS = (
    "place,place name,type,began,listening,harm,colour\n"
    "A1,king's lynn,whole,15.05.2006,Super,N/K,red\n"
    "A2,south,,15.05.06,weak|unsatisfactory,,\n"
    "A3,west,trial,,,,\n"
    "A2,south,Revisit,16.05.2007,4,5,\n"
)
PLACES = b"id,called\nA2,South Town\n"


def test_a_wide_source_becomes_evaluations() -> None:
    file = applied(WIDE, ROWS, tables={"places": PLACES})
    published = date(2009, 11, 26)
    first, second, third = (date(2006, 5, 15), date(2006, 5, 15), date(2007, 5, 16))
    none = NotGraded("not-graded")
    assert list(file) == [
        EvaluationRow(
            "A1", "2006-05-15", "full", first, None, published, "1.1", Graded(frozenset({6})), 2
        ),
        EvaluationRow("A1", "2006-05-15", "full", first, None, published, "1.2", none, 2),
        EvaluationRow(
            "A2", "2006-05-15", "full", second, None, published, "1.1", Graded(frozenset({1, 2})), 3
        ),
        EvaluationRow("A2", "2006-05-15", "full", second, None, published, "1.2", none, 3),
        EvaluationRow(
            "A2", "2007-05-16", "interim", third, None, published, "1.1", Graded(frozenset({4})), 5
        ),
        EvaluationRow(
            "A2", "2007-05-16", "interim", third, None, published, "1.2", Graded(frozenset({5})), 5
        ),
    ]


def test_the_report_says_what_was_made_of_the_source() -> None:
    file = applied(WIDE, ROWS, tables={"places": PLACES})
    assert len(list(file)) == 6
    report = file.report
    assert report.areas == {"A1": "King's Lynn", "A2": "South Town"}
    assert report.sentences() == [
        "4 rows read, 1 left out by the profile.",
        "3 inspections of 2 areas, 6 evaluations, 0 left empty.",
        "3 inspections have no fieldwork_to.",
        "Not a level: harm: “N/K” was read as not-graded (1 times; line 2).",
        "Not a level: harm: left empty was read as not-graded (1 times; line 3).",
        "Odd: place name: “king's lynn” was read as “King's Lynn” (1 times; line 2).",
        "Odd: type: “Revisit” was read as interim (1 times; line 5).",
    ]


def test_a_long_source_becomes_evaluations() -> None:
    source = "place,report,question,answer\nA1,http://x/17,listening,weak\nA1,http://x/17,1.2,\n"
    file = applied(LONG, source)
    assert list(file) == [
        EvaluationRow("A1", "17", "full", None, None, None, "1.1", Graded(frozenset({2})), 2)
    ]
    assert (file.report.left_empty, file.report.without["published_on"]) == (1, 1)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A1,r/1,Listening,super\n", "line 2, answer: “super” is not a level of hmie-2005."),
        ("A1,r/1,Harm,weak\n", "line 2, indicator_code: “Harm” is not an indicator of hmie-2005."),
        (",r/1,1.1,weak\n", "line 2, place: The code of the area is empty."),
        ("A9,r/1,1.1,weak\n", "line 2, place: “A9” is not an area of this inspectorate."),
        ("A1,,1.1,weak\n", "line 2, inspection_reference: Without a reference there has to be"),
        ("A1,r/1,1.1,4\nA1,q/1,1.1,4\n", "line 3, answer: Indicator “1.1” of this inspection is"),
        ("=A1,r/1,1.1,weak\n", "line 2, place: “=A1” begins as a formula does"),
    ],
)
def test_what_is_wrong_in_the_source_is_said_in_its_own_columns(rows: str, said: str) -> None:
    answer = refusal(LONG, "place,report,question,answer\n" + rows, areas=["A1"])
    assert len(answer) == 1
    assert answer[0].startswith(said)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("place,report,question\nA1,1,1.1\n", "line 1, answer: This column is missing."),
        ("place,report,question,answer,more\n", "line 1, “more”: This column is not known."),
    ],
)
def test_the_columns_the_profile_names_are_there_and_no_others(source: str, said: str) -> None:
    assert refusal(LONG, source)[0].startswith(said)


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (b"id,called\nA2,x\nA2,y\n", "line 3, places.csv id: “A2” is there already."),
        (b"id,name\nA2,x\n", "line 1, places.csv called: This column is missing."),
        (b"", "the file, places.csv: The file is empty."),
    ],
)
def test_what_is_wrong_in_a_table_names_the_table(places: bytes, said: str) -> None:
    with pytest.raises(Faulty) as caught:
        applied(WIDE, ROWS, tables={"places": places})
    assert str(caught.value).startswith(said)


def test_a_table_larger_than_a_list_of_areas_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profiled_file, "MOST_CHARACTERS_LOOKED_UP", 15)
    with pytest.raises(Faulty, match="A table may have 50,000 short rows"):
        applied(WIDE, ROWS, tables={"places": b"id,called\nA2,x\nA3,a longer name\n"})


def test_a_table_nobody_asked_for_is_refused() -> None:
    with pytest.raises(Faulty, match="The profile does not ask for a table of this name"):
        applied(WIDE, ROWS, tables={"plaices": PLACES})


def test_an_area_without_a_name_cannot_be_made() -> None:
    text = WIDE.replace(", {column: place name, capitals: true}", "")
    answer = refusal(text, ROWS, tables={"places": PLACES})
    assert answer == ["line 2, area.name: There is no name for the area “A1”."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("profile: theirs\n", "", "line 1, profile: The profile is missing."),
        ("hmie-2005", "hmie-2009", "line 2, framework: The profile is for “hmie-2009”, not for"),
        ("skip:", "skpi:", "line 17, skpi: “skpi” is not a field here. Is “skip” meant?"),
        ("  code: place\n", "", "line 6, area.code: This is needed."),
        ("table: places", "table: plaices", "line 7, area.name[0].table: “plaices” is not one of"),
        (
            "capitals: true",
            "capitals: maybe",
            "line 7, area.name[1].capitals: “maybe” is neither true nor false.",
        ),
        (
            "constant: 2009-11-26",
            "formats: [x]",
            "line 12, inspection.published_on.column: Name either",
        ),
        ('"%d.%m.%y"', '"%d.%d"', "line 11, inspection.fieldwork_from.formats: “%d.%d” does"),
        (
            "Whole: full",
            "Whole: half",
            "line 10, inspection.kind: “half” is not a kind of inspection.",
        ),
        (
            'harm: "1.2"',
            'harm: "1.9"',
            "line 14, values.columns.harm: “1.9” is not an indicator of",
        ),
        ("super: excellent", "super: best", "line 15, values.words.super: “best” is not a level"),
        (
            "n/k: not-graded",
            "n/k: unknown",
            "line 16, values.non_grades[“n/k”]: “unknown” is not a non-",
        ),
        (
            'n/k: not-graded, ""',
            "n/k: not-graded, N/K",
            "line 16, values.non_grades[“N/K”]: “N/K” is",
        ),
        ("area:\n", "area: x\nrea:\n", "line 5, area: This must be a mapping with fields"),
        ("words: [Trial]", "words: {a: b}", "line 18, skip[0].words: This must be a list"),
    ],
)
def test_says_what_is_wrong_with_a_profile_and_where(old: str, new: str, said: str) -> None:
    assert old in WIDE
    with pytest.raises(Faulty) as caught:
        profile_of(WIDE.replace(old, new, 1))
    answer = [str(fault) for fault in caught.value.faults]
    assert any(one.startswith(said) for one in answer), answer


@pytest.fixture(scope="module")
def file() -> ProfiledFile:
    profile = read_profile(SHIPPED.read_bytes(), ILACS, parse)
    return ProfiledFile(
        (OFSTED_ILACS / "history.csv").read_bytes(),
        profile,
        ILACS,
        parse,
        tables={"authorities": (OFSTED_ILACS / "local_authorities.csv").read_bytes()},
    )


@pytest.fixture(scope="module")
def rows(file: ProfiledFile) -> list[EvaluationRow]:
    return list(file)


@pytest.fixture
def by_inspection(rows: list[EvaluationRow]) -> dict[tuple[str, str], dict[str, EvaluationRow]]:
    found: dict[tuple[str, str], dict[str, EvaluationRow]] = {}
    for row in rows:
        found.setdefault((row.area_code, row.reference), {})[row.indicator_code] = row
    return found


def test_nothing_of_ofsteds_is_lost(rows: list[EvaluationRow], file: ProfiledFile) -> None:
    report = file.report
    assert (report.rows_read, report.inspections, len(report.areas)) == (497, 497, 153)
    assert len(rows) == report.evaluations == 497 * 5
    assert report.without == {"fieldwork_from": 178, "fieldwork_to": 178}
    assert all(row.published_on for row in rows)


def test_every_authority_has_its_proper_name(rows: list[EvaluationRow], file: ProfiledFile) -> None:
    names = file.report.areas
    assert rows
    assert names["2532287"] == "Bournemouth, Christchurch and Poole"
    assert len(set(names.values())) == 153
    assert "Bristol, City of" in names.values()
    assert not any(name == name.lower() for name in names.values())


def test_no_word_is_taken_for_a_level_that_is_none(
    rows: list[EvaluationRow], file: ProfiledFile
) -> None:
    assert rows
    told = Counter[tuple[str, str]]()
    for reading in file.report.non_grades:
        told[reading.word, reading.read_as] += reading.count
    assert told == {
        ("data_unreadable", "unreadable-in-source"): 9 + 176 * 3 + 175,
        ("to requires improvement", "unreadable-in-source"): 2,
        ("inspection_pre_dates_judgement", "predates-indicator"): 164,
        ("not_reported_post_reform", "not-reported-after-reform"): 11,
        ("", "not-graded"): 169,
    }
    odd = {reading.word: reading for reading in file.report.oddities}
    assert odd[""].count == 178
    assert odd["inspection duration longer than standard framework"].lines == [485]
    parsed = next(one for one in file.report.non_grades if one.word.startswith("to "))
    assert parsed.lines == [329, 415]


def test_the_kinds_are_those_of_the_source(
    by_inspection: dict[tuple[str, str], dict[str, EvaluationRow]],
) -> None:
    kinds = Counter(next(iter(rows.values())).kind for rows in by_inspection.values())
    assert kinds == {"full": 191 + 178 + 1, "short": 127}


def test_leadership_and_practice_agree_with_the_independent_count(
    by_inspection: dict[tuple[str, str], dict[str, EvaluationRow]],
) -> None:
    practice = ("help-and-protection", "in-care", "care-leavers")
    told = Counter[str]()
    for rows in by_inspection.values():
        ranks = {
            code: min(row.value.ranks)
            for code, row in rows.items()
            if isinstance(row.value, Graded)
        }
        graded = [ranks[code] for code in practice if code in ranks]
        leadership = ranks.get("impact-of-leaders")
        if leadership is None or not graded:
            continue
        told["both"] += 1
        told["good leadership"] += leadership >= 3
        told["and good practice throughout"] += leadership >= 3 and min(graded) >= 3
        told["inadequate leadership"] += leadership == 1
        told["and some practice inadequate"] += leadership == 1 and min(graded) == 1
        told["leadership requires improvement"] += leadership == 2
        told["yet good practice throughout"] += leadership == 2 and min(graded) >= 3
    assert told == {
        "both": 321,
        "good leadership": 216,
        "and good practice throughout": 160,
        "inadequate leadership": 29,
        "and some practice inadequate": 25,
        "leadership requires improvement": 76,
        "yet good practice throughout": 0,
    }


def test_two_figure_years_are_those_of_this_century(rows: list[EvaluationRow]) -> None:
    days = {row.published_on for row in rows if row.published_on}
    assert (min(days), max(days)) == (date(2012, 7, 13), date(2026, 8, 20))


def test_without_the_list_of_authorities_names_get_capitals_and_are_reported() -> None:
    profile = read_profile(SHIPPED.read_bytes(), ILACS, parse)
    file = ProfiledFile((OFSTED_ILACS / "history.csv").read_bytes(), profile, ILACS, parse)
    assert len(list(file)) == 497 * 5
    assert file.report.areas["2532287"] == "Bournemouth, Christchurch & Poole"
    assert sum(one.column == "local_authority" for one in file.report.oddities) == 153


@given(st.lists(st.lists(st.text(max_size=6), min_size=4, max_size=4), min_size=1, max_size=3))
def test_no_source_does_worse_than_a_fault(rows: list[list[str]]) -> None:
    text = "place,report,question,answer\n" + "".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows
    )
    file = ProfiledFile(text.encode("utf-8", "replace"), profile_of(LONG), HMIE, parse)
    said = ""
    found: list[EvaluationRow] = []
    try:
        found = list(file)
    except Faulty as faulty:
        said = str(faulty)
    assert said or len(found) == file.report.evaluations


@given(st.data())
def test_no_change_to_a_profile_does_worse_than_a_fault(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(WIDE)))
    to = data.draw(st.integers(at, min(at + 20, len(WIDE))))
    text = WIDE[:at] + data.draw(st.text("ab:-[]{}\"'\n ,%", max_size=8)) + WIDE[to:]
    said = ""
    profile = None
    try:
        profile = profile_of(text)
    except Faulty as faulty:
        said = str(faulty)
    assert bool(said) != (profile is not None)
