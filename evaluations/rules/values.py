"""An evaluation's value: as the database keeps it, as an edition says it, as the API writes it."""

from collections.abc import Sequence
from typing import NamedTuple

from indicators.rules.document import Edition, Graded, NotGraded, Value


class Kept(NamedTuple):
    """The three columns of a value; all None is "no value yet". Ranks: 1 is the lowest level."""

    level: int | None = None
    level_set: list[int] | None = None
    non_grade: str | None = None


NOTHING = Kept()


def kept(value: Value | None) -> Kept:
    """The columns of a value."""
    if value is None:
        return NOTHING
    if isinstance(value, NotGraded):
        return Kept(non_grade=value.code)
    if value.exact:
        return Kept(level=next(iter(value.ranks)))
    return Kept(level_set=sorted(value.ranks))


def value_of(
    level: int | None, level_set: Sequence[int] | None, non_grade: str | None
) -> Value | None:
    """The value that columns hold; None when there is none yet."""
    if level is not None:
        return Graded(frozenset((level,)))
    if level_set is not None:
        return Graded(frozenset(level_set))
    return NotGraded(non_grade) if non_grade is not None else None


class Chosen(NamedTuple):
    """A value in an edition's codes, as pages and the API send and show it."""

    level: str | None = None
    level_set: tuple[str, ...] | None = None
    non_grade: str | None = None

    def record(self) -> dict[str, str | list[str] | None]:
        """As the API says it."""
        levels = None if self.level_set is None else list(self.level_set)
        return {"level": self.level, "level_set": levels, "non_grade": self.non_grade}


def chosen(edition: Edition, value: Kept) -> Chosen:
    """The codes of a kept value. A set is given lowest level first."""
    code = {rank: level.code for rank, level in edition.level_by_rank.items()}
    return Chosen(
        code.get(value.level) if value.level is not None else None,
        tuple(code[rank] for rank in sorted(value.level_set) if rank in code)
        if value.level_set is not None
        else None,
        value.non_grade,
    )


def understood(edition: Edition, choice: Chosen) -> Kept | dict[str, str]:
    """What a choice of codes means in the edition, or what is wrong with it, by field."""
    given = [name for name, one in choice._asdict().items() if one]
    if len(given) > 1:
        return {given[1]: "Give one of level, level_set and non_grade, not several."}
    if choice.level:
        return _level(edition, choice.level)
    if choice.level_set:
        return _level_set(edition, choice.level_set)
    if choice.non_grade:
        known = [one.code for one in edition.non_grades]
        if choice.non_grade in known:
            return Kept(non_grade=choice.non_grade)
        return {"non_grade": _unknown(choice.non_grade, known, "a reason for no level")}
    return NOTHING


def _level(edition: Edition, code: str) -> Kept | dict[str, str]:
    found = edition.level_by_code.get(code)
    if found is not None:
        return Kept(level=found.rank)
    return {"level": _unknown(code, list(edition.level_by_code), "a level")}


def _level_set(edition: Edition, codes: Sequence[str]) -> Kept | dict[str, str]:
    ranks = set()
    for code in codes:
        found = edition.level_by_code.get(code)
        if found is None:
            return {"level_set": _unknown(code, list(edition.level_by_code), "a level")}
        ranks.add(found.rank)
    if len(ranks) < 2:  # noqa: PLR2004
        return {"level_set": "A set has two levels or more. For one, give the level."}
    return Kept(level_set=sorted(ranks))


def _unknown(code: str, known: Sequence[str], what: str) -> str:
    return f"“{code[:40]}” is not {what} of this edition. There are: {', '.join(known) or 'none'}."
