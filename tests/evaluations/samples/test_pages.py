"""The pages of the case sample: what they do, who opens them, what they note."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import (
    CaseKey,
    CaseMaterialRead,
    Evidence,
    FurtherReader,
    Participation,
    RecordReading,
    SampledCase,
    SamplePlan,
    StatedPurpose,
)
from evaluations.operations import draw_cases, note_record_read
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import CATEGORY, Sample
from tests.people import sign_in

PLAN = {"version": 1, "population": 200, "confidence": 95, "margin": 10}


@pytest.fixture
def lead(client: Client, sample: Sample) -> Client:
    return sign_in(client, sample.world.people.lead)


@pytest.fixture
def inspector(sample: Sample) -> Client:
    return sign_in(Client(), sample.world.people.inspector)


def text(answer: Any) -> str:
    """The words of a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def reads(sample: Sample) -> list[tuple[str, list[int], str]]:
    with scope(sample.world.here.pk):
        rows = CaseMaterialRead.objects.order_by("id")
        return list(rows.values_list("what", "records", "how"))


def case(sample: Sample, number: int = 0) -> str:
    return f"{sample.path}/cases/{sample.cases[number]}"


def test_the_sample_shows_its_categories_and_cases_and_notes_them(
    inspector: Client, sample: Sample
) -> None:
    shown = text(inspector.get(f"{sample.path}/sample"))
    assert "Current protection 40 29 95%, ±10% 29 3 0" in shown
    assert "TV-C01" in shown
    assert "Isla Baird" in shown
    assert "0 of 6" in shown
    assert "Draw cases" not in shown
    assert reads(sample) == [("sampled-case", [sample.kept(one).pk for one in (0, 1, 2)], "page")]


@pytest.mark.parametrize(
    ("view", "names"), [("mine", ["TV-C01"]), ("unread", ["TV-C02", "TV-C03"])]
)
def test_views_of_the_list(inspector: Client, sample: Sample, view: str, names: list[str]) -> None:
    sample.run(
        note_record_read,
        sample.world.people.inspector,
        sampled_case=sample.cases[0],
        service="police",
        read_on=date(2026, 3, 2),
    )
    shown = text(inspector.get(f"{sample.path}/sample?show={view}"))
    assert [one for one in ("TV-C01", "TV-C02", "TV-C03") if one in shown] == names


def test_downloaded(inspector: Client, sample: Sample) -> None:
    answer = inspector.get(f"{sample.path}/sample/download")
    lines = answer.content.decode().splitlines()
    assert lines[0] == "pseudonym,category,reader,services_read,medical_wanted,evidence,withdrawn"
    assert lines[1] == "TV-C01,current-protection,Isla Baird,0,,0,"
    assert reads(sample)[-1][2] == "export"


def test_the_calculation_is_shown_before_anything_is_saved(lead: Client, sample: Sample) -> None:
    at = f"{sample.path}/sample/plan/{CATEGORY}"
    assert "1.960² · 0.5 · 0.5 ÷ 0.100² = 96.04" in text(lead.get(at))
    answer = lead.post(at, PLAN | {"calculate": "1"})
    shown = text(answer)
    assert answer.status_code == 200
    assert "= 96.04 ÷ (1 + (96.04 − 1) ÷ 200) = 65.10, rounded up to 66" in shown
    assert "Cochran" in shown
    with scope(sample.world.here.pk):
        assert SamplePlan.objects.get().version == 1


def test_planned(lead: Client, sample: Sample) -> None:
    at = f"{sample.path}/sample/plan/{CATEGORY}"
    assert lead.post(at, PLAN).status_code == 302
    with scope(sample.world.here.pk):
        assert SamplePlan.objects.get().planned == 66
    why = {"version": 2, "planned": 10, "why": "Two weeks"}
    assert lead.post(at, PLAN | why).status_code == 302
    assert "Current protection: Two weeks" in text(lead.get(f"{sample.path}/sample"))
    assert lead.post(at, PLAN | {"version": 3}).status_code == 302
    refused = lead.post(at, PLAN | {"version": 4, "planned": 10})
    assert refused.status_code == 422
    assert "Say why the team reads another number" in text(refused)
    stale = lead.post(at, PLAN | {"population": 300})
    assert stale.status_code == 409
    assert "What differs" in text(stale)
    for wrong in ("", "x", "-1", "nan", "1e999"):
        assert lead.post(at, PLAN | {"version": 4, "margin": wrong}).status_code == 422
    why = {"version": 4, "planned": 10, "why": "Asked by fiona@example.org"}
    found = lead.post(at, PLAN | why)
    assert found.status_code == 422
    (field,) = re.findall(r'name="(stays-[0-9a-f]+)"', found.content.decode())
    assert lead.post(at, PLAN | why | {field: "A colleague"}).status_code == 302
    assert lead.get(f"{sample.path}/sample/plan/none").status_code == 404


def test_drawn(lead: Client, sample: Sample) -> None:
    at = f"{sample.path}/sample/draw"
    assert "not planned yet" in text(lead.get(at))
    drawn = lead.post(at, {"category": CATEGORY, "number": 2}, follow=True)
    assert "Drawn: TV-C04, TV-C05." in text(drawn)
    assert lead.post(at, {"category": CATEGORY, "number": 60}).status_code == 422
    refused = lead.post(at, {"category": "early-intervention", "number": 1})
    assert refused.status_code == 409
    assert "Plan this category first" in text(refused)


def test_shared_out(lead: Client, sample: Sample) -> None:
    at = f"{sample.path}/sample/share"
    assert lead.post(at, {}).status_code == 422
    people = sample.world.people
    chosen = [sample.person(one) for one in (people.lead, people.inspector)]
    assert "2 cases have their reader." in text(lead.post(at, {"reader": chosen}, follow=True))
    with scope(sample.world.here.pk):
        assert not SampledCase.objects.filter(reader=None).exists()
    assert "Every case has its reader." in text(lead.get(at))


def test_what_was_read_is_noted_and_taken_back(inspector: Client, sample: Sample) -> None:
    at = case(sample)
    form = inspector.get(f"{at}/read")
    assert "These were medical notes" not in text(form)
    sent = {"services": ["police", "health"], "read_on": "2026-03-02"}
    assert inspector.post(f"{at}/read", sent).status_code == 302
    shown = text(inspector.get(at))
    assert "2 of 6 services read" in shown
    assert "Police Isla Baird 2 March 2026 Take back" in shown
    with scope(sample.world.here.pk):
        one = RecordReading.objects.get(service="police")
    path = f"{at}/readings/{ids.encode('reading', one.pk)}/take-back"
    assert inspector.get(path).status_code == 405
    assert inspector.post(path).status_code == 302
    with scope(sample.world.here.pk):
        assert RecordReading.objects.count() == 1
    for wrong in ({"services": ["none"]}, {"services": []}, {"read_on": "2999-01-01"}):
        assert inspector.post(f"{at}/read", sent | wrong).status_code == 422


def test_medical_notes(sample: Sample) -> None:
    medical = sign_in(Client(), sample.world.people.medical)
    at = f"{case(sample)}/read"
    assert "These were medical notes" in text(medical.get(at))
    sent = {"services": ["health"], "read_on": "2026-03-02", "medical": "on"}
    assert medical.post(at, sent).status_code == 302
    assert "Medical notes Dr Morven Tait" in text(medical.get(case(sample)))
    assert "TV-C01 Current protection Isla Baird 0 of 6 Read" in text(
        medical.get(f"{sample.path}/sample")
    )


def test_evidence_that_cites_a_case(inspector: Client, sample: Sample) -> None:
    with scope(sample.world.here.pk):
        common = {
            "inspection": sample.world.inspection,
            "sampled_case": sample.kept(),
            "bearing": "strength",
            "source_kind": "record-reading",
            "level_of_service": "delivery",
            "happened_on": "2026-03-02",
        }
        plain = Evidence.objects.create(number=1, text="A clear chronology", **common)
        Evidence.objects.create(number=2, text="Growth chart", medical=True, **common)
    shown = text(inspector.get(case(sample)))
    assert "E1 Record reading, 2 March 2026 A clear chronology" in shown
    assert "Growth chart" not in shown
    assert "A medical note, for medically qualified inspectors." in shown
    assert ("evidence", [plain.pk], "page") in reads(sample)
    medical = sign_in(Client(), sample.world.people.medical)
    assert "Growth chart" in text(medical.get(case(sample)))


def test_who_has_seen_a_case_is_a_link_for_whoever_sees_the_log(
    lead: Client, inspector: Client, sample: Sample
) -> None:
    where = case(sample)
    assert "read-log?what=" not in inspector.get(where).content.decode()
    page = lead.get(where).content.decode()
    number = where.rpartition("/")[2]
    for what in ("sampled-case", "case-key"):
        link = f"read-log?what={what}&amp;record={number}"
        assert link in page
    base = where.partition("/cases/")[0]
    seen = lead.get(f"{base}/read-log?what=sampled-case&record={number}").context["shown"].lines
    assert {line.person for line in seen} == {"Isla Baird", "Lorna Sim"}
    with scope(sample.world.here.pk):
        CaseMaterialRead.objects.create(
            inspection=sample.world.inspection,
            membership=sample.world.people.lead.membership,
            what="case-key",
            records=[sample.kept().pk],
            how="page",
            purpose="To find the record.",
        )
    keys = lead.get(f"{base}/read-log?what=case-key&record={number}").context["shown"].lines
    assert [line.person for line in keys] == ["Lorna Sim"]


def test_given_to_a_reader_and_a_second(lead: Client, sample: Sample) -> None:
    at, people = case(sample, 1), sample.world.people
    sent = {"version": 1, "reader": sample.person(people.inspector), "medical_wanted": "on"}
    assert lead.post(f"{at}/reader", sent).status_code == 302
    assert "TV-C02 Current protection Isla Baird 0 of 6 Wanted" in text(
        lead.get(f"{sample.path}/sample")
    )
    assert "Medical notes wanted" in text(lead.get(at))
    stale = lead.post(f"{at}/reader", sent | {"reader": sample.person(people.lead)})
    assert stale.status_code == 409
    assert "Isla Baird (Inspector)" in text(stale)
    second = {"reader": sample.person(people.medical), "why": ""}
    assert lead.post(f"{at}/second-reader", second).status_code == 422
    second["why"] = "Reads the medical notes"
    assert lead.post(f"{at}/second-reader", second).status_code == 302
    assert "Dr Morven Tait Reads the medical notes" in text(lead.get(at))
    off = f"{at}/second-reader/{second['reader']}/off"
    assert lead.post(off).status_code == 302
    with scope(sample.world.here.pk):
        assert not FurtherReader.objects.exists()


def test_withdrawn(lead: Client, sample: Sample) -> None:
    at = case(sample, 1)
    assert lead.post(f"{at}/withdraw", {"version": 1, "why": ""}).status_code == 422
    answer = lead.post(f"{at}/withdraw", {"version": 1, "why": "Moved away"}, follow=True)
    shown = text(answer)
    assert "Moved away" in shown
    assert "Note what you read" not in shown
    assert lead.post(f"{at}/withdraw", {"version": 2, "why": "Again"}).status_code == 409


def test_whom_it_stands_for(lead: Client, inspector: Client, sample: Sample) -> None:
    at = f"{case(sample)}/key"
    assert "is not entered" in text(lead.get(at))
    said = {"version": 0, "reference": "SW/1", "names": "Morag Tannahill", "born_on": "6/5/2014"}
    assert lead.post(f"{at}/enter", said | {"names": ""}).status_code == 422
    assert lead.post(f"{at}/enter", said).status_code == 302
    assert "Tannahill" not in text(lead.get(at))
    assert lead.post(at, {"purpose": "short"}).status_code == 422
    opened = lead.post(at, {"purpose": "The school asked which child"})
    assert "Names Morag Tannahill" in text(opened)
    assert "6 May 2014" in text(opened)
    assert "no-store" in opened["Cache-Control"]
    assert reads(sample)[-1][0] == "case-key"
    stale = lead.post(f"{at}/enter", said)
    assert stale.status_code == 409
    assert "SW/1" in stale.content.decode()
    for path in (at, f"{at}/enter", f"{at}/forget"):
        assert inspector.get(path).status_code == 403
    assert lead.post(f"{at}/forget", {}).status_code == 422
    assert lead.post(f"{at}/forget", {"sure": "on"}).status_code == 302
    with scope(sample.world.here.pk):
        assert not CaseKey.objects.exists()


def test_who_took_part(inspector: Client, sample: Sample) -> None:
    at = f"{sample.path}/participation"
    assert "not counted yet" in text(inspector.get(at))
    counts = {"version": 0, "asked": 12, "consented": 9, "attended": 3}
    one = f"{at}/children/{CATEGORY}"
    assert inspector.post(one, counts | {"attended": 10}).status_code == 422
    assert inspector.post(one, counts).status_code == 302
    assert "Children and young people Current protection 12 9 3" in text(inspector.get(at))
    assert inspector.post(one, counts | {"asked": 20}).status_code == 409
    assert inspector.get(f"{at}/cats/{CATEGORY}").status_code == 404
    with scope(sample.world.here.pk):
        assert Participation.objects.get().asked == 12


LEADS = ("sample/draw", "sample/share", f"sample/plan/{CATEGORY}")
OF_CASE = ("reader", "second-reader", "withdraw")
TEAMS = ("sample", "sample/download", "participation", f"participation/children/{CATEGORY}")


@pytest.mark.parametrize("who", ["inspector_elsewhere", "partner", "analyst", "auditor"])
def test_others_find_nothing(sample: Sample, who: str) -> None:
    client = sign_in(Client(), getattr(sample.world.people, who))
    under = [*LEADS, *TEAMS, *(f"cases/{sample.cases[0]}/{one}" for one in OF_CASE)]
    for path in [*under, f"cases/{sample.cases[0]}", f"cases/{sample.cases[0]}/key"]:
        assert client.get(f"{sample.path}/{path}").status_code == 404, path


def test_what_is_the_leads(inspector: Client, sample: Sample) -> None:
    under = [*LEADS, *(f"cases/{sample.cases[0]}/{one}" for one in OF_CASE)]
    for path in under:
        assert inspector.get(f"{sample.path}/{path}").status_code == 403, path
    for path in TEAMS:
        assert inspector.get(f"{sample.path}/{path}").status_code == 200, path


@pytest.mark.parametrize("who", ["moderator", "administrator"])
def test_who_states_a_purpose_reads_and_changes_nothing(sample: Sample, who: str) -> None:
    person = getattr(sample.world.people, who)
    client = sign_in(Client(), person)
    counts = {"asked": 12, "consented": 9, "attended": 3}
    with scope(sample.world.here.pk):
        inspection = sample.world.inspection
        Participation.objects.create(
            inspection=inspection, group="children", category=CATEGORY, **counts
        )
    asked = client.get(f"{sample.path}/sample")
    assert (asked.status_code, "/purpose?" in asked["Location"]) == (302, True)
    with scope(sample.world.here.pk):
        StatedPurpose.objects.create(
            inspection=inspection,
            membership=person.membership,
            why="A complaint names this inspection.",
            until=timezone.now() + timedelta(hours=1),
        )
    assert "TV-C01" in text(client.get(f"{sample.path}/sample"))
    with scope(sample.world.here.pk):
        log = CaseMaterialRead.objects.get()
        assert log.purpose == "A complaint names this inspection."
    shown = text(client.get(f"{sample.path}/participation"))
    assert "Children and young people Current protection 10 10 fewer than 5" in shown
    assert "Note what you read" not in text(client.get(case(sample)))
    for path in (*LEADS, f"participation/children/{CATEGORY}"):
        assert client.get(f"{sample.path}/{path}").status_code == 403, path
    for path in ("read", "reader", "withdraw", "key", "key/enter", "key/forget"):
        assert client.get(f"{case(sample)}/{path}").status_code == 403, path


def test_a_case_under_another_inspection_is_not_there(lead: Client, sample: Sample) -> None:
    for under in ("", "/key", "/readings/0123456789abcdef/take-back"):
        path = f"/hmie/inspections/0123456789abcdef/cases/{sample.cases[0]}{under}"
        assert lead.post(path).status_code in {404, 405}
    assert lead.get(f"{sample.path}/cases/0123456789abcdef").status_code == 404


@pytest.mark.parametrize("status", ["planned", "moderation", "closed"])
def test_not_now(lead: Client, sample: Sample, status: str) -> None:
    sample.status(status)
    for path in (f"{sample.path}/sample/draw", f"{case(sample)}/read", f"{case(sample)}/withdraw"):
        refused = lead.get(path)
        assert refused.status_code == 403, path
        assert re.search("still planned|settled", text(refused))
    assert "Draw cases" not in text(lead.get(f"{sample.path}/sample"))


def test_the_page_takes_the_same_statements_however_many_cases(
    lead: Client, sample: Sample
) -> None:
    lead.get(f"{sample.path}/sample")
    with CaptureQueriesContext(connection) as few:
        lead.get(f"{sample.path}/sample")
    sample.run(
        draw_cases,
        sample.world.people.lead,
        inspection=sample.inspection,
        category=CATEGORY,
        number=20,
    )
    with CaptureQueriesContext(connection) as many:
        lead.get(f"{sample.path}/sample")
    assert len(many) == len(few)
