"""A programme's words of quantity: chosen on a page, tried first, used in first texts and summaries."""

import pytest
from django.test import Client

from evaluations.models import Programme
from inspectorate.kernel import ids
from inspectorate.national.models import NationalSummary
from inspectorate.national.operations import compile_now
from inspectorate.national.queries import document_of
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import sign_in

pytestmark = pytest.mark.django_db
OWN = "nearly all, over 90\nmany, 60\nfew, 0"


def where(world: World) -> str:
    return f"/hmie/programmes/{ids.encode('programme', world.inspection.programme_id)}/words"


def kept(world: World) -> Programme:
    with scope(world.here.pk):
        found: Programme = Programme.objects.get(pk=world.inspection.programme_id)
    return found


def sent(world: World, **more: str) -> dict[str, str]:
    return {"version": str(kept(world).version), "quantity_words": OWN, "total": "30", **more}


def test_they_are_tried_then_saved_and_used(world: World) -> None:
    client = sign_in(Client(), world.people.administrator)
    assert "27 of 30 areas (90%: most)" not in client.get(where(world)).content.decode()
    assert "28 of 30 areas (93%: almost all)" in client.get(where(world)).content.decode()
    tried = client.post(where(world), sent(world, do="preview", total="10"))
    assert tried.status_code == 200
    assert "6 of 10 areas (60%: many)" in tried.content.decode()
    assert kept(world).quantity_words == ""
    assert client.post(where(world), sent(world)).status_code == 302
    assert kept(world).quantity_words.splitlines() == OWN.splitlines()
    assert "18 of 30 areas (60%: many)" in client.get(where(world)).content.decode()
    with scope(world.here.pk):
        actor = world.people.analyst.actor
        made = compile_now(actor=actor, programme=kept(world).code)
        words = document_of(NationalSummary.objects.get(pk=made.id))["quantity_words"]
    assert [one["word"] for one in words["terms"]] == ["nearly all", "many", "few"]


def test_what_cannot_be_is_said_and_stays_typed(world: World) -> None:
    client = sign_in(Client(), world.people.administrator)
    for wrong in ({"quantity_words": "most, 75\nfew, 5"}, {"total": "0"}, {"total": "99999999"}):
        page = client.post(where(world), sent(world, **wrong))
        assert page.status_code == 422
        assert next(iter(wrong.values())).splitlines()[-1] in page.content.decode()
    assert kept(world).quantity_words == ""


def test_somebody_else_was_quicker(world: World) -> None:
    client = sign_in(Client(), world.people.administrator)
    mine = sent(world)
    assert (
        client.post(where(world), sent(world, quantity_words="lots, 50\nfew, 0")).status_code == 302
    )
    page = client.post(where(world), mine)
    assert page.status_code == 409
    assert "lots, 50" in page.content.decode()


def test_others_read_them_and_do_not_choose(world: World) -> None:
    inspector = sign_in(Client(), world.people.inspector)
    page = inspector.get(where(world))
    assert "almost all" in page.content.decode()
    assert "<textarea" not in page.content.decode()
    assert inspector.post(where(world), sent(world)).status_code == 403
    stranger = sign_in(Client(), world.people.stranger)
    assert stranger.get(where(world)).status_code in {403, 404}
