"""Returns and files through the API: asked, read and decided on by tools; written by the partnership."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.api.returns import ReturnRecord, ReturnSectionRecord
from evaluations.models import CaseMaterialRead, PreInspectionReturn, StoredFile
from evaluations.shared.api import FileRecord
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.terms import Scope
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.files.samples import PDF
from tests.evaluations.returns.conftest import Ground, day
from tests.people import Person

pytestmark = pytest.mark.django_db


def of(ground: Ground, *more: str) -> str:
    return "/".join([f"inspections/{ground.inspection}", *more])


def tablet(ground: Ground, person: Person) -> Tool:
    """A person's own token: what they may do, as them."""
    tool = Tool(ground.world.here, scopes=("areas:read",))
    tool.secret = f"own-{person.user.pk}"
    with scope(ground.world.here.pk):
        ApiToken.objects.create(
            name="Tablet",
            hint="y",
            digest=digest_of(tool.secret),
            scopes=list(Scope.values),
            holder=person.membership,
        )
    return tool


def upload(tool: Tool, path: str, name: str, content: bytes, **more: str):
    return tool.client.post(
        f"/api/v1/{tool.inspectorate.slug}/{path}",
        {"file": SimpleUploadedFile(name, content), **more},
        headers={"Authorization": f"Bearer {tool.secret}"},
    )


def test_asked_for_and_read(tool: Tool, ground: Ground) -> None:
    made = tool.post(of(ground, "return"), {"due_on": day(20).isoformat()})
    assert made.status_code == 201, made.content
    record = made.json()
    assert record.keys() == ReturnRecord().fields.keys()
    assert record["sections"][0].keys() == ReturnSectionRecord().fields.keys()
    assert record["sections"][0]["answer"] is None
    assert made["Location"] == f"/api/v1/hmie/{of(ground, 'return')}"
    assert tool.get(of(ground, "return")).json() == record
    is_problem(tool.post(of(ground, "return"), {"due_on": day(20).isoformat()}), 409)


@pytest.mark.parametrize(
    "body",
    [
        {"due_on": None},
        {"due_on": "soon"},
        {"due_on": "2020-01-01"},
        {"due_on": "2030-01-01", "note": 1},
    ],
)
def test_what_cannot_be_asked(tool: Tool, ground: Ground, body: dict) -> None:
    is_problem(tool.post(of(ground, "return"), body), 422)
    with scope(ground.world.here.pk):
        assert not PreInspectionReturn.objects.exists()


def test_the_due_date(tool: Tool, asked: Ground) -> None:
    later = {"due_on": day(30).isoformat()}
    is_problem(tool.patch(of(asked, "return"), later), 428)
    is_problem(tool.patch(of(asked, "return"), later, 7), 412)
    assert tool.patch(of(asked, "return"), later, 1).json()["due_on"] == later["due_on"]


def test_written_by_the_partnership_and_decided_on(tool: Tool, asked: Ground) -> None:
    own = tablet(asked, asked.people.partner)
    for one in own.get(of(asked, "return")).json()["sections"]:
        path = of(asked, "return", "sections", one["id"])
        done = own.patch(path, {"answer": "Our words.", "complete": True}, one["version"])
        assert done.status_code == 200, done.content
        assert done.json()["answer"] == "Our words."
        assert tool.get(path).json()["answer"] is None
        is_problem(tool.patch(path, {"answer": "Ours."}, 2), 403)
        stale = is_problem(own.patch(path, {"answer": "Mine."}, 1), 412)
        assert stale["current"]["answer"] == "Our words."
    moves = of(asked, "return", "moves")
    is_problem(tool.post(moves, {"move": "send"}, If_Match='"1"'), 403)
    assert own.post(moves, {"move": "send"}, If_Match='"1"').json()["status"] == "sent"
    is_problem(tool.post(moves, {"move": "send-back"}, If_Match='"2"'), 422)
    section = tool.get(of(asked, "return")).json()["sections"][0]
    assert section["answer"] == "Our words."
    wanted = [{"section": section["id"], "text": "More figures."}]
    back = tool.post(moves, {"move": "send-back", "wanted": wanted}, If_Match='"2"')
    assert back.json()["status"] == "sent-back"
    assert back.json()["sections"][0]["more_wanted"] == "More figures."
    is_problem(tool.post(moves, {"move": "accept"}, If_Match='"3"'), 409)


def test_another_committee_and_another_inspectorate_see_nothing(
    asked: Ground, stranger: Tool
) -> None:
    for one in (tablet(asked, asked.people.other_partner), stranger):
        is_problem(one.get(of(asked, "return")), 404)
        is_problem(one.post(of(asked, "return", "moves"), {"move": "send"}, If_Match='"1"'), 404)


def test_an_identifier_needs_its_reason(asked: Ground) -> None:
    own = tablet(asked, asked.people.partner)
    [one, *_] = own.get(of(asked, "return")).json()["sections"]
    path = of(asked, "return", "sections", one["id"])
    text = {"answer": "Write to chair@council.example."}
    found = is_problem(own.patch(path, text, 1), 422)["identifiers"]
    kept = {found[0]["digest"]: "A public address."}
    assert own.patch(path, {**text, "identifiers_kept": kept}, 1).status_code == 200


# Files


def test_a_file_is_brought_and_read(tool: Tool, ground: Ground) -> None:
    made = upload(tool, of(ground, "files"), "plan.pdf", PDF)
    assert made.status_code == 201, made.content
    record = made.json()
    assert record.keys() == FileRecord().fields.keys()
    path = of(ground, "files", record["id"])
    assert tool.get(path).json() == record
    content = tool.get(f"{path}/content")
    assert content.content == PDF
    assert content["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    with scope(ground.world.here.pk):
        assert CaseMaterialRead.objects.get().how == "api"


def test_a_file_of_a_section(asked: Ground, tool: Tool) -> None:
    own = tablet(asked, asked.people.partner)
    [one, *_] = own.get(of(asked, "return")).json()["sections"]
    made = upload(own, of(asked, "files"), "plan.pdf", PDF, section=one["id"])
    assert made.status_code == 201, made.content
    [listed] = own.get(of(asked, "return")).json()["sections"][0]["files"]
    assert listed["id"] == made.json()["id"]
    is_problem(tool.get(of(asked, "files", listed["id"])), 404)
    is_problem(upload(tool, of(asked, "files"), "plan.pdf", PDF, section=one["id"]), 403)


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b"MZ\x00"), ("run.exe", b"x"), ("a.pdf", b"")]
)
def test_files_that_are_not_taken(tool: Tool, ground: Ground, name: str, content: bytes) -> None:
    is_problem(upload(tool, of(ground, "files"), name, content), 422)
    with scope(ground.world.here.pk):
        assert not StoredFile.objects.exists()


def test_what_is_no_form_or_too_large(tool: Tool, ground: Ground) -> None:
    is_problem(tool.post(of(ground, "files"), {"file": "plan.pdf"}), 415)
    large = upload(tool, of(ground, "files"), "plan.pdf", b"%PDF-" + b" " * (21 * 1024 * 1024))
    assert "at most 20 MiB" in is_problem(large, 413)["detail"]


def test_another_inspectorates_files(tool: Tool, stranger: Tool, ground: Ground) -> None:
    made = upload(tool, of(ground, "files"), "plan.pdf", PDF).json()
    for path in ("", "/content"):
        is_problem(stranger.get(of(ground, "files", made["id"]) + path), 404)
    is_problem(upload(stranger, of(ground, "files"), "plan.pdf", PDF), 404)
