"""What a piece of evidence may say: which values, from when, how long."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from evaluations.terms import Bearing, InspectionStatus, LevelOfService, SourceKind

RECORDED_IN = (
    InspectionStatus.PREPARING,
    InspectionStatus.FIELDWORK,
    InspectionStatus.EVALUATING,
)
"""Evidence begins with the pre-inspection return, before fieldwork."""
EARLIEST = date(1990, 1, 1)
LONGEST_TEXT = 20_000
LONGEST_QUOTE = 4_000
LONGEST_TAG = 40
MOST_TAGS = 20

_CHOICES = {
    "bearing": Bearing.values,
    "source_kind": SourceKind.values,
    "level_of_service": LevelOfService.values,
}


def faults(
    values: Mapping[str, Any],
    today: date,
    services: Collection[str],
    indicators: Collection[str],
) -> dict[str, str]:
    """What is wrong with the values of a piece of evidence, by field; empty when nothing is.

    ``services`` and ``indicators`` are the codes that there are.
    """
    found = {
        name: f"Choose one of: {', '.join(known)}."
        for name, known in _CHOICES.items()
        if values[name] not in known
    }
    if not values["text"].strip():
        found["text"] = "Write what you read, heard or saw, then add."
    found |= _of_date(values["happened_on"], today)
    found |= _unknown("indicators", values["indicators"], indicators, "an indicator of the edition")
    found |= _unknown("services", values["services"], services, "a service here")
    if not values["indicators"]:
        found["indicators"] = "Name at least one indicator that it bears on."
    return found | _of_tags(values["tags"])


def _of_date(day: Any, today: date) -> dict[str, str]:
    if not isinstance(day, date):
        return {"happened_on": "Give the date of what was read, heard or seen."}
    if day > today:
        return {"happened_on": "This day has not come yet. Give the day it was read or seen."}
    if day < EARLIEST:
        return {"happened_on": f"This is before {EARLIEST.year}. Give the day it was read or seen."}
    return {}


def _unknown(
    field: str, codes: Collection[str], known: Collection[str], what: str
) -> dict[str, str]:
    strange = [str(code)[:40] for code in codes if code not in known]
    return {field: f"“{strange[0]}” is not {what}."} if strange else {}


def _of_tags(tags: Collection[str]) -> dict[str, str]:
    if len(tags) > MOST_TAGS:
        return {"tags": f"Use at most {MOST_TAGS} tags."}
    if any(not tag or len(tag) > LONGEST_TAG or not tag.isprintable() for tag in tags):
        return {"tags": f"A tag has 1 to {LONGEST_TAG} printable characters."}
    return {}
