"""Reading case-level material of an inspection that one is not on: for a reason, and for hours."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.access import PurposeNeeded, case_material_for
from evaluations.models import StatedPurpose
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.protection.conftest import inspection_id, recuse
from tests.people import Person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
WHY = "A complaint names this inspection."


def where(world: World) -> str:
    return f"/hmie/inspections/{inspection_id(world)}/purpose"


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_a_reason_opens_it_for_some_hours(world: World, signed_in: SignedIn, who: str) -> None:
    person = getattr(world.people, who)
    with scope(world.here.pk), pytest.raises(PurposeNeeded):
        case_material_for(person.actor, inspection_id(world))
    client = signed_in(person)
    assert client.get(where(world)).status_code == 200
    onward = f"/hmie/inspections/{inspection_id(world)}/recording"
    answered = client.post(where(world), {"why": WHY, "next": onward})
    assert (answered.status_code, answered.url) == (302, onward)
    with scope(world.here.pk):
        stated = StatedPurpose.objects.get()
        assert (stated.why, stated.membership_id) == (WHY, person.membership.pk)
        assert timedelta(hours=7) < stated.until - timezone.now() <= timedelta(hours=8)
        assert case_material_for(person.actor, inspection_id(world)).purpose == WHY
        over = stated.until + timedelta(seconds=1)
    with pytest.MonkeyPatch.context() as patch, scope(world.here.pk):
        patch.setattr(timezone, "now", lambda: over)
        with pytest.raises(PurposeNeeded):
            case_material_for(person.actor, inspection_id(world))


@pytest.mark.parametrize("why", ["", "   ", "Because.", "a         b", "x" * 2_001])
def test_a_reason_says_something(world: World, signed_in: SignedIn, why: str) -> None:
    answered = signed_in(world.people.administrator).post(where(world), {"why": why})
    assert answered.status_code == 422
    with scope(world.here.pk):
        assert not StatedPurpose.objects.exists()


@pytest.mark.parametrize(
    "onward", ["https://evil.example/hmie/", "//evil.example/hmie/", "/elsewhere/", "javascript:x"]
)
def test_it_leads_nowhere_else(world: World, signed_in: SignedIn, onward: str) -> None:
    client = signed_in(world.people.administrator)
    answered = client.post(where(world), {"why": WHY, "next": onward})
    assert answered.url == f"/hmie/inspections/{inspection_id(world)}"


@pytest.mark.parametrize(
    "who", ["inspector_elsewhere", "associate", "partner", "analyst", "auditor", "link", "stranger"]
)
def test_for_nobody_else(world: World, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(world.people, who))
    assert client.get(where(world)).status_code == 404
    assert client.post(where(world), {"why": WHY}).status_code == 404


def test_who_is_on_the_team_needs_none(world: World, signed_in: SignedIn) -> None:
    assert signed_in(world.people.lead).post(where(world), {"why": WHY}).status_code == 404


def test_stated_twice_is_not_needed(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.people.administrator)
    assert client.post(where(world), {"why": WHY}).status_code == 302
    assert client.post(where(world), {"why": WHY}).status_code == 409
    with scope(world.here.pk):
        assert StatedPurpose.objects.count() == 1


def test_who_was_recused_cannot_state_one(world: World, signed_in: SignedIn) -> None:
    from inspectorate.accounts.models import Membership

    recuse(world, world.people.lead)
    with scope(world.here.pk):
        Membership.objects.filter(pk=world.people.lead.membership.pk).update(
            roles=["lead-inspector", "moderator"]
        )
        with pytest.raises(NotFound):
            case_material_for(world.people.lead.actor, inspection_id(world))
    assert signed_in(world.people.lead).post(where(world), {"why": WHY}).status_code == 404


def test_a_page_that_asks_first_leads_to_the_question_and_back(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any page that needs a reason: here one is made to."""
    from evaluations.web import inspections

    def needs_a_reason(actor: object, reference: str) -> object:
        case_material_for(actor, reference)  # type: ignore[arg-type]
        return page(actor, reference)

    page = inspections.inspection_page
    monkeypatch.setattr(inspections, "inspection_page", needs_a_reason)
    here = f"/hmie/inspections/{inspection_id(world)}"
    client = signed_in(world.people.administrator)
    asked = client.get(f"{here}?a=b")
    assert asked.status_code == 302
    assert asked.url == f"{where(world)}?{urlencode({'next': f'{here}?a=b'})}"
    shown = client.get(asked.url)
    answered = client.post(
        where(world), {"why": WHY, "next": shown.context["form"]["next"].value()}
    )
    assert answered.url == f"{here}?a=b"
    assert client.get(answered.url).status_code == 200
