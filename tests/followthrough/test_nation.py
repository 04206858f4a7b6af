"""What main points come to in the national summary: facts, figures, page, file; withdrawn left out."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.models import Withdrawal
from followthrough.models import MainPointForAction, PointMove, Progress
from indicators.models import FrameworkEdition
from inspectorate.national import operations, queries
from inspectorate.national.models import NationalSummary
from inspectorate.national.rules import statements
from inspectorate.national.rules.compare import anything_moved, compare
from inspectorate.national.rules.downloads import csv_rows
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World
from tests.followthrough.test_analysis import at, told
from tests.people import sign_in

__all__ = ["told"]
ON = date(2010, 1, 1)


def compiled(world: World, on: date = ON) -> dict[str, Any]:
    with scope(world.here.pk):
        stored = operations.compile_now(
            actor=world.people.analyst.actor, programme="first-cycle", as_at=on
        )
        return queries.document_of(NationalSummary.objects.get(pk=stored.id))


@pytest.fixture
def five(told: World) -> World:
    """Four more points, closed after 100, 200, 300 and 400 days."""
    with scope(told.here.pk):
        for n in range(4):
            one = MainPointForAction.objects.create(
                inspection=told.published, number=n + 2, text="T", status="closed"
            )
            when = at(2008, 5, 1) + timedelta(days=100 * (n + 1))
            PointMove.objects.create(
                point=one, from_status="open", to_status="closed", reason="R", at=when
            )
    return told


def test_figures_by_theme_and_indicator_with_times_and_factors(five: World) -> None:
    said = compiled(five)["followed_through"]
    assert (said["main_points"], said["areas"], said["closed"]) == (5, 1, 5)
    assert [(one["code"], one["main_points"], one["judged"]) for one in said["by_theme"]] == [
        ("sharing", 1, 1),
        ("", 4, 0),
    ]
    assert [one["code"] for one in said["by_indicator"]] == ["3.2", ""]
    closure = said["time_to"]["closure"]
    assert (closure["counted"], closure["waiting"], closure["median_days"]) == (5, 0, 300)
    assert sum(one["count"] for one in closure["classes"]) == 5
    assert said["success_factors"] == [{"title": "One lead post", "areas": 1, "main_points": 1}]


def test_of_fewer_than_five_no_time_of_one_area_can_be_read(five: World) -> None:
    plan = compiled(five)["followed_through"]["time_to"]["plan"]
    assert (plan["counted"], plan["waiting"]) == (1, 4)
    assert (plan["median_days"], plan["lower_quartile_days"]) == (None, None)
    assert not {"shortest_days", "longest_days"} & set(plan)


def test_as_at_a_day_points_stand_as_they_stood(five: World) -> None:
    said = compiled(five, date(2008, 12, 1))["followed_through"]
    assert (said["main_points"], said["closed"], said["success_factors"]) == (5, 2, [])
    assert said["by_theme"][0]["statuses"] == {"judged": 1}
    assert compiled(five, date(2008, 1, 1))["followed_through"]["main_points"] == 0


def test_what_a_withdrawn_report_made_or_judged_is_left_out(five: World) -> None:
    whole = compiled(five)
    assert whole["follow_through"]["judged"] == 1
    with scope(five.here.pk):
        judging = Withdrawal.objects.create(inspection=five.follow_up, reason="Wrong area.")
    without = compiled(five)
    assert without["follow_through"]["judged"] == 0
    assert without["followed_through"]["success_factors"] == []
    assert without["inputs_sha256"] != whole["inputs_sha256"]
    with scope(five.here.pk):
        judging.ended_at = timezone.now()
        judging.save()
        Withdrawal.objects.create(inspection=five.published, reason="Wrong area.")
    gone = compiled(five)
    assert gone["followed_through"]["main_points"] == 0
    assert gone["inspections"]["excluded"]["withdrawn"] == 1
    assert gone["inspections"]["counted"] == whole["inspections"]["counted"] - 1


def test_a_level_of_another_scale_is_never_counted_on_the_programmes(five: World) -> None:
    text = FOUR_LEVELS
    with scope(five.here.pk):
        other = FrameworkEdition.objects.create(
            code="other", title="Other", digest="0" * 64, text=text
        )
        five.follow_up.edition = other
        five.follow_up.save()
    said = compiled(five)
    assert said["follow_through"]["judged"] == 0
    line = said["followed_through"]["by_theme"][0]
    assert (line["judged"], line["judged_otherwise"], line["not_judged"]) == (0, 1, 0)


def test_a_judgement_waiting_for_its_correction_stays_as_published(five: World) -> None:
    from evaluations.models import PublishedVersion
    from inspectorate.kernel import ids

    with scope(five.here.pk):
        content = {
            "report": {
                "progress": [
                    {
                        "point": ids.encode("point", five.point.pk),
                        "level": "good",
                        "level_set": [],
                        "non_grade": None,
                        "decision": "",
                        "decision_reason": "",
                        "worked": [],
                    }
                ]
            }
        }
        PublishedVersion.objects.create(
            inspection=five.follow_up,
            number=1,
            content=content,
            digest="d",
            published_on="2009-05-01",
            reason="",
        )
        five.follow_up.published_number = 1
        five.follow_up.save()
        Progress.objects.update(level=1, changed_at=timezone.now() + timedelta(minutes=1))
    assert compiled(five)["followed_through"]["by_theme"][0]["counts"]["good"] == 1


def test_the_page_and_its_files(five: World, client: Client) -> None:
    document = compiled(five)
    sign_in(client, five.people.analyst)
    shown = client.get("/hmie/national/first-cycle").content.decode()
    assert "What became of the main points" in shown
    assert document["statements"]["followed_through"] in shown
    assert "One lead post" in shown
    rows = [row[3:] for row in csv_rows(document)]
    assert ("theme:sharing", "Sharing information", "point-status", "closed", "1", "1", "1") in rows
    assert ("", "", "point-median-days", "closure", "300", "300", "5") in rows
    assert ("", "", "point-median-days", "plan", "", "", "1") in rows
    file = client.get("/hmie/national/first-cycle/1/summary.csv").content.decode()
    assert "point-waiting,plan,4,4,5" in file


def test_an_older_version_without_these_figures_is_shown_and_compared(
    five: World, client: Client
) -> None:
    new = compiled(five)
    old = deepcopy(new)
    del old["followed_through"], old["statements"]["followed_through"]
    assert not any("point-status" in row for row in csv_rows(old))
    moved = compare(old, new)
    assert anything_moved(moved)
    assert moved["followed_through"]["closed"] == {"before": None, "after": 5}
    assert not anything_moved(compare(new, new))


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (0, "No main point for action has been published yet."),
        (
            1,
            "1 main point for action in 1 area; 1 closed. Points were closed 1 day after "
            "publication at the median (5 of 7); 2 still waiting for closure.",
        ),
    ],
)
def test_the_sentence_says_the_figures(total: int, said: str) -> None:
    none = {"counted": 0, "waiting": 1, "median_days": None}
    times = {
        "plan": none,
        "evidence": none,
        "closure": {"counted": 5, "waiting": 2, "median_days": 1},
    }
    figures = {"main_points": total, "areas": 1, "closed": 1, "time_to": times}
    assert statements.of_followed_through(figures) == said


FOUR_LEVELS = """
code: other
title: Other
publisher: P
valid_from: 2008-01-01
scale:
  levels:
    - {code: outstanding, number: 4, label: outstanding, meaning: m}
    - {code: good, number: 3, label: good, meaning: m}
    - {code: requires, number: 2, label: requires improvement, meaning: m}
    - {code: inadequate, number: 1, label: inadequate, meaning: m}
bands:
  good-or-better: [outstanding, good]
sections:
  - code: "1"
    title: S
    indicators:
      - {code: "1.1", title: T}
"""
