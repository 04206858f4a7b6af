"""report through the API: begun, written with If-Match, points, good practice, drafts, templates."""

from typing import Any

import pytest

from evaluations.api.reports import serializers as said
from evaluations.models import Report, ReportChapter, ReportPoint
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World
from tests.evaluations.reports.conftest import of, set_level, set_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(tool: Tool, world: World) -> str:
    """The address of a report that the tool began."""
    set_status(world, "evaluating")
    path = f"inspections/{of(world)}/report"
    assert tool.post(path, {}).status_code == 201
    return path


def keys(serializer: Any) -> Any:
    return serializer().fields.keys()


def test_begun_read_and_renamed(tool: Tool, world: World) -> None:
    path = f"inspections/{of(world)}/report"
    assert is_problem(tool.get(path), 404)
    assert is_problem(tool.post(path, {}), 409)
    set_status(world, "evaluating")
    set_level(world, "3.3", level=2)
    made = tool.post(path, {})
    assert made.status_code == 201
    assert made.json().keys() == keys(said.ReportRecord)
    assert made.json()["points_asked"] == ["3.3"]
    assert tool.post(path, {}).json()["id"] == made.json()["id"]
    assert is_problem(tool.patch(path, {"title": "A title"}), 428)
    assert tool.patch(path, {"title": "A title"}, 1).json()["title"] == "A title"
    assert is_problem(tool.patch(path, {"title": "B"}, 1), 412)["current"]["title"] == "A title"
    with scope(world.here.pk):
        assert Report.objects.get().title == "A title"


def test_chapters_are_written_with_the_version_named(tool: Tool, begun: str, world: World) -> None:
    chapters = tool.get(f"{begun}/chapters").json()["results"]
    assert [one["position"] for one in chapters] == list(range(1, 12))
    assert chapters[0].keys() == keys(said.ChapterRecord)
    path = f"{begun}/chapters/{chapters[0]['id']}"
    assert is_problem(tool.patch(path, {"text": "Words"}), 428)
    saved = tool.patch(path, {"text": "Words"}, 1)
    assert (saved.status_code, saved.json()["text"], saved["ETag"]) == (200, "Words", '"2"')
    assert tool.get(path).json() == saved.json()
    assert is_problem(tool.patch(path, {"text": "Other"}, 1), 412)["current"]["text"] == "Words"
    refused = is_problem(tool.patch(path, {"text": "Police are weak."}, 2), 422)
    assert "single service" in refused["errors"]["text"][0]
    found = is_problem(tool.patch(path, {"text": "Ask at a.b@council.example"}, 2), 422)
    kept = {found["identifiers"][0]["digest"]: "A public address"}
    sent = {"text": "Ask at a.b@council.example", "identifiers_kept": kept}
    assert tool.patch(path, sent, 2).status_code == 200
    made = tool.post(f"{begun}/chapters", {"title": "Annex"}).json()
    moved = tool.post(f"{begun}/chapters/{made['id']}/place", {"to": 1}).json()["results"]
    assert moved[0]["title"] == "Annex"
    removal = f"{begun}/chapters/{made['id']}/removal"
    assert is_problem(tool.post(removal, {}), 428)
    assert len(tool.post(removal, {}, If_Match='"1"').json()["results"]) == 11
    with scope(world.here.pk):
        assert not ReportChapter.objects.filter(title="Annex").exists()


def test_points_and_good_practice(tool: Tool, begun: str, world: World) -> None:
    sent = {"text": "Improve it.", "indicators": ["3.3"], "services": ["health"]}
    made = tool.post(f"{begun}/points", sent)
    assert made.status_code == 201
    assert made.json().keys() == keys(said.PointRecord)
    assert is_problem(tool.post(f"{begun}/points", {**sent, "indicators": ["9.9"]}), 422)
    one = f"{begun}/points/{made.json()['id']}"
    assert tool.patch(one, {"indicators": ["3.4", "3.3"]}, 1).json()["indicators"] == ["3.3", "3.4"]
    assert is_problem(tool.patch(one, {"text": "Late"}, 1), 412)["current"]["version"] == 2
    other = tool.post(f"{begun}/points", {"text": "And this."}).json()
    moved = tool.post(f"{begun}/points/{other['id']}/place", {"to": 1}).json()["results"]
    assert [point["text"] for point in moved] == ["And this.", "Improve it."]
    left = tool.post(f"{one}/withdrawal", {"why": "Part of the other"}, If_Match='"2"').json()
    assert [point["number"] for point in left["results"]] == [1]
    assert is_problem(tool.get(one), 404)
    with scope(world.here.pk):
        assert ReportPoint.objects.count() == 1
    example = {"title": "A film", "text": "Made together.", "indicator": "2.1"}
    told = tool.post(f"{begun}/good-practice", example).json()
    assert told.keys() == keys(said.ExampleRecord)
    path = f"{begun}/good-practice/{told['id']}"
    assert tool.patch(path, {"indicator": None}, 1).json()["indicator"] is None
    assert tool.get(f"{begun}/good-practice").json()["results"] == [tool.get(path).json()]
    assert tool.post(f"{path}/removal", {}, If_Match='"2"').json() == {"results": []}


def test_drafts_are_kept_read_and_compared(tool: Tool, begun: str) -> None:
    chapter = tool.get(f"{begun}/chapters").json()["results"][0]
    kept = tool.post(f"{begun}/drafts", {"label": "One"})
    assert kept.json().keys() == keys(said.DraftRecord)
    assert kept["Location"].endswith("/drafts/1")
    assert is_problem(tool.post(f"{begun}/drafts", {}), 409)
    tool.patch(f"{begun}/chapters/{chapter['id']}", {"text": "New words."}, 1)
    draft = tool.get(f"{begun}/drafts/1").json()
    assert draft["content"]["chapters"][0]["blocks"] == []
    assert [one["number"] for one in tool.get(f"{begun}/drafts").json()["results"]] == [1]
    found = tool.get(f"{begun}/comparison?from=1&to=now").json()
    assert found.keys() == keys(said.ComparisonRecord)
    assert [(one["title"], one["words_added"]) for one in found["parts"]] == [("Summary", 2)]
    for wrong in ("drafts/2", "drafts/x", "drafts/" + "9" * 30, "comparison?from=7"):
        assert is_problem(tool.get(f"{begun}/{wrong}"), 404)


def test_a_programme_has_chapters_of_its_own(tool: Tool, world: World) -> None:
    path = f"programmes/{ids.encode('programme', world.programme.pk)}/chapters"
    assert tool.get(path).json() == {"results": []}
    made = tool.post(path, {"title": "Findings", "indicators": ["1.1"]})
    assert made.json().keys() == keys(said.TemplateRecord)
    one = f"{path}/{made.json()['id']}"
    assert is_problem(tool.patch(one, {"title": "A"}), 428)
    assert tool.patch(one, {"title": "A"}, 1).json()["title"] == "A"
    assert is_problem(tool.patch(one, {"title": "B"}, 1), 412)["current"]["title"] == "A"
    assert is_problem(tool.patch(one, {"indicators": ["9.9"]}, 2), 422)
    tool.post(path, {"title": "Second"})
    moved = tool.post(f"{one}/place", {"to": 2}).json()["results"]
    assert [each["title"] for each in moved] == ["Second", "A"]
    assert len(tool.post(f"{one}/removal", {}, If_Match='"2"').json()["results"]) == 1


def test_another_inspectorate_finds_nothing(stranger: Tool, begun: str, world: World) -> None:
    programme = ids.encode("programme", world.programme.pk)
    for path in (begun, f"{begun}/chapters", f"{begun}/points", f"{begun}/drafts/1"):
        assert is_problem(stranger.get(path), 404)
    assert is_problem(stranger.get(f"programmes/{programme}/chapters"), 404)
    assert is_problem(stranger.post(f"{begun}/points", {"text": "x"}), 404)


def test_a_token_that_only_reads_does_not_write(world: World) -> None:
    set_status(world, "evaluating")
    reader = Tool(world.here, scopes=["inspections:read"])
    assert is_problem(reader.post(f"inspections/{of(world)}/report", {}), 403)
