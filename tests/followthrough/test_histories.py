"""Any history of a point: rules over random steps without a database, and operations over random years."""

from contextlib import ExitStack, suppress
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from areas.models import CommitteeArea, LocalAuthorityArea
from areas.operations import (
    NewBody,
    add_partner,
    assign_link_inspector,
    create_body,
    edit_body,
    link_body,
    record_area_succession,
    record_committee_succession,
)
from areas.queries import committees_of_area, holders_of
from areas.terms import BodyKind, SuccessionKind
from evaluations.models import Inspection
from followthrough.models import MainPointForAction, Progress, ProgressUpdate, Round, RoundPoint
from followthrough.operations import moves
from followthrough.operations.looks import look
from followthrough.operations.point_life import end_point
from followthrough.operations.rounds_effects import settle_round
from followthrough.operations.updates import make_update
from followthrough.rules import life, plans
from followthrough.rules.reminding import GRACE, Rule, occasion
from followthrough.rules.spreads import LEAST_FOR_QUARTILES, spread
from followthrough.simulation.checks import broken
from followthrough.simulation.places import Map
from followthrough.terms import PlanStatus, PointDecision, PointStatus, ReminderAbout, ReminderTo
from inspectorate.accounts.people import system_actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import WORDS, Following, following

__all__ = ["following"]
TODAY = timezone.localdate()
FEW = settings(deadline=None, max_examples=60)
SOME = settings(
    deadline=None,
    max_examples=5,
    stateful_step_count=14,
    derandomize=True,
    phases=[Phase.generate],
)
"""Few, the same each time, and without looking for the shortest: each step asks the database a lot."""
STATUSES = st.sampled_from(PointStatus.values)
DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))
ENDS = st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=30)


@FEW
@given(st.lists(st.tuples(STATUSES, st.sampled_from(["", " ", "Why."]), st.booleans())))
def test_no_walk_ends_a_point_or_brings_it_back_without_ground(steps: Any) -> None:
    now = str(life.OPEN)
    for to, reason, judged in steps:
        refused = life.why_not(now, to, reason=reason, judged=judged)
        if refused:
            assert refused.endswith(".")
            continue
        assert to in life.STEPS[now]
        if to in life.ENDED or now in life.ENDED:
            assert judged or reason.strip()
        if now in life.ENDED:
            assert to == life.OPEN
        now = to
    assert now in PointStatus.values
    assert life.STEPS[now], "no status is a dead end"


@FEW
@given(st.lists(st.sampled_from(["write", "send", "accept", "more", "take-up"]), max_size=25))
def test_a_plan_is_never_written_while_it_is_with_the_link_inspector(deeds: list[str]) -> None:
    """Whatever is tried, in one status exactly the deeds that belong to it are possible."""
    now, none = str(PlanStatus.DRAFT), plans.Gap()
    after = {"send": "sent", "accept": "accepted", "more": "more-wanted", "take-up": "draft"}
    for deed in deeds:
        refused = {
            "write": plans.why_not_write(now),
            "send": plans.why_not_send(now, none, goes_without=""),
            "accept": plans.why_not_answer(now),
            "more": plans.why_not_answer(now),
            "take-up": plans.why_not_take_up(now),
        }
        assert bool(refused["write"]) == bool(refused["send"]) == (now in ("sent", "accepted"))
        assert (not refused["accept"]) == (now == "sent")
        assert any(not said for said in refused.values()), "a plan is never stuck"
        if not refused[deed]:
            now = after.get(deed, now)


@FEW
@given(ENDS, DAYS, DAYS)
def test_times_count_everybody_once_and_never_turn_back(ends: Any, one: date, two: date) -> None:
    early, late = sorted((one, two))
    before, after = spread(ends, as_at=early), spread(ends, as_at=late)
    assert before.of == sum(began <= early for began, _ in ends)
    assert (before.of <= after.of, before.n <= after.n) == (True, True)
    assert sum(after.classes) == after.n
    assert spread(reversed(ends), as_at=late) == after
    if after.n >= LEAST_FOR_QUARTILES:
        assert after.lower <= after.middle <= after.upper
    published = after.as_published()
    assert not {"shortest_days", "longest_days"} & set(published)
    assert (published["median_days"] is None) == (after.n < LEAST_FOR_QUARTILES)


@FEW
@given(
    st.sampled_from([ReminderAbout.BEFORE_DUE, ReminderAbout.OVERDUE, ReminderAbout.SILENT]),
    st.integers(0, 60),
    st.integers(0, 40),
    DAYS,
)
def test_an_occasion_is_said_within_its_grace_and_never_for_two_days_at_once(
    about: ReminderAbout, days: int, every: int, start: date
) -> None:
    one = Rule(about, days, every, ReminderTo.PARTNERS)
    for ahead in range(-70, 120):
        today = start + timedelta(days=ahead)
        day = occasion(one, start, today)
        if day is not None:
            assert 0 <= (today - day).days <= GRACE
            assert occasion(one, start, day) == day, "on its own day it is the same occasion"


class Years(RuleBasedStateMachine):
    """Publish, plan, tell, look, visit, correct, merge, split, rename, dissolve, hand over, end, bring
    back: in any order, through the operations; after each everything must hold."""

    given: ClassVar[Following]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.stack.enter_context(scope(self.given.world.here.pk))
        self.stack.enter_context(transaction.atomic())
        self.planner = system_actor(self.given.world.here.pk)
        self.day = TODAY - timedelta(days=300)
        self.number = 0
        MainPointForAction.objects.filter(pk=self.given.world.hidden.pk).delete()
        moves.began(self.given.point, reason="Published.")
        self.made = [self.given.point.pk]
        self.last: Inspection | None = None

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.stack.close()

    @invariant()
    def nothing_is_lost(self) -> None:
        found = broken(TODAY, self.made, Map())
        assert {name: points for name, points in found.items() if points} == {}

    def point(self, at: int = 0) -> MainPointForAction:
        rows = MainPointForAction.objects.select_for_update(no_key=True, of=("self",))
        found: MainPointForAction = rows.get(pk=self.made[at % len(self.made)])
        return found

    def fresh(self, what: str) -> NewBody:
        self.number += 1
        return NewBody(f"{what} {self.number}", f"X{self.number}")

    def later(self) -> date:
        self.day += timedelta(days=2)
        return self.day

    @property
    def committee(self) -> int:
        return min(committees_of_area(self.given.world.area.pk, TODAY))

    @property
    def areas(self) -> list[str]:
        held = holders_of([self.given.world.area.pk], TODAY)[self.given.world.area.pk]
        return [ids.encode("area", one) for one in held]

    def beside(self, committee: int, on: date) -> None:
        reference = ids.encode("committee", committee)
        people = {"actor": self.planner, "committee": reference, "from_on": on}
        link, partner = self.given.person("link"), self.given.person("partner")
        assert link.membership
        assert partner.membership
        assign_link_inspector(**people, member=ids.encode("person", link.membership.pk))
        add_partner(**people, member=ids.encode("person", partner.membership.pk))

    @rule()
    def publish(self) -> None:
        made = MainPointForAction.objects.create(
            inspection=self.given.world.published, number=len(self.made) + 1, text="Do it."
        )
        moves.began(made, reason="Published.")
        self.made.append(made.pk)

    @rule(at=st.integers(0, 5))
    def plan(self, at: int) -> None:
        with suppress(Refused):
            moves.move_point(
                self.point(at), PointStatus.ACTED_ON, actor=self.planner, reason="Accepted."
            )

    @rule(at=st.integers(0, 5))
    def tell_and_look(self, at: int) -> None:
        point = self.point(at)
        ended = point.status in life.ENDED
        before = ProgressUpdate.objects.count()
        partner = self.given.person("partner").actor
        with suppress(Refused):
            make_update(actor=partner, point=point.pk, **{**WORDS, "own_view": "done"})
            look(actor=self.planner, point=point.pk, enough=True)
        assert (ProgressUpdate.objects.count() == before) == ended

    @rule(decision=st.sampled_from(["continue", "close"]), at=st.integers(0, 5))
    def visit(self, decision: str, at: int) -> None:
        point = self.point(at)
        if point.status in life.ENDED:
            return
        self.number += 1
        self.last = Inspection.objects.create(
            reference=f"visit {self.number}",
            kind="follow-through",
            status="published",
            published_on=TODAY,
            programme=self.given.world.programme,
            area_id=ids.decode("area", self.areas[0]),
            edition=self.given.world.edition,
        )
        Round.objects.create(inspection=self.last, choice="all")
        RoundPoint.objects.create(inspection=self.last, point=point)
        Progress.objects.create(
            point=point, inspection=self.last, level=4, decision=PointDecision(decision)
        )
        self._settle(point.pk, decision, 1)

    @rule(decision=st.sampled_from(["continue", "close"]))
    def correct(self, decision: str) -> None:
        if self.last is not None:
            self._settle(Progress.objects.get(inspection=self.last).point_id, decision, 2)

    def _settle(self, point: int, decision: str, number: int) -> None:
        said = {
            "point": ids.encode("point", point),
            "decision": decision,
            "decision_reason": "Seen.",
            "new_point": None,
        }
        content = {"report": {"progress": [said]}}
        settle_round(inspection=self.last, version=SimpleNamespace(content=content, number=number))

    @rule(to=st.sampled_from(["closed", "superseded", "open"]), at=st.integers(0, 5))
    def by_hand(self, to: str, at: int) -> None:
        point = self.point(at)
        with suppress(Refused, Invalid):
            end_point(
                actor=self.planner,
                point=point.pk,
                based_on=point.version,
                to=to,
                reason="Decided by hand.",
            )

    @rule(split=st.booleans())
    def areas_change(self, split: bool) -> None:
        on = self.later()
        old = self.areas[:1]
        if split:
            kind, new = SuccessionKind.SPLIT, [self.fresh("Area"), self.fresh("Area")]
        else:
            kind, new = SuccessionKind.MERGED, [self.fresh("Area")]
            neighbour = self.fresh("Neighbour")
            made = LocalAuthorityArea.objects.create(code=neighbour.code, name=neighbour.name)
            CommitteeArea.objects.create(committee_id=self.committee, area=made)
            old.append(ids.encode("area", made.pk))
        record_area_succession(
            actor=self.planner, kind=kind, predecessors=old, successors=new, on=on
        )

    @rule()
    def committee_renamed(self) -> None:
        record_committee_succession(
            actor=self.planner,
            kind=SuccessionKind.RENAMED,
            predecessors=[ids.encode("committee", self.committee)],
            successors=[NewBody(self.fresh("Committee").name)],
            on=self.later(),
        )

    @rule()
    def committee_dissolved(self) -> None:
        on, old = self.later(), self.committee
        name = self.fresh("Committee").name
        new = create_body(actor=self.planner, kind=BodyKind.COMMITTEE, name=name, from_on=on)
        for area in self.areas:
            link_body(
                actor=self.planner,
                kind=BodyKind.COMMITTEE,
                area=area,
                body=ids.encode("committee", new.pk),
                from_on=on,
            )
        self.beside(new.pk, on)
        edit_body(
            actor=self.planner,
            kind=BodyKind.COMMITTEE,
            reference=ids.encode("committee", old),
            based_on=type(new).objects.get(pk=old).version,
            wanted={"to_on": on - timedelta(days=1)},
        )

    @rule()
    def handed_over(self) -> None:
        link = self.given.person("link").membership
        assert link
        assign_link_inspector(
            actor=self.planner,
            committee=ids.encode("committee", self.committee),
            member=ids.encode("person", link.pk),
            from_on=self.later(),
        )


def test_any_years_lose_nothing(following: Following) -> None:
    Years.given = following
    run_state_machine_as_test(Years, settings=SOME)
