"""An evaluation explained through the API: as far as each part is for who asks."""

import pytest

from evaluations.models import CaseMaterialRead
from evaluations.terms import SourceKind
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.evaluations.conftest import World
from tests.evaluations.moderated import moderate
from tests.evaluations.moderation.conftest import RATIONALE, OwnTool

pytestmark = pytest.mark.django_db


def address(world: World, code: str = "1.1") -> str:
    inspection = ids.encode("inspection", world.inspection.pk)
    return f"inspections/{inspection}/evaluations/{code}/explained"


def test_the_team_reads_everything_and_it_is_noted(in_moderation: World) -> None:
    moderate(in_moderation.inspection, in_moderation.people.moderator, {"1.1": "weak"})
    found = OwnTool(in_moderation.people.lead).get(address(in_moderation)).json()
    assert (found["level"], found["as_published"]) == ("good", False)
    assert [one["code"] for one in found["definitions"]] == ["good"]
    assert sum(one["pieces"] for one in found["sources"]) == len(found["evidence"]) == 2
    assert {one["source_kind"] for one in found["evidence"]} <= set(SourceKind.values)
    assert found["inside"]["rationale"] == RATIONALE
    [second] = found["inside"]["second_judgements"]
    assert (second["level"], second["team_level"]) == ("weak", "good")
    assert found["inside"]["changes"]
    with scope(in_moderation.here.pk):
        entry = CaseMaterialRead.objects.latest("id")
        assert (entry.membership, entry.how) == (in_moderation.people.lead.membership, "api")


@pytest.mark.parametrize("name", ["partner", "inspector_elsewhere", "moderator"])
def test_it_is_not_there_for_others(in_moderation: World, name: str) -> None:
    """The moderator has not judged yet."""
    tool = OwnTool(getattr(in_moderation.people, name))
    assert is_problem(tool.get(address(in_moderation)), 404)


def test_there_is_none_of_an_unknown_indicator(in_moderation: World) -> None:
    tool = OwnTool(in_moderation.people.lead)
    assert is_problem(tool.get(address(in_moderation, "9.9")), 404)
