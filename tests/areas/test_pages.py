"""The pages of areas and bodies: shown, asked as at a day, refused."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areas.models import CommitteeArea, LocalAuthorityArea
from areas.terms import BodyKind
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.areas.conftest import Places

pytestmark = pytest.mark.django_db


def test_the_list_shows_who_serves_each_area(inspector: Client, places: Places) -> None:
    page = inspector.get("/hmie/areas")
    assert page.status_code == 200
    text = page.content.decode()
    for word in ("Strathalder", "Glenmarra", "Strath Committee", "Board 1", "Force 1", "pilot"):
        assert word in text
    assert "Elsewhere" not in text
    assert "New area" not in text


def test_the_list_as_at_a_day(inspector: Client, places: Places, hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.filter(code="A02").update(from_on="2010-01-01")
        CommitteeArea.objects.filter(area__code="A01").update(from_on="2010-01-01")
    before = inspector.get("/hmie/areas?as_at=2009-12-31").content.decode()
    after = inspector.get("/hmie/areas?as_at=2010-01-01").content.decode()
    assert "Glenmarra" not in before
    assert "Strath Committee" not in before
    assert "Glenmarra" in after
    assert "Strath Committee" in after


@pytest.mark.parametrize("query", ["as_at=never", "as_at=2009-02-31", "q=%00", "as_at=9999999-1-1"])
def test_nonsense_in_the_address_is_no_failure(
    inspector: Client, places: Places, query: str
) -> None:
    for address in ("areas", "areas/bodies/committee", f"areas/{places.area}"):
        assert inspector.get(f"/hmie/{address}?{query}").status_code == 200


def test_searching(inspector: Client, places: Places) -> None:
    assert b"Glenmarra" not in inspector.get("/hmie/areas?q=board+1").content
    assert "No area has “zz”" in inspector.get("/hmie/areas?q=zz").content.decode()


def test_the_list_takes_the_same_statements_for_many(
    inspector: Client, places: Places, hmie: Inspectorate
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            inspector.get("/hmie/areas")
        return len(captured)

    few = statements()
    with scope(hmie.pk):
        for number in range(30):
            LocalAuthorityArea.objects.create(code=f"B{number}", name=f"B{number}")
    assert statements() == few


def test_an_area_shows_its_links_over_time(
    inspector: Client, places: Places, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        CommitteeArea.objects.filter(area__code="A01").update(to_on="2012-03-31")
    text = inspector.get(f"/hmie/areas/{places.area}").content.decode()
    assert "31 March 2012" in text
    assert "Change days" not in text


def test_the_download_can_be_brought_in_again(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    file = administrator.get("/hmie/areas/download")
    assert file["Content-Type"].startswith("text/csv")
    assert b"A01,Strathalder,Strath Committee,Board 1;Board 2,Force 1,no" in file.content
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("areas.csv", file.content)}
    page = administrator.post("/hmie/areas/import", sent, follow=True)
    assert "nothing changed" in page.content.decode()
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.count() == 2


def test_a_formula_is_not_run_from_the_download(
    administrator: Client, places: Places, hmie: Inspectorate
) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.filter(code="A01").update(name="=1+1")
    assert b",'=1+1," in administrator.get("/hmie/areas/download").content


def test_a_faulty_file_lists_its_faults(administrator: Client, places: Places) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("areas.csv", b"code,name\nA1,\n,B\n")}
    page = administrator.post("/hmie/areas/import", sent)
    assert page.status_code == 422
    assert "line 2, name" in page.content.decode()
    assert "line 3, code" in page.content.decode()


@pytest.mark.parametrize("kind", [kind.value for kind in BodyKind])
def test_every_kind_of_body_has_its_pages(administrator: Client, places: Places, kind: str) -> None:
    assert administrator.get(f"/hmie/areas/bodies/{kind}").status_code == 200
    form = administrator.get(f"/hmie/areas/bodies/{kind}/new")
    assert form.status_code == 200
    made = administrator.post(f"/hmie/areas/bodies/{kind}/new", {"name": "A new one"})
    assert made.status_code == 302
    for further in ("", "/edit", "/history"):
        page = administrator.get(made["Location"] + further)
        assert page.status_code == 200
        assert "A new one" in page.content.decode()
    again = administrator.post(f"/hmie/areas/bodies/{kind}/new", {"name": "A new one"})
    assert again.status_code == 422


def test_a_committee_shows_its_areas_and_people(inspector: Client, places: Places) -> None:
    text = inspector.get(f"/hmie/areas/bodies/committee/{places.committee}").content.decode()
    for word in ("Strathalder", "Glenmarra", "Nobody follows", "Nobody acts"):
        assert word in text


ONLY_ADMINISTRATORS = [
    "areas/new",
    "areas/import",
    "areas/change",
    "areas/bodies/committee/change",
    "areas/bodies/committee/new",
    "areas/{area}/edit",
    "areas/{area}/history",
    "areas/{area}/links/committee",
    "areas/bodies/committee/{committee}/edit",
    "areas/bodies/committee/{committee}/history",
    "areas/bodies/committee/{committee}/people/link-inspector",
    "areas/bodies/committee/{committee}/people/partner",
    "areas/links/committee/{link}",
    "areas/links/committee/{link}/remove",
]


@pytest.mark.parametrize("address", ONLY_ADMINISTRATORS)
def test_who_may_open_what(
    administrator: Client, inspector: Client, stranger: Client, places: Places, address: str
) -> None:
    path = "/hmie/" + address.format(**vars(places))
    assert administrator.get(path).status_code == 200
    for method in ("get",) if address.endswith("history") else ("get", "post"):
        assert getattr(inspector, method)(path).status_code == 403
        assert getattr(stranger, method)(path).status_code == 404
        assert getattr(Client(), method)(path).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "areas/{elsewhere}",
        "areas/0000000000000000",
        "areas/nonsense",
        "areas/bodies/nonsense",
        "areas/bodies/police-force/{committee}",
        "areas/bodies/committee/{area}",
        "areas/links/scrutiny-body/{link}",
        "areas/links/committee/{area}",
        "areas/{area}/links/scrutiny-body",
        "areas/people/nobody/{link}",
        "areas/bodies/committee/{committee}/people/nobody",
    ],
)
def test_what_is_not_there(administrator: Client, places: Places, address: str) -> None:
    assert administrator.get("/hmie/" + address.format(**vars(places))).status_code == 404
