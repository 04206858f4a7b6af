"""Who cannot be on an inspection, decided on plain values."""

from datetime import date

import pytest

from evaluations.rules.conflicts import AreaFacts, Interest, PersonFacts, conflicts, organisation_of
from evaluations.rules.team import Stint, balance, clashes

AREA = AreaFacts(
    id=1,
    name="Torrance Vale",
    kin={2: "Old Torrance"},
    with_it={3: "Muirhaven"},
    committees=("Three Rivers Child Protection Committee",),
    health_boards=("NHS Three Rivers",),
    police_forces=("Northern Constabulary",),
)
FIRST, LAST = date(2009, 4, 6), date(2009, 4, 24)


def rules(person: PersonFacts, role: str = "inspector") -> list[str]:
    return [one.rule for one in conflicts(person, role, AREA, FIRST, LAST)]


@pytest.mark.parametrize(
    ("home", "role", "found"),
    [
        (None, "associate-assessor", []),
        (1, "inspector", ["home-area"]),
        (2, "inspector", ["home-area"]),
        (3, "inspector", []),
        (3, "associate-assessor", ["home-area"]),
        (9, "associate-assessor", []),
    ],
)
def test_home_area(home: int | None, role: str, found: list[str]) -> None:
    assert rules(PersonFacts("Ailsa Gow", home_area_id=home), role) == found


@pytest.mark.parametrize(
    ("employer", "meant"),
    [
        ("Torrance Vale Council", "the name of the area"),
        ("TORRANCE VALE COUNCIL, social work", "the name of the area"),
        ("NHS Three Rivers", "a health board"),
        ("Three Rivers Health Trust", "a health board"),
        ("Three Rivers Hospitals", "a health board"),
        ("Northern Constabulary, family protection unit", "the police force"),
        ("Northern Police", "the police force"),
        ("Three Rivers Child Protection Committee", "its committee"),
        ("Three Rivers Rowing Club", ""),
        ("Vale Torrance Council", ""),
        ("Torrance Valley Council", ""),
        ("Northern Ballet", ""),
        ("NHS", ""),
        ("", ""),
        ("  ,;  ", ""),
    ],
)
def test_employer(employer: str, meant: str) -> None:
    found = organisation_of(employer, AREA)
    assert found.startswith(meant)
    assert bool(found) == bool(meant)
    assert bool(rules(PersonFacts("Ailsa Gow", employer=employer))) == bool(meant)


@pytest.mark.parametrize(
    ("from_on", "to_on", "holds"),
    [
        (None, None, True),
        (None, FIRST, True),
        (LAST, None, True),
        (None, date(2009, 4, 5), False),
        (date(2009, 4, 25), None, False),
        (date(2009, 4, 10), date(2009, 4, 11), True),
    ],
)
def test_interests_hold_between_their_days(
    from_on: date | None, to_on: date | None, holds: bool
) -> None:
    interest = Interest(1, "", "former head of service", from_on, to_on)
    assert bool(rules(PersonFacts("Ailsa Gow", interests=(interest,)))) == holds


@pytest.mark.parametrize(
    ("area", "organisation", "found"),
    [
        (2, "", True),
        (3, "", False),
        (None, "NHS Three Rivers", True),
        (None, "A Consultancy Ltd", False),
        (3, "Northern Constabulary", True),
    ],
)
def test_an_interest_in_what_belongs_to_the_area(
    area: int | None, organisation: str, found: bool
) -> None:
    interest = Interest(area, organisation, "a brother works there", None, None)
    assert bool(rules(PersonFacts("Ailsa Gow", interests=(interest,)))) == found


def test_an_inspection_without_dates_meets_every_interest_that_is_not_bounded_away() -> None:
    interest = Interest(1, "", "a business", None, date(2001, 1, 1))
    person = PersonFacts("Ailsa Gow", interests=(interest,))
    assert conflicts(person, "inspector", AREA, None, None)
    assert not conflicts(person, "inspector", AREA, FIRST, None)


def test_the_sentence_says_rule_and_fact() -> None:
    (said,) = conflicts(PersonFacts("Ailsa Gow", 3), "associate-assessor", AREA, FIRST, LAST)
    assert said.said == (
        "Ailsa Gow comes from Muirhaven, which has the same committee as Torrance Vale. "
        "An associate assessor comes from another committee."
    )


def test_days_that_are_taken_twice() -> None:
    busy = [
        Stint("absent", date(2009, 4, 24), date(2009, 4, 30)),
        Stint("fieldwork in Muirhaven", date(2009, 4, 25), date(2009, 4, 30)),
    ]
    said = clashes("Isla Baird", FIRST, LAST, busy)
    assert said == ["Isla Baird is also taken up from 24 April 2009 to 30 April 2009: absent."]
    assert clashes("Isla Baird", None, None, busy) == []


def test_what_a_team_lacks() -> None:
    everything = ["education", "health", "police", "social-work", "childrens-reporter"]
    assert balance(everything, ["lead", "medical"]) == []
    said = balance(["education", "", "health"], ["inspector"])
    assert said[0] == "Nobody on the team is from: Police, Social work, Children’s reporter."
    assert len(said) == 3
