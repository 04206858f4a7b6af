"""What happens on a main point, through the API with people's own tokens and a tool's."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from followthrough.api.following import DateChangeRecord, LookRecord, NoteRecord
from followthrough.api.measures import MeasureRecord, ValueRecord
from followthrough.api.updates import UpdateRecord
from followthrough.models import ProgressUpdate
from inspectorate.accounts.operations.tokens import create_own_token
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.following import WORDS, Following, following

__all__ = ["following"]

SCOPES = ["main-points:read", "main-points:write", "actions:read", "actions:write"]


class Own(Tool):
    """Calls with the own token of one of the cast."""

    def __init__(self, following: Following, name: str, scopes: list[str] = SCOPES) -> None:
        self.client = Client()
        self.inspectorate = following.world.here
        person = following.person(name)
        with scope(self.inspectorate.pk, person_id=person.user.pk):
            until = timezone.now() + timedelta(days=9)
            made = create_own_token(actor=person.actor, name="Own", scopes=scopes, expires_at=until)
        self.secret = made.secret

    def upload(self, path: str, name: str, content: bytes) -> Any:
        return self.client.post(
            f"/api/v1/hmie/{path}",
            {"file": SimpleUploadedFile(name, content)},
            headers={"Authorization": f"Bearer {self.secret}"},
        )


@pytest.fixture
def partner(following: Following) -> Own:
    return Own(following, "partner")


@pytest.fixture
def link(following: Following) -> Own:
    return Own(following, "link")


def path(following: Following) -> str:
    return f"main-points/{following.ref}"


def test_an_update_with_values_and_files(following: Following, partner: Own, link: Own) -> None:
    here = path(following)
    wanted = {"title": "Open cases", "unit": "%", "target": "100"}
    measure = partner.post(f"{here}/measures", wanted)
    assert measure.status_code == 201
    assert set(measure.json()) == set(MeasureRecord().fields)
    file = partner.upload(f"{here}/files", "audit.csv", b"service,cases\nhealth,40\n")
    assert file.status_code == 201, file.content
    is_problem(partner.upload(f"{here}/files", "audit.exe", b"MZ"), 422)
    is_problem(link.upload(f"{here}/files", "audit.csv", b"a,b\n"), 403)
    sent = WORDS | {
        "values": [{"measure": measure.json()["id"], "on": "2009-03-26", "value": "96.5"}],
        "files": [file.json()["id"]],
    }
    made = partner.post(f"{here}/updates", sent, Idempotency_Key="once")
    assert made.status_code == 201, made.content
    record = made.json()
    assert set(record) == set(UpdateRecord().fields)
    assert record["own_view"] == "on-track"
    assert record["values"][0]["value"] == "96.500"
    assert record["files"][0]["name"] == "audit.csv"
    again = partner.post(f"{here}/updates", sent, Idempotency_Key="once")
    assert again.json() == record
    assert link.get(f"{here}/updates").json()["results"] == [record]
    assert link.get(made["Location"].partition("/hmie/")[2]).json() == record
    kept = f"{here}/files/{file.json()['id']}"
    assert link.get(kept).json()["sha256"] == file.json()["sha256"]
    assert link.get(f"{kept}/content").content == b"service,cases\nhealth,40\n"
    shown = link.get(f"{here}/measures").json()["results"][0]
    assert (shown["reached"], len(shown["values"])) == (False, 1)
    is_problem(partner.post(f"{here}/updates", sent), 422)  # the file went with another
    with scope(following.world.here.pk):
        assert ProgressUpdate.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"own_view": "judged"}, "own_view"),
        ({"own_reason": "\x00"}, "own_reason"),
        ({"text": "Ask a.mother@example.org"}, "text"),
        ({"values": [{"measure": "x", "on": "2009-03-26"}]}, "values.0.value"),
        ({"files": ["0" * 16]}, "files"),
    ],
)
def test_what_cannot_be_taken(
    following: Following, partner: Own, changes: dict[str, Any], field: str
) -> None:
    problem = is_problem(partner.post(f"{path(following)}/updates", WORDS | changes), 422)
    assert field in problem["errors"]


def test_who_reads_and_who_does_not(following: Following, partner: Own) -> None:
    here = path(following)
    made = partner.post(f"{here}/updates", WORDS).json()
    reads = ("updates", f"updates/{made['id']}", "measures", "notes", "looks")
    for name, status in (
        ("link", 200),
        ("moderator", 200),
        ("other_partner", 404),
        ("analyst", 404),
    ):
        own = Own(following, name, ["main-points:read"])
        for one in reads:
            assert own.get(f"{here}/{one}").status_code == status, (name, one)
        is_problem(own.post(f"{here}/updates", WORDS), 403)
    tool = Tool(following.world.here)
    assert tool.get(f"{here}/updates").json()["results"] == [made]
    is_problem(tool.post(f"{here}/updates", WORDS), 403)
    hidden = ids.encode("point", following.world.hidden.pk)
    is_problem(partner.get(f"main-points/{hidden}/updates"), 404)
    following.status("closed")
    is_problem(partner.post(f"{here}/updates", WORDS), 409)


def test_measures_are_changed_and_values_corrected(following: Following, partner: Own) -> None:
    here = path(following)
    made = partner.post(f"{here}/measures", {"title": "Open cases"}).json()
    one = f"{here}/measures/{made['id']}"
    is_problem(partner.patch(one, {"unit": "cases"}), 428)
    assert partner.patch(one, {"unit": "cases"}, 1).json()["version"] == 2
    stale = is_problem(partner.patch(one, {"unit": "%"}, 1), 412)
    assert stale["current"]["unit"] == "cases"
    is_problem(partner.patch(one, {"title": " "}, 2), 422)
    value = partner.post(f"{one}/values", {"on": "2009-03-26", "value": "58"})
    assert value.status_code == 201
    assert set(value.json()) == set(ValueRecord().fields)
    place = f"{one}/values/{value.json()['id']}"
    is_problem(partner.post(f"{one}/values", {"on": "2009-03-26", "value": "59"}), 422)
    is_problem(partner.patch(place, {"value": "64"}, 1), 422)
    right = partner.patch(place, {"value": "64", "reason": "Open ones only"}, 1)
    assert (right.json()["value"], right["ETag"]) == ("64.000", '"2"')
    is_problem(partner.patch(place, {"value": "65", "reason": "Again"}, 1), 412)
    assert partner.get(place).json() == right.json()
    is_problem(partner.get(f"{one}/values/{'0' * 16}"), 404)
    link = Own(following, "link")
    is_problem(link.patch(one, {"unit": "%"}, 2), 403)
    assert link.get(one).json()["values"] == [right.json()]


def test_notes_are_shared_for_good(following: Following, partner: Own, link: Own) -> None:
    here = path(following)
    note = link.post(f"{here}/notes", {"text": "Go slowly."})
    assert note.status_code == 201
    assert set(note.json()) == set(NoteRecord().fields)
    is_problem(partner.post(f"{here}/notes", {"text": "Ours"}), 403)
    assert partner.get(f"{here}/notes").json() == {"results": []}
    share = f"{here}/notes/{note.json()['id']}/share"
    is_problem(link.post(share, {"share": True}), 428)
    is_problem(link.post(share, {"share": False}, If_Match='"1"'), 422)
    is_problem(link.post(share, {"share": True}, If_Match='"4"'), 412)
    is_problem(partner.post(share, {"share": True}, If_Match='"1"'), 403)
    shared = link.post(share, {"share": True}, If_Match='"1"')
    assert shared.json()["shared_at"]
    is_problem(link.post(share, {"share": True}, If_Match='"2"'), 409)
    assert partner.get(f"{here}/notes").json()["results"] == [shared.json()]


def test_looks(following: Following, partner: Own, link: Own) -> None:
    here = path(following)
    is_problem(link.post(f"{here}/looks", {"enough": True}), 409)
    partner.post(f"{here}/updates", WORDS | {"own_view": "done"})
    is_problem(link.post(f"{here}/looks", {"enough": False}), 422)
    look = link.post(f"{here}/looks", {"enough": False, "told": "A count of cases."})
    assert set(look.json()) == set(LookRecord().fields)
    assert partner.get(f"{here}/looks").json()["results"] == [look.json()]
    is_problem(partner.post(f"{here}/looks", {"enough": True}), 403)


def test_dates(following: Following, partner: Own, link: Own) -> None:
    dates = f"actions/{ids.encode('action', following.action.pk)}/date-changes"
    wanted = {"to_on": "2030-09-30", "reason": "The board meets later"}
    is_problem(partner.post(dates, wanted | {"to_on": "2030-06-30"}), 422)
    is_problem(link.post(dates, wanted), 403)
    asked = partner.post(dates, wanted)
    assert asked.status_code == 201
    assert set(asked.json()) == set(DateChangeRecord().fields)
    is_problem(partner.post(dates, wanted), 409)
    answer = f"{dates}/{asked.json()['id']}/answer"
    is_problem(link.post(answer, {"agree": True}), 428)
    is_problem(link.post(answer, {"agree": True}, If_Match='"3"'), 412)
    is_problem(link.post(answer, {"agree": False}, If_Match='"1"'), 422)
    is_problem(partner.post(answer, {"agree": True}, If_Match='"1"'), 403)
    elsewhere = f"actions/{'0' * 16}/date-changes/{asked.json()['id']}/answer"
    is_problem(link.post(elsewhere, {"agree": True}, If_Match='"1"'), 404)
    agreed = link.post(answer, {"agree": True}, If_Match='"1"')
    assert agreed.json()["answer"] == "agreed"
    assert link.get(dates).json()["results"] == [agreed.json()]
    other = Own(following, "other_partner")
    is_problem(other.get(dates), 404)
    is_problem(other.post(answer, {"agree": True}, If_Match='"1"'), 404)
    with scope(following.world.here.pk):
        following.action.refresh_from_db()
    assert str(following.action.due_on) == "2030-09-30"
    assert following.action.version == 2


def test_a_tools_scopes_are_held_to(following: Following) -> None:
    tool = Tool(following.world.here, scopes=["actions:read"])
    is_problem(tool.get(f"{path(following)}/updates"), 403)
    is_problem(tool.post(f"{path(following)}/looks", {"enough": True}), 403)
    assert tool.get(f"actions/{ids.encode('action', following.action.pk)}/date-changes").json()
