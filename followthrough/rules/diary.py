"""What an entry of a link inspector's diary may be: plain values."""

from collections.abc import Mapping
from datetime import date
from typing import Any

LONGEST = {"place": 200, "with_posts": 300, "about": 200, "said": 10_000, "cancelled_why": 300}
"""The most characters of each text."""
LONGEST_ANSWER = 4000
LONGEST_SUMMARY = 10_000
TEXTS = tuple(LONGEST)


def entry_faults(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """What is wrong with an entry beyond its lengths, by field: what is still to come has nothing said
    yet, and what was cancelled was not held."""
    faults: dict[str, str] = {}
    if values["said"] and values["on"] > today:
        faults["said"] = "This day is still to come. Write what was said once it was held."
    if values["said"] and values["cancelled_why"]:
        faults["cancelled_why"] = "It was held: take out what was said, or do not cancel it."
    return faults


def why_not_answer(*, asked: bool, answered: bool) -> str:
    """Why a question cannot be answered, in a sentence; empty when it can."""
    if not asked:
        return "This is no question of the committee. Change the entry itself."
    if answered:
        return "This question is answered already. Ask or tell more in a new entry."
    return ""
