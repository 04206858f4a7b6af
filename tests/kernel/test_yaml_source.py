"""Reading YAML that cannot be trusted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.kernel.faults import FaultList, Faulty
from inspectorate.kernel.yaml_source import Fields, Node, read_yaml
from tests.memory import peak_of


def refusal(content: bytes) -> str:
    with pytest.raises(Faulty) as caught:
        read_yaml(content)
    return str(caught.value)


def plain(node: Node) -> object:
    if node.fields is not None:
        return {key: plain(value) for key, value in node.fields.items()}
    return [plain(item) for item in node.items] if node.items is not None else node.text


def test_everything_stays_as_it_was_written() -> None:
    content = b"a: 1.10\nb: [yes, 2005-01-01, 10e24, ~]\nc: {d: '', e: \"0x10\"}\n"
    assert plain(read_yaml(b"\xef\xbb\xbf" + content)) == {
        "a": "1.10",
        "b": ["yes", "2005-01-01", "10e24", "~"],
        "c": {"d": "", "e": "0x10"},
    }


def test_lines_are_known() -> None:
    root = read_yaml(b"a:\n  - x\n  -\n    b: y\n")
    assert root.fields is not None
    items = root.fields["a"].items
    assert items is not None
    assert [item.line for item in items] == [2, 4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file: The file is empty."),
        (b"# nothing\n", "the file: The file is empty."),
        (b"a: 1\nb: [1\n", "line 3: This is not YAML:"),
        (b"a: 1\n\tb: 2\n", "line 2: This is not YAML:"),
        (b"a: 1\na: 2\n", "line 2: “a” is on line 1 already."),
        (b"a: 1\n[b]: 2\n", "line 2: A name is expected here"),
        (b"a: &x 1\n", "line 1: Anchors (&) and aliases (*) are not taken."),
        (b"a: 1\nb: *x\n", "line 2: Anchors (&) and aliases (*) are not taken."),
        (b"a: !!python/object/apply:os.system [x]\n", "line 1: Tags (!) are not taken."),
        (b"a: 1\n---\nb: 2\n", "line 2: A second document begins here."),
        (b"a: \x00\n", "line 1: There is a control character in this line."),
        (b"a: 1\nb: M\xf4n\n", "line 2: The file is not UTF-8."),
        (b"a: " + b"x" * 200_000, "the file: The file is larger than 200,000 bytes."),
        (b"[" * 1_000, "line 1: This is nested more than 20 deep."),
    ],
)
def test_says_what_is_wrong_and_where(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_bomb_of_aliases_costs_nothing() -> None:
    bomb = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
        b"%c: &%c [%s]\n" % (98 + n, 98 + n, b", ".join([b"*%c" % (97 + n)] * 9)) for n in range(9)
    )
    _count, peak = peak_of([refusal(bomb)])
    assert peak < 1_000_000


def test_fields_note_what_is_missing_wrong_and_unknown() -> None:
    faults = FaultList()
    root = read_yaml(b"titel: x\nyes: perhaps\nlist: {a: b}\npairs: [a]\ntext: [a]\n")
    fields = Fields(root, "", faults, ("title", "yes", "list", "pairs", "text"))
    read = (
        fields.text("title", needed=True),
        fields.yes("yes"),
        fields.texts("list"),
        fields.pairs("pairs"),
        fields.text("text"),
    )
    assert read == ("", False, (), {}, "")
    with pytest.raises(Faulty) as caught:
        faults.raise_if_any()
    assert [str(fault) for fault in caught.value.faults] == [
        "line 1, titel: This is not known. Did you mean “title”?",
        "line 1, title: This is needed.",
        "line 2, yes: Write true or false.",
        "line 3, list: A list of texts is expected here.",
        "line 4, pairs: A mapping of texts to texts is expected here.",
        "line 5, text: One text is expected here.",
    ]


@given(st.binary(max_size=100) | st.text("ab:-[]{}&*!|>'\"#\n ,?%", max_size=60).map(str.encode))
def test_no_bytes_do_worse_than_a_fault(content: bytes) -> None:
    said = ""
    root = None
    try:
        root = read_yaml(content)
    except Faulty as faulty:
        said = str(faulty)
    assert bool(said) != (root is not None)
