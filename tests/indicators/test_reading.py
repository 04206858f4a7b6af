"""Reading an edition: what is taken, and what is said about everything that is not."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.rules.reading import read_edition
from inspectorate.kernel.faults import Faulty
from tests.indicators.editions import SMALL, faults, faults_with, read, shipped, small


def test_only_the_needed_fields_are_needed() -> None:
    edition = read("""\
        code: tiny
        title: Tiny
        scale: {levels: [{code: up}, {code: down}]}
        sections: [{code: A, indicators: [{code: 1.10, title: The one}]}]
        """)
    assert [(one.code, one.rank, one.number, one.label) for one in edition.levels] == [
        ("up", 2, None, "up"),
        ("down", 1, None, "down"),
    ]
    assert [(one.code, one.title) for one in edition.sections] == [("A", "A")]
    assert [one.code for one in edition.indicators] == ["1.10"]
    assert edition.positive_report is None
    assert edition.roll_up.kind == "none"
    assert edition.valid_from is None


@pytest.mark.parametrize("written", ["1.10", "'1.10'", '"1.10"'])
def test_a_code_is_the_text_that_was_written(written: str) -> None:
    edition = read(SMALL.replace('"1.10"', written))
    assert [one.code for one in edition.indicators] == ["1.1", "1.2", "1.10"]


def test_ranks_grow_with_quality_whichever_way_the_numbers_run() -> None:
    assert [(one.rank, one.number) for one in shipped("hmie-2005").levels] == [
        (6, 6),
        (5, 5),
        (4, 4),
        (3, 3),
        (2, 2),
        (1, 1),
    ]
    assert [(one.rank, one.number) for one in shipped("ofsted-ilacs").levels] == [
        (4, 1),
        (3, 2),
        (2, 3),
        (1, 4),
    ]


def test_the_example_of_the_contract_is_taken() -> None:
    edition = read("""\
        code: hmie-2005
        title: How well are children and young people protected and their needs met?
        publisher: HM Inspectorate of Education
        valid_from: 2005-01-01
        scale:
          levels:                      # best first
            - {code: excellent, number: 6, label: excellent, meaning: outstanding, action: share}
            - {code: very-good, number: 5}
            - {code: good, number: 4}
            - {code: satisfactory, number: 3}
            - {code: weak, number: 2}
            - {code: unsatisfactory, number: 1}
        bands:
          good-or-better: [excellent, very-good, good]
        non_grades: [not-graded]
        sections:
          - code: "1"
            title: How effective is the help children get when they need it?
            indicators:
              - {code: "1.1", title: "Listening", reference: true, aliases: ["Heard"]}
              - {code: "2.1", title: "Aware"}
        positive_report: {indicators: reference, band: satisfactory-or-better}
        crosswalk:
          - {from: "earlier:1.1", to: "2.1", kind: renumbered}
        """)
    assert edition.valid_from == date(2005, 1, 1)
    assert edition.positive_report is not None
    assert edition.positive_report.indicators == ("1.1",)
    assert edition.bands["satisfactory-or-better"] == frozenset({3, 4, 5, 6})
    assert edition.band_labels["satisfactory-or-better"] == "satisfactory or better"


def test_bands_and_non_grades_may_be_short_or_long() -> None:
    text = SMALL.replace(
        "  good-or-better: [outstanding, good]\nnon_grades: [not-graded]",
        "  good-or-better: {label: at least good, levels: [outstanding, good]}\n"
        "non_grades: [{code: unread, label: could not be read, aliases: [data_unreadable]}]",
    )
    edition = read(text)
    assert edition.bands == {"good-or-better": frozenset({3, 4})}
    assert edition.band_labels == {"good-or-better": "at least good"}
    assert edition.non_grades[0].aliases == ("data_unreadable",)


# Documents that cannot be read at all ---------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "must be a mapping"),
        (b"- a\n- b\n", "must be a mapping"),
        (b"just words", "must be a mapping"),
        (b"a: &x [1]\nb: *x\n", "Anchors"),
        (b"a: *x\n", "Anchors"),
        (b"a: !!python/object:os.system x\n", "Tags"),
        (b"a: !local x\n", "Tags"),
        (b"a: {<<: {b: 1}}\n", "Merge keys"),
        (b"a: 1\n---\nb: 2\n", "second document"),
        (b"a:\n\t- b\n", "tab"),
        (b"a: b: c\n", "colon"),
        (b'a: "never closed\n', "not closed"),
        (b"a: [1, 2\n", "not closed"),
        (b"? [a, b]\n: c\n", "key must be a plain word"),
        (b"a: \x00\n", "does not show"),
        (b"code: a\xff\n", "not UTF-8"),
        ("code: a".encode("utf-16"), "UTF-16"),
        (b"x" * 256_001, "larger than"),
        (b"a: " + b"[" * 3_000, "Nested"),
        (b"a: " + b"{a: " * 3_000, "Nested"),
        (b"a: [" + b"1," * 21_000 + b"1]", "more than 20,000 values"),
        (b"%YAML 9.9\n---\na: 1\n", "cannot be read"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    found = faults(data)
    assert len(found) == 1
    assert said in found[0].reason


def test_the_million_laughs_are_not_told() -> None:
    bomb = "a: &a [lol, lol]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    assert "Anchors" in faults(bomb)[0].reason
    assert faults(bomb)[0].line == 1


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_whatever_the_bytes_the_answer_is_a_fault(data: bytes) -> None:
    with pytest.raises(Faulty) as found:
        read_edition(data)
    assert all(one.reason for one in found.value.faults)


@given(st.integers(0, len(SMALL) - 1), st.sampled_from(list("{}[]:-&*!|>'\"%@#,\n\t 0~")))
@settings(max_examples=100, deadline=None)
def test_one_wrong_character_never_brings_reading_down(place: int, character: str) -> None:
    text = SMALL[:place] + character + SMALL[place + 1 :]
    for fault in faults(text):
        assert re.search(r"[.!?:]$|[a-z]$", fault.reason)


# Faults in a document that can be read --------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "said"),
    [
        ("code: small\n", "", 1, "code", "The code is missing."),
        ("code: small\n", "code: a b\n", 1, "code", "no spaces"),
        ("title: A small framework\n", "title:\n", 2, "title", "The title is missing."),
        ("title: A", "title: [A", 3, "", "It begins on line 2."),
        ("title: A small framework\n", "title: {a: b}\n", 2, "title", "must be text"),
        ("title: A small", "titel: A small", 2, "titel", "Is “title” meant?"),
        ("code: small\n", "code: small\nvalid_from: 2005-02-30\n", 2, "valid_from", "no 30 Febr"),
        ("code: small\n", f"code: {'9' * 61}\n", 1, "code", "longer than 60"),
        ("number: 2", "number: 2.5", 6, "scale.levels[1].number", "whole number"),
        ("number: 2", "number: 1" + "0" * 24, 6, "scale.levels[1].number", "whole number"),
        ("number: 2", "number: 3", 4, "scale.levels", "rise or fall"),
        (", number: 2", "", 4, "scale.levels", "Number all or none"),
        ("{code: good, ", "{code: outstanding, ", 6, "scale.levels[1].code", "on line 5 already"),
        ("{code: good, ", "{code: Outstanding, ", 6, "scale.levels[1].code", "only in how"),
        ("{code: good, ", "{code: a|b, ", 6, "scale.levels[1].code", "cannot be a code"),
        ("{code: good, ", "{label: good, ", 6, "scale.levels[1].code", "code of the level is miss"),
        ("{code: good, number: 2}", "{7.5: x}", 6, "scale.levels[1].code", "code of the level"),
        ("[outstanding, good]", "[outstanding, god]", 10, "bands.good-or-better[1]", "Is “good” me"),
        ("[outstanding, good]", "[good, good]", 10, "bands.good-or-better[1]", "named twice"),
        ("[outstanding, good]", "[]", 10, "bands.good-or-better", "holds no level"),
        ("[outstanding, good]", "{lable: x}", 10, "bands.good-or-better.lable", "“label” meant"),
        ("[not-graded]", "[good]", 11, "non_grades[0].code", "cannot be both"),
        ("[not-graded]", "{a: b}", 11, "non_grades", "must be a list"),
        ('"1.2"', '"1.1"', 16, "sections[0].indicators[1].code", "on line 15 already"),
        ('"1.2"', '""', 16, "sections[0].indicators[1].code", "is empty"),
        ("title: Practice, ", "", 16, "sections[0].indicators[1].title", "title is missing"),
        ("Practice, refer", "Practice, rfer", 16, "sections[0].indicators[1].rference", "“reference”"),
        ("reference: true}\n      - {code: \"1.2\"", "reference: maybe}\n      - {code: \"1.2\"", 15,
         "sections[0].indicators[0].reference", "neither true nor false"),
        ("  - code: A\n", "  - title: A\n", 13, "sections[0].code", "code of the section is missing"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line_its_path_and_a_sentence(
    old: str, new: str, line: int, field: str, said: str
) -> None:
    assert old in SMALL
    found = faults(SMALL.replace(old, new, 1))
    assert [(one.line, one.field) for one in found if said in one.reason] == [(line, field)], found


def test_everything_wrong_is_said_at_once() -> None:
    text = SMALL.replace("number: 2", "number: x").replace("title: Practice", "titl: Practice")
    found = faults(text.replace("[outstanding, good]", "[outstanding, nice]"))
    assert [one.line for one in found] == [6, 10, 16, 16]


def test_a_field_given_twice_is_named_with_both_lines() -> None:
    said = "“title” is given twice here, first on line"
    assert faults_with("title: Again\n") == [(1, "title", f"{said} 2.")]
    found = faults(SMALL.replace("title: Practice", "title: Practice, title: Theory"))
    assert [(one.line, one.field, one.reason) for one in found] == [
        (16, "sections[0].indicators[1].title", f"{said} 16.")
    ]


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        ("{levels: []}", "at least 2 levels"),
        ("{levels: [{code: only}]}", "at least 2 levels"),
        ("{levels: [" + ", ".join(f"l{n}" for n in range(21)) + "]}", "at most 20 are taken"),
        ("{}", "at least 2 levels"),
        ("[a, b]", "must be a mapping"),
        ("", "The scale is missing"),
        ("{levels: [{code: '2', number: 1}, {code: '1', number: 2}]}", "is the number of"),
    ],
)
def test_a_scale_has_two_to_twenty_levels(scale: str, said: str) -> None:
    text = f"code: x\ntitle: X\nscale: {scale}\nsections: [{{code: A, indicators: [{{code: B, title: C}}]}}]\n"
    assert any(said in one.reason for one in faults(text)), faults(text)


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ("", "The sections are missing"),
        ("[]", "hold no indicator"),
        ("[{code: A}]", "has no indicators"),
        ("[{code: A, indicators: []}]", "has no indicators"),
        ("[A]", "must be a mapping with fields"),
    ],
)
def test_there_is_something_to_evaluate(sections: str, said: str) -> None:
    text = f"code: x\ntitle: X\nscale: {{levels: [a, b]}}\nsections: {sections}\n"
    assert any(said in one.reason for one in faults(text)), faults(text)


def test_no_more_than_five_hundred_faults_are_collected() -> None:
    assert len(faults("".join(f"k{n}: 1\n" for n in range(2_000)))) == 501


def test_an_escape_cannot_bring_in_what_does_not_show() -> None:
    found = faults(SMALL.replace("title: A small framework", 'title: "A \\0 \\u202e \\ud800"'))
    assert [(one.line, one.field, one.reason) for one in found] == [
        (2, "title", "A character that does not show is written here (U+0000).")
    ]
    found = faults(SMALL.replace("title: Outcomes", 'title: "Out\\u200fcomes\\x85"'))
    assert [(one.line, one.field) for one in found] == [(17, "sections[0].indicators[2].title")]


def test_text_keeps_its_words_and_loses_its_spacing() -> None:
    edition = small("notes: |\n  One   line.\n\n  Another line.  \npublisher: '  A   B  '\n")
    assert edition.notes == "One line.\n\nAnother line."
    assert edition.publisher == "A B"
