"""The public site: what it shows and to whom, caches, tombstones, feeds, open data."""

import csv
import json
from datetime import date
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import Evaluation, Inspection, PublishedVersion, ReportChapter
from evaluations.operations import publish_correction, withdraw_report
from inspectorate.kernel import ids
from inspectorate.kernel.models import Event
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.publication.conftest import WORDS, fresh, of, opened
from tests.people import sign_in

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
TOMB = "{http://purl.org/atompub/tombstones/1.0}"


def site(world: World, path: str = "") -> str:
    return f"/{world.here.slug}/public/{path}"


def report(world: World, path: str = "") -> str:
    return site(world, f"reports/{of(world)}{path}")


def correct(world: World, words: str = "Staff respond at once.") -> PublishedVersion:
    person = world.people.moderator
    with opened(person):
        ReportChapter.objects.filter(position=1).update(text=words)
        return publish_correction(
            actor=person.actor,
            inspection=of(world),
            based_on=fresh(world).version,
            reason="A figure was wrong.",
        )


def withdraw(world: World) -> None:
    person = world.people.moderator
    with opened(person):
        withdraw_report(
            actor=person.actor,
            inspection=of(world),
            based_on=fresh(world).version,
            reason="A paragraph has to be checked.",
        )


def test_the_report_as_it_was_published(published: World) -> None:
    page = Client().get(report(published))
    text = page.content.decode()
    assert page.status_code == 200
    for said in (
        WORDS,
        "Services to protect children in Torrance Vale",
        "Assess risks and needs better.",
        "The island forum",
        "published 2 April 2009",
        "Version 1",
    ):
        assert said in text
    assert "Torrance Vale" in Client().get(site(published)).content.decode()


PLACES = (
    *("", "reports", "reports.atom", "changes", "changes.json", "data"),
    *("data/reports.csv", "data/reports.json", "data/evaluations.csv", "data/evaluations.json"),
)


@pytest.mark.parametrize("place", [*PLACES, "report"])
def test_no_cookie_is_read_or_set_and_caches_may_keep_it(published: World, place: str) -> None:
    where = report(published) if place == "report" else site(published, place)
    signed_in = sign_in(Client(), published.people.moderator)
    mine, anybodys = signed_in.get(where), Client().get(where)
    assert mine.status_code == 200
    assert mine.content == anybodys.content
    assert not mine.cookies
    assert not anybodys.cookies
    assert "Vary" not in mine
    assert mine["Cache-Control"] == "public, max-age=60"
    again = Client(headers={"If-None-Match": mine["ETag"]}).get(where)
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == mine["ETag"]
    assert signed_in.post(where).status_code == 405


def test_nothing_is_public_before_it_is_published(ready: World) -> None:
    signed_in = sign_in(Client(), ready.people.lead)
    for client in (signed_in, Client()):
        for path in ("", "/versions/1", "/evaluations.csv", "/report.json", "/as-at/2030-01-01"):
            assert client.get(report(ready, path)).status_code == 404
        for place in PLACES:
            assert "Torrance Vale" not in client.get(site(ready, place)).content.decode()


def test_another_inspectorate_has_no_such_report(published: World, other: Inspectorate) -> None:
    where = f"/{other.slug}/public"
    assert Client().get(f"{where}/reports/{of(published)}").status_code == 404
    for place in PLACES:
        page = Client().get(f"{where}/{place}")
        assert page.status_code == 200
        assert "Torrance Vale" not in page.content.decode()
    assert Client().get("/no-such/public/reports").status_code == 404


def test_a_correction_is_the_newest_and_the_first_stays(published: World) -> None:
    correct(published)
    newest = Client().get(report(published)).content.decode()
    assert "Staff respond at once." in newest
    assert "A figure was wrong." in newest
    first = Client().get(report(published, "/versions/1")).content.decode()
    assert WORDS in first
    assert "A later version has replaced this one." in first
    for number in ("3", "0", "9" * 30):
        assert Client().get(report(published, f"/versions/{number}")).status_code == 404


def test_the_data_has_changed_since_publication(published: World) -> None:
    said = "The data has changed since this version was published."
    assert said not in Client().get(report(published)).content.decode()
    with scope(published.here.pk):
        ReportChapter.objects.filter(position=1).update(text="Not yet published words.")
    page = Client().get(report(published)).content.decode()
    assert said in page
    assert "Not yet published words." not in page
    with scope(published.here.pk):
        ReportChapter.objects.filter(position=1).update(text=WORDS)
        Evaluation.objects.filter(indicator__code="3.3").update(level=1)
    assert said in Client().get(report(published)).content.decode()


def test_as_at_a_day(published: World) -> None:
    correct(published)
    with scope(published.here.pk):
        today = PublishedVersion.objects.get(number=2).published_on
    then = Client().get(report(published), {"as-at": "2009-05-01"}).content.decode()
    assert WORDS in then
    assert (
        "Staff respond at once."
        in Client().get(report(published), {"as-at": today.isoformat()}).content.decode()
    )
    assert Client().get(report(published), {"as-at": "2009-04-01"}).status_code == 404
    led = Client().get(report(published, "/as-at/2009-04-02"))
    assert (led.status_code, led["Location"]) == (302, report(published, "/versions/1"))
    for day in ("2009-02-30", "yesterday"):
        wrong = Client().get(report(published), {"as-at": day})
        assert wrong.status_code == 422
        assert "2009-04-02" in wrong.content.decode()
        assert Client().get(report(published, f"/as-at/{day}")).status_code == 404
    listed = Client().get(site(published, "reports"), {"as-at": "2009-05-01"}).content.decode()
    assert report(published, "/versions/1") in listed
    assert (
        "No published report matches"
        in Client().get(site(published, "reports"), {"as-at": "2009-04-01"}).content.decode()
    )


def test_a_withdrawn_report_leaves_a_tombstone_everywhere(published: World) -> None:
    withdraw(published)
    paths = ("", "/versions/1", "/evaluations.csv", "/report.json", "/as-at/2009-05-01")
    for path in paths:
        gone = Client().get(report(published, path))
        assert gone.status_code == 410
        assert "A paragraph has to be checked." in gone.content.decode()
        assert WORDS not in gone.content.decode()
        assert not gone.cookies
    assert "Torrance Vale" not in Client().get(site(published, "reports")).content.decode()
    feed = ET.fromstring(Client().get(site(published, "reports.atom")).content)
    assert not feed.findall(f"{ATOM}entry")
    (tomb,) = feed.findall(f"{TOMB}deleted-entry")
    assert tomb.get("ref", "").endswith(report(published))
    changes = Client().get(site(published, "changes.json")).json()["changes"]
    assert [(one["number"], one["kind"]) for one in changes] == [(1, "published"), (2, "withdrawn")]
    inside = sign_in(Client(), published.people.analyst)
    where = f"/{published.here.slug}/inspections/{of(published)}/published/1"
    assert inside.get(where).status_code == 200


def test_published_again_at_the_same_address(published: World) -> None:
    withdraw(published)
    correct(published)
    assert "Staff respond at once." in Client().get(report(published)).content.decode()
    feed = ET.fromstring(Client().get(site(published, "reports.atom")).content)
    assert len(feed.findall(f"{ATOM}entry")) == 1
    assert not feed.findall(f"{TOMB}deleted-entry")
    with scope(published.here.pk):
        told = Event.objects.filter(collection="inspections", kind__startswith="report.")
        assert list(told.order_by("pk").values_list("kind", "subject")) == [
            (kind, of(published))
            for kind in ("report.published", "report.withdrawn", "report.published")
        ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "quickly"}, True),
        ({"words": "torrance"}, True),
        ({"words": '"act quickly"'}, True),
        ({"words": "forum"}, True),
        ({"words": "paragraph"}, False),
        ({"words": "zebra"}, False),
        ({"words": "'); drop table --"}, False),
        ({"area": "A01"}, True),
        ({"area": "A02"}, False),
        ({"from": "2009-04-02", "to": "2009-04-02"}, True),
        ({"from": "2009-04-03"}, False),
        ({"to": "2009-04-01"}, False),
        ({"words": "quickly", "area": "A01", "as-at": "2009-05-01"}, True),
    ],
)
def test_searching(published: World, asked: dict[str, str], found: bool) -> None:
    page = Client().get(site(published, "reports"), asked)
    assert page.status_code == 200
    assert (report(published) in page.content.decode()) is found


def test_a_correction_is_found_by_its_own_words_only(published: World) -> None:
    correct(published)
    assert (
        "No published report matches"
        in Client().get(site(published, "reports"), {"words": "quickly"}).content.decode()
    )
    assert (
        report(published)
        in Client().get(site(published, "reports"), {"words": "respond"}).content.decode()
    )


@pytest.mark.parametrize("asked", [{"words": "x" * 201}, {"from": "2009-13-01"}, {"words": "a\0b"}])
def test_a_search_that_cannot_be_made_says_why(published: World, asked: dict[str, str]) -> None:
    page = Client().get(site(published, "reports"), asked)
    assert page.status_code == 422
    assert "The search was not made." in page.content.decode()


def test_the_evaluations_as_tables(published: World) -> None:
    lines = list(
        csv.DictReader(
            Client().get(report(published, "/evaluations.csv")).content.decode().splitlines()
        )
    )
    assert len(lines) == len(published.codes)
    assert {line["report"] for line in lines} == {of(published)}
    assert lines[0]["area_code"] == "A01"
    assert lines[0]["level_code"] == "good"
    everything = Client().get(site(published, "data/evaluations.csv")).content.decode()
    assert list(csv.DictReader(everything.splitlines())) == lines
    whole = Client().get(report(published, "/report.json")).json()
    assert Client().get(report(published, "/versions/1/report.json")).json() == whole
    first = Client().get(report(published, "/versions/1/evaluations.csv")).content.decode()
    assert list(csv.DictReader(first.splitlines())) == lines
    with scope(published.here.pk):
        version = PublishedVersion.objects.get()
        assert whole["content"] == version.content
        assert whole["digest"] == version.digest
    rows = Client().get(site(published, "data/reports.json")).json()
    assert rows["results"][0]["report"] == of(published)
    assert rows["next"] is None


def test_the_change_feed_goes_on_from_where_a_reader_was(published: World) -> None:
    first = Client().get(site(published, "changes.json")).json()
    assert (first["last"], first["more"]) == (1, False)
    correct(published)
    following = Client().get(first["next"].split("127.0.0.1:8000")[-1]).json()
    assert [one["kind"] for one in following["changes"]] == ["corrected"]
    assert following["changes"][0]["version"] == 2
    empty = Client().get(site(published, "changes.json"), {"after": "2"}).json()
    assert (empty["changes"], empty["last"]) == ([], 2)
    for wrong in ("-1", "x", "9" * 30):
        for place in ("changes.json",):
            assert Client().get(site(published, place), {"after": wrong}).status_code == 422
        for place in ("changes", "reports.atom"):
            assert Client().get(site(published, place), {"before": wrong}).status_code == 422


def test_the_feed_is_atom(published: World) -> None:
    with scope(published.here.pk):
        Inspectorate.objects.filter(pk=published.here.pk).update(notice="Areas are fictional.")
    answer = Client().get(site(published, "reports.atom"))
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Services to protect children in Torrance Vale"
    assert entry.findtext(f"{ATOM}id", "").endswith(report(published))
    assert entry.find(f"{ATOM}updated") is not None
    assert "fictional" in feed.findtext(f"{ATOM}subtitle", "")


THOUSANDS = 10_000


def insert_reports(world: World, count: int) -> None:
    """Published inspections of the same area, cheaply."""
    with scope(world.here.pk), connection.cursor() as cursor:
        cursor.execute(
            """
            with made as (
              insert into evaluations_inspection (inspectorate_id, programme_id, area_id, edition_id,
                reference, kind, status, resumes_to, published_on, published_number, version)
              select inspectorate_id, programme_id, area_id, edition_id, 'N' || n, 'full', 'published',
                '', date '2000-01-01' + (n / 10), 1, 1
              from evaluations_inspection, generate_series(1, %s) n where id = %s
              returning id, inspectorate_id, reference, published_on), kept as (
            insert into evaluations_publishedversion (inspectorate_id, inspection_id, number,
              published_on, reason, content, digest)
            select inspectorate_id, id, 1, published_on, '', jsonb_build_object(
              'area', jsonb_build_object('code', 'A01', 'name', 'Torrance Vale'),
              'programme', jsonb_build_object('code', 'p', 'title', 'First cycle'),
              'inspection', jsonb_build_object('reference', reference, 'kind', 'full',
                'fieldwork_from', null, 'fieldwork_to', null),
              'edition', jsonb_build_object('code', 'e', 'title', 'E', 'digest', ''),
              'scale', jsonb_build_object('levels', '[]'::jsonb, 'non_grades', '[]'::jsonb),
              'evaluations', '[]'::jsonb), 'd'
            from made returning id, inspectorate_id, inspection_id)
            insert into evaluations_publicchange
              (inspectorate_id, number, inspection_id, kind, published_id, reason)
            select inspectorate_id, 1 + row_number() over (order by id), inspection_id, 'published',
              id, '' from kept
            """,
            [count, world.inspection.pk],
        )


def test_constant_statements_and_keyset_pages_at_ten_thousand_reports(published: World) -> None:
    places = [*PLACES, f"reports/{of(published)}", "reports?words=torrance&as-at=2020-01-01"]

    def statements() -> dict[str, int]:
        counted = {}
        for place in places:
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert Client().get(site(published, place)).status_code == 200
            counted[place] = len(caught)
        return counted

    few = statements()
    insert_reports(published, THOUSANDS)
    assert statements() == few
    assert max(few.values()) <= 20
    seen: list[str] = []
    place = "data/reports.json"
    answer: dict[str, Any] = Client().get(site(published, place)).json()
    for _ in range(3):
        seen += [row["report"] for row in answer["results"]]
        answer = Client().get(answer["next"].split("127.0.0.1:8000")[-1]).json()
    assert len(seen) == len(set(seen)) == 600
    page = Client().get(site(published, "reports")).content.decode()
    assert "More reports" in page


def test_a_page_of_the_list_follows_the_one_before(published: World) -> None:
    insert_reports(published, 30)
    first = Client().get(site(published, "reports"))
    after = first.context["found"].after
    second = Client().get(site(published, "reports"), {"after": after})
    lines = [*first.context["found"].lines, *second.context["found"].lines]
    assert len({line.id for line in lines}) == len(lines) == 31
    assert [line.first_on for line in lines] == sorted(
        (line.first_on for line in lines), reverse=True
    )
    nonsense = Client().get(site(published, "reports"), {"after": "2009-99-99.x"})
    assert nonsense.status_code == 200


def test_evaluations_published_without_words_have_their_page(world: World) -> None:
    from evaluations.operations.freezing import freeze
    from indicators.queries import edition_document

    with scope(world.here.pk):
        Evaluation.objects.filter(inspection=world.inspection).update(level=2)
        Inspection.objects.update(status="published", published_on=date(2009, 4, 2))
        freeze(
            edition_document(world.edition.pk),
            [world.inspection.pk],
            membership_id=None,
            reason="",
            otherwise_on=date(2009, 4, 2),
        )
    text = Client().get(report(world)).content.decode()
    assert "Inspection of Torrance Vale" in text
    assert "weak" in text
    assert "chapter-1" in text
    changes = json.loads(Client().get(site(world, "changes.json")).content)["changes"]
    assert [(one["number"], one["version"]) for one in changes] == [(1, 1)]
    assert changes[0]["report"] == ids.encode("inspection", world.inspection.pk)


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK")])
def test_the_report_as_pdf_and_word(published: World, ending: str, begins: bytes) -> None:
    answer = Client().get(report(published, f"/report.{ending}"))
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert Client().get(report(published, f"/versions/1/report.{ending}")).content == answer.content
    assert Client().get(report(published, "/report.exe")).status_code == 404


def test_since_when_it_is_as_it_is(published: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_770_000_000.25]
    module = "inspectorate.kernel.web.public_site"
    monkeypatch.setattr(f"{module}.time", SimpleNamespace(time=lambda: clock[0]))
    monkeypatch.setattr(f"{module}.cache", LocMemCache("since-when", {}))
    where = site(published, "changes.json")

    def since(day: str) -> int:
        return Client(headers={"If-Modified-Since": day}).get(where).status_code

    first = Client().get(where)["Last-Modified"]
    clock[0] += 100
    assert Client().get(where)["Last-Modified"] == first
    assert since(first) == 304
    assert since("Sun, 06 Nov 1994 08:49:37 GMT") == 200
    assert since("yesterday") == 200
    other_words = {"If-Modified-Since": first, "If-None-Match": '"other"'}
    assert Client(headers=other_words).get(where).status_code == 200
    Inspectorate.objects.filter(pk=published.here.pk).update(attribution="Said anew.")
    assert since(first) == 200
    second = Client().get(where)["Last-Modified"]
    assert second != first
    Inspectorate.objects.filter(pk=published.here.pk).update(attribution="And again.")
    within_the_second = Client().get(where)
    assert "Last-Modified" not in within_the_second
    assert since(second) == 200
    clock[0] += 1
    assert since(Client().get(where)["Last-Modified"]) == 304


def test_an_area_is_named_by_its_gss_code_too(published: World) -> None:
    with scope(published.here.pk):
        Inspection.objects.get(pk=published.inspection.pk).area.__class__.objects.filter(
            pk=published.inspection.area_id
        ).update(gss_code="S12000099")
    reports = json.loads(Client().get(site(published, "data/reports.json")).content)
    assert reports["results"][0]["area_gss_code"] == "S12000099"
    assert reports["identifiers"]["area_gss_code"]["address"].startswith("https://statistics")
    evaluations = json.loads(Client().get(site(published, "data/evaluations.json")).content)
    assert {row["area_gss_code"] for row in evaluations["results"]} == {"S12000099"}
    changes = json.loads(Client().get(site(published, "changes.json")).content)
    assert changes["changes"][0]["area_gss_code"] == "S12000099"
    assert (
        json.loads(Client().get(report(published, "/report.json")).content)["area_gss_code"]
        == "S12000099"
    )
    lines = list(
        csv.DictReader(Client().get(report(published, "/evaluations.csv")).text.splitlines())
    )
    assert lines[0]["area_gss_code"] == "S12000099"
