"""What somebody wrote as a value: a level, a set of levels, or a reason for having none."""

from difflib import get_close_matches
from typing import Final

from indicators.rules.document import Edition, Graded, NotGraded, Value
from indicators.rules.words import plain_word
from inspectorate.kernel.cells import Wrong
from inspectorate.kernel.tables import shown

BETWEEN_LEVELS: Final = "|"
MOST_REMEMBERED: Final = 10_000
"""Different texts whose meaning is kept with an edition; a file of values has a few dozen."""
LONGEST_VALUE: Final = 500


def parse_value(edition: Edition, text: str) -> Value | str:
    """The value ``text`` means in this edition, or a sentence (a ``str``) saying why it has none.

    Taken are a level's code, label, alias or number, a non-grade's code, label or alias (in any
    case, with spaces, hyphens and underscores alike), and a set of levels such as
    ``weak|unsatisfactory``. A set of one level is that level.
    """
    read = edition.values_read
    found = read.get(text)
    if found is None:
        found = _set(edition, text) if BETWEEN_LEVELS in text else _one(edition, text)
        if len(read) < MOST_REMEMBERED:
            read[text] = found
    return found


def value_code(edition: Edition, value: Value) -> str:
    """The value as files hold it, by codes: ``good``, ``weak|unsatisfactory``, ``not-graded``."""
    if isinstance(value, NotGraded):
        return value.code
    levels = (level.code for level in edition.levels if level.rank in value.ranks)
    return BETWEEN_LEVELS.join(levels)


def value_label(edition: Edition, value: Value) -> str:
    """The value in words: ``good``, ``weak or unsatisfactory``, ``not graded``."""
    if isinstance(value, NotGraded):
        labels = {one.code: one.label for one in edition.non_grades}
        return labels.get(value.code, value.code)
    # A set is said from the better level down, as the scale is printed.
    *others, last = [level.label for level in edition.levels if level.rank in value.ranks]
    return f"{', '.join(others)} or {last}" if others else last


def _set(edition: Edition, text: str) -> Value | str:
    if len(text) > LONGEST_VALUE:
        return Wrong(f"{shown(text, 40)} is too long to be a set of levels.")
    ranks: set[int] = set()
    for part in text.split(BETWEEN_LEVELS):
        if not part.strip():
            return Wrong(f"{shown(text)} has an empty member. Write levels with one “|” between.")
        found = _one(edition, part)
        if isinstance(found, str):
            return found
        if isinstance(found, NotGraded):
            reason = "A set holds levels only, and this is a reason for having none"
            return Wrong(f"{shown(text)}: {reason}: {shown(part.strip())}.")
        ranks |= found.ranks
    return Graded(frozenset(ranks))


def _one(edition: Edition, text: str) -> Value | str:
    word = plain_word(text[:LONGEST_VALUE])
    if not word:
        return Wrong("The value is empty.")
    by_code = _by_code(edition)
    if word in by_code:
        return by_code[word]
    meant = {value for spelling, value in _spellings(edition) if spelling == word}
    if len(meant) == 1:
        return meant.pop()
    if meant:
        codes = " or ".join(sorted(value_code(edition, value) for value in meant))
        return Wrong(f"{shown(text.strip())} can mean more than one thing. Write {codes}.")
    return _unknown(edition, text.strip(), word)


def _by_code(edition: Edition) -> dict[str, Value]:
    found: dict[str, Value] = {
        plain_word(one.code): NotGraded(one.code) for one in edition.non_grades
    }
    levels = {plain_word(one.code): Graded(frozenset({one.rank})) for one in edition.levels}
    return {**found, **levels}


def _spellings(edition: Edition) -> list[tuple[str, Value]]:
    """Every other way of writing a value, with what it means; one way may mean several."""
    found: list[tuple[str, Value]] = []
    for level in edition.levels:
        words = [level.label, *level.aliases]
        if level.number is not None:
            words.append(str(level.number))
        found += [(plain_word(word), Graded(frozenset({level.rank}))) for word in words]
    for one in edition.non_grades:
        found += [(plain_word(word), NotGraded(one.code)) for word in (one.label, *one.aliases)]
    return found


def _unknown(edition: Edition, text: str, word: str) -> Wrong:
    said = f"{shown(text)} is neither a level nor a reason for having none."
    if word.replace(".", "", 1).replace(",", "", 1).replace(" ", "").isdecimal():
        return Wrong(f"{said} {_about_numbers(edition)}")
    for code, ranks in edition.bands.items():
        if plain_word(code) == word:
            levels = value_code(edition, Graded(ranks))
            return Wrong(
                f"{shown(text)} is a band, not a value. Write the set of levels, {levels}."
            )
    words = [*_by_code(edition), *(spelling for spelling, _ in _spellings(edition))]
    close = get_close_matches(word[:80], words, n=1)
    if close:
        return Wrong(f"{said} Is {shown(_as_written(edition, close[0]))} meant?")
    return Wrong(f"{said} The levels are {', '.join(level.code for level in edition.levels)}.")


def _as_written(edition: Edition, word: str) -> str:
    """The spelling an edition itself uses for a plain word."""
    own = [spelling for one in edition.levels for spelling in (one.code, one.label, *one.aliases)]
    own += [s for one in edition.non_grades for s in (one.code, one.label, *one.aliases)]
    return next((spelling for spelling in own if plain_word(spelling) == word), word)


def _about_numbers(edition: Edition) -> str:
    numbers = [level.number for level in edition.levels if level.number is not None]
    if not numbers:
        return f"This scale has no numbers: write {', '.join(one.code for one in edition.levels)}."
    return f"Levels are whole numbers from {min(numbers)} to {max(numbers)}, nothing between."
