"""Files of a piece of evidence through the API: listed, brought once, read, taken off."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.api.evidence_files import FilesOfEvidence
from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    EvidenceFile,
    FileContent,
    Inspection,
    KeptIdentifier,
    StoredFile,
)
from evaluations.shared.api import FileRecord
from inspectorate.accounts.terms import Scope
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import added
from tests.evaluations.files.samples import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(world: World) -> dict[str, Any]:
    return added(world)


def bring(
    tool: Tool, path: str, name: str = "plan.pdf", content: bytes = PDF, key: str = "", **more: str
) -> Any:
    headers = {"Authorization": f"Bearer {tool.secret}"}
    return tool.client.post(
        f"/api/v1/{tool.inspectorate.slug}/{path}",
        {"file": SimpleUploadedFile(name, content), **more},
        headers=headers | ({"Idempotency-Key": key} if key else {}),
    )


def of(piece: dict[str, Any], *more: str) -> str:
    return "/".join(["evidence", piece["id"], "files", *more])


def test_brought_listed_read_and_taken_off(tool: Tool, world: World, piece: dict[str, Any]) -> None:
    made = bring(tool, of(piece))
    assert made.status_code == 201, made.content
    record = made.json()
    assert record.keys() == FileRecord().fields.keys()
    listed = tool.get(of(piece)).json()
    assert listed.keys() == FilesOfEvidence().fields.keys()
    assert listed["results"] == [record]
    assert tool.get(of(piece, record["id"])).json() == record
    content = tool.get(of(piece, record["id"], "content"))
    assert content.content == PDF
    assert content["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    with scope(world.here.pk):
        noted = CaseMaterialRead.objects.values_list("what", "how").order_by("id")
        assert list(noted) == [("evidence", "api"), ("file", "api")]
    off = tool.post(of(piece, record["id"], "removal"), {"why": "It names the school."})
    assert (off.status_code, off.json()) == (200, {"results": []})
    with scope(world.here.pk):
        assert not EvidenceFile.objects.exists()
        assert not FileContent.objects.exists()
        gone = HistoryEntry.objects.get(table_name="evaluations_evidencefile", operation="D")
        assert gone.why == "It names the school."
    is_problem(tool.get(of(piece, record["id"])), 404)
    is_problem(tool.post(of(piece, record["id"], "removal"), {"why": "Again."}), 404)


def test_the_same_key_brings_one_file(tool: Tool, world: World, piece: dict[str, Any]) -> None:
    first = bring(tool, of(piece), key="k1")
    again = bring(tool, of(piece), key="k1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Location"] == first["Location"]
    other = bring(tool, of(piece), name="notes.txt", content=b"Notes.", key="k1")
    assert "another request" in str(is_problem(other, 422)["errors"])
    with scope(world.here.pk):
        assert StoredFile.objects.count() == 1
    assert bring(tool, of(piece), key="k2").status_code == 201


def test_a_refused_one_leaves_no_key_behind(tool: Tool, piece: dict[str, Any]) -> None:
    is_problem(bring(tool, of(piece), content=b"no pdf", key="k1"), 422)
    assert bring(tool, of(piece), key="k1").status_code == 201


def test_an_identifier_in_its_name_or_in_why_it_goes(
    tool: Tool, world: World, piece: dict[str, Any]
) -> None:
    named = "EH1 2NG minutes.txt"
    found = is_problem(bring(tool, of(piece), named, b"Minutes."), 422)["identifiers"]
    answer = {f"identifiers_kept.{found[0]['digest']}": "The office's own postcode."}
    made = bring(tool, of(piece), named, b"Minutes.", **answer)
    assert made.status_code == 201, made.content
    removal = of(piece, made.json()["id"], "removal")
    is_problem(tool.post(removal, {"why": "CHI 0101150008 is in it."}), 422)
    with scope(world.here.pk):
        assert KeptIdentifier.objects.get().field == "name"
        assert EvidenceFile.objects.exists()


@pytest.mark.parametrize("why", [{}, {"why": ""}, {"why": "a" * 2_001}, {"why": "\x00"}])
def test_it_is_not_taken_off_without_a_reason(
    tool: Tool, piece: dict[str, Any], why: dict[str, str]
) -> None:
    made = bring(tool, of(piece)).json()
    is_problem(tool.post(of(piece, made["id"], "removal"), why), 422)


@pytest.mark.parametrize(
    ("name", "content"), [("plan.pdf", b"MZ\x00"), ("run.exe", b"x"), ("a.pdf", b"")]
)
def test_files_that_are_not_taken(
    tool: Tool, world: World, piece: dict[str, Any], name: str, content: bytes
) -> None:
    is_problem(bring(tool, of(piece), name, content), 422)
    with scope(world.here.pk):
        assert not StoredFile.objects.exists()


def test_who_may_not(tool: Tool, stranger: Tool, world: World, piece: dict[str, Any]) -> None:
    made = bring(tool, of(piece)).json()
    reader = Tool(world.here, scopes=("inspections:read", "evidence:read"))
    is_problem(bring(reader, of(piece)), 403)
    is_problem(reader.post(of(piece, made["id"], "removal"), {"why": "No."}), 403)
    assert reader.get(of(piece)).status_code == 200
    without = Tool(world.here, scopes=(Scope.INSPECTIONS_READ,))
    is_problem(without.get(of(piece)), 403)
    for path in (of(piece), of(piece, made["id"]), of(piece, made["id"], "content")):
        is_problem(stranger.get(path), 404)
    is_problem(bring(stranger, of(piece)), 404)
    other = added(world)
    is_problem(tool.get(of(other, made["id"], "content")), 404)


def test_a_medical_notes_files_are_for_the_medically_qualified(
    tool: Tool, world: World, piece: dict[str, Any]
) -> None:
    made = bring(tool, of(piece)).json()
    with scope(world.here.pk):
        Evidence.objects.update(medical=True)
    for path in (of(piece), of(piece, made["id"]), of(piece, made["id"], "content")):
        is_problem(tool.get(path), 403)


def test_when_evidence_no_longer_changes(tool: Tool, world: World, piece: dict[str, Any]) -> None:
    made = bring(tool, of(piece)).json()
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
    is_problem(bring(tool, of(piece)), 409)
    is_problem(tool.post(of(piece, made["id"], "removal"), {"why": "No."}), 409)
    with scope(world.here.pk):
        StoredFile.objects.update(scan="waiting")
    is_problem(tool.get(of(piece, made["id"], "content")), 409)


def test_a_list_takes_the_same_statements_however_long(tool: Tool, piece: dict[str, Any]) -> None:
    bring(tool, of(piece))
    few = tool.statements("GET", of(piece))
    for n in range(5):
        bring(tool, of(piece), f"plan{n}.pdf")
    assert len(tool.statements("GET", of(piece))) == len(few)
