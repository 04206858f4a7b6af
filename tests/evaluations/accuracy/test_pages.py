"""The pages of a round, for the partnership and the inspectorate; who gets 404 and 403."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone

from evaluations.models import (
    AccuracyComment,
    AccuracyRound,
    FindingsDiscussion,
    KeptIdentifier,
    PublishedVersion,
    ReportChapter,
    StoredFile,
)
from evaluations.operations.accuracy import show_changes
from evaluations.operations.accuracy_comments import add_comment_file
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.accuracy.conftest import Ground
from tests.people import Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def comment_id(one: AccuracyComment) -> str:
    return ids.encode("accuracy-comment", one.pk)


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer.content[:400]
    return str(answer.content.decode())


def test_the_partner_reads_and_comments(sent: Ground, client_of: ClientOf) -> None:
    client = client_of(sent.people.partner)
    listed = text_of(client.get("/hmie/factual-accuracy"))
    assert "Torrance Vale" in listed
    page = text_of(client.get(sent.page))
    assert "In 38 of the 52 records read" in page
    assert "Draft 1, in confidence. Callum Petrie" in page
    assert 'id="p2.1"' in page
    assert 'id="pM1"' in page
    assert "Good" in page or "good" in page
    opened = text_of(client.get(f"{sent.page}/comments/new?paragraph=1.1"))
    assert "Staff in all services were alert." in opened
    answer = client.post(
        f"{sent.page}/comments/new",
        {
            "paragraph": "1.1",
            "agency": "police",
            "about": "fact",
            "quoted": "In 38 of the 52 records read",
            "text": "It is 54.",
            "proposed": "In 38 of the 54",
            "file": SimpleUploadedFile("log.txt", b"reading log\n"),
        },
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith("#p1.1")
    page = text_of(client_of(sent.second).get(sent.page))
    assert "It is 54." in page
    assert "log.txt" in page
    assert "<mark>In 38 of the 52 records read</mark>" in page


def test_what_is_typed_stays_when_it_cannot_be_taken(sent: Ground, client_of: ClientOf) -> None:
    client = client_of(sent.people.partner)
    values = {
        "paragraph": "1.1",
        "agency": "police",
        "about": "fact",
        "text": "Mine",
        "quoted": "no",
    }
    answer = client.post(f"{sent.page}/comments/new", values)
    assert answer.status_code == 422
    assert "These words are not in this paragraph" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    values |= {"quoted": "", "text": "NHS 943 476 5919 is wrong."}
    answer = client.post(f"{sent.page}/comments/new", values)
    assert answer.status_code == 422
    assert "could tell who somebody is" in answer.content.decode()
    assert client.get(f"{sent.page}/comments/new?paragraph=77").status_code == 404


def test_a_comment_met_by_another_change_is_shown_beside_it(
    sent: Ground, client_of: ClientOf
) -> None:
    made = sent.comment()
    page = f"{sent.page}/comments/{comment_id(made)}"
    client = client_of(sent.people.partner)
    assert "It is 54 records." in text_of(client.get(page))
    values = {"version": 1, "agency": "social-work", "about": "fact", "text": "Theirs"}
    assert client_of(sent.second).post(page, values).status_code == 302
    met = client.post(page, {**values, "text": "Mine"})
    assert met.status_code == 409
    assert "Theirs" in met.content.decode()
    assert "Mine" in met.content.decode()
    assert client.post(f"{page}/withdraw", {"version": 1}).status_code == 302
    with scope(sent.world.here.pk):
        assert AccuracyComment.objects.get().text == "Theirs"
    client.post(f"{page}/withdraw", {"version": 2})
    with scope(sent.world.here.pk):
        assert not AccuracyComment.objects.exists()


def test_a_file_is_read_by_its_committee_until_it_is_returned(
    sent: Ground, client_of: ClientOf
) -> None:
    made = sent.comment()
    upload = SimpleUploadedFile("rota.txt", b"October\n")
    kept = sent.as_(sent.people.partner, add_comment_file, comment=comment_id(made), upload=upload)
    file = f"/hmie/inspections/{sent.inspection}/files/{ids.encode('file', kept.pk)}"
    assert client_of(sent.second).get(file).status_code == 200
    assert client_of(sent.people.other_partner).get(file).status_code == 404
    assert client_of(sent.people.lead).get(file).status_code == 404
    sent.returned()
    assert client_of(sent.people.lead).get(file).status_code == 200
    page = f"{sent.page}/comments/{comment_id(made)}/files/{ids.encode('file', kept.pk)}"
    client = client_of(sent.people.partner)
    assert "have been returned" in client.post(page, follow=True).content.decode()


def test_the_inspectorate_reads_comments_once_they_are_returned(
    sent: Ground, client_of: ClientOf
) -> None:
    sent.comment(text="Hidden until returned.")
    lead = client_of(sent.people.lead)
    before = text_of(lead.get(sent.page))
    assert "Hidden until returned." not in before
    assert "own until it returns them" in before
    assert lead.get(f"{sent.page}/rounds/1/answers").status_code == 404
    partner = client_of(sent.people.partner)
    assert "One return for all agencies" in text_of(partner.get(f"{sent.page}/return"))
    version = sent.round().version
    answer = partner.post(f"{sent.page}/return", {"version": version, "covering_note": "Thanks."})
    assert answer.status_code == 302
    after = text_of(lead.get(sent.page))
    assert "Hidden until returned." in after
    assert "Thanks." in after
    assert 'name="decision"' in after
    late = partner.post(f"{sent.page}/return", {"version": version + 1, "covering_note": ""})
    assert late.status_code == 409


def test_the_lead_answers_and_settles_and_the_partner_reads_why(
    sent: Ground, client_of: ClientOf
) -> None:
    made = sent.comment()
    sent.returned()
    lead, partner = client_of(sent.people.lead), client_of(sent.people.partner)
    page = f"{sent.page}/comments/{comment_id(made)}/answer"
    assert "It is 54 records." in text_of(lead.get(page))
    assert lead.post(page, {"version": 1, "decision": "partly", "answer": ""}).status_code == 422
    values = {"version": 1, "decision": "partly", "answer": "We say so in 2.1."}
    assert lead.post(page, values).status_code == 302
    assert lead.post(page, values).status_code == 409
    assert partner.get(page).status_code == 403
    assert "We say so in 2.1." not in text_of(partner.get(sent.page))
    assert partner.get(f"{sent.page}/rounds/1/answers.csv").status_code == 404
    lead.post(f"{sent.page}/settle", {"version": sent.round().version})
    assert sent.round().status == "settled"
    assert "We say so in 2.1." in text_of(partner.get(sent.page))
    assert "We say so in 2.1." in text_of(partner.get(f"{sent.page}/rounds/1/answers"))
    table = text_of(partner.get(f"{sent.page}/rounds/1/answers.csv")).splitlines()
    assert table[0].startswith("number,paragraph,service")
    assert table[1].endswith("Accepted in part,We say so in 2.1.")


def test_a_table_runs_no_formula(sent: Ground, client_of: ClientOf) -> None:
    sent.comment(text="=1+1")
    sent.returned()
    table = text_of(client_of(sent.people.lead).get(f"{sent.page}/rounds/1/answers.csv"))
    assert "'=1+1" in table


def test_paragraphs_are_narrowed(sent: Ground, client_of: ClientOf) -> None:
    sent.comment()
    sent.comment(paragraph="1.2", agency="police", text="About waiting.")
    client = client_of(sent.people.partner)
    for query, here, not_here in (
        ("part=2", "In short.", "They listened to me."),
        ("show=comments", "It is 54 records.", "They listened to me."),
        ("agency=police", "About waiting.", "It is 54 records."),
        ("part=%00&show=nonsense", "They listened to me.", "No paragraph is like that"),
    ):
        page = text_of(client.get(f"{sent.page}?{query}"))
        assert here in page
        assert not_here not in page
    assert "No paragraph is like that" in text_of(client.get(f"{sent.page}?agency=none"))


def test_time_is_asked_for_and_decided_on_pages(sent: Ground, client_of: ClientOf) -> None:
    partner, lead = client_of(sent.people.partner), client_of(sent.people.lead)
    due = sent.round().due_on
    until = due + timezone.timedelta(days=4)
    assert partner.get(f"{sent.page}/ask-for-time").status_code == 200
    assert lead.get(f"{sent.page}/ask-for-time").status_code == 403
    sent_values = {"asked_for": until.isoformat(), "why": "The board meets."}
    assert partner.post(f"{sent.page}/ask-for-time", sent_values).status_code == 302
    page = text_of(lead.get(sent.page))
    assert "The board meets." in page
    with scope(sent.world.here.pk):
        asked = ids.encode("extension", AccuracyRound.objects.get().extensions.get().pk)
    decide = f"{sent.page}/extensions/{asked}"
    assert partner.get(decide).status_code == 403
    assert "The board meets." in text_of(lead.get(decide))
    refused = lead.post(decide, {"version": 1, "granted": "no", "why": ""})
    assert refused.status_code == 422
    assert lead.post(decide, {"version": 1, "granted": "yes", "why": ""}).status_code == 302
    assert sent.round().due_on == until
    give = f"{sent.page}/give-time"
    later = until + timezone.timedelta(days=4)
    version = sent.round().version
    values = {"version": version, "until": later.isoformat(), "why": "Storm."}
    assert lead.get(give).status_code == 200
    assert lead.post(give, values).status_code == 302
    assert lead.post(give, values).status_code == 409
    assert sent.round().due_on == later


def test_the_lead_sends_and_goes_on_without_on_pages(ground: Ground, client_of: ClientOf) -> None:
    lead = client_of(ground.people.lead)
    page = f"/hmie/inspections/{ground.inspection}"
    assert "Send the draft for factual accuracy" in text_of(lead.get(page))
    assert "Record the meeting" in text_of(lead.get(f"{ground.page}/send"))
    values = {"version": ground.version, "working_days": 10}
    assert lead.post(f"{ground.page}/send", values).status_code == 409
    ground.discuss()
    assert lead.post(f"{ground.page}/send", {**values, "working_days": 0}).status_code == 422
    assert lead.post(f"{ground.page}/send", values).status_code == 302
    assert lead.post(f"{ground.page}/send", values).status_code == 409
    with scope(ground.world.here.pk):
        AccuracyRound.objects.update(sent_on="2020-01-01", due_on="2020-01-20")
    assert "Go on without a return" in text_of(lead.get(ground.page))
    values = {"version": ground.round().version, "why": "Asked three times."}
    assert lead.get(f"{ground.page}/go-on").status_code == 200
    assert lead.post(f"{ground.page}/go-on", values).status_code == 302
    partner = client_of(ground.people.partner)
    assert "Asked three times." in text_of(partner.get(ground.page))


def test_what_changed_is_for_the_lead_then_for_the_partner(
    sent: Ground, client_of: ClientOf
) -> None:
    lead, partner = client_of(sent.people.lead), client_of(sent.people.partner)
    redline = f"{sent.page}/rounds/1/changes"
    with scope(sent.world.here.pk):
        chapter = ReportChapter.objects.get(position=1)
        chapter.text = chapter.text.replace("the 52 records", "the 54 records")
        chapter.save()
    page = text_of(lead.get(redline))
    assert "<del>52</del>" in page
    assert "<ins>54</ins>" in page
    assert "They listened to me." not in page
    assert "They listened to me." in text_of(lead.get(f"{redline}?all"))
    assert partner.get(redline).status_code == 404
    sent.returned(nothing_to_correct=True)
    sent.settled()
    pressed = {"version": sent.round().version, "shown": "yes"}
    assert lead.post(f"{sent.page}/show-changes", pressed).status_code == 302
    assert "<ins>54</ins>" in text_of(partner.get(redline))
    sent.as_(sent.people.lead, show_changes, based_on=sent.round().version, shown=False)
    assert partner.get(redline).status_code == 404
    with scope(sent.world.here.pk):
        content = {"report": sent.round().draft.content | {"main_points": []}}
        PublishedVersion.objects.create(
            inspection=sent.world.inspection,
            number=1,
            content=content,
            digest="x",
            published_on=timezone.localdate(),
        )
    assert "Improve assessments." in text_of(partner.get(redline))


def test_meetings_are_recorded_with_who_was_there(ground: Ground, client_of: ClientOf) -> None:
    lead = client_of(ground.people.lead)
    page = f"/hmie/inspections/{ground.inspection}/discussions"
    assert "Record the meeting" in text_of(lead.get(page))
    form = text_of(lead.get(f"{page}/new"))
    assert "Chief social work officer" in form
    values: dict[str, Any] = {"held_on": timezone.localdate().isoformat(), "record": "All agreed."}
    values |= {"seat0-service": "police", "seat0-post": "Commander", "seat0-present": "on"}
    values |= {"seat1-service": "health", "seat1-post": "Director", "seat1-note": ""}
    values |= {"seat2-service": "", "seat2-post": ""}
    wrong = lead.post(f"{page}/new", {**values, "seat2-post": "Somebody"})
    assert wrong.status_code == 422
    assert "Somebody" in wrong.content.decode()
    assert lead.post(f"{page}/new", values).status_code == 302
    listed = text_of(lead.get(page))
    assert "All agreed." in listed
    assert "Say why in the record" in listed
    with scope(ground.world.here.pk):
        one = FindingsDiscussion.objects.get()
    edit = f"{page}/{ids.encode('discussion', one.pk)}"
    assert "All agreed." in text_of(lead.get(edit))
    values |= {"version": one.version, "seat1-note": "Was ill."}
    assert lead.post(edit, values).status_code == 302
    assert "Was ill." in text_of(lead.get(page))
    stale = lead.post(edit, values)
    assert stale.status_code == 409
    assert client_of(ground.people.partner).get(page).status_code == 404
    assert client_of(ground.people.inspector).get(f"{page}/new").status_code == 403
    future = {**values, "version": one.version + 1, "held_on": "2999-01-01"}
    assert lead.post(edit, future).status_code == 422


def addresses(ground: Ground, comment: AccuracyComment) -> Iterator[str]:
    """Every address under an inspection, whatever app or colleague it is of."""
    known = {
        "inspectorate": "hmie",
        "inspection": ground.inspection,
        "comment": comment_id(comment),
        "number": 1,
        "indicator": "1.1",
        "move": "publish",
        "extension": "0123456789abcdef",
    }
    routes = _routes(get_resolver().url_patterns)
    for name, route in routes:
        if route.startswith("<slug:inspectorate>/inspections/<str:inspection>"):
            parts = [one.partition(">")[0].partition(":")[2] for one in route.split("<")[1:]]
            kwargs = {one: known.get(one, "0123456789abcdef") for one in parts}
            yield reverse(name, kwargs=kwargs)


def _routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _routes(one.url_patterns, before + str(one.pattern))
        else:
            yield one.name, before + str(one.pattern)


OF_THE_PARTNERSHIP = ("/factual-accuracy", "/return")


def test_a_partner_reaches_nothing_of_the_inspection_but_the_draft(
    sent: Ground, client_of: ClientOf
) -> None:
    made = sent.comment()
    mine, others = client_of(sent.people.partner), client_of(sent.people.other_partner)
    for path in addresses(sent, made):
        if "/public" in path:
            continue
        of_theirs = any(part in path for part in OF_THE_PARTNERSHIP)
        for method in ("get", "post"):
            assert getattr(others, method)(path).status_code in {404, 405}, path
            if not of_theirs:
                assert getattr(mine, method)(path).status_code in {404, 405}, path


def test_who_else_sees_a_round(sent: Ground, client_of: ClientOf) -> None:
    for who, status in (
        ("inspector", 200),
        ("moderator", 200),
        ("administrator", 200),
        ("inspector_elsewhere", 404),
        ("analyst", 404),
        ("link", 404),
        ("auditor", 404),
        ("other_partner", 404),
    ):
        assert client_of(getattr(sent.people, who)).get(sent.page).status_code == status, who
    lines = text_of(client_of(sent.people.other_partner).get("/hmie/factual-accuracy"))
    assert "Torrance Vale" not in lines


def test_what_it_costs_does_not_grow(sent: Ground, client_of: ClientOf) -> None:
    sent.comment()
    client = client_of(sent.people.partner)
    client.get(sent.page)

    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            text_of(client.get(path))
        return len(captured)

    few = {path: statements(path) for path in (sent.page, "/hmie/factual-accuracy")}
    for _ in range(4):
        sent.comment(paragraph="1.2", agency="police")
    assert {path: statements(path) for path in few} == few


def test_a_name_of_a_file_that_could_tell_who_is_answered_or_changed(
    sent: Ground, client_of: ClientOf
) -> None:
    client = client_of(sent.people.partner)
    where = f"{sent.page}/comments/new"
    values = {"paragraph": "1.1", "agency": "police", "about": "fact", "text": "It is 54."}

    def sent_with(**more: str) -> Any:
        upload = SimpleUploadedFile("born 4 May 2001.txt", b"log\n")
        return client.post(where, {**values, **more, "file": upload})

    refused = sent_with()
    assert refused.status_code == 422
    (one,) = refused.context["identifiers"]
    assert (one["field"], one["kind"], one["words"]) == ("file", "birth", "4 May 2001")
    assert "Why does “4 May 2001” stay?" in refused.content.decode()
    with scope(sent.world.here.pk):
        assert not AccuracyComment.objects.exists()
    assert sent_with(**{one["name"]: "The day the log was begun."}).status_code == 302
    with scope(sent.world.here.pk):
        kept = KeptIdentifier.objects.get(table_name="evaluations_storedfile")
        assert (kept.field, kept.why) == ("name", "The day the log was begun.")
        assert kept.inspection_id == sent.world.inspection.pk
    assert sent_with(called="Reading log").status_code == 302
    with scope(sent.world.here.pk):
        assert StoredFile.objects.order_by("-pk").first().name == "Reading log.txt"
    assert sent_with(called="Log of 943 476 5919").status_code == 422
