"""Main points and good practice: written, edited at once, put in order, withdrawn, demanded."""

from typing import Any

import pytest

from evaluations.models import GoodPractice, Report, ReportPoint, ReportPointIndicator
from evaluations.operations import save_indicator
from evaluations.operations.good_practice import add_example, edit_example, remove_example
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.moves import move_inspection
from evaluations.operations.recording import Changes, Clash
from evaluations.operations.report_points import add_point, edit_point, move_point, withdraw_point
from evaluations.queries.report_asks import asks_of
from evaluations.queries.report_document import report_document
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.reports.conftest import (
    chapter_of,
    of,
    opened,
    set_level,
    set_status,
    write,
)
from tests.people import Person

pytestmark = pytest.mark.django_db


def point(world: World, by: Person | None = None, **values: Any) -> dict[str, Any]:
    person = by or world.people.lead
    sent = {"text": "Improve assessments of risks and needs.", "indicators": ["3.3"], **values}
    with opened(person):
        return add_point(actor=person.actor, inspection=of(world), **sent)


def edited(
    world: World, one: dict[str, Any], by: Person | None = None, **changes: Any
) -> dict[str, Any]:
    person = by or world.people.lead
    more = {name: changes.pop(name) for name in ("exact", "reasons") if name in changes}
    with opened(person):
        return edit_point(
            actor=person.actor,
            inspection=of(world),
            point=one["id"],
            based_on=changes.pop("based_on", one["version"]),
            changes=changes,
            **more,
        )


def test_a_point_answers_indicators_and_may_name_services(world: World, report: Report) -> None:
    made = point(world, indicators=["3.4", "3.3", "3.3"], services=["police", "health"])
    assert (made["number"], made["indicators"]) == (1, ["3.3", "3.4"])
    assert made["services"] == ["health", "police"]
    assert point(world)["number"] == 2
    with scope(world.here.pk):
        kept = report_document(report)["main_points"]
    assert kept[0]["indicators"] == ["3.3", "3.4"]
    assert kept[0]["services"][0] == {"code": "health", "name": "Health"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 4_001}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"text": "Social work is weak, so improve."}, "text"),
        ({"indicators": ["9.9"]}, "indicators"),
        ({"services": ["army"]}, "services"),
    ],
)
def test_what_cannot_be_a_point(
    world: World, report: Report, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        point(world, **values)
    assert list(invalid.value.faults) == [field]
    with scope(world.here.pk):
        assert not ReportPoint.objects.exists()


def test_a_point_may_name_a_service(world: World, report: Report) -> None:
    made = point(world, text="Social work should record decisions within two days.")
    assert made["version"] == 1


@pytest.mark.parametrize(
    ("who", "error"),
    [("moderator", NotFound), ("inspector_elsewhere", NotFound), ("partner", NotFound)],
)
def test_who_writes_no_points(
    world: World, report: Report, who: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        point(world, getattr(world.people, who))


def test_two_who_change_different_things_of_a_point_both_succeed(
    world: World, report: Report
) -> None:
    made = point(world, indicators=["3.3"], services=["health", "police"])
    edited(world, made, indicators=["3.3", "3.4"], services=["health"])
    inspector = world.people.inspector
    now = edited(
        world,
        made,
        by=inspector,
        text="Improve assessments of risks and needs, and their quality.",
        indicators=["1.1", "3.3"],
        services=["education", "health", "police"],
    )
    assert now["indicators"] == ["1.1", "3.3", "3.4"]
    assert now["services"] == ["education", "health"]
    assert now["text"].endswith("and their quality.")
    again = edited(world, now, indicators=["1.1"])
    assert (again["version"], again["indicators"]) == (4, ["1.1"])
    assert edited(world, made, based_on=3, indicators=["1.1", "3.3", "5.1"])["indicators"] == [
        "1.1",
        "5.1",
    ]


def test_two_who_change_the_same_words_meet(world: World, report: Report) -> None:
    made = point(world)
    edited(world, made, text="Improve assessments of danger.")
    with pytest.raises(Clash) as clash:
        edited(world, made, world.people.inspector, text="Improve assessments of harm.")
    assert clash.value.fields == ("text",)
    with pytest.raises(Stale):
        edited(world, made, text="Other", exact=True)


def test_points_are_put_in_order_and_withdrawn_with_a_reason(world: World, report: Report) -> None:
    one, two, three = (point(world, text=f"Point {at}.") for at in (1, 2, 3))
    lead, here = world.people.lead, of(world)
    with opened(lead):
        move_point(actor=lead.actor, inspection=here, point=three["id"], to=1)
        texts = list(ReportPoint.objects.values_list("text", flat=True))
        assert texts == ["Point 3.", "Point 1.", "Point 2."]
        with pytest.raises(Invalid):
            move_point(actor=lead.actor, inspection=here, point=one["id"], to=0)
        with pytest.raises(Invalid):
            withdraw_point(actor=lead.actor, inspection=here, point=one["id"], based_on=1, why=" ")
        withdraw_point(
            actor=lead.actor, inspection=here, point=one["id"], based_on=1, why="Part of point 3"
        )
        left = list(ReportPoint.objects.values_list("number", "text"))
        assert left == [(1, "Point 3."), (2, "Point 2.")]
        gone = HistoryEntry.objects.get(table_name="evaluations_reportpoint", operation="D")
        assert gone.why == "Part of point 3"
        assert ReportPointIndicator.objects.count() == 2
        with pytest.raises(NotFound):
            move_point(actor=lead.actor, inspection=here, point=one["id"], to=1)
    assert two["number"] == 2


def test_a_weak_evaluation_stops_the_report_until_a_point_answers_it(
    world: World, report: Report
) -> None:
    for code in world.codes:
        set_level(world, code, level=4)
    set_level(world, "3.3", level=2)
    set_status(world, "findings-discussed")
    lead = world.people.lead

    def send() -> None:
        with opened(lead):
            move_inspection(
                actor=lead.actor,
                inspection=of(world),
                move="to-factual-accuracy",
                based_on=type(world.inspection).objects.get(pk=world.inspection.pk).version,
            )

    with pytest.raises(Refused, match=r"main point .* 3\.3 \(weak\)"):
        send()
    point(world)
    with scope(world.here.pk):
        assert asks_of(world.inspection).points == ()


def test_the_best_level_asks_for_an_example(world: World, report: Report) -> None:
    set_level(world, "2.1", level=6)
    with scope(world.here.pk):
        assert [one.code for one in asks_of(world.inspection).examples] == ["2.1"]
    example(world, indicator="2.1")
    with scope(world.here.pk):
        assert asks_of(world.inspection).examples == ()


def example(world: World, **values: Any) -> dict[str, Any]:
    lead = world.people.lead
    sent = {"title": "A film made with young people", "text": "Who, what, why.", **values}
    with opened(lead):
        return add_example(actor=lead.actor, inspection=of(world), **sent)


def test_an_example_is_told_edited_and_taken_out(world: World, report: Report) -> None:
    made = example(world, indicator="2.1")
    lead, inspector, here = world.people.lead, world.people.inspector, of(world)
    with opened(lead):
        edit_example(
            actor=lead.actor,
            inspection=here,
            example=made["id"],
            based_on=1,
            changes={"title": "A film", "indicator": None},
        )
    with opened(inspector):
        saved = edit_example(
            actor=inspector.actor,
            inspection=here,
            example=made["id"],
            based_on=1,
            changes={"title": made["title"], "text": "Who and why.", "indicator": "2.1"},
        )
        assert (saved["title"], saved["text"], saved["indicator"]) == (
            "A film",
            "Who and why.",
            None,
        )
        with pytest.raises(Clash):
            edit_example(
                actor=inspector.actor,
                inspection=here,
                example=made["id"],
                based_on=1,
                changes={"title": "A play"},
            )
        with pytest.raises(Stale):
            remove_example(actor=inspector.actor, inspection=here, example=made["id"], based_on=1)
        assert report_document(report)["good_practice"][0]["title"] == "A film"
        remove_example(actor=inspector.actor, inspection=here, example=made["id"], based_on=3)
        assert not GoodPractice.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"indicator": "9.9"}, "indicator"),
        ({"text": "Education is excellent."}, "text"),
    ],
)
def test_what_cannot_be_an_example(
    world: World, report: Report, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        example(world, **values)
    assert list(invalid.value.faults) == [field]


def test_an_identifier_in_an_example_needs_a_reason(world: World, report: Report) -> None:
    with pytest.raises(IdentifiersFound):
        example(world, text="Write to somebody@council.example.")


def test_no_chapter_and_no_rationale_judges_a_single_service(world: World, report: Report) -> None:
    chapter = chapter_of(world, report)
    with pytest.raises(Invalid, match="Social work is weak"):
        write(world, chapter, "What we found.\n\nSocial work is weak.")
    assert chapter_of(world, report).text == ""
    lead = world.people.lead
    with opened(lead), pytest.raises(Invalid, match="single service"):
        save_indicator(
            actor=lead.actor,
            inspection=of(world),
            indicator="1.1",
            based_on=1,
            changes=Changes(None, "Police are very good."),
        )
    write(world, chapter, "Health and social work are good at sharing. Recording is weak.")
