"""What is known of people: kept by whoever plans, seen by the person, changed by who may."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import ScrutinyBody
from evaluations.models import Absence, DeclaredInterest, InspectorProfile
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import area, day, member

As = Callable[[str], Client]


def page_of(world: World, name: str, *parts: str) -> str:
    return "/".join(["/hmie/people", member(getattr(world.people, name)), *parts])


def facts(world: World) -> dict[str, str]:
    with scope(world.here.pk):
        body = ScrutinyBody.objects.get()
    return {
        "version": "0",
        "discipline": "health",
        "home_body": ids.encode("body", body.pk),
        "home_area": ids.encode("area", area(world, "A02").pk),
        "employer": "NHS Three Rivers",
    }


def test_a_planner_says_where_somebody_comes_from(as_: As, dated: World) -> None:
    signed_in = as_("administrator")
    page = page_of(dated, "inspector", "profile")
    assert "not said" in signed_in.get(page).content.decode()
    assert signed_in.get(f"{page}/edit").status_code == 200
    assert signed_in.post(f"{page}/edit", facts(dated)).status_code == 302
    shown = signed_in.get(page).content.decode()
    for said in ("Health", "Care Commission", "Muirhaven", "NHS Three Rivers"):
        assert said in shown
    with scope(dated.here.pk):
        assert InspectorProfile.objects.get().version == 1
        assert HistoryEntry.objects.filter(table_name="evaluations_inspectorprofile").count() == 1
    stale = signed_in.post(f"{page}/edit", facts(dated) | {"employer": "Somewhere else"})
    assert stale.status_code == 409
    assert "Somewhere else" in stale.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"discipline": "magic"}, "Select a valid choice"),
        ({"home_area": "0" * 16}, "Select a valid choice"),
        ({"employer": "x" * 201}, "at most 200 characters"),
    ],
)
def test_what_cannot_be_said(as_: As, dated: World, change: dict[str, str], said: str) -> None:
    page = page_of(dated, "inspector", "profile", "edit")
    refused = as_("administrator").post(page, facts(dated) | change)
    assert refused.status_code == 422
    assert said in refused.content.decode()


def test_ones_own_page(as_: As, dated: World) -> None:
    signed_in = as_("inspector")
    shown = signed_in.get("/hmie/profile").content.decode()
    assert "What we know of you" in shown
    assert "Torrance Vale" in shown
    own = page_of(dated, "inspector", "profile")
    assert signed_in.get(own).status_code == 200
    assert signed_in.get(f"{own}/edit").status_code == 403
    assert signed_in.post(f"{own}/edit", facts(dated)).status_code == 403


def test_interests_are_declared_changed_ended_and_taken_back(as_: As, dated: World) -> None:
    signed_in = as_("inspector")
    new = page_of(dated, "inspector", "interests", "new")
    nothing = signed_in.post(new, {"nature": "A business."})
    assert nothing.status_code == 422
    assert "Choose an area or name an organisation" in nothing.content.decode()
    back = {"from_on": str(day(3)), "to_on": str(day(2))}
    sent = {"nature": "A business.", "area": ids.encode("area", area(dated, "A02").pk)}
    assert signed_in.post(new, sent | back).status_code == 422
    assert signed_in.post(new, sent).status_code == 302
    with scope(dated.here.pk):
        kept = DeclaredInterest.objects.get()
    one = page_of(dated, "inspector", "interests", ids.encode("interest", kept.pk))
    assert "A business." in signed_in.get(one).content.decode()
    ended = sent | {"version": "1", "to_on": str(day(2))}
    assert signed_in.post(one, ended).status_code == 302
    assert signed_in.post(one, ended).status_code == 409
    assert signed_in.post(f"{one}/remove").status_code == 403
    assert as_("administrator").post(f"{one}/remove").status_code == 302
    with scope(dated.here.pk):
        assert not DeclaredInterest.objects.exists()
        gone = HistoryEntry.objects.filter(table_name="evaluations_declaredinterest").latest("id")
        assert (gone.operation, gone.why) == ("D", "Recorded by mistake")


def test_absences(as_: As, dated: World) -> None:
    signed_in = as_("inspector")
    new = page_of(dated, "inspector", "absences", "new")
    assert signed_in.get(new).status_code == 200
    long = {"from_on": str(day(0)), "to_on": str(day(800))}
    assert signed_in.post(new, long).status_code == 422
    assert signed_in.post(new, {"from_on": str(day(5)), "to_on": str(day(9))}).status_code == 302
    with scope(dated.here.pk):
        kept = Absence.objects.get()
    remove = page_of(dated, "inspector", "absences", ids.encode("absence", kept.pk), "remove")
    assert as_("lead").post(remove).status_code == 404
    assert signed_in.post(remove).status_code == 302
    with scope(dated.here.pk):
        assert not Absence.objects.exists()


@pytest.mark.parametrize("name", ["lead", "inspector_elsewhere", "partner", "auditor"])
@pytest.mark.parametrize(
    "parts", [("profile",), ("profile", "edit"), ("interests", "new"), ("absences", "new")]
)
def test_somebody_elses_is_not_there(
    as_: As, dated: World, name: str, parts: tuple[str, ...]
) -> None:
    assert as_(name).get(page_of(dated, "inspector", *parts)).status_code == 404


def test_another_persons_interest_under_ones_own_address(as_: As, dated: World) -> None:
    with scope(dated.here.pk):
        kept = DeclaredInterest.objects.create(
            membership=dated.people.lead.membership, organisation="x", nature="y"
        )
    stolen = page_of(dated, "inspector", "interests", ids.encode("interest", kept.pk))
    assert as_("inspector").get(stolen).status_code == 404


def test_statements(as_: As, dated: World) -> None:
    signed_in = as_("administrator")
    with CaptureQueriesContext(connection) as captured:
        assert signed_in.get(page_of(dated, "inspector", "profile")).status_code == 200
    assert len(captured) <= 26
