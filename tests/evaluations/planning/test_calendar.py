"""A person's calendar, and the feed at its secret address."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client

from areas.models import ChildProtectionCommittee
from evaluations.models import (
    Absence,
    CalendarFeed,
    Inspection,
    PreInspectionReturn,
    SampledCase,
    TeamMember,
)
from inspectorate.accounts.models import Membership
from inspectorate.kernel.models import HistoryEntry
from inspectorate.kernel.web.keeping import WithoutSecrets
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import day, member, reference
from tests.evaluations.planning.ics_reader import read

As = Callable[[str], Client]
CALENDAR = "/hmie/calendar"


@pytest.fixture
def full(dated: World) -> World:
    """Fieldwork, team days, a return that is owed and an absence."""
    with scope(dated.here.pk):
        TeamMember.objects.filter(membership=dated.people.inspector.membership).update(
            from_on=day(-10), to_on=day(90)
        )
        PreInspectionReturn.objects.create(
            inspection=dated.inspection,
            committee=ChildProtectionCommittee.objects.get(),
            due_on=day(7),
        )
        Absence.objects.create(
            membership=dated.people.inspector.membership, from_on=day(50), to_on=day(54)
        )
        SampledCase.objects.create(
            inspection=dated.inspection, number=1, pseudonym="TV-C01", category="current-protection"
        )
    return dated


def made_address(client: Client) -> str:
    page = client.post(CALENDAR).content.decode()
    return urlsplit(page.split("<code>")[1].split("</code>")[0]).path


def test_the_page_has_everything_by_month_and_week(as_: As, full: World) -> None:
    shown = as_("inspector").get(CALENDAR).content.decode()
    for said in (
        "Fieldwork: Torrance Vale",
        "First day on the team: Torrance Vale",
        "Last day on the team: Torrance Vale",
        "Pre-inspection return due: Torrance Vale",
        "Absent",
        day(7).strftime("%B %Y"),
    ):
        assert said in shown
    assert "TV-C01" not in shown


def test_an_empty_calendar_says_so(as_: As, full: World) -> None:
    assert "Nothing is planned" in as_("medical").get(CALENDAR).content.decode()


def test_the_feed_is_valid_and_holds_nothing_of_a_case(as_: As, full: World) -> None:
    signed_in = as_("inspector")
    address = made_address(signed_in)
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"]
    text = answer.content.decode()
    events = {one["SUMMARY"]: one for one in read(text)}
    fieldwork = events["Fieldwork: Torrance Vale"]
    assert fieldwork["DTSTART;VALUE=DATE"] == day(21).strftime("%Y%m%d")
    assert fieldwork["DTEND;VALUE=DATE"] == day(40).strftime("%Y%m%d")
    assert fieldwork["URL"].endswith(f"/hmie/inspections/{reference(full)}")
    assert events["Absent"]["TRANSP"] == "OPAQUE"
    assert len(events) == 5
    assert "TV-C01" not in text


def test_a_moved_inspection_keeps_its_uid_and_counts_on(as_: As, full: World) -> None:
    address = made_address(as_("inspector"))

    def fieldwork() -> dict[str, str]:
        events = read(Client().get(address).content.decode())
        return next(one for one in events if one["SUMMARY"].startswith("Fieldwork"))

    before = fieldwork()
    with scope(full.here.pk):
        Inspection.objects.update(fieldwork_from=day(30), fieldwork_to=day(31), version=2)
    after = fieldwork()
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after["DTSTART;VALUE=DATE"] != before["DTSTART;VALUE=DATE"]


def test_a_new_address_ends_the_old_and_an_ended_one_is_gone(as_: As, full: World) -> None:
    signed_in = as_("inspector")
    first, second = made_address(signed_in), made_address(signed_in)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    shown = signed_in.get(CALENDAR).content.decode()
    assert second.rsplit("/", 1)[1] not in shown
    with scope(full.here.pk):
        secret = second.rsplit("/", 1)[1].removesuffix(".ics")
        assert not CalendarFeed.objects.filter(digest__contains=secret[:20]).exists()
        assert not HistoryEntry.objects.filter(row_data__icontains=secret).exists()
    assert signed_in.post(f"{CALENDAR}/address/end").status_code == 302
    assert Client().get(second).status_code == 404


def test_the_feed_ends_with_the_membership_and_the_recusal(as_: As, full: World) -> None:
    address = made_address(as_("inspector"))
    with scope(full.here.pk):
        TeamMember.objects.filter(membership=full.people.inspector.membership).update(
            recused_at="2009-01-01T00:00Z", recused_why="x"
        )
    assert "Torrance Vale" not in Client().get(address).content.decode()
    with scope(full.here.pk):
        Membership.objects.filter(pk=full.people.inspector.membership.pk).update(to_on=day(-1))
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "é", "a" * 400])
def test_a_wrong_secret(full: World, secret: str) -> None:
    assert Client().get(f"{CALENDAR}/{secret}.ics").status_code == 404
    assert Client().post(f"{CALENDAR}/{secret}.ics").status_code == 405


def test_another_inspectorates_address(as_: As, full: World) -> None:
    address = made_address(as_("inspector"))
    assert Client().get(address.replace("/hmie/", "/elsewhere/")).status_code == 404


def test_the_secret_stays_out_of_the_log() -> None:
    record = logging.LogRecord(
        "x", logging.INFO, "x", 1, "GET %s", ("/hmie/calendar/abcdef.ics HTTP/1.1",), None
    )
    assert WithoutSecrets().filter(record)
    assert "abcdef" not in record.getMessage()


def test_somebodys_calendar_is_for_who_plans_and_themselves(as_: As, full: World) -> None:
    page = f"/hmie/people/{member(full.people.inspector)}/calendar"
    shown = as_("administrator").get(page).content.decode()
    assert "Calendar of Isla Baird" in shown
    assert "Make an address" not in shown
    assert as_("inspector").get(page).status_code == 200
    assert as_("lead").get(page).status_code == 404
