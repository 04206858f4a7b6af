"""The pages of evidence: what they show and note, who opens them, and that nothing typed is lost."""

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import CaseMaterialRead, Evidence, Inspection, SampledCase, TeamMember
from evaluations.operations.evidence import edit_evidence
from evaluations.queries import evidence_search
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import SEEN, added, inspection_of
from tests.people import Person, sign_in

FORM = {
    "bearing": "contrary",
    "text": "Two of six plans had no date of review.",
    "quote": "We wait to be told.",
    "happened_on": "2009-04-02",
    "source_kind": "record-reading",
    "level_of_service": "delivery",
    "indicators": ["3.4"],
    "services": ["police"],
    "tags": "plans, review dates",
    "sampled_case": "",
}


def at(world: World, *rest: str) -> str:
    return "/".join([f"/hmie/inspections/{inspection_of(world)}/evidence", *rest])


def browser(person: Person) -> Client:
    return sign_in(Client(), person)


@pytest.fixture
def isla(world: World) -> Client:
    return browser(world.people.inspector)


def read(world: World) -> list[tuple[str, list[int], str]]:
    with scope(world.here.pk):
        return list(CaseMaterialRead.objects.values_list("what", "records", "how").order_by("id"))


def kept(world: World) -> Evidence:
    with scope(world.here.pk):
        found: Evidence = Evidence.objects.order_by("-number").first()
        return found


@pytest.fixture
def medical_note(world: World) -> dict[str, Any]:
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    doctor = world.people.medical.actor
    return added(world, doctor, medical=True, text="A paediatric note.", quote="It hurt.")


def test_the_list_shows_newest_first_counts_and_notes_who_read(world: World, isla: Client) -> None:
    added(world)
    added(world, bearing="contrary", text="Nobody was told <b>at all</b>.")
    page = isla.get(at(world))
    text = page.content.decode()
    assert text.index("Nobody was told &lt;b&gt;at all&lt;/b&gt;.") < text.index(SEEN["text"])
    assert page.context["shown"].counts == {"strength": 1, "improvement": 0, "contrary": 1}
    (noted,) = read(world)
    assert (noted[0], len(noted[1]), noted[2]) == ("evidence", 2, "page")


def test_a_search_marks_what_it_found_and_its_address_holds_it(world: World, isla: Client) -> None:
    added(world)
    added(world, text="Something <i>italic</i> was recorded as a concern.")
    page = isla.get(at(world), {"q": "concern -italic", "source": "record-reading"})
    text = page.content.decode()
    assert "The same <mark>concern</mark> was recorded" in text
    assert page.context["shown"].total == 1
    assert page.context["query"] == "q=concern+-italic&source=record-reading"
    assert "<i>" not in isla.get(at(world), {"q": "italic"}).content.decode()
    assert "Nothing matches." in isla.get(at(world), {"q": "unheard"}).content.decode()
    assert {one[2] for one in read(world)} == {"search"}


def test_filters_that_cannot_be_read_narrow_nothing_and_say_so(world: World, isla: Client) -> None:
    added(world)
    page = isla.get(at(world), {"since": "soon", "source": "rumour", "older": "x", "q": "a\x00"})
    assert page.status_code == 200
    assert page.context["shown"].total in (0, 1)
    assert "Give a date that exists" in page.content.decode()


def test_older_pieces_are_on_the_next_page_with_the_same_filters(
    world: World, isla: Client
) -> None:
    for number in range(23):
        added(world, text=f"Piece {number}", tags=["t"])
    added(world)
    first = isla.get(at(world), {"tag": "t"})
    assert len(first.context["pieces"]) == 20
    assert first.context["shown"].total == 23
    second = isla.get(at(world) + first.context["older"])
    assert [one["text"] for one in second.context["pieces"]] == ["Piece 2", "Piece 1", "Piece 0"]
    assert second.context["older"] == ""


def test_the_list_takes_as_many_statements_however_much_there_is(
    world: World, isla: Client
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            isla.get(at(world), {"q": "concern"})
        return len(captured)

    added(world)
    first = statements()
    for _ in range(5):
        added(world)
    assert statements() == first


def test_one_piece_with_its_history_and_who_has_read_it(world: World, isla: Client) -> None:
    one = added(world, quote="They came at once.", tags=["chronology"])
    browser(world.people.lead).get(at(world, one["id"]))
    page = isla.get(at(world, one["id"]))
    text = page.content.decode()
    for said in (SEEN["text"], "They came at once.", "chronology", "E1", "Isla Baird"):
        assert said in text
    assert [reader.name for reader in page.context["page"].readers] == ["Lorna Sim"]
    (made,) = page.context["page"].changes
    assert {"Text", "Quote", "Bearing"} <= {field.label for field in made.fields}
    assert "Client key" not in {field.label for field in made.fields}


def test_a_piece_is_found_by_how_it_is_cited(world: World, isla: Client) -> None:
    one = added(world)
    answer = isla.get(at(world, "E1"))
    assert (answer.status_code, answer["Location"]) == (302, at(world, one["id"]))
    assert isla.get(at(world, "E2")).status_code == 404
    assert isla.get(at(world, "x")).status_code == 404


def test_a_piece_of_another_inspection_is_not_here(world: World, isla: Client) -> None:
    one = added(world)
    with scope(world.here.pk):
        second = Inspection.objects.create(
            programme=world.programme,
            area=world.area,
            edition=world.edition,
            reference="2010",
            status="fieldwork",
        )
        TeamMember.objects.create(
            inspection=second, membership=world.people.inspector.membership, role="inspector"
        )
    there = at(world, one["id"]).replace(inspection_of(world), ids.encode("inspection", second.pk))
    for page in (there, f"{there}/edit", f"{there}/withdraw"):
        assert isla.get(page).status_code == 404


@pytest.mark.parametrize("rest", ["", "new", "mark", "download"])
def test_who_opens_them(world: World, rest: str) -> None:
    added(world)
    where = at(world, rest) if rest else at(world)
    people = world.people
    for person in (people.inspector_elsewhere, people.partner, people.analyst, people.stranger):
        assert browser(person).get(where).status_code == 404
    asked = browser(people.administrator).get(where)
    assert asked.status_code == 302
    assert "/purpose?next=" in asked["Location"]
    assert read(world) == []


def test_adding_keeps_everything_and_leads_to_the_piece(world: World, isla: Client) -> None:
    form = isla.get(at(world, "new")).context["form"]
    key = str(form["client_key"].value())
    answer = isla.post(at(world, "new"), {**FORM, "client_key": key})
    one = kept(world)
    assert answer["Location"] == at(world, ids.encode("evidence", one.pk))
    assert (one.bearing, one.quote, one.tags) == (
        "contrary",
        "We wait to be told.",
        ["plans", "review dates"],
    )
    assert (one.indicator_codes, one.services) == (["3.4"], ["police"])
    assert one.membership_id == world.people.inspector.membership.pk
    again = isla.post(at(world, "new"), {**FORM, "client_key": key})
    assert again["Location"] == answer["Location"], "pressed twice, added once"


def test_add_and_go_on_to_another_starts_with_the_same_source(world: World, isla: Client) -> None:
    answer = isla.post(at(world, "new"), {**FORM, "another": "yes"})
    form = isla.get(answer["Location"]).context["form"]
    assert form["source_kind"].value() == "record-reading"
    assert form["indicators"].value() == ["3.4"]
    assert form["happened_on"].value() == "2009-04-02"
    assert form["text"].value() is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"happened_on": "the other day"}, "happened_on"),
        ({"bearing": ""}, "bearing"),
        ({"indicators": ["9.9"]}, "indicators"),
        ({"tags": "x" * 41}, "tags"),
        ({"sampled_case": "nobody"}, "sampled_case"),
    ],
)
def test_what_cannot_be_taken_is_said_and_all_that_was_typed_stays(
    world: World, isla: Client, changes: dict[str, Any], field: str
) -> None:
    answer = isla.post(at(world, "new"), {**FORM, **changes})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "We wait to be told." in answer.content.decode()
    assert kept(world) is None


def test_an_identifier_asks_to_be_removed_or_answered(world: World, isla: Client) -> None:
    sent = {**FORM, "text": "The record is filed under EH1 2NG."}
    answer = isla.post(at(world, "new"), sent)
    assert answer.status_code == 422
    (found,) = answer.context["identifiers"]
    isla.post(at(world, "new"), {**sent, found["name"]: "The office's own postcode"})
    assert kept(world).text == sent["text"]


def test_editing_shows_what_is_there_and_saves(world: World, isla: Client) -> None:
    one = added(world, quote="As it was said.", tags=["a"])
    where = at(world, one["id"], "edit")
    form = isla.get(where).context["form"]
    assert (form["text"].value(), form["tags"].value()) == (SEEN["text"], "a")
    answer = isla.post(where, {**FORM, "version": 1})
    assert answer["Location"] == at(world, one["id"])
    assert kept(world).text == FORM["text"]


def edited_by_lead(world: World, one: dict[str, Any], **changes: Any) -> None:
    lead = world.people.lead.actor
    with scope(lead.inspectorate_id, person_id=lead.person_id):
        edit_evidence(actor=lead, evidence=one["id"], based_on=1, changes=changes)


def test_two_texts_are_set_side_by_side_and_what_only_one_changed_is_kept(
    world: World, isla: Client
) -> None:
    one = added(world)
    edited_by_lead(world, one, text="The lead's.", happened_on="2009-03-01", tags=["hers"])
    sent = {
        **FORM,
        "bearing": SEEN["bearing"],
        "happened_on": SEEN["happened_on"],
        "services": SEEN["services"],
        "indicators": SEEN["indicators"],
        "text": "Isla's.",
        "quote": "",
        "tags": "mine",
        "version": 1,
    }
    answer = isla.post(at(world, one["id"], "edit"), sent)
    assert answer.status_code == 409
    (side,) = answer.context["sides"]
    assert (side.base, side.mine, side.theirs) == (SEEN["text"], "Isla's.", "The lead's.")
    form = answer.context["form"]
    assert form["text"].value() == "Isla's."
    assert form["happened_on"].value() == "2009-03-01"
    assert form["tags"].value() == "hers, mine"
    assert kept(world).text == "The lead's."
    settled = {**form.data.dict(), "services": SEEN["services"], "indicators": SEEN["indicators"]}
    assert isla.post(at(world, one["id"], "edit"), settled).status_code == 302
    one_now = kept(world)
    assert (one_now.text, one_now.tags, str(one_now.happened_on)) == (
        "Isla's.",
        ["hers", "mine"],
        "2009-03-01",
    )


def test_somebody_elses_piece_is_used_and_tagged(world: World, isla: Client) -> None:
    one = added(world, world.people.lead.actor)
    where = at(world, one["id"], "edit")
    assert set(isla.get(where).context["form"].fields) == {"version", "indicators", "tags"}
    isla.post(where, {"version": 1, "indicators": ["2.1"], "tags": "seen", "text": "Rewritten"})
    now = kept(world)
    assert (now.indicator_codes, now.tags, now.text) == (["2.1"], ["seen"], SEEN["text"])
    assert isla.get(at(world, one["id"], "withdraw")).status_code == 403


def test_what_a_medical_note_says_is_shown_to_nobody_else(
    world: World, isla: Client, medical_note: dict[str, Any]
) -> None:
    one = medical_note
    lead = browser(world.people.lead)
    pages = [at(world), at(world, one["id"]), at(world, one["id"], "edit"), at(world, "download")]
    for where in pages:
        for client in (isla, lead):
            text = client.get(where).getvalue().decode()
            assert "paediatric" not in text
            assert "It hurt." not in text
    assert read(world) == [], "what was covered was not read"
    assert "E1" in isla.get(at(world)).content.decode()
    assert isla.get(at(world), {"q": "paediatric"}).context["shown"].total == 0
    doctor = browser(world.people.medical)
    assert "A paediatric note." in doctor.get(at(world, one["id"])).content.decode()
    form = lead.get(at(world, one["id"], "edit")).context["form"]
    assert not {"text", "quote", "medical"} & set(form.fields)
    sent = {name: value for name, value in FORM.items() if name not in {"text", "quote"}}
    assert lead.post(at(world, one["id"], "edit"), {**sent, "version": 1}).status_code == 302
    assert (kept(world).text, kept(world).medical) == ("A paediatric note.", True)


def test_only_the_medically_qualified_are_asked_whether_it_is_medical(
    world: World, isla: Client, medical_note: dict[str, Any]
) -> None:
    assert "medical" not in isla.get(at(world, "new")).context["form"].fields
    assert "medical" in browser(world.people.medical).get(at(world, "new")).context["form"].fields


def test_withdrawing_says_why_and_the_piece_stays_struck_out(world: World, isla: Client) -> None:
    one = added(world)
    where = at(world, one["id"], "withdraw")
    assert isla.get(where).status_code == 200
    assert isla.post(where, {"version": 1, "why": ""}).status_code == 422
    assert isla.post(where, {"version": 9, "why": "A mistake"}).status_code == 409
    assert isla.post(where, {"version": 1, "why": "A mistake"}).status_code == 302
    text = isla.get(at(world, one["id"])).content.decode()
    assert "A mistake" in text
    assert "<del>" in text
    assert isla.get(at(world)).context["shown"].total == 0
    only = isla.get(at(world), {"withdrawn": "only"})
    assert "<del>" in only.content.decode()
    assert isla.post(where, {"version": 2, "why": "Again"}).status_code == 409
    assert isla.post(at(world, one["id"], "edit"), {**FORM, "version": 2}).status_code == 409


def test_chosen_pieces_are_tagged_used_and_moved(world: World, isla: Client) -> None:
    first, second = added(world), added(world)
    chosen = {"piece": [first["id"], second["id"]]}
    where = at(world, "mark")
    page = isla.get(where, chosen)
    assert [one.reference for one in page.context["chosen"]] == ["E1", "E2"]
    for sent in (
        {"deed": "tag", "tags": "early"},
        {"deed": "use", "indicators": ["2.1"]},
        {"deed": "move", "from_indicator": "1.1", "to_indicator": "5.1", "why": "Leadership"},
    ):
        answer = isla.post(where, {**chosen, **sent})
        assert answer["Location"] == at(world)
    now = kept(world)
    assert (now.tags, now.indicator_codes) == (["early"], ["2.1", "3.2", "5.1"])


def test_all_that_was_found_is_changed_once_the_number_is_confirmed(
    world: World, isla: Client
) -> None:
    for _ in range(22):
        added(world, indicators=["4.1"])
    added(world, indicators=["1.1"], tags=["early"])
    search = {"indicator": "4.1"}
    assert "mark-all?indicator=4.1" in isla.get(at(world), search).content.decode()
    where = f"{at(world, 'mark-all')}?indicator=4.1"
    assert isla.get(where).context["found"] == 22
    wanted = {"deed": "move", "from_indicator": "4.1", "to_indicator": "5.1", "why": "Leadership"}
    asked = isla.post(where, wanted)
    assert "Yes, change all 22" in asked.content.decode()
    assert kept(world).version == 1
    more = isla.post(where, {**wanted, "confirmed": "21"})
    assert more.status_code == 409
    assert "finds 22 now, not 21" in more.content.decode()
    done = isla.post(where, {**wanted, "confirmed": "22"}, follow=True).content.decode()
    assert "22 pieces changed" in done
    assert isla.get(where).context["found"] == 0
    for sent in ({"deed": "tag", "tags": ""}, {"deed": "x"}, {**wanted, "to_indicator": "4.1"}):
        assert isla.post(where, sent).status_code == 422


def test_a_marking_that_cannot_be_done_keeps_the_choice(world: World, isla: Client) -> None:
    one = added(world)
    where = at(world, "mark")
    for sent in ({"deed": "tag", "tags": ""}, {"deed": "use"}, {"deed": "move"}, {"deed": "x"}):
        answer = isla.post(where, {"piece": [one["id"]], **sent})
        assert answer.status_code == 422
        assert one["id"] in answer.content.decode()
    assert isla.get(where, {"piece": ["nothing"]}).status_code == 200
    assert isla.post(where, {"deed": "tag", "tags": "a"}).status_code == 422
    with scope(world.here.pk):
        Evidence.objects.update(withdrawn_at="2009-01-01T00:00Z", withdrawn_why="A mistake")
    again = isla.post(where, {"piece": [one["id"]], "deed": "tag", "tags": "a"})
    assert again.status_code == 409


def test_when_evidence_no_longer_changes_the_pages_say_why(world: World, isla: Client) -> None:
    one = added(world)
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
    assert "with the moderator" in isla.get(at(world)).content.decode()
    for where in (at(world, "new"), at(world, "mark"), at(world, one["id"], "edit")):
        assert isla.get(where).status_code == 403
        assert isla.post(where, FORM).status_code == 403
    assert isla.get(at(world, one["id"], "withdraw")).status_code == 403
    assert isla.get(at(world, one["id"])).status_code == 200


def test_the_file_is_what_the_list_shows_and_runs_nothing(world: World, isla: Client) -> None:
    with scope(world.here.pk):
        case = SampledCase.objects.create(
            inspection=world.inspection, number=1, pseudonym="TV-C01", category="current-protection"
        )
    added(world, text="=1+1", sampled_case=ids.encode("sampled-case", case.pk))
    added(world, bearing="contrary")
    answer = isla.get(at(world, "download"), {"bearing": "strength"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert (row["reference"], row["text"], row["indicators"]) == ("E1", "'=1+1", "1.1; 3.2")
    assert (row["pseudonym"], row["happened_on"], row["medical"]) == ("TV-C01", "2009-03-31", "no")
    assert [one[2] for one in read(world)] == ["export"]


def test_the_file_holds_everything_however_much_and_all_is_noted(
    world: World, isla: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_search, "BATCH", 3)
    for _ in range(7):
        added(world)
    answer = isla.get(at(world, "download"))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert [one["reference"] for one in rows] == [f"E{n}" for n in range(7, 0, -1)]
    assert [len(records) for _what, records, how in read(world) if how == "export"] == [3, 3, 1]
    nothing = isla.get(at(world, "download"), {"tag": "none", "bearing": "contrary"})
    assert nothing.getvalue().decode("utf-8-sig").count("\n") == 1


def test_an_indicators_evidence_pages_through_all_of_it(world: World, isla: Client) -> None:
    for _ in range(45):
        added(world, indicators=["4.1"])
    seen: list[str] = []
    where = f"{at(world)}?indicator=4.1"
    while where:
        page = isla.get(where)
        seen += [one["reference"] for one in page.context["pieces"]]
        older = page.context["older"]
        assert bool(page.context["newest"]) is (len(seen) > 20)
        where = f"{at(world)}{older}" if older else ""
    assert seen == [f"E{n}" for n in range(45, 0, -1)]
    recording = at(world).replace("/evidence", "/recording/4.1")
    first = isla.get(recording).content.decode()
    assert "Older pieces" in first


def test_who_has_seen_a_piece_is_a_link_for_whoever_sees_the_log(
    world: World, isla: Client
) -> None:
    one = added(world)
    lead = browser(world.people.lead)
    where = at(world, one["id"])
    link = f"read-log?what=evidence&amp;record={one['id']}"
    assert link not in isla.get(where).content.decode()
    assert link in lead.get(where).content.decode()
    log = at(world).replace("/evidence", f"/read-log?what=evidence&record={one['id']}")
    lines = lead.get(log).context["shown"].lines
    assert {line.person for line in lines} == {"Isla Baird", "Lorna Sim"}
    assert isla.get(log).status_code == 403


def brought(name: str = "minutes.txt", content: bytes = b"Minutes of a meeting.") -> Any:
    return {"file": SimpleUploadedFile(name, content)}


def test_a_file_is_kept_with_a_piece_and_taken_off_again(world: World, isla: Client) -> None:
    one = added(world)
    where = at(world, one["id"], "files", "new")
    assert 'enctype="multipart/form-data"' in isla.get(where).content.decode()
    assert isla.post(where, brought()).status_code == 302
    page = isla.get(at(world, one["id"]))
    (kept_file,) = page.context["page"].files
    assert kept_file.name == "minutes.txt"
    opened = at(world).replace("/evidence", f"/files/{kept_file.id}")
    assert isla.get(opened).content == b"Minutes of a meeting."
    assert ("file", "page") in {(what, how) for what, _, how in read(world)}
    taking = at(world, one["id"], "files", kept_file.id, "remove")
    assert "Take off minutes.txt" in isla.get(taking).content.decode()
    assert isla.post(taking, {"why": ""}).status_code == 422
    assert isla.post(taking, {"why": "CHI 0101150008 is in it."}).status_code == 422
    assert isla.post(taking, {"why": "It names the school."}).status_code == 302
    assert isla.get(at(world, one["id"])).context["page"].files == []
    assert isla.get(opened).status_code == 403, "what it held is gone"
    assert isla.post(taking, {"why": "Again."}).status_code == 404


def test_a_file_that_cannot_be_kept_is_refused_with_the_reason(world: World, isla: Client) -> None:
    one = added(world)
    where = at(world, one["id"], "files", "new")
    for sent in ({}, brought("run.exe", b"MZ"), brought("notes.pdf", b"no pdf")):
        answer = isla.post(where, sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["file"]
    named = isla.post(where, brought("EH1 2NG minutes.txt"))
    assert named.status_code == 422
    (found,) = named.context["identifiers"]
    again = {**brought("EH1 2NG minutes.txt"), found["name"]: "The office's own postcode"}
    assert isla.post(where, again).status_code == 302


def test_who_keeps_files_with_a_piece(
    world: World, isla: Client, medical_note: dict[str, Any]
) -> None:
    hers = added(world, world.people.lead.actor)
    for one in (hers, medical_note):
        where = at(world, one["id"], "files", "new")
        assert isla.get(where).status_code == 403
        assert isla.post(where, brought()).status_code == 403
    lead, doctor = browser(world.people.lead), browser(world.people.medical)
    assert lead.post(at(world, hers["id"], "files", "new"), brought()).status_code == 302
    noted = at(world, medical_note["id"])
    assert lead.post(f"{noted}/files/new", brought()).status_code == 403
    assert doctor.post(f"{noted}/files/new", brought()).status_code == 302
    (kept_file,) = doctor.get(noted).context["page"].files
    assert "minutes.txt" not in isla.get(noted).content.decode()
    assert isla.post(f"{noted}/files/{kept_file.id}/remove").status_code == 403
    assert isla.get(at(world).replace("/evidence", f"/files/{kept_file.id}")).status_code == 404
