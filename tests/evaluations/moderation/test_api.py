"""Moderation and threads through the API, as a moderator's own token does it; who may not."""

from typing import Any

import pytest

from evaluations.models import Evaluation, Moderation, PanelDecision, SecondJudgement
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.evaluations.conftest import World
from tests.evaluations.moderation.conftest import OwnTool
from tests.people import Person

pytestmark = pytest.mark.django_db
REASON = "Records show delay in two of three cases."


def place(world: World) -> str:
    return f"inspections/{ids.encode('inspection', world.inspection.pk)}"


def test_a_round_from_taking_to_the_panels_decision(
    in_moderation: World, second_moderator: Person
) -> None:
    one, here = place(in_moderation), in_moderation.here
    moderator = OwnTool(in_moderation.people.moderator)
    taken = moderator.post(f"{one}/moderation/taking", {})
    assert (taken.status_code, taken.json()["round"]) == (201, 1)
    chosen = moderator.post(f"{one}/moderation/judgements", {"codes": ["1.1"]})
    assert chosen.status_code == 201
    assert [found["indicator_code"] for found in chosen.json()["judgements"]] == ["1.1"]
    assert chosen.json()["judgements"][0]["team_level"] is None, "blind until it is given"
    own = f"{one}/moderation/judgements/1.1"
    given = moderator.patch(own, {"level": "weak", "reason": REASON, "give": True}, 1)
    assert (given.status_code, given.json()["team_level"]) == (200, "good")
    assert given.json()["waits_for_panel"]
    assert second_moderator.membership is not None
    decided = moderator.post(
        f"{one}/moderation/decisions",
        {
            "indicator_code": "1.1",
            "level": "weak",
            "why": "The delay reached most children.",
            "panel": [ids.encode("person", second_moderator.membership.pk)],
        },
    )
    assert (decided.status_code, decided.json()["panel_level"]) == (201, "weak"), decided.content
    with scope(here.pk):
        assert Moderation.objects.get().moderator == in_moderation.people.moderator.membership
        assert SecondJudgement.objects.get().given_at is not None
        decision = PanelDecision.objects.get()
        assert decision.why == "The delay reached most children."
        assert HistoryEntry.objects.filter(
            table_name="evaluations_paneldecision", record_id=decision.pk
        ).exists()


def test_a_thread_from_its_beginning_to_its_end(in_moderation: World) -> None:
    one = place(in_moderation)
    lead = OwnTool(in_moderation.people.lead)
    begun = lead.post(f"{one}/threads", {"indicator_code": "1.1", "text": "Say which records."})
    assert begun.status_code == 201, begun.content
    thread = f"{one}/threads/{begun.json()['id']}"
    answered = lead.post(f"{thread}/comments", {"text": "Those of the second sample."})
    assert answered.status_code == 201
    assert [said["text"] for said in answered.json()["comments"]] == [
        "Say which records.",
        "Those of the second sample.",
    ]
    version = answered.json()["version"]
    settled = lead.patch(thread, {"state": "resolved", "text": "Named."}, version)
    assert settled.json()["state"] == "resolved"
    stale = lead.patch(thread, {"state": "open", "text": "Again."}, version)
    assert is_problem(stale, 412)


@pytest.mark.parametrize("name", ["lead", "inspector", "administrator"])
def test_who_may_not_take_it(in_moderation: World, name: str) -> None:
    tool = OwnTool(getattr(in_moderation.people, name))
    refused = tool.post(f"{place(in_moderation)}/moderation/taking", {})
    assert refused.status_code in {403, 404}
    with scope(in_moderation.here.pk):
        assert Moderation.objects.get().moderator is None


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("moderation/taking", {}),
        ("moderation/judgements", {"codes": ["1.1"]}),
        (
            "moderation/decisions",
            {"indicator_code": "1.1", "level": "weak", "why": "So.", "panel": []},
        ),
        ("threads", {"indicator_code": "1.1", "text": "Say which."}),
    ],
)
def test_another_inspectorate_finds_nothing(
    in_moderation: World, address: str, sent: dict[str, Any]
) -> None:
    tool = OwnTool(in_moderation.people.inspector_elsewhere)
    assert is_problem(tool.post(f"{place(in_moderation)}/{address}", sent), 404)


@pytest.mark.parametrize(
    "sent",
    [{}, {"codes": ["1.1"], "count": 2}, {"codes": ["9.9"]}, {"count": 0}],
    ids=["nothing", "both", "no such indicator", "none"],
)
def test_a_choice_that_cannot_be(in_moderation: World, sent: dict[str, Any]) -> None:
    moderator = OwnTool(in_moderation.people.moderator)
    moderator.post(f"{place(in_moderation)}/moderation/taking", {})
    answered = moderator.post(f"{place(in_moderation)}/moderation/judgements", sent)
    assert answered.status_code in {400, 422}
    with scope(in_moderation.here.pk):
        assert not SecondJudgement.objects.exists()
        assert Evaluation.objects.filter(inspection=in_moderation.inspection).exists()
