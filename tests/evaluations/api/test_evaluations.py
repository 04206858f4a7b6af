import pytest

from evaluations import access
from evaluations.api.evaluations import EvaluationRecord
from evaluations.models import Evaluation, Inspection, KeptIdentifier
from evaluations.queries.listings import EVALUATIONS
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.conftest import World
from tests.people import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(world: World) -> Evaluation:
    with scope(world.here.pk):
        return Evaluation.objects.get(indicator__code="1.1")


def address(one: Evaluation) -> str:
    return f"evaluations/{ids.encode('evaluation', one.pk)}"


def kept(world: World, one: Evaluation) -> tuple:
    with scope(world.here.pk):
        now = Evaluation.objects.get(pk=one.pk)
    return now.level, now.level_set, now.non_grade, now.rationale, now.version


def test_the_list_is_as_described(tool: Tool, world: World, first: Evaluation) -> None:
    tool.patch(address(first), {"level": "good"}, 1)
    page = tool.get("evaluations").json()
    assert [one["indicator_code"] for one in page["results"]] == world.codes
    one = page["results"][0]
    assert one.keys() == EvaluationRecord().fields.keys()
    assert one == {
        "id": ids.encode("evaluation", first.pk),
        "version": 2,
        "inspection": ids.encode("inspection", world.inspection.pk),
        "area_code": "A01",
        "programme": "first-cycle",
        "indicator_code": "1.1",
        "level": "good",
        "level_set": None,
        "non_grade": None,
        "rationale": "",
        "single_source_reason": "",
    }


def test_filters(tool: Tool, world: World) -> None:
    inspection = ids.encode("inspection", world.inspection.pk)
    for query, found in (
        (f"inspection={inspection}&programme=first-cycle&area=A01&indicator=1.1", 1),
        (f"inspection={inspection}", len(world.codes)),
        ("inspection=nothing", 0),
        ("programme=x", 0),
        ("area=x", 0),
        ("indicator=x", 0),
    ):
        assert len(tool.get(f"evaluations?{query}").json()["results"]) == found, query


def test_one_is_as_in_the_list(tool: Tool, first: Evaluation) -> None:
    answer = tool.get(address(first))
    assert answer["ETag"] == '"1"'
    assert answer.json() == tool.get("evaluations").json()["results"][0]


@pytest.mark.parametrize(
    ("sent", "columns"),
    [
        ({"level": "good"}, (4, None, None)),
        ({"level_set": ["weak", "unsatisfactory"]}, (None, [1, 2], None)),
        ({"non_grade": "not-graded"}, (None, None, "not-graded")),
        ({"value": "Very good"}, (5, None, None)),
        ({"value": "4"}, (4, None, None)),
        ({"value": "weak|unsatisfactory"}, (None, [1, 2], None)),
        ({"value": "not graded"}, (None, None, "not-graded")),
        ({"level": "good", "level_set": None, "non_grade": None}, (4, None, None)),
    ],
)
def test_recording_a_value(
    tool: Tool, world: World, first: Evaluation, sent: dict, columns: tuple
) -> None:
    answer = tool.patch(address(first), sent, 1)
    assert answer.status_code == 200, answer.content
    assert answer["ETag"] == '"2"'
    assert answer.json() == tool.get(address(first)).json()
    assert kept(world, first)[:3] == columns
    with scope(world.here.pk):
        entry = HistoryEntry.objects.filter(
            table_name="evaluations_evaluation", record_id=first.pk, operation="U"
        ).get()
    assert (entry.why, entry.row_data["level"]) == ("API token Tool", columns[0])


@pytest.mark.parametrize("back", [{"value": None}, {"value": ""}, {"level": None}])
def test_taking_a_value_back(tool: Tool, world: World, first: Evaluation, back: dict) -> None:
    tool.patch(address(first), {"level": "good", "rationale": " Because. "}, 1)
    assert tool.patch(address(first), back, 2).status_code == 200
    assert kept(world, first) == (None, None, None, " Because. ", 3)


def test_nothing_changed_makes_no_version(tool: Tool, world: World, first: Evaluation) -> None:
    assert tool.patch(address(first), {}, 1)["ETag"] == '"1"'
    assert kept(world, first)[-1] == 1


def test_a_change_names_its_version(tool: Tool, world: World, first: Evaluation) -> None:
    is_problem(tool.patch(address(first), {"level": "good"}), 428)
    tool.patch(address(first), {"rationale": "Somebody else."}, 1)
    answer = tool.patch(address(first), {"level": "good"}, 1)
    assert is_problem(answer, 412)["current"] == tool.get(address(first)).json()
    assert answer["ETag"] == '"2"'
    assert kept(world, first) == (None, None, None, "Somebody else.", 2)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"level": "superb"}, "level"),
        ({"level": 4}, "level"),
        ({"level_set": ["weak"]}, "level_set"),
        ({"level_set": []}, "level_set"),
        ({"level_set": ["weak", "superb"]}, "level_set"),
        ({"level_set": ["x"] * 21}, "level_set"),
        ({"non_grade": "unknown"}, "non_grade"),
        ({"value": "superb"}, "value"),
        ({"value": "good", "level": "good"}, "value"),
        ({"level": "good", "non_grade": "not-graded"}, "non_grade"),
        ({"rationale": "x" * 20_001}, "rationale"),
        ({"rationale": None}, "rationale"),
        ({"rationale": "a\x00b"}, "rationale"),
    ],
)
def test_bad_input(tool: Tool, world: World, first: Evaluation, sent: dict, field: str) -> None:
    problem = is_problem(tool.patch(address(first), sent, 1), 422)
    assert [name.split(".")[0] for name in problem["errors"]] == [field]
    assert kept(world, first)[-1] == 1


@pytest.mark.parametrize(
    ("status", "answered"),
    [("planned", 409), ("moderation", 409), ("abandoned", 409), ("published", 200)],
)
def test_when_it_is_recorded(
    tool: Tool, world: World, first: Evaluation, status: str, answered: int
) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status=status)
    assert tool.patch(address(first), {"level": "good"}, 1).status_code == answered


def test_a_scope_is_needed(world: World, first: Evaluation) -> None:
    reader = Tool(world.here, scopes=["evaluations:read"])
    assert reader.get(address(first)).status_code == 200
    is_problem(reader.patch(address(first), {"level": "good"}, 1), 403)
    is_problem(Tool(world.here, scopes=["areas:read"]).get("evaluations"), 403)


def test_another_inspectorate_sees_nothing(stranger: Tool, world: World, first: Evaluation) -> None:
    assert stranger.get("evaluations").json()["results"] == []
    is_problem(stranger.get(address(first)), 404)
    is_problem(stranger.patch(address(first), {"level": "good"}, 1), 404)
    stranger.inspectorate = world.here
    is_problem(stranger.get("evaluations"), 401)


def test_statements(tool: Tool, first: Evaluation) -> None:
    tool.patch(address(first), {"level": "good"}, 1)
    tool.get("evaluations")
    assert len(tool.statements("GET", "evaluations?page_size=100")) == 2
    assert len(tool.statements("PATCH", address(first), {"level": "weak"}, If_Match='"2"')) <= 3


def test_what_a_person_would_see_of_the_list(tool: Tool, world: World) -> None:
    """The condition holds for people too: a team sees its own, others what is published."""
    people = world.people

    def seen(person: Person) -> int:
        with scope(world.here.pk):
            where, values = access.evaluations_visible_sql(person.actor)
            page = EVALUATIONS.page({}, path="", where=where, values=values)
        return len(page["results"])

    assert seen(people.inspector) == len(world.codes)
    assert seen(people.moderator) == 0, "who could be asked to judge blind sees nothing yet"
    assert seen(people.inspector_elsewhere) == seen(people.analyst) == 0
    with scope(world.here.pk):
        Inspection.objects.update(status="published")
    assert seen(people.inspector_elsewhere) == seen(people.analyst) == len(world.codes)


def test_an_identifier_in_the_rationale_is_answered_or_refused(
    tool: Tool, world: World, first: Evaluation
) -> None:
    text = "Write to the unit at unit@example.org."
    refused = tool.patch(address(first), {"rationale": text}, 1)
    assert is_problem(refused, 422)
    (found,) = refused.json()["identifiers"]
    assert (found["field"], found["kind"]) == ("rationale", "email")
    assert text[found["start"] : found["end"]] == "unit@example.org"
    assert kept(world, first)[3:] == ("", 1)
    for wrong in ({"x": "y"}, {found["digest"]: ""}, "no", {found["digest"]: None}):
        again = tool.patch(address(first), {"rationale": text, "identifiers_kept": wrong}, 1)
        assert is_problem(again, 422)
    reasons = {found["digest"]: "An office's address, published."}
    saved = tool.patch(address(first), {"rationale": text, "identifiers_kept": reasons}, 1)
    assert saved.status_code == 200
    assert kept(world, first)[3:] == (text, 2)
    with scope(world.here.pk):
        one = KeptIdentifier.objects.get(record_id=first.pk)
    assert (one.kind, one.why) == ("email", "An office's address, published.")
