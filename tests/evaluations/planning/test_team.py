"""Forming a team: conflicts are refused with rule and fact, later ones are warned of."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import AreaSuccession, LocalAuthorityArea
from evaluations.models import Absence, IndicatorAllocation, Inspection, TeamMember
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import area, day, interest, number, path, profile

As = Callable[[str], Client]
MOST_STATEMENTS = 32


def join(client: Client, world: World, name: str, role: str, **more: str) -> tuple[int, str]:
    sent = {"person": number(getattr(world.people, name)), "role": role, **more}
    answer = client.post(path(world, "team"), sent)
    return answer.status_code, answer.content.decode()


def on_it(world: World, name: str) -> bool:
    with scope(world.here.pk):
        rows = TeamMember.objects.filter(membership=getattr(world.people, name).membership)
        return bool(rows.exists())


@pytest.mark.parametrize(
    ("code", "refused"), [("A01", "the area of this inspection"), ("A02", "the same committee")]
)
def test_home_area(as_: As, dated: World, code: str, refused: str) -> None:
    profile(dated, dated.people.associate, home_area=area(dated, code))
    status, page = join(as_("administrator"), dated, "associate", "associate-assessor")
    assert status == 422
    assert refused in page
    assert not on_it(dated, "associate")
    profile(dated, dated.people.associate, home_area=None)
    status, _page = join(as_("administrator"), dated, "associate", "associate-assessor")
    assert status == 302
    assert on_it(dated, "associate")


def test_the_same_committee_is_no_conflict_for_a_permanent_inspector(as_: As, dated: World) -> None:
    profile(dated, dated.people.inspector_elsewhere, home_area=area(dated, "A02"))
    status, _page = join(as_("lead"), dated, "inspector_elsewhere", "inspector")
    assert status == 302


def test_an_area_that_this_one_succeeded(as_: As, dated: World) -> None:
    with scope(dated.here.pk):
        old = LocalAuthorityArea.objects.create(code="A90", name="Old Torrance")
        older = LocalAuthorityArea.objects.create(code="A91", name="Oldest Torrance")
        AreaSuccession.objects.create(
            predecessor=old, successor=dated.area, kind="merged", on=day(-900)
        )
        AreaSuccession.objects.create(
            predecessor=older, successor=old, kind="renamed", on=day(-1900)
        )
    profile(dated, dated.people.associate, home_area=older)
    status, page = join(as_("administrator"), dated, "associate", "associate-assessor")
    assert status == 422
    assert "comes from Oldest Torrance, which Torrance Vale succeeded" in page


def test_employer_and_interests(as_: As, dated: World) -> None:
    planner = as_("administrator")
    medical = dated.people.medical
    profile(dated, medical, employer="NHS Three Rivers")
    status, page = join(planner, dated, "medical", "medical")
    assert status == 422
    assert "employed by NHS Three Rivers: a health board of the area" in page
    profile(dated, medical, employer="NHS Elsewhere")
    interest(dated, medical, area=dated.area, to_on=day(20))
    assert join(planner, dated, "medical", "medical")[0] == 302
    interest(dated, medical, area=dated.area, from_on=day(30), nature="A house there.")
    status, page = join(planner, dated, "medical", "medical", to_on=str(day(40)))
    assert status == 422
    assert "A house there." in page


def test_a_conflict_that_comes_up_later_is_warned_of(as_: As, dated: World) -> None:
    interest(dated, dated.people.inspector, area=dated.area, nature="A sister took a post there.")
    page = as_("lead").get(path(dated, "team")).content.decode()
    assert "A sister took a post there." in page
    assert "Recuse Isla Baird" in page
    assert (
        "A sister took a post there." in as_("administrator").get("/hmie/capacity").content.decode()
    )
    with scope(dated.here.pk):
        Inspection.objects.update(status="abandoned")
    shown = as_("administrator").get("/hmie/capacity").content.decode()
    assert "A sister took a post there." not in shown


def test_overlaps_and_what_is_lacking_are_said(as_: As, dated: World) -> None:
    with scope(dated.here.pk):
        second = Inspection.objects.create(
            programme=dated.programme,
            area=LocalAuthorityArea.objects.get(code="A02"),
            edition=dated.edition,
            reference="2009",
            fieldwork_from=day(30),
            fieldwork_to=day(40),
        )
        TeamMember.objects.create(
            inspection=second, membership=dated.people.inspector.membership, role="inspector"
        )
        Absence.objects.create(
            membership=dated.people.lead.membership, from_on=day(22), to_on=day(23)
        )
    profile(dated, dated.people.lead, discipline="education")
    page = as_("lead").get(path(dated, "team")).content.decode()
    assert "fieldwork in Muirhaven" in page
    assert "Lorna Sim is also taken up" in page
    assert "Nobody on the team is from: Health, Police, Social work" in page
    assert "Nobody on the team is medically qualified" in page


def test_an_associate_of_whom_nothing_is_known_is_warned_of(as_: As, dated: World) -> None:
    join(as_("administrator"), dated, "associate", "associate-assessor")
    page = as_("lead").get(path(dated, "team")).content.decode()
    assert "Where Ailsa Gow comes from is not on record" in page


def test_the_page_costs_the_same_for_a_large_team(as_: As, dated: World) -> None:
    signed_in = as_("lead")

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(path(dated, "team")).status_code == 200
        return len(captured)

    few = statements()
    for name, role in (("medical", "medical"), ("associate", "associate-assessor")):
        assert join(signed_in, dated, name, role)[0] == 302
    assert statements() <= few + 1  # the message of the last save
    assert few <= MOST_STATEMENTS


def test_who_is_taken_off_leaves_their_work_to_somebody_else(as_: As, dated: World) -> None:
    lead = as_("lead")
    share = f"1.1 {number(dated.people.inspector)}"
    assert lead.post(path(dated, "allocation"), {"give": share}).status_code == 302
    with scope(dated.here.pk):
        assert IndicatorAllocation.objects.count() == 1
    off = path(dated, "team", number(dated.people.inspector), "off")
    assert lead.post(off).status_code == 302
    with scope(dated.here.pk):
        assert not IndicatorAllocation.objects.exists()
