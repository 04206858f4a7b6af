"""The spellings people use for the scopes of a token, read into the scopes there are."""

import re
from collections.abc import Iterable

ACCESSES = ("read", "write")
EVERYTHING = frozenset({"*", "all", "*:*"})


class UnknownScopes(ValueError):
    """``words`` are those that name no scope, as they were written."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        super().__init__(", ".join(words))


def read_scopes(text: str, known: Iterable[str]) -> list[str]:
    """The scopes that ``text`` asks for, in the order of ``known``, each once.

    Words are divided by spaces, commas or semicolons. Each is ``collection:access`` (also written
    ``collection.access``, ``collection/access`` or ``access:collection``), a collection (both
    accesses), an access (of every collection), or ``*`` or ``all``. Underscores stand for hyphens;
    capitals do not matter. Raises UnknownScopes with every word that names nothing.
    """
    scopes = list(known)
    asked: set[str] = set()
    unknown: list[str] = []
    for word in re.split(r"[\s,;]+", text.strip()):
        found = _meant_by(word.lower().replace("_", "-"), scopes) if word else set()
        if word and not found:
            unknown.append(word)
        asked |= found
    if unknown:
        raise UnknownScopes(unknown)
    return [scope for scope in scopes if scope in asked]


def _meant_by(word: str, scopes: list[str]) -> set[str]:
    if word in EVERYTHING:
        return set(scopes)
    parts = re.split(r"[:./]", word)
    if len(parts) == 1:
        return {scope for scope in scopes if word in scope.split(":")}
    if len(parts) > 2:  # noqa: PLR2004
        return set()
    collection, access = parts if parts[1] in {*ACCESSES, "*"} else reversed(parts)
    return {
        scope
        for scope in scopes
        if collection in {scope.split(":")[0], "*"} and access in {scope.split(":")[1], "*"}
    }
