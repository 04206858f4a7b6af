"""What a device holds, whom it is given to, and that it is noted."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations.models import (
    CaseMaterialRead,
    Evidence,
    SampledCase,
    TeamMember,
)
from evaluations.queries import workspace_document
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def where(laptop: Any) -> str:
    return f"inspections/{laptop.inspection}"


@pytest.fixture
def evidence(world: Any) -> Any:
    """Three pieces on 3.3, the second of them medical; and a sampled case."""
    with scope(world.here.pk):
        case = SampledCase.objects.create(
            inspection=world.inspection, number=1, pseudonym="TV-C01", category="current-protection"
        )
        for number in (1, 2, 3):
            Evidence.objects.create(
                inspection=world.inspection,
                number=number,
                membership=world.people.medical.membership,
                bearing="strength",
                source_kind="record-reading",
                level_of_service="delivery",
                happened_on=datetime.date(2008, 4, 14),
                text=f"Text {number}.",
                quote="They listened.",
                medical=number == 2,
                sampled_case=case,
                indicator_codes=["3.3"],
            )
    return case


def test_the_document_has_what_is_read_and_recorded(laptop: Any, world: Any, evidence: Any) -> None:
    answered = laptop.get(where(laptop))
    assert answered.status_code == 200
    assert answered["Cache-Control"] == "private, no-store"
    found = answered.json()
    assert found["inspection"]["area_name"] == "Torrance Vale"
    assert found["inspection"]["not_now"] == ""
    assert list(found["indicators"]) == world.codes
    assert found["indicators"]["3.3"]["evaluation"]["version"] == 1
    assert found["edition"]["levels"][0]["code"] == "excellent"
    assert [one["code"] for part in found["edition"]["sections"] for one in part["indicators"]] == (
        world.codes
    )
    assert [(one["name"], one["me"]) for one in found["team"]] == [
        ("Isla Baird", True),
        ("Lorna Sim", False),
    ]
    assert [one["reference"] for one in found["evidence"]] == ["E3", "E2", "E1"]
    assert found["evidence"][0]["indicators"] == ["3.3"]
    assert found["evidence_next"] is None
    assert [one["pseudonym"] for one in found["cases"]] == ["TV-C01"]
    assert found["terms"]["bearing"][0] == {"code": "strength", "label": "Strength"}
    assert len(found["identifiers"]["salt"]) == 64


def test_medical_notes_are_without_their_text_for_others(
    laptop: Any, laptop_of: Any, world: Any, evidence: Any
) -> None:
    hidden = laptop.get(where(laptop)).json()["evidence"][1]
    assert (hidden["reference"], hidden["hidden"]) == ("E2", True)
    assert (hidden["text"], hidden["quote"]) == ("", "")
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    doctor = laptop_of(world.people.medical)
    shown = doctor.get(where(doctor)).json()["evidence"][1]
    assert (shown["hidden"], shown["text"]) == (False, "Text 2.")


def test_what_is_taken_along_is_noted_and_what_is_held_already_is_not_sent(
    laptop: Any, world: Any, evidence: Any
) -> None:
    first = laptop.get(where(laptop))
    with scope(world.here.pk):
        reads = {one.what: one for one in CaseMaterialRead.objects.all()}
    assert set(reads) == {"evidence", "sampled-case"}
    assert len(reads["evidence"].records) == 2, "what a medical note says was not read"
    assert reads["evidence"].how == "offline"
    assert reads["evidence"].membership_id == world.people.inspector.membership.pk
    again = laptop.get(where(laptop), **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    laptop.send(laptop.operation("evaluation.save", "3.3", 1, rationale="New."))
    changed = laptop.get(where(laptop), **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["indicators"]["3.3"]["evaluation"]["rationale"] == "New."


def test_much_evidence_comes_in_pages(
    laptop: Any, world: Any, evidence: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(workspace_document, "EVIDENCE_AT_ONCE", 2)
    found = laptop.get(where(laptop)).json()
    assert [one["reference"] for one in found["evidence"]] == ["E3", "E2"]
    assert found["evidence_next"] == 2
    more = laptop.get(f"{where(laptop)}/evidence?before=2").json()
    assert [one["reference"] for one in more["evidence"]] == ["E1"]
    assert more["evidence_next"] is None
    for bad in ("", "x", "9" * 30, "-1"):
        assert laptop.get(f"{where(laptop)}/evidence?before={bad}").status_code == 422


def test_statements_do_not_grow_with_evidence(laptop: Any, world: Any, evidence: Any) -> None:
    with CaptureQueriesContext(connection) as few:
        laptop.get(where(laptop))
    with scope(world.here.pk):
        for number in range(4, 40):
            Evidence.objects.create(
                inspection=world.inspection,
                number=number,
                bearing="strength",
                source_kind="data",
                level_of_service="delivery",
                happened_on=datetime.date(2008, 4, 14),
                text="More.",
            )
    with CaptureQueriesContext(connection) as many:
        laptop.get(where(laptop))
    assert len(many) == len(few)


def test_the_list_has_the_inspections_one_is_on_today(
    laptop: Any, laptop_of: Any, world: Any
) -> None:
    [one] = laptop.get("inspections").json()["inspections"]
    assert (one["id"], one["recordable"]) == (laptop.inspection, True)
    elsewhere = laptop_of(world.people.inspector_elsewhere)
    assert elsewhere.get("inspections").json()["inspections"] == []


@pytest.mark.parametrize("who", ["inspector_elsewhere", "medical", "associate"])
def test_only_the_team_takes_an_inspection_along(laptop_of: Any, world: Any, who: str) -> None:
    laptop = laptop_of(getattr(world.people, who))
    assert laptop.get(where(laptop)).status_code == 404
    assert laptop.get(f"{where(laptop)}/evidence?before=9").status_code == 404


@pytest.mark.parametrize("who", ["moderator", "administrator", "analyst", "auditor", "partner"])
def test_others_have_no_device(world: Any, laptop: Any, who: str) -> None:
    laptop.client = sign_in(Client(), getattr(world.people, who))
    refused = laptop.get(where(laptop))
    assert (refused.status_code, refused.json()["code"]) == (403, "device-unknown")


def test_a_recused_member_takes_nothing_along(laptop: Any, world: Any) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=world.people.inspector.membership).update(
            recused_at="2008-04-14T00:00Z", recused_why="Lives there."
        )
    assert laptop.get(where(laptop)).status_code == 404
    assert laptop.get("inspections").json()["inspections"] == []


def test_what_is_not_there_is_not_found(laptop: Any) -> None:
    assert laptop.get("inspections/0123456789abcdef").status_code == 404
    assert laptop.get(f"inspections/{ids.encode('inspection', 10**9)}").status_code == 404
