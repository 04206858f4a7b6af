"""How points stand: each group for its own reason, the more urgent first; owners follow mergers."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from areas.models import AreaSuccession, ChildProtectionCommittee, CommitteeArea, LocalAuthorityArea
from areas.queries import areas_behind, committees_of_area, holders_of
from evaluations.models import StoredFile
from followthrough.models import (
    ActionPlan,
    PlannedAction,
    PointLook,
    PointReminder,
    ProgressUpdate,
    UpdateFile,
)
from followthrough.queries import Group, Narrowed, standing_counts, standings
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World

TODAY = date(2009, 4, 2)


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


@pytest.fixture
def committee(world: World) -> Iterator[ChildProtectionCommittee]:
    with scope(world.here.pk):
        made = ChildProtectionCommittee.objects.create(code="C1", name="Three Rivers")
        CommitteeArea.objects.create(committee=made, area=world.area)
        yield made


def stands(world: World, on: date = TODAY) -> Any:
    (found,) = standings(Narrowed(points=[world.point.pk]), on=on)
    return found


def tell(world: World, committee: Any, view: str, on: date, *, files: int = 0) -> None:
    made = ProgressUpdate.objects.create(
        point=world.point,
        committee=committee,
        text="What was done",
        own_view=view,
        own_reason="So far",
        at=at(on),
    )
    for number in range(files):
        file = StoredFile.objects.create(
            inspection=world.published, name=f"{number}.pdf", media_type="a/b", size=1, digest="d"
        )
        UpdateFile.objects.create(update=made, file=file)


def plan(world: World, *, due: date, sent: date | None = None, actions: list[date] = []) -> None:  # noqa: B006
    made = ActionPlan.objects.create(
        inspection=world.published, due_on=due, sent_at=sent and at(sent)
    )
    for number, on in enumerate(actions, 1):
        PlannedAction.objects.create(
            plan=made, point=world.point, number=number, text="Do it", lead_post="Head", due_on=on
        )


def test_with_nothing_but_its_publication_a_point_is_silent_after_ninety_days(
    world: World, committee: Any
) -> None:
    published = date(2008, 5, 1)
    assert stands(world, published + timedelta(days=90)).group == Group.REST
    late = stands(world, published + timedelta(days=91))
    assert (late.group, late.heard_on, late.committees) == (
        Group.SILENT,
        published,
        (committee.pk,),
    )


def test_before_a_plan_was_sent_its_own_date_counts(world: World, committee: Any) -> None:
    plan(world, due=TODAY, actions=[TODAY - timedelta(days=50)])
    assert stands(world).due_is_plan
    assert stands(world, TODAY).group == Group.SILENT
    assert stands(world, TODAY + timedelta(days=1)).group == Group.LATE


def test_the_earliest_action_that_is_not_done_counts(world: World, committee: Any) -> None:
    plan(
        world,
        due=date(2008, 6, 1),
        sent=date(2009, 3, 1),
        actions=[TODAY - timedelta(days=3), TODAY + timedelta(days=28)],
    )
    assert (stands(world).group, stands(world).days_late) == (Group.LATE, 3)
    PlannedAction.objects.filter(number=1).update(state="done", done_on=TODAY)
    now = stands(world)
    assert (now.group, now.actions, now.actions_done) == (Group.SOON, 2, 1)
    assert stands(world, TODAY - timedelta(days=1)).group == Group.REST


def test_done_with_a_file_is_ready_until_it_was_looked_at(world: World, committee: Any) -> None:
    plan(world, due=TODAY, sent=date(2009, 1, 1), actions=[TODAY - timedelta(days=9)])
    tell(world, committee, "done", TODAY - timedelta(days=7))
    assert stands(world).group == Group.LATE
    tell(world, committee, "done", TODAY - timedelta(days=6), files=2)
    assert (stands(world).group, stands(world).files) == (Group.READY, 2)
    PointLook.objects.create(
        point=world.point, enough=False, told="A count", at=at(TODAY - timedelta(days=5))
    )
    assert stands(world).group == Group.LATE
    tell(world, committee, "done", TODAY - timedelta(days=2), files=1)
    assert (stands(world).group, stands(world).files) == (Group.READY, 1)
    PointLook.objects.create(point=world.point, enough=True, at=at(TODAY))
    assert (stands(world).group, stands(world).listed) == (Group.REST, True)


def test_stuck_is_what_the_committee_says(world: World, committee: Any) -> None:
    tell(world, committee, "on-track", TODAY - timedelta(days=60))
    tell(world, committee, "stuck", TODAY - timedelta(days=40))
    tell(world, committee, "stuck", TODAY - timedelta(days=10))
    now = stands(world)
    assert (now.group, now.view, now.view_since) == (
        Group.STUCK,
        "stuck",
        at(TODAY - timedelta(days=40)),
    )
    tell(world, committee, "at-risk", TODAY)
    assert stands(world).group == Group.REST


def test_asked_counts_since_the_latest_word(world: World, committee: Any) -> None:
    tell(world, committee, "on-track", TODAY - timedelta(days=10))
    for days in (20, 5, 1):
        PointReminder.objects.create(
            about="overdue",
            subject=f"point-{world.point.pk}",
            point=world.point,
            membership=world.people.partner.membership,
            for_on=TODAY - timedelta(days=days),
        )
    assert stands(world).asked == 2


def test_closed_points_and_those_of_drafts_do_not_stand_anywhere(
    world: World, committee: Any
) -> None:
    assert standings(Narrowed(points=[world.hidden.pk]), on=TODAY) == []
    world.point.status = "closed"
    world.point.save()
    assert standings(Narrowed(), on=TODAY) == []
    assert standing_counts(Narrowed(), on=TODAY) == dict.fromkeys(Group, 0)


def test_a_merged_area_is_stood_for_by_its_successor_from_the_day_on(
    world: World, committee: Any
) -> None:
    new = LocalAuthorityArea.objects.create(code="N1", name="New Vale")
    other = ChildProtectionCommittee.objects.create(code="C2", name="New Vale")
    CommitteeArea.objects.filter(area=world.area).update(to_on=TODAY - timedelta(days=1))
    CommitteeArea.objects.create(committee=other, area=new, from_on=TODAY)
    AreaSuccession.objects.create(predecessor=world.area, successor=new, kind="merged", on=TODAY)
    now, before = stands(world), stands(world, TODAY - timedelta(days=1))
    assert (now.origin, now.areas, now.committees) == ("Torrance Vale", ("New Vale",), (other.pk,))
    assert (before.areas, before.committees) == (("Torrance Vale",), (committee.pk,))
    assert committees_of_area(world.area.pk, TODAY) == {other.pk}
    assert areas_behind([new.pk], TODAY) == {world.area.pk, new.pk}
    assert [one.point for one in standings(Narrowed(areas=[new.pk]), on=TODAY)] == [world.point.pk]


def test_after_a_split_each_successor_stands_for_it(world: World, committee: Any) -> None:
    new = [LocalAuthorityArea.objects.create(code=f"N{n}", name=f"Vale {n}") for n in (1, 2)]
    for one in new:
        AreaSuccession.objects.create(predecessor=world.area, successor=one, kind="split", on=TODAY)
        CommitteeArea.objects.create(committee=committee, area=one, from_on=TODAY)
    assert stands(world).areas == ("Vale 1", "Vale 2")
    assert stands(world).committees == (committee.pk,)
    assert holders_of([world.area.pk], TODAY) == {world.area.pk: tuple(one.pk for one in new)}


@pytest.mark.parametrize(
    "narrowed",
    [
        {"indicator": "3.2"},
        {"words": "WHAT IS"},
        {"words": "torrance"},
        {"group": "silent"},
    ],
)
def test_narrowed_lists_find_it_and_others_do_not(
    world: World, committee: Any, narrowed: dict[str, str]
) -> None:
    assert [one.point for one in standings(Narrowed(**narrowed), on=TODAY)] == [world.point.pk]
    other = {name: "soon" if name == "group" else "9.9" for name in narrowed}
    assert standings(Narrowed(**other), on=TODAY) == []
    assert standings(Narrowed(committees=[committee.pk], **narrowed), on=TODAY)
    assert standings(Narrowed(committees=[committee.pk + 1]), on=TODAY) == []
