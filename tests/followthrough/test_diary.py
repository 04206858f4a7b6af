"""The diary of a committee, the brief before a meeting, and handing the committee over."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.models import LinkInspector
from followthrough.models import Contact, HandOver, PlannedAction
from followthrough.operations.questions import ask_question
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.followthrough.following import Following, following
from tests.followthrough.test_progress_api import Own
from tests.people import Person, member

__all__ = ["following"]
SCOPES = ["committees:read", "committees:write"]
SAID = "They move the date to spring. The chair writes to the services."


def place(here: Following) -> str:
    return f"/hmie/main-points/committees/{ids.encode('committee', here.committee.pk)}"


def entry(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    held = {"kind": "meeting", "on": f"{today}", "about": "Autumn meeting", "said": SAID}
    return held | {"with_posts": "Chair", "place": "Town Hall"} | changes


def row(here: Following, name: str) -> int:
    membership = here.person(name).membership
    assert membership is not None
    return int(membership.pk)


def the_contact(here: Following) -> Contact:
    with scope(here.world.here.pk):
        found: Contact = Contact.objects.get()
    return found


@pytest.fixture
def successor(following: Following) -> Person:
    return member(following.world.here, "Una Weir", [Role.LINK_INSPECTOR])


def asked(here: Following) -> Contact:
    here.act(
        "partner",
        ask_question,
        committee=ids.encode("committee", here.committee.pk),
        about="The audit",
        text="May we send it in spring?",
    )
    return the_contact(here)


def test_a_contact_is_entered_changed_and_cancelled(following: Following) -> None:
    client, where = following.client("link"), place(following)
    new = f"{where}/contacts/new"
    assert client.get(new).status_code == 200
    assert client.post(new, entry()).headers["Location"] == where
    page = client.get(where).content.decode()
    assert SAID in page
    one = f"{where}/contacts/{ids.encode('contact', the_contact(following).pk)}"
    assert "Town Hall" in client.get(one).content.decode()
    assert client.post(one, entry(version=1, about="Winter meeting")).status_code == 302
    stale = client.post(one, entry(version=1, about="Mine"))
    assert stale.status_code == 409
    assert "Winter meeting" in stale.content.decode()
    later = f"{timezone.localdate() + timedelta(days=9)}"
    moved = entry(version=2, on=later, said="", cancelled_why="The hall is flooded")
    assert client.post(one, moved).status_code == 302
    assert "The hall is flooded" in client.get(where).content.decode()


def test_what_cannot_be_entered(following: Following) -> None:
    client, new = following.client("link"), f"{place(following)}/contacts/new"
    later = f"{timezone.localdate() + timedelta(days=9)}"
    for wrong in (
        entry(about=""),
        entry(on="yesterday"),
        entry(on=later),
        entry(kind="rumour"),
        entry(said="Call her on 01632 960123 about it"),
    ):
        assert client.post(new, wrong).status_code == 422, wrong
    with scope(following.world.here.pk):
        assert not Contact.objects.exists()


def test_only_who_follows_the_committee_sees_its_diary(following: Following) -> None:
    where = place(following)
    for who in ("partner", "other_partner", "inspector", "stranger"):
        client = following.client(who)
        for path in ("", "/brief", "/hand-over", "/contacts/new"):
            assert client.get(f"{where}{path}").status_code in {403, 404}, (who, path)
    assert following.client("administrator").get(where).status_code == 200
    other = f"/hmie/main-points/committees/{ids.encode('committee', following.other.pk)}"
    assert following.client("link").get(other).status_code in {403, 404}


def test_a_question_is_answered_once_and_whoever_asked_is_told(following: Following) -> None:
    question = asked(following)
    client, where = following.client("link"), place(following)
    assert "Waits for your answer" in client.get(where).content.decode()
    reference = ids.encode("contact", question.pk)
    one = f"{where}/contacts/{reference}/answer"
    assert "May we send it in spring?" in client.get(one).content.decode()
    assert client.post(one, {"version": 9, "text": "Yes."}).status_code == 409
    assert client.post(one, {"version": 1, "text": "Yes, by April."}).status_code == 302
    assert client.post(one, {"version": 2, "text": "No."}).status_code == 409
    assert client.post(f"{where}/contacts/{reference}", entry(version=2)).status_code == 409
    with scope(following.world.here.pk):
        (mail,) = Mail.objects.filter(member_id=row(following, "partner"))
    assert "April" not in mail.body, "a mail says that there is an answer, not which"
    own = f"/hmie/our-committee/{ids.encode('committee', following.committee.pk)}/questions"
    assert "Yes, by April." in following.client("partner").get(own).content.decode()


def test_what_is_no_question_is_not_answered(following: Following) -> None:
    client, where = following.client("link"), place(following)
    client.post(f"{where}/contacts/new", entry(kind="writing"))
    one = ids.encode("contact", the_contact(following).pk)
    sent = {"version": 1, "text": "Yes."}
    assert client.post(f"{where}/contacts/{one}/answer", sent).status_code == 409


def test_the_brief_tells_points_actions_and_the_last_word(following: Following) -> None:
    client, where = following.client("link"), place(following)
    with scope(following.world.here.pk):
        following.plan.sent_at = timezone.now()
        following.plan.save()
    client.post(f"{where}/contacts/new", entry())
    page = client.get(f"{where}/brief").content.decode()
    for said in (following.point.text, "Head of nursing", SAID, "Torrance Vale"):
        assert said in page


def test_the_brief_takes_as_many_statements_with_many_entries(following: Following) -> None:
    client, where = following.client("link"), place(following)
    client.get(f"{where}/brief")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{where}/brief")
    with scope(following.world.here.pk):
        Contact.objects.bulk_create(
            Contact(committee=following.committee, kind="visit", on="2026-01-01", about=f"{one}")
            for one in range(30)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(f"{where}/brief")
    assert len(many) == len(few)


def test_the_same_through_the_api(following: Following, successor: Person) -> None:
    question = asked(following)
    tool = Own(following, "link", SCOPES)
    here = f"committees/{ids.encode('committee', following.committee.pk)}"
    made = tool.post(f"{here}/contacts", entry())
    assert made.status_code == 201, made.content
    one = f"{here}/contacts/{made.json()['id']}"
    assert tool.get(one).json() == made.json()
    assert tool.patch(one, {"place": "By telephone"}, 1).json()["place"] == "By telephone"
    is_problem(tool.patch(one, {"place": "X"}, 1), 412)
    is_problem(tool.patch(one, {"place": "X"}), 428)
    is_problem(tool.post(f"{here}/contacts", entry(kind="rumour")), 422)
    is_problem(tool.post(f"{here}/contacts", entry(said="Call 01632 960123")), 422)
    told = f"{here}/contacts/{ids.encode('contact', question.pk)}/answer"
    assert tool.post(told, {"text": "Yes."}, If_Match='"1"').json()["answer"] == "Yes."
    is_problem(tool.post(told, {"text": "Yes."}, If_Match='"2"'), 409)
    listed = tool.get(f"{here}/contacts").json()["results"]
    assert [(line["about"], line["question"]) for line in listed] == [
        ("The audit", True),
        ("Autumn meeting", False),
    ]
    assert successor.membership is not None
    sent = {
        "to": ids.encode("person", successor.membership.pk),
        "on": f"{timezone.localdate() + timedelta(days=7)}",
        "summary": "Ask for counts.",
    }
    is_problem(tool.post(f"{here}/hand-overs", sent | {"on": "2001-01-01"}), 422)
    handed = tool.post(f"{here}/hand-overs", sent)
    assert handed.json()["stood"][0]["group"] == "silent", handed.content
    assert tool.get(f"{here}/hand-overs").json()["results"] == [handed.json()]
    for who in ("partner", "other_partner", "inspector"):
        is_problem(Own(following, who, SCOPES).get(f"{here}/contacts"), 404)


def test_a_committee_is_handed_over(following: Following, successor: Person) -> None:
    client, where = following.client("link"), place(following)
    assert successor.membership is not None
    to = ids.encode("person", successor.membership.pk)
    today = timezone.localdate()
    sent = {"to": to, "on": f"{today}", "summary": "The chair is new. Ask for counts."}
    assert successor.user.display_name in client.get(f"{where}/hand-over").content.decode()
    for wrong in ({"summary": ""}, {"on": f"{today - timedelta(days=1)}"}, {"to": "nobody"}):
        assert client.post(f"{where}/hand-over", sent | wrong).status_code == 422, wrong
    mine = ids.encode("person", row(following, "link"))
    assert client.post(f"{where}/hand-over", sent | {"to": mine}).status_code == 422
    assert client.post(f"{where}/hand-over", sent).status_code == 302
    assert client.get(where).status_code in {403, 404}, "it is not theirs any more"
    page = following.client("administrator").get(where).content.decode()
    assert "The chair is new." in page
    assert following.point.text in page, "how each point stood is kept"
    with scope(following.world.here.pk):
        kept = HandOver.objects.get()
        now = LinkInspector.objects.as_at(today).get(committee=following.committee)
        (mail,) = Mail.objects.filter(member_id=successor.membership.pk)
    assert (kept.stood[0]["group"], kept.from_membership_id) == (
        "silent",
        row(following, "link"),
    )
    assert now.membership_id == successor.membership.pk
    assert following.committee.name in mail.subject


def test_a_link_inspectors_calendar_shows_contacts_and_what_is_due(following: Following) -> None:
    client, where = following.client("link"), place(following)
    later = timezone.localdate() + timedelta(days=9)
    client.post(f"{where}/contacts/new", entry(on=f"{later}", said=""))
    with scope(following.world.here.pk):
        following.plan.sent_at = timezone.now()
        following.plan.save()
        PlannedAction.objects.update(due_on=later)
    page = client.get("/hmie/calendar").content.decode()
    assert f"Meeting: {following.committee.name}" in page
    assert "Main points due: Torrance Vale" in page
    assert following.point.text not in page
    assert "Meeting:" not in following.client("inspector").get("/hmie/calendar").content.decode()
