"""The pages of framework editions: shown, brought in, out, superseded."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Programme
from indicators.models import FrameworkEdition
from indicators.operations import import_edition
from inspectorate.accounts.people import system_actor
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.indicators.test_import_framework import EDITIONS, HMIE, SMALL
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db

LATER = SMALL.replace("code: small", "code: later") + (
    'crosswalk:\n  - {from: "small:1.1", to: "1.1", kind: same}\n'
    '  - {from: "small:1.10", to: "1.10", kind: narrowed, evidence: Fewer children}\n'
)


@pytest.fixture
def small(hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        import_edition(actor=system_actor(hmie.pk), data=SMALL.encode())


@pytest.fixture
def administrator(client: Client, people: People) -> Client:
    return sign_in(client, people.administrator)


@pytest.fixture
def inspector(people: People) -> Client:
    return sign_in(Client(), people.inspector)


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: file.stem)
def test_an_edition_as_an_inspector_wants_it(
    inspector: Client, hmie: Inspectorate, file: Path
) -> None:
    with scope(hmie.pk):
        done = import_edition(actor=system_actor(hmie.pk), data=file.read_bytes())
    page = inspector.get(f"/hmie/frameworks/{file.stem}")
    text = page.content.decode()
    assert page.status_code == 200
    from django.utils.html import escape

    for one in (*done.document.levels, *done.document.non_grades):
        assert escape(one.label) in text
    for indicator in done.document.indicators:
        assert escape(indicator.title) in text
    for finding in done.document.findings:
        assert escape(finding.statement) in text
    assert inspector.get(f"/hmie/frameworks/{file.stem}/download").content == file.read_bytes()


def test_the_list(inspector: Client, small: None, people: People) -> None:
    text = inspector.get("/hmie/frameworks").content.decode()
    assert "A small framework" in text
    assert "Bring an edition in" not in text
    elsewhere = sign_in(Client(), people.stranger).get("/elsewhere/frameworks").content.decode()
    assert "A small framework" not in elsewhere
    assert "belong here" in elsewhere


def test_the_list_takes_the_same_statements_for_many(
    inspector: Client, small: None, hmie: Inspectorate
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            inspector.get("/hmie/frameworks")
        return len(captured)

    few = statements()
    with scope(hmie.pk):
        for number in range(5):
            text = SMALL.replace("code: small", f"code: small-{number}")
            import_edition(actor=system_actor(hmie.pk), data=text.encode())
    assert statements() == few


def test_a_file_is_brought_in(administrator: Client, hmie: Inspectorate) -> None:
    sent = {"file": SimpleUploadedFile("x.yaml", HMIE.read_bytes()), "text": ""}
    page = administrator.post("/hmie/frameworks/-/import", sent, follow=True)
    assert page.status_code == 200
    assert "Brought in: hmie-2005" in page.content.decode()
    with scope(hmie.pk):
        assert FrameworkEdition.objects.get().text == HMIE.read_text()


def test_typed_yaml_is_brought_in(administrator: Client, hmie: Inspectorate) -> None:
    made = administrator.post("/hmie/frameworks/-/import", {"text": SMALL})
    assert made.status_code == 302
    assert made["Location"] == "/hmie/frameworks/small"


@pytest.mark.parametrize("upload", [True, False])
def test_faults_are_listed_and_nothing_typed_is_lost(
    administrator: Client, hmie: Inspectorate, upload: bool
) -> None:
    faulty = SMALL.replace("{code: fair}", "{code: good}").replace("title: Help", "titel: Help")
    sent = {"file": SimpleUploadedFile("x.yaml", faulty.encode())} if upload else {"text": faulty}
    page = administrator.post("/hmie/frameworks/-/import", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert "line 4" in text
    assert "line 7" in text
    assert "titel: Help" in text
    with scope(hmie.pk):
        assert not FrameworkEdition.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"text": "\0"},
        {"text": "- - -"},
        {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")},
        {"file": SimpleUploadedFile("x.yaml", b"x: " + b"a" * 1_100_000)},
        {"file": SimpleUploadedFile("x.yaml", b"a: &a [1]\nb: [*a, *a]\n")},
    ],
)
def test_nonsense_is_refused_in_a_sentence(administrator: Client, sent: dict) -> None:
    for one in sent.values():
        if not isinstance(one, str):
            one.seek(0)
    assert administrator.post("/hmie/frameworks/-/import", sent).status_code == 422


def test_an_edition_in_use_is_refused(
    administrator: Client, small: None, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        edition = FrameworkEdition.objects.get()
        Programme.objects.create(code="p", title="P", edition=edition)
    page = administrator.post("/hmie/frameworks/-/import", {"text": SMALL.replace("safe", "safer")})
    assert page.status_code == 422
    assert "supersede" in page.content.decode()
    assert "safer" in page.content.decode()


def test_superseding(administrator: Client, small: None, hmie: Inspectorate) -> None:
    administrator.post("/hmie/frameworks/-/import", {"text": LATER})
    address = "/hmie/frameworks/small/supersede"
    sent = {"by_code": "later", "version": 1}
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, {**sent, "version": 9}).status_code == 409
    assert administrator.post(address, {**sent, "by_code": "none"}).status_code == 422
    assert administrator.post(address, {**sent, "by_code": "small"}).status_code == 422
    assert administrator.post(address, sent).status_code == 302
    with scope(hmie.pk):
        edition = FrameworkEdition.objects.get(code="small")
        assert edition.superseded_by.code == "later"
        assert (edition.version, edition.superseded_at is None) == (2, False)
    text = administrator.get("/hmie/frameworks/small").content.decode()
    assert "Superseded by" in text
    crosswalk = administrator.get("/hmie/frameworks/later").content.decode()
    for word in ("narrowed", "Fewer children", "Only if an analyst decides so"):
        assert word in crosswalk
    back = administrator.post(
        "/hmie/frameworks/later/supersede", {"by_code": "small", "version": 1}
    )
    assert back.status_code == 422
    assert "leads back" in back.content.decode()
    history = administrator.get("/hmie/frameworks/small/history").content.decode()
    assert "Ada Munro" in history


@pytest.mark.parametrize("address", ["-/import", "small/supersede", "small/history"])
def test_who_may_open_what(
    administrator: Client, inspector: Client, people: People, small: None, address: str
) -> None:
    path = f"/hmie/frameworks/{address}"
    assert administrator.get(path).status_code == 200
    assert inspector.get(path).status_code == 403
    assert sign_in(Client(), people.stranger).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    if "history" not in address:
        assert inspector.post(path).status_code == 403


def test_what_is_not_there(administrator: Client, people: People, small: None) -> None:
    for further in ("", "/download", "/supersede", "/history"):
        assert administrator.get(f"/hmie/frameworks/none{further}").status_code == 404
    stranger = sign_in(Client(), people.stranger)
    assert stranger.get("/elsewhere/frameworks/small").status_code == 404
