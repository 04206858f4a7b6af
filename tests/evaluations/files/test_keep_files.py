"""Keeping a file, having it scanned, and opening it."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    EvidenceFile,
    FileContent,
    StatedPurpose,
    StoredFile,
)
from evaluations.operations.files import SCAN, scan_file, scan_waiting, store_file
from evaluations.tasks import scan_file as task
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.models import HistoryEntry, Mail, OutboxMessage
from inspectorate.kernel.scanning import ScannerUnreachable, ScanResult, ScanVerdict
from inspectorate.kernel.web.uploads import Bounded
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.files.samples import CSV, PDF
from tests.people import Person, sign_in

pytestmark = pytest.mark.django_db
Keep = Callable[..., StoredFile]


def clean(_: bytes) -> ScanResult:
    return ScanResult(ScanVerdict.CLEAN)


def infected(_: bytes) -> ScanResult:
    return ScanResult(ScanVerdict.INFECTED, "Eicar")


def unreadable(_: bytes) -> ScanResult:
    return ScanResult(ScanVerdict.FAILED, "size limit exceeded")


def away(_: bytes) -> ScanResult:
    raise ScannerUnreachable("nobody listens")


@pytest.fixture
def keep(world: World) -> Keep:
    def one(name: str = "plan.pdf", content: bytes = PDF) -> StoredFile:
        with scope(world.here.pk):
            return store_file(
                actor=world.people.inspector.actor,
                inspection=world.inspection,
                upload=SimpleUploadedFile(name, content),
            )

    return one


def scanned_by(settings: Any, name: str) -> None:
    settings.MALWARE_SCANNER = f"{__name__}.{name}"


def path(world: World, file: StoredFile, query: str = "") -> str:
    inspection = ids.encode("inspection", world.inspection.pk)
    return f"/hmie/inspections/{inspection}/files/{ids.encode('file', file.pk)}{query}"


def test_a_file_is_kept_with_its_digest_and_history(world: World, keep: Keep) -> None:
    made = keep()
    with scope(world.here.pk):
        kept = StoredFile.objects.get()
        assert (kept.name, kept.media_type, kept.size) == ("plan.pdf", "application/pdf", len(PDF))
        assert kept.digest == hashlib.sha256(PDF).hexdigest()
        assert kept.membership_id == world.people.inspector.membership.pk
        assert kept.scan == "not-scanned"
        assert bytes(FileContent.objects.get().content) == PDF
        tables = HistoryEntry.objects.values_list("table_name", flat=True)
        assert "evaluations_storedfile" in tables
        assert "evaluations_filecontent" not in tables
        assert not OutboxMessage.objects.filter(task=SCAN).exists()
    assert made.pk == kept.pk


def test_what_is_not_taken_leaves_nothing(world: World, keep: Keep) -> None:
    with pytest.raises(Invalid) as refused:
        keep("plan.pdf", b"MZ\x00")
    assert "save it again" in refused.value.faults["file"][0]
    with scope(world.here.pk):
        assert not StoredFile.objects.exists()


def test_more_than_may_be_kept_is_not_read(world: World, keep: Keep) -> None:
    with pytest.raises(Invalid) as refused:
        keep("long.txt", b"a" * (20 * 1024 * 1024 + 1))
    assert "larger than 20 MB" in refused.value.faults["file"][0]


# Scanned


def test_a_new_file_waits_for_the_scanner_and_is_asked_for_with_the_change(
    world: World, keep: Keep, settings: Any
) -> None:
    scanned_by(settings, "clean")
    made = keep()
    with scope(world.here.pk):
        assert StoredFile.objects.get().scan == "waiting"
        assert OutboxMessage.objects.get(task=SCAN).arguments == {"file_id": made.pk}
    opened = sign_in(Client(), world.people.inspector).get(path(world, made))
    assert opened.status_code == 403
    assert "waiting to be scanned" in opened.content.decode()
    assert task(inspectorate_id=world.here.pk, file_id=made.pk) is True
    with scope(world.here.pk):
        assert StoredFile.objects.get().scan == "clean"
        assert StoredFile.objects.get().version == 2
        assert scan_file(made.pk) is False
    assert sign_in(Client(), world.people.inspector).get(path(world, made)).status_code == 200


def test_malware_is_removed_and_told_once(world: World, keep: Keep, settings: Any) -> None:
    scanned_by(settings, "infected")
    made = keep()
    with scope(world.here.pk):
        assert scan_file(made.pk) is True
        assert scan_file(made.pk) is False
        kept = StoredFile.objects.get()
        assert (kept.scan, kept.scan_note) == ("infected", "Eicar")
        assert not FileContent.objects.exists()
        told = list(Mail.objects.order_by("member_id"))
        people = world.people
        assert {one.member_id for one in told} == {
            people.inspector.membership.pk,
            people.lead.membership.pk,
        }
        assert "/hmie/inspections/" in told[0].body
        assert "plan.pdf" not in told[0].body
    opened = sign_in(Client(), world.people.lead).get(path(world, made))
    assert opened.status_code == 403
    assert "Malware was found" in opened.content.decode()


def test_what_the_scanner_cannot_read_is_not_opened(
    world: World, keep: Keep, settings: Any
) -> None:
    scanned_by(settings, "unreadable")
    made = keep()
    with scope(world.here.pk):
        scan_file(made.pk)
        assert FileContent.objects.exists()
    assert sign_in(Client(), world.people.lead).get(path(world, made)).status_code == 403


def test_a_scanner_that_is_away_is_asked_again(world: World, keep: Keep, settings: Any) -> None:
    scanned_by(settings, "away")
    made = keep()
    assert task(inspectorate_id=world.here.pk, file_id=made.pk) is False
    with scope(world.here.pk):
        assert scan_waiting() == 0
        assert StoredFile.objects.get().scan == "waiting"
        scanned_by(settings, "clean")
        assert scan_waiting() == 1
        assert StoredFile.objects.get().scan == "clean"


def test_when_the_scanner_is_taken_away_the_file_says_so(
    world: World, keep: Keep, settings: Any
) -> None:
    scanned_by(settings, "away")
    made = keep()
    settings.MALWARE_SCANNER = ""
    with scope(world.here.pk):
        assert scan_file(made.pk) is True
        assert StoredFile.objects.get().scan == "not-scanned"


# Opened


def test_downloaded_as_an_attachment_and_noted(world: World, keep: Keep) -> None:
    made = keep('plan "final" é.pdf')
    answer = sign_in(Client(), world.people.inspector).get(path(world, made))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''plan")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    with scope(world.here.pk):
        noted = CaseMaterialRead.objects.get()
        assert (noted.what, noted.records, noted.how) == ("file", [made.pk], "page")


@pytest.mark.parametrize(
    ("name", "content", "inline"),
    [
        ("plan.pdf", PDF, True),
        ("notes.txt", b"plain", True),
        ("data.csv", CSV, False),
    ],
)
def test_shown_only_where_a_browser_does_it_safely(
    world: World, keep: Keep, name: str, content: bytes, inline: bool
) -> None:
    answer = sign_in(Client(), world.people.inspector).get(
        path(world, keep(name, content), "?preview")
    )
    assert answer["Content-Disposition"].startswith("inline" if inline else "attachment")
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert ("sandbox" in policy) is (name != "plan.pdf")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("inspector_elsewhere", 404),
        ("partner", 404),
        ("analyst", 404),
        ("link", 404),
        ("stranger", 404),
    ],
)
def test_who_opens_it(world: World, keep: Keep, who: str, status: int) -> None:
    client = sign_in(Client(), getattr(world.people, who))
    assert client.get(path(world, keep())).status_code == status


def test_for_a_reason_that_is_stated_first(world: World, keep: Keep) -> None:
    made = keep()
    moderator: Person = world.people.moderator
    asked = sign_in(Client(), moderator).get(path(world, made))
    assert asked.status_code == 302
    with scope(world.here.pk):
        StatedPurpose.objects.create(
            inspection=world.inspection,
            membership=moderator.membership,
            why="Checking a sentence of the draft",
            until=timezone.now() + timedelta(hours=1),
        )
    assert sign_in(Client(), moderator).get(path(world, made)).status_code == 200
    with scope(world.here.pk):
        assert CaseMaterialRead.objects.get().purpose == "Checking a sentence of the draft"


def test_with_medical_notes_only_for_who_reads_those(world: World, keep: Keep) -> None:
    made = keep()
    with scope(world.here.pk):
        note = Evidence.objects.create(
            inspection=world.inspection,
            number=1,
            bearing="strength",
            source_kind="record-reading",
            level_of_service="delivery",
            happened_on="2026-01-01",
            medical=True,
            text="From a paediatrician's notes.",
        )
        EvidenceFile.objects.create(evidence=note, file=made)
    assert sign_in(Client(), world.people.inspector).get(path(world, made)).status_code == 404


def test_of_another_inspection_it_is_not_there(world: World, keep: Keep) -> None:
    made = keep()
    wrong = path(world, made).replace(
        ids.encode("inspection", world.inspection.pk), ids.encode("inspection", 10**6)
    )
    assert sign_in(Client(), world.people.inspector).get(wrong).status_code == 404
    assert sign_in(Client(), world.people.inspector).get(path(world, made) + "0").status_code == 404


# While it comes in


def test_what_is_sent_without_end_is_ended() -> None:
    handler = Bounded(RequestFactory().post("/"))
    piece = b"x" * 1024 * 1024
    passed = [handler.receive_data_chunk(piece, at * len(piece)) for at in range(63)]
    assert sum(one is not None for one in passed) == 21
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(piece, 0)
