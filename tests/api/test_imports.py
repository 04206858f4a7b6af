"""Files brought in through the API: the same as by the commands."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from areas.models import LocalAuthorityArea
from evaluations.models import Evaluation, Inspection, Programme, PublishedVersion
from followthrough.models import MainPointForAction
from indicators.models import FrameworkEdition
from inspectorate.imports.api import ImportFormat, ImportReport
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem

pytestmark = pytest.mark.django_db

DATA = Path(settings.BASE_DIR) / "inspectorate" / "demo" / "data" / "hmie-first-cycle"
EDITION = Path(settings.BASE_DIR) / "indicators" / "editions" / "hmie-2005.yaml"
AREAS = "code,name,child_protection_committee\nA01,Strathalder,Strathalder CPC\n"
VALUES = (
    "area_code,inspection_reference,published_on,indicator_code,value\n"
    "A01,2006-1,2006-09-14,1.1,good\nA01,2006-1,2006-09-14,1.2,weak|unsatisfactory\n"
)
FRAMEWORK = {"kind": "framework", "text": EDITION.read_text()}
EVALUATIONS = {
    "kind": "evaluations",
    "programme": "first-cycle",
    "framework": "hmie-2005",
    "text": VALUES,
}


def send(tool: Tool, **sent: Any) -> dict[str, Any]:
    answer = tool.post("imports", sent)
    assert answer.status_code == 201, answer.content
    report: dict[str, Any] = answer.json()
    assert report.keys() == ImportReport().fields.keys()
    return report


def test_what_can_be_sent(tool: Tool) -> None:
    kinds = tool.get("imports").json()["results"]
    assert [one["kind"] for one in kinds] == ["framework", "areas", "evaluations", "main-points"]
    assert all(one.keys() == ImportFormat().fields.keys() for one in kinds)


@pytest.mark.parametrize("kind", ["areas", "evaluations", "main-points"])
def test_the_columns_named_are_the_columns_read(tool: Tool, kind: str) -> None:
    (told,) = [one for one in tool.get("imports").json()["results"] if one["kind"] == kind]
    send(tool, **FRAMEWORK)
    send(tool, kind="areas", text=AREAS)
    send(tool, **EVALUATIONS)
    heading = ",".join([*told["columns"], "surprise"])
    text = f"{heading}\n{',' * len(told['columns'])}\n"
    sent = {"kind": kind, "text": text, "programme": "first-cycle", "framework": "hmie-2005"}
    faults = is_problem(tool.post("imports", sent), 422)["faults"]
    assert [one["field"] for one in faults if one["line"] == 1] == ["“surprise”"]


def test_the_first_cycle_whole(tool: Tool, hmie: Inspectorate) -> None:
    assert send(tool, **FRAMEWORK)["counts"]["indicators"] == 18
    assert (
        send(tool, kind="areas", text=(DATA / "areas.csv").read_text())["counts"]["areas_made"]
        == len((DATA / "areas.csv").read_text().splitlines()) - 1
    )
    text = (DATA / "evaluations.csv").read_text()
    done = send(tool, **EVALUATIONS | {"text": text})
    assert done["changed"]
    assert done["counts"]["programme_made"] == 1
    assert done["remarks"]
    points = send(
        tool,
        kind="main-points",
        programme="first-cycle",
        text=(DATA / "main_points_for_action.csv").read_text(),
    )
    with scope(hmie.pk):
        assert Evaluation.objects.count() == done["counts"]["evaluations_made"] > 500
        assert PublishedVersion.objects.count() == done["counts"]["versions_published"] > 0
        assert MainPointForAction.objects.count() == points["counts"]["points_added"] > 40


def test_the_same_again_changes_nothing(tool: Tool) -> None:
    for sent in (FRAMEWORK, {"kind": "areas", "text": AREAS}, EVALUATIONS):
        assert send(tool, **sent)["changed"]
        assert not send(tool, **sent)["changed"]


def test_history_says_by_what(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, kind="areas", text=AREAS)
    with scope(hmie.pk):
        entry = HistoryEntry.objects.get(table_name="areas_localauthorityarea")
    assert entry.why == "Imported through the API by Tool"


def test_a_repeated_key_gives_the_first_answer(tool: Tool) -> None:
    sent = {"kind": "areas", "text": AREAS}
    first = tool.post("imports", sent, Idempotency_Key="k")
    again = tool.post("imports", sent, Idempotency_Key="k")
    assert again.json() == first.json()
    assert again.json()["changed"]


def test_a_dry_run_changes_nothing(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, **FRAMEWORK)
    send(tool, kind="areas", text=AREAS)
    would = send(tool, **EVALUATIONS, dry_run=True)
    with scope(hmie.pk):
        assert not Programme.objects.exists()
        assert not Inspection.objects.exists()
    did = send(tool, **EVALUATIONS)
    assert would | {"dry_run": False} == did


def test_every_fault_with_its_line(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, **FRAMEWORK)
    text = (
        VALUES
        + "A99,x,,1.1,good\nA01,2006-1,2006-09-14,9.9,good\nA01,2006-1,2006-09-14,1.3,superb\n"
    )
    problem = is_problem(tool.post("imports", EVALUATIONS | {"text": text}), 422)
    assert {(one["line"], one["field"]) for one in problem["faults"]} >= {
        (2, "area_code"),
        (4, "area_code"),
        (5, "indicator_code"),
        (6, "value"),
    }
    with scope(hmie.pk):
        assert not Programme.objects.exists()


def test_areas_can_be_made_on_the_way(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, **FRAMEWORK)
    assert send(tool, **EVALUATIONS, create_areas=True)["counts"]["areas_made"] == 1
    with scope(hmie.pk):
        assert LocalAuthorityArea.objects.get().code == "A01"


def test_what_is_published_changes_only_with_a_reason(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, **FRAMEWORK)
    send(tool, kind="areas", text=AREAS)
    send(tool, **EVALUATIONS)
    changed = EVALUATIONS | {"text": VALUES.replace("good", "very good")}
    assert is_problem(tool.post("imports", changed), 422)["faults"]
    assert send(tool, **changed, correct="A slip of the pen")["counts"]["versions_published"] == 1
    with scope(hmie.pk):
        assert [one.reason for one in PublishedVersion.objects.order_by("number")] == [
            "",
            "A slip of the pen",
        ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "kind"),
        ({"kind": "people"}, "kind"),
        ({"text": ""}, "text"),
        ({"text": None}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"programme": ""}, "programme"),
        ({"programme": "x" * 61}, "programme"),
        ({"programme": "a\u0007"}, "programme"),
        ({"framework": "none"}, "framework"),
        ({"kind": "main-points", "programme": "none"}, "programme"),
        ({"dry_run": "perhaps"}, "dry_run"),
    ],
)
def test_bad_input(tool: Tool, hmie: Inspectorate, sent: dict, field: str) -> None:
    send(tool, **FRAMEWORK)
    answer = tool.post("imports", EVALUATIONS | sent if sent else {"text": "x"})
    assert list(is_problem(answer, 422)["errors"]) == [field]
    with scope(hmie.pk):
        assert not Programme.objects.exists()


def test_an_edition_in_use_is_kept(tool: Tool, hmie: Inspectorate) -> None:
    send(tool, **FRAMEWORK)
    send(tool, **EVALUATIONS, create_areas=True)
    other = FRAMEWORK["text"].replace("publisher: HM", "publisher: Another HM")
    assert other != FRAMEWORK["text"]
    is_problem(tool.post("imports", {"kind": "framework", "text": other}), 409)
    with scope(hmie.pk):
        assert FrameworkEdition.objects.get().text == FRAMEWORK["text"]


def test_a_scope_is_needed(hmie: Inspectorate) -> None:
    reader = Tool(hmie, scopes=["imports:read", "areas:write"])
    assert reader.get("imports").status_code == 200
    is_problem(reader.post("imports", {"kind": "areas", "text": AREAS}), 403)


def test_another_inspectorate_keeps_its_own(tool: Tool, other: Inspectorate) -> None:
    send(Tool(other), kind="areas", text=AREAS)
    assert tool.get("areas").json()["results"] == []
