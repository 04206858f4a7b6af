"""What happened to simulated main points: told in plain values, then put in by bulk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from followthrough.rules import life
from followthrough.simulation.places import Map
from followthrough.terms import OwnView, PointDecision
from inspectorate.kernel.errors import Refused

PLAN_DAYS = (60, 150)
BETWEEN_UPDATES = (70, 220)
BETWEEN_ROUNDS = (400, 560)
GOOD = 4
"""The level from which a point may be closed."""
LAST = 30
"""Nothing of a round is younger than so many days: the sample of operations is."""


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


@dataclass
class Move:
    before: str
    after: str
    on: date
    reason: str
    round: "Visit | None"


@dataclass
class Judgement:
    visit: "Visit"
    level: int
    decision: PointDecision


@dataclass
class Life:
    """One point. ``step`` is the only way in which its status changes, along the product's table."""

    number: int
    status: str = life.OPEN
    moves: list[Move] = field(default_factory=list)
    actions: list[tuple[date, bool]] = field(default_factory=list)
    updates: list[tuple[date, int, OwnView]] = field(default_factory=list)
    looks: list[tuple[date, bool]] = field(default_factory=list)
    judged: list[Judgement] = field(default_factory=list)
    record: Any = None

    def step(self, to: str, on: date, *, reason: str = "", visit: "Visit | None" = None) -> None:
        """Raises Refused where the product would."""
        if self.status == to:
            return
        if refused := life.why_not(self.status, to, reason=reason, judged=visit is not None):
            raise Refused(refused)
        self.moves.append(Move(self.status, to, on, reason, visit))
        self.status = to

    @property
    def live(self) -> bool:
        return self.status in life.LIVE


@dataclass
class Visit:
    """A follow-through inspection, of the area that stands for the origin's on its day."""

    reference: str
    area: int
    on: date
    second_edition: bool
    looked_at: list[Life] = field(default_factory=list)
    record: Any = None


@dataclass
class Origin:
    """An inspection with its points, its plan and the visits that came back to it."""

    area: int
    reference: str
    on: date
    points: list[Life]
    sent_on: date | None = None
    accepted_on: date | None = None
    visits: list[Visit] = field(default_factory=list)
    record: Any = None
    plan: Any = None


@dataclass
class Telling:
    """Tells what happened from a day to another. ``second_from``: the second edition holds."""

    rng: Random
    places: Map
    begin: date
    end: date
    second_from: date

    def origin(self, area: int, number: int, points: int) -> Origin:
        """An inspection in the first part of the years, of an area that was there on its day."""
        span = max((self.end - self.begin).days - 500, 200)
        on = self.begin + timedelta(days=self.rng.randrange(span))
        firsts = [day for day, _ in self.places.followed.get(area, ())]
        if firsts and on >= min(firsts):
            on = min(firsts) - timedelta(days=self.rng.randrange(1, 60))
        found = Origin(area, f"S{number:03}", on, [Life(n) for n in range(1, points + 1)])
        self._plan(found)
        for at, visit in enumerate(self._visits(found)):
            self._between(found, visit.on, first=at == 0)
            self._judge(found, visit)
        self._between(found, self.end, first=not found.visits)
        return found

    def _likely(self, percent: float) -> bool:
        return self.rng.random() * 100 < percent

    def _plan(self, origin: Origin) -> None:
        """Most plans are sent and accepted; some still are not."""
        sent = origin.on + timedelta(days=self.rng.randint(*PLAN_DAYS))
        if not self._likely(92) or sent > self.end - timedelta(days=LAST):
            return
        origin.sent_on, origin.accepted_on = sent, sent + timedelta(days=20)
        for one in origin.points:
            for _ in range(self.rng.randint(1, 3)):
                due = sent + timedelta(days=self.rng.randint(120, 1500))
                done = due < self.end and self._likely(80)
                one.actions.append((due, done))
            one.step(life.ACTED_ON, origin.accepted_on, reason="The plan is accepted.")

    def _visits(self, origin: Origin) -> Iterator[Visit]:
        on = origin.on
        while True:
            on += timedelta(days=self.rng.randint(*BETWEEN_ROUNDS))
            if on > self.end - timedelta(days=LAST):
                return
            number = len(origin.visits) + 1
            area = self.places.holders(origin.area, on)[0]
            visit = Visit(f"{origin.reference}-F{number}", area, on, on >= self.second_from)
            origin.visits.append(visit)
            yield visit

    def _between(self, origin: Origin, until: date, *, first: bool) -> None:
        """What partnership and link inspector say until a visit, or until today."""
        start = (origin.accepted_on or origin.on) if first else origin.visits[-1].on
        if not first and origin.visits[-1].on == until:
            start = origin.visits[-2].on if len(origin.visits) > 1 else origin.on
        for one in origin.points:
            if one.live:
                self._tell(origin, one, start, until)

    def _tell(self, origin: Origin, one: Life, start: date, until: date) -> None:
        on = start + timedelta(days=self.rng.randint(*BETWEEN_UPDATES))
        last = until - timedelta(days=10)
        while on < last:
            owners = self.places.owners(origin.area, on)
            view = self.rng.choice(list(OwnView))
            one.updates.append((on, self.rng.choice(owners), view))
            if view is OwnView.DONE and self._likely(60):
                one.looks.append((on + timedelta(days=3), self._likely(70)))
            on += timedelta(days=self.rng.randint(*BETWEEN_UPDATES))
        self._by_hand(one, until)

    def _by_hand(self, one: Life, until: date) -> None:
        """A few points end by a person's decision, and a few of these come back."""
        on = until - timedelta(days=5)
        if self._likely(0.5):
            one.step(life.SUPERSEDED, on, reason="Another point says it better.")
        elif self._likely(1):
            one.step(life.CLOSED, on, reason="The service it spoke of is no more.")
            if self._likely(50):
                one.step(life.OPEN, on + timedelta(days=1), reason="It began again.")

    def _judge(self, origin: Origin, visit: Visit) -> None:
        """Nine in ten live points are looked at; later visits find more done."""
        for one in origin.points:
            if not one.live or self._likely(10):
                continue
            visit.looked_at.append(one)
            level = min(6, self.rng.randint(1, 4) + len(one.judged) + 1)
            close = level >= GOOD and self._likely(60)
            decision = PointDecision.CLOSE if close else PointDecision.CONTINUE
            one.judged.append(Judgement(visit, level, decision))
            to = life.CLOSED if close else life.JUDGED
            one.step(to, visit.on, reason="Decided at the visit.", visit=visit)
