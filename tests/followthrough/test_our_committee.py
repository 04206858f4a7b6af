"""A committee's own page: what is asked, who sees it, its questions, and the start page's way there."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import CommitteePartner
from followthrough.models import ActionPlan, Contact, MainPointForAction, PlannedAction
from followthrough.operations.questions import ask_question
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import Following, following

__all__ = ["following"]


def ref(here: Following) -> str:
    return ids.encode("committee", here.committee.pk)


def base(here: Following) -> str:
    return f"/hmie/our-committee/{ref(here)}"


def test_it_says_what_is_asked_and_by_whom_the_plan_is_agreed(following: Following) -> None:
    with scope(following.world.here.pk):
        PlannedAction.objects.update(due_on=date(2020, 1, 1))
        ActionPlan.objects.update(sent_at="2019-01-01T00:00:00Z")
    page = following.client("partner").get(base(following)).content.decode()
    assert "Say what progress there is on point 1, Torrance Vale" in page
    assert "1 open, 1 late" in page
    assert "has not agreed it as it is" in page
    assert following.person("link").user.display_name in page
    assert f"/hmie/main-points/{following.ref}/tell" in page


def test_a_plan_that_was_never_sent_is_asked(following: Following) -> None:
    with scope(following.world.here.pk):
        ActionPlan.objects.update(status="draft", due_on=date(2020, 1, 1))
    page = following.client("partner").get(base(following)).content.decode()
    assert "Send the joint action plan for Torrance Vale" in page


@pytest.mark.parametrize("name", ["other_partner", "link", "administrator", "inspector", "analyst"])
def test_it_is_its_partners_alone(following: Following, name: str) -> None:
    assert following.client(name).get(base(following)).status_code == 404


def test_one_comes_to_ones_own_committee_or_chooses(following: Following) -> None:
    client = following.client("partner")
    assert client.get("/hmie/our-committee").url == base(following)
    assert "/hmie/our-committee" in client.get("/hmie/").content.decode()
    with scope(following.world.here.pk):
        CommitteePartner.objects.create(
            committee=following.other, membership=following.person("partner").membership
        )
    page = client.get("/hmie/our-committee").content.decode()
    assert "Three Rivers" in page
    assert "Burnhead" in page
    assert following.client("inspector").get("/hmie/our-committee").status_code == 404


def test_a_question_is_kept_as_a_contact_and_told(following: Following) -> None:
    client = following.client("partner")
    sent = {"about": "Dates", "text": "May point 1 wait for the new head of service?"}
    assert client.post(f"{base(following)}/questions", sent).status_code == 302
    with scope(following.world.here.pk):
        kept = Contact.objects.get()
        assert (kept.kind, kept.about, kept.with_posts) == ("writing", "Dates", "Police")
    for name in ("partner", "link", "administrator"):
        page = following.client(name).get(f"{base(following)}/questions").content.decode()
        assert "new head of service" in page
    assert following.client("other_partner").get(f"{base(following)}/questions").status_code == 404
    link = following.client("link").post(f"{base(following)}/questions", sent)
    assert link.status_code == 403


def test_a_question_that_cannot_be_kept_is_refused(following: Following) -> None:
    client = following.client("partner")
    empty = client.post(f"{base(following)}/questions", {"about": "", "text": "x"})
    assert empty.status_code == 422
    child = {"about": "A case", "text": "Call 07700 900123 about her."}
    refused = client.post(f"{base(following)}/questions", child)
    assert refused.status_code == 422
    assert "could tell who somebody is" in refused.content.decode()
    values = {"committee": ref(following), "about": " ", "text": "x"}
    with pytest.raises(Invalid):
        following.act("partner", ask_question, **values)
    with pytest.raises(NotPermitted):
        following.act("link", ask_question, **values)
    with pytest.raises(NotFound):
        following.act("other_partner", ask_question, **values)
    with scope(following.world.here.pk):
        assert not Contact.objects.exists()


def test_as_many_statements_however_many_points(following: Following) -> None:
    client = following.client("partner")
    client.get(base(following))
    with CaptureQueriesContext(connection) as few:
        client.get(base(following))
    with scope(following.world.here.pk):
        for number in range(2, 9):
            point = MainPointForAction.objects.create(
                inspection=following.world.published, number=number, text=f"Point {number}"
            )
            PlannedAction.objects.create(
                plan=following.plan,
                point=point,
                number=number,
                text="x",
                lead_post="Head",
                due_on=date(2020, 1, 1),
            )
    with CaptureQueriesContext(connection) as many:
        client.get(base(following))
    assert len(few) == len(many)
