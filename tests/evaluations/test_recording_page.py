"""The recording page: show, save, go on, refuse, and two people at once. Nothing typed is lost."""

import re

import pytest
from django.test import Client

from evaluations.models import CaseKey, Evaluation, Inspection, KeptIdentifier, SampledCase
from evaluations.operations.identifiers import salt_of
from evaluations.rules.identifiers import name_digest
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import sign_in


def address(world: World, code: str = "1.1") -> str:
    return f"/hmie/inspections/{ids.encode('inspection', world.inspection.pk)}/recording/{code}"


def kept(world: World, code: str = "1.1") -> Evaluation:
    with scope(world.here.pk):
        found: Evaluation = Evaluation.objects.get(
            inspection=world.inspection, indicator__code=code
        )
        return found


@pytest.fixture
def inspector(client: Client, world: World) -> Client:
    return sign_in(client, world.people.inspector)


@pytest.fixture
def lead(client: Client, world: World) -> Client:
    """Who agrees the team's level."""
    return sign_in(client, world.people.lead)


def test_the_page_shows_each_level_with_its_definition(inspector: Client, world: World) -> None:
    page = inspector.get(address(world))
    text = page.content.decode()
    assert "characterised by major strengths" in text
    assert "Not graded" in text
    assert len(re.findall(r'class="ins_qi"', text)) == 18
    assert len(page.content) < 60_000


def test_recording_goes_on_at_the_first_indicator_without_a_value(
    inspector: Client, world: World
) -> None:
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code__in=["1.1", "1.2"]).update(level=3)
    answer = inspector.get(address(world).rsplit("/", 1)[0])
    assert answer.headers["Location"].endswith("/recording/1.3")


def test_save_keeps_level_and_rationale_and_stays(lead: Client, world: World) -> None:
    sent = {"version": 1, "value": "level:good", "rationale": "Seen in\r\nrecords. "}
    answer = lead.post(address(world), sent)
    assert answer.status_code == 302
    assert answer.headers["Location"] == address(world)
    one = kept(world)
    assert (one.level, one.rationale, one.version) == (4, "Seen in\nrecords.", 2)
    assert "1.1 saved: good." in lead.get(address(world)).content.decode()


@pytest.mark.parametrize("value", ["level:good", "none:not-graded"])
def test_agreed_without_a_rationale_one_is_warned_at_once(
    lead: Client, world: World, value: str
) -> None:
    lead.post(address(world), {"version": 1, "value": value, "rationale": "", "next": "1"})
    said = lead.get(address(world, "1.2")).content.decode()
    assert "1.1 has a level and no rationale." in said, "the page that comes next says so"
    assert "A level is agreed and no rationale is written." not in said
    said = lead.get(address(world)).content.decode()
    assert "A level is agreed and no rationale is written." in said
    assert 'aria-describedby="rat-missing rat-save"' in said
    lead.post(address(world), {"version": 2, "value": value, "rationale": "Seen in records."})
    said = lead.get(address(world)).content.decode()
    assert "no rationale" not in said


def test_a_text_without_a_level_warns_of_nothing(lead: Client, world: World) -> None:
    lead.post(address(world), {"version": 1, "value": "", "rationale": ""})
    assert "no rationale" not in lead.get(address(world)).content.decode()


def test_save_and_next_goes_to_the_next(lead: Client, world: World) -> None:
    answer = lead.post(address(world), {"version": 1, "value": "level:good", "next": "1"})
    assert answer.headers["Location"] == address(world, "1.2")
    last = world.codes[-1]
    answer = lead.post(address(world, last), {"version": 1, "value": "", "next": "1"})
    assert answer.headers["Location"] == address(world, last)


@pytest.mark.parametrize(
    ("sent", "columns"),
    [
        ({"value": "none:not-graded"}, (None, None, "not-graded")),
        ({"value": "set", "among": ["weak", "unsatisfactory"]}, (None, [1, 2], None)),
        ({"value": ""}, (None, None, None)),
    ],
)
def test_what_is_not_one_level(lead: Client, world: World, sent: dict, columns: tuple) -> None:
    assert lead.post(address(world), {"version": 1, **sent}).status_code == 302
    one = kept(world)
    assert (one.level, one.level_set, one.non_grade) == columns
    assert lead.get(address(world)).status_code == 200


@pytest.mark.parametrize(
    "value", ["set", "level:splendid", "none:because", "level:\x00", "level:" + "x" * 500]
)
def test_what_means_nothing_is_refused_with_everything_still_there(
    inspector: Client, world: World, value: str
) -> None:
    sent = {"version": 1, "value": value, "rationale": "My long text"}
    answer = inspector.post(address(world), sent)
    assert answer.status_code == 422
    assert "My long text" in answer.content.decode()
    assert kept(world).version == 1


def test_the_version_may_be_anything(lead: Client, world: World) -> None:
    lead.post(address(world), {"version": 1, "value": "level:good"})
    for version in ("", "x", "-1", "9" * 30, "0", "1"):
        sent = {"version": version, "value": "level:weak"}
        assert lead.post(address(world), sent).status_code == 409
    assert kept(world).level == 4


def test_outside_fieldwork_the_page_says_why_and_keeps_what_was_sent(
    inspector: Client, world: World
) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status="moderation")
    assert "It is being moderated" in inspector.get(address(world)).content.decode()
    answer = inspector.post(address(world), {"version": 1, "value": "level:good", "rationale": "T"})
    assert answer.status_code == 409
    assert kept(world).level is None


def test_two_people_changing_different_fields_both_succeed(lead: Client, world: World) -> None:
    other = sign_in(Client(), world.people.inspector)
    lead.post(address(world), {"version": 1, "value": "level:good", "rationale": ""})
    answer = other.post(address(world), {"version": 1, "rationale": "From interviews"})
    assert answer.status_code == 302
    assert (kept(world).level, kept(world).rationale) == (4, "From interviews")


BEFORE = "Staff act on risk. Records say little of why."


@pytest.fixture
def met(lead: Client, world: World) -> Client:
    """The inspector's window, opened before the lead changed the same text."""
    other = sign_in(Client(), world.people.inspector)
    lead.post(address(world), {"version": 1, "value": "level:good", "rationale": BEFORE})
    lead.post(address(world), {"version": 2, "rationale": BEFORE.replace("Staff", "Most staff")})
    return other


def test_texts_that_fit_together_are_offered_together(met: Client, world: World) -> None:
    mine = f"{BEFORE} Timeliness is falling."
    answer = met.post(address(world), {"version": 2, "rationale": mine})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You and Lorna Sim both changed 1.1" in page
    assert "<ins> Timeliness is falling.</ins>" in page
    both = "Most staff act on risk. Records say little of why. Timeliness is falling."
    assert f">{both}</textarea>" in page
    assert re.search(r'value="both"\s+checked', page)
    assert kept(world).rationale == BEFORE.replace("Staff", "Most staff"), "nothing is saved yet"
    sent = {
        "settling": "1",
        "asked": "rationale",
        "version": 3,
        "based_on": 2,
        "offered_rationale": both,
        "both_rationale": both,
        "mine_rationale": mine,
        "rationale": both,
    }
    assert met.post(address(world), {**sent, "keep_rationale": "both"}).status_code == 302
    assert kept(world).rationale == both


@pytest.mark.parametrize(
    ("choice", "box", "text"),
    [
        ("mine", "offered", "Mine"),
        ("mine", "Edited by hand", "Edited by hand"),
        ("theirs", "offered", "Most staff act on risk. Records say little of why."),
    ],
)
def test_a_choice_without_javascript(
    met: Client, world: World, choice: str, box: str, text: str
) -> None:
    sent = {
        "settling": "1",
        "asked": "rationale",
        "version": 3,
        "based_on": 2,
        "offered_rationale": "offered",
        "mine_rationale": "Mine",
        "rationale": box,
        "keep_rationale": choice,
    }
    assert met.post(address(world), sent).status_code == 302
    assert kept(world).rationale == text


def test_without_a_choice_the_page_asks_again(met: Client, world: World) -> None:
    sent = {
        "settling": "1",
        "asked": "rationale",
        "version": 3,
        "based_on": 2,
        "rationale": "Staff act late. Records say little of why.",
    }
    answer = met.post(address(world), sent)
    assert answer.status_code == 409
    assert "Choose for each below" in answer.content.decode()


def test_a_level_is_never_chosen_beforehand(lead: Client, world: World) -> None:
    """The lead in two windows."""
    lead.post(address(world), {"version": 1, "value": "level:good"})
    answer = lead.post(address(world), {"version": 1, "value": "level:weak"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert not re.search(r'name="keep_value"[^>]*checked', page)
    sent = {"settling": "1", "asked": "value", "version": 2, "based_on": 1, "value": "level:weak"}
    assert lead.post(address(world), sent).status_code == 409
    assert kept(world).level == 4
    lead.post(address(world), {**sent, "keep_value": "theirs"})
    assert kept(world).level == 4
    lead.post(address(world), {**sent, "keep_value": "mine"})
    assert kept(world).level == 2


def test_the_same_saved_twice_is_no_clash(lead: Client, world: World) -> None:
    sent = {"version": 1, "value": "level:good", "rationale": "Same"}
    lead.post(address(world), sent)
    assert lead.post(address(world), sent).status_code == 302
    assert kept(world).version == 2


def test_an_indicator_that_no_file_gave_is_recorded_all_the_same(
    lead: Client, world: World
) -> None:
    with scope(world.here.pk):
        Evaluation.objects.filter(indicator__code="2.1").delete()
    assert lead.get(address(world, "2.1")).status_code == 200
    sent = {"version": 0, "value": "level:good"}
    assert lead.post(address(world, "2.1"), sent).status_code == 302
    assert kept(world, "2.1").level == 4


@pytest.mark.parametrize("code", ["9.9", "%00", "x" * 300])
def test_no_such_indicator(inspector: Client, world: World, code: str) -> None:
    assert inspector.get(address(world, code)).status_code == 404
    assert inspector.post(address(world, code), {"value": ""}).status_code == 404


def test_who_may_see_and_not_record(client: Client, world: World) -> None:
    moderator = sign_in(client, world.people.moderator)
    assert moderator.get(address(world)).status_code == 404
    with scope(world.here.pk):
        Inspection.objects.update(status="findings-discussed")
    assert "recorded by the inspection" in moderator.get(address(world)).content.decode()
    assert moderator.post(address(world), {"version": 1, "value": "level:good"}).status_code == 403
    assert kept(world).level is None


def test_the_history_of_an_evaluation_is_told(lead: Client, world: World) -> None:
    lead.post(address(world), {"version": 1, "value": "level:good", "rationale": "Text"})
    page = lead.get(address(world) + "/history").content.decode()
    assert "Lorna Sim" in page
    assert "Text" in page


def test_a_name_declared_for_a_case_is_asked_about_before_it_is_saved(
    lead: Client, world: World
) -> None:
    with scope(world.here.pk):
        case = SampledCase.objects.create(
            inspection=world.inspection,
            number=1,
            pseudonym="A01-C01",
            category="current-protection",
        )
        digest = name_digest(salt_of(world.inspection.pk), "Catriona")
        CaseKey.objects.create(sampled_case=case, sealed="sealed", name_digests=[digest])
    sent = {"version": 1, "value": "level:good", "rationale": "Catriona was heard."}
    refused = lead.post(address(world), sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "a name declared for a sampled case" in page
    assert "Catriona was heard." in page
    assert f'name="stays-{digest}"' in page
    assert kept(world).level is None
    assert (
        lead.post(address(world), sent | {f"stays-{digest}": "Her mother’s wish"}).status_code
        == 302
    )
    assert kept(world).rationale == "Catriona was heard."
    with scope(world.here.pk):
        assert KeptIdentifier.objects.get().why == "Her mother’s wish"
