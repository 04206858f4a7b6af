"""YAML that somebody brought, as a tree of text with line numbers, and no more than that.

Nothing is resolved: ``1.10`` stays "1.10" and ``2005-01-01`` a piece of text, and what a field means
is for its reader to say. What could make a small file costly or surprising is refused: anchors and
aliases, tags, merge keys, repeated keys, deep nesting, too many values, characters that do not show.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import SAVE_AS_UTF8, shown

LARGEST = 256_000
"""Bytes in a document."""
DEEPEST = 16
"""How many lists and mappings may stand inside one another."""
MOST_VALUES = 20_000
"""How many values a document may hold."""

NOT_SHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Characters that are invisible, turn text round, or cannot be kept."""

_PLAIN_KEY = re.compile(r"[\w-]+")
_MAPPING_START, _SEQUENCE_START = "MappingStartEvent", "SequenceStartEvent"
_MAPPING_END, _SEQUENCE_END = "MappingEndEvent", "SequenceEndEvent"


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it was written. ``plain``: without quotation marks, so that null means none."""

    line: int
    text: str
    plain: bool = True

    @property
    def absent(self) -> bool:
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Sequence:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys (each once) with their values, in the document's order."""

    line: int
    entries: list[tuple[Scalar, "Node"]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


def key_path(path: str, key: str) -> str:
    """The path of a field inside the mapping at ``path``."""
    if _PLAIN_KEY.fullmatch(key):
        return f"{path}.{key}" if path else key
    return f"{path}[{shown(key, 40)}]"


def read_tree(data: bytes, faults: FaultList) -> Mapping:
    """The document's one top-level mapping. Raises ``Faulty`` when it cannot be read as one.

    A key given twice is noted in ``faults`` and reading goes on with the first.
    """
    text = _decoded(data, faults)
    builder = _Builder(faults)
    try:
        for event in _events(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise faults.stop(line, "", _sentence(error)) from None
    except (YAMLError, ValueError, OverflowError):
        raise faults.stop(None, "", "This cannot be read as YAML.") from None
    root = builder.root
    if not isinstance(root, Mapping):
        line = root.line if root else None
        raise faults.stop(
            line, "", "The document must be a mapping: “code: …”, “title: …” and so on."
        )
    return root


def _events(text: str) -> Iterator[Any]:
    events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)
    return events


def _decoded(data: bytes, faults: FaultList) -> str:
    if len(data) > LARGEST:
        raise faults.stop(None, "", f"The file is larger than {LARGEST:,} bytes.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise faults.stop(None, "", "This is a UTF-16 file. Save it as UTF-8 and bring it again.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason = SAVE_AS_UTF8.replace("CSV ", "")
        raise faults.stop(line, "", f"This line is not UTF-8. {reason}") from None
    found = NOT_SHOWN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        name = f"U+{ord(found.group()):04X}"
        raise faults.stop(line, "", f"There is a character that does not show ({name}). Remove it.")
    return text


def _sentence(error: MarkedYAMLError) -> str:
    """What the reader of YAML stumbled over, for somebody who does not know its grammar."""
    problem = str(error.problem or "")
    if "\\t" in problem:
        return "There is a tab here. YAML is indented with spaces only."
    if "mapping values are not allowed" in problem:
        return "There is a colon too many here. Put text that holds a colon in quotation marks."
    if "expected ',' or" in problem:
        begun = f" It begins on line {error.context_mark.line + 1}." if error.context_mark else ""
        return f"A list or mapping in brackets is not closed, or a comma is missing.{begun}"
    if "end of stream" in problem or "found unexpected" in problem:
        return "A quotation mark, bracket or block begun here is not closed."
    return f"This cannot be read as YAML: {problem or 'check indentation, colons and quotes'}."


@dataclass(slots=True)
class _Open:
    """A list or mapping still being read, and the mapping's key that waits for its value."""

    node: Sequence | Mapping
    keys: dict[str, int] = field(default_factory=dict)
    key: Scalar | None = None


class _Builder:
    """Puts the parser's events together, without recursion; refuses what has no place here."""

    def __init__(self, faults: FaultList) -> None:
        self.root: Node | None = None
        self._faults = faults
        self._open: list[_Open] = []
        self._values = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        line = event.start_mark.line + 1
        self._refuse(event, kind, line)
        if kind in {_MAPPING_END, _SEQUENCE_END}:
            self._open.pop()
        elif kind == "ScalarEvent":
            self._scalar(Scalar(line, self._clean(event.value, line), event.style is None))
        elif kind in {_MAPPING_START, _SEQUENCE_START}:
            node = Mapping(line) if kind == _MAPPING_START else Sequence(line)
            self._place(node)
            self._open.append(_Open(node))
            if len(self._open) > DEEPEST:
                raise self._faults.stop(line, "", f"Nested more than {DEEPEST} deep.")

    def _refuse(self, event: Any, kind: str, line: int) -> None:
        if kind == "AliasEvent" or getattr(event, "anchor", None):
            reason = "Anchors (&) and aliases (*) are not taken. Write the value out."
            raise self._faults.stop(line, "", f"{reason} Quote text that begins with & or *.")
        if getattr(event, "tag", None) and kind != "DocumentStartEvent":
            reason = "Tags (!) are not taken. Quote text that begins with an exclamation mark."
            raise self._faults.stop(line, "", reason)
        if kind == "DocumentStartEvent" and self.root is not None:
            raise self._faults.stop(line, "", "There is a second document (---) in the file.")
        self._values += 1
        if self._values > MOST_VALUES:
            raise self._faults.stop(line, "", f"The file holds more than {MOST_VALUES:,} values.")

    def _clean(self, text: str, line: int) -> str:
        found = NOT_SHOWN.search(text)
        if found:
            name = f"U+{ord(found.group()):04X}"
            reason = f"A character that does not show is written here ({name})."
            self._faults.add(line, self._path(), reason)
            return NOT_SHOWN.sub("", text)
        return text

    def _scalar(self, scalar: Scalar) -> None:
        top = self._open[-1] if self._open else None
        if top is None or isinstance(top.node, Sequence) or top.key is not None:
            self._place(scalar)
        else:
            top.key = scalar

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        top = self._open[-1]
        if isinstance(top.node, Sequence):
            top.node.items.append(node)
            return
        if top.key is None:
            raise self._faults.stop(
                node.line, "", "A key must be a plain word, not a list or mapping."
            )
        self._entry(top, top.node, top.key, node)
        top.key = None

    def _path(self, *, within: bool = False) -> str:
        """Where reading is: the path of the value being read, or of the mapping it stands in."""
        path = ""
        for depth, one in enumerate(self._open, start=1):
            innermost = depth == len(self._open)
            if innermost and within:
                break
            if isinstance(one.node, Sequence):
                path += f"[{len(one.node.items) - (0 if innermost else 1)}]"
            elif one.key is not None:
                path = key_path(path, one.key.text)
            elif not innermost and one.node.entries:
                path = key_path(path, one.node.entries[-1][0].text)
        return path

    def _entry(self, top: _Open, mapping: Mapping, key: Scalar, node: Node) -> None:
        if key.plain and key.text == "<<":
            raise self._faults.stop(key.line, "", "Merge keys (<<) are not taken. Write it out.")
        first = top.keys.setdefault(key.text, key.line)
        if len(top.keys) == len(mapping.entries):
            reason = f"{shown(key.text)} is given twice here, first on line {first}."
            self._faults.add(key.line, key_path(self._path(within=True), key.text), reason)
            return
        mapping.entries.append((key, node))
