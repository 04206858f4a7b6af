"""What a device did without a network: taken once, in order, and nothing lost."""

import uuid
from typing import Any

import pytest
from django.test import Client

from evaluations.models import (
    ClientOperation,
    Concern,
    Evidence,
    Notice,
    SampledCase,
    TeamMember,
)
from evaluations.operations import client_deeds, client_operations
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.people import sign_in

pytestmark = pytest.mark.django_db

NINO = "AB 12 34 56 C"


def kept(world: Any) -> list[ClientOperation]:
    with scope(world.here.pk):
        return list(ClientOperation.objects.order_by("id"))


def test_an_operation_is_done(laptop: Any, world: Any, evaluation_of: Any) -> None:
    sent = laptop.operation("evaluation.save", "3.3", 1, rationale="Plans are on time.")
    [answer] = laptop.send(sent)
    assert answer["key"] == sent["key"]
    assert answer["state"] == "done"
    assert answer["record"]["rationale"] == "Plans are on time."
    assert answer["record"]["version"] == 2
    saved = evaluation_of("3.3")
    assert (saved.rationale, saved.version) == ("Plans are on time.", 2)
    [row] = kept(world)
    assert (row.state, row.payload, str(row.key)) == ("done", None, sent["key"])
    with scope(world.here.pk):
        entry = HistoryEntry.objects.filter(
            table_name="evaluations_evaluation", record_id=saved.pk
        ).latest("id")
    assert entry.person_id == world.people.inspector.user.pk
    assert entry.why == "Recorded on a device, 2008-04-14 14:38 UTC by its clock"


def test_a_repeat_is_given_the_answer_again(laptop: Any, world: Any, evaluation_of: Any) -> None:
    sent = laptop.operation("evaluation.save", "3.3", 1, rationale="Plans are on time.")
    first, second, third = laptop.send(sent) + laptop.send(sent) + laptop.send(sent)
    assert first == second == third
    assert evaluation_of("3.3").version == 2
    assert len(kept(world)) == 1


def test_other_work_under_the_same_key_is_refused(
    laptop: Any, world: Any, evaluation_of: Any
) -> None:
    sent = laptop.operation("evaluation.save", "3.3", 1, rationale="Plans are on time.")
    laptop.send(sent)
    [answer] = laptop.send({**sent, "fields": {"rationale": "Something else."}})
    assert answer["state"] == "refused"
    assert answer["said"] == client_operations.ANOTHER
    assert evaluation_of("3.3").rationale == "Plans are on time."


def test_what_follows_on_the_same_record_builds_on_it(
    laptop_of: Any, world: Any, evaluation_of: Any
) -> None:
    """Three edits of one rationale and a level, queued on one base, arrive in one batch."""
    laptop = laptop_of(world.people.lead)
    first = laptop.operation("evaluation.save", "3.3", 1, rationale="One.")
    second = laptop.operation(
        "evaluation.save", "3.3", 1, value={"level": "good"}, after=first["key"]
    )
    third = laptop.operation(
        "evaluation.save", "3.3", 1, rationale="One, two.", after=second["key"]
    )
    answers = laptop.send(first, second, third)
    assert [one["state"] for one in answers] == ["done"] * 3
    saved = evaluation_of("3.3")
    assert (saved.rationale, saved.version) == ("One, two.", 4)
    assert saved.level is not None


def test_different_fields_of_two_people_are_both_kept(
    laptop_of: Any, world: Any, evaluation_of: Any
) -> None:
    isla, lorna = laptop_of(world.people.inspector), laptop_of(world.people.lead)
    [one] = isla.send(isla.operation("evaluation.save", "3.3", 1, rationale="Isla's."))
    [two] = lorna.send(lorna.operation("evaluation.save", "3.3", 1, value={"level": "good"}))
    assert (one["state"], two["state"]) == ("done", "done")
    saved = evaluation_of("3.3")
    assert saved.rationale == "Isla's."
    assert saved.level is not None


@pytest.fixture
def met(laptop_of: Any, world: Any) -> Any:
    """Two people wrote the same rationale: the lead's came first, the inspector's met it."""
    isla, lorna = laptop_of(world.people.inspector), laptop_of(world.people.lead)
    lorna.send(lorna.operation("evaluation.save", "3.3", 1, rationale="Lorna's."))
    sent = isla.operation("evaluation.save", "3.3", 1, rationale="Isla's.")
    [answer] = isla.send(sent)
    return isla, lorna, sent, answer


def test_the_same_field_is_kept_for_both_and_both_are_told(
    met: Any, world: Any, evaluation_of: Any
) -> None:
    isla, lorna, sent, answer = met
    assert answer["state"] == "clash"
    assert answer["fields"] == ["rationale"]
    sides = [answer[side]["rationale"] for side in ("base", "mine", "current")]
    assert sides == ["", "Isla's.", "Lorna's."]
    assert evaluation_of("3.3").rationale == "Lorna's."
    row = kept(world)[-1]
    assert (row.state, row.payload["fields"]) == ("clash", {"rationale": "Isla's."})
    [waiting] = isla.get("status").json()["to_settle"]
    assert (waiting["key"], waiting["mine"]["rationale"]) == (sent["key"], "Isla's.")
    [told] = lorna.get("status").json()["notices"]
    assert told["text"] == (
        "Your text and Isla Baird’s for 3.3 met. Both are kept until it is settled."
    )
    assert lorna.client.get(told["page"]).status_code == 200
    assert isla.get("status").json()["notices"] == []
    assert lorna.post(f"notices/{told['id']}", {}).status_code == 204
    assert lorna.get("status").json()["notices"] == []
    assert isla.post(f"notices/{told['id']}", {}).status_code == 404


def test_a_clash_does_not_stop_what_follows(met: Any, evaluation_of: Any) -> None:
    isla, _, _, _ = met
    answers = isla.send(
        isla.operation("view.save", "3.3", 0, value={"level": "weak"}),
        isla.operation("evaluation.save", "5.1", 1, rationale="Leaders know."),
    )
    assert [one["state"] for one in answers] == ["done", "done"]
    assert evaluation_of("5.1").rationale == "Leaders know."
    assert evaluation_of("3.3").rationale == "Lorna's."


def test_what_follows_a_clash_builds_on_what_was_taken_before_it(
    laptop_of: Any, world: Any, evaluation_of: Any
) -> None:
    """One's own earlier text is not taken for somebody else's, because an edit between met theirs."""
    one, other = laptop_of(world.people.lead), laptop_of(world.people.lead)
    other.send(other.operation("evaluation.save", "3.3", 1, value={"level": "good"}))
    first = one.operation("evaluation.save", "3.3", 1, rationale="One.")
    second = one.operation("evaluation.save", "3.3", 1, value={"level": "weak"}, after=first["key"])
    third = one.operation("evaluation.save", "3.3", 1, rationale="One, two.", after=second["key"])
    assert [one["state"] for one in one.send(first, second, third)] == ["done", "clash", "done"]
    assert evaluation_of("3.3").rationale == "One, two."


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ({"keep": "mine"}, "Isla's."),
        ({"keep": "theirs"}, "Lorna's."),
        ({"keep": "text", "text": "Lorna's. Isla's."}, "Lorna's. Isla's."),
    ],
)
def test_a_meeting_is_settled(
    met: Any, world: Any, evaluation_of: Any, choice: dict, text: str
) -> None:
    isla, lorna, sent, answer = met
    version = answer["current"]["version"]
    settled = isla.operation("settle", sent["key"], version, choices={"rationale": choice})
    [said] = isla.send(settled)
    assert said["state"] == "done", said
    assert evaluation_of("3.3").rationale == text
    assert isla.get("status").json()["to_settle"] == []
    assert isla.send(settled) == [said]
    told = [one["text"] for one in lorna.get("status").json()["notices"]]
    assert told[0] == "Isla Baird settled the two texts for 3.3."
    with scope(world.here.pk):
        row = ClientOperation.objects.get(key=sent["key"])
    assert row.settled_at is not None
    assert row.payload is None
    assert "Isla's." not in str(row.answer)
    [again] = isla.send(isla.operation("settle", sent["key"], version, give_up=True))
    assert (again["state"], again["said"]) == ("refused", "This has been settled already.")
    assert again["settled"] is True


def test_a_text_that_changed_again_meanwhile_is_compared_again(
    met: Any, world: Any, evaluation_of: Any
) -> None:
    isla, lorna, sent, answer = met
    shown = answer["current"]["version"]
    lorna.send(lorna.operation("evaluation.save", "3.3", shown, rationale="Lorna's, longer."))
    choices = {"rationale": {"keep": "text", "text": "Both."}}
    [said] = isla.send(isla.operation("settle", sent["key"], shown, choices=choices))
    assert said["state"] == "done"
    sides = [said["reopened"][side]["rationale"] for side in ("base", "mine", "current")]
    assert sides == ["Lorna's.", "Both.", "Lorna's, longer."]
    [waiting] = isla.get("status").json()["to_settle"]
    assert waiting["mine"]["rationale"] == "Both."
    now = said["reopened"]["current"]["version"]
    again = isla.operation("settle", sent["key"], now, choices={"rationale": {"keep": "mine"}})
    assert isla.send(again)[0]["record"]["rationale"] == "Both."
    assert evaluation_of("3.3").rationale == "Both."


def test_a_level_is_never_chosen_in_silence(laptop_of: Any, world: Any, evaluation_of: Any) -> None:
    one, other = laptop_of(world.people.lead), laptop_of(world.people.lead)
    other.send(other.operation("evaluation.save", "3.3", 1, value={"level": "good"}))
    sent = one.operation("evaluation.save", "3.3", 1, value={"level": "weak"})
    [answer] = one.send(sent)
    assert (answer["state"], answer["fields"]) == ("clash", ["value"])
    version = answer["current"]["version"]
    for choices, said in (
        ({}, "Choose which to keep for “value”."),
        (
            {"value": {"keep": "text", "text": "good"}},
            "“value” is no text: choose yours or theirs.",
        ),
    ):
        [refused] = one.send(one.operation("settle", sent["key"], version, choices=choices))
        assert (refused["state"], refused["said"]) == ("refused", said)
    chosen = {"value": {"keep": "mine"}}
    [done] = one.send(one.operation("settle", sent["key"], version, choices=chosen))
    assert done["record"]["level"] == "weak"


def test_an_identifier_is_asked_about_and_the_text_is_kept(
    laptop: Any, world: Any, evaluation_of: Any
) -> None:
    sent = laptop.operation("evaluation.save", "3.3", 1, rationale=f"Seen {NINO}.")
    [answer] = laptop.send(sent)
    assert answer["state"] == "refused"
    [found] = answer["found"]
    assert (found["field"], found["kind"]) == ("rationale", "nino")
    [waiting] = laptop.get("status").json()["to_settle"]
    assert waiting["sent"]["fields"]["rationale"] == f"Seen {NINO}."
    again = laptop.operation(
        "evaluation.save",
        "3.3",
        1,
        rationale=f"Seen {NINO}.",
        replaces=sent["key"],
        reasons={found["digest"]: "The number of a form, not of a person."},
    )
    assert laptop.send(again)[0]["state"] == "done"
    assert evaluation_of("3.3").rationale == f"Seen {NINO}."
    assert laptop.get("status").json()["to_settle"] == []


def test_refused_work_can_be_given_up(laptop: Any, world: Any) -> None:
    sent = laptop.operation("evaluation.save", "9.9", 1, rationale="There is no 9.9.")
    [answer] = laptop.send(sent)
    assert (answer["state"], answer["said"]) == ("refused", client_operations.NOT_THERE)
    [said] = laptop.send(laptop.operation("settle", sent["key"], 0, give_up=True))
    assert said["state"] == "done"
    assert laptop.get("status").json()["to_settle"] == []


@pytest.mark.parametrize("how", ["recused", "off the team", "moved on"])
def test_who_may_not_record_any_more_is_told_and_keeps_the_text(
    laptop: Any, world: Any, evaluation_of: Any, how: str
) -> None:
    with scope(world.here.pk):
        place = TeamMember.objects.filter(membership=world.people.inspector.membership)
        if how == "recused":
            place.update(recused_at="2008-04-14T00:00Z", recused_why="Lives there.")
        elif how == "off the team":
            place.update(to_on="2008-04-14")
        else:
            world.inspection.status = "moderation"
            world.inspection.save()
    [answer] = laptop.send(laptop.operation("evaluation.save", "3.3", 1, rationale="Too late."))
    assert answer["state"] == "refused"
    assert answer["said"]
    assert evaluation_of("3.3").rationale == ""
    assert kept(world)[0].payload["fields"] == {"rationale": "Too late."}


BAD = [
    ({"kind": "evaluation.burn"}, "This kind of work is not known here. Load the newest version."),
    ({"kind": ["x"]}, "This kind of work is not known here. Load the newest version."),
    ({"key": "x"}, "“key” needs a UUID."),
    ({"seq": -1}, "“seq” needs a whole number from 0 to 9007199254740992."),
    ({"seq": True}, "“seq” needs a whole number from 0 to 9007199254740992."),
    ({"based_on": 10**24}, "“based_on” needs a whole number from 0 to 2147483647."),
    ({"made_at": "yesterday"}, "“made_at” needs an instant, like 2026-04-30T14:38:00Z."),
    (
        {"made_at": "0001-01-01T00:00:00+14:00"},
        "“made_at” needs an instant, like 2026-04-30T14:38:00Z.",
    ),
    ({"inspection": "x" * 61}, "“inspection” needs a short text."),
    ({"target": 3}, "“target” needs a short text."),
    ({"fields": []}, "“fields” needs an object."),
    ({"fields": {"level": "good"}}, "The field “level” is not known here."),
    ({"fields": {"rationale": 3}}, "“rationale” needs a text of at most 20,000 characters."),
    ({"fields": {"rationale": "x\0"}}, "This has a character that cannot be kept. Type it again."),
    ({"fields": {"value": {"grade": 3}}}, "“value” needs a level, a level_set or a non_grade."),
    ({"fields": {"value": {"level_set": "good"}}}, "“value” needs a list of at most 60 codes."),
    ({"reasons": []}, "“reasons” needs an object."),
    ({"reasons": {"x": 1}}, "A reason has at most 500 characters."),
]


@pytest.mark.parametrize(("changed", "said"), BAD)
def test_what_is_no_operation_is_refused_in_a_sentence(
    laptop: Any, world: Any, changed: dict, said: str
) -> None:
    good = laptop.operation("evaluation.save", "5.1", 1, rationale="Goes on.")
    bad = {**laptop.operation("evaluation.save", "3.3", 1, rationale="Text."), **changed}
    answers = laptop.send(bad, good)
    assert (answers[0]["state"], answers[0]["said"]) == ("refused", said)
    assert answers[1]["state"] == "done"


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}])
def test_nonsense_between_operations_stops_nothing(laptop: Any, raw: Any) -> None:
    good = laptop.operation("evaluation.save", "5.1", 1, rationale="Goes on.")
    answers = laptop.send(raw, good)
    assert [one["state"] for one in answers] == ["refused", "done"]


def test_a_fault_of_ours_keeps_the_text_and_stops_nothing(
    laptop: Any, world: Any, monkeypatch: Any, evaluation_of: Any
) -> None:
    real = client_deeds.DEEDS["evaluation.save"]

    def breaks(actor: Any, sent: Any, based_on: int) -> Any:
        if sent.target == "3.3":
            raise ZeroDivisionError
        return real(actor, sent, based_on)

    monkeypatch.setitem(client_deeds.DEEDS, "evaluation.save", breaks)
    answers = laptop.send(
        laptop.operation("evaluation.save", "3.3", 1, rationale="Kept."),
        laptop.operation("evaluation.save", "5.1", 1, rationale="Done."),
    )
    assert [one["state"] for one in answers] == ["refused", "done"]
    assert answers[0]["said"] == client_operations.FAULT
    assert kept(world)[0].payload["fields"] == {"rationale": "Kept."}
    assert evaluation_of("5.1").rationale == "Done."


def test_a_database_that_cannot_just_now_is_asked_again(
    laptop: Any, world: Any, monkeypatch: Any, evaluation_of: Any
) -> None:
    from django.db import OperationalError

    real = client_deeds.DEEDS["evaluation.save"]
    met = []

    def deadlock(actor: Any, sent: Any, based_on: int) -> Any:
        if sent.target == "3.3" and not met:
            met.append(sent)
            raise OperationalError("deadlock detected")
        return real(actor, sent, based_on)

    monkeypatch.setitem(client_deeds.DEEDS, "evaluation.save", deadlock)
    batch = [
        laptop.operation("evaluation.save", code, 1, rationale=f"Of {code}.")
        for code in ("1.1", "3.3", "5.1")
    ]
    assert [one["state"] for one in laptop.send(*batch)] == ["done", "again", "again"]
    assert len(kept(world)) == 1
    assert [one["state"] for one in laptop.send(*batch)] == ["done", "done", "done"]
    assert [evaluation_of(code).version for code in ("1.1", "3.3", "5.1")] == [2, 2, 2]


def test_a_view_is_saved_and_given(laptop: Any, laptop_of: Any, world: Any) -> None:
    first = laptop.operation("view.save", "3.3", 0, value={"level": "good"})
    second = laptop.operation("view.save", "3.3", 0, reason="As planned.", after=first["key"])
    third = laptop.operation("view.save", "3.3", 0, given=True, after=second["key"])
    answers = laptop.send(first, second, third)
    assert [one["state"] for one in answers] == ["done"] * 3
    record = answers[-1]["record"]
    assert (record["level"], record["reason"], record["given"]) == ("good", "As planned.", True)
    held = laptop.get(f"inspections/{laptop.inspection}").json()["indicators"]["3.3"]
    assert held["my_view"] == record
    lead = laptop_of(world.people.lead)
    theirs = lead.get(f"inspections/{lead.inspection}").json()["indicators"]["3.3"]
    assert (theirs["my_view"], theirs["views"], theirs["views_hidden"]) == (None, [], True)
    lead.send(lead.operation("view.save", "3.3", 0, value={"level": "weak"}, given=True))
    theirs = lead.get(f"inspections/{lead.inspection}").json()["indicators"]["3.3"]
    assert [(one["name"], one["level"]) for one in theirs["views"]] == [("Isla Baird", "good")]


PIECE = {
    "bearing": "strength",
    "source_kind": "interviews",
    "level_of_service": "delivery",
    "happened_on": "2008-04-14",
    "text": "Staff know whom to ask.",
    "indicators": ["3.3"],
}


def test_evidence_is_added_changed_and_withdrawn_in_one_batch(laptop: Any, world: Any) -> None:
    """The device does not know the piece's id: it names it by the operation that made it."""
    added = laptop.operation("evidence.add", "", 0, **PIECE)
    target = f"key:{added['key']}"
    edited = laptop.operation("evidence.edit", target, 0, quote="We ask.", after=added["key"])
    withdrawn = laptop.operation(
        "evidence.withdraw", target, 0, why="Entered twice.", after=edited["key"]
    )
    answers = laptop.send(added, edited)
    assert [one["state"] for one in answers] == ["done", "done"], answers
    record = answers[1]["record"]
    assert (record["reference"], record["quote"], record["version"]) == ("E1", "We ask.", 2)
    [held] = laptop.get(f"inspections/{laptop.inspection}").json()["evidence"]
    assert held == {**record, "client_key": added["key"]}
    [answer] = laptop.send(withdrawn)
    assert answer["record"]["withdrawn_why"] == "Entered twice."
    assert laptop.send(added, edited, withdrawn) == [*answers, answer]
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


def test_what_changes_evidence_that_was_refused_is_not_there(laptop: Any) -> None:
    added = laptop.operation("evidence.add", "", 0, **{**PIECE, "bearing": "unheard-of"})
    edited = laptop.operation("evidence.edit", f"key:{added['key']}", 0, quote="We ask.")
    first, second = laptop.send(added, edited)
    assert (first["state"], list(first["faults"])) == ("refused", ["bearing"])
    assert (second["state"], second["said"]) == ("refused", client_operations.NOT_THERE)


def test_evidence_that_two_people_change_meets_and_the_author_is_told(
    laptop_of: Any, world: Any
) -> None:
    isla, lorna = laptop_of(world.people.inspector), laptop_of(world.people.lead)
    [made] = isla.send(isla.operation("evidence.add", "", 0, **PIECE))
    target = made["record"]["id"]
    isla.send(isla.operation("evidence.edit", target, 1, text="Isla's."))
    sent = lorna.operation("evidence.edit", target, 1, text="Lorna's.")
    [answer] = lorna.send(sent)
    assert (answer["state"], answer["fields"]) == ("clash", ["text"])
    [told] = isla.get("status").json()["notices"]
    assert told["text"].startswith("Your text and Lorna Sim’s for E1 met.")
    choices = {"text": {"keep": "text", "text": "Isla's. Lorna's."}}
    settled = lorna.operation("settle", sent["key"], answer["current"]["version"], choices=choices)
    assert lorna.send(settled)[0]["record"]["text"] == "Isla's. Lorna's."


def test_a_concern_is_raised_once_whatever_the_clock_said(laptop: Any, world: Any) -> None:
    sent = laptop.operation("concern.raise", what="Seen alone at night.", where="The hall.")
    sent["made_at"] = "2099-01-01T00:00:00Z"
    first, again = laptop.send(sent, sent)
    assert (first["state"], first) == ("done", again)
    with scope(world.here.pk):
        [kept_concern] = Concern.objects.all()
    assert kept_concern.what == "Seen alone at night."
    assert kept_concern.noticed_at <= kept_concern.raised_at
    assert kept_concern.inspection_id == world.inspection.pk


def test_a_record_read_is_noted_once(laptop: Any, world: Any) -> None:
    with scope(world.here.pk):
        case = SampledCase.objects.create(
            inspection=world.inspection,
            number=1,
            pseudonym="TV-C01",
            category="current-protection",
            reader=world.people.inspector.membership,
        )
    number = ids.encode("sampled-case", case.pk)
    sent = laptop.operation("record.read", number, 0, service="health", read_on="2008-04-14")
    first, again = laptop.send(sent, sent)
    assert (first["state"], first) == ("done", again)
    [held] = laptop.get(f"inspections/{laptop.inspection}").json()["cases"]
    assert [one["service"] for one in held["readings"]] == ["health"]
    [bad] = laptop.send(laptop.operation("record.read", number, 0, service="health"))
    assert (bad["state"], bad["faults"]) == ("refused", {"read_on": ["This is needed."]})


def test_too_much_at_once_is_refused_whole(laptop: Any, world: Any) -> None:
    many = [laptop.operation("evaluation.save", "3.3", 1, rationale="x") for _ in range(51)]
    answered = laptop.post("operations", {"operations": many})
    assert answered.status_code == 422
    assert answered.json()["errors"] == {"operations": ["Send at most 50 at once."]}
    large = laptop.post("operations", {"operations": ["x" * 1024 * 1024]})
    assert large.json()["errors"] == {"operations": ["Send at most 1 MiB at once."]}
    for body in ({}, {"operations": 3}, [], "x"):
        assert laptop.post("operations", body).status_code == 422
    assert kept(world) == []


def test_another_person_on_the_same_browser_cannot_send_it(
    laptop: Any, world: Any, evaluation_of: Any
) -> None:
    sent = laptop.operation("evaluation.save", "3.3", 1, rationale="Isla's.")
    laptop.client = sign_in(Client(), world.people.lead)
    answered = laptop.post("operations", {"operations": [sent]})
    assert (answered.status_code, answered.json()["code"]) == (403, "device-unknown")
    assert evaluation_of("3.3").version == 1


def test_the_same_key_of_two_people_is_two_operations(
    laptop_of: Any, world: Any, evaluation_of: Any
) -> None:
    isla, lorna = laptop_of(world.people.inspector), laptop_of(world.people.lead)
    key = str(uuid.uuid4())
    isla.send(isla.operation("evaluation.save", "3.3", 1, rationale="Isla's.", key=key))
    lorna.send(lorna.operation("evaluation.save", "5.1", 1, rationale="Lorna's.", key=key))
    assert (evaluation_of("3.3").rationale, evaluation_of("5.1").rationale) == (
        "Isla's.",
        "Lorna's.",
    )


def test_a_form_of_another_site_cannot_send(laptop: Any, world: Any) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), world.people.inspector)
    where = "/hmie/workspace/operations"
    body = {"operations": [laptop.operation("evaluation.save", "3.3", 1, rationale="x")]}
    headers = {"X-Device": laptop.key}
    refused = client.post(where, body, content_type="application/json", headers=headers)
    assert refused.status_code == 403
    token = client.get("/hmie/workspace/status", headers=headers).json()["csrf"]
    headers["X-CSRFToken"] = token
    taken = client.post(where, body, content_type="application/json", headers=headers)
    assert taken.status_code == 200


def test_notices_are_of_the_right_person(met: Any, world: Any) -> None:
    with scope(world.here.pk):
        [told] = Notice.objects.all()
        assert told.membership_id == world.people.lead.membership.pk
        assert told.about.startswith("evaluation:")
        assert told.inspection_id == ids.decode("inspection", met[0].inspection)
