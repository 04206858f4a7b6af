"""What main points come to across areas: page, file, endpoint and figures."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.models import ChildProtectionCommittee
from evaluations.models import StoredFile
from followthrough.models import (
    ActionPlan,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
    PointMove,
    Progress,
    ProgressUpdate,
    SuccessFactor,
    Theme,
    UpdateFile,
)
from followthrough.queries.analysis import analysis
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.conftest import World
from tests.people import sign_in

PAGE = "/hmie/main-points/analysis"


def at(*day: int) -> datetime:
    return timezone.make_aware(datetime(*day, 12))


@pytest.fixture
def told(world: World) -> Iterator[World]:
    """The point with a theme, a plan sent, evidence, a published judgement, and closed."""
    with scope(world.here.pk):
        theme = Theme.objects.create(code="sharing", title="Sharing information")
        MainPointForAction.objects.filter(pk=world.point.pk).update(theme=theme, status="closed")
        committee = ChildProtectionCommittee.objects.create(code="C1", name="Three Rivers")
        plan = ActionPlan.objects.create(inspection=world.published)
        PlannedAction.objects.create(
            plan=plan, point=world.point, number=1, text="A", lead_post="B", due_on="2009-01-01"
        )
        PlanVersion.objects.create(plan=plan, number=1, content={}, sent_at=at(2008, 6, 30))
        update = ProgressUpdate.objects.create(
            point=world.point,
            committee=committee,
            text="T",
            own_view="done",
            own_reason="R",
            at=at(2008, 9, 1),
        )
        file = StoredFile.objects.create(
            inspection=world.published, name="a.pdf", media_type="a/b", size=1, digest="d"
        )
        UpdateFile.objects.create(update=update, file=file)
        world.follow_up.status, world.follow_up.published_on = "published", date(2009, 5, 1)
        world.follow_up.save()
        Progress.objects.create(point=world.point, inspection=world.follow_up, level=4)
        PointMove.objects.create(
            point=world.point,
            from_status="judged",
            to_status="closed",
            inspection=world.follow_up,
            at=at(2009, 5, 1),
        )
        SuccessFactor.objects.create(
            inspection=world.follow_up, point=world.point, title="One lead post"
        )
        yield world


def figures(world: World, as_at: date, by: str = "theme") -> Any:
    with scope(world.here.pk):
        return analysis(world.people.analyst.actor, "first-cycle", by=by, as_at=as_at)


def test_a_point_is_counted_once_with_its_latest_judgement(told: World) -> None:
    found = figures(told, date(2010, 1, 1))
    (line,) = found.lines
    assert (line.code, line.points, line.judged, line.statuses) == (
        "sharing",
        1,
        1,
        {"closed": 1},
    )
    assert line.counts["good"] == 1
    assert [one.code for one in found.by_indicator] == ["3.2"]
    took = {name: (one.middle, one.waiting) for name, one in found.spans.items()}
    assert took == {"plan": (60, 0), "evidence": (123, 0), "closure": (365, 0)}
    assert [(one.title, one.areas, one.points) for one in found.factors] == [
        ("One lead post", 1, 1)
    ]


def test_as_at_a_day_before_nothing_later_is_known(told: World) -> None:
    found = figures(told, date(2008, 8, 1))
    assert (found.points, found.lines[0].judged, found.factors) == (1, 0, [])
    assert {name: (one.n, one.waiting) for name, one in found.spans.items()} == {
        "plan": (1, 0),
        "evidence": (0, 1),
        "closure": (0, 1),
    }
    assert figures(told, date(2008, 4, 1)).points == 0


def test_points_not_published_are_not_there(world: World) -> None:
    with scope(world.here.pk):
        MainPointForAction.objects.filter(pk=world.point.pk).update(status="superseded")
    found = figures(world, date(2010, 1, 1))
    assert (found.points, found.spans["plan"].of) == (1, 0)


def test_the_page_and_its_file(told: World, client: Client) -> None:
    sign_in(client, told.people.analyst)
    shown = client.get(PAGE)
    assert shown.status_code == 200
    assert b"Sharing information" in shown.content
    assert b"One lead post" in shown.content
    by_indicator = client.get(f"{PAGE}?programme=first-cycle&by=indicator&format=csv")
    assert by_indicator["Content-Type"].startswith("text/csv")
    head, line = by_indicator.content.decode().splitlines()
    assert head.split(",")[:3] == ["indicator", "title", "main_points"]
    assert line.split(",")[0] == "3.2"


def test_who_may_not_and_what_is_not_there(told: World, client: Client) -> None:
    sign_in(client, told.people.partner)
    assert client.get(PAGE).status_code == 403
    sign_in(client, told.people.stranger)
    assert client.get(PAGE).status_code == 404
    sign_in(client, told.people.link)
    assert client.get(f"{PAGE}?programme=none").status_code == 404
    assert client.get(f"{PAGE}?programme=%00").status_code == 200
    with scope(told.here.pk), pytest.raises(NotPermitted):
        analysis(told.people.partner.actor, "first-cycle", by="theme", as_at=date(2010, 1, 1))


def test_the_endpoint_says_the_same(told: World) -> None:
    tool = Tool(told.here)
    answer = tool.get(f"programmes/{ids.encode('programme', told.programme.pk)}/follow-through")
    said = answer.json()
    assert (said["main_points"], said["by_theme"][0]["counts"]["good"]) == (1, 1)
    assert said["time_to"]["plan"]["median_days"] == 60
    assert said["success_factors"] == [{"title": "One lead post", "areas": 1, "main_points": 1}]
    is_problem(tool.get("programmes/0000000000000000/follow-through"), 404)


def test_statements_do_not_grow_with_the_points(world: World) -> None:
    def statements() -> int:
        with (
            scope(world.here.pk),
            CaptureQueriesContext(
                connection,
            ) as caught,
        ):
            analysis(world.people.analyst.actor, "first-cycle", by="theme", as_at=date(2010, 1, 1))
        return len(caught)

    few = statements()
    with scope(world.here.pk):
        MainPointForAction.objects.bulk_create(
            MainPointForAction(inspection=world.published, number=n, text="T") for n in range(2, 60)
        )
    assert statements() <= few
