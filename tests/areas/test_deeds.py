"""What is done on the pages of areas: made, edited, linked, followed; with its history."""

from datetime import date

import pytest
from django.test import Client

from areas import operations
from areas.access import committees_of
from areas.models import (
    AreaSuccession,
    ChildProtectionCommittee,
    CommitteeArea,
    LinkInspector,
    LocalAuthorityArea,
)
from areas.operations import NewBody
from areas.terms import SuccessionKind
from inspectorate.accounts.people import system_actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.areas.conftest import DAY, Places
from tests.people import People

pytestmark = pytest.mark.django_db


def test_an_area_is_made(administrator: Client, hmie: Inspectorate, people: People) -> None:
    sent = {"code": "A9", "name": "New", "pilot": "on", "from_on": "2009-04-01", "to_on": ""}
    made = administrator.post("/hmie/areas/new", sent)
    assert made.status_code == 302
    with scope(hmie.pk):
        area = LocalAuthorityArea.objects.get()
        assert (area.code, area.pilot, area.from_on) == ("A9", True, date(2009, 4, 1))
        entry = HistoryEntry.objects.get(table_name="areas_localauthorityarea")
    assert entry.person_id == people.administrator.user.pk
    assert administrator.get(made["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"code": "A01", "name": "Again"}, "The code A01 is taken"),
        ({"code": "=A", "name": "X"}, "Use letters"),
        ({"code": "A3", "name": "X" * 201}, "200"),
        ({"code": "A3", "name": "X\0"}, "Null characters"),
        ({"code": "A3", "name": "X", "from_on": "2009-02-31"}, "Give a date that exists"),
        ({"code": "A3", "name": "X", "from_on": "2009-02-02", "to_on": "2009-02-01"}, "before"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    administrator: Client, places: Places, hmie: Inspectorate, sent: dict, said: str
) -> None:
    page = administrator.post("/hmie/areas/new", sent)
    assert page.status_code == 422
    assert said in page.content.decode()
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.count() == 2


def edit(client: Client, places: Places, version: int, **sent: str) -> object:
    values = {"code": "A01", "name": "Strathalder", "version": version, **sent}
    return client.post(f"/hmie/areas/{places.area}/edit", values)


def test_two_people_edit_different_fields(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    assert edit(administrator, places, 1, name="Strath Alder").status_code == 302
    assert edit(administrator, places, 1, pilot="on").status_code == 302
    with scope(hmie.pk):
        area = LocalAuthorityArea.objects.get(code="A01")
    assert (area.name, area.pilot, area.version) == ("Strath Alder", True, 3)


def test_two_people_edit_the_same_field(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    edit(administrator, places, 1, name="Theirs")
    met = edit(administrator, places, 1, name="Mine")
    text = met.content.decode()
    assert met.status_code == 409
    for word in ("Strathalder", "Mine", "Theirs", 'name="version" value="2"'):
        assert word in text
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.get(code="A01").name == "Theirs"
    assert edit(administrator, places, 2, name="Mine").status_code == 302


def test_a_version_that_never_was(administrator: Client, places: Places) -> None:
    assert edit(administrator, places, 77, name="Mine").status_code == 409
    assert edit(administrator, places, 10**30, name="Mine").status_code == 422


def test_a_new_committee_ends_the_one_before(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        other = ChildProtectionCommittee.objects.create(code="o", name="Other")
    body = ids.encode("committee", other.pk)
    address = f"/hmie/areas/{places.area}/links/committee"
    assert administrator.post(address, {"body": body, "from_on": "2010-04-01"}).status_code == 302
    with scope(hmie.pk):
        spans = CommitteeArea.objects.filter(area__code="A01").order_by("pk")
        assert [(one.from_on, one.to_on) for one in spans] == [
            (None, date(2010, 3, 31)),
            (date(2010, 4, 1), None),
        ]
    refused = administrator.post(address, {"body": body, "from_on": ""})
    assert refused.status_code == 422
    assert "Another already holds this place" in refused.content.decode()


def test_a_link_is_ended_and_taken_back(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    address = f"/hmie/areas/links/committee/{places.link}"
    ended = {"from_on": "", "to_on": "2011-03-31", "version": 1}
    assert administrator.post(address, ended).status_code == 302
    assert administrator.post(address, {**ended, "to_on": "2012-01-01"}).status_code == 409
    with scope(hmie.pk):
        assert CommitteeArea.objects.get(area__code="A01").to_on == date(2011, 3, 31)
    removed = administrator.post(address + "/remove", {"version": 2, "why": "Wrong committee"})
    assert removed.status_code == 302
    with scope(hmie.pk):
        assert not CommitteeArea.objects.filter(area__code="A01").exists()
        entry = HistoryEntry.objects.get(table_name="areas_committeearea", operation="D")
    assert entry.why == "Wrong committee"


def test_link_inspectors_follow_each_other(
    administrator: Client, places: Places, hmie: Inspectorate, people: People
) -> None:
    address = f"/hmie/areas/bodies/committee/{places.committee}/people/link-inspector"
    person = ids.encode("person", people.link.membership.pk)
    sent = {"member": person, "from_on": "2009-01-01"}
    assert administrator.post(address, sent).status_code == 302
    again = administrator.post(address, {**sent, "from_on": "2010-01-01"})
    assert again.status_code == 302
    with scope(hmie.pk):
        spans = [(one.from_on, one.to_on) for one in LinkInspector.objects.order_by("from_on")]
        assert spans == [(date(2009, 1, 1), date(2009, 12, 31)), (date(2010, 1, 1), None)]
        assert len(committees_of(people.link.actor)) == 1
        assert committees_of(people.inspector.actor) == frozenset()
    page = administrator.get(f"/hmie/areas/bodies/committee/{places.committee}").content.decode()
    assert "Kirsty Nairn" in page
    nobody = ids.encode("person", people.inspector.membership.pk)
    assert administrator.post(address, {**sent, "member": nobody}).status_code == 422


def test_a_partner_is_added_and_ends(
    administrator: Client, places: Places, hmie: Inspectorate, people: People
) -> None:
    address = f"/hmie/areas/bodies/committee/{places.committee}/people/partner"
    person = ids.encode("person", people.partner.membership.pk)
    sent = {"member": person, "agency": "Police", "from_on": "2009-01-01"}
    assert administrator.post(address, sent).status_code == 302
    with scope(hmie.pk):
        (committee,) = committees_of(people.partner.actor)
        assert ids.encode("committee", committee) == places.committee
        row = ChildProtectionCommittee.objects.get().partners.get()
        link = ids.encode("link", row.pk)
    ended = {"from_on": "2009-01-01", "to_on": "2010-01-01", "version": 1}
    assert administrator.post(f"/hmie/areas/people/partner/{link}", ended).status_code == 302
    with scope(hmie.pk):
        assert committees_of(people.partner.actor) == frozenset()


def test_a_merger_ends_and_carries_over(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    sent = {
        "kind": "merged",
        "on": "2010-04-01",
        "predecessors": [places.area, places.other_area],
        "new": "A99, Strathmarra",
    }
    assert administrator.post("/hmie/areas/change", sent).status_code == 302
    with scope(hmie.pk):
        merged = LocalAuthorityArea.objects.get(code="A99")
        assert merged.from_on == date(2010, 4, 1)
        assert set(
            LocalAuthorityArea.objects.exclude(pk=merged.pk).values_list("to_on", flat=True)
        ) == {date(2010, 3, 31)}
        assert merged.committees.get().from_on == date(2010, 4, 1)
        assert merged.health_boards.count() == 2
        assert merged.police_forces.count() == 1
        assert merged.predecessors.count() == 2
    before = administrator.get("/hmie/areas?as_at=2010-03-31").content.decode()
    after = administrator.get("/hmie/areas?as_at=2010-04-01").content.decode()
    assert "Strathalder" in before
    assert "Strathmarra" not in before
    assert "Strathmarra" in after
    assert "Strathalder" not in after
    page = administrator.get(f"/hmie/areas/{places.area}").content.decode()
    assert "Merged into" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "merged", "predecessors": ["{area}"]}, "at least 2"),
        ({"kind": "split", "predecessors": ["{area}"]}, "at least 2"),
        ({"kind": "renamed", "predecessors": ["{area}"], "new": "no comma"}, "needs a code"),
        ({"kind": "renamed", "predecessors": ["{area}"], "new": "A02, X"}, "taken"),
        ({"kind": "renamed", "predecessors": ["{area}"], "new": "=A, X"}, "Use letters"),
        ({"kind": "renamed", "predecessors": ["{elsewhere}"]}, "Select a valid choice"),
        (
            {"kind": "renamed", "predecessors": ["{area}"], "new": "", "successors": ["{area}"]},
            "cannot follow itself",
        ),
    ],
)
def test_a_change_that_cannot_be(
    administrator: Client, places: Places, hmie: Inspectorate, change: dict, said: str
) -> None:
    filled = {
        key: [one.format(**vars(places)) for one in value] if isinstance(value, list) else value
        for key, value in change.items()
    }
    page = administrator.post("/hmie/areas/change", {"on": "2010-04-01", "new": "N, New", **filled})
    assert page.status_code == 422
    assert said in page.content.decode()
    with scope(hmie.pk):
        assert not AreaSuccession.objects.exists()
        assert LocalAuthorityArea.objects.count() == 2


def test_areas_of_different_committees_wait_for_a_person(
    places: Places, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        other = ChildProtectionCommittee.objects.create(code="o", name="Other")
        CommitteeArea.objects.filter(area__code="A02").update(committee=other)
        done = operations.record_area_succession(
            actor=system_actor(hmie.pk),
            kind=SuccessionKind.MERGED,
            predecessors=[places.area, places.other_area],
            successors=[NewBody("Both", "B")],
            on=DAY,
        )
        (both,) = done.undecided
        assert not both.committees.exists()
        assert both.police_forces.count() == 1


def test_an_area_that_had_ended_cannot_be_followed_later(
    places: Places, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.filter(code="A01").update(to_on="2000-01-01")
        with pytest.raises(Invalid, match="had ended"):
            operations.record_area_succession(
                actor=system_actor(hmie.pk),
                kind=SuccessionKind.RENAMED,
                predecessors=[places.area],
                successors=[NewBody("Next", "N")],
                on=DAY,
            )


@pytest.mark.parametrize(
    ("kind", "new", "covered"), [("renamed", "N, New", 2), ("split", "N, One\nM, Two", 0)]
)
def test_committees_follow_each_other(
    administrator: Client, places: Places, hmie: Inspectorate, kind: str, new: str, covered: int
) -> None:
    sent = {"kind": kind, "on": "2010-04-01", "predecessors": [places.committee], "new": new}
    page = administrator.post("/hmie/areas/bodies/committee/change", sent, follow=True)
    assert page.status_code == 200
    with scope(hmie.pk):
        assert ChildProtectionCommittee.objects.get(code="N").areas.count() == covered
        assert CommitteeArea.objects.filter(to_on="2010-03-31").count() == 2
    assert ("Still to be placed" in page.content.decode()) is (kind == "split")


def test_the_history_page_tells_it(administrator: Client, places: Places) -> None:
    edit(administrator, places, 1, name="Strath Alder")
    text = administrator.get(f"/hmie/areas/{places.area}/history").content.decode()
    for word in ("Ada Munro", "<del>Strathalder</del>", "<ins>Strath Alder</ins>"):
        assert word in text


def test_a_code_taken_in_the_same_moment(
    places: Places, hmie: Inspectorate, monkeypatch: pytest.MonkeyPatch
) -> None:
    from areas.operations import keeping

    monkeypatch.setattr(keeping, "_check", lambda _record: None)
    with scope(hmie.pk):
        with pytest.raises(Invalid, match="a moment ago"):
            operations.create_area(actor=system_actor(hmie.pk), code="A01", name="Again")
        assert LocalAuthorityArea.objects.count() == 2


@pytest.mark.parametrize(
    ("kind", "new", "goes_on"), [("renamed", "N, New", 1), ("split", "N, One\nM, Two", 0)]
)
def test_people_go_on_with_a_committee_that_only_got_a_new_name(
    administrator: Client,
    places: Places,
    hmie: Inspectorate,
    people: People,
    kind: str,
    new: str,
    goes_on: int,
) -> None:
    with scope(hmie.pk):
        old = ChildProtectionCommittee.objects.get()
        LinkInspector.objects.create(
            committee=old, membership_id=people.link.membership.pk, from_on="2009-01-01"
        )
    sent = {"kind": kind, "on": "2010-04-01", "predecessors": [places.committee], "new": new}
    assert administrator.post("/hmie/areas/bodies/committee/change", sent).status_code == 302
    with scope(hmie.pk):
        assert old.link_inspectors.get().to_on == date(2010, 3, 31)
        followed = LinkInspector.objects.filter(committee__code="N", from_on="2010-04-01")
        assert followed.count() == goes_on
        assert len(committees_of(people.link.actor)) == goes_on


def test_a_gss_code_is_one_areas(administrator: Client, places: Places) -> None:
    assert edit(administrator, places, 1, gss_code="S12000033").status_code == 302
    page = administrator.get(f"/hmie/areas/{places.area}")
    assert "S12000033" in page.content.decode()
    wrong = edit(administrator, places, 2, gss_code="12000033")
    assert wrong.status_code == 422
    sent = {"code": "A9", "name": "New", "gss_code": "S12000033"}
    refused = administrator.post("/hmie/areas/new", sent)
    assert refused.status_code == 422
    assert "This is the GSS code of Strathalder" in refused.content.decode()
    assert edit(administrator, places, 2, gss_code="").status_code == 302
    assert administrator.post("/hmie/areas/new", sent).status_code == 302
