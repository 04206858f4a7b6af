"""The text of a report's chapter: plain paragraphs with a few marks, and the blocks it is made of.

A blank line ends a paragraph. ``## `` begins a heading, ``- `` an item of a list, ``> `` a quotation
(the words of children, families or staff). There are no other marks: what is typed is what is read.
Every way out (page, PDF, Word, plain text) is made from the same blocks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_CHAPTER = 200_000
"""Characters of one chapter; some sixty printed pages."""


class BlockKind(StrEnum):
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. ``number`` counts the blocks of a chapter from 1 and is what comments refer to;
    ``items`` are those of a list, whose ``text`` is empty."""

    number: int
    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The block as one line of plain words."""
        return self.text or " ".join(self.items)

    def as_data(self) -> dict[str, Any]:
        """For a kept draft and a published version."""
        data: dict[str, Any] = {"number": self.number, "kind": self.kind.value}
        return data | ({"items": list(self.items)} if self.items else {"text": self.text})


MARKS = (("## ", BlockKind.HEADING), ("> ", BlockKind.QUOTE), ("- ", BlockKind.LIST))


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a chapter's text, numbered from 1."""
    found: list[Block] = []
    for kind, lines in _runs(text):
        number = len(found) + 1
        if kind is BlockKind.LIST:
            found.append(Block(number, kind, items=tuple(lines)))
        else:
            found.append(Block(number, kind, " ".join(lines)))
    return tuple(found)


def _runs(text: str) -> Iterator[tuple[BlockKind, list[str]]]:
    """Neighbouring lines of one kind. A heading is one line; other lines run on into one block."""
    kind, lines = BlockKind.PARAGRAPH, list[str]()
    for line in [*text.splitlines(), ""]:
        found, words = _marked(line)
        ends = not words or found is not kind or kind is BlockKind.HEADING
        if ends and lines:
            yield kind, lines
            lines = []
        kind = found
        if words:
            lines.append(words)


def _marked(line: str) -> tuple[BlockKind, str]:
    line = line.strip()
    for mark, kind in MARKS:
        if line.startswith(mark) or line == mark.strip():
            return kind, " ".join(line[len(mark) :].split())
    return BlockKind.PARAGRAPH, " ".join(line.split())


def as_text(found: tuple[Block, ...]) -> str:
    """The blocks written again: ``blocks(as_text(blocks(text)))`` is ``blocks(text)``."""
    marks = {kind: mark for mark, kind in MARKS}
    written = []
    for block in found:
        lines = block.items or (block.text,)
        written.append("\n".join(marks.get(block.kind, "") + line for line in lines))
    return "\n\n".join(written)
