"""The recording page beside the scale: evidence added, one's own view given, the team's hidden."""

import gzip
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    EvidenceIndicator,
    Inspection,
    MemberView,
    RecordReading,
    SampledCase,
)
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.views.conftest import GiveView
from tests.people import sign_in

PIECE = {
    "bearing": "improvement",
    "source_kind": "interviews",
    "level_of_service": "outcomes",
    "happened_on": "2009-03-31",
    "text": "Parents say nobody came back to them.",
}


def address(world: World, code: str = "1.1", more: str = "") -> str:
    inspection = ids.encode("inspection", world.inspection.pk)
    return f"/hmie/inspections/{inspection}/recording/{code}{more}"


@pytest.fixture
def isla(client: Client, world: World) -> Client:
    return sign_in(client, world.people.inspector)


# ---------- evidence ----------


def test_evidence_is_added_and_the_form_waits_for_the_next(isla: Client, world: World) -> None:
    answer = isla.post(address(world, more="/evidence"), {**PIECE, "key": str(uuid4())})
    assert answer.status_code == 302
    assert answer["Location"].endswith("#new-evidence")
    page = isla.get(answer["Location"].partition("#")[0]).content.decode()
    assert "E1 added." in page
    assert PIECE["text"] in page
    assert re.search(r'value="interviews" selected', page), "the next is of the same source"
    assert re.search(r'id="ev-text"[^>]* autofocus', page)
    assert "1 piece: 0 strengths, 1 area for improvement, 0 contrary" in page
    assert "Only interviews" in page
    with scope(world.here.pk):
        read = CaseMaterialRead.objects.get()
        assert (read.records, read.membership) == (
            [Evidence.objects.get().pk],
            world.people.inspector.membership,
        )


def test_pressing_twice_adds_one_piece(isla: Client, world: World) -> None:
    sent = {**PIECE, "key": str(uuid4())}
    for _ in range(2):
        isla.post(address(world, more="/evidence"), sent)
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": " "}, "Write what you read, heard or saw"),
        ({"happened_on": "yesterday"}, "Give "),
        ({"source_kind": "gossip"}, "Choose one of"),
        ({"text": "Ask ann@example.org."}, "Why does “ann@example.org” stay?"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_typed(
    isla: Client, world: World, change: dict[str, str], words: str
) -> None:
    answer = isla.post(address(world, more="/evidence"), {**PIECE, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert change.get("text", PIECE["text"]).strip() in page
    with scope(world.here.pk):
        assert not Evidence.objects.exists()


def test_who_is_not_on_the_team_adds_nothing(client: Client, world: World) -> None:
    moderator = sign_in(client, world.people.moderator)
    assert moderator.post(address(world, more="/evidence"), PIECE).status_code == 404
    signed_off(world)
    assert "What did you read" not in moderator.get(address(world)).content.decode()
    assert moderator.post(address(world, more="/evidence"), PIECE).status_code == 403


def test_the_newest_twenty_and_then_the_older(isla: Client, world: World) -> None:
    many(world, 45)
    page = isla.get(address(world)).content.decode()
    assert re.findall(r'id="E(\d+)"', page) == [str(one) for one in range(45, 25, -1)]
    older = re.search(r'href="(\?before=\w+)#evidence"', page)
    assert older is not None
    page = isla.get(address(world, more=older[1])).content.decode()
    assert re.findall(r'id="E(\d+)"', page) == [str(one) for one in range(25, 5, -1)]
    assert isla.get(address(world, more="?before=nonsense")).status_code == 200


def test_a_medical_note_is_there_and_not_its_text(client: Client, world: World) -> None:
    many(world, 1, medical=True, text="Weight below the second centile.")
    page = sign_in(client, world.people.inspector).get(address(world)).content.decode()
    assert "for medically qualified inspectors" in page
    assert "centile" not in page
    with scope(world.here.pk):
        assert not CaseMaterialRead.objects.exists(), "nothing was shown"


def test_a_moderator_says_first_why_they_read_evidence(client: Client, world: World) -> None:
    many(world, 1)
    signed_off(world)
    page = sign_in(client, world.people.moderator).get(address(world)).content.decode()
    assert "says first why" in page
    assert "Piece 1" not in page


def signed_off(world: World) -> None:
    """Until then the team's evaluations are hidden from a moderator."""
    with scope(world.here.pk):
        Inspection.objects.update(status="findings-discussed")


def many(world: World, count: int, **values: object) -> None:
    with scope(world.here.pk):
        indicator = world.edition.indicators.get(code="1.1")
        made = Evidence.objects.bulk_create(
            Evidence(
                inspection=world.inspection,
                number=number,
                **{
                    "bearing": "strength",
                    "source_kind": "data",
                    "level_of_service": "delivery",
                    "happened_on": "2009-03-01",
                    "text": f"Piece {number}. " + "What was read, heard or seen. " * 10,
                    **values,
                },
            )
            for number in range(1, count + 1)
        )
        EvidenceIndicator.objects.bulk_create(
            EvidenceIndicator(evidence=one, inspection=world.inspection, indicator=indicator)
            for one in made
        )


def test_two_thousand_pieces_cost_what_one_costs(isla: Client, world: World) -> None:
    many(world, 1)
    with CaptureQueriesContext(connection) as few:
        isla.get(address(world))
    with scope(world.here.pk):
        EvidenceIndicator.objects.all().delete()
        Evidence.objects.all().delete()
    many(world, 2_000)
    with CaptureQueriesContext(connection) as much:
        page = isla.get(address(world))
    assert len(few) == len(much) <= 20, [one["sql"][:90] for one in much]
    assert len(gzip.compress(page.content)) <= 25_000


# ---------- one's own view ----------


def test_a_view_is_saved_then_given(isla: Client, world: World) -> None:
    sent = {"mine": "level:good", "reason": "Seen twice.", "view_version": 0}
    assert isla.post(address(world), {**sent, "do": "save"}).status_code == 302
    page = isla.get(address(world)).content.decode()
    assert re.search(r"Give my level: good", page)
    isla.post(address(world), {**sent, "view_version": 1, "do": "give"})
    page = isla.get(address(world)).content.decode()
    assert "Your level for 1.1 is given: good." in page
    assert "Change my level: good" in page
    with scope(world.here.pk):
        view = MemberView.objects.get()
        assert (view.level, view.reason, view.given_at is not None) == (4, "Seen twice.", True)


def test_giving_without_a_level_is_refused_with_everything_still_there(
    isla: Client, world: World
) -> None:
    sent = {"mine": "", "reason": "My thoughts.", "view_version": 0, "do": "give"}
    answer = isla.post(address(world), sent)
    assert answer.status_code == 422
    assert "Choose a level, or why there is none." in answer.content.decode()
    assert "My thoughts." in answer.content.decode()


def test_two_windows_are_told_of_each_other(isla: Client, world: World) -> None:
    isla.post(address(world), {"mine": "level:good", "reason": "", "view_version": 0})
    sent = {"mine": "level:weak", "reason": "Otherwise.", "view_version": 0}
    answer = isla.post(address(world), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "in another window" in page
    assert "Otherwise." in page
    assert 'name="view_version" value="1"' in page
    assert isla.post(address(world), {**sent, "view_version": 1}).status_code == 302


def test_the_teams_levels_are_hidden_until_ones_own_is_given(
    isla: Client, team_of_four: World, give_view: GiveView
) -> None:
    world = team_of_four
    give_view(world.people.lead, level="weak", reason="A secret thought.")
    page = isla.get(address(world)).content.decode()
    assert "1 of 4 given" in page
    assert "Shown when you have given yours." in page
    history = isla.get(address(world, more="/history")).content.decode()
    for secret in ("A secret thought", "Lorna Sim: A"):
        assert secret not in page
        assert secret not in history
    isla.post(address(world), {"mine": "level:good", "view_version": 0, "do": "give"})
    assert "A secret thought." in isla.get(address(world)).content.decode()


def test_a_member_who_sets_the_teams_level_is_told_whose_that_is(
    isla: Client, world: World
) -> None:
    answer = isla.post(
        address(world), {"version": 1, "value": "level:good", "rationale": "Kept text"}
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "The lead inspector agrees the team&#x27;s evaluation. Give your own view." in page
    assert "Kept text" in page


def test_the_lead_agrees_beside_the_teams_levels(
    client: Client, world: World, give_view: GiveView
) -> None:
    give_view(world.people.inspector, level="good")
    give_view(world.people.lead, level="weak")
    lead = sign_in(client, world.people.lead)
    page = lead.get(address(world)).content.decode()
    assert "Isla Baird" in page
    sent = {
        "version": 1,
        "view_version": 1,
        "mine": "level:weak",
        "reason": "",
        "value": "level:good",
        "rationale": "Seen in records.",
        "do": "agree",
    }
    assert lead.post(address(world), sent).status_code == 302
    page = lead.get(address(world)).content.decode()
    assert "1.1 saved: good." in page
    assert "your view stays as you gave it" in page


def test_every_state_of_the_list_is_said(isla: Client, world: World, give_view: GiveView) -> None:
    many(world, 2)
    give_view(world.people.inspector, "1.2", level="good")
    with scope(world.here.pk):
        world.inspection.evaluations.filter(indicator__code="1.3").update(level=3)
    page = isla.get(address(world)).content.decode()
    for words in ("needs another look", "you have given your level", "agreed by the team"):
        assert f", {words}, pieces of evidence:" in page
    assert "1 of 18 agreed, 15 not started" in page


# ---------- the matrix ----------


def matrix(world: World, more: str = "") -> str:
    return f"/hmie/inspections/{ids.encode('inspection', world.inspection.pk)}/matrix{more}"


def test_the_matrix_and_what_is_missing(isla: Client, world: World, give_view: GiveView) -> None:
    many(world, 3)
    give_view(world.people.inspector, "1.2", level="good")
    page = isla.get(matrix(world)).content.decode()
    assert "Only data" in page
    assert "1 of 6" in page
    assert re.search(
        r'<a href="[^"]*/recording/1.1#triangulation">1.1</a> rests on data only', page
    )
    assert "Lorna Sim has not given a view of" in page
    with CaptureQueriesContext(connection) as queries:
        isla.get(matrix(world))
    assert len(queries) <= 20, len(queries)


def test_the_matrix_counts_pieces_and_cases_read(isla: Client, world: World) -> None:
    with scope(world.here.pk):
        read, unread = (
            SampledCase.objects.create(
                inspection=world.inspection,
                number=number,
                pseudonym=f"C-{number}",
                category="early-intervention",
            )
            for number in (1, 2)
        )
        for service in ("health", "police"):
            RecordReading.objects.create(sampled_case=read, service=service, read_on="2009-03-31")
    many(world, 3, sampled_case=read)
    with scope(world.here.pk):
        Evidence.objects.filter(number=2).update(sampled_case=unread)
        Evidence.objects.filter(number=3).update(
            withdrawn_at=timezone.now(), withdrawn_why="Recorded twice."
        )
    page = isla.get(matrix(world)).content.decode()
    assert "2 pieces, 1 of 2 cases read" in page
    assert re.search(r"Pieces of evidence</dt><dd>2<", page)
    assert re.search(r"Sampled cases read</dt><dd>1 <small>of 2<", page)
    assert f"Lead inspector {world.people.lead.user.display_name}" in page
    row = isla.get(matrix(world, ".csv")).content.decode().splitlines()[1]
    assert row.endswith("2,2,1,1,delivery,0,Only data")


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner", "stranger", "link"])
def test_who_sees_no_matrix(client: Client, world: World, name: str) -> None:
    person = getattr(world.people, name)
    assert sign_in(client, person).get(matrix(world)).status_code in {403, 404}


def test_the_matrix_can_be_taken_along(isla: Client, world: World) -> None:
    many(world, 3)
    answer = isla.get(matrix(world, ".csv"))
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) == 19
    assert lines[1].startswith('1.1,"Children are listened to')
    assert lines[1].endswith("1,delivery,0,Only data")


def test_a_moderator_sees_the_matrix_and_no_names(client: Client, world: World) -> None:
    signed_off(world)
    page = sign_in(client, world.people.moderator).get(matrix(world)).content.decode()
    assert "18 indicators by kind of source" in page
    assert "has not given a view" not in page
