"""What became of main points, on the public page of their report: published judgements and no others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Inspection, PublishedVersion, Withdrawal
from followthrough.models import MainPointForAction, Progress
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World

pytestmark = pytest.mark.django_db
TITLE = "What became of the main points"


def content(world: World, points: list[dict]) -> dict:
    return {
        "area": {"code": "A01", "name": "Torrance Vale"},
        "programme": {"code": "first-cycle", "title": "First cycle"},
        "inspection": {
            "reference": "2008",
            "kind": "full",
            "fieldwork_from": None,
            "fieldwork_to": None,
        },
        "edition": {"code": "hmie-2005", "title": "Framework", "digest": ""},
        "scale": {"levels": [], "non_grades": []},
        "sections": [],
        "evaluations": [],
        "report": {
            "title": "Services in Torrance Vale",
            "chapters": [],
            "main_points": points,
            "good_practice": [],
            "sources": [],
        },
    }


@pytest.fixture
def reported(world: World) -> World:
    """The published inspection's report, with a main point that was judged in a draft."""
    points = [
        {"number": 1, "text": "Share what is known", "indicators": ["3.2"], "services": []},
        {"number": 2, "text": "Plan with the family", "indicators": [], "services": []},
    ]
    with scope(world.here.pk):
        PublishedVersion.objects.create(
            inspection=world.published,
            number=1,
            published_on="2008-05-01",
            content=content(world, points),
            digest="a" * 64,
        )
        Progress.objects.create(
            point=world.point,
            inspection=world.follow_up,
            level=5,
            changed_at=timezone.now() - timedelta(minutes=5),
        )
    return world


def page(world: World) -> str:
    where = f"/hmie/public/reports/{ids.encode('inspection', world.published.pk)}"
    answer = Client().get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def published(world: World) -> None:
    """The follow-through inspection, with its report."""
    with scope(world.here.pk):
        PublishedVersion.objects.create(
            inspection=world.follow_up,
            number=1,
            published_on="2010-03-01",
            content=content(world, []),
            digest="b" * 64,
        )
        Inspection.objects.filter(pk=world.follow_up.pk).update(
            status="published", published_on="2010-03-01", published_number=1
        )


def test_nothing_before_the_follow_through_is_published(reported: World) -> None:
    text = page(reported)
    assert TITLE in text
    assert text.count("Not judged yet") == 2
    assert "Very good" not in text
    assert "2009" not in text.partition(TITLE)[2]


def test_what_was_published_with_its_report(reported: World) -> None:
    published(reported)
    text = page(reported)
    assert "<strong>Very good</strong>" in text
    assert "1 March 2010" in text
    assert f"/public/reports/{ids.encode('inspection', reported.follow_up.pk)}" in text
    assert text.count("Not judged yet") == 1


def test_a_judgement_changed_since_waits_for_its_correction(reported: World) -> None:
    published(reported)
    with scope(reported.here.pk):
        Progress.objects.update(level=2, changed_at=timezone.now() + timedelta(minutes=1))
    text = page(reported)
    assert "<strong>" not in text.partition("Progress, as published")[2].partition("</table>")[0]


def test_a_withdrawn_follow_through_says_nothing(reported: World) -> None:
    published(reported)
    with scope(reported.here.pk):
        Withdrawal.objects.create(inspection=reported.follow_up, reason="Wrong area.")
    assert "Very good" not in page(reported)


def test_one_on_record_without_a_report_here_is_not_linked(reported: World) -> None:
    with scope(reported.here.pk):
        Inspection.objects.filter(pk=reported.follow_up.pk).update(
            status="published", published_on="2010-03-01"
        )
    text = page(reported)
    assert "<strong>Very good</strong>" in text
    assert ids.encode("inspection", reported.follow_up.pk) not in text


def test_an_earlier_version_and_a_report_without_points_do_not_say(reported: World) -> None:
    with scope(reported.here.pk):
        PublishedVersion.objects.create(
            inspection=reported.published,
            number=2,
            published_on="2008-06-01",
            reason="Shorter.",
            content=content(reported, []),
            digest="c" * 64,
        )
        Inspection.objects.filter(pk=reported.published.pk).update(published_number=2)
    assert TITLE not in page(reported)
    first = f"/hmie/public/reports/{ids.encode('inspection', reported.published.pk)}/versions/1"
    assert TITLE not in Client().get(first).content.decode()


def test_the_statements_do_not_grow_with_the_points(reported: World) -> None:
    published(reported)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page(reported)
    with scope(reported.here.pk):
        for number in range(2, 12):
            point = MainPointForAction.objects.create(
                inspection=reported.published, number=number, text="More"
            )
            Progress.objects.create(
                point=point,
                inspection=reported.follow_up,
                level=3,
                changed_at=timezone.now() - timedelta(minutes=5),
            )
    with CaptureQueriesContext(connection) as many:
        page(reported)
    assert len(many) <= len(few)
