"""Sections and files of an accepted return used as evidence: prefilled, and the piece says where it
came from."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    EvidenceFile,
    FileContent,
    PreInspectionReturn,
    ReturnSection,
    StoredFile,
)
from evaluations.operations.evidence_files import remove_file
from evaluations.operations.return_sections import add_section_file
from evaluations.operations.returns import accept_return
from evaluations.rules.evidence import LONGEST_QUOTE
from evaluations.rules.return_evidence import CUT, quoted, source_kind_of, why_not_used
from evaluations.terms import ReturnStatus
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.returns.conftest import Ground
from tests.people import Person

ClientOf = Callable[[Person], Client]
CSV = b"year,referrals\n2008,412\n"


@pytest.fixture
def accepted(asked: Ground) -> Ground:
    """The return is accepted; its first section has a file of figures."""
    first = ids.encode("return-section", asked.sections()[0].pk)
    upload = SimpleUploadedFile("referrals.csv", CSV)
    asked.as_(asked.people.partner, add_section_file, section=first, upload=upload)
    asked.sent()
    asked.as_(asked.people.lead, accept_return, based_on=asked.now().version)
    return asked


def section(ground: Ground, at: int = 0) -> str:
    return ids.encode("return-section", ground.sections()[at].pk)


def file(ground: Ground) -> str:
    with scope(ground.world.here.pk):
        return ids.encode("file", StoredFile.objects.get().pk)


def new(ground: Ground, query: str) -> str:
    return f"/hmie/inspections/{ground.inspection}/evidence/new?{query}"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "bearing": "strength",
        "text": "From the return: they know their area.",
        "quote": "About us.",
        "happened_on": "2009-04-02",
        "source_kind": "self-evaluation",
        "level_of_service": "leadership",
        "tags": "",
        "sampled_case": "",
        **changes,
    }


def test_the_return_leads_to_a_form_that_starts_with_it(
    accepted: Ground, client_of: ClientOf
) -> None:
    isla = client_of(accepted.people.inspector)
    page = isla.get(accepted.path).content.decode()
    assert f"evidence/new?section={section(accepted)}" in page
    assert f"evidence/new?file={file(accepted)}" in page
    answer = isla.get(new(accepted, f"section={section(accepted, 1)}"))
    title = accepted.sections()[1].title
    starts = answer.context["form"].initial
    assert starts["quote"] == f"About {title}."
    assert starts["text"] == f"From the pre-inspection return, section “{title}”: "
    assert starts["source_kind"] == "self-evaluation"
    assert "Made from the pre-inspection return" in answer.content.decode()


def test_the_piece_says_where_it_came_from_and_the_return_which_pieces_it_gave(
    accepted: Ground, client_of: ClientOf
) -> None:
    isla = client_of(accepted.people.inspector)
    where = new(accepted, f"section={section(accepted)}")
    piece = isla.post(where, form(), follow=True).content.decode()
    assert "Where it came from" in piece
    assert f"/return#{section(accepted)}" in piece
    with scope(accepted.world.here.pk):
        kept = Evidence.objects.get()
        assert kept.return_section == ReturnSection.objects.order_by("position").first()
        assert not EvidenceFile.objects.exists()
    assert ">E1</a>" in isla.get(accepted.path).content.decode()


def test_what_cannot_be_taken_keeps_the_source(accepted: Ground, client_of: ClientOf) -> None:
    isla = client_of(accepted.people.inspector)
    where = new(accepted, f"file={file(accepted)}")
    refused = isla.post(where, form(text=""))
    assert refused.status_code == 422
    assert "referrals.csv" in refused.content.decode()
    with scope(accepted.world.here.pk):
        assert not Evidence.objects.exists()


def test_a_file_is_kept_with_the_piece_and_is_the_same_file(
    accepted: Ground, client_of: ClientOf
) -> None:
    isla = client_of(accepted.people.inspector)
    where = new(accepted, f"file={file(accepted)}")
    assert isla.get(where).context["form"].initial["source_kind"] == "data"
    page = isla.post(where, form(source_kind="data"), follow=True).content.decode()
    assert "referrals.csv" in page
    with scope(accepted.world.here.pk):
        piece = Evidence.objects.get()
        assert EvidenceFile.objects.get().file_id == piece.return_file_id
        assert piece.return_section is not None
    opened = isla.get(f"/hmie/inspections/{accepted.inspection}/files/{file(accepted)}")
    assert opened.status_code == 200
    with scope(accepted.world.here.pk):
        assert CaseMaterialRead.objects.filter(what="file").count() == 1


def test_taking_it_off_leaves_the_return_its_file(accepted: Ground, client_of: ClientOf) -> None:
    isla = client_of(accepted.people.inspector)
    isla.post(new(accepted, f"file={file(accepted)}"), form())
    person = accepted.people.inspector
    with scope(accepted.world.here.pk, person_id=person.user.pk):
        piece = ids.encode("evidence", Evidence.objects.get().pk)
        remove_file(actor=person.actor, evidence=piece, file=file(accepted), why="Not needed.")
        assert not EvidenceFile.objects.exists()
        assert bytes(FileContent.objects.get().content) == CSV


@pytest.mark.parametrize("status", ["asked", "sent", "sent-back"])
def test_only_of_an_accepted_return(accepted: Ground, client_of: ClientOf, status: str) -> None:
    with scope(accepted.world.here.pk):
        PreInspectionReturn.objects.update(status=status)
    isla = client_of(accepted.people.inspector)
    assert "Use as evidence" not in isla.get(accepted.path).content.decode()
    answer = isla.get(new(accepted, f"section={section(accepted)}"))
    assert answer.status_code == 403
    assert "not accepted yet" in answer.content.decode()
    refused = Tool(accepted.world.here).post("evidence", sent(accepted))
    assert "not accepted yet" in is_problem(refused, 409)["detail"]


def test_who_may_not(accepted: Ground, client_of: ClientOf) -> None:
    people = accepted.people
    where = new(accepted, f"section={section(accepted)}")
    for person, status in (
        (people.partner, 404),
        (people.inspector_elsewhere, 404),
        (people.stranger, 404),
    ):
        assert client_of(person).get(where).status_code == status
    for person in (people.partner, people.administrator):
        assert "Use as evidence" not in client_of(person).get(accepted.path).content.decode()


@pytest.mark.parametrize("query", ["section=0000000000000000", "file=x", "section=%00"])
def test_what_there_is_not_is_not_found(accepted: Ground, client_of: ClientOf, query: str) -> None:
    assert client_of(accepted.people.inspector).get(new(accepted, query)).status_code == 404


def test_a_file_of_another_section_is_not_found(accepted: Ground, client_of: ClientOf) -> None:
    both = f"section={section(accepted, 1)}&file={file(accepted)}"
    assert client_of(accepted.people.inspector).get(new(accepted, both)).status_code == 404


def test_one_that_malware_was_found_in_is_refused(accepted: Ground, client_of: ClientOf) -> None:
    with scope(accepted.world.here.pk):
        StoredFile.objects.update(scan="infected")
    answer = client_of(accepted.people.inspector).get(new(accepted, f"file={file(accepted)}"))
    assert answer.status_code == 403
    assert "Malware was found" in answer.content.decode()


def sent(ground: Ground, **changes: Any) -> dict[str, Any]:
    return {
        "inspection": ground.inspection,
        "bearing": "strength",
        "source_kind": "data",
        "level_of_service": "delivery",
        "happened_on": "2009-04-02",
        "text": "Referrals rose.",
        "return_section": section(ground),
        **changes,
    }


def test_a_tool_says_what_it_is_made_from(accepted: Ground, stranger: Tool) -> None:
    tool = Tool(accepted.world.here)
    made = tool.post("evidence", sent(accepted, return_file=file(accepted)))
    assert made.status_code == 201
    record = tool.get(f"evidence/{made.json()['id']}").json()
    assert record["return_section"] == section(accepted)
    assert record["return_file"] == file(accepted)
    is_problem(tool.post("evidence", sent(accepted, return_section="0" * 16)), 404)
    is_problem(stranger.post("evidence", sent(accepted)), 404)


@pytest.mark.parametrize("status", list(ReturnStatus))
def test_the_rule_names_every_status(status: ReturnStatus) -> None:
    assert (why_not_used(status) == "") is (status is ReturnStatus.ACCEPTED)


@pytest.mark.parametrize(
    ("title", "media_type", "kind"),
    [
        ("Self-evaluation: help", "", "self-evaluation"),
        ("Data on child protection activity", "", "data"),
        ("Key documents", "text/csv; charset=utf-8", "data"),
        ("Key documents", "application/vnd.oasis.opendocument.spreadsheet", "data"),
        ("Key documents", "application/pdf", "self-evaluation"),
    ],
)
def test_what_kind_of_source_it_is(title: str, media_type: str, kind: str) -> None:
    assert source_kind_of(title, media_type) == kind


@pytest.mark.parametrize("answer", ["word " * 3_000, "x" * 9_000])
def test_a_long_answer_is_cut_and_says_so(answer: str) -> None:
    short = quoted(answer)
    assert len(short) <= LONGEST_QUOTE
    assert short.endswith(CUT)
    assert answer.startswith(short.removesuffix(CUT))
    assert quoted("As it is.") == "As it is."
