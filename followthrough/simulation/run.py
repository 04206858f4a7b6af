"""One simulation from an empty inspectorate to its checks."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from followthrough.models import MainPointForAction
from followthrough.operations.looks import look
from followthrough.operations.point_life import end_point
from followthrough.operations.updates import make_update
from followthrough.queries import Narrowed, standings
from followthrough.rules.life import CLOSED, OPEN
from followthrough.simulation.checks import broken
from followthrough.simulation.lives import Origin, Telling
from followthrough.simulation.measures import Measured, measured
from followthrough.simulation.places import (
    Area,
    CommitteePartner,
    LinkInspector,
    Map,
    Membership,
    Remaking,
    make_places,
)
from followthrough.simulation.storing import make_editions, make_programmes, store
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.operations import create_inspectorate
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

LEAST = {"areas": 8, "points": 8, "years": 3}
MOST = {"areas": 999, "points": 100_000, "years": 20}
SAMPLE = 5


@dataclass(frozen=True)
class Given:
    """What to simulate. The same seed on the same day gives the same years."""

    slug: str
    areas: int = 400
    points: int = 6000
    years: int = 5
    seed: int = 1


@dataclass
class Simulated:
    """What was made, what was measured, and the points that break a rule, by rule (all should be
    empty)."""

    inspectorate: Inspectorate
    counts: dict[str, int] = field(default_factory=dict)
    measures: list[Measured] = field(default_factory=list)
    broken: dict[str, list[int]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return not any(self.broken.values())


def simulate(given: Given) -> Simulated:
    """Make an inspectorate with its years, measure and check. All of it or nothing. Raises Invalid for
    numbers that cannot be, Refused for an inspectorate that has data."""
    _check(given)
    today = timezone.localdate()
    done = create_inspectorate(slug=given.slug, name=f"Simulation {given.slug}")
    found = Simulated(done.inspectorate)
    with scope(found.inspectorate.pk, why="Simulated years of following through"):
        if Area.objects.exists() or Membership.objects.exists():
            raise Refused(f"{given.slug} has data. Name an inspectorate that is not there yet.")
        told = _years(given, found, today)
        _sample(found, today)
    _fresh_statistics()
    with scope(found.inspectorate.pk, why="Simulation measured"):
        link, partner = _people(found.inspectorate, today)
        planner = system_actor(found.inspectorate.pk)
        found.measures = measured(link, partner, planner, today)
        made = [one.record.pk for origin in told for one in origin.points]
        found.broken = broken(today, made, Map())
    return found


def _fresh_statistics() -> None:
    """As autovacuum makes them in a minute: without them the planner takes the tables to be empty."""
    if "owner" in settings.DATABASES and not connection.in_atomic_block:
        with connections["owner"].cursor() as cursor:
            cursor.execute("analyze")


def _check(given: Given) -> None:
    faults = {
        name: f"Give a number from {least} to {MOST[name]:,}."
        for name, least in LEAST.items()
        if not least <= getattr(given, name) <= MOST[name]
    }
    if given.points < given.areas:
        faults.setdefault("points", "Give at least one point an area.")
    if faults:
        raise Invalid(faults)


def _years(given: Given, found: Simulated, today: date) -> list[Origin]:
    rng = Random(given.seed)  # noqa: S311 - a simulation, nothing secret
    actor = system_actor(found.inspectorate.pk)
    begin = today - timedelta(days=365 * given.years)
    change = begin + timedelta(days=(today - begin).days * 2 // 3)
    areas, committees, people = make_places(given.slug, given.areas, rng)
    remaking = Remaking(actor, people, list(areas), list(committees), rng)
    remaking.years(begin, given.years)
    telling = Telling(rng, Map(), begin, today, change)
    each, more = divmod(given.points, given.areas)
    told = [
        telling.origin(area.pk, number, each + (number <= more))
        for number, area in enumerate(areas, start=1)
    ]
    programmes = make_programmes(make_editions(actor), begin, change)
    store(told, programmes, people.links[0], rng)
    found.counts = {**remaking.done.counts, **_counts(told)}
    return told


def _counts(told: list[Origin]) -> dict[str, int]:
    lives = [one for origin in told for one in origin.points]
    visits = [visit for one in told for visit in one.visits]
    return {
        "inspections": len(told),
        "points": len(lives),
        "actions": sum(len(one.actions) for one in lives),
        "updates": sum(len(one.updates) for one in lives),
        "looks": sum(len(one.looks) for one in lives),
        "follow-through inspections": len(visits),
        "of them under the second edition": sum(one.second_edition for one in visits),
        "judgements": sum(len(one.judged) for one in lives),
        "points closed": sum(one.status == CLOSED for one in lives),
    }


def _people(inspectorate: Inspectorate, today: date) -> tuple[Actor, Actor]:
    """A link inspector and a partner of today."""
    return _acting(inspectorate, LinkInspector, today), _acting(
        inspectorate, CommitteePartner, today
    )


def _acting(inspectorate: Inspectorate, beside: Any, today: date, committee: int = 0) -> Actor:
    there = beside.objects.as_at(today).filter(committee__to_on__isnull=True)
    rows = there.select_related("membership__user").order_by("pk")
    row = (rows.filter(committee_id=committee) if committee else rows)[0]
    actor = actor_for(row.membership.user, inspectorate)
    assert actor is not None  # noqa: S101 - they have just been made
    return actor


def _sample(found: Simulated, today: date) -> None:
    """A few live points through the operations, as the people whose they are today."""
    for one in standings(Narrowed(), on=today, order="heard", limit=SAMPLE):
        committee = one.committees[0]
        partner = _acting(found.inspectorate, CommitteePartner, today, committee)
        link = _acting(found.inspectorate, LinkInspector, today, committee)
        make_update(
            actor=partner,
            point=one.point,
            text="It is done in every service.",
            own_view="done",
            own_reason="We looked at twenty records.",
            committee=committee,
        )
        look(actor=link, point=one.point, enough=False, told="Send what shows it.")
        for to in (CLOSED, OPEN):
            point = MainPointForAction.objects.get(pk=one.point)
            end_point(
                actor=link,
                point=one.point,
                based_on=point.version,
                to=to,
                reason="Tried by the simulation.",
            )
    found.counts["points through the operations"] = SAMPLE
