"""The sample's addresses in the API: a tool's, and a lead inspector's own token."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations.api.samples import records
from evaluations.models import CaseMaterialRead, RecordReading, SampledCase
from inspectorate.accounts.api.authentication import digest_of
from inspectorate.accounts.models import ApiToken
from inspectorate.accounts.terms import Scope
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.samples.conftest import CATEGORY, Sample
from tests.people import Person

PLAN = {"population": 200, "confidence": 95, "margin": 10}
KEY = {"reference": "SW/1", "names": "Morag Tannahill", "born_on": "2014-05-06"}
WHY = "purpose=The+school+asked+which+child"


@pytest.fixture
def tool(sample: Sample, hmie: Inspectorate) -> Tool:
    return Tool(hmie)


@pytest.fixture
def base(sample: Sample) -> str:
    return f"inspections/{sample.inspection}"


class OwnToken(Tool):
    """Acts as a person, with a token of their own."""

    def __init__(self, inspectorate: Inspectorate, person: Person) -> None:
        self.client = Client()
        self.inspectorate = inspectorate
        self.secret = f"own-{person.membership.pk}"
        with scope(inspectorate.pk):
            ApiToken.objects.create(
                name="Tablet",
                hint="x",
                digest=digest_of(self.secret),
                scopes=[Scope.INSPECTIONS_READ, Scope.INSPECTIONS_WRITE],
                holder=person.membership,
            )


def noted(sample: Sample) -> list[tuple[str, list[int], str]]:
    with scope(sample.world.here.pk):
        rows = CaseMaterialRead.objects.order_by("id")
        return list(rows.values_list("what", "records", "how"))


def test_the_sample_by_category(tool: Tool, base: str) -> None:
    record = tool.get(f"{base}/sample").json()
    assert record.keys() == records.SampleRecord().fields.keys()
    for one in record["categories"]:
        assert one.keys() == records.CategoryRecord().fields.keys()
    planned = next(one for one in record["categories"] if one["category"] == CATEGORY)
    figures = [planned[name] for name in ("population", "size", "planned", "drawn", "read")]
    assert figures == [40, 29, 29, 3, 0]
    assert tool.get(f"{base}/sample/{CATEGORY}").json() == planned
    is_problem(tool.get(f"{base}/sample/none"), 404)


def test_planning(tool: Tool, base: str) -> None:
    at = f"{base}/sample/early-intervention"
    is_problem(tool.patch(at, PLAN), 428)
    early = is_problem(tool.patch(at, PLAN, 1), 412)
    assert (early["current"]["version"], early["current"]["margin"]) == (0, None)
    saved = tool.patch(at, PLAN, 0)
    assert (saved.status_code, saved["ETag"], saved.json()["planned"]) == (200, '"1"', 66)
    stale = is_problem(tool.patch(at, PLAN, 0), 412)
    assert stale["current"]["population"] == 200
    problem = is_problem(tool.patch(at, PLAN | {"planned": 5}, 1), 422)
    assert list(problem["errors"]) == ["why"]
    problem = is_problem(tool.patch(at, PLAN | {"margin": 0}, 1), 422)
    assert list(problem["errors"]) == ["margin"]


def test_the_list_is_as_described_and_noted(tool: Tool, base: str, sample: Sample) -> None:
    found = tool.get(f"{base}/cases?page_size=2").json()
    assert [one["pseudonym"] for one in found["results"]] == ["TV-C01", "TV-C02"]
    assert all(one.keys() == records.CaseRecord().fields.keys() for one in found["results"])
    assert noted(sample) == [
        ("sampled-case", [sample.kept(0).pk, sample.kept(1).pk], "api"),
    ]
    inspector = sample.person(sample.world.people.inspector)
    for query, number in ((f"reader={inspector}", 1), (f"category={CATEGORY}", 3), ("reader=x", 0)):
        assert len(tool.get(f"{base}/cases?{query}").json()["results"]) == number


def test_the_list_takes_the_same_statements_however_long(
    tool: Tool, base: str, sample: Sample
) -> None:
    few = tool.statements("GET", f"{base}/cases")
    tool.post(f"{base}/cases", {"category": CATEGORY, "number": 20})
    assert len(tool.statements("GET", f"{base}/cases")) == len(few)


def test_drawing(tool: Tool, base: str, sample: Sample) -> None:
    drawn = tool.post(f"{base}/cases", {"category": CATEGORY, "number": 2})
    assert drawn.status_code == 201
    assert [one["pseudonym"] for one in drawn.json()["results"]] == ["TV-C04", "TV-C05"]
    for wrong, field in (({"number": 60}, "number"), ({"category": "none"}, "category")):
        problem = is_problem(
            tool.post(f"{base}/cases", {"category": CATEGORY, "number": 1} | wrong), 422
        )
        assert list(problem["errors"]) == [field]
    with scope(sample.world.here.pk):
        assert SampledCase.objects.count() == 5


def test_one_case_is_given_and_changed(tool: Tool, base: str, sample: Sample) -> None:
    at = f"{base}/cases/{sample.cases[1]}"
    assert tool.get(at)["ETag"] == '"1"'
    reader = sample.person(sample.world.people.medical)
    changed = tool.patch(at, {"reader": reader, "medical_wanted": True}, 1).json()
    assert (changed["reader_name"], changed["medical_wanted"]) == ("Dr Morven Tait", True)
    stale = is_problem(tool.patch(at, {"reader": None}, 1), 412)
    assert stale["current"]["reader"] == reader
    assert list(is_problem(tool.patch(at, {"reader": "x"}, 2), 422)["errors"]) == ["reader"]


def test_a_second_reader(tool: Tool, base: str, sample: Sample) -> None:
    at = f"{base}/cases/{sample.cases[0]}/readers"
    reader = sample.person(sample.world.people.medical)
    problem = is_problem(tool.post(at, {"reader": reader}), 422)
    assert list(problem["errors"]) == ["why"]
    added = tool.post(at, {"reader": reader, "why": "Medical notes"})
    assert added.status_code == 201
    assert added.json()["further_readers"][0]["name"] == "Dr Morven Tait"
    assert tool.send("DELETE", f"{at}/{reader}").status_code == 204
    is_problem(tool.send("DELETE", f"{at}/{reader}"), 404)


def test_withdrawing(tool: Tool, base: str, sample: Sample) -> None:
    at = f"{base}/cases/{sample.cases[1]}/withdrawal"
    is_problem(tool.post(at, {"why": "Moved"}), 428)
    sent = {"why": "Told to fiona@example.org"}
    problem = is_problem(tool.post(at, sent, If_Match='"1"'), 422)
    kept = {one["digest"]: "A colleague's address" for one in problem["identifiers"]}
    record = tool.post(at, sent | {"identifiers_kept": kept}, If_Match='"1"').json()
    assert record["withdrawn_why"] == sent["why"]
    assert record["withdrawn_at"][:4] == str(timezone.now().year)
    is_problem(tool.post(at, {"why": "Again"}, If_Match='"2"'), 409)


def test_readings(tool: Tool, base: str, sample: Sample) -> None:
    at = f"{base}/cases/{sample.cases[0]}/readings"
    sent = {
        "service": "police",
        "read_on": "2026-03-02",
        "client_key": "11111111-2222-4333-8444-555555555555",
    }
    noted_one = tool.post(at, sent)
    assert noted_one.status_code == 201
    assert noted_one.json().keys() == records.NotedReading().fields.keys()
    assert tool.post(at, sent).json() == noted_one.json()
    (one,) = tool.get(at).json()["results"]
    assert one.keys() == records.ReadingRecord().fields.keys()
    assert (one["reader"], one["read_on"]) == (None, "2026-03-02")
    is_problem(tool.post(at, sent | {"client_key": None, "medical": True}), 403)
    for wrong in ({"service": "none"}, {"read_on": "2999-01-01"}, {"client_key": "x"}):
        problem = is_problem(tool.post(at, sent | {"client_key": None} | wrong), 422)
        assert list(problem["errors"]) == list(wrong)
    assert tool.send("DELETE", f"{at}/{one['id']}").status_code == 204
    with scope(sample.world.here.pk):
        assert not RecordReading.objects.exists()


def test_a_person_notes_as_themselves(hmie: Inspectorate, base: str, sample: Sample) -> None:
    tablet = OwnToken(hmie, sample.world.people.inspector)
    at = f"{base}/cases/{sample.cases[0]}/readings"
    noted_one = tablet.post(at, {"service": "police", "read_on": "2026-03-02"}).json()
    assert noted_one["reader_name"] == "Isla Baird"
    is_problem(tablet.post(f"{base}/cases", {"category": CATEGORY, "number": 1}), 403)


def test_only_the_lead_learns_whom_a_pseudonym_stands_for(
    hmie: Inspectorate, tool: Tool, base: str, sample: Sample
) -> None:
    at = f"{base}/cases/{sample.cases[0]}/key"
    lead = OwnToken(hmie, sample.world.people.lead)
    entered = lead.send("PATCH", at, KEY, If_Match='"0"')
    assert (entered.status_code, entered.json()) == (200, {"version": 1})
    is_problem(lead.send("PATCH", at, KEY, If_Match='"0"'), 412)
    opened = lead.get(f"{at}?{WHY}")
    assert opened.json() == KEY | {
        "sampled_case": sample.cases[0],
        "pseudonym": "TV-C01",
        "version": 1,
    }
    assert opened.json().keys() == records.CaseKeyRecord().fields.keys()
    assert "no-store" in opened["Cache-Control"]
    assert noted(sample)[-1] == ("case-key", [sample.kept().pk], "api")
    for wrong in ("", "?purpose=", f"?{WHY}&{WHY}"):
        assert list(is_problem(lead.get(at + wrong), 422)["errors"]) == ["purpose"]
    others = (tool, OwnToken(hmie, sample.world.people.inspector))
    for one in others:
        is_problem(one.get(f"{at}?{WHY}"), 403)
        is_problem(one.send("PATCH", at, KEY, If_Match='"1"'), 403)
        is_problem(one.send("DELETE", at), 403)
    assert lead.send("DELETE", at).status_code == 204
    is_problem(lead.get(f"{at}?{WHY}"), 404)


def test_participation(hmie: Inspectorate, tool: Tool, base: str, sample: Sample) -> None:
    at = f"{base}/participation/children/{CATEGORY}"
    counts = {"asked": 12, "consented": 9, "attended": 3}
    is_problem(tool.patch(at, counts), 428)
    counted = tool.patch(at, counts, 0).json()
    assert counted.keys() == records.ParticipationRecord().fields.keys()
    assert [counted[name] for name in counts] == [10, 10, None]
    own = OwnToken(hmie, sample.world.people.inspector)
    lines = own.get(f"{base}/participation").json()["results"]
    assert len(lines) == 9
    (line,) = [one for one in lines if one["version"]]
    assert ([line[name] for name in counts], line["exact"]) == ([12, 9, 3], True)
    problem = is_problem(tool.patch(at, counts | {"consented": 13}, 1), 422)
    assert list(problem["errors"]) == ["consented"]
    is_problem(tool.patch(f"{base}/participation/cats/{CATEGORY}", counts, 0), 404)


@pytest.mark.parametrize(
    "under", ["sample", "cases", "participation", "cases/{case}", "cases/{case}/readings"]
)
def test_who_gets_nothing(hmie: Inspectorate, base: str, sample: Sample, under: str) -> None:
    people = sample.world.people
    path = f"{base}/{under.format(case=sample.cases[0])}"
    is_problem(Tool(hmie, scopes=[Scope.AREAS_READ]).get(path), 403)
    is_problem(OwnToken(hmie, people.inspector_elsewhere).get(path), 404)
    is_problem(OwnToken(hmie, people.moderator).get(path), 403)


def test_a_case_of_another_inspection_is_not_there(tool: Tool, base: str, sample: Sample) -> None:
    is_problem(tool.get(f"{base}/cases/0123456789abcdef"), 404)
    is_problem(tool.get(f"inspections/0123456789abcdef/cases/{sample.cases[0]}"), 404)


def test_not_now(tool: Tool, base: str, sample: Sample) -> None:
    sample.status("moderation")
    case = f"{base}/cases/{sample.cases[0]}"
    reading: dict[str, Any] = {"service": "police", "read_on": "2026-03-02"}
    is_problem(tool.post(f"{case}/readings", reading), 409)
    is_problem(tool.patch(case, {"medical_wanted": True}, 2), 409)
    is_problem(tool.post(f"{base}/cases", {"category": CATEGORY, "number": 1}), 409)
    is_problem(tool.patch(f"{base}/sample/{CATEGORY}", PLAN, 1), 409)
    assert tool.get(case).status_code == 200
