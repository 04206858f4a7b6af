"""Whoever judges blind meets nothing of the team's judgement, by whichever way they come; and the team
nothing of the moderator's before it is given."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from evaluations.models import Evaluation, Report, ReportChapter
from evaluations.operations.archives import take_out
from evaluations.operations.judgements import save_judgement
from evaluations.operations.moderation import choose_indicators, take_moderation
from evaluations.operations.purposes import state_purpose
from evaluations.rules.values import Chosen
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.moderation.conftest import RATIONALE, OwnTool
from tests.people import Person, sign_in

SECRET = "Quiet words of the moderator."
PAGES = (
    "",
    "/moderation",
    "/moderation/choose",
    "/moderation/1.1",
    "/moderation/3.3",
    "/moderation/1.1/both",
    "/moderation/1.1/panel",
    "/evaluations/1.1",
    "/recording",
    "/recording/1.1",
    "/recording/1.1/history",
    "/matrix",
    "/matrix.csv",
    "/allocation",
    "/report",
    "/threads/new?indicator=1.1",
    "/moves/sign-off",
)
API = (
    "evaluations",
    "evaluations?inspection={id}",
    "evaluations/{evaluation}",
    "inspections/{id}",
    "inspections/{id}/views",
    "inspections/{id}/views/1.1",
    "inspections/{id}/matrix",
    "inspections/{id}/completeness",
    "inspections/{id}/evaluations/1.1/explained",
    "inspections/{id}/workspace",
)


def reference(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


@pytest.fixture
def blind(in_moderation: World, act: Any) -> World:
    """Two indicators chosen, none judged; the team's levels are ones that nothing else names."""
    people = in_moderation.people
    act(take_moderation, people.moderator)
    act(choose_indicators, people.moderator, codes=["1.1", "3.3"])
    with scope(in_moderation.here.pk):
        report = Report.objects.create(inspection=in_moderation.inspection, title="Report")
        ReportChapter.objects.create(report=report, position=1, title="Summary", text=RATIONALE)
    return in_moderation


def give(act: Any, world: World, code: str, **values: Any) -> None:
    values = {
        "based_on": 1,
        "value": Chosen(level="weak"),
        "reason": SECRET,
        "give": True,
        **values,
    }
    act(save_judgement, world.people.moderator, indicator=code, **values)


def met(client: Client, world: World, person: Person) -> dict[str, str]:
    """Every page and endpoint that answers this person, by its address."""
    sign_in(client, person)
    token = f"Bearer {OwnTool(person).secret}"
    with scope(world.here.pk):
        evaluation = Evaluation.objects.get(indicator__code="1.1").pk
    named = {"id": reference(world), "evaluation": ids.encode("evaluation", evaluation)}
    slug = world.here.slug
    wanted = [f"/{slug}/inspections/{reference(world)}{page}" for page in PAGES]
    wanted += [f"/api/v1/{slug}/{address.format(**named)}" for address in API]
    wanted += [f"/{slug}/", f"/{slug}/inspections"]
    found = {}
    for address in wanted:
        own = {"Authorization": token} if address.startswith("/api/") else {}
        answered = client.get(address, headers=own)
        assert answered.status_code < 500, address
        found[address] = answered.content.decode() if answered.status_code == 200 else ""
    return found


def test_before_it_is_given_nothing_of_the_teams_reaches_the_moderator(
    client: Client, blind: World
) -> None:
    with scope(blind.here.pk):
        before = Evaluation.objects.filter(inspection=blind.inspection)
        assert set(before.values_list("rationale", flat=True)) == {RATIONALE}
    pages = met(client, blind, blind.people.moderator)
    assert [address for address, text in pages.items() if RATIONALE in text] == []
    drawn = [address for address, text in pages.items() if '<span class="">good</span>' in text]
    assert drawn == []
    listed = pages[f"/api/v1/{blind.here.slug}/evaluations"]
    assert '"results":[]' in listed.replace(" ", "")
    for address in ("/recording/1.1", "/matrix", "/moderation/1.1/both", "/evaluations/1.1"):
        assert not pages[f"/{blind.here.slug}/inspections/{reference(blind)}{address}"], address
    assert (
        "Nothing of the team"
        in pages[f"/{blind.here.slug}/inspections/{reference(blind)}/moderation/1.1"]
    )


def test_what_is_given_shows_its_own_indicator_and_no_other(
    client: Client, blind: World, act: Any
) -> None:
    give(act, blind, "1.1")
    pages = met(client, blind, blind.people.moderator)
    root = f"/{blind.here.slug}/inspections/{reference(blind)}"
    assert [address for address, text in pages.items() if RATIONALE in text] == [
        f"{root}/moderation/1.1/both"
    ]
    assert "2 levels lower" in pages[f"{root}/moderation"]
    assert not pages[f"{root}/matrix"]


def test_when_all_are_given_everything_opens(client: Client, blind: World, act: Any) -> None:
    give(act, blind, "1.1")
    give(act, blind, "3.3")
    pages = met(client, blind, blind.people.moderator)
    root = f"/{blind.here.slug}/inspections/{reference(blind)}"
    for address in ("/recording/1.1", "/matrix", "/evaluations/1.1", "/moderation/1.1/panel"):
        assert pages[f"{root}{address}"], address
    assert RATIONALE in pages[f"/api/v1/{blind.here.slug}/evaluations"]
    assert SECRET in pages[f"{root}/evaluations/1.1"]


def test_no_archive_is_taken_out_around_it(blind: World, act: Any) -> None:
    moderator = blind.people.moderator
    give(act, blind, "1.1", give=False)
    act(state_purpose, moderator, why="To judge some indicators a second time.")
    with pytest.raises(NotPermitted, match="judgements first"):
        act(take_out, moderator)
    with scope(blind.here.pk, person_id=blind.people.lead.user.pk):
        found = take_out(actor=blind.people.lead.actor, inspection=reference(blind))
        data = ZipFile(BytesIO(b"".join(found.chunks)))
    assert all(SECRET.encode() not in data.read(name) for name in data.namelist())


def test_another_moderator_is_as_blind(
    client: Client, blind: World, act: Any, second_moderator: Person
) -> None:
    give(act, blind, "3.3", give=False)
    pages = met(client, blind, second_moderator)
    assert [one for one, text in pages.items() if RATIONALE in text or SECRET in text] == []


@pytest.mark.parametrize("name", ["lead", "inspector", "administrator", "auditor", "analyst"])
def test_what_is_not_given_reaches_nobody_else(
    client: Client, blind: World, act: Any, name: str
) -> None:
    give(act, blind, "1.1", give=False)
    pages = met(client, blind, getattr(blind.people, name))
    assert [one for one, text in pages.items() if SECRET in text] == []


def test_the_team_sees_it_when_it_is_given(client: Client, blind: World, act: Any) -> None:
    give(act, blind, "1.1")
    pages = met(client, blind, blind.people.lead)
    root = f"/{blind.here.slug}/inspections/{reference(blind)}"
    assert SECRET in pages[f"{root}/moderation/1.1/both"]
    assert SECRET in pages[f"{root}/evaluations/1.1"]
    assert "Hidden" in pages[f"{root}/moderation"]
