"""YAML that somebody brought, as text with line numbers: nothing is converted, nothing is run.

Every scalar stays the text that was written, so a code ``1.10`` is never the number 1.1 and a
version ``10e24`` never a float. Anchors, aliases, tags and further documents are refused: nothing
read here needs them, and an alias is how a small file becomes an endless one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from inspectorate.kernel.faults import FaultList, Faulty
from inspectorate.kernel.tables import closest, shown

MOST_BYTES = 200_000
DEEPEST = 20


@dataclass(slots=True)
class Node:
    """A scalar (``text``), a sequence (``items``) or a mapping (``fields``), and its line."""

    line: int
    text: str | None = None
    items: "list[Node] | None" = None
    fields: "dict[str, Node] | None" = None
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return self.text == "" and self.items is None and self.fields is None


def read_yaml(content: bytes) -> Node:
    """The document's root. Raises ``Faulty`` when it is no YAML, too large or too deep."""
    faults = FaultList()
    if len(content) > MOST_BYTES:
        raise faults.stop(None, "", f"The file is larger than {MOST_BYTES:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise faults.stop(line, "", "The file is not UTF-8. Save it as UTF-8.") from None
    try:
        root = _Builder(YAML(typ="safe", pure=True).parse(text), faults).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(str(error.problem or error.context).split())
        raise faults.stop(
            mark.line + 1 if mark else None, "", f"This is not YAML: {said}."
        ) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise faults.stop(line, "", "There is a control character in this line.") from None
    except YAMLError:
        raise faults.stop(None, "", "This is not YAML.") from None
    faults.raise_if_any()
    return root


class _Builder:
    """Builds nodes from the parser's events, in order, refusing what is not wanted."""

    def __init__(self, events: Iterator[Event], faults: FaultList) -> None:
        self._events = iter(events)
        self._faults = faults

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                raise self._refusal(event, "A second document begins here. Bring one.")
            if isinstance(event, ScalarEvent | MappingStartEvent | SequenceStartEvent | AliasEvent):
                root = self._node(event, 1)
        if root is None or root.empty:
            raise self._faults.stop(None, "", "The file is empty.")
        return root

    def _node(self, event: Event, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise self._refusal(event, "Anchors (&) and aliases (*) are not taken. Write it out.")
        if str(getattr(event, "tag", None) or "!") != "!":
            raise self._refusal(event, "Tags (!) are not taken. Leave it out.")
        if depth > DEEPEST:
            raise self._refusal(event, f"This is nested more than {DEEPEST} deep.")
        if isinstance(event, ScalarEvent):
            return Node(line, text=event.value)
        if isinstance(event, SequenceStartEvent):
            return Node(line, items=self._items(depth))
        return self._mapping(line, depth)

    def _items(self, depth: int) -> list[Node]:
        items = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, line: int, depth: int) -> Node:
        node = Node(line, fields={})
        while not isinstance(event := next(self._events), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if key.text is None:
                self._faults.add(key.line, "", "A name is expected here, not a list or a mapping.")
            elif key.text in node.lines:
                reason = f"{shown(key.text)} is on line {node.lines[key.text]} already."
                self._faults.add(key.line, "", reason)
            elif node.fields is not None:
                node.fields[key.text] = value
                node.lines[key.text] = key.line
        return node

    def _refusal(self, event: Event, reason: str) -> Faulty:
        return self._faults.stop(_line(event), "", reason)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


class Fields:
    """A mapping being read: asks for fields by name and notes what is missing, wrong or unknown.

    ``path`` names the mapping in messages. A field that is missing or wrong reads as empty, so that
    reading goes on and every fault is found.
    """

    def __init__(self, node: Node, path: str, faults: FaultList, known: tuple[str, ...]) -> None:
        self.line = node.line
        self.faults = faults
        self._path = path
        self._fields = node.fields or {}
        if node.fields is None and not node.empty:
            faults.add(node.line, path, f"A mapping is expected here, with {', '.join(known)}.")
        for name in self._fields:
            if name not in known:
                reason = f"This is not known.{closest(name, known)}"
                faults.add(node.lines[name], self.path(name), reason)

    def path(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        return name in self._fields

    def node(self, name: str) -> Node:
        return self._fields.get(name, Node(self.line, text=""))

    def add(self, name: str, reason: str) -> None:
        """A fault of the field ``name``."""
        self.faults.add(self.node(name).line, self.path(name), reason)

    def text(self, name: str, *, needed: bool = False) -> str:
        node = self.node(name)
        if node.text is None:
            self.add(name, "One text is expected here.")
        elif needed and not node.text:
            self.add(name, "This is needed.")
        return node.text or ""

    def yes(self, name: str) -> bool:
        """true or false; false where nothing is said."""
        said = self.text(name).casefold()
        if said not in {"", "true", "false", "yes", "no"}:
            self.add(name, "Write true or false.")
        return said in {"true", "yes"}

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        node = self.node(name)
        if node.text is not None:
            return (node.text,) if node.text else ()
        found = []
        for item in node.items or ():
            if item.text is None:
                self.faults.add(item.line, self.path(name), "One text is expected here.")
            else:
                found.append(item.text)
        if node.items is None:
            self.add(name, "A list of texts is expected here.")
        return tuple(found)

    def pairs(self, name: str) -> dict[str, tuple[str, int]]:
        """A mapping of texts to texts, each with its line."""
        node = self.node(name)
        if node.fields is None:
            if not node.empty:
                self.add(name, "A mapping of texts to texts is expected here.")
            return {}
        found = {}
        for key, value in node.fields.items():
            if value.text is None:
                self.faults.add(
                    value.line, f"{self.path(name)}.{key}", "One text is expected here."
                )
            else:
                found[key] = (value.text, value.line)
        return found
