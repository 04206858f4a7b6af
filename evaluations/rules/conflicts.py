"""Why a person cannot be on an inspection: home area, employer, declared interests.

Decided for small teams drawn from the services that are inspected:

- Home area: the inspected area, or one that it succeeded or was succeeded by. For an associate
  assessor, a practitioner who answers to the area's committee, any area of the same committee too.
- Employer: the council of the area (the employer names the area), its committee, a health board or
  police force that serves it. A body is met by its whole name, or by its own words together with a
  word of its trade: "Three Rivers Health Trust" meets "NHS Three Rivers".
- A declared interest in the area, in one it succeeded or was succeeded by, or in one of these
  organisations, that holds on a day of the inspection.

The text of a conflict says which rule and which fact, so that a wrong fact can be put right.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evaluations.terms import TeamRole

TRADES = {
    "health": frozenset({"nhs", "health", "hospital", "hospitals", "medical", "trust"}),
    "police": frozenset({"police", "policing", "constabulary"}),
}
"""Words that tell what an organisation does, by the kind of body that shares them."""
FILLING = frozenset(
    {"the", "of", "and", "for", "board", "force", "authority", "service", "services"}
    | {"committee", "child", "protection"}
)
"""Words of a body's name that are not its own."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A declared interest in an area, an organisation or both; open days have no bound."""

    area_id: int | None
    organisation: str
    nature: str
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What is known of a person who may be on a team."""

    name: str
    home_area_id: int | None = None
    employer: str = ""
    interests: tuple[Interest, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """What is known of the area that is inspected: see areas.queries.Surroundings."""

    id: int
    name: str
    kin: Mapping[int, str]
    with_it: Mapping[int, str]
    committees: tuple[str, ...] = ()
    health_boards: tuple[str, ...] = ()
    police_forces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """``rule`` is home-area, employer or interest; ``said`` the sentence."""

    rule: str
    said: str


def conflicts(
    person: PersonFacts, role: str, area: AreaFacts, first: date | None, last: date | None
) -> list[Conflict]:
    """Every conflict of a person in this place with an inspection of the area between two days."""
    found = [Conflict("home-area", said) for said in _home(person, role, area)]
    found += [Conflict("employer", said) for said in _employer(person, area)]
    for one in person.interests:
        if _holds(one, first, last):
            found += [Conflict("interest", said) for said in _interest(person, one, area)]
    return found


def _home(person: PersonFacts, role: str, area: AreaFacts) -> Iterable[str]:
    home = person.home_area_id
    if home is None:
        return
    if home == area.id:
        yield f"{person.name} comes from {area.name}, the area of this inspection."
    elif home in area.kin:
        yield (
            f"{person.name} comes from {area.kin[home]}, which {area.name} succeeded "
            "or was succeeded by."
        )
    elif role == TeamRole.ASSOCIATE_ASSESSOR and home in area.with_it:
        yield (
            f"{person.name} comes from {area.with_it[home]}, which has the same committee as "
            f"{area.name}. An associate assessor comes from another committee."
        )


def _employer(person: PersonFacts, area: AreaFacts) -> Iterable[str]:
    body = organisation_of(person.employer, area)
    if body:
        yield f"{person.name} is employed by {person.employer}: {body}."


def _interest(person: PersonFacts, one: Interest, area: AreaFacts) -> Iterable[str]:
    until = f" (until {one.to_on:%-d %B %Y})" if one.to_on else ""
    if one.area_id == area.id:
        yield f"{person.name} declared an interest in {area.name}: {one.nature}{until}."
        return
    if one.area_id in area.kin and one.area_id is not None:
        other = area.kin[one.area_id]
        yield (
            f"{person.name} declared an interest in {other}, which {area.name} succeeded "
            f"or was succeeded by: {one.nature}{until}."
        )
        return
    body = organisation_of(one.organisation, area)
    if body:
        yield (
            f"{person.name} declared an interest in {one.organisation}, {body}: {one.nature}{until}."
        )


def _holds(one: Interest, first: date | None, last: date | None) -> bool:
    return (one.from_on is None or last is None or one.from_on <= last) and (
        one.to_on is None or first is None or first <= one.to_on
    )


def organisation_of(named: str, area: AreaFacts) -> str:
    """Which organisation of the area a name means, in words; empty when none."""
    words = _words(named)
    if not words:
        return ""
    if _within(_words(area.name), words):
        return f"the name of the area, {area.name}"
    served = (
        ("its committee", "", area.committees),
        ("a health board of the area", "health", area.health_boards),
        ("the police force of the area", "police", area.police_forces),
    )
    for said, trade, bodies in served:
        for body in bodies:
            if _same(words, _words(body), trade):
                return f"{said}, {body}"
    return ""


def _same(words: list[str], body: list[str], trade: str) -> bool:
    of_trade = TRADES.get(trade, frozenset())
    if _within(body, words) or (_own(words, of_trade) and _within(words, body)):
        return True
    own = _own(body, of_trade)
    return bool(own) and bool(of_trade & set(words)) and _within(own, words)


def _own(words: list[str], of_trade: frozenset[str]) -> list[str]:
    """The words of a name that tell it from others of its kind."""
    return [one for one in words if one not in of_trade and one not in FILLING]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold().replace("'", "").replace("’", ""))


def _within(part: list[str], whole: list[str]) -> bool:
    """Whether the words of ``part`` stand together in ``whole``."""
    size = len(part)
    return bool(size) and any(whole[at : at + size] == part for at in range(len(whole) - size + 1))
