"""Asking for a return, deciding on it, and what a programme's returns ask."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from areas.models import CommitteeArea, CommitteePartner
from evaluations.models import PreInspectionReturn, ReturnQuestion
from evaluations.operations.return_questions import digest_of, save_questions
from evaluations.operations.returns import (
    accept_return,
    ask_for_return,
    change_due_date,
    send_return,
    send_return_back,
)
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.evaluations.returns.conftest import Ground, day
from tests.people import Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]


def mails(ground: Ground, key: str) -> list[tuple[int, str]]:
    with scope(ground.world.here.pk):
        found = Mail.objects.filter(key__startswith=key).order_by("id")
        return list(found.values_list("member_id", "subject"))


def test_the_lead_asks_and_the_partners_are_told(ground: Ground, client_of: ClientOf) -> None:
    client = client_of(ground.people.lead)
    assert "Ask for the return" in client.get(ground.path[:-7]).content.decode()
    opened = client.get(f"{ground.path}/ask")
    assert "Self-evaluation: " in opened.content.decode()
    answer = client.post(f"{ground.path}/ask", {"due_on": day(20).isoformat(), "note": "Thanks."})
    assert answer.status_code == 302
    kept = ground.now()
    assert (kept.status, kept.due_on, kept.committee_id) == ("asked", day(20), ground.committee.pk)
    titles = [one.title for one in ground.sections()]
    assert titles[0] == "The area and its context"
    assert sum(title.startswith("Self-evaluation") for title in titles) > 1
    [(member, subject)] = mails(ground, "return-write:")
    assert member == ground.people.partner.membership.pk
    assert "Torrance Vale" in subject
    with scope(ground.world.here.pk):
        entry = HistoryEntry.objects.get(table_name="evaluations_preinspectionreturn")
        assert entry.person_id == ground.people.lead.user.pk


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("inspector", NotPermitted),
        ("moderator", NotPermitted),
        ("inspector_elsewhere", NotFound),
        ("partner", NotFound),
    ],
)
def test_others_do_not_ask(ground: Ground, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ground.as_(getattr(ground.people, who), ask_for_return, due_on=day(20))


def test_a_planner_asks(ground: Ground) -> None:
    ground.as_(ground.people.administrator, ask_for_return, due_on=day(20))
    assert ground.now().status == "asked"


def test_once_for_the_whole_partnership(asked: Ground) -> None:
    with pytest.raises(Refused, match="asked for already"):
        asked.as_(asked.people.lead, ask_for_return, due_on=day(20))


def test_not_when_fieldwork_has_begun(ground: Ground) -> None:
    ground.status("fieldwork")
    with pytest.raises(Refused, match="planned or being prepared"):
        ground.as_(ground.people.lead, ask_for_return, due_on=day(20))


@pytest.mark.parametrize(
    ("model", "said"), [(CommitteeArea, "No child"), (CommitteePartner, "Nobody")]
)
def test_there_must_be_somebody_to_ask(ground: Ground, model: Any, said: str) -> None:
    with scope(ground.world.here.pk):
        model.objects.filter(committee=ground.committee).update(to_on=day(-1))
    with pytest.raises(Refused, match=said):
        ground.as_(ground.people.lead, ask_for_return, due_on=day(20))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": day(-1).isoformat()}, "due_on"),
        ({"due_on": day(61).isoformat()}, "due_on"),
        ({"due_on": "soon"}, "due_on"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": day(5).isoformat(), "note": "x" * 2001}, "note"),
        ({"due_on": day(5).isoformat(), "note": "a\x00b"}, "note"),
    ],
)
def test_what_cannot_be_asked(
    ground: Ground, client_of: ClientOf, given: dict[str, str], field: str
) -> None:
    answer = client_of(ground.people.lead).post(f"{ground.path}/ask", given)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    with scope(ground.world.here.pk):
        assert not PreInspectionReturn.objects.exists()


def test_another_day(asked: Ground, client_of: ClientOf) -> None:
    given = {"version": "1", "due_on": day(30).isoformat()}
    client = client_of(asked.people.lead)
    assert client.get(f"{asked.path}/due").status_code == 200
    assert client.post(f"{asked.path}/due", given).status_code == 302
    assert asked.now().due_on == day(30)
    assert len(mails(asked, "return-moved:")) == 1
    again = client.post(f"{asked.path}/due", {**given, "due_on": day(31).isoformat()})
    assert again.status_code == 409
    assert asked.now().due_on == day(30)
    assert client_of(asked.people.partner).get(f"{asked.path}/due").status_code == 403


def test_a_return_is_sent_back_for_more_and_accepted(asked: Ground, client_of: ClientOf) -> None:
    kept = asked.sent()
    assert kept.sent_by_id == asked.people.partner.membership.pk
    assert mails(asked, "return-read:")[0][0] == asked.people.lead.membership.pk
    data = asked.sections()[-2]
    client = client_of(asked.people.lead)
    shown = client.get(asked.path).content.decode()
    assert f"About {asked.sections()[0].title}." in shown
    page = f"{asked.path}/send-back"
    assert client.get(page).status_code == 200
    empty = client.post(page, {"version": str(kept.version)})
    assert empty.status_code == 422
    wanted = {ids.encode("return-section", data.pk): "The figures of last year too."}
    assert client.post(page, {"version": str(kept.version), **wanted}).status_code == 302
    assert asked.now().status == "sent-back"
    open_ones = [one for one in asked.sections() if not one.complete]
    assert [one.pk for one in open_ones] == [data.pk]
    assert open_ones[0].more_wanted == "The figures of last year too."
    assert "The figures of last year too." in (
        client_of(asked.people.partner).get(asked.path).content.decode()
    )
    asked.sent()
    answer = client.post(f"{asked.path}/accept", {"version": str(asked.now().version)})
    assert answer.status_code == 302
    assert asked.now().status == "accepted"
    assert len(mails(asked, "return-accepted:")) == 1


def test_an_accepted_one_is_opened_again(asked: Ground) -> None:
    kept = asked.sent()
    asked.as_(asked.people.lead, accept_return, based_on=kept.version)
    wanted = {ids.encode("return-section", asked.sections()[0].pk): "Something new."}
    asked.as_(asked.people.lead, send_return_back, based_on=kept.version + 1, wanted=wanted)
    assert asked.now().status == "sent-back"


@pytest.mark.parametrize("deed", [accept_return, send_return_back, change_due_date])
@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("partner", NotPermitted),
        ("inspector", NotPermitted),
        ("moderator", NotPermitted),
        ("analyst", NotFound),
        ("other_partner", NotFound),
    ],
)
def test_only_the_inspectorate_decides(
    asked: Ground, deed: Callable[..., Any], who: str, error: type[Exception]
) -> None:
    kept = asked.sent()
    given: dict[str, Any] = {"based_on": kept.version}
    if deed is send_return_back:
        given["wanted"] = {}
    if deed is change_due_date:
        given["due_on"] = day(5)
    with pytest.raises(error):
        asked.as_(getattr(asked.people, who), deed, **given)


def test_what_is_wanted_is_of_this_return(asked: Ground) -> None:
    kept = asked.sent()
    for wanted in ({"nonsense": "More."}, {ids.encode("return-section", 10**6): "More."}):
        with pytest.raises(Invalid):
            asked.as_(asked.people.lead, send_return_back, based_on=kept.version, wanted=wanted)
    assert asked.now().status == "sent"


def test_a_stale_decision_is_not_made(asked: Ground) -> None:
    kept = asked.sent()
    with pytest.raises(Stale):
        asked.as_(asked.people.lead, accept_return, based_on=kept.version - 1)


def test_not_before_it_is_sent_nor_after_moderation_began(asked: Ground) -> None:
    with pytest.raises(Refused, match="still writing"):
        asked.as_(asked.people.lead, accept_return, based_on=1)
    kept = asked.sent()
    asked.status("moderation")
    with pytest.raises(Refused, match="gone to moderation"):
        asked.as_(asked.people.lead, accept_return, based_on=kept.version)
    with pytest.raises(Refused):
        asked.as_(asked.people.partner, send_return, based_on=kept.version)


# What a programme's returns ask


def test_a_programme_asks_its_own(ground: Ground, client_of: ClientOf) -> None:
    programme = ids.encode("programme", ground.world.programme.pk)
    page = f"/hmie/programmes/{programme}/return"
    client = client_of(ground.people.administrator)
    opened = client.get(page)
    assert opened.context["page"].usual
    sent = {
        "digest": opened.context["page"].digest,
        **{"0-title": "Second", "0-guidance": "Why?", "0-position": "2"},
        **{"1-title": "First", "1-guidance": "", "1-position": "1"},
        **{"2-title": "", "2-guidance": "", "2-position": "3"},
    }
    assert client.post(page, sent).status_code == 302
    ground.as_(ground.people.lead, ask_for_return, due_on=day(20))
    assert [(one.title, one.guidance) for one in ground.sections()] == [
        ("First", ""),
        ("Second", "Why?"),
    ]
    stale = client.post(page, sent)
    assert stale.status_code == 409
    assert "Somebody else changed the list" in stale.content.decode()
    assert client_of(ground.people.lead).get(page).status_code == 403


def test_taking_all_out_asks_the_usual_again(ground: Ground) -> None:
    actor = ground.people.administrator.actor
    programme = ids.encode("programme", ground.world.programme.pk)
    with scope(ground.world.here.pk):
        for before, after in (([], [("Only", "")]), ([("Only", "")], [])):
            save_questions(
                actor=actor, programme=programme, based_on=digest_of(before), questions=after
            )
            assert ReturnQuestion.objects.count() == len(after)
        for wrong in ([("x" * 201, "")], [(" ", "")], [("a", "")] * 41, [("a", "b\x00")]):
            with pytest.raises(Invalid):
                save_questions(
                    actor=actor, programme=programme, based_on=digest_of([]), questions=wrong
                )
