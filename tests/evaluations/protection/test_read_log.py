"""The read log and the identifiers left in: who sees them, what they say, as a page and as a file."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.access import case_material_for
from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    Inspection,
    KeptIdentifier,
    SampledCase,
    TeamMember,
)
from evaluations.operations.concerns import raise_concern
from evaluations.operations.reading_log import note_read
from evaluations.terms import ReadHow
from evaluations.web.protection import read_log as read_log_pages
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.protection.conftest import inspection_id, recuse
from tests.people import Person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
LOG, KEPT = "/hmie/read-log", "/hmie/kept-identifiers"


def of(world: World, what: str = "read-log") -> str:
    return f"/hmie/inspections/{inspection_id(world)}/{what}"


@pytest.fixture
def evidence(world: World) -> Evidence:
    """E12 of the inspection."""
    with scope(world.here.pk):
        return Evidence.objects.create(
            inspection=world.inspection,
            number=12,
            membership=world.people.inspector.membership,
            bearing="strength",
            source_kind="interviews",
            level_of_service="delivery",
            happened_on=timezone.localdate(),
            text="Staff know each child.",
        )


@pytest.fixture
def read(world: World, evidence: Evidence, case: SampledCase) -> None:
    """The inspector read E12 on a page, the lead TV-C01 in an export."""
    people = world.people
    with scope(world.here.pk, request_id="r-1"):
        theirs = case_material_for(people.inspector.actor, inspection_id(world))
        note_read(theirs, "evidence", [evidence.pk], ReadHow.PAGE)
        leads = case_material_for(people.lead.actor, inspection_id(world))
        note_read(leads, "sampled-case", [case.pk], ReadHow.EXPORT)


def lines(client: Client, where: str) -> list:
    return client.get(where).context["shown"].lines


def test_it_says_who_read_what_when_how_and_why(
    world: World, read: None, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.auditor)
    newest, oldest = lines(client, LOG)
    assert (oldest.person, oldest.what_label, oldest.count, oldest.named) == (
        "Isla Baird",
        "Evidence",
        1,
        "E12",
    )
    assert (newest.person, newest.named, newest.how_label) == ("Lorna Sim", "TV-C01", "Export")
    assert oldest.purpose == "On the inspection's team"
    shown = client.get(LOG).content.decode()
    assert "Torrance Vale" in shown
    assert "Staff know each child." not in shown


@pytest.mark.parametrize(
    ("query", "readers"),
    [
        ("person=isla", ["Isla Baird"]),
        ("person=%25", []),
        ("person=_sla", []),
        ("area=torrance", ["Lorna Sim", "Isla Baird"]),
        ("area=nowhere", []),
        ("what=evidence", ["Isla Baird"]),
        ("how=export", ["Lorna Sim"]),
        ("from_on=2999-01-01", []),
        ("to_on=2001-01-01", []),
        ("from_on=2001-01-01&to_on=9999-12-31", ["Lorna Sim", "Isla Baird"]),
        ("from_on=0001-01-01", ["Lorna Sim", "Isla Baird"]),
        ("from_on=nonsense", ["Lorna Sim", "Isla Baird"]),
        ("what=nonsense&how=nonsense&after=x&record=y", []),
        ("person=a%00b", ["Lorna Sim", "Isla Baird"]),
    ],
)
def test_filters(
    world: World, read: None, signed_in: SignedIn, query: str, readers: list[str]
) -> None:
    found = lines(signed_in(world.people.auditor), f"{LOG}?{query}")
    assert [one.person for one in found] == readers


def test_who_has_seen_one_record(
    world: World, read: None, evidence: Evidence, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.lead)
    record = ids.encode("evidence", evidence.pk)
    found = lines(client, f"{of(world)}?what=evidence&record={record}")
    assert [one.person for one in found] == ["Isla Baird"]
    other = ids.encode("evidence", evidence.pk + 1)
    assert lines(client, f"{of(world)}?what=evidence&record={other}") == []


@pytest.mark.parametrize("what", ["read-log", "read-log/download", "kept-identifiers"])
@pytest.mark.parametrize(
    ("who", "everywhere", "here"),
    [
        ("auditor", 200, 200),
        ("lead", 403, 200),
        ("inspector", 403, 403),
        ("inspector_elsewhere", 403, 404),
        ("moderator", 403, 403),
        ("administrator", 403, 403),
        ("partner", 403, 404),
        ("analyst", 403, 403),
        ("stranger", 404, 404),
    ],
)
def test_who_sees_it(
    world: World, read: None, signed_in: SignedIn, what: str, who: str, everywhere: int, here: int
) -> None:
    client = signed_in(getattr(world.people, who))
    assert client.get(f"/hmie/{what}").status_code == everywhere
    assert client.get(of(world, what)).status_code == here


def test_a_lead_of_another_inspection_does_not(
    world: World, read: None, signed_in: SignedIn
) -> None:
    with scope(world.here.pk):
        other = Inspection.objects.create(
            programme=world.programme,
            area=world.area,
            edition=world.edition,
            reference="2009",
            status="published",
        )
    lead = signed_in(world.people.lead)
    address = f"/hmie/inspections/{ids.encode('inspection', other.pk)}/read-log"
    assert lead.get(address).status_code == 403
    with scope(world.here.pk):
        TeamMember.objects.filter(role="lead").update(
            to_on=timezone.localdate() - timedelta(days=1)
        )
        Inspection.objects.filter(pk=world.inspection.pk).update(status="published")
    assert lead.get(of(world)).status_code == 403


def test_a_lead_who_was_recused_does_not(world: World, read: None, signed_in: SignedIn) -> None:
    recuse(world, world.people.lead)
    assert signed_in(world.people.lead).get(of(world)).status_code == 404


def test_as_many_statements_for_many_and_pages(
    world: World, read: None, evidence: Evidence, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.auditor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LOG)
        return len(captured)

    asked()
    before = asked()
    with scope(world.here.pk):
        theirs = case_material_for(world.people.inspector.actor, inspection_id(world))
        for _ in range(55):
            note_read(theirs, "evidence", [evidence.pk], ReadHow.PAGE)
    assert asked() <= before
    first = client.get(f"{LOG}?person=isla").context
    second = client.get(f"{LOG}{first['next']}").context
    assert (len(first["shown"].lines), len(second["shown"].lines)) == (50, 6)


def test_the_file_is_whole_and_runs_no_formula(
    world: World, read: None, evidence: Evidence, signed_in: SignedIn
) -> None:
    with scope(world.here.pk):
        CaseMaterialRead.objects.create(
            inspection=world.inspection,
            what="evidence",
            records=[evidence.pk],
            how="page",
            purpose="=HYPERLINK(1)",
        )
    answered = signed_in(world.people.auditor).get("/hmie/read-log/download?what=evidence")
    assert answered["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(StringIO(answered.content.decode("utf-8-sig"))))
    assert [(one["person"], one["records"], one["purpose"]) for one in rows] == [
        ("", "E12", "'=HYPERLINK(1)"),
        ("Isla Baird", "E12", "On the inspection's team"),
    ]
    assert rows[1]["request"] == "r-1"


@pytest.mark.parametrize("deed", ["update", "delete"])
def test_the_log_cannot_be_changed(world: World, read: None, deed: str) -> None:
    with scope(world.here.pk):
        reads = CaseMaterialRead.objects.all()
        with pytest.raises(ProgrammingError), transaction.atomic():
            getattr(reads, deed)(**({"purpose": "None"} if deed == "update" else {}))
        assert reads.count() == 2


def test_another_inspectorates_reads_are_not_here(
    world: World, read: None, signed_in: SignedIn
) -> None:
    from inspectorate.accounts.models import Membership

    stranger = world.people.stranger
    with scope(stranger.inspectorate.pk):
        Membership.objects.filter(pk=stranger.membership.pk).update(roles=["auditor"])
    found = signed_in(stranger).get(f"/{stranger.inspectorate.slug}/read-log")
    assert found.context["shown"].lines == []
    assert "Nobody has read case-level material yet." in found.content.decode()


# Identifiers left in


def test_what_stays_is_listed_without_saying_it(world: World, signed_in: SignedIn) -> None:
    with scope(world.here.pk):
        raise_concern(
            actor=world.people.inspector.actor,
            what="He lives at EH12 9DN.",
            inspection=inspection_id(world),
        )
    for who, where in (("auditor", KEPT), ("lead", of(world, "kept-identifiers"))):
        client = signed_in(getattr(world.people, who))
        (one,) = lines(client, where)
        assert (one.kind_label, one.why, one.field) == ("Postcode", "Concern for a child", "what")
        assert (one.who, one.where) == ("Isla Baird", "Concern")
        assert "EH12" not in client.get(where).content.decode()
        assert lines(client, f"{where}?state=removed&after=x") == []


def test_the_list_is_taken_out_as_a_file_and_that_is_noted(
    world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_log_pages, "AT_ONCE", 2)
    lead = world.people.lead
    with scope(world.here.pk):
        for place in (inspection_id(world), inspection_id(world), None):
            raise_concern(
                actor=world.people.inspector.actor,
                what="He lives at EH12 9DN.",
                inspection=place,
            )
        KeptIdentifier.objects.filter(pk=KeptIdentifier.objects.earliest("pk").pk).update(
            why="=HYPERLINK()"
        )
    client = signed_in(world.people.auditor)
    assert f"{KEPT}/download?state=stays" in client.get(KEPT).content.decode()
    answer = client.get(f"{KEPT}/download")
    assert answer["Content-Disposition"] == 'attachment; filename="kept-identifiers.csv"'
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["why"] for row in rows] == ["Concern for a child"] * 2 + ["'=HYPERLINK()"]
    assert [row["area"] for row in rows] == ["", "Torrance Vale", "Torrance Vale"]
    assert rows[0].keys() == set(read_log_pages.KEPT_COLUMNS)
    assert "EH12" not in text
    mine = signed_in(lead).get(of(world, "kept-identifiers/download"))
    assert mine.getvalue().count(b"\r\n") == 3
    empty = client.get(f"{KEPT}/download?state=removed")
    assert empty.getvalue().count(b"\r\n") == 1
    with scope(world.here.pk):
        noted = CaseMaterialRead.objects.filter(what="kept-identifier", how="export")
        by = list(noted.values_list("membership", "inspection").order_by("id"))
    auditor, here = world.people.auditor.membership.pk, world.inspection.pk
    assert sorted(by, key=str) == sorted(
        [(auditor, None), (auditor, here), (auditor, here), (lead.membership.pk, here)], key=str
    )
    newest = lines(client, f"{LOG}?what=kept-identifier")
    assert {one.what_label for one in newest} == {"Identifiers left in"}


@pytest.mark.parametrize(
    ("who", "everywhere", "here"),
    [("inspector", 403, 403), ("administrator", 403, 403), ("partner", 403, 404)],
)
def test_who_does_not_take_it_out(
    world: World, signed_in: SignedIn, who: str, everywhere: int, here: int
) -> None:
    client = signed_in(getattr(world.people, who))
    assert client.get(f"{KEPT}/download").status_code == everywhere
    assert client.get(of(world, "kept-identifiers/download")).status_code == here
    assert signed_in(world.people.lead).get(f"{KEPT}/download").status_code == 403
    assert signed_in(world.people.stranger).get(f"{KEPT}/download").status_code == 404
    with scope(world.here.pk):
        assert not CaseMaterialRead.objects.exists()
