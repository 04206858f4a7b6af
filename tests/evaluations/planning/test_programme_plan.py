"""A programme's request, its areas, its timeline; who is on what when."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import (
    Absence,
    Inspection,
    Postponement,
    Programme,
    ProgrammeArea,
    TeamMember,
)
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import area, day, profile

As = Callable[[str], Client]


def page(world: World, *parts: str) -> str:
    return "/".join(["/hmie/programmes", ids.encode("programme", world.programme.pk), *parts])


def key(world: World, code: str) -> str:
    return ids.encode("area", area(world, code).pk)


def areas(world: World) -> set[str]:
    with scope(world.here.pk):
        return set(ProgrammeArea.objects.values_list("area__code", flat=True))


def test_what_was_asked_for_and_when(as_: As, world: World) -> None:
    sent = {
        "version": 1,
        "title": "First cycle",
        "commissioned_by": "Ministers",
        "commissioning_request": "Inspect every area\nby 2009.",
        "requested_on": "2004-11-10",
    }
    planner = as_("administrator")
    assert planner.post(page(world, "edit"), sent).status_code == 302
    shown = planner.get(page(world)).content.decode()
    assert "Inspect every area<br>by 2009." in shown
    assert "10 November 2004" in shown
    late = planner.post(page(world, "edit"), sent | {"version": 2, "ends_on": "2003-01-01"})
    assert late.status_code == 422
    assert "before it was asked for" in late.content.decode()


def test_areas_with_and_without_an_inspection(as_: As, dated: World) -> None:
    planner = as_("administrator")
    ticks = page(dated, "areas")
    assert "Muirhaven" in planner.get(ticks).content.decode()
    both = [key(dated, "A01"), key(dated, "A02")]
    assert planner.post(ticks, {"area": both}).status_code == 302
    assert areas(dated) == {"A01", "A02"}
    shown = planner.get(page(dated)).content.decode()
    assert f"inspections/new?programme={ids.encode('programme', dated.programme.pk)}" in shown
    assert f"area={key(dated, 'A02')}" in shown
    assert f"area={key(dated, 'A01')}" not in shown
    form = planner.get(f"/hmie/inspections/new?area={key(dated, 'A02')}").content.decode()
    assert f'<option value="{key(dated, "A02")}" selected' in form
    inspected = planner.post(ticks, {"was": both, "area": both[1:]})
    assert inspected.status_code == 409
    assert "has an inspection in this programme" in inspected.content.decode()
    assert planner.post(ticks, {"was": both, "area": both[:1]}).status_code == 302
    assert areas(dated) == {"A01"}


def test_an_area_that_is_none(as_: As, dated: World) -> None:
    answer = as_("administrator").post(page(dated, "areas"), {"area": [key(dated, "A02"), "x"]})
    assert answer.status_code == 422
    assert areas(dated) == set()


@pytest.mark.parametrize("name", ["inspector", "lead", "auditor"])
def test_areas_are_chosen_by_who_plans(as_: As, dated: World, name: str) -> None:
    assert as_(name).get(page(dated, "areas")).status_code == 403
    assert as_(name).post(page(dated, "areas"), {"area": [key(dated, "A02")]}).status_code == 403


def test_the_timeline_draws_each_inspection_and_where_it_was(as_: As, dated: World) -> None:
    with scope(dated.here.pk):
        for before in (day(5), day(10)):
            Postponement.objects.create(
                inspection=dated.inspection,
                before_from=before,
                before_to=before,
                after_from=day(21),
                after_to=day(39),
                why="x",
            )
        Inspection.objects.create(
            programme=dated.programme,
            area=area(dated, "A02"),
            edition=dated.edition,
            reference="no dates",
        )
    shown = as_("administrator").get(page(dated, "timeline")).content.decode()
    assert shown.count('class="ins_time__before" x="') == 1 + 1  # the legend and one bar
    assert "no dates yet" in shown
    assert "Preparing" in shown
    assert 'class="ins_time__today" x1="' in shown


def test_the_timeline_shows_what_one_may_see(as_: As, dated: World) -> None:
    assert "Torrance Vale" in as_("inspector").get(page(dated, "timeline")).content.decode()
    elsewhere = as_("inspector_elsewhere").get(page(dated, "timeline"))
    assert "Torrance Vale" not in elsewhere.content.decode()
    empty = as_("inspector_elsewhere").get(page(dated)).content.decode()
    assert "No inspection of this programme" in empty


def test_capacity(as_: As, dated: World) -> None:
    planner = as_("administrator")
    with scope(dated.here.pk):
        Absence.objects.create(
            membership=dated.people.inspector.membership, from_on=day(30), to_on=day(31)
        )
        Absence.objects.create(
            membership=dated.people.medical.membership, from_on=day(2), to_on=day(3)
        )
    profile(dated, dated.people.inspector, discipline="education")
    shown = planner.get("/hmie/capacity").content.decode()
    assert "Isla Baird" in shown
    assert "Murdo Laing" not in shown  # a moderator is on no team
    assert "ins_cap__twice" in shown
    assert "ins_cap__away" in shown
    assert "fieldwork in Torrance Vale" in shown
    narrowed = planner.get("/hmie/capacity?discipline=education").content.decode()
    assert "Dr Morven Tait" not in narrowed
    later = planner.get(f"/hmie/capacity?from={day(400)}").content.decode()
    assert "fieldwork in Torrance Vale" not in later
    for odd in ("from=0001-01-01", "from=9999-12-31", "from=x", "discipline=x", "from=%00"):
        assert planner.get(f"/hmie/capacity?{odd}").status_code == 200


@pytest.mark.parametrize("name", ["lead", "inspector", "auditor", "analyst"])
def test_capacity_is_for_who_plans(as_: As, dated: World, name: str) -> None:
    assert as_(name).get("/hmie/capacity").status_code == 403


def test_statements(as_: As, dated: World) -> None:
    planner = as_("administrator")
    with scope(dated.here.pk):
        programme = Programme.objects.get()
        for at in range(4):
            made = Inspection.objects.create(
                programme=programme,
                area=area(dated, "A02"),
                edition=dated.edition,
                reference=str(at),
                fieldwork_from=day(10 * at),
                fieldwork_to=day(10 * at + 5),
            )
            for person in (dated.people.inspector, dated.people.medical):
                TeamMember.objects.create(inspection=made, membership=person.membership)
            ProgrammeArea.objects.get_or_create(programme=programme, area=made.area)
    for where, most in ((page(dated), 18), (page(dated, "timeline"), 14), ("/hmie/capacity", 24)):
        with CaptureQueriesContext(connection) as captured:
            assert planner.get(where).status_code == 200
        assert len(captured) <= most, (where, len(captured))


def test_the_timeline_as_a_table_for_a_spreadsheet(as_: As, dated: World) -> None:
    with scope(dated.here.pk):
        Inspection.objects.update(reference="=1+1")
        Postponement.objects.create(
            inspection=dated.inspection,
            before_from=day(5),
            before_to=day(6),
            after_from=day(21),
            after_to=day(39),
            why="x",
        )
    answer = as_("inspector").get(page(dated, "timeline.csv"))
    assert "attachment" in answer.headers["Content-Disposition"]
    header, row = answer.content.decode().splitlines()
    assert header.startswith("area_code,area,reference,status,fieldwork_from")
    assert row == (f"A01,Torrance Vale,'=1+1,preparing,{day(21)},{day(39)},{day(5)},{day(6)},")
    assert as_("stranger").get(page(dated, "timeline.csv")).status_code == 404
