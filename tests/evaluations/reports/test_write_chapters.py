"""Beginning a report, writing its chapters alone and at once, and keeping drafts."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from evaluations.models import ChapterTemplate, Report, ReportChapter, ReportDraft, TeamMember
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.recording import Clash
from evaluations.operations.reports import (
    add_chapter,
    begin_report,
    keep_draft,
    keep_version,
    move_chapter,
    remove_chapter,
    rename_report,
)
from evaluations.queries.report_document import digest_of, report_document
from evaluations.terms import DraftReason
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
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
from tests.people import Person

pytestmark = pytest.mark.django_db


def begin(world: World, person: Person) -> Report:
    with opened(person):
        return begin_report(actor=person.actor, inspection=of(world))


def test_a_report_begins_with_the_usual_chapters_of_its_edition(
    world: World, report: Report
) -> None:
    with scope(world.here.pk):
        chapters = list(ReportChapter.objects.filter(report=report))
    assert [one.position for one in chapters] == list(range(1, 12))
    assert chapters[0].title == "Summary"
    assert (chapters[2].title, chapters[2].indicators) == (
        "How well are the needs of children and families met?",
        ["1.2", "1.3", "1.4", "1.1"],
    )
    kinds = [one.kind for one in chapters if one.kind != "text"]
    assert kinds == ["good-practice", "evaluations", "main-points", "sources"]
    assert report.title == "Services to protect children in Torrance Vale"


def test_a_programme_with_templates_has_its_own_chapters(world: World) -> None:
    with scope(world.here.pk):
        for position, title in ((2, "Findings"), (1, "In short")):
            ChapterTemplate.objects.create(
                programme=world.programme,
                position=position,
                title=title,
                indicators=["1.1", "99.9"],
            )
    set_status(world, "evaluating")
    made = begin(world, world.people.inspector)
    with scope(world.here.pk):
        chapters = list(ReportChapter.objects.filter(report=made))
    assert [one.title for one in chapters] == ["In short", "Findings"]
    assert chapters[0].indicators == ["1.1"]


def test_beginning_again_gives_the_report_that_is_there(world: World, report: Report) -> None:
    assert begin(world, world.people.inspector).pk == report.pk
    with scope(world.here.pk):
        assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("moderator", NotFound),
        ("inspector_elsewhere", NotFound),
        ("link", NotFound),
        ("administrator", NotFound),
        ("auditor", NotFound),
        ("partner", NotFound),
    ],
)
def test_only_the_team_writes(world: World, who: str, error: type[Exception]) -> None:
    set_status(world, "evaluating")
    with pytest.raises(error):
        begin(world, getattr(world.people, who))


@pytest.mark.parametrize("status", ["planned", "preparing", "fieldwork", "suspended", "abandoned"])
def test_not_before_there_is_something_to_evaluate(world: World, status: str) -> None:
    set_status(world, status)
    with pytest.raises(Refused):
        begin(world, world.people.lead)


def test_somebody_recused_does_not_see_it(world: World, report: Report) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=world.people.inspector.membership).update(
            recused_at="2009-03-01T10:00Z", recused_why="A friend of the family"
        )
    with pytest.raises(NotFound):
        write(world, chapter_of(world, report), "Mine", by=world.people.inspector)


def test_what_is_written_is_kept_with_its_history(world: World, report: Report) -> None:
    chapter = chapter_of(world, report)
    saved = write(world, chapter, "  Children are helped.\r\n\r\nSome wait.  ")
    assert (saved["version"], saved["text"]) == (2, "Children are helped.\n\nSome wait.")
    with scope(world.here.pk):
        entries = HistoryEntry.objects.filter(
            table_name="evaluations_reportchapter", record_id=chapter.pk, operation="U"
        )
        assert [one.person_id for one in entries] == [world.people.lead.user.pk]
    assert write(world, chapter_of(world, report), saved["text"])["version"] == 2


def test_two_who_write_at_different_places_both_keep_their_words(
    world: World, report: Report
) -> None:
    write(world, chapter_of(world, report), "First.\n\nSecond.\n\nThird.")
    base = chapter_of(world, report)
    write(world, base, "First, by Lorna.\n\nSecond.\n\nThird.")
    saved = write(world, base, "First.\n\nSecond.\n\nThird, by Isla.", by=world.people.inspector)
    assert saved["text"] == "First, by Lorna.\n\nSecond.\n\nThird, by Isla."
    assert saved["version"] == base.version + 2


def test_a_title_and_a_text_do_not_meet(world: World, report: Report) -> None:
    base = chapter_of(world, report)
    write(world, base, "", changes={"title": "In brief"})
    saved = write(world, base, "Words.", by=world.people.inspector, changes={"title": "Summary"})
    assert (saved["title"], saved["text"]) == ("In brief", "Words.")


def test_two_who_write_the_same_words_meet_and_nothing_is_saved(
    world: World, report: Report
) -> None:
    write(world, chapter_of(world, report), "Most plans are clear.")
    base = chapter_of(world, report)
    write(world, base, "Few plans are clear.")
    with pytest.raises(Clash) as met:
        write(world, base, "Some plans are clear.", by=world.people.inspector)
    clash = met.value
    assert clash.base is not None
    sides = (clash.base["text"], clash.mine["text"], clash.current["text"])
    assert sides == ("Most plans are clear.", "Some plans are clear.", "Few plans are clear.")
    assert chapter_of(world, report).text == "Few plans are clear."


def test_a_tool_that_names_an_earlier_version_is_stale(world: World, report: Report) -> None:
    base = chapter_of(world, report)
    write(world, base, "One")
    with pytest.raises(Stale) as stale:
        write(world, base, "Two", exact=True)
    assert stale.value.current["text"] == "One"


def test_a_version_that_never_was_meets(world: World, report: Report) -> None:
    write(world, chapter_of(world, report), "One")
    with pytest.raises(Clash):
        write(world, chapter_of(world, report), "Two", based_on=77)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_many_at_once_lose_nothing(world: World, report: Report) -> None:
    write(world, chapter_of(world, report), "\n\n".join(f"Paragraph {at}." for at in range(4)))
    base = chapter_of(world, report)
    people = [world.people.lead, world.people.inspector] * 2

    def add(at: int) -> None:
        text = base.text.replace(f"Paragraph {at}.", f"Paragraph {at}, with words of writer {at}.")
        try:
            write(world, base, text, by=people[at])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    now = chapter_of(world, report)
    assert all(f"writer {at}." in now.text for at in range(4))
    assert now.version == base.version + 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "a\x00b"}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "two\nlines"}, "title"),
        ({"kind": "sources"}, "kind"),
    ],
)
def test_what_cannot_be_kept_is_said(
    world: World, report: Report, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        write(world, chapter_of(world, report), "Words", changes=changes)
    assert field in invalid.value.faults
    assert chapter_of(world, report).text == ""


def test_an_identifier_is_answered_once_for_all_who_write_on(world: World, report: Report) -> None:
    text = "See the leaflet at help@council.example for more."
    with pytest.raises(IdentifiersFound) as found:
        write(world, chapter_of(world, report), text)
    reasons = {one["digest"]: "A public address" for one in found.value.found}
    write(world, chapter_of(world, report), text, reasons=reasons)
    saved = write(world, chapter_of(world, report), text + " More.", by=world.people.inspector)
    assert saved["version"] == 3
    with pytest.raises(IdentifiersFound):
        write(world, chapter_of(world, report), text + " Also other@council.example.")


@pytest.mark.parametrize("status", ["moderation", "findings-discussed", "factual-accuracy"])
def test_the_team_writes_until_it_is_published(world: World, report: Report, status: str) -> None:
    set_status(world, status)
    assert write(world, chapter_of(world, report), status)["text"] == status


def test_after_publication_whoever_publishes_corrects(world: World, report: Report) -> None:
    set_status(world, "published")
    chapter = chapter_of(world, report)
    with pytest.raises(NotPermitted):
        write(world, chapter, "Mine")
    assert write(world, chapter, "Corrected", by=world.people.moderator)["text"] == "Corrected"


def test_chapters_are_added_moved_and_taken_out(world: World, report: Report) -> None:
    lead, here = world.people.lead, of(world)
    first = ids.encode("chapter", chapter_of(world, report).pk)
    with opened(lead):
        made = add_chapter(actor=lead.actor, inspection=here, title="Foreword", after=first)
        move_chapter(actor=lead.actor, inspection=here, chapter=made["id"], to=1)
        titles = list(ReportChapter.objects.filter(report=report).values_list("title", flat=True))
        assert titles[:3] == ["Foreword", "Summary", "The area and its services"]
        with pytest.raises(Stale):
            remove_chapter(actor=lead.actor, inspection=here, chapter=first, based_on=9)
        remove_chapter(actor=lead.actor, inspection=here, chapter=first, based_on=1)
        left = list(ReportChapter.objects.filter(report=report))
        assert [one.position for one in left] == list(range(1, 12))
        assert left[1].title == "The area and its services"
        with pytest.raises(Invalid):
            move_chapter(actor=lead.actor, inspection=here, chapter=first, to=1)


def test_a_report_is_renamed(world: World, report: Report) -> None:
    lead = world.people.lead
    with opened(lead):
        record = rename_report(
            actor=lead.actor, inspection=of(world), based_on=1, title=" A  better title "
        )
        assert (record["title"], record["version"]) == ("A better title", 2)
        with pytest.raises(Stale):
            rename_report(actor=lead.actor, inspection=of(world), based_on=1, title="Other")


def test_a_draft_is_kept_whole_and_never_changes(world: World, report: Report) -> None:
    write(world, chapter_of(world, report), "## How we see it\n\n- one\n- two\n\n> “Heard”")
    set_level(world, "1.1", level=2)
    lead = world.people.lead
    with opened(lead):
        kept = keep_version(actor=lead.actor, inspection=of(world), label="Before the panel")
        with pytest.raises(Refused):
            keep_version(actor=lead.actor, inspection=of(world))
    assert (kept.number, kept.label) == (1, "Before the panel")
    write(world, chapter_of(world, report), "Other words")
    with opened(world.people.moderator):
        after = keep_draft(
            actor=world.people.moderator.actor, report=report, reason=DraftReason.MODERATION
        )
        first = ReportDraft.objects.get(number=1)
        assert after.number == 2
        assert [one["kind"] for one in first.content["chapters"][0]["blocks"]] == [
            "heading",
            "list",
            "quote",
        ]
        assert digest_of(first.content) == first.digest
        assert first.content["evaluations"][0]["level"] == "weak"
        assert first.content["sections"][0]["code"] == "1"


def test_a_document_is_drawn_as_a_page(world: World, report: Report) -> None:
    write(world, chapter_of(world, report), "Children & <b>families</b>.\n\n- one\n- two")
    set_level(world, "1.1", level=2)
    set_level(world, "1.2", level_set=[1, 2])
    set_level(world, "1.3", non_grade="not-graded")
    with scope(world.here.pk):
        document = report_document(Report.objects.get(pk=report.pk))
    html = render_to_string("evaluations/report/_document.html", {"document": document})
    assert 'id="p1.1"' in html
    assert "Children &amp; &lt;b&gt;families&lt;/b&gt;." in html
    assert "<li>one</li><li>two</li>" in html
    assert "weak or unsatisfactory" in html or "unsatisfactory or weak" in html
    assert "1 How effective is the help children get when they need it?" in html
    assert html.count('aria-label="Paragraph') == 2


def test_a_document_costs_the_same_however_long_it_is(world: World, report: Report) -> None:
    def statements() -> int:
        with scope(world.here.pk), CaptureQueriesContext(connection) as captured:
            report_document(report)
        return sum(not one["sql"].startswith(("SAVEPOINT", "RELEASE")) for one in captured)

    short = statements()
    for chapter in ("Summary", "What happens next"):
        write(world, chapter_of(world, report, chapter), "\n\n".join(["Words."] * 200))
    with opened(world.people.lead):
        for number in range(20):
            add_chapter(
                actor=world.people.lead.actor, inspection=of(world), title=f"Chapter {number}"
            )
    assert statements() == short
