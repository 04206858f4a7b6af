"""The pages of a report: writing alone and at once, what is refused, who opens them, what they cost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.models import (
    ChapterTemplate,
    Evidence,
    EvidenceIndicator,
    GoodPractice,
    Report,
    ReportChapter,
    ReportDraft,
    ReportPoint,
)
from evaluations.operations.reports import keep_draft
from evaluations.terms import DraftReason
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.reports.conftest import (
    chapter_of,
    of,
    opened,
    set_level,
    set_status,
    write,
)
from tests.people import Person, sign_in

pytestmark = pytest.mark.django_db
SECRET = "A sentence that only the evidence says"


def url(world: World, name: str, *more: Any) -> str:
    return reverse(name, args=[world.here.slug, of(world), *more])


def programme_url(world: World, name: str, *more: Any) -> str:
    programme = ids.encode("programme", world.programme.pk)
    return reverse(name, args=[world.here.slug, programme, *more])


def client_of(person: Person) -> Client:
    return sign_in(Client(), person)


@pytest.fixture
def lead(world: World) -> Client:
    return client_of(world.people.lead)


def chapter_url(world: World, report: Report, title: str = "Summary", page: str = "") -> str:
    chapter = ids.encode("chapter", chapter_of(world, report, title).pk)
    return url(world, f"report-chapter{page}", chapter)


def form_of(world: World, report: Report, text: str, **more: Any) -> dict[str, Any]:
    chapter = chapter_of(world, report)
    return {"title": chapter.title, "text": text, "version": chapter.version, **more}


def test_a_report_is_begun_by_a_press(world: World, lead: Client) -> None:
    set_status(world, "evaluating")
    assert "Begin the report" in lead.get(url(world, "report")).text
    answer = lead.post(url(world, "report-begin"), follow=True)
    assert "The report is begun" in answer.text
    assert "How well are the needs of children and families met?" in answer.text
    with scope(world.here.pk):
        assert Report.objects.count() == 1


def test_a_report_is_not_begun_before_its_time(world: World, lead: Client) -> None:
    answer = lead.post(url(world, "report-begin"), follow=True)
    assert "fieldwork has ended" in answer.text
    with scope(world.here.pk):
        assert not Report.objects.exists()


def test_a_chapter_is_saved_and_the_next_opened(world: World, report: Report, lead: Client) -> None:
    here = chapter_url(world, report)
    assert lead.get(here).status_code == 200
    answer = lead.post(here, form_of(world, report, "First.\r\n\r\nSecond.", next="yes"))
    assert answer.status_code == 302
    assert answer["Location"] == chapter_url(world, report, "The area and its services")
    assert chapter_of(world, report).text == "First.\n\nSecond."


def test_how_it_reads_is_shown_without_saving(world: World, report: Report, lead: Client) -> None:
    sent = form_of(world, report, "## Heard\n\n<b>bold</b>", do="preview")
    answer = lead.post(chapter_url(world, report), sent)
    assert answer.status_code == 200
    assert "Not saved yet" in answer.text
    assert "&lt;b&gt;bold&lt;/b&gt;" in answer.text
    part = lead.post(chapter_url(world, report, page="-preview"), sent)
    assert "<h3" in part.text
    assert "<html" not in part.text
    assert chapter_of(world, report).text == ""


def test_a_first_text_is_put_after_what_is_typed_and_holds_nobodys_words(
    world: World, report: Report, lead: Client
) -> None:
    title = "How are services improving?"
    set_level(world, "5.4", level=2)
    with scope(world.here.pk):
        indicator = world.edition.indicators.get(code="5.4")
        piece = Evidence.objects.create(
            inspection=world.inspection,
            number=12,
            bearing="improvement",
            source_kind="interviews",
            level_of_service="delivery",
            happened_on="2009-03-31",
            text=SECRET,
            quote=SECRET,
            tags=["secret"],
            services=["health"],
        )
        EvidenceIndicator.objects.create(
            inspection=world.inspection, evidence=piece, indicator=indicator
        )
    sent = {"title": title, "text": "My words.", "version": 1, "do": "insert"}
    answer = lead.post(chapter_url(world, report, title), sent)
    typed = re.search(r"<textarea[^>]*>(.*?)</textarea>", answer.text, re.DOTALL)
    assert typed is not None
    assert typed.group(1).strip().startswith("My words.\n\n## Leadership of change")
    assert "We evaluated this as weak: important weaknesses." in typed.group(1)
    assert "This rests on 1 piece of evidence, from interviews, about health." in typed.group(1)
    assert SECRET not in answer.text
    assert "E12" in answer.text
    assert chapter_of(world, report, title).text == ""
    assert (
        "E12" not in client_of(world.people.moderator).get(chapter_url(world, report, title)).text
    )


def test_two_at_the_same_words_see_both_and_nothing_is_lost(
    world: World, report: Report, lead: Client
) -> None:
    write(world, chapter_of(world, report), "Most plans are clear.")
    mine = form_of(world, report, "All plans are clear, I think.")
    write(world, chapter_of(world, report), "Few plans are clear.", by=world.people.inspector)
    answer = lead.post(chapter_url(world, report), mine)
    assert answer.status_code == 409
    assert "Somebody has changed the same words" in answer.text
    assert "All plans are clear, I think." in answer.text
    assert "removed:" in answer.text
    assert chapter_of(world, report).text == "Few plans are clear."
    based_on = re.search(r'name="version" value="(\d+)"', answer.text)
    assert based_on is not None
    again = {**mine, "version": based_on.group(1), "text": "Few plans are clear, I agree."}
    assert lead.post(chapter_url(world, report), again).status_code == 302
    assert chapter_of(world, report).text == "Few plans are clear, I agree."


def test_two_at_different_words_are_told_that_both_stand(
    world: World, report: Report, lead: Client
) -> None:
    write(world, chapter_of(world, report), "One.\n\nTwo.\n\nThree.")
    mine = form_of(world, report, "One of mine.\n\nTwo.\n\nThree.")
    write(world, chapter_of(world, report), "One.\n\nTwo.\n\nThree of theirs.")
    answer = lead.post(chapter_url(world, report), mine, follow=True)
    assert "both stand in the text now" in answer.text
    assert chapter_of(world, report).text == "One of mine.\n\nTwo.\n\nThree of theirs."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Call 01382 123456.", "Why does"),
        ("Social work is weak.", "judges a single service"),
        ("x" * 200_001, "at most 200000"),
    ],
)
def test_what_is_refused_is_said_and_everything_typed_is_there(
    world: World, report: Report, lead: Client, text: str, said: str
) -> None:
    answer = lead.post(chapter_url(world, report), form_of(world, report, text))
    assert answer.status_code == 422
    assert said in answer.text
    assert text[:60] in answer.text
    assert chapter_of(world, report).text == ""


def test_once_it_is_with_somebody_else_the_page_says_so(
    world: World, report: Report, lead: Client
) -> None:
    set_status(world, "suspended")
    assert "The inspection is suspended" in lead.get(chapter_url(world, report)).text
    answer = lead.post(chapter_url(world, report), form_of(world, report, "Typed meanwhile."))
    assert answer.status_code == 409
    assert "Typed meanwhile.</textarea>" in answer.text


def test_points_and_examples_are_written_on_pages(
    world: World, report: Report, lead: Client
) -> None:
    set_level(world, "3.3", level=2)
    set_level(world, "2.1", level=6)
    page = lead.get(url(world, "report"))
    assert "Write a point for 3.3" in page.text
    assert "Tell of an example for 2.1" in page.text
    new = url(world, "report-point-new") + "?indicator=3.3"
    assert re.search(r'value="3.3"[^>]*checked', lead.get(new).text)
    refused = lead.post(new, {"text": "Police are weak.", "indicators": ["3.3"]})
    assert refused.status_code == 422
    assert "Police are weak." in refused.text
    sent = {"text": "Improve it.", "indicators": ["3.3"], "services": ["police"]}
    assert lead.post(new, sent).status_code == 302
    lead.post(new, {"text": "And this.", "indicators": ["3.4"]})
    with scope(world.here.pk):
        one, two = ReportPoint.objects.all()
    point = url(world, "report-point", ids.encode("report-point", one.pk))
    assert "Improve it." in lead.get(point).text
    lead.post(point, {**sent, "text": "Improve it soon.", "version": 1})
    met = lead.post(point, {**sent, "text": "Improve it now.", "version": 1})
    assert met.status_code == 409
    assert re.search(r"<ins>.*?soon.*?</ins>", met.text)
    lead.post(url(world, "report-point-move", ids.encode("report-point", two.pk)), {"to": "1"})
    withdraw = url(world, "report-point-withdraw", ids.encode("report-point", one.pk))
    assert lead.post(withdraw, {"version": 2, "why": ""}).status_code == 422
    assert lead.post(withdraw, {"version": 2, "why": "Part of the other"}).status_code == 302
    with scope(world.here.pk):
        assert [(p.number, p.text) for p in ReportPoint.objects.all()] == [(1, "And this.")]


def test_an_example_is_told_changed_and_taken_out(
    world: World, report: Report, lead: Client
) -> None:
    new = url(world, "report-example-new")
    sent = {"title": "A film", "text": "Made together.", "indicator": "2.1"}
    assert lead.get(new + "?indicator=2.1").status_code == 200
    assert lead.post(new, {**sent, "title": ""}).status_code == 422
    assert lead.post(new, sent).status_code == 302
    with scope(world.here.pk):
        one = GoodPractice.objects.get()
    page = url(world, "report-example", ids.encode("good-practice", one.pk))
    assert "A film" in lead.get(page).text
    assert lead.post(page, {**sent, "title": "A play", "version": 1}).status_code == 302
    remove = url(world, "report-example-remove", ids.encode("good-practice", one.pk))
    said = lead.post(remove, {"version": 1}, follow=True)
    assert "Somebody has changed this" in said.text
    lead.post(remove, {"version": 2})
    with scope(world.here.pk):
        assert not GoodPractice.objects.exists()


def test_chapters_are_arranged(world: World, report: Report, lead: Client) -> None:
    page = url(world, "report-chapters")
    assert lead.get(page).status_code == 200
    assert lead.post(page, {"title": "", "kind": "text"}).status_code == 422
    lead.post(page, {"title": "Foreword", "kind": "text", "after": ""})
    foreword = ids.encode("chapter", chapter_of(world, report, "Foreword").pk)
    lead.post(url(world, "report-chapter-move", foreword), {"to": "1"})
    assert chapter_of(world, report, "Foreword").position == 1
    assert lead.post(url(world, "report-chapter-move", foreword), {"to": "x"}).status_code == 302
    lead.post(url(world, "report-chapter-remove", foreword), {"version": "1"})
    with scope(world.here.pk):
        assert not ReportChapter.objects.filter(title="Foreword").exists()
    title = url(world, "report-title")
    lead.post(title, {"title": "A title", "version": 1})
    assert lead.post(title, {"title": "Other", "version": 1}).status_code == 409
    assert "A title" in lead.get(url(world, "report")).text


def test_versions_are_kept_read_and_compared(world: World, report: Report, lead: Client) -> None:
    versions = url(world, "report-versions")
    write(world, chapter_of(world, report), "Staff respond quickly.")
    assert lead.post(versions, {"label": "One"}).status_code == 302
    again = lead.post(versions, {"label": "Two"})
    assert again.status_code == 409
    assert "Nothing has changed since version 1" in again.text
    write(world, chapter_of(world, report), "Staff respond very quickly.")
    kept = lead.get(url(world, "report-version", 1))
    assert "Staff respond quickly." in kept.text
    answer = lead.get(url(world, "report-compare") + "?from=1&to=now")
    assert re.search(r"<ins>.*?very.*?</ins>", answer.text)
    assert "1 word added" in answer.text
    back = lead.get(url(world, "report-compare") + "?from=now&to=1")
    assert re.search(r"<del>.*?very.*?</del>", back.text)
    same = lead.get(url(world, "report-compare") + "?from=1&to=1")
    assert "word for word" in same.text
    for wrong in ("?from=9&to=now", "?from=%00", "?from=1&to=abc"):
        assert lead.get(url(world, "report-compare") + wrong).status_code == 404
    assert lead.get(url(world, "report-version", 9)).status_code == 404
    with scope(world.here.pk):
        assert ReportDraft.objects.count() == 1


def test_a_programme_has_chapters_of_its_own(world: World) -> None:
    administrator = client_of(world.people.administrator)
    page = programme_url(world, "programme-chapters")
    assert "begin with the usual chapters" in administrator.get(page).text
    for _twice in range(2):
        administrator.post(programme_url(world, "programme-chapters-adopt"))
    with scope(world.here.pk):
        assert ChapterTemplate.objects.count() == 11
    new = programme_url(world, "programme-chapter-new")
    assert administrator.post(new, {"title": "", "kind": "text"}).status_code == 422
    sent = {"title": "Annex", "kind": "text", "guidance": "", "indicators": ["1.1"]}
    administrator.post(new, sent)
    with scope(world.here.pk):
        annex = ids.encode("template", ChapterTemplate.objects.get(title="Annex").pk)
    one = programme_url(world, "programme-chapter", annex)
    assert "Annex" in administrator.get(one).text
    assert administrator.post(one, {**sent, "title": "B", "version": 1}).status_code == 302
    assert administrator.post(one, {**sent, "title": "C", "version": 1}).status_code == 409
    administrator.post(programme_url(world, "programme-chapter-move", annex), {"to": "1"})
    assert administrator.get(page).text.index("1. B") < administrator.get(page).text.index(
        "Summary"
    )
    administrator.post(programme_url(world, "programme-chapter-remove", annex), {"version": "2"})
    with scope(world.here.pk):
        assert ChapterTemplate.objects.count() == 11
    inspector = client_of(world.people.inspector)
    assert inspector.get(page).status_code == 200
    assert inspector.post(new, sent).status_code == 403


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("inspector", 200, 302),
        ("moderator", 200, 403),
        ("inspector_elsewhere", 404, 404),
        ("administrator", 404, 404),
        ("auditor", 404, 404),
        ("link", 404, 404),
        ("partner", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_reads_and_who_writes(
    world: World, report: Report, who: str, reads: int, writes: int
) -> None:
    with opened(world.people.lead):
        keep_draft(actor=world.people.lead.actor, report=report, reason=DraftReason.KEPT)
    set_status(world, "findings-discussed")  # before, a moderator judges blind and sees nothing
    client = client_of(getattr(world.people, who))
    pages = [
        url(world, "report"),
        url(world, "report-preview"),
        url(world, "report-versions"),
        url(world, "report-version", 1),
        url(world, "report-compare"),
        chapter_url(world, report),
    ]
    assert [client.get(page).status_code for page in pages] == [reads] * len(pages)
    sent = form_of(world, report, f"Words of {who}")
    assert client.post(chapter_url(world, report), sent).status_code == writes
    assert (chapter_of(world, report).text == f"Words of {who}") == (writes == 302)


def test_pages_cost_the_same_however_much_there_is(
    world: World, report: Report, lead: Client
) -> None:
    title = "How are services improving?"

    def statements(page: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert lead.get(page).status_code == 200
        return len(captured)

    pages = [url(world, "report"), url(world, "report-preview"), chapter_url(world, report, title)]
    set_level(world, "5.4", level=2)
    point = {"text": "A point.", "indicators": ["3.3", "1.1"], "services": ["police"]}
    lead.post(url(world, "report-point-new"), point)
    few = [statements(page) for page in pages]
    for number in range(6):
        lead.post(url(world, "report-point-new"), {**point, "text": f"Point {number}."})
        lead.post(url(world, "report-chapters"), {"title": f"Chapter {number}", "kind": "text"})
        write(world, chapter_of(world, report, f"Chapter {number}"), f"Words {number}.")
        with opened(world.people.lead):
            keep_draft(actor=world.people.lead.actor, report=report, reason=DraftReason.KEPT)
    assert [statements(page) for page in pages] == few
    assert max(few) <= 34
