"""What somebody typed to search evidence, and how what was found is marked."""

import re
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_SEARCH = 200
MOST_BEGINNINGS = 10
MARK_FROM, MARK_TO = "\ue000", "\ue001"
"""Characters of no script, which the database sets around what it found."""

_BEGINNING = re.compile(r"(?<!\S)([^\W_]+)\*(?!\S)")


class Asked(NamedTuple):
    """``words`` as a web search has them ("a phrase", -not, or); ``beginnings`` of words (chron*)."""

    words: str
    beginnings: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.beginnings)


def asked_for(text: str) -> Asked:
    """What is searched for; empty for nothing but signs."""
    text = text.replace("\x00", " ")[:LONGEST_SEARCH]
    beginnings = tuple(one[1].lower() for one in _BEGINNING.finditer(text))
    words = _BEGINNING.sub(" ", text).strip()
    if not re.search(r"\w", words):
        words = ""
    return Asked(words, beginnings[:MOST_BEGINNINGS])


def marked(text: str) -> Sequence[tuple[str, bool]]:
    """A text in pieces, each with whether it is what was searched for."""
    pieces: list[tuple[str, bool]] = []
    for number, piece in enumerate(re.split(f"[{MARK_FROM}{MARK_TO}]", text)):
        if piece:
            pieces.append((piece, number % 2 == 1))
    return pieces
