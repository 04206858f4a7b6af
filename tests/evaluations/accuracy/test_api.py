"""Factual accuracy and discussions through the API, as a partner's and a lead's own token do it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from evaluations.models import AccuracyComment
from inspectorate.accounts.operations.tokens import create_own_token
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.accuracy.conftest import Ground
from tests.people import Person

pytestmark = pytest.mark.django_db


class Own(Tool):
    """Calls with a person's own token."""

    def __init__(self, ground: Ground, person: Person) -> None:
        self.client = Client()
        self.inspectorate = ground.world.here
        with scope(ground.world.here.pk, person_id=person.user.pk):
            made = create_own_token(
                actor=person.actor,
                name="Own",
                scopes=["inspections:read", "inspections:write"],
                expires_at=timezone.now() + timedelta(days=9),
            )
        self.secret = made.secret


def test_a_round_from_sending_to_settling(ground: Ground) -> None:
    lead, partner = Own(ground, ground.people.lead), Own(ground, ground.people.partner)
    meeting = {
        "held_on": timezone.localdate().isoformat(),
        "attendance": [
            {"service": one, "post": "Head", "present": True}
            for one in (
                "education",
                "health",
                "police",
                "social-work",
                "childrens-reporter",
                "third-sector",
            )
        ],
    }
    talks = f"inspections/{ground.inspection}/discussions"
    made = lead.post(talks, meeting)
    assert made.status_code == 201
    assert lead.get(talks).json()["results"] == [made.json()]
    assert lead.get(made["Location"].partition("/hmie/")[2]).json() == made.json()
    changed = lead.patch(f"{talks}/{made.json()['id']}", {**meeting, "record": "All agreed."}, 1)
    assert changed.json()["record"] == "All agreed."
    is_problem(lead.patch(f"{talks}/{made.json()['id']}", meeting, 1), 412)
    is_problem(partner.get(talks), 404)

    is_problem(lead.post(ground.api, {}), 428)
    sent = lead.post(ground.api, {"working_days": 10}, If_Match=f'"{ground.version}"')
    assert sent.status_code == 201
    assert sent.json()["status"] == "open"
    draft = partner.get(f"{ground.api}/draft").json()
    assert draft["content"]["chapters"][0]["title"] == "Help"
    said = {"paragraph": "1.1", "agency": "police", "text": "It is 54."}
    comment = partner.post(f"{ground.api}/comments", said)
    assert comment.status_code == 201
    place = f"{ground.api}/comments/{comment.json()['id']}"
    assert partner.get(place).json() == comment.json()
    is_problem(lead.get(place), 404)
    assert lead.get(f"{ground.api}/comments").json() == {"results": []}
    assert partner.patch(place, {"proposed": "54"}, 1).json()["version"] == 2
    is_problem(partner.patch(place, {"proposed": "55"}, 1), 412)
    is_problem(partner.patch(place, {"quoted": "not there"}, 2), 422)
    returned = partner.post(f"{ground.api}/return", {}, If_Match='"1"')
    assert returned.json()["status"] == "returned"
    answered = lead.post(
        f"{place}/answer", {"decision": "declined", "answer": "No."}, If_Match='"2"'
    )
    assert answered.json()["decision"] == "declined"
    assert partner.get(place).json()["decision"] == "waiting"
    settled = lead.post(f"{ground.api}/settlement", {}, If_Match='"2"')
    assert settled.json()["status"] == "settled"
    assert partner.get(place).json()["answer"] == "No."
    shown = lead.patch(ground.api, {"shown": True}, 3)
    assert shown.json()["shown_at"] is not None


def test_a_comment_is_withdrawn_with_its_version(sent: Ground) -> None:
    partner = Own(sent, sent.people.partner)
    place = f"{sent.api}/comments/{ids.encode('accuracy-comment', sent.comment().pk)}"
    is_problem(partner.send("DELETE", place), 428)
    is_problem(partner.send("DELETE", place, If_Match='"7"'), 412)
    assert partner.send("DELETE", place, If_Match='"1"').status_code == 204
    with scope(sent.world.here.pk):
        assert not AccuracyComment.objects.exists()


def test_a_file_comes_as_a_form_and_goes(sent: Ground) -> None:
    partner = Own(sent, sent.people.partner)
    place = f"{sent.api}/comments/{ids.encode('accuracy-comment', sent.comment().pk)}"
    brought: Any = partner.client.post(
        f"/api/v1/hmie/{place}/files",
        {"file": SimpleUploadedFile("rota.txt", b"October\n")},
        headers={"Authorization": f"Bearer {partner.secret}"},
    )
    assert brought.status_code == 201
    file = brought.json()["id"]
    assert [one["id"] for one in partner.get(place).json()["files"]] == [file]
    assert partner.send("DELETE", f"{place}/files/{file}").status_code == 204
    is_problem(partner.send("DELETE", f"{place}/files/{file}"), 404)


def test_more_time_through_the_api(sent: Ground) -> None:
    lead, partner = Own(sent, sent.people.lead), Own(sent, sent.people.partner)
    until = sent.round().due_on + timedelta(days=5)
    asked = {"asked_for": until.isoformat(), "why": "The board meets."}
    is_problem(partner.post(f"{sent.api}/extensions", asked), 428)
    answer = partner.post(f"{sent.api}/extensions", asked, If_Match='"1"').json()
    [extension] = answer["extensions"]
    place = f"{sent.api}/extensions/{extension['id']}"
    is_problem(partner.patch(place, {"granted": True}, 1), 403)
    is_problem(lead.patch(place, {"granted": True}, 4), 412)
    assert lead.patch(place, {"granted": True}, 1).json()["decision"] == "granted"
    assert sent.round().due_on == until
    later = {"asked_for": (until + timedelta(days=2)).isoformat(), "why": "Storm."}
    given = lead.post(f"{sent.api}/extensions", later, If_Match='"2"')
    assert given.json()["due_on"] == later["asked_for"]


def test_a_tool_reads_and_does_not_comment(sent: Ground, tool: Tool, stranger: Tool) -> None:
    assert tool.get(sent.api).json()["number"] == 1
    said = {"paragraph": "1.1", "agency": "police", "text": "It is 54."}
    is_problem(tool.post(f"{sent.api}/comments", said), 403)
    for path in (sent.api, f"{sent.api}/draft", f"{sent.api}/comments"):
        is_problem(stranger.get(path), 404)
        is_problem(Own(sent, sent.people.other_partner).get(path), 404)
