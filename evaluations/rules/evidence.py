"""What a piece of evidence must say, and when and by whom it may change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from evaluations.terms import Bearing, InspectionStatus, LevelOfService, SourceKind

RECORDED_IN = (
    InspectionStatus.PREPARING,
    InspectionStatus.FIELDWORK,
    InspectionStatus.EVALUATING,
)
"""The statuses of an inspection in which its team records evidence: a return comes before fieldwork."""
FIRST_DAY = date(1990, 1, 1)
LONGEST_TEXT = 20_000
LONGEST_QUOTE = 5_000
LONGEST_TAG = 40
MOST_TAGS = 20
MOST_SERVICES = 20
MOST_INDICATORS = 60
MOST_AT_ONCE = 200
"""How many pieces one tagging or moving changes."""

CHOICES = {"bearing": Bearing, "source_kind": SourceKind, "level_of_service": LevelOfService}
SETS = frozenset({"services", "tags", "indicators"})
OPEN_TO_THE_TEAM = frozenset({"tags", "indicators"})
"""What anybody of the team may change of somebody else's evidence; the rest is its author's."""
FIELDS = (
    *("bearing", "source_kind", "level_of_service", "services", "happened_on", "sampled_case"),
    *("medical", "text", "quote", "tags", "indicators"),
)
NEEDED = ("bearing", "source_kind", "level_of_service", "happened_on", "text")

_NOT_NOW = {
    "planned": "Recording begins with preparing. This inspection is still planned.",
    "suspended": "The inspection is suspended. Resume it first.",
    "abandoned": "The inspection was abandoned.",
}
_OVER = "The evidence is with the moderator, or the inspection is over. It no longer changes."


def why_not_now(status: str) -> str:
    """Why no evidence of an inspection in this status changes; empty when it does."""
    return "" if status in RECORDED_IN else _NOT_NOW.get(status, _OVER)


def unknown_fields(values: Collection[str]) -> dict[str, str]:
    known = ", ".join(FIELDS)
    return {
        name: f"Evidence has no such field. It has: {known}."
        for name in values
        if name not in FIELDS
    }


def missing_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """What a new piece still needs, as what to do."""
    said = {
        "text": "Write what you read, heard or saw, then add.",
        "happened_on": "Give the day on which it was read, heard or seen.",
    }
    return {
        name: said.get(name, "Choose one.")
        for name in NEEDED
        if values.get(name) is None or not str(values[name]).strip()
    }


def faults_of(
    values: Mapping[str, Any], services: Collection[str], indicators: Collection[str], today: date
) -> dict[str, str]:
    """What is wrong with the fields that are given, by field."""
    faults: dict[str, str] = {}
    for name, words in CHOICES.items():
        if name in values and values[name] not in words.values:
            faults[name] = f"Choose one of: {', '.join(words.values)}."
    if "happened_on" in values and not FIRST_DAY <= values["happened_on"] <= today:
        faults["happened_on"] = "Give the day it happened, today at the latest."
    faults |= _of_set(values, "services", services, MOST_SERVICES)
    faults |= _of_set(values, "indicators", indicators, MOST_INDICATORS)
    return faults | _of_tags(values.get("tags", ()))


def _of_set(
    values: Mapping[str, Any], name: str, known: Collection[str], most: int
) -> dict[str, str]:
    given: Sequence[str] = values.get(name, ())
    strange = [one for one in given if one not in known]
    if strange:
        return {name: f"{strange[0][:60]!r} is not known here. Choose of: {', '.join(known)}."}
    return {name: f"Name at most {most}."} if len(given) > most else {}


def _of_tags(tags: Sequence[str]) -> dict[str, str]:
    if len(tags) > MOST_TAGS:
        return {"tags": f"Use at most {MOST_TAGS} tags."}
    if any(not one or len(one) > LONGEST_TAG or not one.isprintable() for one in tags):
        return {"tags": f"A tag has one to {LONGEST_TAG} printable characters."}
    return {}


def ordered(members: Collection[str], known: Sequence[str] = ()) -> list[str]:
    """Each member once: in the order of ``known``, the others after it by alphabet."""
    place = {one: at for at, one in enumerate(known)}
    return sorted(set(members), key=lambda one: (place.get(one, len(place)), one))


def merged_set(base: Collection[str], mine: Collection[str], now: Collection[str]) -> set[str]:
    """A set of which each side added and took away members: what both wanted."""
    return (set(now) | (set(mine) - set(base))) - (set(base) - set(mine))
