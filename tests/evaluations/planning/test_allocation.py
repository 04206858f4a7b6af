"""Who does what: shared out by the lead, seen by the team, counted for each person."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    IndicatorAllocation,
    Inspection,
    MemberView,
    RecordReading,
    SampledCase,
)
from evaluations.queries.allocation import allocation_page
from indicators.models import QualityIndicator
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import day, number, path, reference

As = Callable[[str], Client]


def share(world: World, code: str, name: str) -> str:
    return f"{code} {number(getattr(world.people, name))}"


def given(world: World) -> set[tuple[str, str]]:
    with scope(world.here.pk):
        rows = IndicatorAllocation.objects.filter(inspection=world.inspection)
        return set(rows.values_list("indicator__code", "membership__user__display_name"))


def drawn(world: World, how_many: int = 1) -> list[SampledCase]:
    with scope(world.here.pk):
        return [
            SampledCase.objects.create(
                inspection=world.inspection,
                number=at,
                pseudonym=f"TV-C{at:02}",
                category="current-protection",
            )
            for at in range(1, how_many + 1)
        ]


def test_indicators_are_given_and_taken_back(as_: As, world: World) -> None:
    lead = as_("lead")
    page = path(world, "allocation")
    assert "Nobody looks after: 1.1" in lead.get(page).content.decode()
    sent = {"give": [share(world, "1.1", "inspector"), share(world, "1.2", "lead")]}
    assert lead.post(page, sent).status_code == 302
    assert given(world) == {("1.1", "Isla Baird"), ("1.2", "Lorna Sim")}
    again = {"was": sent["give"], "give": [share(world, "1.2", "lead")]}
    assert lead.post(page, again).status_code == 302
    assert lead.post(page, again).status_code == 302
    assert given(world) == {("1.2", "Lorna Sim")}


def test_two_who_tick_at_once_both_succeed(as_: As, world: World) -> None:
    page = path(world, "allocation")
    as_("lead").post(page, {"give": [share(world, "1.1", "inspector")]})
    as_("administrator").post(page, {"give": [share(world, "1.2", "lead")]})
    assert given(world) == {("1.1", "Isla Baird"), ("1.2", "Lorna Sim")}


@pytest.mark.parametrize(
    "wrong", ["9.9 {inspector}", "1.1 {inspector_elsewhere}", "1.1", "", "1.1 \x00", "{inspector}"]
)
def test_all_or_nothing(as_: As, world: World, wrong: str) -> None:
    ticks = [share(world, "1.1", "inspector")]
    people = {
        name: number(getattr(world.people, name)) for name in ("inspector", "inspector_elsewhere")
    }
    sent = {"give": [*ticks, wrong.format(**people)]}
    answer = as_("lead").post(path(world, "allocation"), sent)
    assert answer.status_code == 422
    assert given(world) == set()


def test_cases_get_their_readers(as_: As, world: World) -> None:
    one, two = drawn(world, 2)
    lead = as_("lead")
    page = path(world, "allocation")
    shown = lead.get(page).content.decode()
    assert "TV-C02" in shown
    with scope(world.here.pk):
        noted = CaseMaterialRead.objects.get()
        assert (noted.what, sorted(noted.records)) == ("sampled-case", [one.pk, two.pk])
    key = f"reader-{ids.encode('sampled-case', one.pk)}"
    answer = lead.post(f"{page}/cases", {key: number(world.people.inspector)})
    assert answer.status_code == 302
    with scope(world.here.pk):
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.reader_id, one.version) == (world.people.inspector.membership.pk, 2)
        assert (two.reader_id, two.version) == (None, 1)
    assert lead.post(f"{page}/cases", {key: ""}).status_code == 302
    other = lead.post(f"{page}/cases", {key: number(world.people.inspector_elsewhere)}, follow=True)
    assert "Choose somebody of this inspection" in other.content.decode()
    with scope(world.here.pk):
        one.refresh_from_db()
        assert one.reader is None


def test_who_plans_shares_out_indicators_and_sees_no_case(as_: As, world: World) -> None:
    (one,) = drawn(world)
    planner = as_("administrator")
    shown = planner.get(path(world, "allocation")).content.decode()
    assert "TV-C01" not in shown
    assert "for those who may read case-level material" in shown
    key = f"reader-{ids.encode('sampled-case', one.pk)}"
    refused = planner.post(
        path(world, "allocation", "cases"), {key: number(world.people.inspector)}
    )
    assert refused.status_code in {302, 403}
    with scope(world.here.pk):
        one.refresh_from_db()
        assert one.reader is None
        assert not CaseMaterialRead.objects.exists()


def test_a_member_sees_and_does_not_share_out(as_: As, world: World) -> None:
    inspector = as_("inspector")
    page = path(world, "allocation")
    assert 'type="checkbox"' not in inspector.get(page).content.decode()
    sent = {"give": [share(world, "1.1", "inspector")]}
    assert inspector.post(page, sent).status_code == 403
    assert given(world) == set()


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner", "link", "auditor"])
def test_for_nobody_else(as_: As, world: World, name: str) -> None:
    assert as_(name).get(path(world, "allocation")).status_code == 404


def test_not_when_it_is_over(as_: As, world: World) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="published")
    answer = as_("lead").post(
        path(world, "allocation"), {"give": [share(world, "1.1", "inspector")]}
    )
    assert answer.status_code == 409
    assert given(world) == set()


def test_progress_counts_what_each_has_done(world: World) -> None:
    me = world.people.inspector.membership
    one, _two = drawn(world, 2)
    with scope(world.here.pk):
        indicator = QualityIndicator.objects.get(code="1.1", edition=world.edition)
        for at, withdrawn in ((1, None), (2, None), (3, timezone.now())):
            Evidence.objects.create(
                inspection=world.inspection,
                number=at,
                membership=me,
                bearing="strength",
                source_kind="data",
                level_of_service="delivery",
                happened_on=day(-1),
                text="x",
                withdrawn_at=withdrawn,
                withdrawn_why="x" if withdrawn else "",
            )
        MemberView.objects.create(
            inspection=world.inspection,
            indicator=indicator,
            membership=me,
            level=4,
            given_at=timezone.now(),
        )
        SampledCase.objects.update(reader=me)
        for service in ("health", "police"):
            RecordReading.objects.create(
                sampled_case=one, service=service, membership=me, read_on=day(0)
            )
        shares = allocation_page(world.people.lead.actor, reference(world)).shares
    found = {share.name: share for share in shares}["Isla Baird"]
    assert (found.indicators, found.evidence, found.views) == (0, 2, 1)
    assert (found.cases, found.read) == (2, 1)


def test_statements(as_: As, world: World) -> None:
    actor = world.people.lead.actor
    drawn(world, 3)
    with scope(world.here.pk, person_id=actor.person_id), CaptureQueriesContext(connection) as few:
        allocation_page(actor, reference(world))
    assert len(few) <= 12
