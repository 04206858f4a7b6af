"""The list of main points and the page of one."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Inspection, TeamMember
from followthrough.models import MainPointForAction, Progress
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World
from tests.people import sign_in

LIST = "/hmie/main-points"


def page(world: World, who: str, address: str = LIST, status: int = 200) -> str:
    client = sign_in(Client(), getattr(world.people, who))
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def of(point: MainPointForAction) -> str:
    return f"{LIST}/{ids.encode('point', point.pk)}"


def add(world: World, count: int) -> None:
    with scope(world.here.pk):
        for number in range(2, count + 2):
            point = MainPointForAction.objects.create(
                inspection=world.published, number=number, text=f"Point no. {number}"
            )
            Progress.objects.create(point=point, inspection=world.follow_up, level=4)


def test_published_points_are_for_everybody_inside(world: World) -> None:
    for name, person in world.people:
        client = sign_in(Client(), person)
        outside = name in {"operator", "stranger", "strange_inspector"}
        for address in (LIST, of(world.point)):
            answer = client.get(address)
            assert answer.status_code == (404 if outside else 200), (name, address)
            assert ("Share what is known" in answer.content.decode()) is not outside, name
    assert Client().get(LIST).status_code == 302


def test_points_of_a_draft_are_for_its_team_and_those_who_moderated(world: World) -> None:
    page(world, "moderator", of(world.hidden), 404)
    with scope(world.here.pk):
        Inspection.objects.filter(pk=world.draft.pk).update(status="findings-discussed")
    for name, person in world.people:
        client = sign_in(Client(), person)
        sees = name in {"inspector", "lead", "moderator"}
        assert client.get(of(world.hidden)).status_code == (200 if sees else 404), name
        if name not in {"operator", "stranger", "strange_inspector"}:
            assert ("Not known outside yet" in client.get(LIST).content.decode()) is sees, name


def test_whoever_has_left_the_team_sees_the_draft_no_more(world: World) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(inspection=world.draft).update(to_on=date(2020, 1, 1))
    page(world, "inspector", of(world.hidden), 404)
    assert "Not known outside yet" not in page(world, "inspector")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=torrance", True),
        ("q=SHARE", True),
        ("q=nowhere", False),
        ("status=open", True),
        ("status=judged", False),
        ("indicator=3.2", True),
        ("indicator=1.1", False),
        ("programme=first-cycle", True),
        ("programme=second", False),
        ("q=%25", False),
        ("q=%00share", True),
        ("page=x", True),
        ("page=-1", True),
        ("page=99999999999999999999", True),
        ("page=2", False),
        ("status=" + "x" * 5000, False),
    ],
)
def test_narrowed(world: World, query: str, found: bool) -> None:
    shown = page(world, "analyst", f"{LIST}?{query}")
    assert ("Share what is known" in shown) is found
    if not found:
        assert "No main point fits" in shown or "There are no main points" in shown


def test_fifty_to_a_page(world: World) -> None:
    add(world, 60)
    first = page(world, "analyst")
    assert "Point no. 50" in first
    assert "Point no. 51" not in first
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    second = page(world, "analyst", f"{LIST}?page=2")
    assert "Point no. 61" in second
    assert 'rel="next"' not in second
    assert "<strong>61</strong> main points" in second


def statements(world: World, address: str) -> int:
    client = sign_in(Client(), world.people.analyst)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len([one for one in captured if "SAVEPOINT" not in one["sql"]])


def test_as_many_statements_for_many_as_for_few(world: World) -> None:
    few = statements(world, LIST)
    add(world, 40)
    assert statements(world, LIST) == few <= 12


def test_a_point_from_what_was_asked_to_what_was_judged(world: World) -> None:
    before = page(world, "partner", of(world.point))
    assert "Only a follow-through inspection judges progress." in before
    with scope(world.here.pk):
        Progress.objects.create(
            point=world.point, inspection=world.follow_up, level_set=[3, 4], rationale="Steadier."
        )
    assert "Steadier." not in page(world, "partner", of(world.point))
    assert "Judged, not published yet" in page(world, "lead", of(world.point))
    with scope(world.here.pk):
        Inspection.objects.filter(pk=world.follow_up.pk).update(
            status="published", published_on="2009-05-01"
        )
    shown = page(world, "partner", of(world.point))
    assert "Steadier." not in shown, "the rationale is the team's working text"
    for said in ("Torrance Vale", "A01/2008/1", "good", "satisfactory", "3.2"):
        assert said in shown, said


@pytest.mark.parametrize("reference", ["nonsense", "0", "%00"])
def test_what_is_no_point_is_not_found(world: World, reference: Any) -> None:
    page(world, "analyst", f"{LIST}/{reference}", 404)
