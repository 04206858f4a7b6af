"""Reading the fields of a YAML mapping: each by name, of a stated kind, every fault with its place.

A place is a line and a path such as ``sections[2].indicators[0].code``. A method that cannot take
what it finds notes a fault and gives an empty value, so that one reading finds everything wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from inspectorate.kernel.cells import Wrong, date_of
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_tree import Mapping, Node, Scalar, Sequence, key_path

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a list or mapping, and where it stands."""

    node: Node
    path: str
    line: int


def one_line(text: str) -> str:
    """The text with its white space made single: a name, a title."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Running text: each line's white space made single, empty lines around it removed."""
    return "\n".join(one_line(line) for line in text.split("\n")).strip()


def closest(word: str, known: tuple[str, ...]) -> str:
    """`` Is “…” meant?`` for the known word most like this one, or nothing."""
    found = get_close_matches(word[:80].casefold(), known, n=1)
    return f" Is {shown(found[0])} meant?" if found else ""


class Fields:
    """The named fields of one mapping. Fields that ``known`` does not name are faults."""

    def __init__(
        self, node: Mapping, path: str, faults: FaultList, known: tuple[str, ...] | None = None
    ) -> None:
        self.line = node.line
        self.path = path
        self.faults = faults
        self._nodes = {key.text: value for key, value in node.entries}
        self._lines = {key.text: key.line for key, _ in node.entries}
        if known is not None:
            for key, _ in node.entries:
                self._refuse_unknown(key, known)

    def _refuse_unknown(self, key: Scalar, known: tuple[str, ...]) -> None:
        if key.text not in known:
            hint = closest(key.text, known) or f" Known here: {', '.join(known)}."
            self.faults.add(
                key.line, self.at(key.text), f"{shown(key.text)} is not a field here.{hint}"
            )

    def at(self, key: str) -> str:
        """The path of a field of this mapping."""
        return key_path(self.path, key)

    def line_of(self, key: str) -> int:
        """The line of the field's name; the mapping's own when the field is not there."""
        return self._lines.get(key, self.line)

    def fault(self, key: str, reason: str) -> None:
        self.faults.add(self.line_of(key), self.at(key), reason)

    def has(self, key: str) -> bool:
        """Whether the field is there and says something."""
        return self.node(key) is not None

    def says(self, key: str) -> bool:
        """Whether the field is there, be it empty."""
        return key in self._nodes

    def exactly(self, key: str, *, longest: int = 200) -> str:
        """Text as it was written, its white space too: a separator."""
        return self._text(key, longest, False, self._written(key))

    def node(self, key: str) -> Node | None:
        node = self._nodes.get(key)
        return None if isinstance(node, Scalar) and node.absent else node

    def item(self, key: str) -> Item | None:
        node = self.node(key)
        return None if node is None else Item(node, self.at(key), self.line_of(key))

    def text(self, key: str, *, longest: int = 200, required: bool = False) -> str:
        """Text of one line, its white space made single. Empty when it is not there."""
        return self._text(key, longest, required, one_line(self._written(key)))

    def prose(self, key: str, *, longest: int = 10_000) -> str:
        """Text that may run over several lines."""
        return self._text(key, longest, False, paragraphs(self._written(key)))

    def _written(self, key: str) -> str:
        node = self.node(key)
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return node.text
        self.fault(key, "This must be text, not a list or mapping.")
        return ""

    def _text(self, key: str, longest: int, required: bool, text: str) -> str:
        if len(text) > longest:
            self.fault(key, f"{shown(text, 40)} is longer than {longest:,} characters.")
            return text[:longest].strip()
        if required and not text and not isinstance(self.node(key), Mapping | Sequence):
            self.fault(key, f"The {key} is missing. It is needed.")
        return text

    def flag(self, key: str) -> bool:
        return self.flag_or(key, default=False)

    def flag_or(self, key: str, *, default: bool) -> bool:
        written = self._written(key)
        if not written:
            return default
        found = _FLAGS.get(written.casefold())
        if found is None:
            self.fault(key, f"{shown(written)} is neither true nor false.")
        return bool(found)

    def whole_number(self, key: str, *, most: int) -> int | None:
        """A whole number from 0 to ``most``."""
        written = self._written(key)
        if not written:
            return None
        if _WHOLE.fullmatch(written) and 0 <= int(written) <= most:
            return int(written)
        self.fault(key, f"{shown(written)} is not a whole number from 0 to {most:,}.")
        return None

    def day(self, key: str) -> date | None:
        written = self._written(key).strip()
        if not written:
            return None
        found = date_of(written)
        if isinstance(found, Wrong):
            self.fault(key, found)
            return None
        return found

    def fields(self, key: str, known: tuple[str, ...] | None = None) -> "Fields | None":
        """A mapping inside this one, or None when it is not there."""
        item = self.item(key)
        return None if item is None else fields_of(item, self.faults, known)

    def items(self, key: str, *, most: int) -> list[Item]:
        """The members of a list; none when it is not there."""
        item = self.item(key)
        return [] if item is None else items_of(item, self.faults, most)

    def pairs(self, key: str, *, most: int) -> Iterator[tuple[Scalar, Item]]:
        """The keys and values of a mapping inside this one."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node, Mapping):
            self.fault(key, "This must be a mapping: one “name: value” to a line.")
            return
        if len(node.entries) > most:
            self.fault(key, f"There are {len(node.entries):,} here; at most {most:,} are taken.")
        for name, value in node.entries[:most]:
            yield name, Item(value, key_path(self.at(key), name.text), name.line)

    def texts(self, key: str, *, most: int, longest: int = 500) -> tuple[str, ...]:
        """A list of texts, each of one line, none empty, each once."""
        found = [text_of(one, self.faults, longest) for one in self.items(key, most=most)]
        return tuple(dict.fromkeys(text for text in found if text))


def fields_of(item: Item, faults: FaultList, known: tuple[str, ...] | None = None) -> Fields | None:
    """An item as a mapping with these fields; None, with a fault, when it is none."""
    if isinstance(item.node, Mapping):
        return Fields(item.node, item.path, faults, known)
    hint = f" with fields such as {', '.join(known[:4])}" if known else ""
    faults.add(item.line, item.path, f"This must be a mapping{hint}.")
    return None


def items_of(item: Item, faults: FaultList, most: int) -> list[Item]:
    """The members of a list; a single text stands for a list of one."""
    node = item.node
    if isinstance(node, Scalar):
        return [item]
    if isinstance(node, Mapping):
        reason = "This must be a list (lines beginning with a dash), not a mapping."
        faults.add(item.line, item.path, reason)
        return []
    if len(node.items) > most:
        reason = f"There are {len(node.items):,} here; at most {most:,} are taken."
        faults.add(item.line, item.path, reason)
    return [Item(one, f"{item.path}[{n}]", one.line) for n, one in enumerate(node.items[:most])]


def text_of(item: Item, faults: FaultList, longest: int = 500) -> str:
    """An item as text of one line; empty, with a fault, when it is none."""
    if not isinstance(item.node, Scalar):
        faults.add(item.line, item.path, "This must be text, not a list or mapping.")
        return ""
    text = "" if item.node.absent else one_line(item.node.text)
    if not text:
        faults.add(item.line, item.path, "This is empty. Write it or take it out.")
    elif len(text) > longest:
        faults.add(item.line, item.path, f"{shown(text, 40)} is longer than {longest} characters.")
        return ""
    return text
