"""What became of main points, taken out: whole, of a committee, as each side sees it."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followthrough.models import (
    ActionPlan,
    Contact,
    LinkNote,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
    Progress,
    ProgressUpdate,
    SelfEvaluation,
)
from followthrough.queries import exported
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.following import Following, following
from tests.people import sign_in

__all__ = ["following"]
ALL = "/hmie/main-points/export"


@pytest.fixture
def told(following: Following) -> Following:
    """One of everything, with what one side does not see of the other."""
    world, committee = following.world, following.committee
    with scope(world.here.pk):
        PlanVersion.objects.create(plan=following.plan, number=1, content={"aim": "Better"})
        own = ActionPlan.objects.create(committee=committee)
        common = {"text": "Own idea", "lead_post": "X", "due_on": "2030-01-01"}
        PlannedAction.objects.create(plan=own, number=1, **common)
        ProgressUpdate.objects.create(
            point=following.point,
            committee=committee,
            text="=1+1",
            own_view="done",
            own_reason="R",
        )
        LinkNote.objects.create(point=following.point, text="Kept to myself")
        LinkNote.objects.create(
            point=following.point, text="Shared", shared_at="2009-01-01T00:00:00Z"
        )
        Contact.objects.create(
            committee=committee, kind="visit", on="2009-02-01", about="Visit", said="S"
        )
        selves = {"area": world.area, "edition": world.edition, "on": "2009-01-01"}
        SelfEvaluation.objects.create(committee=committee, title="Draft", **selves)
        Progress.objects.create(point=following.point, inspection=world.follow_up, level=4)
    return following


def taken(following: Following, name: str, path: str = "") -> ZipFile:
    path = path or f"{ALL}/{ids.encode('committee', following.committee.pk)}"
    answer = following.client(name).get(path)
    assert answer.status_code == 200
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def rows(archive: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(f"{name}.csv").decode())))


def one(archive: ZipFile, name: str) -> dict[str, str]:
    (row,) = rows(archive, name)
    return row


def test_who_follows_takes_everything_that_is_known(told: Following) -> None:
    archive = taken(told, "link")
    point = one(archive, "points")
    assert (point["id"], point["area_code"], point["indicator"]) == (told.ref, "A01", "3.2")
    assert [row["text"] for row in rows(archive, "notes")] == ["Kept to myself", "Shared"]
    assert [row["text"] for row in rows(archive, "actions")] == ["One protocol for all services"]
    assert one(archive, "updates")["text"] == "'=1+1"
    assert json.loads(one(archive, "plan-versions")["content"]) == {"aim": "Better"}
    assert one(archive, "contacts")["about"] == "Visit"
    assert rows(archive, "self-evaluations") == [], "a draft is the committee's own"
    assert rows(archive, "judgements") == [], "not published yet"


def test_a_partner_takes_it_without_notes_that_were_not_shared(told: Following) -> None:
    archive = taken(told, "partner")
    assert [row["text"] for row in rows(archive, "notes")] == ["Shared"]
    texts = {row["text"] for row in rows(archive, "actions")}
    assert texts == {"One protocol for all services", "Own idea"}
    assert one(archive, "self-evaluations")["title"] == "Draft"
    assert rows(archive, "contacts") == []
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Kept to myself" not in everything


def test_a_published_judgement_is_in_the_words_of_the_scale(told: Following) -> None:
    with scope(told.world.here.pk):
        told.world.follow_up.status = "published"
        told.world.follow_up.save()
    judged = one(taken(told, "administrator", ALL), "judgements")
    assert (judged["main_point"], judged["level"]) == (told.ref, "good")


def test_the_manifest_counts_and_proves_every_file(told: Following) -> None:
    archive = taken(told, "administrator", ALL)
    manifest = json.loads(archive.read("manifest.json"))
    assert {"points": 1, "notes": 2, "updates": 1}.items() <= manifest["totals"].items()
    for member in manifest["members"]:
        content = archive.read(member["name"])
        assert hashlib.sha256(content).hexdigest() == member["sha256"]
        assert len(content) == member["size"]
    named = {member["name"] for member in manifest["members"]}
    assert {*named, "manifest.json"} == set(archive.namelist())
    data = json.loads(archive.read("data.json"))
    assert {name: len(records) for name, records in data.items()} == manifest["totals"]
    assert data["updates"][0]["text"] == "=1+1"


def test_who_may_not(told: Following) -> None:
    of_one = f"{ALL}/{ids.encode('committee', told.committee.pk)}"
    for name, path, status in (
        ("other_partner", of_one, 404),
        ("inspector", of_one, 404),
        ("analyst", of_one, 404),
        ("partner", f"{ALL}/{ids.encode('committee', told.other.pk)}", 404),
        ("link", f"{ALL}/{ids.encode('committee', told.other.pk)}", 404),
        ("link", ALL, 403),
        ("partner", ALL, 403),
        ("analyst", ALL, 403),
        ("administrator", f"{ALL}/nonsense", 404),
        ("stranger", ALL, 404),
        ("stranger", of_one, 404),
    ):
        assert told.client(name).get(path).status_code == status, (name, path)


def test_the_pages_lead_to_it(told: Following) -> None:
    of_one = f"{ALL}/{ids.encode('committee', told.committee.pk)}"
    for name, page, leads_to in (
        ("link", "/hmie/main-points/desk", of_one),
        ("administrator", "/hmie/main-points/desk", f'href="{ALL}"'),
        ("partner", f"/hmie/our-committee/{ids.encode('committee', told.committee.pk)}", of_one),
    ):
        assert leads_to in told.client(name).get(page).content.decode(), name


def test_through_the_api(told: Following, other: Inspectorate) -> None:
    tool = Tool(told.world.here)
    reference = ids.encode("committee", told.committee.pk)
    for path in ("exports/following/all", f"exports/following/{reference}"):
        answer = tool.get(path)
        assert answer["Content-Type"] == "application/zip"
        archive = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        assert one(archive, "points")["id"] == told.ref
    assert tool.get("exports").json()["results"][1]["kind"] == "following"
    is_problem(tool.get("exports/following/nonsense"), 404)
    is_problem(Tool(other).get(f"exports/following/{reference}"), 404)
    poor = Tool(told.world.here, scopes=["exports:read", "main-points:read"])
    is_problem(poor.get("exports/following/all"), 403)


def test_the_command(told: Following, tmp_path: Path) -> None:
    for number, more in enumerate(({}, {"committee": "C1"})):
        made: Any = tmp_path / f"{number}.zip"
        call_command("export_following", inspectorate="hmie", output=made, **more)
        assert one(ZipFile(made), "points")["id"] == told.ref
    with pytest.raises(CommandError, match="no committee"):
        call_command("export_following", inspectorate="hmie", output=made, committee="C9")


def test_statements_do_not_grow_with_records_and_pages_lose_none(
    told: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(told.client("administrator"), told.person("administrator"))

    def take() -> tuple[int, bytes]:
        with CaptureQueriesContext(connection) as captured:
            content = b"".join(client.get(ALL).streaming_content)
        return len(captured), content

    few, _ = take()
    with scope(told.world.here.pk):
        for number in range(2, 12):
            MainPointForAction.objects.create(
                inspection=told.world.published, number=number, text=f"Point {number}"
            )
    many, content = take()
    assert many == few
    monkeypatch.setattr(exported, "AT_ONCE", 4)
    _, by_four = take()
    for archive in (ZipFile(io.BytesIO(content)), ZipFile(io.BytesIO(by_four))):
        assert [row["number"] for row in rows(archive, "points")] == [str(n) for n in range(1, 12)]
