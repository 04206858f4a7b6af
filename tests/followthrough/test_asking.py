"""A link inspector asks the partners of main points for a word: once, all or nothing, and kept."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import CommitteePartner
from evaluations.models import Inspection
from followthrough.models import MainPointForAction, PointReminder
from followthrough.operations.reminders import ask_by_hand
from followthrough.queries.asking import asking
from followthrough.queries.standing import Narrowed, standings
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.kernel.models import HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.following import Following, following

__all__ = ["following"]
TEXT = "Tell us by Friday how far the protocol is."


def ask(here: Following, who: str = "link", **values: Any) -> Any:
    return here.act(who, ask_by_hand, **{"points": [here.point.pk], "text": TEXT} | values)


def kept(here: Following) -> list[PointReminder]:
    with scope(here.world.here.pk):
        return list(PointReminder.objects.order_by("pk"))


def mails(here: Following) -> list[tuple[int, str]]:
    with scope(here.world.here.pk):
        return list(Mail.objects.order_by("pk").values_list("member_id", "body"))


def more(here: Following, *numbers: int) -> list[int]:
    with scope(here.world.here.pk):
        return [
            MainPointForAction.objects.create(
                inspection=here.world.published, number=one, text="More"
            ).pk
            for one in numbers
        ]


def test_each_partner_has_one_message_with_all_of_theirs(following: Following) -> None:
    points = [following.point.pk, *more(following, 2, 3)]
    seen = following.act("link", asking, points=points)
    assert mails(following) == []
    sent = ask(following, points=points)
    assert sent.letters == seen.letters
    partner = following.person("partner").membership
    assert partner is not None
    ((member, body),) = mails(following)
    assert member == partner.pk
    assert [f"Torrance Vale, main point {n}" in body for n in (1, 2, 3)] == [True] * 3
    assert TEXT in body
    assert following.point.text not in body
    rows = kept(following)
    asked_by = following.person("link").membership
    assert {(one.about, one.asked_by_id, one.text) for one in rows} == {
        ("by-hand", asked_by.pk if asked_by else None, TEXT)
    }
    with scope(following.world.here.pk):
        assert HistoryEntry.objects.filter(table_name=PointReminder._meta.db_table).count() == 3


def test_it_stands_in_the_points_line_for_who_reads_inside(following: Following) -> None:
    ask(following)
    for who, there in (("link", True), ("partner", True), ("other_partner", False)):
        page = following.page(who)
        assert (TEXT in page) is there
        assert ("Sent to 1 person." in page) is there
    with scope(following.world.here.pk):
        assert standings(Narrowed())[0].asked == 1


def test_not_twice_a_day_unless_said_so(following: Following) -> None:
    ask(following)
    with pytest.raises(Refused, match=r"Asked today already: A01/2008/1\."):
        ask(following, points=[following.point.pk, *more(following, 2)])
    assert len(kept(following)) == 1
    ask(following, again=True)
    assert [one.subject for one in kept(following)] == [
        f"point-{following.point.pk}",
        f"point-{following.point.pk}:2",
    ]
    assert len(mails(following)) == 2
    with scope(following.world.here.pk):
        assert standings(Narrowed())[0].asked == 2


@pytest.mark.parametrize("status", ["closed", "superseded"])
def test_nothing_is_asked_when_one_of_them_is_not_open(following: Following, status: str) -> None:
    points = [following.point.pk, *more(following, 2)]
    following.status(status)
    with pytest.raises(Refused, match=r"Not open, so nothing is asked: A01/2008/1\."):
        ask(following, points=points)
    assert kept(following) == []
    assert mails(following) == []


def test_nobody_to_ask_is_said(following: Following) -> None:
    with scope(following.world.here.pk):
        CommitteePartner.objects.filter(committee=following.committee).update(to_on="2020-01-01")
    with pytest.raises(Refused, match="Nobody acts for the committee of A01/2008/1 today"):
        ask(following)


def test_who_may_not_ask(following: Following) -> None:
    for who in ("partner", "other_partner", "analyst"):
        with pytest.raises(NotPermitted, match="A01/2008/1"):
            ask(following, who)
        assert following.client(who).get(f"{following.path}/ask").status_code == 403
    with pytest.raises(NotFound):
        ask(following, points=[following.point.pk, 10**9])
    with pytest.raises(NotFound):
        ask(following, points=[following.world.hidden.pk])
    assert following.client("stranger").get(f"{following.path}/ask").status_code == 404
    assert kept(following) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "Ring 0131 496 0123 about it."}, "text"),
        ({"points": []}, "main_points"),
        ({"points": range(1, 202)}, "main_points"),
    ],
)
def test_what_cannot_be_sent(following: Following, values: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        ask(following, **values)
    assert set(refused.value.faults) == {field}
    assert kept(following) == []


def test_the_page_says_who_gets_it_and_asks(following: Following) -> None:
    link, address = following.client("link"), f"{following.path}/ask"
    partner = following.person("partner").user.display_name
    assert partner in link.get(address).content.decode()
    assert link.post(address, {"text": ""}).status_code == 422
    assert link.post(address, {"text": TEXT}).status_code == 302
    again = link.post(address, {"text": TEXT})
    assert again.status_code == 409
    assert TEXT in again.content.decode()
    assert link.post(address, {"text": TEXT, "again": "on"}).status_code == 302
    assert len(mails(following)) == 2
    assert "Ask its partners for a word" in following.page("link")


def test_the_api_tells_and_asks(following: Following) -> None:
    tool = Tool(following.world.here)
    seen = tool.get(f"main-points/reminders?main_point={following.ref}")
    assert seen.status_code == 200
    (letter,) = seen.json()["letters"]
    assert letter["main_points"] == [following.ref]
    assert kept(following) == []
    sent = {"main_points": [following.ref], "text": TEXT}
    made = tool.post("main-points/reminders", sent)
    assert made.status_code == 201
    assert made.json() == seen.json()
    is_problem(tool.post("main-points/reminders", sent), 409)
    is_problem(tool.post("main-points/reminders", sent | {"main_points": ["nonsense"]}), 404)
    is_problem(tool.post("main-points/reminders", sent | {"main_points": []}), 422)
    is_problem(tool.get("main-points/reminders"), 422)
    assert tool.get(f"main-points/reminders?main_point={following.ref}").json()["stops"]


def test_more_points_and_inspections_cost_no_more_statements(following: Following) -> None:
    with CaptureQueriesContext(connection) as one:
        ask(following)
    first = following.world.published
    with scope(following.world.here.pk):
        another = Inspection.objects.create(
            reference="2012",
            status="published",
            published_on="2012-05-01",
            published_number=1,
            programme_id=first.programme_id,
            area_id=first.area_id,
            edition_id=first.edition_id,
        )
        other = MainPointForAction.objects.create(inspection=another, number=1, text="Other")
    points = [other.pk, *more(following, *range(2, 12))]
    with CaptureQueriesContext(connection) as many:
        ask(following, points=points)
    assert len(many) == len(one)
