"""Change over years: areas merge and split, committees end, link inspectors change, editions follow."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from areas.models import ChildProtectionCommittee, CommitteeArea, LinkInspector, LocalAuthorityArea
from areas.operations import (
    NewBody,
    assign_link_inspector,
    edit_body,
    link_body,
    record_area_succession,
    record_committee_succession,
)
from areas.queries import committees_of_area
from areas.terms import BodyKind, SuccessionKind
from followthrough.access import place_at
from followthrough.models import ActionPlan, MainPointForAction, Progress
from followthrough.operations.reminders import remind_of_points
from followthrough.operations.updates import make_update
from followthrough.queries import Narrowed, standings
from followthrough.queries.desk import Asked, desk
from followthrough.queries.rounds_report import indicators_here, words
from indicators.models import FrameworkEdition
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.followthrough.editions import second_edition
from tests.followthrough.following import WORDS, Following, following
from tests.followthrough.test_rounds import follow_up, judge, scoped
from tests.people import sign_in

__all__ = ["following"]
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def here(following: Following) -> Iterator[Following]:
    with scope(following.world.here.pk):
        yield following


@pytest.fixture
def planner(here: Following) -> Actor:
    return system_actor(here.world.here.pk)


def named(kind: str, record: Any) -> str:
    return ids.encode(kind, record.pk)


def stands(here: Following, on: date = TODAY) -> Any:
    (found,) = standings(Narrowed(points=[here.point.pk]), on=on)
    return found


def reads(here: Following, name: str) -> Any:
    point = MainPointForAction.objects.select_related("inspection").get(pk=here.point.pk)
    return place_at(here.person(name).actor, point)


def follow(planner: Actor, kind: SuccessionKind, old: list[Any], new: list[Any]) -> Any:
    """Areas followed by others, from today on."""
    return record_area_succession(
        actor=planner,
        kind=kind,
        predecessors=[named("area", one) for one in old],
        successors=[one if isinstance(one, NewBody) else named("area", one) for one in new],
        on=TODAY,
    )


def test_after_a_merger_the_successors_committee_owns_and_the_origin_stays(
    here: Following, planner: Actor
) -> None:
    neighbour = LocalAuthorityArea.objects.create(code="A02", name="Burnhead")
    CommitteeArea.objects.create(committee=here.committee, area=neighbour)
    follow(planner, SuccessionKind.MERGED, [here.world.area, neighbour], [NewBody("Both", "A03")])
    now, before = stands(here), stands(here, YESTERDAY)
    assert (now.origin, now.areas, now.committees) == (
        "Torrance Vale",
        ("Both",),
        (here.committee.pk,),
    )
    assert (before.areas, before.committee_names) == (("Torrance Vale",), ("Three Rivers",))
    assert reads(here, "partner").answers
    assert reads(here, "link").follows


def test_areas_of_two_committees_merged_wait_for_a_person_and_are_not_lost(
    here: Following, planner: Actor
) -> None:
    neighbour = LocalAuthorityArea.objects.create(code="A02", name="Burnhead")
    CommitteeArea.objects.create(committee=here.other, area=neighbour)
    done = follow(
        planner, SuccessionKind.MERGED, [here.world.area, neighbour], [NewBody("Both", "A03")]
    )
    (merged,) = done.undecided
    assert stands(here).committees == ()
    assert not reads(here, "partner").answers
    link_body(
        actor=planner,
        kind=BodyKind.COMMITTEE,
        area=named("area", merged),
        body=named("committee", here.other),
        from_on=TODAY,
    )
    assert stands(here).committee_names == ("Burnhead",)
    assert not reads(here, "partner").reads
    assert reads(here, "other_partner").answers


def test_after_a_split_each_of_the_committees_may_answer(here: Following, planner: Actor) -> None:
    done = follow(
        planner,
        SuccessionKind.SPLIT,
        [here.world.area],
        [NewBody("North", "A04"), NewBody("South", "A05")],
    )
    assert stands(here).committees == (here.committee.pk,)
    link_body(
        actor=planner,
        kind=BodyKind.COMMITTEE,
        area=named("area", done.successors[1]),
        body=named("committee", here.other),
        from_on=TODAY + timedelta(days=1),
    )
    later = stands(here, TODAY + timedelta(days=1))
    assert later.areas == ("North", "South")
    assert set(later.committees) == {here.committee.pk, here.other.pk}
    assert len(standings(Narrowed(), on=TODAY)) == 1, "a point of two areas is listed once"


def test_a_committee_with_a_successor_hands_its_points_on(here: Following, planner: Actor) -> None:
    record_committee_succession(
        actor=planner,
        kind=SuccessionKind.RENAMED,
        predecessors=[named("committee", here.committee)],
        successors=[NewBody("Three Rivers and Coast")],
        on=TODAY,
    )
    assert stands(here).committee_names == ("Three Rivers and Coast",)
    assert stands(here, YESTERDAY).committee_names == ("Three Rivers",)
    assert reads(here, "partner").answers, "the same people go on with a new name"
    assert reads(here, "link").follows
    made = here.act("partner", make_update, point=here.point.pk, **WORDS)
    assert made.committee_id != here.committee.pk


@pytest.fixture
def dissolved(here: Following, planner: Actor) -> Following:
    """Nobody follows the committee; its links with area and people were left as they are."""
    edit_body(
        actor=planner,
        kind=BodyKind.COMMITTEE,
        reference=named("committee", here.committee),
        based_on=1,
        wanted={"to_on": YESTERDAY},
    )
    return here


def test_a_committee_without_a_successor_answers_no_more(dissolved: Following) -> None:
    assert stands(dissolved).committees == ()
    assert stands(dissolved, YESTERDAY).committee_names == ("Three Rivers",)
    assert committees_of_area(dissolved.world.area.pk, TODAY) == frozenset()
    place = reads(dissolved, "partner")
    assert (place.answers, place.reads, place.committees) == (False, False, ())
    with pytest.raises(NotPermitted):
        dissolved.act("partner", make_update, point=dissolved.point.pk, **WORDS)
    assert not reads(dissolved, "link").follows


def test_its_points_are_on_the_desk_of_those_who_plan(dissolved: Following, planner: Actor) -> None:
    found = desk(planner, Asked())
    assert [one.point for _group, rows in found.groups for one in rows] == [dissolved.point.pk]
    with pytest.raises(NotPermitted):
        desk(dissolved.person("link").actor, Asked())
    page = sign_in(dissolved.client("administrator"), dissolved.person("administrator")).get(
        reverse("desk", args=["hmie"])
    )
    assert "no committee on record" in page.content.decode()


def test_who_plans_is_told_of_a_late_point_that_nobody_answers_for(dissolved: Following) -> None:
    late = TODAY - timedelta(days=7)
    sent = timezone.make_aware(datetime(late.year - 1, late.month, 1, 12))
    ActionPlan.objects.update(sent_at=sent)
    dissolved.action.due_on = late
    dissolved.action.save()
    assert remind_of_points(TODAY) == 1
    assert remind_of_points(TODAY) == 0
    administrator = dissolved.person("administrator").membership
    assert list(Mail.objects.values_list("member_id", flat=True)) == [administrator.pk]


def test_a_link_inspector_replaced_loses_sight_and_the_next_one_follows(
    here: Following, planner: Actor
) -> None:
    from inspectorate.accounts.models import Membership

    lead = here.person("lead").membership
    Membership.objects.filter(pk=lead.pk).update(roles=["link-inspector"])
    LinkInspector.objects.update(from_on=TODAY - timedelta(days=400))
    assign_link_inspector(
        actor=planner,
        committee=named("committee", here.committee),
        member=named("person", lead),
        from_on=TODAY,
    )
    assert not reads(here, "link").follows
    assert reads(here, "lead").follows
    with pytest.raises(NotPermitted):
        desk(here.person("link").actor, Asked())
    assert desk(here.person("lead").actor, Asked()).open == 1


def test_a_point_of_one_edition_is_judged_under_the_next_along_the_crosswalk(
    following: Following,
) -> None:
    world = following.world
    with scope(world.here.pk):
        second_edition(world.here.pk)
        second = FrameworkEdition.objects.get(code="hmie-second")
        other = MainPointForAction.objects.create(
            inspection=world.published,
            number=2,
            text="Listen to children",
            indicator=world.edition.indicators.get(code="1.1"),
        )
        first_round = follow_up(world, "2009 interim", "interim")
        world.follow_up.edition = second
        world.follow_up.save()
    assert scoped(world, first_round, version=0, choice="all").status_code == 302
    weak = {"value": "weak", "decision": "continue", "decision_reason": "More is needed."}
    for point in (world.point, other):
        assert judge(world, first_round, point, **weak).status_code == 302
    publish_as_is(world, first_round, date(2009, 6, 1))
    later = world.follow_up
    with scope(world.here.pk):
        from followthrough.models import Round, RoundPoint

        RoundPoint.objects.filter(inspection=later).delete()
        Round.objects.filter(inspection=later).delete()
    assert scoped(world, later, version=0, choice="all").status_code == 302
    assert judge(world, later, world.point).status_code == 302
    said_page = sign_in(following.client("lead"), following.person("lead")).get(
        reverse("round-point", args=["hmie", named("inspection", later), following.ref])
    )
    assert "3.2 in hmie-2005, 4.1 in hmie-second: renumbered" in said_page.content.decode()
    with scope(world.here.pk):
        edition = edition_document(second.pk)
        point = MainPointForAction.objects.select_related("inspection", "indicator").get(
            pk=world.point.pk
        )
        assert indicators_here(point, edition).codes == ("4.1",)
        lost = MainPointForAction.objects.select_related("inspection", "indicator").get(pk=other.pk)
        found = indicators_here(lost, edition)
        assert (found.codes, found.written) == ((), ("1.1",))
        assert "nothing to compare it with in hmie-second" in found.labels[0]
        said = words(later, [])["progress"][0]
        assert (said["indicators"], said["written_on"]) == (
            ["4.1"],
            {"edition": "hmie-2005", "indicators": ["3.2"]},
        )
        assert words(first_round, [])["progress"][0]["written_on"] is None
        assert Progress.objects.filter(point=world.point).count() == 2


def publish_as_is(world: Any, inspection: Any, on: date) -> None:
    """Out, without the report's own steps: what matters here is the judgement."""
    with scope(world.here.pk):
        inspection.refresh_from_db()
        inspection.status, inspection.published_on = "published", on
        inspection.save()


def test_a_committee_that_begins_again_is_another_one(here: Following, planner: Actor) -> None:
    """As at a day the structure of that day is shown, whatever came later."""
    for number in range(2):
        record_committee_succession(
            actor=planner,
            kind=SuccessionKind.RENAMED,
            predecessors=[
                named(
                    "committee",
                    ChildProtectionCommittee.objects.order_by("-pk").filter(
                        areas__area=here.world.area
                    )[0],
                )
            ],
            successors=[NewBody(f"Name {number}")],
            on=TODAY - timedelta(days=100 - 50 * number),
        )
    days = {0: "Name 1", 60: "Name 0", 101: "Three Rivers"}
    found = {ago: stands(here, TODAY - timedelta(days=ago)).committee_names for ago in days}
    assert found == {ago: (name,) for ago, name in days.items()}


def test_a_link_that_is_still_to_begin_goes_to_the_successor(
    here: Following, planner: Actor
) -> None:
    """Recorded out of order: the area leaves in a month, another comes; the committee has a new name."""
    month = TODAY + timedelta(days=30)
    for area, body in ((here.world.area, here.other), (area_of(here), here.committee)):
        link_body(
            actor=planner,
            kind=BodyKind.COMMITTEE,
            area=named("area", area),
            body=named("committee", body),
            from_on=month,
        )
    record_committee_succession(
        actor=planner,
        kind=SuccessionKind.RENAMED,
        predecessors=[named("committee", here.committee)],
        successors=[NewBody("New name")],
        on=TODAY,
    )
    assert stands(here).committee_names == ("New name",)
    assert stands(here, month).committee_names == ("Burnhead",)
    (coming,) = CommitteeArea.objects.filter(area__code="A09")
    assert (coming.committee.name, coming.from_on, coming.to_on) == ("New name", month, None)


def area_of(here: Following) -> LocalAuthorityArea:
    made: LocalAuthorityArea = LocalAuthorityArea.objects.create(code="A09", name="Coast")
    return made
