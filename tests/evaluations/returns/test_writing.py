"""The partnership writes its return together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import CommitteePartner
from evaluations.models import (
    CaseMaterialRead,
    FileContent,
    Inspection,
    KeptIdentifier,
    PreInspectionReturn,
    ReturnFile,
    StoredFile,
)
from evaluations.operations.return_sections import MOST_FILES, add_section_file, save_section
from evaluations.operations.returns import send_return
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.files.samples import PDF
from tests.evaluations.returns.conftest import Ground, day
from tests.people import Person, member

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def section_path(ground: Ground, at: int = 0) -> str:
    return f"{ground.path}/sections/{ids.encode('return-section', ground.sections()[at].pk)}"


def pdf(name: str = "plan.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def colleague(asked: Ground) -> Person:
    """A second partner of the same committee, of another agency."""
    person = member(asked.world.here, "Rona Gunn", [Role.COMMITTEE_PARTNER])
    with scope(asked.world.here.pk):
        CommitteePartner.objects.create(
            committee=asked.committee, membership=person.membership, agency="Health board"
        )
    return person


def test_written_and_saved_any_time(asked: Ground, client_of: ClientOf) -> None:
    client = client_of(asked.people.partner)
    assert "Returns" in client.get("/hmie/returns").content.decode()
    opened = client.get(section_path(asked))
    assert opened.status_code == 200
    given = {"version": "1", "answer": "A large rural area.", "stay": ""}
    assert client.post(section_path(asked), given).status_code == 302
    kept = asked.sections()[0]
    assert (kept.answer, kept.complete, kept.version) == ("A large rural area.", False, 2)
    again = {"version": "2", "answer": "A large rural area.", "complete": "on", "next": ""}
    answer = client.post(section_path(asked), again)
    assert answer.url == section_path(asked, 1)
    assert asked.sections()[0].complete
    with scope(asked.world.here.pk):
        entries = HistoryEntry.objects.filter(
            table_name="evaluations_returnsection", record_id=kept.pk
        ).order_by("id")
        assert [one.person_id for one in entries][1:] == [asked.people.partner.user.pk] * 2


def test_two_agencies_at_once(asked: Ground, colleague: Person, client_of: ClientOf) -> None:
    one = asked.sections()[0]
    asked.write(one, answer="From social work.")
    # Another field: both are kept.
    asked.write(one, colleague, complete=True)
    kept = asked.sections()[0]
    assert (kept.answer, kept.complete) == ("From social work.", True)
    # The same field: three texts side by side, and nothing is lost.
    met = client_of(colleague).post(
        section_path(asked), {"version": "1", "answer": "From health.", "complete": "on"}
    )
    assert met.status_code == 409
    shown = met.content.decode()
    assert "From social work." in shown
    assert "From health." in shown
    assert met.context["form"].data["version"] == str(kept.version)
    assert asked.sections()[0].answer == "From social work."


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("partner", 200),
        ("lead", 200),
        ("inspector", 200),
        ("administrator", 200),
        ("moderator", 200),
        ("other_partner", 404),
        ("inspector_elsewhere", 404),
        ("analyst", 404),
        ("link", 404),
        ("auditor", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_a_return(asked: Ground, client_of: ClientOf, who: str, status: int) -> None:
    asked.write(asked.sections()[0], answer="Our draft.")
    answer = client_of(getattr(asked.people, who)).get(asked.path)
    assert answer.status_code == status
    # A draft is the partnership's own.
    assert ("Our draft." in answer.content.decode()) is (who == "partner")


def test_each_sees_their_own_returns(asked: Ground, client_of: ClientOf) -> None:
    for who, listed in [("partner", 1), ("other_partner", 0), ("lead", 1), ("administrator", 1)]:
        answer = client_of(getattr(asked.people, who)).get("/hmie/returns")
        assert len(answer.context["lines"]) == listed, who
    assert client_of(asked.people.stranger).get("/hmie/returns").status_code == 404


def test_the_list_takes_the_same_statements_however_long(
    asked: Ground, client_of: ClientOf
) -> None:
    client = client_of(asked.people.partner)
    client.get("/hmie/returns")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/hmie/returns")
        counts.append(len(captured))
        with scope(asked.world.here.pk):
            for at in range(3):
                world = asked.world
                more = Inspection.objects.create(
                    programme=world.programme,
                    area=world.area,
                    edition=world.edition,
                    reference=f"more {at} {len(counts)}",
                )
                PreInspectionReturn.objects.create(
                    inspection=more, committee=asked.committee, due_on=day(3)
                )
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["lead", "administrator", "moderator"])
def test_only_the_partnership_writes(asked: Ground, client_of: ClientOf, who: str) -> None:
    with pytest.raises(NotPermitted):
        asked.write(asked.sections()[0], getattr(asked.people, who), answer="Ours.")
    answer = client_of(getattr(asked.people, who)).get(section_path(asked))
    assert answer.status_code == 302


def test_who_acts_for_the_committee_no_more_sees_nothing(
    asked: Ground, client_of: ClientOf
) -> None:
    with scope(asked.world.here.pk):
        CommitteePartner.objects.filter(committee=asked.committee).update(to_on=day(-1))
    assert client_of(asked.people.partner).get(asked.path).status_code == 404
    with pytest.raises(NotFound):
        asked.write(asked.sections()[0], answer="Ours.")


def test_sent_when_all_is_complete(asked: Ground, client_of: ClientOf) -> None:
    client = client_of(asked.people.partner)
    refused = client.post(f"{asked.path}/send", {"version": "1"}, follow=True)
    assert "Mark these sections as complete first" in refused.content.decode()
    asked.complete()
    answer = client.post(f"{asked.path}/send", {"version": "1"}, follow=True)
    assert "The return is sent" in answer.content.decode()
    assert asked.now().status == "sent"
    again = client.post(f"{asked.path}/send", {"version": "1"}, follow=True)
    assert "Somebody else was quicker" in again.content.decode()
    with pytest.raises(Refused, match="It has been sent"):
        asked.write(asked.sections()[0], answer="Too late.")
    assert client_of(asked.people.lead).post(f"{asked.path}/send", {}).status_code == 403


def test_nothing_is_complete_without_a_word_or_a_file(asked: Ground, client_of: ClientOf) -> None:
    client = client_of(asked.people.partner)
    answer = client.post(section_path(asked), {"version": "1", "answer": "", "complete": "on"})
    assert answer.status_code == 422
    assert "complete" in answer.context["form"].errors
    given = {"version": "1", "answer": "", "complete": "on", "file": pdf()}
    assert client.post(section_path(asked), given).status_code == 302
    assert asked.sections()[0].complete


@pytest.mark.parametrize(
    "given",
    [
        {"version": "1", "answer": "x" * 20_001},
        {"version": "1", "answer": "a\x00b"},
        {"version": "", "answer": "a"},
        {"version": "99999999999", "answer": "a"},
    ],
)
def test_what_cannot_be_kept_stays_on_the_page(
    asked: Ground, client_of: ClientOf, given: dict[str, str]
) -> None:
    answer = client_of(asked.people.partner).post(section_path(asked), given)
    assert answer.status_code == 422
    assert asked.sections()[0].version == 1


def test_an_identifier_needs_its_reason(asked: Ground, client_of: ClientOf) -> None:
    client = client_of(asked.people.partner)
    given = {"version": "1", "answer": "Write to chair@council.example for the plan."}
    answer = client.post(section_path(asked), given)
    assert answer.status_code == 422
    [found] = answer.context["identifiers"]
    assert found["words"] == "chair@council.example"
    answered = client.post(section_path(asked), {**given, found["name"]: "A public address."})
    assert answered.status_code == 302
    with scope(asked.world.here.pk):
        kept = KeptIdentifier.objects.get()
        assert (kept.inspection_id, kept.why) == (asked.world.inspection.pk, "A public address.")


# Files


def bring(ground: Ground, person: Person | None = None, **given: Any) -> StoredFile:
    return ground.as_(
        person or ground.people.partner,
        add_section_file,
        section=ids.encode("return-section", ground.sections()[0].pk),
        upload=given.get("upload") or pdf(),
    )


def file_path(ground: Ground, file: StoredFile) -> str:
    return f"{ground.path[:-7]}/files/{ids.encode('file', file.pk)}"


def test_a_file_is_for_the_partnership_until_the_return_is_sent(
    asked: Ground, client_of: ClientOf
) -> None:
    made = bring(asked)
    assert client_of(asked.people.partner).get(file_path(asked, made)).content == PDF
    for who in ("lead", "other_partner", "inspector_elsewhere", "stranger"):
        answer = client_of(getattr(asked.people, who)).get(file_path(asked, made))
        assert answer.status_code == 404, who
    asked.sent()
    assert client_of(asked.people.lead).get(file_path(asked, made)).content == PDF
    assert client_of(asked.people.other_partner).get(file_path(asked, made)).status_code == 404
    with scope(asked.world.here.pk):
        purposes = CaseMaterialRead.objects.order_by("id").values_list("purpose", flat=True)
        assert list(purposes) == [
            "A partner of the committee that sent it",
            "On the inspection's team",
        ]


def test_a_file_that_is_refused_leaves_the_text_on_the_page(
    asked: Ground, client_of: ClientOf
) -> None:
    given = {"version": "1", "answer": "Our plan.", "file": pdf("plan.pdf", b"MZ\x00")}
    answer = client_of(asked.people.partner).post(section_path(asked), given)
    assert answer.status_code == 422
    assert "Our plan." in answer.content.decode()
    assert "save it again" in answer.content.decode()
    with scope(asked.world.here.pk):
        assert not StoredFile.objects.exists()
    assert asked.sections()[0].answer == ""


def test_when_the_text_is_refused_the_file_is_not_kept(asked: Ground, client_of: ClientOf) -> None:
    asked.write(asked.sections()[0], answer="Others were here.")
    given = {"version": "1", "answer": "Mine.", "file": pdf()}
    assert client_of(asked.people.partner).post(section_path(asked), given).status_code == 409
    with scope(asked.world.here.pk):
        assert not StoredFile.objects.exists()


def test_a_file_is_taken_out_with_its_content(asked: Ground, client_of: ClientOf) -> None:
    made = bring(asked)
    path = f"{section_path(asked)}/files/{ids.encode('file', made.pk)}"
    assert client_of(asked.people.other_partner).post(path).status_code == 404
    assert client_of(asked.people.partner).post(path).status_code == 302
    with scope(asked.world.here.pk):
        assert not ReturnFile.objects.exists()
        assert not FileContent.objects.exists()
        assert StoredFile.objects.get().digest
    assert client_of(asked.people.partner).post(path).status_code == 404


def test_the_only_thing_of_a_complete_section_stays(asked: Ground, client_of: ClientOf) -> None:
    made = bring(asked)
    asked.write(asked.sections()[0], complete=True)
    path = f"{section_path(asked)}/files/{ids.encode('file', made.pk)}"
    answer = client_of(asked.people.partner).post(path, follow=True)
    assert "marked as complete" in answer.content.decode()
    with scope(asked.world.here.pk):
        assert ReturnFile.objects.exists()


def test_not_without_end(asked: Ground) -> None:
    with scope(asked.world.here.pk):
        one = asked.sections()[0]
        for _ in range(MOST_FILES):
            file = StoredFile.objects.create(
                inspection=asked.world.inspection, name="a.pdf", media_type="x", size=1, digest="x"
            )
            ReturnFile.objects.create(section=one, file=file)
    with pytest.raises(Refused, match="at most 30 files"):
        bring(asked)


def test_a_later_version_that_never_was_is_stale(asked: Ground) -> None:
    with pytest.raises(Stale):
        asked.as_(
            asked.people.partner,
            save_section,
            section=ids.encode("return-section", asked.sections()[0].pk),
            based_on=7,
            changes={"answer": "From the future."},
        )


def test_only_a_partner_sends(asked: Ground) -> None:
    asked.complete()
    for who in ("lead", "administrator"):
        with pytest.raises(NotPermitted):
            asked.as_(getattr(asked.people, who), send_return, based_on=1)
