"""Downloading a report: who gets it, made once by the worker, a draft with its watermark."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from evaluations.models import PublishedVersion, ReportDocument
from evaluations.operations.documents import ask_for_documents, make_documents
from evaluations.operations.freezing import freeze
from evaluations.queries.report_document import report_document, words_in
from indicators.queries import edition_document
from inspectorate.kernel import ids
from inspectorate.kernel.models import OutboxMessage
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.reports.conftest import report  # noqa: F401
from tests.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(world: World, report) -> PublishedVersion:  # noqa: F811
    with scope(world.here.pk):
        document = report_document(report)
        world.inspection.status, world.inspection.published_on = "published", "2026-11-02"
        world.inspection.save()
        freeze(
            edition_document(world.edition.pk),
            [world.inspection.pk],
            membership_id=None,
            reason="",
            otherwise_on=world.inspection.published_on,
            report=words_in(document),
        )
        return PublishedVersion.objects.get(inspection=world.inspection)


def path_of(world: World, rest: str) -> str:
    return f"/hmie/inspections/{ids.encode('inspection', world.inspection.pk)}/{rest}"


def test_made_once_and_kept(client: Client, world: World, version) -> None:
    with scope(world.here.pk):
        ask_for_documents(version)
        message = OutboxMessage.objects.get(task="evaluations.make_documents")
        assert message.arguments == {"version_id": version.pk}
        assert [make_documents(version.pk), make_documents(version.pk)] == [2, 0]
        kept = {one.format: bytes(one.content) for one in ReportDocument.objects.all()}
    sign_in(client, world.people.partner)
    for ending, media_type in (
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ):
        got = client.get(path_of(world, f"published/1/report.{ending}"))
        assert got.content == kept[ending]
        assert got["Content-Type"] == media_type
        assert "attachment" in got["Content-Disposition"]
    said = PdfReader(BytesIO(kept["pdf"])).pages[0].extract_text()
    assert "Published: 2 November 2026" in said


def test_made_when_the_worker_has_not_come_to_it(client: Client, world: World, version) -> None:
    sign_in(client, world.people.lead)
    assert client.get(path_of(world, "published/1/report.pdf")).status_code == 200
    with scope(world.here.pk):
        assert ReportDocument.objects.count() == 1


@pytest.mark.parametrize(
    "rest", ["published/2/report.pdf", "published/x/report.pdf", "published/1/report.exe"]
)
def test_what_is_not_there(client: Client, world: World, version, rest: str) -> None:
    assert sign_in(client, world.people.lead).get(path_of(world, rest)).status_code == 404


def test_not_before_publication_and_not_elsewhere(client: Client, world: World, report) -> None:  # noqa: F811
    for person in (world.people.partner, world.people.inspector_elsewhere, world.people.stranger):
        sign_in(client, person)
        for rest in ("published/1/report.pdf", "report/drafts/0/report.pdf"):
            assert client.get(path_of(world, rest)).status_code == 404


def test_a_draft_says_whose_it_is(client: Client, world: World, report) -> None:  # noqa: F811
    sign_in(client, world.people.lead)
    got = client.get(path_of(world, "report/drafts/0/report.pdf"))
    said = " ".join(PdfReader(BytesIO(got.content)).pages[0].extract_text().split())
    assert f"Draft, not for publication: {world.people.lead.user.display_name}" in said
    assert client.get(path_of(world, "report/drafts/0/report.docx")).status_code == 200
    assert client.get(path_of(world, "report/drafts/7/report.pdf")).status_code == 404
    with scope(world.here.pk):
        assert not ReportDocument.objects.exists()
