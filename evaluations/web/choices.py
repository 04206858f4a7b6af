"""An evaluation's value as a form sends it: ``level:good``, ``none:not-graded``, ``set`` or nothing."""

from collections.abc import Sequence
from typing import Any

from evaluations.rules.values import Chosen
from indicators.rules.document import Edition, Graded, Value
from inspectorate.kernel.errors import Invalid

MOST_IN_A_SET = 20


def chosen_from(sent: Any) -> Chosen:
    """The choice in a form's data. Raises Invalid for a set without two levels."""
    kind, _, code = sent.get("value", "").partition(":")
    if kind == "level":
        return Chosen(level=code)
    if kind == "none":
        return Chosen(non_grade=code)
    if kind == "set":
        among = code.split("|") if code else sent.getlist("among")
        if len(among) < 2:  # noqa: PLR2004
            raise Invalid({"value": "Choose the two or more levels it may be."})
        return Chosen(level_set=tuple(among[:MOST_IN_A_SET]))
    return Chosen()


def token_of(choice: Chosen) -> str:
    """What a form sends for a choice."""
    if choice.level:
        return f"level:{choice.level}"
    if choice.level_set:
        return f"set:{'|'.join(choice.level_set)}"
    return f"none:{choice.non_grade}" if choice.non_grade else ""


def choice_in(record: dict[str, Any]) -> Chosen:
    """The choice in an evaluation's representation."""
    among = record["level_set"]
    return Chosen(record["level"], tuple(among) if among is not None else None, record["non_grade"])


def choice_of(edition: Edition, value: Value | None) -> Chosen:
    """The choice that a value is, in the edition's codes."""
    if value is None:
        return Chosen()
    if not isinstance(value, Graded):
        return Chosen(non_grade=value.code)
    codes = tuple(edition.level_by_rank[rank].code for rank in sorted(value.ranks))
    return Chosen(level=codes[0]) if len(codes) == 1 else Chosen(level_set=codes)


def said(edition: Edition, choice: Chosen) -> str:
    """A choice in words: ``very good``, ``unsatisfactory or weak``, ``not graded``."""
    if choice.level:
        return _labels(edition, (choice.level,))
    if choice.level_set:
        return _labels(edition, choice.level_set)
    labels = {one.code: one.label for one in edition.non_grades}
    return labels.get(choice.non_grade or "", choice.non_grade or "")


def _labels(edition: Edition, codes: Sequence[str]) -> str:
    known = edition.level_by_code
    return " or ".join(known[code].label if code in known else code for code in codes)
