"""Counts of who took part; never who, and nothing small outside the team."""

from typing import Any

import pytest

from evaluations.access.case_material import CaseAccess
from evaluations.models import Inspection, Participation
from evaluations.operations import count_participation
from evaluations.queries.participation import participation_of
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import CATEGORY, Sample
from tests.people import Person

COUNTS = {"asked": 12, "consented": 9, "attended": 3}


def count(sample: Sample, who: Person | None = None, **changes: Any) -> dict[str, Any]:
    values = {
        "inspection": sample.inspection,
        "group": "children",
        "category": CATEGORY,
        "based_on": 0,
    }
    return sample.run(
        count_participation,
        who or sample.world.people.inspector,
        **values | COUNTS | changes,
    )


def test_counted_by_the_team(sample: Sample) -> None:
    assert count(sample) == COUNTS | {
        "version": 1,
        "group": "children",
        "category": CATEGORY,
        "exact": True,
    }
    assert count(sample, asked=13, based_on=1)["version"] == 2
    with scope(sample.world.here.pk):
        assert Participation.objects.get().asked == 13
        assert HistoryEntry.objects.filter(table_name="evaluations_participation").count() == 2


def test_somebody_counted_meanwhile(sample: Sample) -> None:
    count(sample)
    with pytest.raises(Stale) as stale:
        count(sample, asked=20)
    assert stale.value.current["asked"] == 12


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asked": -1}, "asked"),
        ({"asked": 100_001}, "asked"),
        ({"consented": 13}, "consented"),
        ({"attended": 10}, "attended"),
    ],
)
def test_counts_that_cannot_be(sample: Sample, changes: dict[str, int], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        count(sample, **changes)
    assert list(refused.value.faults) == [field]


@pytest.mark.parametrize("changes", [{"group": "cats"}, {"category": "none"}])
def test_groups_there_are_none_of(sample: Sample, changes: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        count(sample, **changes)


def test_who_and_when(sample: Sample) -> None:
    people = sample.world.people
    with pytest.raises(NotFound):
        count(sample, people.inspector_elsewhere)
    with pytest.raises(NotPermitted):
        count(sample, people.moderator)
    sample.status("moderation")
    with pytest.raises(Refused):
        count(sample)


def test_outside_the_team_small_numbers_are_not_told(sample: Sample) -> None:
    count(sample)
    moderator = sample.world.people.moderator.actor
    with scope(sample.world.here.pk):
        inspection = Inspection.objects.get(pk=sample.world.inspection.pk)
        access = CaseAccess(moderator, inspection, None, "Checking the report's figures")
        line = next(one for one in participation_of(access) if one["version"])
    assert (line["asked"], line["consented"], line["attended"]) == (10, 10, None)
    assert line["exact"] is False
